"""The four repositories: what they are, their labels and their milestones."""

from dataclasses import dataclass
from random import Random

from github_sync.sandbox.generate.calendar import MONTHS, Calendar, stamp
from github_sync.sandbox.generate.first_tasks import first_tasks
from github_sync.sandbox.generate.texts import lines

INVENTED = "An invented community, made up to demonstrate Mainstay."


@dataclass(frozen=True)
class Plan:
    """How much of what a repository has; the sums over all are 800 issues and 1,200 pull requests."""

    name: str
    id: int
    description: str
    language: str
    topics: tuple[str, ...]
    issues: int
    pulls: int
    open_pulls: int
    direct_commits: int
    problems: tuple[str, ...]
    ecosystem: str
    release_weeks: int
    version: tuple[int, int]

    @property
    def full_name(self) -> str:
        return f"ferrywell/{self.name}"

    @property
    def ordinary_issues(self) -> int:
        """Those that are not first tasks."""
        return self.issues - len(first_tasks(self.name))


PLANS = (
    Plan(
        "ferrywell",
        91200101,
        f"Deliveries, volunteers and donations for food banks and mutual-aid groups. {INVENTED}",
        "Python",
        ("food-bank", "mutual-aid", "volunteers", "logistics", "demo"),
        430,
        640,
        14,
        96,
        ("deliveries", "volunteers", "donations", "reports", "accounts"),
        "pip",
        5,
        (1, 4),
    ),
    Plan(
        "ferrywell-mobile",
        91200102,
        f"The app for Ferrywell's drivers, made for bad networks and old phones. {INVENTED}",
        "TypeScript",
        ("react-native", "offline-first", "food-bank", "demo"),
        190,
        280,
        6,
        34,
        ("mobile", "mobile_more"),
        "npm",
        6,
        (0, 9),
    ),
    Plan(
        "handbook",
        91200103,
        f"How to use, run and improve Ferrywell: the handbook for everyone. {INVENTED}",
        "Markdown",
        ("documentation", "mkdocs", "demo"),
        110,
        180,
        4,
        40,
        ("handbook", "handbook_more"),
        "pip",
        0,
        (0, 0),
    ),
    Plan(
        "deploy",
        91200104,
        f"Compose files and scripts to run Ferrywell on a small server. {INVENTED}",
        "Shell",
        ("deployment", "docker", "self-hosting", "demo"),
        70,
        100,
        2,
        26,
        ("deploy", "deploy_more"),
        "docker",
        9,
        (1, 1),
    ),
)


def labels(plan: Plan) -> list[dict[str, object]]:
    rows = []
    for index, line in enumerate(lines("labels.txt")):
        name, color, where, text = (part.strip() for part in line.split("|"))
        if where == "all" or plan.name in where.split():
            number = plan.id * 100 + index
            rows.append({"id": number, "name": name, "color": color, "description": text})
    return rows


def milestones(plan: Plan, calendar: Calendar, rng: Random) -> list[dict[str, object]]:
    """One for each quarter; the last two are still open."""
    themes = lines("milestones.txt")
    rng.shuffle(themes)
    rows = []
    for quarter in range(MONTHS // 3 + 1):
        title, text = (part.strip() for part in themes[quarter % len(themes)].split("|"))
        due = calendar.at(3.0 * quarter + 3.4).replace(hour=8, minute=0, second=0, microsecond=0)
        state = "closed" if due < calendar.at(MONTHS - 1) else "open"
        rows.append({"number": quarter + 1, "title": title, "description": text, "state": state, "due_on": stamp(due)})
    return rows
