"""Labels as GitHub has them, over all repositories that are followed."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import Lower

from github_sync.models import Label, Repository

FOLLOWED = Q(repository__is_tracked=True, repository__gone_at=None)


@dataclass(frozen=True, slots=True)
class LabelUse:
    """`issues`: the open ones that carry it."""

    name: str
    repository: str
    issues: int


def names_by_id(repository_id: int) -> dict[str, set[str]]:
    """By GitHub's id, all names that the mirror has for it: more than one only while a renaming is being read."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = Label.objects.filter(repository_id=repository_id).exclude(node_id="")
    for node_id, name in rows.values_list("node_id", "name"):
        found[node_id].add(name)
    return found


def uses_of(names: Collection[str]) -> list[LabelUse]:
    """Of each label with one of these names (in small letters), in each followed repository that has it. One query."""
    open_issues = Q(issues__state="open", issues__gone_at=None)
    rows = Label.objects.filter(FOLLOWED).annotate(small=Lower("name")).filter(small__in=list(names))
    counted = rows.annotate(count=Count("issues", filter=open_issues)).order_by("small", "repository__full_name")
    return [LabelUse(*row) for row in counted.values_list("name", "repository__full_name", "count")]


def names_in_use(*, but_in: int | None = None) -> frozenset[str]:
    """In small letters; `but_in`: a repository to leave out."""
    rows = Label.objects.filter(FOLLOWED).exclude(repository_id=but_in) if but_in else Label.objects.filter(FOLLOWED)
    return frozenset(name.lower() for name in rows.order_by().values_list("name", flat=True).distinct())


def repository_names(ids: Collection[int]) -> dict[int, str]:
    return dict(Repository.objects.filter(pk__in=ids).values_list("pk", "full_name"))
