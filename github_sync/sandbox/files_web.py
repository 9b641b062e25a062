"""The pages of files that the demo's documentation links to."""

from html import escape

from werkzeug.wrappers import Response

from github_sync.sandbox.errors import SandboxError
from github_sync.sandbox.http import Call
from github_sync.sandbox.web import page


def file(call: Call, owner: str, name: str, ref: str, path: str) -> Response:
    """What lies at `path`, for reading and for editing alike: nothing is changed here."""
    repo = call.repo(owner, name)
    content = repo.contents.get(path)
    if content is None:
        raise SandboxError(404, "Not Found")
    text = escape(content.decode(errors="replace"))
    return page(f"{repo.full_name}: {path}", f"<p>On GitHub, this is where a file is read and edited.<pre>{text}</pre>")
