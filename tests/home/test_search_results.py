"""Search finds what the rooms hold."""

import pytest
from django.test import Client

from github_sync.sandbox import Sandbox


@pytest.mark.django_db(transaction=True)
def test_documentation_and_tasks_are_found(client: Client, harbor: Sandbox) -> None:
    assert "/docs/harbor/start/" in client.get("/search/", {"q": "hello"}).content.decode()
    assert "/tasks/harbor/core/1/" in client.get("/search/", {"q": "typo"}).content.decode()
