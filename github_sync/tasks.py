"""Sync as tasks: one repository, all that are due, and what webhooks brought."""

from contextlib import suppress

from celery import shared_task

from common.errors import ConflictError
from github_sync.client.errors import GitHubError
from github_sync.models import Repository
from github_sync.queries.due import due_repositories
from github_sync.services.alarms import tell_operators
from github_sync.services.budget_history import drop_old_samples
from github_sync.services.outbox.sending import send_due
from github_sync.services.sync import survey, sync_repository
from github_sync.services.webhooks.apply import apply_due, apply_one
from github_sync.services.webhooks.deliveries import drop_old_payloads
from github_sync.services.webhooks.missed import recover_missed_deliveries
from github_sync.services.webhooks.nudges import nudge, take_nudge
from github_sync.services.webhooks.reads import read_due_rows


@shared_task(name="github_sync.sync_repository")
def sync_one(repository_id: int) -> None:
    """A failure is kept in the run; another worker at it is fine. The schedule tries again."""
    repository = Repository.objects.filter(pk=repository_id, is_tracked=True).first()
    if repository is None:
        return
    try:
        sync_repository(repository)
    except (ConflictError, GitHubError):
        return


@shared_task(name="github_sync.sync_due_repositories")
def sync_due_repositories() -> None:
    """Enqueue what has anything new; what is due is read from the rows, so a lost queue loses nothing."""
    due = list(due_repositories())
    if not due:
        return
    with suppress(GitHubError):  # kept in a run of each repository
        for repository, glance, _ in survey(due):
            if glance is not None:
                sync_one.delay(repository.pk)


@shared_task(name="github_sync.apply_delivery")
def apply_delivery(delivery_id: int) -> None:
    """One delivery, where it is still due."""
    apply_one(delivery_id)


@shared_task(name="github_sync.apply_due_deliveries")
def apply_due_deliveries() -> None:
    """Whatever is due, also what a lost queue left behind; enqueues itself while more is waiting."""
    take_nudge()
    if apply_due():
        nudge()


@shared_task(name="github_sync.read_due")
def read_due() -> None:
    """What webhooks told in part only."""
    read_due_rows()


@shared_task(name="github_sync.recover_missed_deliveries")
def recover_missed() -> None:
    """Deliveries that GitHub sent and this site never had; a failure is for the next hour."""
    try:
        recover_missed_deliveries()
    except GitHubError:
        return


@shared_task(name="github_sync.drop_old_payloads")
def drop_payloads() -> None:
    drop_old_payloads()


@shared_task(name="github_sync.tell_operators")
def tell_of_failures() -> None:
    tell_operators()


@shared_task(name="github_sync.drop_old_budget_samples")
def drop_budget_samples() -> None:
    drop_old_samples()


@shared_task(name="github_sync.send_due_actions")
def send_due_actions() -> None:
    """Whatever of the outbox is due, also what a lost queue or a worker that died left behind."""
    send_due()
