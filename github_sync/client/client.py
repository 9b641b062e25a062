"""Asks GitHub through PyGithub and counts what it costs."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import requests
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings
from github import Auth, Github
from github.GithubException import BadCredentialsException, GithubException, UnknownObjectException
from urllib3.util import Retry

from github_sync.client.errors import (
    GitHubCredentialError,
    GitHubError,
    GitHubLimitError,
    GitHubNotFoundError,
    GitHubUnreachableError,
)

RETRIES = Retry(
    total=4,
    backoff_factor=0.5,
    status_forcelist=(500, 502, 503, 504),
    allowed_methods=None,
    raise_on_status=False,
    respect_retry_after_header=False,
)
TIMEOUT = 30
PATIENCE = 60.0
"""Seconds that a call waits for a limit to end; a longer one ends the sync, which the schedule takes up again."""
TRIES = 3


class GitHubClient:
    """One credential's conversation with GitHub; `requests` and `points` are what it has cost so far."""

    def __init__(self, *, api_url: str = "", token: str = "") -> None:
        self.api_url = api_url or settings.GITHUB_API_URL
        self.requests = 0
        self.points = 0
        _check_address(self.api_url)
        self._github = Github(
            base_url=self.api_url,
            auth=_auth(token),
            per_page=100,
            timeout=TIMEOUT,
            retry=RETRIES,
            seconds_between_requests=None,
            seconds_between_writes=None,
            user_agent="mainstay",
            lazy=True,
        )

    def get(self, path: str, **parameters: Any) -> Any:
        """The JSON of one GET; raises GitHubError."""
        return self._get(path, parameters)[1]

    def pages(self, path: str, **parameters: Any) -> Iterator[Any]:
        """Each page of a listing, following `Link` to its end; of a commit, mappings with a page of its files each."""
        url: str | None = path
        arguments: dict[str, Any] = {"per_page": 100, **parameters}
        while url:
            headers, data = self._get(url, arguments)
            yield data
            url, arguments = _next_link(headers.get("link", "")), {}

    def graphql(self, query: str, **variables: Any) -> dict[str, Any]:
        """`data` of one query, which must ask for `rateLimit {cost}`; raises GitHubError."""
        what = f"{variables.get('owner')}/{variables.get('name')}"
        _, answer = self._ask(what, lambda: self._github.requester.graphql_query(query, variables))
        data: dict[str, Any] = answer["data"]
        self.points += data["rateLimit"]["cost"]
        return data

    def _get(self, path: str, parameters: dict[str, Any]) -> tuple[dict[str, Any], Any]:
        requester = self._github.requester
        what = path.removeprefix("/repos/")
        return self._ask(what, lambda: requester.requestJsonAndCheck("GET", path, parameters=parameters or None))

    def _ask(self, what: str, send: Callable[[], tuple[dict[str, Any], Any]]) -> tuple[dict[str, Any], Any]:
        """Waits out a short limit, as GitHub asks for."""
        for tries_left in reversed(range(TRIES)):
            try:
                with self._errors(what):
                    self.requests += 1
                    return send()
            except GitHubLimitError as error:
                if error.wait is None or error.wait > PATIENCE or not tries_left:
                    raise
                time.sleep(error.wait)
        raise AssertionError("the last try returns or raises")

    @contextmanager
    def _errors(self, what: str) -> Iterator[None]:
        host = urlsplit(self.api_url).netloc
        try:
            yield
        except BadCredentialsException as error:
            raise GitHubCredentialError(
                f"{host} refused the token. Check GITHUB_TOKEN: it may be mistyped, expired or revoked."
            ) from error
        except UnknownObjectException as error:
            raise GitHubNotFoundError(
                f"{host} knows no {what}, or this token may not see it. Check the name and the token's access."
            ) from error
        except GithubException as error:
            raise _from_answer(host, error) from error
        except (requests.RequestException, ValueError) as error:
            reason = type(error).__name__
            raise GitHubUnreachableError(
                f"{self.api_url} cannot be reached ({reason}). Check GITHUB_API_URL and the network, then run it again."
            ) from error


def _auth(token: str) -> Auth.Auth | None:
    if settings.GITHUB_APP_ID and not token:
        return _app_auth(
            settings.GITHUB_APP_ID,
            settings.GITHUB_APP_PRIVATE_KEY.replace("\\n", "\n"),
            settings.GITHUB_APP_INSTALLATION_ID,
        )
    chosen = token or settings.GITHUB_TOKEN
    return Auth.Token(chosen) if chosen else None


def _app_auth(app_id: str, key: str, installation_id: str) -> Auth.Auth:
    if not str(installation_id).isdecimal():
        raise GitHubCredentialError("GITHUB_APP_INSTALLATION_ID must be the number of the App's installation.")
    try:
        load_pem_private_key(key.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise GitHubCredentialError(
            "GITHUB_APP_PRIVATE_KEY is no private key. Paste the whole .pem file that GitHub gave for the App."
        ) from error
    return Auth.AppAuth(app_id, key).get_installation_auth(int(installation_id))


def _check_address(api_url: str) -> None:
    try:
        parts = urlsplit(api_url)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address:
        raise GitHubUnreachableError(f"GITHUB_API_URL “{api_url}” is no address. Write it like https://api.github.com.")


def _from_answer(host: str, error: GithubException) -> GitHubError:
    headers = {name.lower(): value for name, value in (error.headers or {}).items()}
    if _is_limit(error, headers):
        wait = _wait(headers, is_secondary="secondary" in _message(error.data).lower())
        until = "later" if wait is None else f"{datetime.now(UTC) + timedelta(seconds=wait):%H:%M UTC}"
        return GitHubLimitError(f"{host} allows no more requests until {until}. The sync goes on from here then.", wait)
    if error.status == 401:
        return GitHubCredentialError(f"{host} asks for a token. Set GITHUB_TOKEN.")
    return GitHubError(f"{host} answered {error.status}: {_message(error.data)[:200]}")


def _message(data: Any) -> str:
    """REST says `message`, GraphQL a list of `errors`."""
    if not isinstance(data, dict):
        return str(data)
    errors = [str(error.get("message")) for error in data.get("errors") or () if isinstance(error, dict)]
    return str(data.get("message") or "; ".join(errors))


def _is_limit(error: GithubException, headers: dict[str, Any]) -> bool:
    """GitHub says it in one of four ways; a 403 alone means something else."""
    if error.status == 400 and isinstance(error.data, dict):
        kinds = [e.get("type") for e in error.data.get("errors") or () if isinstance(e, dict)]
        return "RATE_LIMITED" in kinds
    is_spent = headers.get("x-ratelimit-remaining") == "0" or "retry-after" in headers
    return error.status in {403, 429} and (is_spent or "rate limit" in _message(error.data).lower())


def _wait(headers: dict[str, Any], *, is_secondary: bool) -> float | None:
    """Seconds until the limit ends: what GitHub asks for, else its reset, else the minute that it documents."""
    if str(headers.get("retry-after", "")).isdecimal():
        return float(headers["retry-after"])
    if is_secondary:
        return 60.0
    reset = str(headers.get("x-ratelimit-reset", ""))
    return max(1.0, int(reset) - time.time() + 1) if reset.isdecimal() else None


def _next_link(header: str) -> str | None:
    for part in header.split(","):
        url, _, relation = part.partition(";")
        if 'rel="next"' in relation:
            return url.strip(" <>")
    return None
