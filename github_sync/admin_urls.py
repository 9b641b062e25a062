"""Addresses below /admin/ that no viewset brings along."""

from django.urls import path

from github_sync.views.connection import app, screen

urlpatterns = [
    path("github/connection/", screen.connection, name="github_connection"),
    path("github/connection/token/", screen.enter_token, name="github_enter_token"),
    path("github/connection/check/", screen.check, name="github_check_connection"),
    path("github/connection/<int:credential_id>/disconnect/", screen.disconnect, name="github_disconnect"),
    path("github/connection/webhook-secret/", screen.renew_secret, name="github_renew_secret"),
    path("github/connection/webhooks/", screen.webhooks, name="github_set_up_webhooks"),
    path("github/connection/app/", app.begin, name="github_app_begin"),
    path("github/connection/app/made/", app.made, name="github_app_made"),
    path("github/connection/app/by-hand/", app.by_hand, name="github_app_by_hand"),
    path("github/connection/app/installed/", app.installed, name="github_app_installed"),
    path("github/connection/app/<int:credential_id>/", app.choose, name="github_app_choose"),
]
