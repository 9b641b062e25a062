"""One process of the sync benchmark: `migrate`, or a sync of the named repository, which tells rows and seconds."""

import sys

import django


def main() -> None:
    django.setup()
    from django.core.management import call_command

    if sys.argv[1] == "migrate":
        call_command("migrate", verbosity=0)
        return
    from github_sync.services.repositories import track_repository
    from github_sync.services.sync import sync_repository

    done = sync_repository(track_repository(full_name=sys.argv[1], actor=None))
    print(done.changed, done.writing_seconds)


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main()
