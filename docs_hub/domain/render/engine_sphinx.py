"""docutils for reStructuredText and MyST, without Sphinx: no file is read, no code of the project is run."""

import copy
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from docutils import nodes
from docutils.core import publish_parts
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser as RstParser
from docutils.utils import new_document
from docutils.writers import html5_polyglot

from docs_hub.domain.front_matter import split_front_matter
from docs_hub.domain.mkdocs_config import Extension
from docs_hub.domain.render import sphinx_directives, sphinx_roles
from docs_hub.domain.render.docutils_names import own_names
from docs_hub.domain.render.drawings import drawn_block
from docs_hub.domain.render.highlight import code_block
from docs_hub.domain.render.sphinx_conditions import withheld_in
from docs_hub.domain.render.sphinx_including import Inclusions
from docs_hub.domain.render.unknown_sphinx import unknown_in_sphinx
from docs_hub.domain.sphinx import is_myst
from docs_hub.domain.sphinx_includes import TOTAL, find, mentions, reached, with_inclusions

_ROLES = re.compile(r"(?::|\{)([A-Za-z][\w:+.-]{0,100}?)[:}]`")
_DIRECTIVES = re.compile(
    r"^[ \t]*+(?:(?:[-*]|\|[^|\n]++\||\d++\.)[ \t]++)*+\.\. (?:\|[^|\n]++\| )?([A-Za-z][\w:+.-]*?)::(?:\s|$)",
    re.MULTILINE,
)
_FENCED = re.compile(r"^[ \t]*(?:`{3,}|:{3,}|~{3,})\{([A-Za-z][\w:+.-]*)\}", re.MULTILINE)
_FIELDS = re.compile(r"\A\s*(?::[\w-]+:[^\n`]*(?:\n|\Z))+")
_SUBSTITUTION = re.compile(r"\{\{[ \t]*([A-Za-z_]\w*)[ \t]*\}\}")
_LINK_CLASS = re.compile(r' class="reference (?:external|internal)"')
_MYST_EXTENSIONS = {
    "amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist", "html_admonition",
    "html_image", "linkify", "replacements", "smartquotes", "strikethrough", "tasklist", "alert",
}  # fmt: skip
_OWN = ("page_path", "facts", "inclusions", "markdown_nodes", "kept_back")
SETTINGS = {
    "_disable_config": True,
    "doctitle_xform": False,
    "sectsubtitle_xform": False,
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "halt_level": 5,
    "report_level": 5,
    "initial_header_level": 1,
    "embed_stylesheet": False,
    "stylesheet_path": "",
    "math_output": "LaTeX",
    "line_length_limit": 200_000,
    "smart_quotes": False,
    "footnote_references": "superscript",
    "auto_id_prefix": "id",  # as Sphinx sets it, so that links into pages go on working
}


class SphinxEngine:
    """Two parsers behind one writer, by the ending of the page."""

    def __init__(self, extensions: tuple[Extension, ...]) -> None:
        self.facts: dict[str, Any] = extensions[0].options if extensions else {}
        self.problems: list[tuple[int, str]] = []
        self._kept_back: list[str] = []

    def convert(self, text: str, path: str) -> str:
        """Roles and directives are made known first, for docutils drops what it does not know."""
        myst = is_myst(self.facts, path)
        included: dict[str, str] = self.facts.get("files", {})
        settings = {**SETTINGS, "page_path": path, "facts": self.facts, **(self._myst() if myst else {})}
        self._kept_back = settings["kept_back"] = []
        settings["inclusions"], settings["markdown_nodes"] = Inclusions(included, path), self._markdown_nodes
        parser = _myst_parser() if myst else RstParser()
        source = self._filled_in(text) if myst else self._around(text)
        with own_names():
            for one in (text, *reached(included, path, text).values()):
                sphinx_roles.register(_ROLES.findall(one), self.facts)
                sphinx_directives.register({*_DIRECTIVES.findall(one), *_FENCED.findall(one)})
            parts = publish_parts(source, parser=parser, writer=_Writer(), settings_overrides=settings)
        return _LINK_CLASS.sub("", str(parts["body"]))

    def _markdown_nodes(self, text: str, source: str, around: Any) -> list[nodes.Node]:
        """Of a Markdown file that reStructuredText includes: a document of its own, for the parsers share none."""
        parser, settings = _myst_parser(), copy.copy(_myst_defaults())
        kept = {name: getattr(around, name) for name in _OWN}
        for name, value in {**SETTINGS, **self._myst(), **kept}.items():
            setattr(settings, name, value)
        document = new_document(source, settings)
        parser.parse(self._filled_in(split_front_matter(text, plain_keys=False)[1]), document)
        document.transformer.populate_from_components((parser,))
        document.transformer.apply_transforms()
        return list(document.children)

    def is_front_matter_there(self, path: str) -> bool:
        return is_myst(self.facts, path)

    def unknown(self, text: str, path: str) -> Iterator[tuple[int, str]]:
        return unknown_in_sphinx(text, path, self.facts.get("files", {}))

    def withheld(self, text: str, path: str) -> Iterator[tuple[int, str]]:
        """By line, what of the page that was converted last is kept back."""
        found = list(withheld_in(text, self.facts))
        for included, inner in reached(self.facts.get("files", {}), path, text).items():
            found += [(1, f"{what} ({included}:{line})") for line, what in withheld_in(inner, self.facts)]
        if not found and (others := sorted({name for name in self._kept_back if name != "todo"} - {"only"})):
            found = [(1, f"{', '.join(others)} keeps a part of the page back")]
        yield from found

    @property
    def is_anything_kept_back(self) -> bool:
        return bool(self._kept_back)

    def brought(self, text: str, path: str) -> Iterator[tuple[int, str]]:
        """By line, the text that the page includes there."""
        files: dict[str, str] = self.facts.get("files", {})
        for _, target, at in mentions(text) if files else ():
            if (found := find(files, target, path)) is not None:
                yield text.count("\n", 0, at) + 1, with_inclusions(files, found, files[found], TOTAL)

    def _filled_in(self, text: str) -> str:
        """Plain substitutions only: MyST's own are templates that can run anything. The empty line on top keeps MyST
        from taking settings, and with them those templates, from a second block of front matter.
        """
        chosen, values = self.facts.get("myst_enable_extensions") or [], self.facts.get("myst_substitutions") or {}
        if "substitution" not in chosen or not isinstance(values, dict):
            return f"\n{text}"
        plain = {name: str(value) for name, value in values.items() if isinstance(value, (str, int, float))}
        return "\n" + _SUBSTITUTION.sub(lambda match: plain.get(match.group(1), match.group()), text)

    def _around(self, text: str) -> str:
        text = _FIELDS.sub("", text)
        prolog, epilog = (str(self.facts.get(name) or "") for name in ("rst_prolog", "rst_epilog"))
        return f"{prolog}\n\n{text}\n\n{epilog}" if prolog or epilog else text

    def _myst(self) -> dict[str, Any]:
        chosen = self.facts.get("myst_enable_extensions") or []
        return {
            "myst_enable_extensions": sorted({str(one) for one in chosen} & _MYST_EXTENSIONS),
            "myst_suppress_warnings": ["myst"],
            "myst_all_links_external": True,
            "raw_enabled": True,  # HTML is a part of Markdown; the sanitizer comes last
        }


def _myst_parser() -> Any:
    from myst_parser.parsers.docutils_ import Parser

    return Parser()


@cache
def _myst_defaults() -> Any:
    return get_default_settings(_myst_parser())


class _Translator(html5_polyglot.HTMLTranslator):
    """Headings carry the ids of their sections, code is colored as everywhere here, and messages are no text."""

    def visit_section(self, node: nodes.section) -> None:
        self.section_level += 1

    def depart_section(self, node: nodes.section) -> None:
        self.section_level -= 1

    def visit_title(self, node: nodes.title) -> None:
        if not isinstance(node.parent, nodes.section):
            super().visit_title(node)
            return
        level = min(6, self.section_level)
        own = nodes.make_id(node.astext())
        first, *others = sorted(node.parent["ids"], key=lambda one: one != own) or [""]
        self.body += [f'<span id="{self.attval(other)}"></span>' for other in others]
        self.body.append(f'<h{level} id="{self.attval(first)}">')
        self.context.append(f"</h{level}>\n")

    def visit_literal(self, node: nodes.literal) -> None:
        self.body.append(f"<code>{self.encode(node.astext())}</code>")
        raise nodes.SkipNode

    def visit_admonition(self, node: nodes.admonition) -> None:
        kinds = [name for name in node["classes"] if not name.startswith("admonition-")]
        self.body.append(self.starttag(node, "div", classes=["admonition", *kinds]))

    def depart_admonition(self, node: nodes.admonition) -> None:
        self.body.append("</div>\n")

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        if any(not isinstance(child, (nodes.Text, nodes.inline)) for child in node.children):
            super().visit_literal_block(node)
            return
        classes = [name for name in node.get("classes", ()) if name != "code"]
        language = node.get("language") or (classes[0] if "code" in node.get("classes", ()) and classes else "")
        drawn = drawn_block(node.astext() + "\n", language) if language == "mermaid" else ""
        self.body.append(drawn or code_block(node.astext() + "\n", language))
        raise nodes.SkipNode

    def visit_math_block(self, node: nodes.math_block, math_env: str = "") -> None:
        self.body.append(drawn_block(node.astext(), "math"))
        raise nodes.SkipNode

    def visit_math(self, node: nodes.math, math_env: str = "") -> None:
        self.body.append(f'<code class="math">{self.encode(node.astext())}</code>')
        raise nodes.SkipNode

    def visit_system_message(self, node: nodes.system_message) -> None:
        raise nodes.SkipNode

    def visit_problematic(self, node: nodes.problematic) -> None:
        self.body.append(self.encode(node.astext()))
        raise nodes.SkipNode

    def visit_comment(self, node: nodes.comment) -> None:
        raise nodes.SkipNode


class _Writer(html5_polyglot.Writer):
    def __init__(self) -> None:
        super().__init__()
        self.translator_class: Callable[..., Any] = _Translator
