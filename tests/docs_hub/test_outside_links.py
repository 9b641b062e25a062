"""Links to other sites, asked over real HTTP."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from docs_hub.client.asking import LONGEST_RETRY, ask, read_robots
from docs_hub.domain.outside import Answer
from docs_hub.models import DocPage, OutsideHost, OutsideLink, OutsideRead, OutsideUse
from docs_hub.services.link_checking import check_due_links
from docs_hub.services.outside_links import collect_links
from tests.docs_hub.elsewhere import Elsewhere

pytestmark = pytest.mark.django_db
Import = Callable[..., dict[str, Any]]


@pytest.fixture
def link_to(bring_in: Import, elsewhere: Elsewhere) -> Callable[..., None]:
    def write(*paths: str) -> None:
        bring_in({"a.md": "# A\n\n" + "".join(f"[x]({elsewhere.url}{path})\n\n" for path in paths)})
        collect_links()

    return write


def check_all() -> None:
    while check_due_links():
        pass


def states() -> dict[str, str]:
    return {
        link.url.partition("/")[2].partition("/")[2].partition("/")[2]: link.state for link in OutsideLink.objects.all()
    }


def a_day_later(days: int = 1) -> None:
    """As if the rows had been written before."""
    for link in OutsideLink.objects.all():
        link.next_at -= timedelta(days=days)
        link.failing_since = link.failing_since and link.failing_since - timedelta(days=days)
        link.save()


def test_head_first_then_get_and_an_honest_name(link_to: Callable[..., None], elsewhere: Elsewhere) -> None:
    link_to("/200", "/get", "/404", "/403")
    check_all()
    assert states() == {"200": "fine", "get": "fine", "404": "shaky", "403": "unknown"}
    asked = [one for one in elsewhere.asked if one[1] in ("/200", "/get")]
    assert sorted(asked) == [("GET", "/get"), ("HEAD", "/200"), ("HEAD", "/get")]
    assert elsewhere.asked.count(("GET", "/robots.txt")) == 1
    [agent] = elsewhere.agents
    assert agent.startswith("MainstayLinkCheck/1 (+http")


def test_a_link_is_listed_as_broken_after_days_only(link_to: Callable[..., None]) -> None:
    link_to("/404")
    for expected in ("shaky", "shaky", "shaky", "broken"):
        check_all()
        assert states()["404"] == expected
        a_day_later()
    use = OutsideUse.objects.select_related("page").get()
    assert (use.page.source_path, use.line) == ("a.md", 3)


def test_nothing_is_asked_again_before_its_time(link_to: Callable[..., None], elsewhere: Elsewhere) -> None:
    link_to("/200")
    check_all()
    before = len(elsewhere.asked)
    check_all()
    assert len(elsewhere.asked) == before


def test_robots_are_respected(link_to: Callable[..., None], elsewhere: Elsewhere) -> None:
    elsewhere.robots = "User-agent: *\nDisallow: /404\n"
    link_to("/404", "/200")
    check_all()
    assert states() == {"404": "not_asked", "200": "fine"}
    assert {path for _, path in elsewhere.asked} == {"/robots.txt", "/200"}


def test_a_host_rests_between_two_requests(link_to: Callable[..., None], elsewhere: Elsewhere, settings: Any) -> None:
    settings.LINK_CHECK_PAUSE = 60
    link_to("/200", "/204")
    assert check_due_links() == 1
    assert check_due_links() == 0
    OutsideHost.objects.update(free_at=timezone.now())
    assert check_due_links() == 1


def test_a_busy_host_is_left_alone_as_long_as_it_wishes(link_to: Callable[..., None]) -> None:
    link_to("/429", "/200")
    OutsideLink.objects.filter(url__endswith="/429").update(next_at=timezone.now() - timedelta(days=1))
    check_all()
    assert states() == {"429": "new", "200": "new"}
    assert OutsideHost.objects.get().free_at > timezone.now() + timedelta(minutes=110)


def test_a_host_that_a_worker_holds_is_not_asked_by_another(link_to: Callable[..., None]) -> None:
    link_to("/200")
    OutsideHost.objects.update(free_at=timezone.now() + timedelta(minutes=5))
    assert check_due_links() == 0


def test_of_two_workers_that_look_at_once_one_asks(link_to: Callable[..., None], elsewhere: Elsewhere) -> None:
    """The other one comes first, between the look and the claim."""
    link_to("/200")

    def other_worker_first(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("UPDATE") and not came:
            came.append(sql)
            OutsideHost.objects.update(free_at=timezone.now() + timedelta(minutes=5))
        return execute(sql, params, many, context)

    came: list[str] = []
    with connection.execute_wrapper(other_worker_first):
        assert check_due_links() == 0
    assert len(came) == 1
    assert not elsewhere.asked


def test_where_a_page_moved_for_good_is_kept(link_to: Callable[..., None], elsewhere: Elsewhere) -> None:
    link_to("/to/200", "/to/to/to/to/to/to/to/to/200")
    check_all()
    link = OutsideLink.objects.get(url__endswith=":" + elsewhere.url.rpartition(":")[2] + "/to/200")
    assert (link.state, link.moved_to) == ("fine", f"{elsewhere.url}/200")
    assert OutsideLink.objects.exclude(pk=link.pk).get().error == "it leads on more than 5 times"


def test_addresses_inside_are_never_asked(link_to: Callable[..., None], elsewhere: Elsewhere, settings: Any) -> None:
    settings.LINK_CHECK_PRIVATE = False
    link_to("/200")
    OutsideLink.objects.update(url="http://localhost/200")
    check_all()
    link = OutsideLink.objects.get()
    assert (link.state, elsewhere.asked) == ("not_asked", [])
    assert link.error == "it lies in a network that is not for everyone"


def test_a_dead_host_is_a_failure_in_words(bring_in: Import, elsewhere: Elsewhere) -> None:
    bring_in({"a.md": "# A\n\n<http://127.0.0.1:9/x> <http://no-such-host.invalid/>\n"})
    collect_links()
    check_all()
    found = dict(OutsideLink.objects.values_list("url", "error"))
    assert found == {"http://127.0.0.1:9/x": "no connection", "http://no-such-host.invalid/": "its name is not known"}


def test_only_changed_pages_are_read_again_and_links_go_with_the_last_page(
    bring_in: Import, elsewhere: Elsewhere
) -> None:
    tree = {"a.md": f"# A\n\n{elsewhere.url}/200\n\n[x]({elsewhere.url}/200)\n", "b.md": f"[b]({elsewhere.url}/204)\n"}
    bring_in(tree)
    assert collect_links() == 2
    assert collect_links() == 0
    bring_in({"b.md": "# Nothing\n"})
    assert collect_links() == 1
    assert list(OutsideLink.objects.values_list("url", flat=True)) == [f"{elsewhere.url}/200"]
    DocPage.objects.get(source_path="a.md").unpublish()
    collect_links()
    assert not OutsideUse.objects.exists()
    assert OutsideRead.objects.count() == 1


def test_nonsense_from_a_site_is_an_answer_too(elsewhere: Elsewhere) -> None:
    assert ask(f"{elsewhere.url}/nowhere", "").error == "it leads to an address that cannot be asked"
    assert ask(f"{elsewhere.url}/never", "") == Answer(429, wait=LONGEST_RETRY)


def test_robots_that_lead_nowhere_are_none(elsewhere: Elsewhere) -> None:
    elsewhere.robots_lead_to = "http://[bad/"
    assert read_robots(f"{elsewhere.url}/200") == ""


def test_it_can_be_turned_off(link_to: Callable[..., None], elsewhere: Elsewhere, settings: Any) -> None:
    settings.LINK_CHECK = False
    link_to("/200")
    assert check_due_links() == 0
    assert not elsewhere.asked
