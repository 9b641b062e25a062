"""A column that says when two rows have one name, so that the database can keep twins out."""

import hashlib
from typing import Any

from django.db import models

from common.names import same_name_key

LONGEST = 200


class NameKeyField(models.CharField):
    """The `same_name_key` of the column `of`, written with every row that is saved, also in bulk; never by `update`."""

    def __init__(self, *args: Any, of: str = "name", **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **{"max_length": LONGEST, "editable": False, "default": "", **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = stored_key(getattr(model_instance, self.of) or "")
        setattr(model_instance, self.attname, key)
        return key


def stored_key(name: str) -> str:
    """Case folding can make a long name longer than any column."""
    key = same_name_key(name)
    return key if len(key) <= LONGEST else hashlib.sha256(key.encode()).hexdigest()
