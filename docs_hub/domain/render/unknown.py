"""What a page asks for that is not understood here: unknown languages, admonitions and components, with their lines."""

import re
from collections.abc import Collection, Iterator

from docs_hub.domain.render.highlight import is_known

_FENCE = re.compile(r"^\s*(?:>\s*)*(?:[-*+]\s+)?(`{3,}|~{3,})\s*\{?\.?([\w+#.-]*)")
_ADMONITION = re.compile(r"^\s*(?:!!!|\?\?\?\+?|:::+)\s*([\w-]+)")
_IMPORT = re.compile(r"^(?:import\s[^'\"]+\sfrom\s+['\"].+['\"]|export\s+(?:const|default)\s)")
_COMPONENT = re.compile(r"<([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)\b")
_THEME = re.compile(r"from\s+['\"]@theme/(?:Tabs|TabItem)['\"]")
KNOWN_COMPONENTS = {"Tabs", "TabItem"}
_SNIPPET = re.compile(r"^\s*-+8<-+")
_DIRECTIVE = re.compile(r"\{%-?\s*include-markdown\s+[\"']")
_INCLUDE = re.compile(r"^\s*\{!.+!\}")
KNOWN_ADMONITIONS = {
    "note",
    "tip",
    "hint",
    "info",
    "important",
    "warning",
    "caution",
    "danger",
    "error",
    "attention",
    "success",
    "check",
    "done",
    "question",
    "help",
    "faq",
    "failure",
    "fail",
    "missing",
    "bug",
    "example",
    "quote",
    "cite",
    "abstract",
    "summary",
    "tldr",
    "todo",
    "seealso",
    "details",
}
_SAYS = {
    "language": "code language {} is unknown, shown as plain text",
    "admonition": "admonition {} is unknown, shown as a note",
    "component": "component <{}> is not run, its content is shown",
}


def unknown_syntax(text: str, *, dialect: str, included: Collection[str] = ()) -> Iterator[tuple[int, str]]:
    """Pairs of line and what; each thing once a page. `included`: marks of the includes that are understood."""
    seen: set[str] = set()
    fence = ""
    for number, line in enumerate(text.split("\n"), 1):
        what = ""
        if match := _FENCE.match(line):
            mark, language = match.groups()
            if fence and mark.startswith(fence) and not language:
                fence = ""
            elif not fence:
                fence = mark
                what = "" if is_known(language) else _SAYS["language"].format(language)
        elif not fence:
            what = _outside_code(line, dialect, included)
        if what and what not in seen:
            seen.add(what)
            yield number, what


def _outside_code(line: str, dialect: str, included: Collection[str]) -> str:
    if (match := _ADMONITION.match(line)) and match.group(1).lower() not in KNOWN_ADMONITIONS:
        return _SAYS["admonition"].format(match.group(1))
    if _is_include(line, included):
        return "included files are not supported"
    if dialect != "mkdocs" and _IMPORT.match(line) and not (dialect == "docusaurus" and _THEME.search(line)):
        return "import and export lines are not run"
    if dialect != "mkdocs" and (match := _COMPONENT.search(re.sub(r"`[^`]*`", "", line))):
        is_known = dialect == "docusaurus" and match.group(1) in KNOWN_COMPONENTS
        return "" if is_known else _SAYS["component"].format(match.group(1))
    return ""


def _is_include(line: str, included: Collection[str]) -> bool:
    """Of a kind that is not understood here."""
    is_snippet = "8<" not in included and _SNIPPET.match(line)
    is_directive = "{%" not in included and _DIRECTIVE.search(re.sub(r"`[^`]*`", "", line))
    return bool(is_snippet or is_directive or _INCLUDE.match(line))
