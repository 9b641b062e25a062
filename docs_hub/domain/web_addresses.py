"""Addresses of other sites as they can be asked for."""

from urllib.parse import urldefrag, urlsplit

LONGEST = 2000


def host_in(href: str) -> str:
    """As it is written there, in small letters; empty where none is, or where it cannot be one."""
    try:
        return urlsplit(href).netloc.lower()
    except ValueError:
        return ""


def plain_address(href: str) -> str:
    """Empty for what cannot be asked for."""
    address = urldefrag(f"https:{href}" if href.startswith("//") else href)[0]
    try:
        parts = urlsplit(address)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
        _ = parts.port
    except ValueError:
        return ""
    is_plain = not any(character.isspace() or ord(character) < 32 for character in address)
    return address if is_web and is_plain and len(address) <= LONGEST else ""
