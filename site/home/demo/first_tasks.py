"""What the invented maintainers added to their first tasks: what done looks like, and who helps."""

from datetime import timedelta

from django.utils import timezone

from common.models import User
from contributors.queries.people import busiest_in
from contributors.services.curating import curate_task

FERRYWELL, MOBILE, HANDBOOK, DEPLOY = (
    "ferrywell/ferrywell", "ferrywell/ferrywell-mobile", "ferrywell/handbook", "ferrywell/deploy",
)  # fmt: skip
DONE_WHEN = {
    (FERRYWELL, "Show the end of the pick-up window, not only its start, on the driver's list"): (
        "The driver’s list says “16:30–17:15” where the window has an end, and the old text where it has none. "
        "Both are tested."
    ),
    (FERRYWELL, "A postcode with a blank in front is refused"): (
        "A postcode with blanks around it is taken, and kept without them. A test shows it."
    ),
    (FERRYWELL, "The monthly report should say when it was computed"): (
        "The report names day and time below its title, on the page and on paper."
    ),
    (FERRYWELL, 'Give the tour map a "Skip the map" link'): (
        "With the keyboard alone, one key press leads from the map’s first control to what comes after it."
    ),
    (
        FERRYWELL,
        "Sort allergies the same way everywhere",
    ): "The three lists show one order, and a test holds them to it.",
    (FERRYWELL, 'Explain what "restricted" means next to the field'): (
        "Whoever records a gift for the first time knows what to choose without asking."
    ),
    (
        FERRYWELL,
        "CSV export: a column for the time zone",
    ): "Each exported row names its time zone, and the test file does.",
    (FERRYWELL, "Do not count cancelled shifts in the hours report"): (
        "A shift that was cancelled adds no hours, and the report of a past month is right again."
    ),
    (
        FERRYWELL,
        "Test the receipt numbers around New Year",
    ): "Two tests: the last receipt of a year and the first of the next.",
    (FERRYWELL, "Name the depot in every calendar entry"): "Each kind of entry names the depot; one test for each.",
    (HANDBOOK, "A page for the first evening as a shift leader"): (
        "A new page below *Volunteers* that a shift leader can read on the way to the first evening, in five minutes."
    ),
    (HANDBOOK, 'Translate "Your first shift" into Ukrainian'): (
        "Somebody who reads Ukrainian finds the way to the depot and knows what to bring."
    ),
    (HANDBOOK, "Glossary: box, crate, parcel – which is which?"): (
        "Three short entries, and the pages that use the words wrongly are named in the pull request."
    ),
    (HANDBOOK, "Explain quiet hours with a timeline"): "A reader can say when a reminder at 21:30 arrives.",
    (
        HANDBOOK,
        'Search finds nothing for "cancel"',
    ): "The search for “cancel” leads to the page about changing a shift.",
    (HANDBOOK, "A checklist to print for the stock-take"): "One page on paper, with boxes to tick.",
    (MOBILE, 'Bigger "Delivered" button for cold hands'): "The button is at least 56 points high on a small phone.",
    (MOBILE, "The camera light stays on after scanning"): "The light is off once a code was read or the page is left.",
    (MOBILE, "The chat has no empty state"): "An empty chat says what it is for and how to begin.",
    (DEPLOY, 'Say which setting is missing, instead of "exit 1"'): (
        "All missing settings are named at once on standard error, and a test takes two of them away."
    ),
    (
        DEPLOY,
        "Log lines without a time zone",
    ): "Every line carries its offset, and the script that reads them still does.",
    (DEPLOY, "Backup: tell how large it is and how long it took"): "The last line of the log tells both, in words.",
    (
        DEPLOY,
        "Describe what to watch with twenty minutes a month",
    ): "A page that fits on one screen, in order of urgency.",
}


def curate_first_tasks() -> None:
    """Idempotent: what is there already stays."""
    maintainer = User.objects.get(username="maintainer")
    lately = timezone.now() - timedelta(days=200)
    helpers = {repository: busiest_in(repository, since=lately) for repository in (FERRYWELL, MOBILE, HANDBOOK, DEPLOY)}
    for number, ((repository, title), done_when) in enumerate(DONE_WHEN.items()):
        people = helpers[repository]
        mentor = people[number % len(people)] if people else None
        curate_task(actor=maintainer, repository=repository, title=title, done_when=done_when, mentor=mentor)
