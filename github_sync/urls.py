"""The address to enter as the webhook's on GitHub."""

from django.urls import path

from github_sync.views.webhooks import receive

app_name = "github_sync"
urlpatterns = [path("webhooks/", receive, name="webhooks")]
