"""One request to an address that anybody may have written into a page: never into this site's own network.

The name is looked up once, every address it has must be public, and the connection goes to the address that was
looked at, so that a second look-up cannot lead elsewhere.
"""

import ipaddress
import socket
import ssl
import threading
from contextlib import closing, suppress
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import certifi
from django.conf import settings
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

TIMEOUT = 10.0
DEADLINE = 20.0
"""Seconds for a request as a whole, however slowly its answer drips."""
PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_SAFE = "/%:@!$&'()*+,;=~-._?"


class ForbiddenAddressError(Exception):
    """The address lies in a network that is not for everyone."""


class NoAnswerError(Exception):
    """With the reason in a few words."""


@dataclass(frozen=True)
class Reply:
    status: int
    location: str = ""
    retry_after: str = ""
    body: bytes = b""


def fetch(method: str, url: str, *, read: int = 0) -> Reply:
    """Follows nothing; reads at most `read` bytes. Raises ForbiddenAddressError, NoAnswerError."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
    if parts.scheme not in PORTS or (port not in PORTS.values() and not settings.LINK_CHECK_PRIVATE):
        raise ForbiddenAddressError(f"port {port}")
    connection = _connection(parts.scheme, host, _public_address(host, port), port)
    target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    watch = threading.Timer(DEADLINE, _cut, [connection])
    watch.daemon = True
    watch.start()
    try:
        with closing(connection):
            return _exchange(connection, method, target, _shown_host(parts.scheme, host, port), read)
    except (HTTPError, OSError, ValueError) as error:
        raise NoAnswerError(_in_words(error)) from error
    finally:
        watch.cancel()


def user_agent() -> str:
    return f"MainstayLinkCheck/1 (+{settings.SITE_URL}/docs/)"


def _exchange(connection: HTTPConnection, method: str, target: str, host: str, read: int) -> Reply:
    headers = {"Host": host, "User-Agent": user_agent(), "Accept": "*/*", "Connection": "close"}
    connection.request(method, target, headers=headers, preload_content=False)
    answer = connection.getresponse()
    body = answer.read(read) if read else b""
    return Reply(answer.status, answer.headers.get("location", ""), answer.headers.get("retry-after", ""), body)


def _connection(scheme: str, host: str, address: str, port: int) -> HTTPConnection:
    if scheme == "http":
        return HTTPConnection(address, port, timeout=TIMEOUT)
    return HTTPSConnection(
        address,
        port,
        timeout=TIMEOUT,
        server_hostname=_ascii(host),
        assert_hostname=_ascii(host),
        ssl_context=ssl.create_default_context(cafile=certifi.where()),
    )


def _public_address(host: str, port: int) -> str:
    """The first of its addresses; not one of them may be private, or which one is asked would be luck."""
    try:
        found = socket.getaddrinfo(_ascii(host), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoAnswerError("its name is not known") from error
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses:
        raise NoAnswerError("its name is not known")
    if not settings.LINK_CHECK_PRIVATE and not all(map(is_public, addresses)):
        raise ForbiddenAddressError(host)
    return addresses[0]


def is_public(address: str) -> bool:
    """False for loopback, private, link-local, multicast and reserved ones, however an IPv6 address wraps them."""
    number = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour or (number.teredo[1] if number.teredo else None)
        if number in _NAT64:
            inner = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return number.is_global and not number.is_multicast and not number.is_reserved


def _ascii(host: str) -> str:
    return host.encode("idna").decode() if not host.isascii() else host


def _shown_host(scheme: str, host: str, port: int) -> str:
    name = f"[{host}]" if ":" in host else _ascii(host)
    return name if port == PORTS[scheme] else f"{name}:{port}"


def _cut(connection: HTTPConnection) -> None:
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _in_words(error: Exception) -> str:
    text = f"{type(error).__name__} {error}".lower()
    if "certificate" in text:
        return "its certificate is not valid"
    if "timeout" in text or "timed out" in text:
        return "it did not answer in time"
    return "no connection" if "connect" in text or "refused" in text else "its answer could not be read"
