"""Old addresses that a tree itself leads elsewhere: in `redirects/*.txt`, or for a plugin of MkDocs or Docusaurus."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml

from docs_hub.domain.docusaurus import named_entries
from docs_hub.domain.js_data import JsDataError, read_module
from docs_hub.domain.mkdocs_config import MkDocsLoader
from docs_hub.domain.paths import is_index, is_markdown
from docs_hub.domain.yaml_data import load

FOLDER = "redirects"
LONGEST = 200
MOST = 5000
_CLIENT_REDIRECTS = re.compile(r"(?:^|/)(?:plugin-)?client-redirects$")
_LINE = re.compile(r"^(?P<old>\S+)\s+(?P<new>\S+)$")


@dataclass(frozen=True)
class FileRedirect:
    """`old` and `new` are addresses below the source; `anchor` of the new one, where it names one."""

    old: str
    new: str
    anchor: str
    path: str
    line: int


def read_redirect_file(path: str, text: str) -> list[FileRedirect]:
    """One redirect a line: the old address, a space, the new one. Other lines say nothing."""
    found = []
    for number, line in enumerate(text.splitlines()[:MOST], 1):
        match = None if line.lstrip().startswith("#") else _LINE.match(line.strip())
        if match and (redirect := _redirect(match["old"], match["new"], path, number)):
            found.append(redirect)
    return found


def read_redirect_map(path: str, config_text: str) -> list[FileRedirect]:
    """`redirect_maps` of the `redirects` plugin, which name files; empty where the configuration cannot be read."""
    try:
        config = load(config_text, MkDocsLoader)
    except yaml.YAMLError:
        return []
    plugins = config.get("plugins") if isinstance(config, dict) else None
    found = []
    for old, new in _maps(plugins)[:MOST]:
        line = next((n for n, row in enumerate(config_text.splitlines(), 1) if old in row), 1)
        if redirect := _redirect(_address(old), _address(new), path, line):
            found.append(redirect)
    return found


def read_client_redirects(path: str, config_text: str) -> list[FileRedirect]:
    """`redirects` of Docusaurus' `client-redirects` plugin, which name addresses; what it would compute is left out."""
    try:
        config = read_module(config_text)
    except JsDataError:
        return []
    rows = config_text.splitlines()
    found = []
    for old, new in islice(_pairs(config.get("plugins")), MOST):
        line = next((number for number, row in enumerate(rows, 1) if f'{old}"' in row or f"{old}'" in row), 1)
        if redirect := _redirect(_without_page_ending(old), _without_page_ending(new), path, line):
            found.append(redirect)
    return found


def _pairs(plugins: Any) -> Iterator[tuple[str, str]]:
    """Old and new of each; several old ones may lead to one new one."""
    for name, options in named_entries(plugins):
        entries = options.get("redirects") if _CLIENT_REDIRECTS.search(name) else None
        for entry in entries if isinstance(entries, list) else ():
            old, new = (entry.get("from"), entry.get("to")) if isinstance(entry, dict) else ("", "")
            for one in old if isinstance(old, list) else [old]:
                if isinstance(one, str) and isinstance(new, str):
                    yield one, new


def _without_page_ending(address: str) -> str:
    """`/old.html` and `/old/index.html` are the page `/old` here."""
    bare, mark, rest = address.partition("#")
    return re.sub(r"(?:^|(?<=/))index\.html$|\.html$", "", bare) + mark + rest


def _maps(plugins: object) -> list[tuple[str, str]]:
    entries = plugins if isinstance(plugins, list) else [plugins]
    found: list[tuple[str, str]] = []
    for entry in entries:
        options = entry.get("redirects") if isinstance(entry, Mapping) else None
        maps = options.get("redirect_maps") if isinstance(options, Mapping) else None
        if isinstance(maps, Mapping):
            found += [(str(old), str(new)) for old, new in maps.items()]
    return found


def _address(path: str) -> str:
    """The address of a file that need not be there any more."""
    file, _, anchor = path.partition("#")
    if is_markdown(file):
        file = posixpath.dirname(file) if is_index(file) else posixpath.splitext(file)[0]
    return f"{file}#{anchor}" if anchor else file


def file_redirect(old: str, new: str, path: str, line: int) -> FileRedirect | None:
    """From an address to a file or another address; None where it leads out of the source."""
    return _redirect(old, _address(new), path, line)


def _redirect(old: str, new: str, path: str, line: int) -> FileRedirect | None:
    """None for what is no address, or leads out of the source, which only people may have it do."""
    try:
        target = urlsplit(new)
    except ValueError:
        return None
    if target.scheme or target.netloc or "\0" in old + new:
        return None
    start, end = unquote(old.partition("#")[0]).strip("/"), unquote(target.path).strip("/")
    if not start or len(start) > LONGEST or ".." in start.split("/") or start == end:
        return None
    return FileRedirect(start, end, target.fragment, path, line)
