"""For monitoring and for crawlers."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static


def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the database answers, 503 else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"database": "unreachable"}, status=503)
    return JsonResponse({"database": "ok", "queue": "embedded" if settings.EMBEDDED_QUEUE else "redis"})


def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /accounts/", "Disallow: /account/", "Disallow: /search/"]
    lines.append("Sitemap: " + request.build_absolute_uri("/sitemap.xml"))
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def favicon(request: HttpRequest) -> HttpResponseRedirect:
    """Where browsers and feed readers look that never read a page's head."""
    return HttpResponseRedirect(static("img/mark.svg"))
