"""Labels put on and taken off: doing it twice is the same as once."""

from urllib.parse import quote

from github_sync.client import writing
from github_sync.client.errors import GitHubNotFoundError
from github_sync.domain.refusals import Refusal
from github_sync.services.outbox.work import Answer, RefusedError, Request, Work, request


def add(work: Work) -> Answer:
    labels = work.action.payload["labels"]
    for label in labels:
        _check(work, label)
    work.still_mine()
    return {"labels": writing.add_labels(work.client, work.full_name, work.number, labels)}


def remove(work: Work) -> Answer:
    for label in work.action.payload["labels"]:
        work.still_mine()
        writing.remove_label(work.client, work.full_name, work.number, label)
    return {"removed": work.action.payload["labels"]}


def preview_add(work: Work) -> list[Request]:
    return [request("POST", f"{_path(work)}/labels", {"labels": work.action.payload["labels"]})]


def preview_remove(work: Work) -> list[Request]:
    return [
        request("DELETE", f"{_path(work)}/labels/{quote(label, safe='')}") for label in work.action.payload["labels"]
    ]


def _path(work: Work) -> str:
    return f"/repos/{work.full_name}/issues/{work.action.number}"


def _check(work: Work, label: str) -> None:
    try:
        writing.check_label(work.client, work.full_name, label)
    except GitHubNotFoundError as error:
        if work.client.get(f"/repos/{work.full_name}"):  # raises where it is the repository that is not there
            raise RefusedError(
                Refusal(
                    "label",
                    f"{work.full_name} has no label “{label}” any more.",
                    "Choose another label, or make this one on GitHub and retry.",
                )
            ) from error
