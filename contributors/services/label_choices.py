"""Takes over what labels mean from a list of choices, one a label."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from common import audit
from common.errors import InvalidInputError
from common.locks import hold
from common.models import User
from contributors.domain.label_choice import FIELDS, is_choice, is_usable, with_choices
from contributors.models import BoardSettings
from contributors.services.label_following import SETTINGS_LOCK, mark_labels_seen


@transaction.atomic
def choose_label_meanings(*, choices: Sequence[tuple[str, str]], actor: User | None) -> BoardSettings:
    """Label and choice each; the board follows on commit. Lines about other labels stay as somebody wrote them.

    Raises InvalidInputError, with nothing changed, for what is no label or no choice, and where the board's settings
    hold a line that nobody could apply.
    """
    for name, choice in choices:
        if not is_usable(name) or not is_choice(choice, name):
            raise InvalidInputError(f"“{name[:60]}” cannot mean that. Choose something else for this label.")
    hold(SETTINGS_LOCK)
    settings = BoardSettings.load()
    before = {field: getattr(settings, field) for field in FIELDS}
    after = with_choices(before, choices)
    for field, text in after.items():
        setattr(settings, field, text)
    try:
        settings.full_clean()
    except ValidationError as error:
        said = " ".join(message for messages in error.message_dict.values() for message in messages)
        raise InvalidInputError(f"The board’s settings cannot be kept: {said}") from error
    settings.save()
    mark_labels_seen()
    changed = [field for field in FIELDS if before[field] != after[field]]
    audit.record(actor=actor, action="contributors.choose_label_meanings", subject="board_settings", changed=changed)
    return settings
