"""As whom the outbox writes: the App, which names the person; and what no module of the client ever asks for."""

import ast
import inspect
from pathlib import Path

import pytest

from github_sync import client
from github_sync.domain.writes import ForbiddenChangeError
from github_sync.models import OutboxAction
from github_sync.services import outbox
from github_sync.services.connection import open_client
from github_sync.services.outbox import sorting
from github_sync.services.outbox.enqueuing import By
from github_sync.services.outbox.proposing import update_pull_request
from tests.github_sync.outbox import CORE, again, changes, comments, mirror, repo, say, send, state

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def app(sandbox, settings):
    """The site is a GitHub App that may comment, but change no code."""
    made = sandbox.apps.create("Harbor site", "harbor", permissions={"issues": "write", "metadata": "read"})
    settings.GITHUB_APP_ID, settings.GITHUB_APP_PRIVATE_KEY = str(made.id), made.pem
    settings.GITHUB_APP_INSTALLATION_ID = str(sandbox.apps.install(made, "harbor").id)
    mirror()
    return sandbox


def test_an_app_writes_as_itself_and_names_the_person(app, bob):
    action = say(bob, "Hello")
    send()
    assert again(action).acted_as == "app"
    assert "– bob, through Mainstay" in comments(app)[-1]
    assert repo(app).comments_of_thread[1][-1]["user"] == "harbor-site[bot]"


def test_what_the_app_may_not_is_said_with_the_permission(app, bob):
    from github_sync.services.outbox.proposing import create_branch

    action = create_branch(by=By(bob), repository=CORE, branch="topic")
    send()
    assert (state(action), action.refusal) == ("refused", "permission")
    assert "“Contents: write”" in action.remedy


def test_a_comment_written_by_the_site_is_changed_by_the_site(app, bob):
    from github_sync.services.outbox.talking import edit_comment
    from tests.github_sync.outbox import let_act

    action = say(bob, "Frist")
    send()
    let_act(bob)
    edit = edit_comment(by=By(bob), comment=again(action), body="First")
    send()
    assert (state(edit), edit.acted_as) == ("sent", "app")
    assert comments(app)[-1].startswith("First")


def test_an_account_that_left_leaves_its_words(app, bob):
    action = sorting.assign(by=By(bob), repository=CORE, number=3, logins=["bob"])
    bob.delete()
    send()
    assert state(action) == "sent"
    assert (action.actor, action.actor_name) == (None, "bob")


def changes_in(path):
    """Method and path of each change that a module asks for, as far as they are written there."""
    for node in ast.walk(ast.parse(path.read_text())):
        is_send = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "send" and len(node.args) > 1
        if is_send:
            yield ast.unparse(node.args[0]).strip("'"), ast.unparse(node)


def test_no_module_of_the_client_asks_to_close_delete_or_merge():
    folder = Path(inspect.getfile(client)).parent
    found = [change for path in folder.glob("*.py") for change in changes_in(path)]
    assert len(found) >= 11
    deletes = [line for method, line in found if method == "DELETE"]
    assert len(deletes) == 2
    assert all("/labels/" in line or "/assignees" in line for line in deletes)
    assert {method for method, _ in found} == {"POST", "PATCH", "DELETE"}
    assert not any("state" in line or "'force': True" in line or "/merge" in line for _, line in found)


def words_in(folder):
    """Every text that the modules of a folder have, one by one."""
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


@pytest.mark.parametrize("module", [client, outbox])
def test_no_module_on_the_way_to_github_knows_the_word_for_closed(module):
    found = list(words_in(Path(inspect.getfile(module)).parent))
    assert len(found) > 100
    assert "closed" not in found


@pytest.mark.parametrize("what", ["pulls/1", "issues/1", "milestones/1"])
@pytest.mark.parametrize("more", [{}, {"title": "The end"}])
def test_a_change_that_closes_never_leaves_this_site(sandbox, what, more):
    with pytest.raises(ForbiddenChangeError, match="may not ask GitHub for this"):
        open_client().send("PATCH", f"/repos/{CORE}/{what}", {"state": "closed", **more})
    assert changes(sandbox) == []


def test_an_action_that_says_closed_all_the_same_closes_nothing(sandbox, bob):
    sandbox.change.push(CORE, {"theirs.md": "# Theirs\n"}, "Theirs", branch="theirs", login="bob")
    number = sandbox.change.open_pull(CORE, "theirs", "Theirs", login="bob")
    mirror()
    action = update_pull_request(by=By(bob), repository=CORE, number=number, title="A better title")
    OutboxAction.objects.filter(pk=action.pk).update(payload={**action.payload, "state": "closed"})
    send()
    made = repo(sandbox).pulls[number]
    assert (state(action), made["title"], made["state"]) == ("sent", "A better title", "open")


def test_no_kind_of_action_closes_or_deletes():
    assert not any(word in kind for kind in OutboxAction.Kind.values for word in ("close", "delete", "merge", "team"))
