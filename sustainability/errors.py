"""Errors of this room."""

from common.errors import MainstayError


class TooBusyError(MainstayError):
    """Worth trying again in a minute."""
