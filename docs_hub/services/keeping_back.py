"""Keeps back what a documentation hides, or may hide, before anything of its tree is read as a page or included."""

import posixpath
from dataclasses import dataclass, replace

from docs_hub.domain.book import BookPlace
from docs_hub.domain.hiding.book import IGNORING, book_rules
from docs_hub.domain.hiding.front_matter import Hiding, hidden_by_settings
from docs_hub.domain.hiding.jekyll import CONFIG_NAMES as JEKYLL_NAMES
from docs_hub.domain.hiding.jekyll import drafts_rule, jekyll_rules
from docs_hub.domain.hiding.meta import META, meta_name, meta_rules
from docs_hub.domain.hiding.mkdocs import mkdocs_rules
from docs_hub.domain.hiding.rules import Rules
from docs_hub.domain.mkdocs_config import INHERITED, MkDocsConfig, read_config
from docs_hub.domain.paths import inside, is_markdown, is_rst
from docs_hub.services.tree_files import ReadFile, TreeFile, config_text

Files = dict[str, TreeFile]
Anyway = frozenset[str]
"""What an operator wants shown although it is hidden: paths of pages, or of the settings that hide."""
DEEPEST = 5
TODO = "Write it plainly there, or name the file under “show all the same”."


@dataclass(frozen=True)
class Withheld:
    """A page, or the settings that may hide any page; `line` of that file or of the settings, 0 where there is none."""

    path: str
    line: int
    why: str


def keep_back(files: Files, rules: Rules, anyway: Anyway, prefix: str) -> tuple[Files, dict[str, Hiding]]:
    """The files that may be shown, and why the others may not. What no generator names as a page has no line."""
    is_refused = bool(refusals(rules, anyway))
    kept: Files = {}
    hidden: dict[str, Hiding] = {}
    for path, file in files.items():
        is_asked_for = path.removeprefix(f"{prefix}/") in anyway if prefix else path in anyway
        found = None if is_asked_for else _found(path, file, rules)
        if found is None and is_refused and not is_asked_for and _is_text(path) and not is_settings(path):
            found = Hiding(0, "")
        if found is None or found.is_part:
            kept[path] = file
        if found is not None:
            hidden[path] = found
    return kept, hidden


def refusals(rules: Rules, anyway: Anyway) -> list[Hiding]:
    """What of the settings keeps every page back."""
    if rules.file in anyway or posixpath.basename(rules.file) in anyway:
        return []
    return [Hiding(one.line, f"{one.why}. No page is shown. {TODO}") for one in rules.unsure]


def _found(path: str, file: TreeFile, rules: Rules) -> Hiding | None:
    if (found := drafts_rule(path) or rules.hides(path)) is not None or not _is_text(path):
        return found
    return hidden_by_settings(config_text(file), plain_keys=rules.has_plain_keys, is_rst=is_rst(path))


def _is_text(path: str) -> bool:
    return is_markdown(path) or is_rst(path) or path.lower().endswith(".txt")


def is_settings(path: str) -> bool:
    """Files that say what is hidden and are never served themselves."""
    return posixpath.basename(path) in (META, *IGNORING, *JEKYLL_NAMES)


def beside_or(files: Files, beside: ReadFile) -> ReadFile:
    return lambda path: files.get(path) or beside(path)


def without_hidden(read: ReadFile, rules: Rules, anyway: Anyway, prefix: str) -> ReadFile:
    """The same files, but for those that may not be shown."""

    def shown(path: str) -> TreeFile | None:
        file = read(path)
        return file if file is None or path in keep_back({path: file}, rules, anyway, prefix)[0] else None

    return shown


def inherited_text(file: TreeFile, name: str, read: ReadFile) -> str:
    """mkdocs.yml with all that it inherits from, as far as that lies in the tree."""
    texts, path = [config_text(file)], name
    for _ in range(DEEPEST):
        target = read_config(texts[-1]).inherits
        above = inside(posixpath.dirname(path), target) if target else None
        found = read(above) if above else None
        if found is None:
            break
        path = above or path
        texts.append(config_text(found))
    return INHERITED.join(texts)


def mkdocs_hiding(files: Files, text: str, name: str) -> Rules:
    """`text` as `inherited_text` gives it."""
    config = read_config(text)
    rules = mkdocs_rules(config, name)
    metas = meta_rules(config, {path: config_text(file) for path, file in files.items() if _is_meta(config, path)})
    unsure = rules.unsure
    if last := read_config(text.rsplit(INHERITED, 1)[-1]).inherits:
        why = f"it inherits from {last[:100]}, which is not in the folder that is imported and may hide pages"
        unsure = (*unsure, Hiding(config.line_of("INHERIT"), why))
    return replace(rules, rules=(*rules.rules, *metas), unsure=unsure)


def _is_meta(config: MkDocsConfig, path: str) -> bool:
    name = meta_name(config)
    return bool(name) and posixpath.basename(path) == name


def book_hiding(files: Files, book: BookPlace) -> Rules:
    summary = posixpath.join(book.root, book.summary)
    ignoring = {path: config_text(file) for path, file in files.items() if posixpath.basename(path) in IGNORING}
    return book_rules(book, config_text(files[summary]), files, ignoring)


def jekyll_hiding(files: Files) -> Rules:
    name = next((name for name in JEKYLL_NAMES if name in files), None)
    return jekyll_rules(config_text(files[name]), name) if name else Rules("")


def mkdocs_prefix(text: str) -> str:
    """The folder of the pages."""
    wanted = posixpath.normpath(read_config(text).docs_dir.strip("/"))
    return "" if wanted == "." else wanted
