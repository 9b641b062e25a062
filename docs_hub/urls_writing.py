"""Addresses of what writers and people who suggest edits use."""

from django.urls import path

from docs_hub.views_editor import editor_links, editor_lint, editor_pictures, editor_upload
from docs_hub.views_suggesting import suggest, suggestion, withdraw

urlpatterns = [
    path("documentation/<int:page_id>/lint/", editor_lint, name="editor_lint"),
    path("documentation/<int:page_id>/links/", editor_links, name="editor_links"),
    path("documentation/<int:page_id>/pictures/", editor_pictures, name="editor_pictures"),
    path("documentation/<int:page_id>/upload/", editor_upload, name="editor_upload"),
    path("documentation/<int:page_id>/suggest/", suggest, name="suggest"),
    path("documentation/suggestions/<int:pk>/", suggestion, name="suggestion"),
    path("documentation/suggestions/<int:pk>/withdraw/", withdraw, name="withdraw_suggestion"),
]
