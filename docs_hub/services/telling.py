"""Tells writers what became of their edits, by mail where they have an address."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from docs_hub.models import Proposal
from docs_hub.queries.proposals import last_edits

SAYS = {
    Proposal.State.MERGED: "Your edit was merged into {repository}. Thank you.",
    Proposal.State.CLOSED: (
        "The pull request with your edit was closed, not merged, so that readers see the text of {repository} again."
        "\n\nNothing is lost: your text is a draft of the page. Look at what was said, change it, and publish it again."
    ),
}
SAYS_OF_REMOVAL = {
    Proposal.State.MERGED: "{pages} was removed from {repository}, as you asked.",
    Proposal.State.CLOSED: (
        "The pull request that removes {pages} was closed, not merged, so that it stays in {repository}."
        "\n\nOn the site it is still unpublished. Publish it again if readers should see it."
    ),
}


def tell_writer(*, proposal: Proposal) -> None:
    """Once the present transaction is kept; a mail that cannot be sent hinders nothing."""
    writer = proposal.writer
    if writer is None or not writer.email or not writer.is_active or proposal.state not in SAYS:
        return
    body = "\n\n".join([proposal.title, *_words(proposal), f"{proposal.url}\n"])
    subject = f"{proposal.get_state_display()}: {proposal.title}"
    mail = EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [writer.email])
    transaction.on_commit(mail.send, robust=True)


def _words(proposal: Proposal) -> list[str]:
    """Of the edits, and of the pages that were taken off."""
    state, edits = Proposal.State(proposal.state), last_edits(proposal)
    gone = [edit for edit in edits if edit.is_removal]
    pages = ", ".join(f"“{edit.page.title}”" for edit in gone)
    said = [SAYS[state]] if len(gone) < len(edits) or not edits else []
    said += [SAYS_OF_REMOVAL[state]] if gone else []
    return [words.format(repository=proposal.repository, pages=pages) for words in said]
