"""The writers' desk: every screen as writer, maintainer and stranger, full and empty, in a bounded number of queries."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from common.models import User
from docs_hub.models import Care, DocPage, DocSource, Feedback, OutsideLink, Proposal, VainSearch
from docs_hub.services.care import check_page, place_of, set_care
from docs_hub.services.feedback import give_feedback
from docs_hub.services.outside_links import collect_links
from docs_hub.services.vain import count_vain_search
from tests.docs_hub.forms import post_form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_site")]
Import = Callable[..., dict[str, Any]]
PageAt = Callable[[str], DocPage]
TREE = {
    "index.md": "# Home\n\n[gone](gone.md)\n",
    "guide/a.md": "# Alpha\n\n## One\n\n[out](https://out.example/x)\n",
    "guide/b.md": "# Beta\n",
}
SCREENS = ("docs_desk", "docs_care", "docs_care/places", "docs_feedback", "docs_searches", "docs_links", "docs_drafts")


@pytest.fixture
def writer(client: Client, wendy: User) -> Client:
    client.force_login(wendy)
    return client


@pytest.fixture
def maintainer(alice: User) -> Client:
    client = Client()
    client.force_login(alice)
    return client


def keep_busy(page_at: PageAt, alice: User) -> None:
    """Something on every panel."""
    page = page_at("guide/a.md")
    row = set_care(place=place_of(page), actor=alice, owner=alice, interval_days=10)
    Care.objects.filter(pk=row.pk).update(since=timezone.now() - timedelta(days=11))
    give_feedback(page=page, visitor="one", kind="no", text="Step 3 <b>is</b> missing")
    give_feedback(page=page, visitor="two", kind="yes")
    give_feedback(page=page, visitor="two", kind="problem", text="Wrong command", anchor="one")
    count_vain_search(text="frobnicator")
    collect_links()
    OutsideLink.objects.update(state="broken", status=404, failing_since=timezone.now() - timedelta(days=4))
    draft = page_at("guide/b.md")
    draft.title = "Beta, rewritten"
    draft.save_revision(user=alice)


@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_is_for_those_who_write(
    bring_in: Import, client: Client, wendy: User, olga: User, charlie: User, screen: str
) -> None:
    bring_in(TREE)
    assert client.get(f"/admin/{screen}/").status_code == 302
    client.force_login(charlie)
    assert client.get(f"/admin/{screen}/").status_code in (302, 403)
    assert client.post(f"/admin/{screen}/", {"chosen": "1", "act": "check"}).status_code in (302, 403)
    for user in (wendy, olga):
        client.force_login(user)
        assert client.get(f"/admin/{screen}/").status_code == 200


def test_an_empty_desk_says_that_all_is_well(writer: Client) -> None:
    shown = writer.get("/admin/docs_desk/").content.decode()
    for said in (
        "Every page has an owner",
        "Nobody found a page unhelpful",
        "Readers found something",
        "No link is known",
    ):
        assert said in shown
    assert "Pull requests" not in shown
    assert "There is no page yet" in writer.get("/admin/docs_care/").content.decode()


def test_every_figure_leads_to_its_list(bring_in: Import, page_at: PageAt, maintainer: Client, alice: User) -> None:
    bring_in(TREE)
    keep_busy(page_at, alice)
    shown = maintainer.get("/admin/docs_desk/").content.decode()
    found = re.findall(r'<a href="([^"]+)"><b>(\d+)</b> ([^<]+)</a>', shown)
    figures = {text: (url, number) for url, number, text in found}
    expected = {
        "of yours to check": (1, "Alpha"), "overdue": (1, "Alpha"), "without an owner": (2, "Beta"),
        "found unhelpful": (1, "Step 3 &lt;b&gt;"), "problems reported": (1, "Wrong command"),
        "searched in vain": (1, "frobnicator"), "dead inside": (1, "gone.md"),
        "broken to other sites": (1, "https://out.example/x"), "drafts": (1, "Beta, rewritten"),
    }  # fmt: skip
    for text, (number, named) in expected.items():
        assert figures[text][1] == str(number), text
        assert named in maintainer.get(figures[text][0].replace("&amp;", "&")).content.decode(), text


def test_pages_are_checked_taken_and_given_many_at_once(
    bring_in: Import, page_at: PageAt, writer: Client, maintainer: Client, wendy: User, bob: User
) -> None:
    bring_in(TREE)
    keys = [str(page_at(path).pk) for path in ("guide/a.md", "guide/b.md")]
    writer.post("/admin/docs_care/", {"chosen": keys, "act": "take"})
    assert set(Care.objects.values_list("owner__user", flat=True)) == {wendy.pk}
    writer.post("/admin/docs_care/", {"chosen": keys, "act": "check"})
    assert Care.objects.filter(checked_by=wendy.person).count() == 2
    shown = writer.post("/admin/docs_care/", {"chosen": keys, "act": "give", "owner": f"person:{bob.pk}"}, follow=True)
    assert "Only a maintainer or an operator" in shown.content.decode()
    maintainer.post("/admin/docs_care/", {"chosen": keys, "act": "give", "owner": f"person:{bob.pk}"})
    assert set(Care.objects.values_list("owner__user", flat=True)) == {bob.pk}
    maintainer.post("/admin/docs_care/", {"chosen": keys[:1], "act": "interval", "interval_days": "30"})
    assert Care.objects.get(page_id=keys[0]).interval_days == 30
    for wrong, said in (({"act": "check"}, "Choose at least one page"),
                        ({"chosen": keys, "act": "interval", "interval_days": "x"}, "as a number"),
                        ({"chosen": keys, "act": "give", "owner": "person:999"}, "from the list")):  # fmt: skip
        assert said in maintainer.post("/admin/docs_care/", wrong, follow=True).content.decode()
    assert maintainer.post("/admin/docs_care/", {"chosen": keys, "act": "destroy"}).status_code in (302, 403)


def test_the_queue_filters(bring_in: Import, page_at: PageAt, maintainer: Client, alice: User, wendy: User) -> None:
    bring_in(TREE)
    keep_busy(page_at, alice)
    set_care(place=place_of(page_at("guide/b.md")), actor=alice, owner=wendy)

    def shown(query: str) -> set[str]:
        page = maintainer.get(f"/admin/docs_care/?{query}").content.decode()
        return {name for name in ("Home", "Alpha", "Beta") if re.search(rf"data-desk-open>{name}<", page)}

    assert shown("") == {"Home", "Alpha", "Beta"}
    assert shown("state=overdue") == {"Alpha"}
    assert shown("state=unowned") == {"Home"}
    assert shown("mine=on") == {"Alpha"}
    assert shown("owner=wendy") == {"Beta"}
    assert shown("q=GUIDE") == {"Alpha", "Beta"}
    assert shown(f"source={DocSource.objects.get().pk}") == {"Home", "Alpha", "Beta"}
    assert shown("source=99&state=nonsense") == set()
    assert shown("source=%00&page=-1&q=%00") in ({"Home", "Alpha", "Beta"}, set())


def test_a_source_gets_an_owner_for_all_of_it(
    bring_in: Import, writer: Client, maintainer: Client, alice: User
) -> None:
    bring_in(TREE)
    data = {
        "source": DocSource.objects.get().pk, "folder": "guide", "owner": f"person:{alice.pk}",
        "interval_days": "90", "version": "5.2",
    }  # fmt: skip
    refused = writer.post("/admin/docs_care/places/", data, follow=True).content.decode()
    assert "Only a maintainer or an operator" in refused
    assert not Care.objects.exists()
    assert "Kept for the folder" in maintainer.post("/admin/docs_care/places/", data, follow=True).content.decode()
    row = Care.objects.get()
    assert (row.folder, row.owner, row.interval_days, row.version) == ("guide", alice.person, 90, "5.2")
    data["folder"] = "nowhere"
    assert "has no page in a folder" in maintainer.post("/admin/docs_care/places/", data, follow=True).content.decode()


def test_answers_are_read_and_handled(
    bring_in: Import, page_at: PageAt, writer: Client, alice: User, wendy: User
) -> None:
    bring_in(TREE)
    keep_busy(page_at, alice)
    shown = writer.get("/admin/docs_feedback/").content.decode()
    assert "Step 3 &lt;b&gt;is&lt;/b&gt; missing" in shown
    assert "1 helpful, 1 not, 1 problem ·" in shown
    ids = list(Feedback.objects.exclude(kind="yes").values_list("pk", flat=True))
    writer.post("/admin/docs_feedback/", {"chosen": ids, "act": "handle"})
    assert set(Feedback.objects.filter(pk__in=ids).values_list("handled_by", flat=True)) == {wendy.pk}
    assert "Nothing waits" in writer.get("/admin/docs_feedback/").content.decode()
    assert "handled by wendy" in writer.get("/admin/docs_feedback/?handled=on").content.decode()
    writer.post("/admin/docs_feedback/", {"chosen": ids, "act": "reopen"})
    assert not Feedback.objects.exclude(handled_at=None).exists()


def test_searches_are_dismissed_and_brought_back(writer: Client) -> None:
    row = count_vain_search(text="frobnicator")
    writer.post("/admin/docs_searches/", {"chosen": row.pk, "act": "dismiss"})
    assert ">frobnicator<" not in writer.get("/admin/docs_searches/").content.decode()
    assert ">frobnicator<" in writer.get("/admin/docs_searches/?shown=dismissed").content.decode()
    writer.post("/admin/docs_searches/", {"chosen": row.pk, "act": "bring_back"})
    assert VainSearch.objects.get().dismissed_at is None


def test_links_are_listed_with_page_and_line_and_asked_again(
    bring_in: Import, page_at: PageAt, writer: Client, alice: User
) -> None:
    bring_in(TREE)
    keep_busy(page_at, alice)
    assert "index.md:3" in writer.get("/admin/docs_links/").content.decode()
    shown = writer.get("/admin/docs_links/?shown=broken").content.decode()
    assert "guide/a.md:5" in shown
    OutsideLink.objects.update(next_at=timezone.now() + timedelta(days=9))
    writer.post("/admin/docs_links/?shown=broken", {"chosen": OutsideLink.objects.get().pk})
    assert OutsideLink.objects.get().next_at <= timezone.now()


def test_a_dead_link_that_was_mended_here_is_listed_no_more(
    bring_in: Import, page_at: PageAt, maintainer: Client
) -> None:
    bring_in(TREE)
    post_form(maintainer, page_at("index.md"), change=lambda text: text.replace("gone.md", "guide/b.md"))
    assert "index.md:3" not in maintainer.get("/admin/docs_links/").content.decode()


def test_what_a_writer_submits_waits_for_review(bring_in: Import, page_at: PageAt, writer: Client) -> None:
    bring_in(TREE)
    post_form(writer, page_at("guide/a.md"), change=lambda text: text + "x\n", **{"action-submit": "Submit"})
    assert "<b>1</b> waiting for review" in writer.get("/admin/docs_desk/").content.decode()
    shown = writer.get("/admin/docs_drafts/?shown=submitted").content.decode()
    assert ">Alpha</a>" in shown
    assert "wendy" in shown
    assert ">Alpha</a>" not in writer.get("/admin/docs_drafts/?shown=drafts").content.decode()


def test_edits_on_their_way_stand_on_the_desk(bring_in: Import, writer: Client) -> None:
    bring_in(TREE)
    source = DocSource.objects.get()
    Proposal.objects.create(source=source, repository="a/b", title="Mend the start", branch="docs/1", state="open")
    Proposal.objects.create(source=source, repository="a/b", title="Old news", branch="docs/2", state="merged")
    shown = writer.get("/admin/docs_desk/").content.decode()
    assert ">Mend the start</a>" in shown
    assert "<b>1</b> on their way" in shown
    assert "Old news" not in shown


@pytest.mark.parametrize("count", [5, 80])
def test_the_desk_takes_the_same_queries_for_any_number_of_pages(
    bring_in: Import, page_at: PageAt, maintainer: Client, alice: User, count: int, django_assert_max_num_queries: Any
) -> None:
    bring_in(
        {**TREE, **{f"m/p{number}.md": f"# P{number}\n\n[x](https://x.example/{number})\n" for number in range(count)}}
    )
    keep_busy(page_at, alice)
    for page in DocPage.objects.filter(source_path__startswith="m/"):
        give_feedback(page=page, visitor=str(page.pk), kind="no", text="Hm")
        check_page(page=page, user=alice)
    maintainer.get("/admin/docs_desk/")
    for screen, most in (("docs_desk", 50), ("docs_care", 30), ("docs_feedback", 30), ("docs_links/?shown=broken", 30)):
        with django_assert_max_num_queries(most):
            maintainer.get(f"/admin/{screen}" + ("" if "?" in screen else "/"))
