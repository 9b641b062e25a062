"""What Jekyll, which GitHub runs over plain Markdown, keeps back."""

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping

import yaml

from docs_hub.domain.exclusion import excluder
from docs_hub.domain.hiding.front_matter import Hiding
from docs_hub.domain.hiding.rules import Rule, Rules, matching, texts_of
from docs_hub.domain.yaml_data import load

CONFIG_NAMES = ("_config.yml", "_config.yaml")
_EXCLUDE = re.compile(r"^(?:exclude|collections|include)\s*:", re.MULTILINE)


def drafts_rule(path: str) -> Hiding | None:
    """Of any tree: the folder of drafts is Jekyll's, and nobody else publishes one that is called so."""
    return Hiding(1, "it lies in a folder _drafts") if "_drafts" in posixpath.dirname(path).split("/") else None


def jekyll_rules(text: str, name: str) -> Rules:
    """`text` of the configuration that is called `name`."""
    try:
        data = load(text)
    except yaml.YAMLError as error:
        may_hide = _EXCLUDE.search(text)
        why = f"it could not be read ({getattr(error, 'problem', None) or 'no valid YAML'})"
        return Rules(name, unsure=(Hiding(1, why),) if may_hide else ())
    if not isinstance(data, dict):
        return Rules(name)
    excluded = [one if isinstance(one, str) else "" for one in _list(data.get("exclude"))]
    is_excluded, unused = excluder([one for one in excluded if one], always=())
    line = _line_of("exclude", text)
    rules: list[Rule] = [matching(is_excluded, "Jekyll’s exclude leaves it out", line, is_part=True)]
    rules.append(matching(_underscored(data), "Jekyll publishes no file or folder that begins with _", is_part=True))
    return Rules(name, tuple(rules), tuple(Hiding(line, f"exclude: {one[:80]} is not understood") for one in unused))


def _list(value: object) -> Iterable[object]:
    return value if isinstance(value, list) else [value]


def _underscored(data: Mapping[object, object]) -> Callable[[str], bool]:
    """Folders that begin with an underscore, but for those of collections that have pages, and of posts."""
    collections = data.get("collections")
    shown = {"_posts", *texts_of(data.get("include"))}
    if isinstance(collections, dict):
        shown |= {f"_{n}" for n, one in collections.items() if isinstance(one, dict) and one.get("output") is True}
    return lambda path: any(part.startswith("_") and part not in shown for part in path.split("/"))


def _line_of(name: str, text: str) -> int:
    match = re.search(rf"^{name}\s*:", text, re.MULTILINE)
    return text.count("\n", 0, match.start()) + 1 if match else 1
