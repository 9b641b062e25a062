"""Reads the environment for the settings; what cannot be used is said in one line that names the setting."""

import logging
import warnings
import zoneinfo
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()


def read_file(path: Path) -> None:
    """Lines `NAME=value` of a `.env` file; the environment itself goes first."""
    if path.exists():
        env.read_env(path)


def number(name: str, default: int) -> int:
    try:
        return int(env.int(name, default=default))
    except ValueError as error:
        raise _unusable(name, "a whole number") from error


def one_of(name: str, choices: Iterable[str], default: str) -> str:
    value = str(env(name, default=default))
    if value not in choices:
        raise _unusable(name, f"one of {', '.join(choices)}")
    return value


def private_folder(path: Path) -> Path:
    """Made for this account alone; one that is there keeps what its owner allows."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def private_file(path: Path) -> None:
    """What is in the database is for this account alone; files that SQLite puts beside it become the same."""
    if path.parent.is_dir():
        path.touch(mode=0o600)
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)


def database(name: str, default: str) -> dict[str, Any]:
    try:
        with warnings.catch_warnings(action="ignore"):
            found: dict[str, Any] = env.db(name, default=default)
    except Exception as error:
        raise _unusable(name, "an address like postgres://user:password@host/name") from error
    if not str(found.get("ENGINE", "")).endswith(("sqlite3", "postgresql")):
        raise _unusable(name, "the address of a PostgreSQL or SQLite database")
    return found


def mail(name: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = env.email(name, default="consolemail://")
        found["EMAIL_PORT"] = int(found.get("EMAIL_PORT") or 25)
    except Exception as error:
        raise _unusable(name, "an address like smtp://user:password@host:587") from error
    return found


def zone(name: str, default: str) -> str:
    value = str(env(name, default=default))
    if value not in zoneinfo.available_timezones():
        raise _unusable(name, "a time zone like Europe/Berlin")
    return value


def log_level(name: str, default: str) -> str:
    return one_of(name, logging.getLevelNamesMapping(), default)


def _unusable(name: str, wanted: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"The setting {name} cannot be used: it must be {wanted}.")
