"""What kind of actor an account is."""

KNOWN_BOTS = frozenset(
    {
        "dependabot",
        "renovate",
        "github-actions",
        "codecov",
        "web-flow",
        "snyk-bot",
        "allcontributors",
        "weblate",
        "pre-commit-ci",
    }
)


def is_bot(login: str, account_type: str = "User") -> bool:
    """True for GitHub's `Bot` type, for `name[bot]` and for the well-known service accounts that GitHub calls users."""
    name = login.lower()
    return account_type == "Bot" or name.endswith(("[bot]", "-bot")) or name in KNOWN_BOTS
