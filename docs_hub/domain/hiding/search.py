"""What MkDocs' plugin exclude-search leaves out of the search; such pages stand in the navigation all the same."""

from collections.abc import Iterable
from fnmatch import fnmatchcase

from docs_hub.domain.hiding.rules import texts_of
from docs_hub.domain.mkdocs_config import Extension

LONGEST = 300


def search_plugins(plugins: Iterable[Extension]) -> tuple[Extension, ...]:
    return tuple(one for one in plugins if one.name.removeprefix("mkdocs-") == "exclude-search")


def is_excluded_from_search(path: str, plugins: Iterable[Extension]) -> bool:
    """A page of which a section is to be left out is left out as a whole."""
    for plugin in plugins:
        if any(_matches(path, one) for one in texts_of(plugin.options.get("ignore"))):
            continue
        if any(_matches(path, one) for one in texts_of(plugin.options.get("exclude"))):
            return True
    return False


def _matches(path: str, pattern: str) -> bool:
    wanted = pattern.partition("#")[0].strip()
    return bool(wanted) and len(wanted) <= LONGEST and fnmatchcase(path, wanted)
