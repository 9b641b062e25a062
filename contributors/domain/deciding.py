"""When a person decided about a credit, which no recording changes afterwards."""

DECIDED = "A maintainer: "
"""How the reason of an entry begins that a person declared void; no reason of a machine does."""
LONGEST_REASON = 280


def decided_reason(reason: str) -> str:
    return f"{DECIDED}{reason.strip()[:LONGEST_REASON]}"


def is_decided(status: str, void_reason: str) -> bool:
    """Confirmed, or void by a person's word."""
    return status == "confirmed" or (status == "void" and void_reason.startswith(DECIDED))
