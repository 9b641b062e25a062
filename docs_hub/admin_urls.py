"""Addresses below /admin/ that no viewset brings along."""

from django.urls import path

from docs_hub.desk.conflicts import ConflictView
from docs_hub.desk.edits import EditsView, EditView, retry
from docs_hub.desk.review import PageReviewView
from docs_hub.desk.translations import TranslationsView, TranslationView, mark_current

urlpatterns = [
    path("documentation-edits/", EditsView.as_view(), name="docs_edits"),
    path("documentation-edits/<int:proposal_id>/", EditView.as_view(), name="docs_edit"),
    path("documentation-edits/<int:proposal_id>/retry/", retry, name="docs_edit_retry"),
    path("documentation-edits/conflicts/<int:conflict_id>/", ConflictView.as_view(), name="docs_conflict"),
    path("documentation-edits/review/<int:page_id>/", PageReviewView.as_view(), name="docs_page_review"),
    path("documentation-edits/translations/", TranslationsView.as_view(), name="docs_translations"),
    path("documentation-edits/translations/<int:page_id>/", TranslationView.as_view(), name="docs_translation"),
    path("documentation-edits/translations/<int:page_id>/current/", mark_current, name="docs_translation_current"),
]
