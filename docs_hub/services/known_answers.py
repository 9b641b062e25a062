"""Answers of other sites that are known without asking them, such as those of hosts that exist in no network."""

from collections.abc import Sequence
from datetime import datetime

from docs_hub.domain.outside import Answer
from docs_hub.models import OutsideLink
from docs_hub.services.link_checking import note_answer


def note_known_answers(*, url: str, answers: Sequence[tuple[datetime, Answer]]) -> bool:
    """Note them in their order, as if the site had been asked then; False where no page has such a link."""
    link = OutsideLink.objects.filter(url=url).first()
    if link is None:
        return False
    for at, answer in answers:
        note_answer(link=link, answer=answer, now=at)
    return True
