"""Which lines a comment on a change is about: GitHub shows the part of the diff that ends with them."""

QUOTED = 500
MOST_LINES = 20


def commented_lines(hunk: str, number: int | None, count: int = 1) -> tuple[str, str]:
    """Side (LEFT: the text before the change, RIGHT: after it) and text of `count` lines, cut at QUOTED characters.

    Both are empty where `number`, the last line as it was when the comment was made, is None: it is about the whole
    file.
    """
    if number is None:
        return "", ""
    lines = [line for line in hunk.split("\n") if line[:1] in {"+", "-", " "}]
    side, other = ("LEFT", "+") if lines and lines[-1].startswith("-") else ("RIGHT", "-")
    shown = [line[1:] for line in lines if not line.startswith(other)][-min(max(count, 1), MOST_LINES) :]
    return side, "\n".join(shown).strip()[:QUOTED]


def how_many(start: int | None, last: int | None) -> int:
    """Lines from `start` to `last`; one where GitHub does not tell both, as of a line that the change left behind."""
    return last - start + 1 if start and last and last >= start else 1
