"""“Was this helpful”: without an account, without a trace of the person, safe from programs, and beside the kept pages."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from common.models import User
from contributors.models import Task
from contributors.services.board_version import bump
from docs_hub.models import DayKey, DocPage, Feedback, PageTask
from docs_hub.services.feedback import A_DAY, handle_feedback
from docs_hub.services.visitors import forget_days

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("handbook")]
Import = Callable[..., dict[str, Any]]
TREE = {"index.md": "# Home\n", "guide/a.md": "# Alpha\n\n## One\n\nText.\n", "guide/b.md": "# Beta\n"}
BROWSER = {"HTTP_USER_AGENT": "Firefox", "REMOTE_ADDR": "203.0.113.7"}


@pytest.fixture
def handbook(bring_in: Import) -> None:
    bring_in(TREE)


def address(path: str = "guide/a.md", more: str = "") -> str:
    return f"/docs-feedback/{DocPage.objects.get(source_path=path).pk}/{more}"


def say(answer: str, text: str = "", *, path: str = "guide/a.md", client: Client | None = None, **more: Any) -> Any:
    by = {name: more.pop(name) for name in list(more) if name.isupper()}
    return (client or Client()).post(address(path), {"answer": answer, "text": text, **more}, **{**BROWSER, **by})


def test_a_stranger_answers_with_a_reason_and_is_thanked(client: Client) -> None:
    page = client.get("/docs/handbook/guide/a/").content.decode()
    assert f'href="{address()}?answer=no"' in page
    form = client.get(f"{address()}?answer=no").content.decode()
    assert re.search(r'value="no"[^>]*checked', form)
    answer = say("no", "Step 3 is missing", client=client)
    assert answer.status_code == 302
    assert "Thank you" in client.get(answer["Location"]).content.decode()
    row = Feedback.objects.get()
    assert (row.kind, row.text, row.page.source_path) == ("no", "Step 3 is missing", "guide/a.md")


def test_a_visitor_has_one_answer_a_page_and_day_and_may_change_it(alice: User) -> None:
    say("no", "Unclear")
    handle_feedback(ids=[Feedback.objects.get().pk], actor=alice)
    say("no", "Unclear")
    assert Feedback.objects.get().handled_at is not None
    say("yes")
    row = Feedback.objects.get()
    assert (row.kind, row.text, row.handled_at) == ("yes", "", None)
    say("yes", REMOTE_ADDR="203.0.113.8")
    say("yes", path="guide/b.md")
    assert Feedback.objects.count() == 3


def test_nothing_of_the_visitor_is_kept(alice: User) -> None:
    say("no", "Unclear")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            assert "203.0.113.7" not in str(cursor.fetchall())
    first = Feedback.objects.get()
    DayKey.objects.update(day=timezone.localdate() - timedelta(days=1))
    assert forget_days() == 1
    say("no", "Again")
    assert Feedback.objects.exclude(pk=first.pk).get().visitor != first.visitor


def test_the_address_that_the_nearest_proxy_says_counts(settings: Any) -> None:
    say("yes", HTTP_X_FORWARDED_FOR="1.1.1.1")
    say("yes", HTTP_X_FORWARDED_FOR="2.2.2.2")
    assert Feedback.objects.count() == 1
    settings.TRUSTED_PROXIES = 1
    say("yes", HTTP_X_FORWARDED_FOR="9.9.9.9, 1.1.1.1")
    say("yes", HTTP_X_FORWARDED_FOR="8.8.8.8, 1.1.1.1")
    say("yes", HTTP_X_FORWARDED_FOR="7.7.7.7, 2.2.2.2")
    assert Feedback.objects.count() == 3


def test_programs_are_thanked_and_nothing_is_kept() -> None:
    assert say("no", "Buy pills", website="https://pills.example").status_code == 302
    assert not Feedback.objects.exists()


def test_a_forged_form_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert say("no", client=strict).status_code == 403
    shown = strict.get(address())
    token = shown.content.decode().partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    assert say("no", client=strict, csrfmiddlewaretoken=token).status_code == 302
    assert Feedback.objects.count() == 1


def test_a_flood_of_one_visitor_ends(bring_in: Import) -> None:
    bring_in({f"many/p{number}.md": f"# P{number}\n" for number in range(A_DAY + 1)})
    for number in range(A_DAY):
        say("no", path=f"many/p{number}.md")
    shown = say("no", path=f"many/p{A_DAY}.md").content.decode()
    assert "Please come back tomorrow" in shown
    assert Feedback.objects.count() == A_DAY
    say("yes", path="many/p0.md")
    assert Feedback.objects.filter(kind="yes").count() == 1


@pytest.mark.parametrize(
    ("answer", "text", "said"),
    [("", "x", "Choose yes or no"), ("maybe", "x", "Choose yes or no"), ("no", "x" * 2001, "at most 2000")],
)
def test_bad_input_gets_a_clear_word(answer: str, text: str, said: str) -> None:
    shown = say(answer, text)
    assert (shown.status_code, Feedback.objects.count()) == (200, 0)
    assert said in shown.content.decode()


def test_the_kept_page_sets_no_cookie_and_the_form_is_never_kept(client: Client, settings: Any) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    first = client.get("/docs/handbook/guide/a/")
    assert not first.cookies
    assert b"csrfmiddlewaretoken" not in first.content
    form = client.get(address())
    assert "no-store" in form["Cache-Control"]
    assert form["X-Robots-Tag"] == "noindex"
    assert client.get(address()).content != form.content


def test_hidden_and_unknown_pages_take_no_answers(client: Client) -> None:
    DocPage.objects.get(source_path="guide/b.md").unpublish()
    assert say("no", path="guide/b.md").status_code == 404
    assert client.get("/docs-feedback/999999/").status_code == 404
    assert client.get(f"/docs-feedback/{DocPage.objects.get(address='guide').pk}/").status_code == 404
    PageViewRestriction.objects.create(
        page=DocPage.objects.get(source_path="guide/a.md").page_ptr, restriction_type="login"
    )
    assert say("no").status_code == 404


def test_a_strangers_report_is_a_line_for_the_writers(client: Client) -> None:
    shown = client.get(address(more="report/")).content.decode()
    assert "goes to the people who look after it" in shown
    data = {"text": "The command is wrong", "anchor": "one"}
    assert client.post(address(more="report/"), data, **BROWSER).status_code == 302
    client.post(address(more="report/"), data, **BROWSER)
    row = Feedback.objects.get()
    assert (row.kind, row.anchor, row.text) == ("problem", "one", "The command is wrong")
    say("yes")
    assert Feedback.objects.count() == 2
    assert not Task.objects.exists()
    assert "This field is required" in client.post(address(more="report/"), {"text": " "}).content.decode()


def test_a_members_report_is_a_task_and_stands_on_the_page(client: Client, bob: User) -> None:
    client.force_login(bob)
    data = {"title": "The command is [wrong]", "text": "It says `x`.", "anchor": "one"}
    answer = client.post(address(more="report/"), data)
    task = Task.objects.get()
    assert answer["Location"] == task.get_absolute_url()
    assert (task.title, task.kind, task.is_on_board) == ("Alpha: The command is [wrong]", "doc", True)
    assert '/docs/handbook/guide/a/#one"' in task.body_html
    assert "It says <code>x</code>" in task.body_html
    client.post(address(more="report/"), data)
    assert (Task.objects.count(), PageTask.objects.count()) == (1, 1)
    link = f'<a href="{task.get_absolute_url()}">Alpha: The command is [wrong]</a>'
    assert link in client.get("/docs/handbook/guide/a/").content.decode()
    assert link not in client.get("/docs/handbook/guide/b/").content.decode()
    Task.objects.update(state="closed")
    bump()
    assert link not in client.get("/docs/handbook/guide/a/?again").content.decode()


def test_one_person_cannot_fill_the_board(client: Client, bob: User) -> None:
    client.force_login(bob)
    for number in range(11):
        shown = client.post(address(more="report/"), {"title": f"Wrong {number}"})
    assert "most for a day" in shown.content.decode()
    assert Task.objects.count() == 10
