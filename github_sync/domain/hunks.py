"""Which line a comment on a change is about: GitHub shows the part of the diff that ends with it."""

QUOTED = 200


def commented_line(hunk: str, number: int | None) -> tuple[str, str]:
    """Side (LEFT: the text before the change, RIGHT: after it) and text of the line, cut at QUOTED characters.

    Both are empty where `number`, the line as it was when the comment was made, is None: it is about the whole file.
    """
    if number is None:
        return "", ""
    lines = [line for line in hunk.split("\n") if line[:1] in {"+", "-", " "}]
    last = lines[-1] if lines else ""
    return "LEFT" if last.startswith("-") else "RIGHT", last[1:].strip()[:QUOTED]
