"""Addresses below /admin/setup/; the first account has its own, for it needs no sign-in."""

from django.urls import path

from home.setup import connection, documentation, finish, labels, name, repositories, start, sync

urlpatterns = [
    path("setup/", start.start, name="setup_start"),
    path("setup/name/", name.name, name="setup_name"),
    path("setup/github/", connection.connection, name="setup_connection"),
    path("setup/repositories/", repositories.repositories, name="setup_repositories"),
    path("setup/labels/", labels.labels, name="setup_labels"),
    path("setup/documentation/", documentation.documentation, name="setup_documentation"),
    path("setup/sync/", sync.sync, name="setup_sync"),
    path("setup/next/", finish.finish_step, name="setup_next"),
]
