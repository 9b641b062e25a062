"""Ferrywell, a made-up community: a seeded generator of a dataset that the sandbox can serve.

Texts are written by hand and lie in `texts/` and `contents/`; the modules decide who does what, and when.
The same seed and last day always give the same bytes.
"""

from github_sync.sandbox.generate.community import write_community

__all__ = ["write_community"]
