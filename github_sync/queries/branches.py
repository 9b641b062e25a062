"""Branches of mirrored repositories."""

from collections.abc import Collection

from django.db.models.functions import Lower

from github_sync.models import Repository


def default_branches(full_names: Collection[str]) -> dict[str, str]:
    """By the repository's name in small letters, as `full_names` are; those that are not mirrored are left out."""
    named = Repository.objects.annotate(key=Lower("full_name")).filter(key__in=sorted(full_names))
    return dict(named.values_list("key", "default_branch"))
