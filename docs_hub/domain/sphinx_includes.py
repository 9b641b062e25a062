"""Which files of the tree a page of a Sphinx site includes. They are kept with the site: nothing is read when a page is
rendered, so that no path of a text can lead to a file that the import did not put there.
"""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping

from docs_hub.domain.sphinx_standard import standard_file

LARGEST, MOST, TOTAL = 200_000, 500, 2_000_000
"""Characters of a file, files, and characters of all of them that a site may include."""
MOST_A_PAGE = 300
_MENTION = re.compile(
    r"(?:^|(?<=[ \t|\"]))(?:\.\. (?:\|[^|\n]+\| )?(include|literalinclude)::|"
    r"(?:`{3,}|:{3,}|~{3,})\{(include|literalinclude)\})[ \t]+(?=(\S[^\n]{0,500}))",
    re.MULTILINE,
)
_CELL_END = re.compile(r"[ \t]*\||[ \t]{2,}|\"")
_WHOLE = re.compile(
    r"^(?:\.\. include::[ \t]+(\S[^\n]*)\n(?![ \t]*:)|(`{3,}|:{3,})\{include\}[ \t]+(\S[^\n]*)\n\s*\2[ \t]*$)",
    re.MULTILINE,
)
Read = Callable[[str], str | None]


def mentions(text: str) -> Iterator[tuple[str, str, int]]:
    """Directive, file as written, and where it stands in the text: also in lists and tables, and perhaps in prose."""
    for match in _MENTION.finditer(text) if "include" in text else ():
        target = match.group(3).rstrip()
        if line_before(text, match.start()).strip():
            target = _CELL_END.split(target, maxsplit=1)[0]
        yield match.group(1) or match.group(2), target, match.start()


def line_before(text: str, at: int) -> str:
    return text[text.rfind("\n", 0, at) + 1 : at]


def places(target: str, page: str, within: str = "") -> list[str]:
    """Where the file may lie: from the top of the site, beside the page, or beside the file that names it (`within`).

    `<name>` is one of docutils' own. Paths begin where the site does; those above it begin with `..` and may still lie
    in the tree.
    """
    if target.startswith("<"):
        return [target]
    if target.startswith("/"):
        return [posixpath.normpath(target.lstrip("/"))]
    folders = dict.fromkeys(posixpath.dirname(one) for one in (page, within or page))
    return [posixpath.normpath(posixpath.join(folder, target)) for folder in folders]


def find(files: Mapping[str, str], target: str, page: str, within: str = "") -> str | None:
    return next((path for path in places(target, page, within) if path in files), None)


def included_files(pages: Mapping[str, str], read: Read) -> tuple[dict[str, str], list[str]]:
    """The text of every file that a page includes, also through others; and what was left out for its size.

    `read` gives None for what is not in the tree or no text.
    """
    found: dict[str, str] = {}
    left: dict[str, str] = {}
    room = TOTAL
    waiting = [(page, page, text) for page, text in pages.items()]
    done: set[tuple[str, str]] = set()
    while waiting:
        page, within, text = waiting.pop()
        for name, target, _ in mentions(text):
            for path in places(target, page, within):
                if (page, path) in done or (known := found.get(path) or standard_file(path) or read(path)) is None:
                    continue
                done.add((page, path))
                if path not in found and (len(known) > min(LARGEST, room) or len(found) >= MOST):
                    left[path] = f"{path} is too large to be included"
                    continue
                room -= 0 if path in found else len(known)
                found[path] = known
                if name == "include":
                    waiting.append((page, path, known))
                break
    return found, list(left.values())


def inclusions(files: Mapping[str, str], page: str, text: str) -> Iterator[str]:
    """Each file as often as the page includes it, up to MOST_A_PAGE; none includes itself."""
    waiting: list[tuple[str, str, tuple[str, ...]]] = [(page, text, (page,))]
    count = 0
    while waiting:
        within, here, above = waiting.pop()
        for name, target, _ in mentions(here):
            path = find(files, target, page, within)
            if path is None or path in above:
                continue
            yield path
            count += 1
            if count == MOST_A_PAGE:
                return
            if name == "include":
                waiting.append((path, files[path], (*above, path)))


def reached(files: Mapping[str, str], page: str, text: str) -> dict[str, str]:
    """The files of these that the page comes out of, beside its own text."""
    return {path: files[path] for path in inclusions(files, page, text)} if files else {}


def with_inclusions(files: Mapping[str, str], page: str, text: str, most: int) -> str:
    """All that a parser has to read for the page; not much more than `most` characters of it."""
    parts, length = [text], len(text)
    for path in inclusions(files, page, text) if files else ():
        if length > most:
            break
        parts.append(files[path])
        length += len(files[path])
    return "\n\n".join(parts)


def with_whole_files(text: str, page: str, files: Mapping[str, str]) -> str:
    """The text with what it includes in full, for whoever looks through its headings and labels only: each file once,
    and not much more than LARGEST characters of them.
    """
    put: dict[str, int] = {}

    def put_in(match: re.Match[str]) -> str:
        path = find(files, (match.group(1) or match.group(3)).rstrip(), page)
        if path is None or path in put or sum(put.values()) > LARGEST:
            return match.group()
        put[path] = len(files[path])
        return f"{files[path]}\n"

    return _WHOLE.sub(put_in, text) if files and "include" in text else text
