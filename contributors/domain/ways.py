"""How work of each kind goes: written in the browser, made in a copy of the code, or done elsewhere."""

from enum import StrEnum

WRITING = frozenset({"doc", "tutorial", "translation"})
CODE = frozenset({"code", "test", "infra", "security"})


class Way(StrEnum):
    WRITING = "writing"
    CODE = "code"
    ELSEWHERE = "elsewhere"


def way_of(kind: str) -> Way:
    return Way.WRITING if kind in WRITING else Way.CODE if kind in CODE else Way.ELSEWHERE
