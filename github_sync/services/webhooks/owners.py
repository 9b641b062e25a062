"""What belongs to no single repository: people, teams, organisations and the App's installations."""

from typing import Any

from django.utils import timezone

from github_sync.domain.webhooks import Fields
from github_sync.models import DueRead, Installation, Repository
from github_sync.services.webhooks.reads import mark_reads
from github_sync.services.webhooks.scope import Item, Scope, built

STATES = {
    "suspend": Installation.State.SUSPENDED,
    "deleted": Installation.State.REMOVED,
}
NO_EFFECT = "The mirror keeps no members or teams, so nothing changes here."


def apply_without_effect(scope: Scope, items: list[Item]) -> None:
    for item in items:
        item.reason = NO_EFFECT


def apply_pings(scope: Scope, items: list[Item]) -> None:
    for item, hook in built(items, lambda item: item.fields.maybe_part("hook") or Fields({})):
        events = [event for event in hook.data.get("events") or () if isinstance(event, str)]
        item.reason = f"The webhook reaches this site. It sends: {', '.join(events) or 'no events'}."


def apply_organizations(scope: Scope, items: list[Item]) -> None:
    """A new name of the owner is the first half of the new names of its repositories, which are read from GitHub."""
    for item in items:
        item.reason = NO_EFFECT
    for item, (former, login) in built(items, _rename):
        mine = Repository.objects.filter(owner__iexact=former, is_tracked=True)
        for repository in mine:
            mark_reads(repository, {(DueRead.Kind.REPOSITORY, 0)})
        item.reason = f"{former} is called {login} now. {mine.count()} repositories are read from GitHub."


def _rename(item: Item) -> tuple[str, str] | None:
    if item.action != "renamed":
        return None
    login = item.fields.part("organization").needed_text("login", 100)
    return item.fields.part("changes").part("login").needed_text("from", 100), login


def apply_installations(scope: Scope, items: list[Item]) -> None:
    for item, row in built(items, _installation):
        item.reason = _note(item, row)


def _installation(item: Item) -> dict[str, Any]:
    fields = item.fields.part("installation")
    account = fields.maybe_part("account")
    permissions = fields.maybe_part("permissions")
    suspended = fields.maybe_moment("suspended_at") is not None
    active = Installation.State.SUSPENDED if suspended else Installation.State.ACTIVE
    return {
        "github_id": fields.id("id"),
        "app_id": fields.id("app_id") if "app_id" in fields else None,
        "account": account.text("login", 100) if account else "",
        "state": STATES.get(item.action, active) if item.delivery.event == "installation" else active,
        "repository_selection": fields.text("repository_selection", 20),
        "permissions": {k[:60]: str(v)[:20] for k, v in (permissions.data if permissions else {}).items()},
        "updated_at": fields.maybe_moment("updated_at") or timezone.now(),
    }


def _note(item: Item, row: dict[str, Any]) -> str:
    """A removed installation never comes back: a new one has a new id."""
    known = Installation.objects.filter(github_id=row["github_id"]).first()
    is_over = known is not None and known.state == Installation.State.REMOVED
    is_old = known is not None and known.updated_at is not None and known.updated_at > row["updated_at"]
    if is_over or (is_old and row["state"] != Installation.State.REMOVED):
        return "A newer state of this installation is known, so nothing changes."
    Installation.objects.update_or_create(github_id=row["github_id"], defaults=row)
    if item.delivery.event == "installation_repositories":
        return _repositories(item)
    return f"The App's installation at {row['account']} is noted as {Installation.State(row['state']).label.lower()}."


def _repositories(item: Item) -> str:
    """What the App may see is chosen on GitHub; what this site tracks is chosen here."""
    removed = [part.text("full_name", 301) for part in item.fields.parts("repositories_removed")]
    lost = Repository.objects.filter(full_name__in=removed, is_tracked=True).values_list("full_name", flat=True)
    if lost:
        names = ", ".join(lost)
        return f"The App may not read {names} any more, which this site tracks. Grant it again, or remove it here."
    return "The App sees other repositories now. Those that this site tracks are as before."
