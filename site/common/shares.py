"""Whole percents that add up to 100."""

from collections.abc import Sequence


def whole_percents(weights: Sequence[float]) -> list[int]:
    """The largest remainder method: round down, then give what is left to those who lost most."""
    total = sum(weights)
    if total <= 0:
        return [0] * len(weights)
    exact = [weight * 100 / total for weight in weights]
    percents = [int(share) for share in exact]
    by_loss = sorted(range(len(exact)), key=lambda place: percents[place] - exact[place])
    for place in by_loss[: 100 - sum(percents)]:
        percents[place] += 1
    return percents
