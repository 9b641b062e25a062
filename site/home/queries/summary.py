"""What a loaded site holds, by kind of row."""

from django.apps import apps

COUNTED = (
    ("repositories", "github_sync", "Repository"),
    ("issues", "github_sync", "Issue"),
    ("pull requests", "github_sync", "PullRequest"),
    ("commits", "github_sync", "Commit"),
    ("people", "contributors", "Person"),
    ("credited contributions", "contributors", "Contribution"),
    ("tasks on the board", "contributors", "Task"),
    ("documentation pages", "docs_hub", "DocPage"),
    ("funding entries", "sustainability", "Entry"),
)


def loaded_rows() -> dict[str, int]:
    return {name: apps.get_model(app, model)._default_manager.count() for name, app, model in COUNTED}
