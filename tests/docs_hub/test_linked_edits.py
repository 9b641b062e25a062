"""Edits of pages behind symbolic links, and of the files that these lead to."""

from common.models import User
from docs_hub.models import DocEdit, Proposal
from github_sync.sandbox.actions import refs
from tests.docs_hub.manual import GUIDE, NAME, Manual, with_line

LINK = "120000"
EDITED = with_line(3, "Three.")


def link(manual: Manual, path: str, target: str, **texts: str) -> None:
    """One commit on main; `texts` are files beside it."""
    doer, repo = manual.sandbox.change._at(NAME, "charlie")
    objects, tip = repo.branches.objects, repo.branch_of("main")
    files = dict(repo.branches.files(tip) or {}) | {path: (LINK, objects.add_blob(target.encode()))}
    files |= {f"docs/{name}.md": ("100644", objects.add_blob(text.encode())) for name, text in texts.items()}
    made = refs.commit_tree(doer, repo, objects.add_tree(files), [tip], "Link")
    refs.move(doer, repo, "refs/heads/main", str(made["sha"]))
    manual.sync()


def test_an_edit_goes_to_the_file_that_the_link_leads_to(manual: Manual, wendy: User) -> None:
    link(manual, "docs/alias.md", "guide.md")
    manual.publish(wendy, EDITED, "alias.md")
    manual.sync()
    proposal = Proposal.objects.get()
    assert (proposal.state, DocEdit.objects.get().path) == ("open", "docs/guide.md")
    assert manual.there("docs/guide.md", proposal.branch) == EDITED
    assert manual.there("docs/alias.md", proposal.branch) == "guide.md"


def test_a_link_and_its_file_edited_together_lose_nothing(manual: Manual, wendy: User) -> None:
    link(manual, "docs/alias.md", "guide.md")
    manual.publish(wendy, EDITED)
    manual.publish(wendy, with_line(9, "Nine."), "alias.md")
    manual.publish(wendy, "# Other\n\nBetter.\n", "other.md")
    manual.sync()
    assert sorted(Proposal.objects.values_list("state", flat=True)) == ["open", "open"]
    for proposal in Proposal.objects.order_by("pk"):
        assert proposal.number is not None
        manual.sandbox.change.merge_pull(NAME, proposal.number, method="squash", login="alice")
    assert manual.there("docs/guide.md") == with_line(9, "Nine.", EDITED)
    assert manual.there("docs/other.md") == "# Other\n\nBetter.\n"


def test_a_file_that_becomes_a_link_meanwhile_stays(manual: Manual, wendy: User) -> None:
    manual.publish(wendy, EDITED)
    manual.sync()
    link(manual, "docs/guide.md", "shared.md", shared=GUIDE)
    manual.publish(wendy, with_line(9, "Nine.", EDITED))
    manual.sync()
    proposal = Proposal.objects.latest("pk")
    assert list(DocEdit.objects.values_list("path", flat=True)) == ["docs/guide.md", "docs/shared.md"]
    assert manual.there("docs/guide.md", proposal.branch) is not None
    assert manual.there("docs/shared.md", proposal.branch) == with_line(9, "Nine.", EDITED)
