"""Remembers where pages lay before their files were moved, so that other versions find them."""

from docs_hub.models import FormerPath
from docs_hub.services.import_plan import Plan


def note_moves(plan: Plan) -> None:
    """Before the pages are placed, while they still know their old paths."""
    moved = [
        FormerPath(page=page, path=page.source_path)
        for path, page in plan.pages.items()
        if page is not None and page.source_path and page.source_path != path
    ]
    FormerPath.objects.bulk_create(moved, ignore_conflicts=True)
