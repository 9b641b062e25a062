"""Why work on a stranger's text was not done."""

from common.errors import MainstayError


class ApartError(MainstayError):
    """The message is the end of a sentence."""


class TooLongError(ApartError):
    """It takes more processor time than it may."""


class BrokeOffError(ApartError):
    """The child ended by itself, or its answer is too large."""


class FailedError(ApartError):
    """The call raised something; the message is its kind."""


class NotStartedError(ApartError):
    """No text is at fault: there is no process to work on any."""


class BusyError(MainstayError):
    """Too many ask at once. `is_own`: the person's own requests are what they wait for."""

    retry_after = 5

    def __init__(self, *, is_own: bool) -> None:
        self.is_own = is_own
        super().__init__(OWN if is_own else OTHERS)

    @property
    def status(self) -> int:
        return 429 if self.is_own else 503


OWN = "Your last text is still being looked at. Nothing is lost: wait some seconds and send it again."
OTHERS = "The site is looking at texts of other people. Nothing is lost: wait some seconds and send it again."
