"""A mirrored harbor/core that people write to, and a look at what GitHub has then."""

from django.core.management import call_command
from django.utils import timezone

from github_sync.models import OutboxAction
from github_sync.services.credentials.grants import grant
from github_sync.services.outbox import talking
from github_sync.services.outbox.enqueuing import By
from github_sync.services.outbox.sending import send_due

CORE = "harbor/core"


def mirror():
    call_command("sync_github", CORE, verbosity=0)


def say(user, body, number=1, **more):
    return talking.comment_on(by=By(user, "A test"), repository=CORE, number=number, body=body, **more)


def let_act(user):
    return grant(user=user, token=f"scoped-{user.username}:public_repo")


def send():
    """Send all that is due, and what became due by that."""
    while send_due():
        pass


def when_due():
    """Let the time pass that waiting actions wait for."""
    OutboxAction.objects.filter(state="waiting").update(due_at=timezone.now())


def repo(sandbox):
    return sandbox.community.repo("harbor", "core")


def comments(sandbox, number=1):
    return [record["body"] for record in repo(sandbox).comments_of_thread.get(number, [])]


def again(action):
    action.refresh_from_db()
    return action


def state(action):
    return again(action).state


def changes(sandbox):
    """The changes that were asked for, without those of signing in."""
    return [f"{line['method']} {line['path'].partition('/repos/')[2]}" for line in sandbox.requests
            if line["method"] != "GET" and "/repos/" in line["path"]]  # fmt: skip
