"""System checks tell an operator what to set."""

from typing import Any

import pytest
from django.conf import settings as site_settings

from common import checks


def _ids(found: list[Any]) -> list[str]:
    return [message.id for message in found]


def test_a_site_without_https_is_warned(settings: Any) -> None:
    settings.SITE_URL = "http://harbor.example"
    assert "common.W001" in _ids(checks.check_public_site(None))
    settings.SITE_URL = "https://harbor.example"
    assert "common.W001" not in _ids(checks.check_public_site(None))


def test_postgresql_without_redis_is_warned(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EMBEDDED_QUEUE = True
    _pretend_database(monkeypatch, "postgresql")
    assert "common.W002" in _ids(checks.check_public_site(None))


def test_redis_without_postgresql_is_warned(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    _pretend_database(monkeypatch, "sqlite3")
    assert _ids(checks.check_queue(None)) == ["common.W003"]


def test_half_a_github_app_is_an_error_and_a_whole_or_none_is_not(settings: Any) -> None:
    settings.GITHUB_APP_ID, settings.GITHUB_APP_PRIVATE_KEY, settings.GITHUB_APP_INSTALLATION_ID = "1", "", ""
    assert _ids(checks.check_github(None)) == ["common.E001"]
    settings.GITHUB_APP_PRIVATE_KEY, settings.GITHUB_APP_INSTALLATION_ID = "key", "2"
    assert checks.check_github(None) == []
    settings.GITHUB_APP_ID = settings.GITHUB_APP_PRIVATE_KEY = settings.GITHUB_APP_INSTALLATION_ID = ""
    assert checks.check_github(None) == []


def _pretend_database(monkeypatch: pytest.MonkeyPatch, engine: str) -> None:
    # Set past the fixture: Django warns of any override of DATABASES, and here no connection is made.
    monkeypatch.setattr(site_settings, "DATABASES", {"default": {"ENGINE": f"django.db.backends.{engine}"}})
