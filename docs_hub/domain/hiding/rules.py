"""What the settings of a generator keep back, as rules over the paths of files."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from docs_hub.domain.hiding.front_matter import Hiding

Rule = Callable[[str], Hiding | None]
"""Given the path of a file, from the folder of the settings on; None where the file is not kept back."""


@dataclass(frozen=True)
class Rules:
    """`file`: where the settings stand. `unsure`: those of them that may hide pages and that only running code, or a
    file that is not here, could tell; while there is any, no page may be shown.

    `has_plain_keys`: pages may have settings without a fence.
    """

    file: str
    rules: tuple[Rule, ...] = ()
    unsure: tuple[Hiding, ...] = ()
    has_plain_keys: bool = False

    def hides(self, path: str) -> Hiding | None:
        """Rules give the line of the settings; what comes out has that in its words, and the page's first line."""
        found = next((found for rule in self.rules if (found := rule(path)) is not None), None)
        if found is None or not found.line:
            return found
        return Hiding(1, f"{found.why} ({self.file}:{found.line})", found.is_part)


def matching(match: Callable[[str], bool], why: str, line: int = 1, *, is_part: bool = False) -> Rule:
    """Keeps back what `match` says."""
    return lambda path: Hiding(line, why, is_part) if match(path) else None


def below(folder: str, rule: Rule) -> Rule:
    """The same rule where its paths begin at `folder`."""
    if not folder:
        return rule
    prefix = f"{folder}/"
    return lambda path: rule(path.removeprefix(prefix)) if path.startswith(prefix) else None


def texts_of(value: object) -> Iterable[str]:
    """A text, or the texts of a list."""
    return [one for one in (value if isinstance(value, (list, tuple)) else [value]) if isinstance(one, str)]
