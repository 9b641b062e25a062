"""How much hangs on how few. Sources: CHAOSS (absence and elephant factor), Herfindahl and Hirschman (index)."""

from collections.abc import Iterable
from fractions import Fraction


def fewest_for_share(amounts: Iterable[int], threshold: Fraction = Fraction(1, 2)) -> int | None:
    """Smallest k whose k largest amounts sum to at least `threshold` of all; None where there is nothing to share."""
    ordered = sorted((amount for amount in amounts if amount > 0), reverse=True)
    goal, reached = threshold * sum(ordered), 0
    for k, amount in enumerate(ordered, 1):
        reached += amount
        if reached >= goal:
            return k
    return None


def herfindahl(amounts: Iterable[int]) -> Fraction | None:
    """Σ sᵢ² of the shares: 1/N where all are equal, 1 where one has all."""
    known = [amount for amount in amounts if amount > 0]
    total = sum(known)
    return Fraction(sum(amount * amount for amount in known), total * total) if total else None


def normalized(index: Fraction, n: int) -> Fraction | None:
    """(H − 1/N) / (1 − 1/N): 0 where all are equal; None for a single one, where it is not defined."""
    return (index - Fraction(1, n)) / (1 - Fraction(1, n)) if n > 1 else None


def top_share(amounts: Iterable[int], n: int) -> Fraction | None:
    known = sorted((amount for amount in amounts if amount > 0), reverse=True)
    return Fraction(sum(known[:n]), sum(known)) if known else None
