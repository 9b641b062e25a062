"""Asks other sites whether a page is there, or for a picture, the way their owners wish.

What robots.txt forbids is not asked.
"""

from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

from docs_hub.client.fetching import ForbiddenAddressError, NoAnswerError, Reply, fetch, user_agent
from docs_hub.domain.outside import Answer
from docs_hub.domain.web_addresses import plain_address

HOPS = 5
ROBOTS_BYTES = 200_000
FOR_GOOD = {301, 308}
REDIRECTS = {301, 302, 303, 307, 308}
FORBID_ALL = "User-agent: *\nDisallow: /\n"
LONGEST_WAIT = 30
LONGEST_RETRY = 7 * 86_400
MOST_DIGITS = 9
"""Of a number of seconds; Python reads no number of thousands of digits."""


def read_robots(url: str) -> str:
    """The rules of the url's site; empty where it has none. A site in trouble forbids all (RFC 9309)."""
    address = urljoin(url, "/robots.txt")
    try:
        for _ in range(HOPS):
            reply = fetch("GET", address, read=ROBOTS_BYTES)
            if reply.status not in REDIRECTS or not (address := _joined(address, reply.location)):
                break
    except (ForbiddenAddressError, NoAnswerError):
        return ""  # the page itself will say what is wrong
    if reply.status >= 500:
        return FORBID_ALL
    return reply.body.decode("utf-8", "replace").replace("\0", "") if reply.status == 200 else ""


def ask(url: str, robots: str) -> Answer:
    """HEAD, and GET where the site does not answer that well. Never raises."""
    if not _rules(robots).can_fetch(user_agent(), url):
        return Answer(is_allowed=False, error="robots.txt forbids it")
    answer = _follow("HEAD", url)
    return answer if not answer.is_allowed or 200 <= answer.status < 300 else _follow("GET", url)


def bring(url: str, robots: str, *, most: int) -> Answer:
    """With the content, of which one byte more than `most` comes where it is larger. Never raises."""
    if not _rules(robots).can_fetch(user_agent(), url):
        return Answer(is_allowed=False, error="robots.txt forbids it")
    return _follow("GET", url, read=most + 1)


def pause_of(robots: str) -> int:
    """Seconds that the site wants between two requests, within reason."""
    wanted = _rules(robots).crawl_delay(user_agent())
    return min(int(wanted), LONGEST_WAIT) if wanted else 0


def _rules(robots: str) -> RobotFileParser:
    rules = RobotFileParser()
    rules.parse(robots.splitlines())
    return rules


def _follow(method: str, url: str, read: int = 0) -> Answer:
    here, is_moved, moved_to = url, True, ""
    try:
        for _ in range(HOPS + 1):
            reply = fetch(method, here, read=read)
            if reply.status not in REDIRECTS or not reply.location:
                return Answer(reply.status, moved_to=moved_to, wait=_seconds(reply), body=reply.body)
            here = _joined(here, reply.location)
            if not here:
                return Answer(error="it leads to an address that cannot be asked")
            is_moved = is_moved and reply.status in FOR_GOOD
            moved_to = here if is_moved else moved_to
    except ForbiddenAddressError:
        return Answer(is_allowed=False, error="it lies in a network that is not for everyone")
    except NoAnswerError as error:
        return Answer(error=str(error))
    return Answer(error=f"it leads on more than {HOPS} times")


def _joined(here: str, location: str) -> str:
    """Empty where it cannot be asked for."""
    try:
        return plain_address(urljoin(here, location))
    except ValueError:  # such as http://[bad/
        return ""


def _seconds(reply: Reply) -> int:
    wanted = reply.retry_after.lstrip("0")
    if not wanted.isdecimal():
        return 0
    return LONGEST_RETRY if len(wanted) > MOST_DIGITS else min(int(wanted), LONGEST_RETRY)
