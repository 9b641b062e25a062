"""Who is there: people, the bots beside them, and who is likely to act in a given month."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from github_sync.sandbox.generate.calendar import Calendar, stamp
from github_sync.sandbox.generate.drafts import Person
from github_sync.sandbox.generate.texts import lines

REPOSITORY_LETTERS = {"f": "ferrywell", "m": "ferrywell-mobile", "h": "handbook", "d": "deploy"}
DEPENDABOT = "dependabot[bot]"
CI_BOT = "ferrywell-ci[bot]"
WEBLATE = "ferrywell-weblate[bot]"
BOTS = {DEPENDABOT: 49699333, CI_BOT: 91300017, WEBLATE: 91300041}
OWNER = "ferrywell"
OWNER_ID = 91200003
GHOST_SHARE = 0.012  # of what deleted accounts have written


@dataclass
class Crowd:
    calendar: Calendar
    rng: Random
    people: list[Person] = field(default_factory=lambda: read_people())

    def by_login(self) -> dict[str, Person]:
        return {person.login: person for person in self.people}

    def active(self, moment: datetime, repository: str, *roles: str) -> list[Person]:
        month = self.calendar.month_of(moment)
        return [
            person
            for person in self.people
            if person.joins <= month < person.leaves
            and repository in person.repositories
            and (not roles or person.role in roles)
        ]

    def reporter(self, moment: datetime, repository: str) -> str | None:
        """Who opens an issue; None for an account deleted since."""
        if self.rng.random() < GHOST_SHARE:
            return None
        month = self.calendar.month_of(moment)
        here = [person for person in self.people if person.joins <= month < person.leaves]
        weights = [
            person.weight**0.6
            * (3.0 if person.role == "reporter" else 1.0)
            * (1.0 if repository in person.repositories else 0.25)
            for person in here
        ]
        return self.rng.choices(here, weights)[0].login

    def author(self, moment: datetime, repository: str, *, newcomer: bool = False) -> str | None:
        """Who writes a change: those who work here, newcomers for what was marked for them."""
        here = [person for person in self.active(moment, repository) if person.role != "reporter"]
        if self.rng.random() < GHOST_SHARE or not here:
            return None if here else self.maintainer(moment, repository)
        month = self.calendar.month_of(moment)
        weights = [_eagerness(person, month, newcomer) for person in here]
        return self.rng.choices(here, weights)[0].login

    def maintainer(self, moment: datetime, repository: str, *but: str | None) -> str:
        here = [person for person in self.active(moment, repository, "maintainer") if person.login not in but]
        here = here or [p for p in self.active(moment, "ferrywell", "maintainer") if p.login not in but]
        return self.rng.choices(here, [person.weight for person in here])[0].login

    def helper(self, moment: datetime, repository: str, *but: str | None) -> str | None:
        """Someone who has been around, maintainer or not."""
        here = [p for p in self.active(moment, repository, "maintainer", "regular") if p.login not in but]
        return self.rng.choices(here, [p.weight for p in here])[0].login if here else None

    def is_new(self, login: str | None, moment: datetime) -> bool:
        """In the first quarter of their time here; those of the first days are nobody's newcomers."""
        joined = {person.login: person.joins for person in self.people}.get(login or "")
        return bool(joined) and self.calendar.month_of(moment) - (joined or 0) < 3

    def rows(self) -> list[dict[str, object]]:
        owner = {"id": OWNER_ID, "login": OWNER, "type": "Organization", "name": "Ferrywell (invented)"}
        bots = [{"id": number, "login": login, "type": "Bot"} for login, number in BOTS.items()]
        return [owner, *bots, *(self._row(person) for person in self.people)]

    def _row(self, person: Person) -> dict[str, object]:
        created = self.calendar.at(person.joins - 4 - person.id % 60)
        row: dict[str, object] = {"id": person.id, "login": person.login, "type": "User", "name": person.name}
        company = {"company": person.company} if person.company else {}
        return row | company | {"created_at": stamp(created.replace(microsecond=0))}


def _eagerness(person: Person, month: float, newcomer: bool) -> float:
    fresh = month - person.joins < 3
    if newcomer:
        return 14.0 if fresh else person.weight * 0.25
    return person.weight


def read_people() -> list[Person]:
    people = []
    for index, line in enumerate(lines("people.txt")):
        login, name, company, joins, leaves, weight, letters, role = (part.strip() for part in line.split("|"))
        people.append(
            Person(
                id=7_300_019 + 1_913_071 * index + index**3,
                login=login,
                name=name,
                company=company,
                joins=float(joins),
                leaves=float("inf") if leaves == "-" else float(leaves),
                weight=float(weight),
                repositories=frozenset(REPOSITORY_LETTERS[letter] for letter in letters.split()),
                role=role,
            )
        )
    return people
