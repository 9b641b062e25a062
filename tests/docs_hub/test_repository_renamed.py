"""A repository has another name on GitHub by now."""

from common.models import User
from docs_hub.models import DocSource, Proposal
from github_sync.models import Repository
from github_sync.signals import repository_renamed
from tests.docs_hub.manual import Manual, with_line


def test_sources_and_proposals_go_by_the_new_name(manual: Manual, wendy: User) -> None:
    manual.publish(wendy, with_line(3, "Three."))
    other = DocSource.objects.create(slug="other", repository="ferry/manual-2")
    repository_renamed.send(
        sender=None, repository_id=Repository.objects.get().pk, former="Ferry/Manual", name="ferry/handbook"
    )
    assert set(DocSource.objects.exclude(pk=other.pk).values_list("repository", flat=True)) == {"ferry/handbook"}
    assert Proposal.objects.get().repository == "ferry/handbook"
    other.refresh_from_db()
    assert other.repository == "ferry/manual-2"
