"""Python-Markdown as MkDocs drives it: only extensions of the allow-list, only options that are plain data."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import markdown
from pymdownx import emoji, slugs, superfences

from docs_hub.domain.book import BOOK
from docs_hub.domain.book_includes import BookIncluding
from docs_hub.domain.mkdocs_config import MACROS, Extension, RelativeTo
from docs_hub.domain.mkdocs_includes import INCLUDING, NOTHING, Including
from docs_hub.domain.render.highlight import Uncolored
from docs_hub.domain.render.unknown import unknown_syntax
from docs_hub.domain.snippets import NAME as SNIPPETS
from docs_hub.domain.source_text import plain_text

_PLAIN = {
    "abbr", "admonition", "attr_list", "def_list", "fenced_code", "footnotes", "legacy_attrs", "legacy_em",
    "md_in_html", "nl2br", "sane_lists", "smarty", "tables", "toc", "codehilite", "extra", "meta",
}  # fmt: skip
_PYMDOWN = {
    "arithmatex", "betterem", "caret", "critic", "details", "emoji", "escapeall", "extra", "highlight", "inlinehilite",
    "keys", "magiclink", "mark", "progressbar", "saneheaders", "smartsymbols", "superfences", "tabbed", "tasklist",
    "tilde", "blocks.admonition", "blocks.definition", "blocks.details", "blocks.tab",
}  # fmt: skip
_FORBIDDEN_OPTIONS = {
    "permalink", "permalink_title", "permalink_class", "permalink_leading", "anchorlink", "anchorlink_class",
    "slugify", "emoji_index", "emoji_generator", "pygments_formatter", "custom_inline", "custom_fences",
    "noclasses", "use_pygments", "guess_lang", "pygments_style", "pygments_lang_class", "toc_class",
}  # fmt: skip
_MKDOCS_ALWAYS = ("toc", "tables", "fenced_code")

Problem = tuple[int, str]


def full_name(name: str) -> str | None:
    """The module of an allowed extension; None for every other."""
    short = name.removeprefix("markdown.extensions.").split(":")[0]
    if short in _PLAIN:
        return f"markdown.extensions.{short}"
    if short.startswith("pymdownx.") and short.removeprefix("pymdownx.") in _PYMDOWN:
        return short
    return None


class MkDocsEngine:
    """One parser for all pages of a source; `problems` are the extensions it does without."""

    def __init__(self, extensions: tuple[Extension, ...]) -> None:
        self.problems: list[Problem] = []
        names: list[str] = [f"markdown.extensions.{name}" for name in _MKDOCS_ALWAYS]
        configs: dict[str, dict[str, Any]] = {}
        self._including: Including | BookIncluding = NOTHING
        for extension in extensions:
            if extension.name in (SNIPPETS, INCLUDING, BOOK):
                told = extension.options.get(INCLUDING) or extension.options.get(BOOK)
                self._including = told or self._including
                continue
            if extension.name == MACROS:
                continue
            name = full_name(extension.name)
            if name is None:
                self.problems.append((extension.line, f"Markdown extension {extension.name} is not supported"))
                continue
            if name not in names:
                names.append(name)
            configs[name] = {**configs.get(name, {}), **_safe_options(name, extension.options)}
        configs.setdefault("markdown.extensions.toc", {})
        self._markdown = self._build(names, configs)

    def _build(self, names: list[str], configs: dict[str, dict[str, Any]]) -> markdown.Markdown:
        """With every extension that works by itself: one bad option costs that extension its options, no other."""
        try:
            return _markdown(names, configs)
        except Exception:  # an extension refuses its options
            usable = [name for name in names if self._works(name, configs)]
        try:
            return _markdown(usable, configs)
        except Exception as error:  # each is fine alone, not all together
            self.problems.append((1, f"the Markdown extensions do not go together: {_reason(error)}"))
            return _markdown([f"markdown.extensions.{name}" for name in _MKDOCS_ALWAYS], {})

    def _works(self, name: str, configs: dict[str, dict[str, Any]]) -> bool:
        """Whether the extension can be loaded, perhaps without its options, which are then dropped."""
        try:
            _markdown([name], configs)
            return True
        except Exception as error:
            self.problems.append((1, f"options of {name} are not understood: {_reason(error)}"))
        configs.pop(name, None)
        try:
            _markdown([name], {})
            return True
        except Exception as error:
            self.problems.append((1, f"Markdown extension {name} cannot be used: {_reason(error)}"))
            return False

    def convert(self, text: str, path: str) -> str:
        self._markdown.reset()
        return self._markdown.convert(self._including.shown(text, path).text)

    def unknown(self, text: str, path: str) -> Iterator[tuple[int, str]]:
        """Pairs of line and what; each thing once a page."""
        known = unknown_syntax(text, dialect="mkdocs", included=self._including.marks)
        yield from sorted([*self._including.shown(text, path).problems, *known], key=lambda entry: entry[0])

    def brought(self, text: str, path: str) -> Iterable[tuple[int, str]]:
        """By line, the text that the page includes there."""
        return self._including.shown(text, path).brought


def _markdown(names: list[str], configs: dict[str, dict[str, Any]]) -> markdown.Markdown:
    wanted = {name: options for name, options in configs.items() if name in names}
    return markdown.Markdown(extensions=names, extension_configs=wanted, output_format="html")


def _reason(error: Exception) -> str:
    return plain_text(error)[:200] or type(error).__name__


def _safe_options(name: str, options: dict[str, Any]) -> dict[str, Any]:
    safe = {key: value for key, value in options.items() if key not in _FORBIDDEN_OPTIONS and _is_plain(value)}
    if name == "markdown.extensions.toc" and (rule := _slug_rule(options.get("slugify"))):
        safe["slugify"] = rule
    if name in ("pymdownx.highlight", "markdown.extensions.codehilite"):
        safe["guess_lang"] = False
        safe.pop("anchor_linenums", None)
        safe.pop("line_spans", None)
    if name == "pymdownx.highlight":
        safe["pygments_style"] = Uncolored
    if name == "pymdownx.arithmatex":  # the one form that is text, with the marks that our script knows
        kept = ("smart_dollar", "block_syntax", "inline_syntax")
        safe = {"generic": True, **{key: value for key, value in safe.items() if key in kept}}
    if name == "pymdownx.emoji":
        safe = {"emoji_index": emoji.gemoji, "emoji_generator": emoji.to_alt, "options": {}}
    if name == "pymdownx.superfences" and isinstance(options.get("custom_fences"), list):
        safe["custom_fences"] = [
            {
                "name": str(fence.get("name")),
                "class": str(fence.get("class") or ""),
                "format": superfences.fence_code_format,
            }
            for fence in options["custom_fences"]
            if isinstance(fence, dict) and fence.get("name")
        ]
    return safe


def _is_plain(value: Any) -> bool:
    return value is not None and not isinstance(value, RelativeTo)


def _slug_rule(value: Any) -> Callable[..., str] | None:
    if isinstance(value, dict) and value.get("rule") == "pymdownx.slugs.slugify":
        options = value.get("options")
        case = options.get("case") if isinstance(options, dict) else None
        return slugs.slugify(case=case if case in ("lower", "lower-ascii", "fold", "none") else "none")
    return None
