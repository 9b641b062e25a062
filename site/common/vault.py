"""Seals secrets for the database, so that a copy of it gives nothing away; the keys lie outside of it.

The first key seals, all of them open: so a key can be replaced while the site runs. The sealing is Fernet's
(AES-128-CBC with an HMAC-SHA256), by the library `cryptography`.
"""

import json
import os
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models
from django.views.decorators.debug import sensitive_variables

from common.errors import MainstayError


class VaultError(MainstayError):
    """What was sealed cannot be opened with the keys that this site has."""


class SealedField(models.TextField):
    """What `seal` gave; in no form and in no export."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **{**kwargs, "blank": True, "default": "", "editable": False, "serialize": False})  # type: ignore[arg-type]


@sensitive_variables()
def seal(secrets: dict[str, str]) -> str:
    """Empty values are left out."""
    return _keys().encrypt(json.dumps({name: value for name, value in secrets.items() if value}).encode()).decode()


@sensitive_variables()
def unseal(sealed: str) -> dict[str, str]:
    """Raises VaultError where no key fits."""
    if not sealed:
        return {}
    try:
        found: dict[str, str] = json.loads(_keys().decrypt(sealed.encode()))
    except InvalidToken as error:
        raise VaultError(_lost()) from error
    return found


@sensitive_variables()
def reseal(sealed: str) -> str:
    """The same secrets under the newest key; raises VaultError where no key fits."""
    try:
        return _keys().rotate(sealed.encode()).decode() if sealed else ""
    except InvalidToken as error:
        raise VaultError(_lost()) from error


def keys_are_set() -> bool:
    """True where the operator keeps the keys, in SECRETS_KEY; else the site keeps them in a file."""
    return bool(settings.SECRETS_KEYS)


@sensitive_variables()
def add_key() -> None:
    """Put a new key before those in the file."""
    _write([Fernet.generate_key().decode(), *_from_file()])


@sensitive_variables()
def drop_old_keys() -> None:
    """Once all is sealed under the newest; the one before stays, for what was being sealed meanwhile."""
    _write(_from_file()[:2])


def _keys() -> MultiFernet:
    """Read anew each time, for another process may have changed the file."""
    try:
        return MultiFernet([Fernet(key) for key in settings.SECRETS_KEYS or _from_file()])
    except ValueError as error:
        raise VaultError("SECRETS_KEY is no usable key. Make one with: manage.py rotate_secrets --print-key") from error


def _from_file() -> list[str]:
    path = _path()
    if not path.exists():
        _write([Fernet.generate_key().decode()], if_absent=True)
    return path.read_text().split()


def _write(keys: list[str], *, if_absent: bool = False) -> None:
    """Whole or not at all, and for this user only."""
    path = _path()
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text("\n".join(keys) + "\n")
    if not if_absent:
        draft.replace(path)
        return
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first, and its key counts
    finally:
        draft.unlink()


def _path() -> Path:
    return Path(settings.DATA_DIR) / "secrets_key"


def _lost() -> str:
    kept = "SECRETS_KEY" if keys_are_set() else f"the file {_path().name} of the data folder"
    return f"The stored secrets cannot be opened: {kept} is another one than they were sealed with. Enter them anew."
