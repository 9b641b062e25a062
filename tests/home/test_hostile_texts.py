"""Somebody with an account sends texts made to keep the site busy, to a real server, which goes on answering."""

import re
import threading
from pathlib import Path

import pytest
import requests

from common.apart.turns import RUNNING
from tests.fixtures.new_site import NewSite

ANSWERS_WITHIN = 10.0
"""Seconds, on a machine that runs other tests; without the mend it was as long as the text takes, a minute and more."""
MEGABYTE = 1024
pytestmark = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs Linux's list of processes")
SLOW = "[" * 60_000
"""Python-Markdown takes minutes for it."""
TEXTS = {
    "gfm": ["~~~a" + "\n" * 99_000, "# a\n" * 20_000],
    "docusaurus": [" " * 60_000, "<a " * 20_000],
    "sphinx": [("!" + "'" * 65) * 900],
}
ACCOUNTS = """
from common.models import User
for name in ("mallory", "moriarty", "bob"):
    User.objects.create_user(name, f"{name}@example.org", "correct horse battery")
"""


@pytest.fixture
def site(new_site: NewSite, tmp_path: Path) -> NewSite:
    """With a page in each language, and three accounts without any role."""
    for dialect in ("mkdocs", *TEXTS):
        folder = tmp_path / dialect
        folder.mkdir()
        (folder / ("index.rst" if dialect == "sphinx" else "index.md")).write_text("A\n=\n\nText\n")
        new_site.manage("import_docs", "--from", str(folder), "--slug", dialect, "--dialect", dialect)
    new_site.manage("shell", "-v", "0", "-c", ACCOUNTS)
    return new_site


def signed_in(site: NewSite, name: str) -> requests.Session:
    session = requests.Session()
    session.get(f"{site.url}/accounts/login/", timeout=60)
    given = {"login": name, "password": "correct horse battery"}
    answer = session.post(f"{site.url}/accounts/login/", _with_token(session, given), timeout=60)
    assert answer.url.endswith("/account/")
    return session


def _with_token(session: requests.Session, given: dict[str, str]) -> dict[str, str]:
    return given | {"csrfmiddlewaretoken": session.cookies["csrftoken"]}


def page_of(site: NewSite, dialect: str) -> str:
    """The number that addresses of editing have."""
    found = re.search(r"/documentation/(\d+)/suggest/", requests.get(f"{site.url}/docs/{dialect}/", timeout=60).text)
    assert found
    return found[1]


def lint(session: requests.Session, site: NewSite, page: str, text: str) -> requests.Response:
    return session.post(f"{site.url}/documentation/{page}/lint/", _with_token(session, {"text": text}), timeout=120)


def suggest(session: requests.Session, site: NewSite, page: str, text: str) -> requests.Response:
    given = {"text": text, "note": "Better", "base": "A\n=\n\nText\n", "seen": ""}
    return session.post(f"{site.url}/documentation/{page}/suggest/", _with_token(session, given), timeout=120)


class Sent(threading.Thread):
    """One request that is under way."""

    def __init__(self, send, *given) -> None:
        super().__init__(daemon=True)
        self.answer: requests.Response | None = None
        self._send, self._given = send, given
        self.start()

    def run(self) -> None:
        self.answer = self._send(*self._given)


def health_while(site: NewSite, *sent: Sent) -> int:
    """How often the site answered before the last of these was."""
    count = 0
    while any(one.answer is None and one.is_alive() for one in sent):
        assert requests.get(f"{site.url}/healthz", timeout=ANSWERS_WITHIN).status_code == 200
        count += 1
    return count


def children_of(process: int) -> list[int]:
    told = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for one in told for child in one.read_text().split()]


def memory_of(process: int) -> int:
    """In kilobytes, the most that it ever held."""
    found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    return int(found[1]) if found else 0


def test_the_site_goes_on_while_accounts_send_hostile_texts(site: NewSite) -> None:
    mallory, moriarty, bob = (signed_in(site, name) for name in ("mallory", "moriarty", "bob"))
    page = page_of(site, "mkdocs")
    [worker] = children_of(site.server)
    assert lint(bob, site, page, "# A\n").json() == {"found": []}
    before = memory_of(worker)

    many = [Sent(lint, mallory, site, page, f"{SLOW}{number}") for number in range(6)]
    one = Sent(suggest, moriarty, site, page, SLOW)
    assert health_while(site, one, *many) >= 10

    assert one.answer is not None
    assert one.answer.status_code == 422
    assert "This text cannot be shown: it takes longer than 5 seconds" in one.answer.text
    answers = [sent.answer for sent in many if sent.answer is not None]
    looked_at = [answer.json()["found"][0]["says"] for answer in answers if answer.status_code == 200]
    assert looked_at
    assert all("takes longer than 5 seconds" in says for says in looked_at)
    refused = [answer.headers["Retry-After"] for answer in answers if answer.status_code == 429]
    assert refused
    assert {*refused} == {"5"}
    assert len(looked_at) + len(refused) == len(many)

    assert lint(bob, site, page, "# A\n").json() == {"found": []}
    assert children_of(site.server) == [worker]
    assert memory_of(worker) - before < 150 * MEGABYTE
    [nursery] = children_of(worker)
    assert len(children_of(nursery)) <= RUNNING

    for dialect, texts in TEXTS.items():
        for text in texts:
            sent = Sent(lint, mallory, site, page_of(site, dialect), text)
            health_while(site, sent)
            assert sent.answer is not None
            assert sent.answer.status_code == 200
    assert children_of(site.server) == [worker]
