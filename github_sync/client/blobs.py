"""What files hold: many texts at once over GraphQL; what is no text, or too long for it, one by one over REST."""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from itertools import batched

from github_sync.client import documents
from github_sync.client.client import GitHubClient
from github_sync.client.errors import GitHubCredentialError, GitHubHeavyError

A_REQUEST = 50


def blobs(client: GitHubClient, full_name: str, shas: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Name and exact content of each, once, in any order. Raises GitHubError."""
    for some in batched(dict.fromkeys(shas), A_REQUEST, strict=False):
        texts = _texts(client, full_name, some)
        for sha in some:
            yield sha, texts.pop(sha) if sha in texts else _blob(client, full_name, sha)


def _texts(client: GitHubClient, full_name: str, shas: tuple[str, ...]) -> dict[str, bytes]:
    """Those that came whole and as they are: GitHub cuts long ones and writes other encodings anew."""
    if len(shas) == 1:
        return {}
    owner, _, name = full_name.partition("/")
    names = {f"o{number}": sha for number, sha in enumerate(shas)}
    try:
        answer = client.graphql(documents.objects(len(shas), documents.BLOB), owner=owner, name=name, **names)
    except GitHubHeavyError:
        half = len(shas) // 2
        return _texts(client, full_name, shas[:half]) | _texts(client, full_name, shas[half:])
    except GitHubCredentialError:  # who asks as nobody may read public files, but not over GraphQL
        return {}
    nodes = {sha: answer["repository"][key] or {} for key, sha in names.items()}
    texts = {sha: str(node.get("text") or "").encode(errors="surrogatepass") for sha, node in nodes.items()}
    return {sha: text for sha, text in texts.items() if _name_of(text) == sha}


def _name_of(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0%b" % (len(content), content), usedforsecurity=False).hexdigest()


def _blob(client: GitHubClient, full_name: str, sha: str) -> bytes:
    return base64.b64decode(client.get(f"/repos/{full_name}/git/blobs/{sha}")["content"])
