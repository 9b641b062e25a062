"""Every page of a tree through the real edit form over HTTP: sent untouched, and with one paragraph edited.

`python -m bench.docs.forms FOLDER [FOLDER…]` serves each tree with gunicorn and prints how many pages kept every byte.
"""

import argparse
import difflib
import json
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import requests
from rich.console import Console
from rich.table import Table

from bench import servers

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "var" / "bench-forms"
EDIT = " Edited here."
NAME, PASSWORD = "bench", "correct horse battery"


@dataclass
class Outcome:
    """`faults`: pages whose bytes differ from what a person did, with the first lines of the difference."""

    pages: int = 0
    identical: int = 0
    edited: int = 0
    exact: int = 0
    faults: list[str] = field(default_factory=list)


class Form(HTMLParser):
    """What a browser would send of the form with this id: the values of its fields, line ends as CRLF."""

    def __init__(self, shown: str, form_id: str) -> None:
        super().__init__(convert_charrefs=True)
        self.fields: list[tuple[str, str]] = []
        self._form_id, self._is_inside, self._area, self._select = form_id, False, "", ""
        self._text: list[str] = []
        self.feed(shown)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_inside = given.get("id") == self._form_id
        if not self._is_inside:
            return
        name = given.get("name", "") if "disabled" not in given else ""
        if tag == "textarea":
            self._area, self._text = name, []
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.fields.append((self._select, given.get("value", "")))
        elif tag == "input" and name:
            self._take_input(name, given)

    def _take_input(self, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind in ("checkbox", "radio") and "checked" not in given:
            return
        if kind not in ("submit", "button", "file", "image", "reset"):
            self.fields.append((name, given.get("value", "on" if kind in ("checkbox", "radio") else "")))

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._is_inside:
            if self._area:
                self.fields.append((self._area, re.sub(r"\r\n|\r|\n", "\n", "".join(self._text)).removeprefix("\n")))
            self._area = ""
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._is_inside = False

    def sent(self, **changes: str) -> list[tuple[str, str]]:
        fields = [(name, changes.pop(name, value)) for name, value in self.fields]
        return [(name, re.sub(r"\r\n|\r|\n", "\r\n", value)) for name, value in (*fields, *changes.items())]


def sign_in(base: str, name: str = NAME, password: str = PASSWORD) -> requests.Session:
    session = requests.Session()
    shown = session.get(f"{base}/accounts/login/").text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown)
    data = {"login": name, "password": password, "csrfmiddlewaretoken": token.group(1) if token else ""}
    session.post(f"{base}/accounts/login/", data=data, headers={"Referer": base}).raise_for_status()
    return session


def check_forms(
    base: str, session: requests.Session, pages: Iterable[tuple[int, str]], read: Callable[[int], str]
) -> Outcome:
    """`pages`: id and path; `read` gives a page's text as it is stored now. The pages keep the edit."""
    outcome = Outcome()
    for pk, path in pages:
        before = read(pk)
        outcome.pages += 1
        if fault := post_page(base, session, pk, lambda text: text) or difference(before, read(pk)):
            outcome.faults.append(f"{path}, untouched: {fault}")
        else:
            outcome.identical += 1
        if (line := _paragraph(before)) is None:
            continue
        outcome.edited += 1
        wanted = _with_edit(before, line)
        fault = post_page(base, session, pk, lambda text, line=line: _with_edit(text, line))
        if fault := fault or difference(wanted, read(pk)):
            outcome.faults.append(f"{path}, edited: {fault}")
        else:
            outcome.exact += 1
    return outcome


def post_page(base: str, session: requests.Session, pk: int, change: Callable[[str], str]) -> str:
    """Opens the form, changes the text as shown, and publishes; what went wrong, or an empty text."""
    url = f"{base}/admin/pages/{pk}/edit/"
    form = Form(session.get(url).text, "page-edit-form")
    text = dict(form.fields).get("source")
    if text is None:
        return "the form has no field for the text"
    data = form.sent(source=change(text), **{"action-publish": "action-publish"})
    answer = session.post(url, data=data, headers={"Referer": url}, allow_redirects=False)
    return "" if answer.status_code == 302 else f"answered {answer.status_code}"


def difference(wanted: str, found: str) -> str:
    if wanted == found:
        return ""
    lines = difflib.unified_diff(wanted.splitlines(True), found.splitlines(True), n=0)
    return " ".join(repr(line) for line in list(lines)[2:6]) or "line ends differ"


def _paragraph(text: str) -> int | None:
    """A line in the middle that is plain text: its number."""
    lines = text.split("\n")
    plain = [number for number, line in enumerate(lines) if re.match(r"[A-Z][a-z]+ [a-z]", line)]
    return plain[len(plain) // 2] if plain else None


def _with_edit(text: str, line: int) -> str:
    lines = text.split("\n")
    end = "\r" if lines[line].endswith("\r") else ""
    lines[line] = lines[line].removesuffix("\r") + EDIT + end
    return "\n".join(lines)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folders", nargs="+", type=Path)
    options.add_argument("--every", type=int, default=1, help="only each n-th page")
    options.add_argument("--json", action="store_true", help="print each tree's outcome as a line of JSON")
    given = options.parse_args()
    environment = {
        "DATA_DIR": str(WORK),
        "DATABASE_URL": f"sqlite:///{WORK / 'forms.sqlite3'}",
        "REDIS_URL": "",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    os.environ.update(environment)
    sources = _fill(given.folders)
    table = Table("tree", "pages", "untouched, byte-identical", "edited", "diff is exactly the edit")
    with servers.gunicorn(
        "config.wsgi", folder=ROOT, environment={**environment, "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}"}
    ) as base:
        session = sign_in(base)
        for name, pages in sources:
            found = check_forms(base, session, pages[:: given.every], _read)
            table.add_row(name, str(found.pages), str(found.identical), str(found.edited), str(found.exact))
            for fault in [] if given.json else found.faults:
                print(f"{name}/{fault}")
            if given.json:
                print(json.dumps({"name": name, **asdict(found)}), flush=True)
    if not given.json:
        Console().print(table)


def _fill(folders: list[Path]) -> list[tuple[str, list[tuple[int, str]]]]:
    import django

    django.setup()
    from django.core.management import call_command

    from common.models import User
    from docs_hub.models import DocPage, DocSource
    from home.services.setup import ensure_site

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    ensure_site(name="Benchmark")
    if not User.objects.filter(username=NAME).exists():
        User.objects.create_superuser(NAME, "bench@example.org", PASSWORD)
    found: list[tuple[str, Any]] = []
    for number, folder in enumerate(folders):
        slug = f"tree-{number}"
        call_command("import_docs", "--from", str(folder), "--slug", slug, verbosity=0)
        source = DocSource.objects.get(slug=slug)
        rows = DocPage.objects.filter(doc_source=source, live=True).exclude(source_path="").order_by("source_path")
        found.append((folder.name, list(rows.values_list("pk", "source_path"))))
    return found


def _read(pk: int) -> str:
    from docs_hub.models import DocPage

    return str(DocPage.objects.values_list("source", flat=True).get(pk=pk))


if __name__ == "__main__":
    main()
