"""The address to enter as the webhook's on GitHub, and the page where people change what they said there."""

from django.urls import path

from github_sync.views.own_comments import edit_own_comment
from github_sync.views.webhooks import receive

app_name = "github_sync"
urlpatterns = [
    path("webhooks/", receive, name="webhooks"),
    path("comments/<int:action_id>/", edit_own_comment, name="edit_own_comment"),
]
