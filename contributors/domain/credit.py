"""Who made an accepted outcome: accounts and addresses, before they become people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from common.names import same_name_key
from github_sync.domain.accounts import is_bot
from github_sync.domain.coauthors import noreply_account
from github_sync.domain.robots import is_robot_address


@dataclass(frozen=True, slots=True)
class Maker:
    """`key` is `github:ID`, `email:ADDRESS` or `""` for nobody known; `email` is the address that led there."""

    key: str
    name: str = ""
    login: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Something the project accepted, with all who made it; `is_author_known` is False for a deleted account."""

    external_id: str
    kind: str
    occurred_at: datetime
    title: str
    url: str
    provenance: str
    makers: tuple[Maker, ...]
    is_author_known: bool = True


VERBS = {"pull": "contributed", "commit": "committed", "review": "reviewed", "issue": "reported"}


def verb_of(external_id: str, kind: str) -> str:
    """What the person did with the thing that `external_id` (`REPOSITORY/pull/NUMBER`) names."""
    if kind == "ideas":
        return "suggested"
    return VERBS.get(external_id.rsplit("/", 2)[-2] if external_id.count("/") > 1 else "", "contributed")


def bare_title(title: str) -> str:
    """Without the words that name the act, where the verb says them already."""
    return title.removeprefix("Reviewed “").removesuffix("”") if title.startswith("Reviewed “") else title


def github_key(github_id: int) -> str:
    return f"github:{github_id}"


def email_key(email: str) -> str:
    return f"email:{email.strip().lower()}"


def maker_of_address(name: str, email: str, ids_by_login: dict[str, int], ids_by_email: dict[str, int]) -> Maker:
    """Whose address it is: the account a noreply address names or that is known to use it, else the address itself."""
    address = email.strip().lower()
    if "@" not in address or len(address) > 320 or "\0" in address:
        return Maker("", name)
    if account := noreply_account(address):
        number, login = account
        number = number if number is not None else ids_by_login.get(login.lower())
        if number is not None:
            return Maker(github_key(number), name, login)
    if address in ids_by_email:
        return Maker(github_key(ids_by_email[address]), name, email=address)
    return Maker(email_key(address), name, email=address)


def is_robot(maker: Maker, judged: Mapping[str, bool]) -> bool:
    """As `judged` says of the account's key, else by the rules: its name, or the address where no account is known."""
    if maker.key in judged:
        return judged[maker.key]
    if maker.key.startswith("email:"):
        return is_robot_address(maker.email or maker.key.removeprefix("email:"))
    number = maker.key.removeprefix("github:")
    return is_bot(maker.login, github_id=int(number) if number.isdecimal() else None)


def together(makers: list[Maker]) -> tuple[Maker, ...]:
    """Each once, as `each_once`; within one outcome an address of nobody known is the account of the same name."""
    accounts = [maker for maker in makers if maker.key.startswith("github:")]
    names = {same_name_key(name) for maker in accounts for name in (maker.name, maker.login) if name}
    return each_once([one for one in makers if not (one.key.startswith("email:") and same_name_key(one.name) in names)])


def each_once(makers: list[Maker]) -> tuple[Maker, ...]:
    """One maker a key, the first kept; an unknown maker stays only where it is the sole one."""
    found: dict[str, Maker] = {}
    for maker in makers:
        if maker.key:
            found.setdefault(maker.key, maker)
    return tuple(found.values()) or (Maker(""),)
