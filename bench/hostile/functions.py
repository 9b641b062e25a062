"""Our own functions that are given texts of strangers, in whichever process: each takes time like the length."""

from collections.abc import Callable
from functools import partial
from typing import Any

from contributors.domain import closing_words, companies, label_guess, rendering
from docs_hub.domain import (
    across,
    code_lines,
    discourse_tables,
    front_matter,
    line_diff,
    lint,
    merging,
    nav_entries,
    search_words,
    source_text,
    sphinx_includes,
    sphinx_scan,
    vain,
)
from docs_hub.domain.render import mdx, renderer, unknown
from github_sync.domain import coauthors, outbox, reverts

BASE = "# A\n\nText\n"
NO_LINKS: dict[str, Any] = {"links": (), "unknown": (), "ids": {}}


def _all(function: Callable[..., Any], *given: Any, **named: Any) -> Callable[[str], Any]:
    """With the text first, and a generator read to its end."""

    def call(text: str) -> None:
        answer = function(text, *given, **named)
        if hasattr(answer, "__next__"):
            for _ in answer:
                pass

    return call


FUNCTIONS: dict[str, Callable[[str], Any]] = {
    "a text is checked while it is written": _all(lint.findings, plain_keys=False, **NO_LINKS),
    "a text with MkDocs' settings is checked": _all(lint.findings, plain_keys=True, **NO_LINKS),
    "reStructuredText is checked": _all(lint.findings, plain_keys=False, is_markdown=False, **NO_LINKS),
    "front matter is split off": _all(front_matter.split_front_matter, plain_keys=False),
    "MkDocs' front matter is split off": _all(front_matter.split_front_matter, plain_keys=True),
    "a form's text gets its line ends back": partial(source_text.restore, BASE),
    "a form's text is compared": lambda text: source_text.restore(text, text.replace("a", "b")),
    "a text is shown in a form": source_text.for_form,
    "a text is made readable": source_text.readable,
    "texts are put together": lambda text: merging.merge(BASE, BASE + "\nEnd\n", text),
    "changes of two are put together": lambda text: merging.merge(text, text.replace("a", "b"), text[::-1]),
    "changed lines are shown": lambda text: line_diff.changed_lines(text, text[::-1]),
    "marks of a conflict are looked for": merging.has_marks,
    "code is left out": lambda text: sum(1 for _ in code_lines.outside_code(text.split("\n"))),
    "words are looked for": search_words.query_words,
    "names are found in words": search_words.identifier_words,
    "a vain search is kept": vain.kept_words,
    "inclusions are looked for": _all(sphinx_includes.mentions),
    "a page of Sphinx is looked through": _all(sphinx_scan.scan, is_markdown=False),
    "a page of MyST is looked through": _all(sphinx_scan.scan, is_markdown=True),
    "tables of Discourse are taken out": discourse_tables.without_tables,
    "a navigation of Discourse is read": discourse_tables.nav_rows,
    "places of other documentation are looked for": across.places_in,
    "entries of a navigation are hidden": lambda text: nav_entries.without_links(text, {"/a/"}),
    "MDX is read": mdx.without_mdx,
    "MDX is left out": renderer._without_mdx,
    "unknown syntax is named": _all(unknown.unknown_syntax, dialect="docusaurus"),
    "an issue's words": rendering.plain_text,
    "an issue's beginning": rendering.excerpt,
    "closing words": closing_words.issues_closed_by,
    "co-authors of a commit": coauthors.co_authors,
    "an address of GitHub": coauthors.noreply_account,
    "a reverted commit": reverts.reverted_commits,
    "a reverted pull request": lambda text: reverts.reverted_pulls(text, text, "a/b"),
    "names that were typed": outbox.split_names,
    "a branch's name": outbox.is_branch_name,
    "a person's name": outbox.plain_name,
    "a company's name": companies.organization_name,
    "what a label means": label_guess.guess,
}
