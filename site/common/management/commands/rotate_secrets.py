import argparse
from collections.abc import Iterator
from typing import Any

from cryptography.fernet import Fernet
from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import models, transaction

from common import audit, vault


class Command(BaseCommand):
    help = "Seal all stored secrets under a new key; those of the environment: under the first of SECRETS_KEY."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--print-key", action="store_true", help="print a new key for SECRETS_KEY and do nothing else"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["print_key"]:
            self.stdout.write(Fernet.generate_key().decode())
            return
        if not vault.keys_are_set():
            vault.add_key()
        try:
            done = reseal_all()
        except vault.VaultError as error:
            raise CommandError(str(error)) from error
        if not vault.keys_are_set():
            vault.drop_old_keys()
        after = " Those after the first in SECRETS_KEY may be removed now." if vault.keys_are_set() else ""
        self.stdout.write(f"{done} {'row is' if done == 1 else 'rows are'} sealed under the newest key.{after}")


@transaction.atomic
def reseal_all() -> int:
    """All or none; returns how many rows there were. Raises VaultError."""
    done = 0
    for model, names in sealed_fields():
        for row in model._default_manager.select_for_update():
            for name in names:
                setattr(row, name, vault.reseal(getattr(row, name)))
            row.save(update_fields=names)
            done += 1
    audit.record(actor=None, action="common.rotate_secrets", subject="secrets", rows=done)
    return done


def sealed_fields() -> Iterator[tuple[type[models.Model], list[str]]]:
    for model in apps.get_models():
        names = [field.name for field in model._meta.concrete_fields if isinstance(field, vault.SealedField)]
        if names:
            yield model, names
