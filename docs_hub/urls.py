"""The usual address of documentation; where an operator gave its index another slug, Wagtail's routing answers."""

from django.urls import re_path

from docs_hub.views import serve_document

app_name = "docs_hub"
urlpatterns = [re_path(r"^(docs/(?:[\w\-]+/)+)$", serve_document, name="page")]
