"""What readers and writers of the invented community left at the documentation: owners, checks, answers, questions."""

from datetime import timedelta

from django.contrib.auth.models import Group
from django.utils import timezone

from common import roles
from common.models import User
from docs_hub.domain.outside import Answer
from docs_hub.queries.documents import document, source_named
from docs_hub.queries.feedback import feedback_rows
from docs_hub.services.care import check_page, folder_of, place_of, set_care
from docs_hub.services.editing import prepare_edit
from docs_hub.services.feedback import give_feedback
from docs_hub.services.known_answers import note_known_answers
from docs_hub.services.outside_links import collect_links
from docs_hub.services.problems import report_problem
from docs_hub.services.vain import count_vain_search

HANDBOOK = "handbook"
VERSION = "3.2"
CHECKED = (
    ("index.md", 20, VERSION), ("guide/index.md", 12, VERSION), ("guide/planning-a-tour.md", 25, VERSION),
    ("guide/receiving-a-donation.md", 70, "3.1"), ("guide/sign-in.md", 200, "3.0"),
    ("deliveries/cooling.md", 170, VERSION), ("deliveries/offline-tours.md", 240, "3.0"),
    ("donations/receipts.md", 172, VERSION),
    ("administration/backups.md", 310, "2.9"), ("administration/privacy.md", 30, VERSION),
    ("volunteers/first-shift.md", 90, "3.1"), ("contribute/writing.md", 8, VERSION),
)  # fmt: skip
ANSWERS = (
    ("guide/sign-in.md", "no", "The code came after ten minutes. Nothing here says how long to wait."),
    ("guide/sign-in.md", "no", "Which of the two buttons on a shared tablet?"),
    ("guide/sign-in.md", "yes", ""),
    ("deliveries/offline-tours.md", "no", "I could not find out what happens to photos taken on the road."),
    ("deliveries/offline-tours.md", "problem", "Step 2 names a menu that is not in the app any more."),
    ("administration/backups.md", "problem", "The link to the server diary leads nowhere."),
    ("donations/receipts.md", "no", "Please show a filled-in example."),
    ("guide/planning-a-tour.md", "yes", "The picture with the map was all I needed."),
    ("guide/planning-a-tour.md", "yes", ""),
    ("volunteers/first-shift.md", "yes", "Thank you, I was less nervous afterwards."),
)
SEARCHES = (("invoice", 14), ("two factor", 9), ("barcode scanner", 6), ("vacation", 3), ("dark mode", 2))
GONE = (("https://lanternpantry.example/server-diary", Answer(error="its name is not known")),
        ("https://coldsense.example/t7/sheet.pdf", Answer(404)))  # fmt: skip
DRAFT = "\n## If the code does not come\n\nWait two minutes, then ask for another one. Only the newest code counts.\n"


def fill_desk() -> None:
    """Once: a second run finds the answers and changes nothing."""
    if source_named(HANDBOOK) is None or feedback_rows().exists():
        return
    writer, maintainer = (User.objects.get(username=name) for name in ("writer", "maintainer"))
    _owners(writer, maintainer)
    for path, days, version in CHECKED:
        if page := document(HANDBOOK, path):
            check_page(page=page, user=writer, version=version, at=timezone.now() - timedelta(days=days))
    _readers()
    _links()
    _draft(writer)


def _owners(writer: User, maintainer: User) -> None:
    source = source_named(HANDBOOK)
    if source is None:
        return
    set_care(place=folder_of(source, ""), actor=maintainer, interval_days=180, version=VERSION)
    for folder in ("guide", "deliveries", "donations", "contribute"):
        set_care(place=folder_of(source, folder), actor=maintainer, owner=writer)
    team = Group.objects.get(name=roles.MAINTAINERS)
    for folder in ("administration", "developer", "project"):
        set_care(place=folder_of(source, folder), actor=maintainer, team=team)
    if page := document(HANDBOOK, "deliveries/cooling.md"):
        set_care(place=place_of(page, "thermometers"), actor=maintainer, owner=maintainer, interval_days=90)


def _readers() -> None:
    for number, (path, kind, text) in enumerate(ANSWERS):
        if page := document(HANDBOOK, path):
            give_feedback(page=page, visitor=f"demo-{number}", kind=kind, text=text)
    for words, times in SEARCHES:
        for _ in range(times):
            count_vain_search(text=words)
    newcomer = User.objects.get(username="newcomer")
    if page := document(HANDBOOK, "guide/planning-a-tour.md"):
        text = "The steps say “about twelve”, the box below says “at most ten”. Which one is right?"
        report_problem(page=page, user=newcomer, title="Two numbers for the stops of a tour", text=text, anchor="steps")


def _links() -> None:
    """Hosts that end in .example are in no network, so nobody need be asked."""
    collect_links()
    now = timezone.now()
    for url, answer in GONE:
        note_known_answers(url=url, answers=[(now - timedelta(days=days), answer) for days in (6, 4, 1)])


def _draft(writer: User) -> None:
    """Written, and sent to a maintainer for review."""
    page = document(HANDBOOK, "guide/sign-in.md")
    if page is None or page.has_unpublished_changes:
        return
    page.source += DRAFT
    prepare_edit(page=page, parent=None, is_changed=True)
    page.save_revision(user=writer)
    if (workflow := page.get_workflow()) is not None:
        workflow.start(document(HANDBOOK, "guide/sign-in.md"), writer)
