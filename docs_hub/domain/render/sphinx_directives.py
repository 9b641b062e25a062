"""Directives of Sphinx and its extensions: what they say is shown, what they would run is named."""

from collections.abc import Iterable

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from docutils.parsers.rst.languages import en

from docs_hub.domain.render.sphinx_conditions import CONDITIONS, Conditional, Todo, is_hiding
from docs_hub.domain.render.sphinx_including import Include, LiteralInclude
from docs_hub.domain.render.sphinx_tolerant import Tolerant

SILENT = (
    "toctree", "index", "highlight", "tabularcolumns", "meta", "module", "currentmodule", "py:module",
    "py:currentmodule", "default-domain", "todolist", "sectionauthor", "codeauthor", "moduleauthor", "highlightlang",
)  # fmt: skip
CODE = (
    "code-block", "sourcecode", "prompt", "ipython", "code-cell", "console", "terminal",
)  # fmt: skip
CHANGES = {
    "versionadded": "Added in version",
    "versionchanged": "Changed in version",
    "deprecated": "Deprecated since version",
    "versionremoved": "Removed in version",
}
BOXES = {"seealso": "See also", "important": "Important"}
READING = (
    "automodule", "autoclass", "autofunction", "automethod", "autosummary",
    "autoattribute", "autodata", "autoexception",
)  # fmt: skip
INCLUDING = {"include": Include, "literalinclude": LiteralInclude}
DRAWN = {"mermaid"}
OBJECTS = (
    "function", "class", "method", "attribute", "data", "exception", "describe", "object", "option", "envvar",
    "confval", "setting", "django-admin", "django-admin-option", "templatetag", "templatefilter", "fieldlookup",
    "macro", "type", "var", "cmdoption", "classmethod", "staticmethod", "property", "decorator", "program",
    "decoratormethod",
)  # fmt: skip
WRAPPING = (
    "glossary", "hlist", "tabs", "tab", "tab-set", "tab-item", "dropdown", "details", "grid", "grid-item",
    "grid-item-card", "card", "container", "centered", "versionlist", "rst-class", "cssclass", "toggle",
    "group-tab", "content-tabs",
)  # fmt: skip
KNOWN = {*CONDITIONS, *SILENT, *CODE, *READING, *INCLUDING, *CHANGES, *BOXES, *OBJECTS, *WRAPPING, *DRAWN}
DOMAINS = ("py:", "c:", "cpp:", "js:", "php:", "rst:", "http:", "std:", "rb:")


class _Silent(Tolerant):
    def run(self) -> list[nodes.Node]:
        return []


class _Code(Tolerant):
    def run(self) -> list[nodes.Node]:
        if any(f"remove-{part}" in str(self.options.get("tags", "")) for part in ("cell", "input")):
            self.state.document.settings.kept_back.append(self.name)
            return []
        block = nodes.literal_block("\n".join(self.content), "\n".join(self.content), language=self.argument)
        if not (caption := str(self.options.get("caption", ""))):
            return [block]
        return [nodes.paragraph("", "", *self.inline(caption), classes=["filename"]), block]


class _Change(Tolerant):
    def run(self) -> list[nodes.Node]:
        version, *text = self.argument.split(None, 1)
        rest = text[0] if text else ""
        box = nodes.container(classes=["version-note"])
        said = f"{CHANGES[self.name]} {version}".strip()
        box += nodes.paragraph(
            "", "", nodes.strong("", f"{said}: " if rest or self.content else f"{said}."), *self.inline(rest.strip())
        )
        return [self.parsed(box)]


class _Box(Tolerant):
    def run(self) -> list[nodes.Node]:
        box = nodes.admonition(classes=[self.name])
        box += nodes.title("", BOXES[self.name])
        if self.argument:
            box += nodes.paragraph("", "", *self.inline(self.argument))
        return [self.parsed(box)]


class _Wrapping(Tolerant):
    """Its title in bold, then what it holds."""

    def run(self) -> list[nodes.Node]:
        box = nodes.container()
        if self.argument and self.name not in ("container", "rst-class", "cssclass", "hlist"):
            box += nodes.paragraph("", "", nodes.strong("", "", *self.inline(self.argument)))
        return self.parsed(box).children


class _Object(Tolerant):
    """A signature and what is said of it, as a list of terms; it can be linked to by its name."""

    def run(self) -> list[nodes.Node]:
        if not self.argument:
            return self.parsed(nodes.container()).children
        item = nodes.definition_list_item()
        for signature in filter(None, map(str.strip, self.argument.split("\n"))):
            name = signature.split("(")[0].split(" ")[-1]
            item += nodes.term("", "", nodes.literal("", signature), ids=[name] if name.isidentifier() else [])
        item += self.parsed(nodes.definition())
        return [nodes.definition_list("", item)]


class _Named(Tolerant):
    """What would run code stands there by its name."""

    def run(self) -> list[nodes.Node]:
        return [nodes.paragraph("", "", nodes.literal("", f"{self.name} {self.argument}".strip()))]


class _Drawn(Tolerant):
    def run(self) -> list[nodes.Node]:
        text = "\n".join(self.content)
        return [nodes.literal_block(text, text, language=self.name)]


class _Unknown(Tolerant):
    def run(self) -> list[nodes.Node]:
        box = nodes.container()
        if self.argument:
            box += nodes.paragraph("", "", *self.inline(self.argument))
        return self.parsed(box).children


def register(names: Iterable[str]) -> None:
    """Whatever directive a page uses is known afterwards, so that no text is lost to an error."""
    for kinds, made in _MADE:
        for name in kinds:
            directives.register_directive(name, made)
    for name in names:
        if name not in KNOWN and not _is_builtin(name):
            is_object = name.startswith(DOMAINS) and name.rpartition(":")[2] not in SILENT
            other = Conditional if is_hiding(name) else _Unknown
            directives.register_directive(name, _Object if is_object else other)


def is_unknown(name: str) -> bool:
    return name in READING or (name not in KNOWN and not name.startswith(DOMAINS) and not _is_builtin(name))


def _is_builtin(name: str) -> bool:
    return name in en.directives


_MADE: tuple[tuple[Iterable[str], type[Directive]], ...] = (
    (SILENT, _Silent),
    (CODE, _Code),
    (CHANGES, _Change),
    (("seealso",), _Box),
    (("only", "ifconfig"), Conditional),
    (("todo",), Todo),
    (READING, _Named),
    (OBJECTS, _Object),
    (WRAPPING, _Wrapping),
    (DRAWN, _Drawn),
    (("include",), Include),
    (("literalinclude",), LiteralInclude),
)
