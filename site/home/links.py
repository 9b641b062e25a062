"""Addresses that editors type into blocks."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from wagtail import blocks

SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def is_address(text: str) -> bool:
    """A path of this site, a place on the page, or an address that no browser takes for a script."""
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return False
    if parts.scheme:
        return parts.scheme.lower() in SCHEMES
    return text.strip().startswith(("/", "#", "?"))


class AddressBlock(blocks.CharBlock):
    def clean(self, value: Any) -> Any:
        clean = super().clean(value)
        if clean and not is_address(clean):
            raise ValidationError(
                "Write a path of this site such as /tasks/, or a whole address beginning with https://."
            )
        return clean


class DoorValue(blocks.StructValue):
    @property
    def href(self) -> str:
        """Of a block that was saved before addresses were looked at, too."""
        address = str(self.get("address") or "")
        return address if is_address(address) else "/"
