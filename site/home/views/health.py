"""For monitoring and for crawlers."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static

from github_sync.queries.freshness import last_synced_at


def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the database answers, 503 else; `synced_at` is the last successful sync, null before the first."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        synced_at = last_synced_at()
    except DatabaseError:
        return JsonResponse({"database": "unreachable"}, status=503)
    queue = "embedded" if settings.EMBEDDED_QUEUE else "redis"
    return JsonResponse({"database": "ok", "queue": queue, "synced_at": synced_at})


def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /accounts/", "Disallow: /account/", "Disallow: /search/"]
    lines.append("Disallow: /docs-feedback/")
    lines.append("Sitemap: " + request.build_absolute_uri("/sitemap.xml"))
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def favicon(request: HttpRequest) -> HttpResponseRedirect:
    """Where browsers and feed readers look that never read a page's head."""
    return HttpResponseRedirect(static("img/mark.svg"))
