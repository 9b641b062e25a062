"""Who made an accepted outcome: accounts and addresses, before they become people."""

from dataclasses import dataclass
from datetime import datetime

from github_sync.domain.coauthors import noreply_account

MACHINE_LOCAL_PARTS = frozenset({"noreply", "no-reply", "donotreply", "do-not-reply", "cursoragent", "copilot", "bot"})


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


def is_machine_address(email: str) -> bool:
    """True for an address no person reads: that of a bot or of an assistant which signs as co-author."""
    local, _, domain = email.strip().lower().partition("@")
    if domain == "users.noreply.github.com":
        return local.endswith("[bot]")
    return local in MACHINE_LOCAL_PARTS or local.endswith("[bot]")


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


def each_once(makers: list[Maker]) -> tuple[Maker, ...]:
    """One maker a key, the first kept; an unknown maker stays only where it is the sole one."""
    found: dict[str, Maker] = {}
    for maker in makers:
        if maker.key:
            found.setdefault(maker.key, maker)
    return tuple(found.values()) or (Maker(""),)
