"""ferry/manual on the stand-in for GitHub: mirrored, imported, edited here and changed there."""

from typing import Any

from django.core.management import call_command

from common.models import User
from docs_hub.models import DocPage
from docs_hub.services.editing import prepare_edit
from github_sync.sandbox import Sandbox
from github_sync.services.outbox.sending import send_due

NAME = "ferry/manual"
LINES = [f"Line {number}.\n" for number in range(12)]
GUIDE = "# Guide\n\n" + "".join(LINES)
CONTENTS = {
    "mkdocs.yml": "site_name: Manual\n",
    "docs/index.md": "# Home\n\n[guide](guide.md)\n",
    "docs/guide.md": GUIDE,
    "docs/other.md": "# Other\n\nAs it was.\n",
}


class Manual:
    """What happens at both ends, in words."""

    def __init__(self, sandbox: Sandbox, run_queue: Any) -> None:
        self.sandbox, self.run_queue = sandbox, run_queue

    def sync(self) -> None:
        """Send what is due, then look at GitHub and do what follows."""
        self.send()
        call_command("sync_github", NAME, verbosity=0)
        self.run_queue()

    def send(self) -> None:
        self.run_queue()
        while send_due():
            self.run_queue()

    def page(self, path: str = "guide.md") -> DocPage:
        return DocPage.objects.select_related("doc_source").get(source_path=path)

    def draft(self, user: User, text: str, path: str = "guide.md") -> Any:
        """As the edit form saves it."""
        page = self.page(path).get_latest_revision_as_object()
        page.doc_source = self.page(path).doc_source
        page.source = text
        prepare_edit(page=page, parent=None, is_changed=True)
        return page.save_revision(user=user, log_action=True)

    def publish(self, user: User, text: str, path: str = "guide.md", approved_by: User | None = None) -> DocPage:
        self.draft(user, text, path).publish(user=approved_by or user, skip_permission_checks=True)
        self.run_queue()
        return self.page(path)

    @property
    def repo(self) -> Any:
        return self.sandbox.community.repo("ferry", "manual")

    def there(self, path: str, branch: str = "main") -> str | None:
        branches = self.repo.branches
        entry = (branches.files(branches.resolve(branch)) or {}).get(path)
        return branches.objects.blobs[entry[1]].decode() if entry else None

    def push(self, files: dict[str, str | None], message: str = "Meanwhile") -> str:
        return str(self.sandbox.change.push(NAME, files, message, login="charlie"))

    def pulls(self) -> list[dict[str, Any]]:
        return [dict(self.repo.pulls[number]) for number in sorted(self.repo.pulls)]

    def commits_of(self, branch: str) -> list[dict[str, Any]]:
        """The newest first, without what the main branch has."""
        branches = self.repo.branches
        main = set(branches.objects.ancestors(branches.resolve("main")))
        found = branches.objects.ancestors(branches.resolve(branch))
        return [branches.objects.commits[sha] for sha in found if sha not in main]


def with_line(number: int, words: str, text: str = GUIDE) -> str:
    return text.replace(f"Line {number}.\n", f"{words}\n")
