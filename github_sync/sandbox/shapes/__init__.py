"""Records as GitHub's REST API shapes them, by topic."""

from github_sync.sandbox.shapes.accounts import node_id
from github_sync.sandbox.shapes.commits import CommitShapes
from github_sync.sandbox.shapes.threads import ThreadShapes

__all__ = ["Shapes", "node_id"]


class Shapes(ThreadShapes, CommitShapes):
    """Builds the answers of one request."""
