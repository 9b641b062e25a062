"""Every address of the site; Wagtail's pages answer what nothing else does."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from home.setup.first import first_account
from home.views import entrance
from home.views.media import media

urlpatterns = [
    path("admin/login/", entrance.admin_entrance),
    path("admin/logout/", entrance.leave_admin),
    path("admin/failwhale/", entrance.nothing_here),
    path("admin/password_reset/", entrance.forgotten_password),
    path("_util/login/", entrance.reader_entrance),
    path("_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/", entrance.page_password),
    path("documents/authenticate_with_password/<int:restriction_id>/", entrance.document_password),
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
    path("media/<path:path>", media),
    path("", include(wagtail_urls)),
]

handler429 = "home.views.errors.too_many"
handler404 = "home.views.errors.not_found"
handler500 = "home.views.errors.server_error"
