"""A GitHub App in place of a token."""

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.management import CommandError, call_command

from github_sync.models import Issue

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def app(settings):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    settings.GITHUB_TOKEN = ""
    settings.GITHUB_APP_ID = "12"
    settings.GITHUB_APP_INSTALLATION_ID = "34"
    settings.GITHUB_APP_PRIVATE_KEY = pem.replace("\n", "\\n")  # as an .env file holds it
    return settings


def test_the_sync_reads_with_the_installations_token(sandbox, app):
    call_command("sync_github", "harbor/core")
    assert Issue.objects.count() == 3
    asked = [line["path"] for line in sandbox.requests]
    assert any(path.endswith("/app/installations/34/access_tokens") for path in asked)
    assert "app-12[bot]" in sandbox.access.tokens.values()


def test_a_broken_key_is_said_in_one_line(sandbox, app):
    app.GITHUB_APP_PRIVATE_KEY = "not a key"
    with pytest.raises(CommandError, match=r"whole \.pem file"):
        call_command("sync_github", "harbor/core")
    assert not Issue.objects.exists()


def test_an_installation_that_is_no_number_is_said(sandbox, app):
    app.GITHUB_APP_INSTALLATION_ID = "ours"
    with pytest.raises(CommandError, match="number of the App's installation"):
        call_command("sync_github", "harbor/core")
