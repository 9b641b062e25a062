"""Which files of a tree MkDocs leaves out: the patterns of `exclude_docs`, read like a .gitignore."""

from collections.abc import Callable, Sequence

from pathspec import GitIgnoreSpec

ALWAYS = (".*", "/templates/")  # MkDocs' own, which `!` patterns may take back
MAX_PATTERNS = 500
MAX_LENGTH = 300
MAX_STARS = 6
"""A pattern becomes a regular expression; many stars in it would make a long name take for ever."""


def excluder(patterns: Sequence[str], always: Sequence[str] = ALWAYS) -> tuple[Callable[[str], bool], list[str]]:
    """A function that says whether a path (from the folder of the pages) is left out, and the patterns not used."""
    good = [pattern for pattern in patterns[:MAX_PATTERNS] if _is_usable(pattern)]
    spec = GitIgnoreSpec.from_lines([*always, *good])
    return spec.match_file, [pattern for pattern in patterns if pattern not in good]


def _is_usable(pattern: str) -> bool:
    if len(pattern) > MAX_LENGTH or pattern.count("*") > MAX_STARS:
        return False
    try:
        GitIgnoreSpec.from_lines([pattern])
    except ValueError:
        return False
    return True
