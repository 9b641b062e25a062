"""System checks tell an operator what to set."""

import os
import subprocess
import sys
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


def test_machines_that_would_seal_with_keys_of_their_own_are_warned(settings: Any) -> None:
    settings.REDIS_URL, settings.SECRETS_KEYS = "redis://127.0.0.1:1/0", []
    assert "common.W007" in _ids(checks.check_public_site(None))
    settings.SECRETS_KEYS = ["one for all"]
    assert "common.W007" not in _ids(checks.check_public_site(None))


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


@pytest.mark.parametrize(
    ("name", "value"),
    [("GITHUB_API_URL", "github.com"), ("REDIS_URL", "garbage"), ("SITE_URL", "http://"), ("GITHUB_WEB_URL", "//x")],
)
def test_what_is_no_address_is_named(settings: Any, name: str, value: str) -> None:
    assert checks.check_addresses(None) == []
    setattr(settings, name, value)
    [found] = checks.check_addresses(None)
    assert name in found.msg


def test_half_a_sign_in_is_an_error(settings: Any) -> None:
    settings.GITHUB_OAUTH_CLIENT_ID, settings.GITHUB_OAUTH_CLIENT_SECRET = "id", ""
    assert _ids(checks.check_sign_in(None)) == ["common.E002"]


def test_what_would_make_a_public_site_useless_or_unsafe_is_warned(settings: Any) -> None:
    settings.SITE_URL, settings.BEHIND_PROXY, settings.ALLOWED_HOSTS = "https://harbor.example", False, ["*"]
    settings.REDIS_URL = ""
    assert _ids(checks.check_public_site(None)) == ["common.W004", "common.W005"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "garbage"), ("DATABASE_URL", "mysql://a@b/c"), ("EMAIL_URL", "nonsense"), ("TIME_ZONE", "Mars"),
        ("LOG_LEVEL", "LOUD"), ("PAGE_CACHE_SECONDS", "soon"), ("ACCOUNT_EMAIL_VERIFICATION", "maybe"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_used_is_said_in_one_line(name: str, value: str) -> None:
    command = [sys.executable, "manage.py", "check"]
    done = subprocess.run(
        command,
        cwd=site_settings.BASE_DIR,
        env={**os.environ, name: value},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.strip().startswith(f"The setting {name} cannot be used")
    assert "\n" not in done.stderr.strip()
