"""Uploaded files that anybody may see. Documents are not among them: Wagtail serves each to whom it is open."""

import posixpath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve

OPEN = frozenset({"docs", "images", "original_images", "avatar_images"})
"""Folders of `MEDIA_ROOT` for pictures: of documentation, in all sizes, as they were uploaded, and of people."""


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """404 for all other folders, and for a name that no file can have."""
    clean = posixpath.normpath(path).lstrip("/")
    if clean.partition("/")[0] not in OPEN:
        raise Http404
    try:
        return serve(request, clean, document_root=str(settings.MEDIA_ROOT))
    except (OSError, ValueError) as error:
        raise Http404 from error
