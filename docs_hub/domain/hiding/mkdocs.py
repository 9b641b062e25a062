"""What mkdocs.yml and the plugins that it names keep back."""

import posixpath
import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from typing import Any

from docs_hub.domain.exclusion import excluder
from docs_hub.domain.hiding.front_matter import Hiding
from docs_hub.domain.hiding.rules import Rule, Rules, below, matching, texts_of
from docs_hub.domain.mkdocs_config import Extension, MkDocsConfig

LONGEST = 300
_SAYS_IT_HIDES = re.compile(
    r"draft|exclu|hid(?:e|den)|private|internal|encrypt|secret|ignore|filter|publish|protect|access|permission|restrict"
    r"|conditional|password|unlisted"
)
HARMLESS = {"privacy", "exclude-search", "exclude-unused-files", "glightbox"}
_PLAIN_REGEX = re.compile(r"\^?((?:[\w/ -]|\\[.\-/]|\.\*)*)(\$?)")


def mkdocs_rules(config: MkDocsConfig, name: str) -> Rules:
    """`name`: that of the file. Paths begin at its folder."""
    docs_dir = posixpath.normpath(config.docs_dir.strip("/"))
    rules: list[Rule] = []
    unsure = [Hiding(line, what) for line, what in config.unsure]
    if config.draft:
        line = config.line_of("draft_docs")
        rules.append(matching(excluder(config.draft, always=())[0], "draft_docs makes it a draft", line))
    for plugin in config.plugins:
        found, why = _of_plugin(plugin)
        rules += found
        unsure += [Hiding(plugin.line, f"plugin {plugin.name}: {what}") for what in why]
    placed = tuple(below("" if docs_dir == "." else docs_dir, rule) for rule in rules)
    return Rules(name, placed, tuple(unsure), has_plain_keys=True)


def _of_plugin(plugin: Extension) -> tuple[list[Rule], list[str]]:
    """Its rules, and what of it cannot be followed."""
    name = plugin.name.rpartition("/")[2].removeprefix("mkdocs-").removesuffix("-plugin").replace("_", "-").lower()
    if plugin.options.get("enabled") is False or name in HARMLESS:
        return [], []
    if name == "exclude":
        return _excluding(plugin)
    if name == "i18n":
        return [matching(match, what, plugin.line) for match, what in _languages(plugin.options)], []
    if name == "encryptcontent":
        whole = [key for key in ("global_password", "password_inventory", "password_file") if plugin.options.get(key)]
        return [], [f"{key} keeps pages for those who know a password" for key in whole[:1]]
    if name in ("publish-control", "drafts", "draft") and not _options_beside(plugin.options):
        return [], []  # the settings on top of each page, which are always followed
    return [], ["what it keeps back is not known here"] if _SAYS_IT_HIDES.search(name) else []


def _options_beside(options: dict[str, Any]) -> set[str]:
    return options.keys() - {"enabled", "show_all"}


def _excluding(plugin: Extension) -> tuple[list[Rule], list[str]]:
    """mkdocs-exclude: `glob` as fnmatch reads it, `regex` as far as it is a pattern with stars."""
    patterns = [one.strip() for one in texts_of(plugin.options.get("glob"))]
    unsure = [f"glob {one[:80]} is too long" for one in patterns if len(one) > LONGEST]
    for one in texts_of(plugin.options.get("regex")):
        pattern = _as_glob(one.strip())
        if pattern is None:
            unsure.append(f"regex {one[:80]} is not understood")
        else:
            patterns.append(pattern)
    beyond = plugin.options.keys() - {"glob", "regex", "enabled"}
    unsure += [f"its option {one} is not known" for one in sorted(map(str, beyond))]
    why = "the plugin exclude leaves it out"
    return [matching(_any_of([one for one in patterns if len(one) <= LONGEST]), why, plugin.line, is_part=True)], unsure


def _any_of(patterns: list[str]) -> Callable[[str], bool]:
    return lambda path: any(fnmatchcase(path, one) for one in patterns)


def _as_glob(regex: str) -> str | None:
    """The expression is looked for from the beginning of the path on, and may end before it does."""
    match = _PLAIN_REGEX.fullmatch(regex)
    if match is None or len(regex) > LONGEST:
        return None
    glob = re.sub(r"\\(.)", r"\1", match.group(1).replace(".*", "*"))
    return glob if match.group(2) else f"{glob}*"


def _languages(options: dict[str, Any]) -> Iterator[tuple[Callable[[str], bool], str]]:
    """mkdocs-static-i18n builds no page of a language with `build: false`."""
    languages = options.get("languages")
    in_folders = options.get("docs_structure") == "folder"
    for one in languages if isinstance(languages, list) else ():
        locale = one.get("locale") if isinstance(one, dict) else None
        if isinstance(locale, str) and locale and one.get("build") is False:
            pattern = f"{locale}/*" if in_folders else f"*.{locale}.*"
            yield _any_of([pattern]), f"the language {locale[:20]} is not built"
