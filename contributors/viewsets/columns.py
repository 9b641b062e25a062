"""Cells that several lists of the CMS share."""

from typing import Any

from wagtail.admin.ui.tables import Column

from contributors.domain.kinds import kind_title


class KindColumn(Column):
    """The kind of work in words."""

    def __init__(self, classname: str = "") -> None:
        super().__init__("kind", label="Kind of work", sort_key="kind", classname=classname)

    def get_value(self, instance: Any) -> str:
        return kind_title(instance.kind)
