"""Secrets are sealed in the database, and the key can be changed while the site runs."""

import json
import subprocess
import sys

import pytest
from cryptography.fernet import Fernet
from django.core import serializers
from django.core.management import CommandError, call_command

from common import vault
from common.models import AuditEntry
from github_sync.models import Credential
from github_sync.services.credentials.stored import secrets_of, store

pytestmark = pytest.mark.django_db

TOKEN = "ghp_only-harbor-knows"


@pytest.fixture
def keys(settings, tmp_path):
    """A site with a data folder of its own, so with a key file of its own."""
    settings.DATA_DIR, settings.SECRETS_KEYS = tmp_path, []
    return tmp_path / "secrets_key"


@pytest.fixture
def stored(keys) -> Credential:
    return store(credential=Credential(kind="token"), secrets={"token": TOKEN}, actor=None, login="alice")


def sealed_in_database() -> str:
    return Credential.objects.values_list("sealed", flat=True).get()


def test_the_database_holds_no_secret_as_it_is(stored):
    assert TOKEN not in sealed_in_database()
    assert secrets_of(Credential.objects.get()) == {"token": TOKEN}


def test_an_export_holds_not_even_what_is_sealed(stored):
    text = serializers.serialize("json", Credential.objects.all())
    assert "sealed" not in json.loads(text)[0]["fields"]
    assert TOKEN not in text


def test_nothing_shows_a_secret_by_the_way(stored):
    audited = " ".join(str(entry.detail) for entry in AuditEntry.objects.all())
    assert TOKEN not in repr(stored) + str(stored) + audited + json.dumps(stored.scopes)


def test_the_key_file_is_for_this_user_only(stored, keys):
    assert keys.stat().st_mode & 0o077 == 0


def test_a_rotation_seals_anew_and_keeps_the_secrets(stored, keys, capsys):
    before, key_before = sealed_in_database(), keys.read_text().split()
    call_command("rotate_secrets")
    assert "1 row is sealed" in capsys.readouterr().out
    assert sealed_in_database() != before
    assert secrets_of(Credential.objects.get()) == {"token": TOKEN}
    newest = keys.read_text().split()[0]
    assert newest not in key_before
    Fernet(newest).decrypt(sealed_in_database().encode())  # the old key is not needed for it


def test_after_two_rotations_the_first_key_is_gone(stored, keys):
    first = keys.read_text().split()[0]
    call_command("rotate_secrets")
    call_command("rotate_secrets")
    assert first not in keys.read_text()
    assert secrets_of(Credential.objects.get()) == {"token": TOKEN}


def test_a_rotation_that_is_cut_off_after_the_new_key_loses_nothing(stored, keys):
    vault.add_key()
    assert secrets_of(Credential.objects.get()) == {"token": TOKEN}
    call_command("rotate_secrets")
    assert secrets_of(Credential.objects.get()) == {"token": TOKEN}


def test_keys_of_the_environment_are_taken_in_their_order(stored, keys, settings):
    old, new = keys.read_text().strip(), Fernet.generate_key().decode()
    settings.SECRETS_KEYS = [new, old]
    call_command("rotate_secrets")
    settings.SECRETS_KEYS = [new]
    assert secrets_of(Credential.objects.get()) == {"token": TOKEN}


def test_a_lost_key_is_said_in_words(stored, keys):
    keys.write_text(Fernet.generate_key().decode())
    with pytest.raises(vault.VaultError, match="Enter them anew"):
        secrets_of(Credential.objects.get())
    before = sealed_in_database()
    with pytest.raises(CommandError, match="Enter them anew"):
        call_command("rotate_secrets")
    assert sealed_in_database() == before


def test_a_key_that_is_none_is_said_in_words(stored, settings):
    settings.SECRETS_KEYS = ["short"]
    with pytest.raises(vault.VaultError, match="--print-key"):
        secrets_of(Credential.objects.get())


def test_the_command_prints_a_usable_key(keys, capsys):
    call_command("rotate_secrets", "--print-key")
    Fernet(capsys.readouterr().out.strip())
    assert not keys.exists()


def test_processes_that_start_together_agree_on_one_key(tmp_path):
    code = "import django; django.setup(); from common import vault; print(vault.seal({'a': 'b'}))"
    command = [sys.executable, "-c", code]
    environment = {"DJANGO_SETTINGS_MODULE": "config.settings", "DATA_DIR": str(tmp_path), "PATH": "",
                   "PYTHONPATH": ":".join(sys.path)}  # fmt: skip
    started = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    sealed = [process.communicate()[0].strip() for process in started]
    (key,) = (tmp_path / "secrets_key").read_text().split()
    assert [json.loads(Fernet(key).decrypt(text.encode())) for text in sealed] == [{"a": "b"}] * 4
