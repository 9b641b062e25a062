"""The list of known robots (`robots.toml`), and the rules by pattern: who is nobody, by login or address."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

NOREPLY_DOMAIN = "users.noreply.github.com"
KINDS = ("assistant", "merge", "checks", "service")


@dataclass(frozen=True, slots=True)
class Robot:
    """Names in small letters; `source` says where it can be looked up, `seen` when it was."""

    name: str
    kind: str
    logins: frozenset[str]
    github_ids: frozenset[int]
    addresses: frozenset[str]
    source: str
    seen: date


@dataclass(frozen=True, slots=True)
class RobotList:
    """Everything by which a robot is known, for look-ups."""

    robots: tuple[Robot, ...]
    logins: frozenset[str]
    github_ids: frozenset[int]
    addresses: frozenset[str]
    login_pattern: re.Pattern[str]
    local_part_pattern: re.Pattern[str]


@cache
def robot_list() -> RobotList:
    """Read once a process; the file is part of the code."""
    data = tomllib.loads(files("github_sync.domain").joinpath("robots.toml").read_text(encoding="utf-8"))
    robots = tuple(_robot(entry) for entry in data["robot"])
    return RobotList(
        robots,
        frozenset().union(*(robot.logins for robot in robots)),
        frozenset().union(*(robot.github_ids for robot in robots)),
        frozenset().union(*(robot.addresses for robot in robots)),
        re.compile("|".join(data["patterns"]["logins"])),
        re.compile("|".join(data["patterns"]["local_parts"])),
    )


def is_robot_login(login: str) -> bool:
    """True for a listed login and for one of the patterns, such as `name[bot]`, `name-bot` and `namemergebot`."""
    known, name = robot_list(), login.strip().lower()[:100]
    return name.removesuffix("[bot]") in known.logins or bool(known.login_pattern.fullmatch(name))


def is_robot_id(github_id: int | None) -> bool:
    return github_id in robot_list().github_ids


def is_robot_address(email: str) -> bool:
    """True for an address no person reads: a listed one, or one whose name is a robot's.

    GitHub's own no-reply addresses name an account, which decides.
    """
    known, address = robot_list(), email.strip().lower()[:320]
    local, _, domain = address.rpartition("@")
    if domain == NOREPLY_DOMAIN:
        number, plus, login = local.partition("+")
        return is_robot_login(login or number) or bool(plus and number.isdecimal() and is_robot_id(int(number)))
    return address in known.addresses or bool(known.local_part_pattern.fullmatch(local))


def _robot(entry: dict[str, object]) -> Robot:
    def small(key: str) -> frozenset[str]:
        found = entry.get(key, [])
        return frozenset(str(one).lower() for one in found) if isinstance(found, list) else frozenset()

    ids, seen = entry.get("github_ids", []), entry["seen"]
    if not isinstance(ids, list) or not isinstance(seen, date) or entry["kind"] not in KINDS or not entry["source"]:
        raise ValueError(f"robots.toml: “{entry.get('name')}” lacks its kind, its source or its date.")
    return Robot(
        str(entry["name"]), str(entry["kind"]), small("logins"), frozenset(map(int, ids)), small("addresses"),
        str(entry["source"]), seen,
    )  # fmt: skip
