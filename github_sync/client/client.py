"""Asks GitHub through PyGithub and counts what it costs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import requests
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


class GitHubClient:
    """One credential's conversation with GitHub; `requests` and `points` are what it has cost so far."""

    def __init__(self, *, api_url: str = "", token: str = "") -> None:
        self.api_url = api_url or settings.GITHUB_API_URL
        self.requests = 0
        self.points = 0
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

    def pages(self, path: str, **parameters: Any) -> Iterator[list[dict[str, Any]]]:
        """Each page of a listing, following `Link` to its end."""
        url: str | None = path
        arguments: dict[str, Any] = {"per_page": 100, **parameters}
        while url:
            headers, data = self._get(url, arguments)
            yield data
            url, arguments = _next_link(headers.get("link", "")), {}

    def graphql(self, query: str, **variables: Any) -> dict[str, Any]:
        """`data` of one query, which must ask for `rateLimit {cost}`; raises GitHubError."""
        with self._errors(f"{variables.get('owner')}/{variables.get('name')}"):
            self.requests += 1
            _, answer = self._github.requester.graphql_query(query, variables)
        data: dict[str, Any] = answer["data"]
        self.points += data["rateLimit"]["cost"]
        return data

    def _get(self, path: str, parameters: dict[str, Any]) -> tuple[dict[str, Any], Any]:
        with self._errors(path.removeprefix("/repos/")):
            self.requests += 1
            return self._github.requester.requestJsonAndCheck("GET", path, parameters=parameters or None)

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
        app = Auth.AppAuth(settings.GITHUB_APP_ID, settings.GITHUB_APP_PRIVATE_KEY.replace("\\n", "\n"))
        return app.get_installation_auth(int(settings.GITHUB_APP_INSTALLATION_ID))
    chosen = token or settings.GITHUB_TOKEN
    return Auth.Token(chosen) if chosen else None


def _from_answer(host: str, error: GithubException) -> GitHubError:
    headers = {name.lower(): value for name, value in (error.headers or {}).items()}
    if error.status in {403, 429} and (headers.get("x-ratelimit-remaining") == "0" or "retry-after" in headers):
        return GitHubLimitError(
            f"{host} allows no more requests until {_limit_ends(headers)}. The sync goes on from here then."
        )
    if error.status == 401:
        return GitHubCredentialError(f"{host} asks for a token. Set GITHUB_TOKEN.")
    return GitHubError(f"{host} answered {error.status}: {_message(error.data)[:200]}")


def _message(data: Any) -> str:
    """REST says `message`, GraphQL a list of `errors`."""
    if not isinstance(data, dict):
        return str(data)
    errors = [str(error.get("message")) for error in data.get("errors") or () if isinstance(error, dict)]
    return str(data.get("message") or "; ".join(errors))


def _limit_ends(headers: dict[str, Any]) -> str:
    reset = str(headers.get("x-ratelimit-reset", ""))
    if not reset.isdecimal():
        return "later"
    return datetime.fromtimestamp(int(reset), UTC).strftime("%H:%M UTC")


def _next_link(header: str) -> str | None:
    for part in header.split(","):
        url, _, relation = part.partition(";")
        if 'rel="next"' in relation:
            return url.strip(" <>")
    return None
