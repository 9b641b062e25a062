"""A stand-in for GitHub over real HTTP: REST, GraphQL and OAuth from a folder of JSON lines, stateful in memory."""

from github_sync.sandbox.server import Sandbox

__all__ = ["Sandbox"]
