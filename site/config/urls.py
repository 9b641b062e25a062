"""Every address of the site; Wagtail's pages answer what nothing else does."""

from django.conf import settings
from django.urls import include, path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from home.setup.first import first_account
from home.views.entrance import admin_entrance

urlpatterns = [
    path("admin/login/", admin_entrance),
    path("admin/setup/first/", first_account, name="first_account"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("accounts/", include("allauth.urls")),
    path("github/", include("github_sync.urls")),
    path("tasks/", include("contributors.urls.tasks")),
    path("people/", include("contributors.urls.people")),
    path("sustainability/", include("sustainability.urls")),
    path("", include("docs_hub.urls")),
    path("", include("home.urls")),
    path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
    path("", include(wagtail_urls)),
]

handler404 = "home.views.errors.not_found"
handler500 = "home.views.errors.server_error"
