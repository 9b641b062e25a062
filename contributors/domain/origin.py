"""From which repository a row comes, by GitHub's number of it, which a rename does not change."""

UNKNOWN = 0
"""The number of a repository that nobody knows: no such one is ever shown."""


def number_in(external_id: str) -> int:
    """`external_id` of a row of GitHub's begins with the number of its repository."""
    number = external_id.partition("/")[0]
    is_number = number.isascii() and number.isdecimal() and 0 < int(number[:20]) < 2**63
    return int(number) if is_number else UNKNOWN
