"""The usual address of documentation; where an operator gave its index another slug, Wagtail's routing answers."""

from django.urls import path, re_path

from docs_hub import machine_views, urls_writing, views_care, views_translations
from docs_hub.version_views import serve_version
from docs_hub.views import serve_document

app_name = "docs_hub"
urlpatterns = [
    *urls_writing.urlpatterns,
    path("llms.txt", machine_views.llms, name="llms"),
    path("docs/feed.atom", machine_views.feed, name="feed_of_all"),
    path("docs/<slug:source>/feed.atom", machine_views.feed, name="feed"),
    path("docs/<slug:source>/llms.txt", machine_views.llms_of_source, name="llms_of_source"),
    re_path(r"^docs/(?P<address>[\w\-]+(?:/[\w.\-]+)*)\.md$", machine_views.markdown, name="markdown"),
    re_path(r"^(docs/(?:[\w\-]+/)+)$", serve_document, name="page"),
    re_path(
        r"^docs/(?P<source>[\w\-]+)/(?P<version>[\w\-][\w.\-]*)/(?P<address>(?:[\w\-]+/)*)$",
        serve_version,
        name="version",
    ),
    path("docs-original/<int:page_id>/", views_translations.original_changes, name="original_changes"),
    path("docs-feedback/<int:page_id>/", views_care.feedback, name="feedback"),
    path("docs-feedback/<int:page_id>/thanks/", views_care.thanks, name="thanks"),
    path("docs-feedback/<int:page_id>/report/", views_care.report, name="report"),
    path("docs-feedback/<int:page_id>/checked/", views_care.check, name="check"),
]
