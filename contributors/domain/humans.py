"""Who is another human: the one place that says so, for answers, reviews, merges and credit."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """`key` is equal for all accounts and addresses of one person: `person:ID`, or the account's own where nobody is
    known behind it; empty where not even that is known."""

    key: str
    is_robot: bool = False


def is_another_human(one: Actor, than: Actor | None) -> bool:
    """True for a known human who is not `than`. A robot is no human; a deleted account cannot be told from anybody.

    Where it is not known who `than` is (None), every known human counts as another.
    """
    if one.is_robot or not one.key:
        return False
    return than is None or one.key != than.key
