"""The last step before text of a repository reaches a reader: only known elements, attributes and classes remain."""

import re

import nh3

_TAGS = {
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "li",
    "mark",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "audio",
    "wbr",
}
_ATTRIBUTES = {
    "*": {"id", "class", "title", "lang", "dir"},
    "a": {"href", "rel", "aria-label"},
    "img": {"src", "alt", "width", "height", "loading"},
    "video": {"src", "controls", "preload", "width", "height"},
    "audio": {"src", "controls", "preload"},
    "input": {"type", "checked", "disabled", "name", "aria-label"},
    "pre": {"tabindex"},
    "label": {"for"},
    "td": {"colspan", "rowspan", "align", "headers"},
    "th": {"colspan", "rowspan", "align", "scope", "headers"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "details": {"open"},
    "div": {"role", "tabindex", "aria-label"},
}
_CLASS = re.compile(
    r"[a-z]{1,3}\d{0,2}|highlight|highlighttable|linenos|linenodiv|language-[\w+-]+|admonition|admonition-title|footnote"
    r"|footnote-(?:ref|backref|item|anchor)|footnotes(?:-sep|-list)?|task-list(?:-item|-control|-indicator)?|contains-task-list"
    r"|tabbed-(?:set|labels|content|block|alternate)|toc|toctitle|critic|keys|key-[\w-]+|heading-link|table-scroll|external|across"
    r"|missing|arithmatex|math|mermaid|note|tip|hint|info|important|warning|caution|danger|error|attention|success|check|done"
    r"|question|help|faq|failure|fail|bug|example|quote|cite|abstract|summary|tldr|todo|filename|progress.*"
)


def _filter(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        kept = [word for word in value.split() if _CLASS.fullmatch(word)]
        return " ".join(kept) or None
    if name == "src":
        return value if value.startswith("/") and not value.startswith("//") else None
    if tag == "input" and name == "type":
        return value if value in ("checkbox", "radio") else "checkbox"
    return value


def sanitize(html: str) -> str:
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_filter,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
        clean_content_tags={"script", "style", "iframe", "noscript", "template", "math", "svg", "object", "textarea"},
    )
