"""What the board's settings say of the labels that they name."""

from typing import Any

from django import template

from contributors.queries.label_use import board_labels, renamed_labels, rules_without_label

register = template.Library()


@register.simple_tag
def label_use() -> dict[str, Any]:
    return {"labels": board_labels(), "renamed": renamed_labels(), "without": rules_without_label()}
