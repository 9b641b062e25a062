"""Joining two people who are one, by a maintainer who knows it."""

from django.utils.formats import date_format

from common.models import User
from contributors.models import Person
from contributors.queries.joining import JoinFacts, join_facts, people_like
from contributors.services.joining import join_people
from contributors.viewsets.joining import MOST, Candidate, JoinView, Preview


class PersonJoinView(JoinView):
    model = Person
    what = "person"
    index = "contributors_people:index"
    needs_reason = True

    def candidates(self, row: Person, text: str) -> list[Candidate]:
        return [_candidate(one, _work(one.work)) for one in people_like(text, but=row.pk)[:MOST]]

    def preview(self, row: Person, other: Person) -> Preview:
        facts = join_facts(row, other)
        refusal = "" if row.is_bot == other.is_bot else "One of the two is a robot. Mark both alike first."
        return Preview(_candidate(other, _work(facts.kept_work)), list(_lines(row, other, facts)), refusal)

    def join(self, actor: User, row: Person, other: Person, reason: str) -> str:
        journal = join_people(actor=actor, former_id=row.pk, kept_id=other.pk, reason=reason)
        ended = len(journal.detail["ended_claims"])
        also = f" {_count(ended, 'claim was', 'claims were')} given back." if ended else ""
        return f"{row.name} and {other.name} are one person now.{also}"


def _lines(row: Person, other: Person, facts: JoinFacts) -> list[str]:
    once = f" {facts.twice} of them are credited to both, and count once." if facts.twice else ""
    lines = [
        f"{_work(facts.work)} of {row.name} and whatever else is theirs goes to {other.name}.{once}",
        f"The page of {other.name} stays. The address of {row.name}'s page leads there.",
    ]
    if facts.surplus:
        holds = _count(facts.surplus, "claim ends", "claims end")
        lines.append(f"{holds}, the latest first, for one person holds no more at a time. They are told why.")
    if row.is_public != other.is_public:
        lines.append("One of the two is not shown by name. Neither is afterwards.")
    if row.user_id and other.user_id:
        lines.append("Both have an account on this site. Both accounts stay, and sign in as this person.")
    return lines


def _candidate(person: Person, work: str) -> Candidate:
    logins = ", ".join(one.login for one in person.identities.all() if one.login)
    since = f"here since {date_format(person.created_at, 'j M Y')}"
    about = [work, logins and f"{logins} on GitHub", since, "" if person.is_public else "not shown by name"]
    return Candidate(person.pk, person.name, ", ".join(part for part in about if part))


def _work(count: int) -> str:
    return _count(count, "accepted contribution", "accepted contributions")


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
