"""The few pages that a reader of the demo opens as evidence."""

from html import escape

from werkzeug.wrappers import Response

from github_sync.sandbox.errors import SandboxError
from github_sync.sandbox.http import Call
from github_sync.sandbox.records import Record

STYLE = (
    "body{font:16px/1.6 system-ui,sans-serif;max-width:72ch;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
    "pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}small{opacity:.8}form{margin:.5rem 0}"
    "button{font:inherit;inline-size:100%;min-block-size:44px;text-align:start;padding:.25rem 1rem;cursor:pointer}"
)


def front(call: Call) -> Response:
    names = "".join(
        f'<li><a href="/{escape(r.full_name)}">{escape(r.full_name)}</a> {escape(r.record.get("description") or "")}'
        for r in call.community.repos.values()
        if call.sees(r)
    )
    return page("Repositories", f"<ul>{names}</ul>")


def repository(call: Call, owner: str, name: str) -> Response:
    repo = call.repo(owner, name)
    readme = repo.contents.get("README.md", b"").decode(errors="replace")
    return page(repo.full_name, f"<p>{escape(repo.record.get('description') or '')}<pre>{escape(readme)}</pre>")


def thread(call: Call, owner: str, name: str, number: int) -> Response:
    repo = call.repo(owner, name)
    record = repo.thread(number)
    if record is None:
        raise SandboxError(404, "Not Found")
    said = "".join(_said(c) for c in repo.comments_of_thread.get(number, ()))
    reviews = "".join(_said(r) for r in repo.reviews_of_pull.get(number, ()))
    return page(f"{record['title']} #{number}", f"<p>{_state(record)}{_said(record)}{reviews}{said}")


def account(call: Call, login: str) -> Response:
    user = call.community.users.get(login.lower())
    if user is None:
        raise SandboxError(404, "Not Found")
    said = escape(user.get("company") or "")
    return page(user.get("name") or login, f"<p>{escape(login)}<p>{said}")


def fork(call: Call, owner: str, name: str) -> Response:
    """Where a person would fork the repository."""
    repo = call.repo(owner, name)
    found = [r.full_name for r in call.community.repos.values() if r.record.get("parent") == repo.id]
    listed = "".join(f'<li><a href="/{escape(name)}">{escape(name)}</a>' for name in found)
    return page(f"Fork {repo.full_name}", f"<p>Forks are made with the API.<ul>{listed}</ul>")


def commit(call: Call, owner: str, name: str, sha: str) -> Response:
    repo = call.repo(owner, name)
    record = repo.commits.get(sha)
    if record is None:
        raise SandboxError(404, "Not Found")
    paths = "".join(f"<li>{escape(entry[0])}" for entry in record.get("files") or ())
    return page(f"Commit {sha[:10]}", f"<pre>{escape(record.get('message') or '')}</pre><ul>{paths}</ul>")


def _said(record: Record) -> str:
    who = escape(record.get("user") or "a deleted account")
    when = escape(record.get("created_at") or record.get("submitted_at") or "")
    return f"<hr><small>{who}, {when}</small><pre>{escape(record.get('body') or '')}</pre>"


def _state(record: Record) -> str:
    return "merged" if record.get("merged_at") else escape(record["state"])


def page(title: str, body: str) -> Response:
    return Response(
        f"<!doctype html><html lang=en><meta charset=utf-8>"
        f'<meta name=viewport content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style>"
        f"<small>This is the GitHub sandbox: a stand-in for trying things out.</small><h1>{escape(title)}</h1>{body}",
        content_type="text/html; charset=utf-8",
    )
