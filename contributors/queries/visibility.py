"""Which rows of the ledger and the board anybody may see: those of repositories that are shown, and the site's own."""

from django.db.models import Q

from github_sync.queries.visibility import shown_numbers

GITHUB = "github"


def shown(prefix: str = "") -> Q:
    """For Contribution, Uncredited and Task, or for rows that lead to one by `prefix`; costs no query of its own.

    What came from GitHub without a number of its repository is not shown: nobody could say whose it is.
    """
    number = f"{prefix}repository_number"
    is_own = Q(**{f"{number}__isnull": True}) & ~Q(**{f"{prefix}source": GITHUB})
    return Q(**{f"{number}__in": shown_numbers()}) | is_own
