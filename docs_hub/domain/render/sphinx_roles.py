"""Roles of reStructuredText and MyST as readers need them; those of Sphinx and of projects are not run but shown."""

import posixpath
import re
from collections.abc import Callable, Iterable
from typing import Any

from docutils import nodes
from docutils.parsers.rst import roles
from docutils.parsers.rst.languages import en

from docs_hub.domain.sphinx import with_endings

_TITLED = re.compile(r"(.+?)(?<!\s)\s*+<([^<>]++)>$", re.DOTALL)
_EXPLAINED = re.compile(r"(?=.*\)\Z)(.+?)(?<!\s)\s*+\((.+)\)\Z", re.DOTALL)
_OBJECTS = {"class", "func", "meth", "mod", "attr", "data", "exc", "obj", "const", "type", "macro", "member"}
_CALLS = {"func", "meth"}
_CODE = (
    "class", "func", "meth", "mod", "attr", "data", "exc", "obj", "const", "file", "samp", "program", "option",
    "envvar", "command", "regexp", "mimetype", "makevar", "setting", "djadmin", "ttag", "tfilter", "lookup",
    "confval", "macro", "type", "member", "var", "kbd", "code", "literal",
)  # fmt: skip
_STRONG = ("guilabel", "menuselection", "dfn", "token")
_PLAIN = ("term", "any", "numref", "keyword", "index", "eq", "newsgroup", "title-reference")
KNOWN = {*_CODE, *_STRONG, *_PLAIN, "doc", "ref", "download", "abbr", "math", "sub", "sup", "subscript", "superscript"}
KNOWN |= {"emphasis", "strong", "literal", "code", "raw", "title", "pep", "rfc", "pep-reference", "rfc-reference"}
Made = tuple[list[nodes.Node], list[nodes.system_message]]


def register(names: Iterable[str], facts: dict[str, Any]) -> None:
    """Whatever role a page uses is known afterwards, so that no text is lost to an error."""
    given = facts.get("extlinks")
    own: dict[str, Any] = given if isinstance(given, dict) else {}
    for name in {*_MAKERS, *names}:
        bare = name.rpartition(":")[2]
        if (name in own or bare in own) and not _is_builtin(bare):
            roles.register_local_role(name, _outside(own.get(name) or own[bare]))
        elif bare in _MAKERS:
            roles.register_local_role(name, _role(_MAKERS[bare]))
        elif bare not in KNOWN or ":" in name:
            roles.register_local_role(name, _role(_code_maker(bare)))


def _is_builtin(name: str) -> bool:
    return name in roles._role_registry or name in en.roles


def _role(make: Callable[[str, str, Any], nodes.Node]) -> Callable[..., Made]:
    def role(name: str, raw: str, text: str, line: int, inliner: Any, options: Any = None, content: Any = ()) -> Made:
        plain = nodes.unescape(text)
        match = _TITLED.match(plain)
        title, target = (match.group(1), match.group(2)) if match else ("", plain)
        return [make(title, target.strip(), inliner.document.settings)], []

    return role


def _outside(rule: Any) -> Callable[..., Made]:
    """Of `extlinks`: an address with a place for the text, and a caption that may have one too."""
    address, caption = (rule[0], rule[1]) if isinstance(rule, (list, tuple)) and len(rule) == 2 else ("%s", None)

    def make(title: str, target: str, settings: Any) -> nodes.Node:
        text = title or (str(caption).replace("%s", target) if caption else str(address).replace("%s", target))
        return nodes.reference("", text, refuri=str(address).replace("%s", target))

    return _role(make)


def _doc(title: str, target: str, settings: Any) -> nodes.Node:
    path = posixpath.normpath(posixpath.join(posixpath.dirname(settings.page_path), target)).lstrip("/")
    titles = settings.facts.get("titles", {})
    found = next((name for name in with_endings(settings.facts, path) if name in titles), "")
    return nodes.reference("", title or titles.get(found) or target, refuri=f"/{found}" if found else target)


def _ref(title: str, target: str, settings: Any) -> nodes.Node:
    known = settings.facts.get("labels", {}).get(nodes.fully_normalize_name(target))
    if known is None:
        return nodes.reference("", title or target, refuri=target)
    path, anchor, heading = known
    return nodes.reference("", title or heading or target, refuri=f"/{path}#{anchor}")


def _download(title: str, target: str, settings: Any) -> nodes.Node:
    return nodes.reference("", title or posixpath.basename(target), refuri=target)


def _numbered(kind: str, address: str) -> Callable[[str, str, Any], nodes.Node]:
    """Standards that are known by their number: RFCs and PEPs."""

    def make(title: str, target: str, settings: Any) -> nodes.Node:
        number, _, anchor = target.partition("#")
        place = address % (int(number) if number.isdecimal() else 0) + (f"#{anchor}" if anchor else "")
        return nodes.reference("", "", nodes.strong("", title or f"{kind} {number}"), refuri=place)

    return make


def _strong(title: str, target: str, settings: Any) -> nodes.Node:
    text = (title or target).replace("-->", "‣").replace("&&", "\0").replace("&", "").replace("\0", "&")
    return nodes.strong("", text)


def _plain(title: str, target: str, settings: Any) -> nodes.Node:
    return nodes.inline("", title or target.lstrip("!"))


def _abbr(title: str, target: str, settings: Any) -> nodes.Node:
    match = _EXPLAINED.match(target)
    return nodes.abbreviation("", match.group(1), title=match.group(2)) if match else nodes.inline("", target)


def _code_maker(name: str) -> Callable[[str, str, Any], nodes.Node]:
    def make(title: str, target: str, settings: Any) -> nodes.Node:
        bare = target.lstrip("!~.") if name in _OBJECTS else target.removeprefix("!")
        short = bare.split(".")[-1] if target.startswith("~") and name in _OBJECTS else bare
        ending = "()" if name in _CALLS and not short.endswith(")") and not title else ""
        return nodes.literal("", (title or short) + ending)

    return make


_MAKERS: dict[str, Callable[[str, str, Any], nodes.Node]] = {
    "doc": _doc,
    "ref": _ref,
    "download": _download,
    "abbr": _abbr,
    "rfc": _numbered("RFC", "https://datatracker.ietf.org/doc/html/rfc%d.html"),
    "pep": _numbered("PEP", "https://peps.python.org/pep-%04d/"),
    **dict.fromkeys(_STRONG, _strong),
    **dict.fromkeys(_PLAIN, _plain),
    **{name: _code_maker(name) for name in _CODE},
}
