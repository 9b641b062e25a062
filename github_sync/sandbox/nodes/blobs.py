"""What files hold, over GraphQL."""

from github_sync.sandbox.nodes.base import Node
from github_sync.sandbox.shapes import node_id

LONGEST = 512_000
"""Bytes of a text that is told whole."""


def blob(oid: str, content: bytes) -> Node:
    """As text, which another encoding than UTF-8 does not survive; null where it is none."""
    is_binary = b"\0" in content
    return {
        "__typename": "Blob",
        "id": node_id("Blob", oid),
        "oid": oid,
        "byteSize": len(content),
        "isBinary": is_binary,
        "isTruncated": len(content) > LONGEST,
        "text": None if is_binary else content[:LONGEST].decode(errors="replace"),
    }
