"""The few pages that a reader of the demo opens as evidence."""

from html import escape

from werkzeug.wrappers import Response

from github_sync.sandbox.dataset import Record
from github_sync.sandbox.http import Call, SandboxError

STYLE = (
    "body{font:16px/1.6 system-ui,sans-serif;max-width:72ch;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
    "pre{white-space:pre-wrap;font:inherit}small{opacity:.8}"
)


def front(call: Call) -> Response:
    names = "".join(
        f'<li><a href="/{escape(r.full_name)}">{escape(r.full_name)}</a> {escape(r.record.get("description") or "")}'
        for r in call.community.repos.values()
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
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{escape(title)}</title><style>{STYLE}</style>"
        f"<small>This is the GitHub sandbox: a stand-in for trying things out.</small><h1>{escape(title)}</h1>{body}",
        content_type="text/html; charset=utf-8",
    )
