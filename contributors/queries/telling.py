"""Whether claims are told on GitHub."""

from contributors.models import BoardSettings


def asks_telling() -> bool:
    """True on a site that was there before they were by default, until somebody chose."""
    return BoardSettings.load().asks_telling
