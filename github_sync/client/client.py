"""Asks GitHub through PyGithub, waits and tries again where that helps, and counts what it costs.

PyGithub is imported where it is used: it loads 35 MB, and most commands and web processes never ask GitHub.
"""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.views.decorators.debug import sensitive_variables
from urllib3.util import Retry

from github_sync.client.access import Access, access_from_settings
from github_sync.client.allowance import Keeper, NoKeeper, allowance_of, server_time
from github_sync.client.errors import (
    GitHubCredentialError,
    GitHubError,
    GitHubHeavyError,
    GitHubLimitError,
    GitHubNotFoundError,
    GitHubRefusedError,
    GitHubUnreachableError,
)
from github_sync.client.sending import change
from github_sync.domain.writes import check_harmless

if TYPE_CHECKING:
    from github import Github
    from github.GithubException import GithubException

NOT_MODIFIED = 304
MISSING, FORBIDDEN = "NOT_FOUND", "FORBIDDEN"
RETRIES = Retry(
    total=4,
    backoff_factor=0.5,
    status_forcelist=(500, 502, 503, 504),
    allowed_methods=None,
    raise_on_status=False,
    respect_retry_after_header=False,
)
PATIENCE = 60.0
"""Seconds that a call waits for a limit to end; a longer one ends the sync, which the schedule takes up again."""
TRIES = 4
TOO_MUCH = re.compile(r"something went wrong|timed? ?out|node limit|resource limits", re.IGNORECASE)
PAUSE = 0.5
"""Seconds before an answer that could not be read is asked for again; doubled each time."""
Answer = tuple[dict[str, Any], Any]


class GitHubClient:
    """One credential's conversation with GitHub; `requests` and `points` are what it has cost so far.

    `keeper` shares what the credential may ask; `clock_ahead` is how far GitHub's clock is ahead of ours, in seconds.
    `heartbeat` is called before each request; what it raises ends the conversation.
    """

    def __init__(self, *, api_url: str = "", access: Access | None = None, keeper: Keeper | None = None) -> None:
        self.api_url = api_url or settings.GITHUB_API_URL
        self.keeper: Keeper = keeper or NoKeeper()
        self.requests = 0
        self.points = 0
        self.clock_ahead = 0.0
        self.heartbeat: Callable[[], None] = lambda: None
        _check_address(self.api_url)
        self._github = _requests_of(self.api_url, access or access_from_settings())

    def get(self, path: str, **parameters: Any) -> Any:
        """The JSON of one GET; raises GitHubError."""
        return self._get(path, parameters)[1]

    def answer(self, path: str, **parameters: Any) -> Answer:
        """Headers, by their names in small letters, and the JSON of one GET; raises GitHubError."""
        return self._get(path, parameters)

    def post(self, path: str, body: dict[str, Any] | None = None, *, method: str = "POST") -> Any:
        """For what may safely be sent twice: it is sent again after a failed connection. Raises GitHubError."""
        requester = self._github.requester
        return self._ask(path, lambda: requester.requestJsonAndCheck(method, path, input=body), "core")[1]

    def send(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """The JSON of one change, asked for once: where no answer came, it may have been done all the same.

        Raises GitHubError; GitHubRefusedError where GitHub will not do it, ForbiddenChangeError where this site may
        not ask.
        """
        check_harmless(method, path, body)
        return self._ask(path.removeprefix("/repos/"), lambda: change(self, method, path, body), "core", tries=1)[1]

    def pages(self, path: str, **parameters: Any) -> Iterator[Any]:
        """Each page of a listing, following `Link` to its end; of a commit, mappings with a page of its files each."""
        url: str | None = path
        arguments: dict[str, Any] = {"per_page": 100, **parameters}
        while url:
            headers, data = self._get(url, arguments)
            yield data
            url, arguments = _next_link(headers.get("link", "")), {}

    def get_if_changed(self, path: str, etag: str, **parameters: Any) -> tuple[Any, str, str | None]:
        """JSON, its ETag and the address of the next page; (None, etag, None) where nothing changed, which is free."""
        conditions = {"If-None-Match": etag} if etag else {}
        headers, data = self._get(path, parameters, conditions)
        if headers.get("status-code") == NOT_MODIFIED:
            return None, etag, None
        return data, str(headers.get("etag") or ""), _next_link(headers.get("link", ""))

    def graphql(self, query: str, **variables: Any) -> dict[str, Any]:
        """`data` of one query, which must ask for `rateLimit {cost}`; raises GitHubError."""
        what = f"{variables.get('owner')}/{variables.get('name')}"
        data, faults = self._graphql(what, query, variables)
        refused = next((fault for fault in faults if fault.get("type") == FORBIDDEN), None)
        if refused is not None:
            raise self.forbidden(what, refused)
        if faults or data.get("repository", "") is None:
            raise self.not_found(what)
        return data

    def graphql_parts(self, query: str, **variables: Any) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
        """The same for a query of many parts: `data`, and GitHub's error by the name of the part that has one.

        The errors are of the types NOT_FOUND and FORBIDDEN only; of several in a part the refusal counts.
        """
        data, faults = self._graphql("what was asked for", query, variables)
        faults.sort(key=lambda fault: fault.get("type") == FORBIDDEN)
        return data, {str((fault.get("path") or [""])[0]): fault for fault in faults}

    def _graphql(self, what: str, query: str, variables: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        requester = self._github.requester
        question = {"query": query, "variables": variables}
        _, answer = self._ask(
            what,
            lambda: _readable_graphql(requester.requestJsonAndCheck("POST", requester.graphql_url, input=question)),
            "graphql",
        )
        data: dict[str, Any] = answer["data"]
        self.points += (data.get("rateLimit") or {}).get("cost") or 1
        return data, list(answer.get("errors") or ())

    def _get(self, path: str, parameters: dict[str, Any], conditions: dict[str, str] | None = None) -> Answer:
        requester = self._github.requester
        what = path.removeprefix("/repos/")

        def send() -> Answer:
            if conditions is None:
                return _readable(requester.requestJsonAndCheck("GET", path, parameters=parameters or None))
            status, headers, output = requester.requestJson("GET", path, parameters, conditions)
            if status == NOT_MODIFIED:
                return {**headers, "status-code": status}, None
            if status >= 400:
                raise requester.createException(status, headers, _json_of(output))
            return _readable((headers, _json_of(output)))

        return self._ask(what, send, "core")

    @sensitive_variables()
    def _ask(self, what: str, send: Callable[[], Answer], resource: str, *, tries: int = TRIES) -> Answer:
        """Waits out a short limit, as GitHub asks for, and asks again for what could not be read."""
        for number in range(1, tries + 1):
            self.heartbeat()
            try:
                with self._errors(what):
                    self.keeper.before(resource)
                    self.requests += 1
                    headers, data = send()
                self._learn(headers)
                return headers, data
            except GitHubLimitError as error:
                if error.wait is None or error.wait > PATIENCE or number == tries:
                    raise
                time.sleep(error.wait)
            except GitHubUnreachableError as error:
                if number == tries or error.is_final:
                    raise
                time.sleep(PAUSE * 2 ** (number - 1))
        raise AssertionError("the last try returns or raises")

    def _learn(self, headers: dict[str, Any]) -> None:
        if allowance := allowance_of(headers):
            self.keeper.after(allowance)
        self.clock_ahead = server_time(headers) - time.time()

    def not_found(self, what: str, data: Any = None) -> GitHubNotFoundError:
        host = urlsplit(self.api_url).netloc
        message = f"{host} knows no {what}, or this token may not see it. Check the name and the token's access."
        return GitHubNotFoundError(message, said=_message(data) if data else "")

    def forbidden(self, what: str, fault: dict[str, Any]) -> GitHubRefusedError:
        """Of GraphQL's error of the type FORBIDDEN: it is there, but not for this credential, now or from here."""
        host, said = urlsplit(self.api_url).netloc, str(fault.get("message") or "it does not say why")
        message = f"{host} does not let this site's token or App read {what}: {said[:200]}"
        return GitHubRefusedError(message, status=403, said=said, faults=[fault])

    @contextmanager
    def _errors(self, what: str) -> Iterator[None]:
        from github.GithubException import BadCredentialsException, GithubException, UnknownObjectException

        host = urlsplit(self.api_url).netloc
        try:
            yield
        except GitHubError:
            raise
        except BadCredentialsException as error:
            raise GitHubCredentialError(
                f"{host} refused the token: it may be mistyped, expired or revoked. Enter a new one under GitHub →"
                " Connection, or as GITHUB_TOKEN."
            ) from error
        except UnknownObjectException as error:
            self._learn(error.headers or {})
            raise self.not_found(what, error.data) from error
        except GithubException as error:
            self._learn({name.lower(): value for name, value in (error.headers or {}).items()})
            raise _from_answer(host, error) from error
        except (requests.RequestException, ValueError, RuntimeError, AttributeError, TypeError) as error:
            raise _unreachable(self.api_url, error) from error


@sensitive_variables()
def _requests_of(api_url: str, access: Access) -> "Github":
    from github import Github

    return Github(
        base_url=api_url,
        auth=access.auth(),
        per_page=100,
        timeout=settings.GITHUB_TIMEOUT,
        retry=RETRIES,
        seconds_between_requests=None,
        seconds_between_writes=None,
        user_agent="mainstay",
        lazy=True,
    )


def _check_address(api_url: str) -> None:
    try:
        parts = urlsplit(api_url)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address:
        raise GitHubUnreachableError(f"GITHUB_API_URL “{api_url}” is no address. Write it like https://api.github.com.")


def _unreachable(api_url: str, error: Exception) -> GitHubUnreachableError:
    """A connection that fails was tried again by urllib3; an answer that cannot be read is for the caller to retry.

    PyGithub raises RuntimeError on a redirect to another host, and trips over JSON of an unexpected shape.
    """
    if isinstance(error, requests.ConnectionError | requests.Timeout):
        reason = type(error).__name__
        return GitHubUnreachableError(
            f"{api_url} cannot be reached ({reason}). Check GITHUB_API_URL and the network, then run it again."
        )
    if isinstance(error, RuntimeError):
        return GitHubUnreachableError(
            f"{api_url} sends its callers elsewhere. Set GITHUB_API_URL to the final address."
        )
    return GitHubUnreachableError(
        f"The answers of {api_url} cannot be read: they are cut off or no JSON. It is asked again later.",
        is_final=False,
    )


def _from_answer(host: str, error: "GithubException") -> GitHubError:
    headers = {name.lower(): value for name, value in (error.headers or {}).items()}
    if _is_limit(error, headers):
        wait = _wait(headers, is_secondary="secondary" in _message(error.data).lower())
        until = "later" if wait is None else f"{datetime.now(UTC) + timedelta(seconds=wait):%H:%M UTC}"
        return GitHubLimitError(f"{host} allows no more requests until {until}. It goes on from here then.", wait)
    if error.status >= 500:
        return GitHubUnreachableError(f"{host} is in trouble: it answered {error.status}. It is asked again later.")
    if error.status == 401:
        return GitHubCredentialError(f"{host} asks for a token. Enter one under GitHub → Connection.")
    message = _message(error.data)
    if error.status == 400 and TOO_MUCH.search(message):
        return GitHubHeavyError(f"{host} could not answer so much at once: {message[:200]}")
    faults = error.data.get("errors") if isinstance(error.data, dict) else None
    return GitHubRefusedError(
        f"{host} answered {error.status}: {message[:200]}", status=error.status, said=message, faults=faults or ()
    )


def _message(data: Any) -> str:
    """REST says `message`, GraphQL a list of `errors`."""
    if not isinstance(data, dict):
        return str(data)
    errors = [str(error.get("message")) for error in data.get("errors") or () if isinstance(error, dict)]
    return str(data.get("message") or "; ".join(errors))


def _is_limit(error: "GithubException", headers: dict[str, Any]) -> bool:
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
    return max(1.0, int(reset) - server_time(headers) + 1) if reset.isdecimal() else None


def _next_link(header: str) -> str | None:
    for part in header.split(","):
        url, _, relation = part.partition(";")
        if 'rel="next"' in relation:
            return url.strip(" <>")
    return None


def _readable(answer: Answer) -> Answer:
    """Raises ValueError for what PyGithub took for text: a page of a proxy, or JSON that is cut or broken."""
    _, data = answer
    if not isinstance(data, dict | list):
        raise ValueError("no JSON object")
    if isinstance(data, dict) and set(data) <= {"data", "url"} and not isinstance(data.get("data"), dict):
        raise ValueError("no JSON")
    return answer


def _readable_graphql(answer: Answer) -> Answer:
    """Raises ValueError for what is no GraphQL answer, GithubException for other errors than these two types."""
    from github.GithubException import GithubException

    headers, body = _readable(answer)
    errors = body.get("errors") or () if isinstance(body, dict) else ()
    has_data = isinstance(body, dict) and isinstance(body.get("data"), dict)
    if any(error.get("type") not in {MISSING, FORBIDDEN} for error in errors):
        raise GithubException(400, body, headers)
    if not has_data and any(error.get("type") == FORBIDDEN for error in errors):
        raise GithubException(403, body, headers)
    if not has_data:
        raise ValueError("no GraphQL answer")
    return answer


def _json_of(output: Any) -> Any:
    return json.loads(output) if output else None
