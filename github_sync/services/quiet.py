"""Whether a glance at a repository shows anything that the mirror has not."""

from github_sync.client.survey import Glance
from github_sync.models import Commit, Label, Milestone, Repository
from github_sync.services import cursors, numbers, repositories
from github_sync.services.labels import label_row
from github_sync.services.streams import is_due


def is_quiet(repository: Repository, glance: Glance) -> bool:
    """True where a sync would write nothing: then none is run. Never true before the first sync has ended."""
    if repository.synced_at is None or repository.gone_at is not None:
        return False
    known = cursors.read_all(repository)
    issues, pulls = known.get("issues", {}), known.get("pulls", {})
    return (
        not repositories.differing(repository, glance.node)
        and not is_due(glance.issues_changed_at, issues.get("since"), issues)
        and not is_due(glance.pulls_changed_at, pulls.get("until"), pulls)
        and known.get("commits", {}) == ({"complete": glance.head} if glance.head else {})
        and known.get("releases", {})
        == {"is_complete": True, "count": glance.releases, "newest": glance.releases_changed_at}
        and _has_labels(repository, glance)
        and _has_milestones(repository, glance)
        and not _misses_paths(repository)
        and _holds_all(repository, glance, known.get("numbers", {}))
    )


def _has_labels(repository: Repository, glance: Glance) -> bool:
    fields = ("node_id", "name", "color", "description")
    stored = set(Label.objects.filter(repository=repository).values_list(*fields))
    return glance.labels is not None and stored == {
        tuple(row[name] for name in fields) for row in map(label_row, glance.labels)
    }


def _has_milestones(repository: Repository, glance: Glance) -> bool:
    stored = set(Milestone.objects.filter(repository=repository).values_list("number", "title", "state"))
    return glance.milestones is not None and stored == {
        (one["number"], one["title"], one["state"]) for one in glance.milestones
    }


def _misses_paths(repository: Repository) -> bool:
    mine = Commit.objects.filter(repository=repository)
    return mine.filter(pull_request=None, paths__isnull=True, parent_count__lte=1, gone_at=None).exists()


def _holds_all(repository: Repository, glance: Glance, unexplained: dict[str, int]) -> bool:
    return all(
        numbers.counted(glance, kind) - numbers.held(repository, kind) == unexplained.get(kind.field, 0)
        for kind in numbers.KINDS
    )
