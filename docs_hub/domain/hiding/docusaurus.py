"""What a Docusaurus configuration keeps back."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from docs_hub.domain.docusaurus import docs_options, instance_path
from docs_hub.domain.hiding.front_matter import Hiding
from docs_hub.domain.hiding.globs import globs
from docs_hub.domain.hiding.rules import Rule, Rules, below, matching
from docs_hub.domain.js_data import UNKNOWN, JsDataError, read_module
from docs_hub.domain.paths import is_markdown

_HIDING = re.compile(r"\b(exclude|include|includeCurrentVersion|onlyIncludeVersions)\b")
_COMPUTED = "it is computed, so that nobody here can tell which pages it leaves out"


def docusaurus_rules(config: str, name: str) -> Rules:
    """Paths begin at the folder of the configuration."""
    try:
        data = read_module(config, keep_unknown=True)
    except JsDataError as error:
        why = f"it could not be read ({error}), and it may leave pages out"
        return Rules(name, unsure=(Hiding(1, why),) if _HIDING.search(config) else ())
    rules: list[Rule] = []
    unsure = [Hiding(_line_of(key, config), f"{key}: {_COMPUTED}") for key in _computed(data)]
    for options in docs_options(data):
        path = instance_path(options)
        found, keys = _of_instance(options)
        rules += [below(path, rule) for rule in found]
        unsure += [Hiding(_line_of(key, config), f"{key}: {_COMPUTED}") for key in keys]
        if options.get("includeCurrentVersion") is False:
            what = "includeCurrentVersion: false keeps the newest documents back"
            rules.append(matching(_below_path(path), what, _line_of("includeCurrentVersion", config)))
    return Rules(name, tuple(rules), tuple(unsure))


def _below_path(path: str) -> Callable[[str], bool]:
    return lambda one: one.startswith(f"{path}/")


def _computed(data: Mapping[str, Any]) -> Iterator[str]:
    """The lists that say where documents are, where they are not written out."""
    for key in ("presets", "plugins"):
        if data.get(key) is UNKNOWN:
            yield key
    if "..." in data and "presets" not in data:
        yield "..."


def _of_instance(options: Mapping[str, Any]) -> tuple[list[Rule], list[str]]:
    """Its rules, and the names of options that are computed."""
    rules: list[Rule] = []
    unsure = [key for key in ("include", "exclude", "onlyIncludeVersions", "includeCurrentVersion", "path", "...")
              if options.get(key) is UNKNOWN or _has_unknown(options.get(key))]  # fmt: skip
    for key in ("include", "exclude"):
        patterns = options.get(key)
        if not isinstance(patterns, list):
            continue
        found = globs(one for one in patterns if one is not UNKNOWN)
        unsure += [key] * bool(found.unsure)
        rules.append(matching(_pages_that(found.match, key == "exclude"), "", 0, is_part=True))
    return rules, list(dict.fromkeys(unsure))


def _pages_that(match: Callable[[str], bool], answer: bool) -> Callable[[str], bool]:
    return lambda path: is_markdown(path) and match(path) is answer


def _has_unknown(value: Any) -> bool:
    return isinstance(value, list) and any(one is UNKNOWN for one in value)


def _line_of(name: str, config: str) -> int:
    match = re.search(rf"\b{re.escape(name)}\b", config)
    return config.count("\n", 0, match.start()) + 1 if match else 1
