"""What the board shows of a text, made in a child process: anybody may write an issue."""

from contextlib import ExitStack
from functools import partial

from common.apart.errors import ApartError, NotStartedError
from common.apart.process import ApartProcess
from common.apart.too_long import KnownTooLong
from common.apart.turns import turn
from contributors.domain.rendering import MAX_LENGTH, IssueText, issue_text

TEXT_SECONDS = 3.0
"""Of processor time; most texts take a hundredth of one."""
TOO_LONG = "This text takes too long to show here. Read it on GitHub."


class IssueTexts:
    """For any number of texts, each made once; close it when done."""

    def __init__(self) -> None:
        self._process = ApartProcess()
        self._turn = ExitStack()
        self._made: dict[str, IssueText] = {}

    def of(self, text: str) -> IssueText:
        """Raises BusyError, and ApartError where the text takes too long."""
        if text not in self._made:
            self._made[text] = self._make(text)
        return self._made[text]

    def or_say_why(self, text: str) -> IssueText:
        """As `of`; in place of a text that takes too long stands a sentence. Raises BusyError and NotStartedError."""
        try:
            return self.of(text)
        except NotStartedError:
            raise
        except ApartError:
            words = " ".join(text[:MAX_LENGTH].split())[:4000]
            self._made[text] = IssueText(TOO_LONG, words, f"<p>{TOO_LONG}</p>")
            return self._made[text]

    def _make(self, text: str) -> IssueText:
        with KnownTooLong(text, what="issue"):
            if not self._process.is_alive:
                self._turn.close()
                self._turn.enter_context(turn())
            return self._process.call(partial(issue_text, text), seconds=TEXT_SECONDS)

    def close(self) -> None:
        self._process.close()
        self._turn.close()

    def __enter__(self) -> "IssueTexts":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def text_of_person(text: str) -> IssueText:
    """For one who waits for it. Raises BusyError and ApartError."""
    with IssueTexts() as texts:
        return texts.of(text)
