"""Errors that carry a sentence for the person who meets them."""


class MainstayError(Exception):
    """What went wrong and what to do next, in one line that may be shown to anyone."""


class InvalidInputError(MainstayError):
    """The input cannot be used as it is; the message names the field or row."""


class NotAllowedError(MainstayError):
    """This person may not do this."""


class ConflictError(MainstayError):
    """Someone else was first, or the thing changed meanwhile."""
