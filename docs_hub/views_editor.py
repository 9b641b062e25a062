"""What the source editor asks the site: checks, pages to link, pictures to show."""

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from common.apart.errors import BusyError
from common.apart.middleware import told_to_wait
from common.errors import InvalidInputError
from docs_hub.domain.site import read_site
from docs_hub.domain.source_links import file_link
from docs_hub.models import DocPage
from docs_hub.queries.choosing import link_choices, picture_choices
from docs_hub.queries.findings import LONGEST, findings_in
from docs_hub.queries.writing import may_edit, may_suggest
from docs_hub.services.pace import is_in_time
from docs_hub.services.picture_files import LARGEST
from docs_hub.services.uploading import add_picture

View = Callable[[HttpRequest, DocPage], JsonResponse]


def for_writers(allowed: Callable[[Any, DocPage], bool]) -> Callable[[View], Callable[..., JsonResponse]]:
    """Answers 404 to whoever may not write this page in this way, signed in or not."""

    def decorate(view: View) -> Callable[..., JsonResponse]:
        @wraps(view)
        def check(request: HttpRequest, page_id: int) -> JsonResponse:
            page = DocPage.objects.select_related("doc_source").filter(pk=page_id).exclude(source_path="").first()
            if page is None or not allowed(request.user, page):
                return JsonResponse({"error": "There is no such page for you. Are you still signed in?"}, status=404)
            return view(request, page)

        return check

    return decorate


def _may_write(user: Any, page: DocPage) -> bool:
    return may_suggest(user, page) or may_edit(user, page)


@require_POST
@for_writers(_may_write)
def editor_lint(request: HttpRequest, page: DocPage) -> JsonResponse:
    if not is_in_time(f"lint:{request.user.pk}", most=60, seconds=60):
        return JsonResponse({"error": "Too many checks in a minute."}, status=429)
    text = request.POST.get("text", "")[: LONGEST + 1]
    try:
        return JsonResponse({"found": [asdict(one) for one in findings_in(page, text)]})
    except BusyError as error:
        return told_to_wait(JsonResponse({"error": str(error)}), error)


@require_GET
@for_writers(_may_write)
def editor_links(request: HttpRequest, page: DocPage) -> JsonResponse:
    return _choices(*link_choices(page, request.GET.get("q", "")[:200]))


@require_GET
@for_writers(_may_write)
def editor_pictures(request: HttpRequest, page: DocPage) -> JsonResponse:
    return _choices(*picture_choices(page, request.GET.get("q", "")[:200]))


def _choices(found: list[Any], more: bool) -> JsonResponse:
    return JsonResponse({"results": [asdict(one) for one in found], "more": more})


@require_POST
@for_writers(may_edit)
def editor_upload(request: HttpRequest, page: DocPage) -> JsonResponse:
    """Only for those who may edit the page: what they add is served to readers at once."""
    file = request.FILES.get("file")
    source = page.doc_source
    if file is None or source is None:
        return JsonResponse({"error": "Choose a file first."}, status=400)
    try:
        content = file.read(LARGEST + 1)
        path = add_picture(page=page, name=file.name or "picture", content=content, actor=request.user)  # type: ignore[arg-type]
    except InvalidInputError as error:
        return JsonResponse({"error": str(error)}, status=400)
    roots = read_site(source.used_dialect, source.config_text).roots
    return JsonResponse({"path": path, "link": file_link(page.source_path, path, roots)})
