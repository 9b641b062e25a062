"""Turns what the mirror holds of a repository into outcomes, each with all who made it; reads only."""

from collections.abc import Iterator

from django.conf import settings

from contributors.domain.credit import Maker, Outcome, github_key, maker_of_address, together
from contributors.domain.humans import Actor, is_another_human
from contributors.domain.kinds import kind_of_issue
from contributors.domain.paths import kind_of_change
from contributors.domain.reviewing import ReviewActs
from contributors.queries.people import people_by_github_number
from github_sync.queries import outcomes as mirror

Address = tuple[str, str, int | None]


class OutcomeReader:
    """Knows the accounts of the mirror, so that every outcome finds its makers without a query."""

    def __init__(self, repository: mirror.MirroredRepository) -> None:
        self.repository = repository
        self.prefix = f"{repository.github_id or repository.full_name}"
        self.accounts = {account.id: account for account in mirror.accounts()}
        self._ids_by_login = {account.login.lower(): account.github_id for account in self.accounts.values()}
        self._people = people_by_github_number()
        by_address = mirror.accounts_by_address()
        self._ids_by_email = {email: self.accounts[pk].github_id for email, pk in by_address.items()}

    def outcomes(self) -> list[Outcome]:
        return [*self._pulls(), *self._commits(), *self._reviews(), *self._issues()]

    def _pulls(self) -> Iterator[Outcome]:
        for pull in mirror.merged_pulls(self.repository.id):
            opener = self._account(pull.author_id)
            authors = [*([opener] if opener.key or not pull.written_by else []), *map(self._maker, pull.written_by)]
            makers = [*authors, *map(self._maker, pull.co_authors)]
            how = "landed pull request" if pull.is_landed else "merged pull request"
            yield Outcome(
                f"{self.prefix}/pull/{pull.number}", kind_of_change(pull.paths), pull.merged_at, pull.title,
                self._url(pull.url, f"pull/{pull.number}"), how, together(makers),
                is_author_known=bool(opener.key or pull.is_by_site),
            )  # fmt: skip

    def _commits(self) -> Iterator[Outcome]:
        for commit in mirror.loose_commits(self.repository.id):
            makers = [self._maker(commit.author), *map(self._maker, commit.co_authors)]
            title = commit.message.strip().partition("\n")[0]
            yield Outcome(
                f"{self.prefix}/commit/{commit.sha}", kind_of_change(commit.paths), commit.committed_at, title,
                self._url("", f"commit/{commit.sha}"), "commit on the default branch", together(makers),
                is_author_known=bool(makers[0].key),
            )  # fmt: skip

    def _reviews(self) -> Iterator[Outcome]:
        acts = ReviewActs()
        for review in mirror.submitted_reviews(self.repository.id):
            reviewer, author = self._actor(review.author_id), self._actor(review.pull_author_id)
            if reviewer and not is_another_human(reviewer, author):
                continue
            who, number, at = reviewer.key if reviewer else "", review.pull_number, review.submitted_at
            if who and not acts.is_new(who, number, at, is_wordless=review.is_wordless):
                continue
            yield Outcome(
                f"{self.prefix}/review/{review.github_id}", "review", review.submitted_at,
                f"Reviewed “{review.pull_title}”", self._url(review.url, f"pull/{review.pull_number}"),
                "submitted review", (self._account(review.author_id),),
            )  # fmt: skip

    def _issues(self) -> Iterator[Outcome]:
        for issue in mirror.completed_issues(self.repository.id):
            yield Outcome(
                f"{self.prefix}/issue/{issue.number}", kind_of_issue(issue.labels), issue.closed_at, issue.title,
                self._url(issue.url, f"issues/{issue.number}"), "issue closed as completed",
                (self._account(issue.author_id),),
            )  # fmt: skip

    def _account(self, account_id: int | None) -> Maker:
        account = self.accounts.get(account_id) if account_id is not None else None
        if account is None:
            return Maker("")
        return Maker(github_key(account.github_id), account.name or account.login, account.login)

    def _actor(self, account_id: int | None) -> Actor | None:
        """Whether it is a robot is not asked: what robots did is counted as theirs."""
        account = self.accounts.get(account_id) if account_id is not None else None
        if account is None:
            return None
        person = self._people.get(account.github_id)
        return Actor(github_key(account.github_id) if person is None else f"person:{person[0]}")

    def _maker(self, address: Address) -> Maker:
        name, email, account_id = address
        if account_id in self.accounts:
            return self._account(account_id)
        maker = maker_of_address(name, email, self._ids_by_login, self._ids_by_email)
        return maker

    def _url(self, url: str, path: str) -> str:
        return url or f"{self.repository.html_url or f'{settings.GITHUB_WEB_URL}/{self.repository.full_name}'}/{path}"
