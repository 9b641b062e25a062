"""Documentation pages, found by their address alone."""

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from wagtail import views as wagtail_views
from wagtail.models import PageViewRestriction, Site
from wagtail.url_routing import RouteResult

from docs_hub.models import DocPage, DocVersion
from docs_hub.queries.version_reading import light_page
from docs_hub.version_views import serve_version


def serve_document(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's own view, spared the walk down the tree (a query or two a level) where one query finds the page."""
    page = _page_at(path)
    if page is not None:
        setattr(request, "_wagtail_route_for_request", RouteResult(page))  # noqa: B010 - where Wagtail keeps it
    elif (light := light_page(path)) is not None:
        return serve_version(request, *light)
    answer: HttpResponse = wagtail_views.serve(request, path)
    return answer


def _page_at(path: str) -> DocPage | None:
    """Annotated with what most sites have none of, so that nobody has to ask for it once more.

    None where several sites share the database, since then the host decides.
    """
    roots = Site.get_site_root_paths()
    if len(roots) != 1:
        return None
    versions = DocVersion.objects.filter(doc_source=OuterRef("doc_source"), imported_at__isnull=False)
    pages = DocPage.objects.filter(url_path=roots[0].root_path + path, live=True).annotate(
        any_closed=Exists(PageViewRestriction.objects.all()), any_version=Exists(versions)
    )
    heavy = ("paths", "config_text", "report")
    return pages.select_related("doc_source").defer(*(f"doc_source__{name}" for name in heavy)).first()
