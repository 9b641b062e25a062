"""Texts as every public tracker gets them: markup, emoji, right-to-left, endless lines. Pages must bear them."""

from github_sync.sandbox.generate.drafts import Issue
from github_sync.sandbox.generate.texts import blocks


def put_among(issues: list[Issue]) -> None:
    """Some old open issues carry these instead: the board shows them, behind the ordinary ones."""
    texts = blocks("hostile.txt")
    open_ones = [issue for issue in issues if issue.state == "open" and not issue.is_first_task]
    for block, issue in zip(texts, open_ones, strict=False):
        issue.story.title = block.heading
        issue.body = block.body.replace("LONG", "ferrywell" * 400)
        issue.labels = block.listed("labels") or issue.labels
        issue.assignees = []
