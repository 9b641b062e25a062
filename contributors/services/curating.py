"""What people add to a task that GitHub does not know."""

from django.db import transaction

from common import audit
from common.models import User
from contributors.models import Person, Task
from contributors.services import board_version


@transaction.atomic
def curate_task(*, actor: User | None, repository: str, title: str, done_when: str, mentor: Person | None) -> bool:
    """Of the task on the board with this title; what somebody wrote there already stays. False where there is nothing
    to add."""
    owner, _, name = repository.partition("/")
    rows = Task.objects.select_for_update().filter(owner=owner, name=name, title=title, is_on_board=True)
    task = rows.order_by("pk").first()
    if task is None or (task.done_when and task.mentor_id):
        return False
    task.done_when = task.done_when or done_when
    task.mentor = task.mentor or mentor
    task.save(update_fields=["done_when", "mentor"])
    audit.record(actor=actor, action="contributors.curate_task", subject=f"task:{task.pk}")
    board_version.bump()
    return True
