"""One process of the sync benchmark: `migrate`, or with OWNER/NAME `threads`, `whole` or `remove`, which tell rows."""

import sys

import django


def main() -> None:
    django.setup()
    what, *names = sys.argv[1:]
    if what == "migrate":
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        return
    from github_sync.services.repositories import track_repository

    repository = track_repository(full_name=names[0], actor=None)
    {"threads": sync_threads, "whole": sync_whole, "remove": remove}[what](repository)


def sync_threads(repository) -> None:
    """Issues and pull requests alone: what Perceval fetches."""
    from github_sync.client.survey import glances
    from github_sync.services.connection import open_client
    from github_sync.services.lease import lease
    from github_sync.services.streams import Sync

    client = open_client()
    glance = glances(client, [repository.full_name])[repository.full_name]
    with lease(repository) as held:
        Sync(repository, client, held, glance).sync_threads()


def sync_whole(repository) -> None:
    from github_sync.services.sync import sync_repository

    done = sync_repository(repository)
    print(done.changed, done.writing_seconds)


def remove(repository) -> None:
    from github_sync.services.following import remove_repository

    print(remove_repository(repository_id=repository.pk, actor=None))


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main()
