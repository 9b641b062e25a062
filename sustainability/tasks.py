"""Work of the queue; each task can run twice without harm."""

from celery import shared_task

from sustainability.services import reporting, uploads


@shared_task(name="sustainability.refresh_reports")
def refresh_reports() -> None:
    """Compute the standing reports that are behind; also what the schedule runs, in case news got lost."""
    reporting.refresh_reports()


@shared_task(name="sustainability.hear_of_sync")
def hear_of_sync() -> None:
    """Queue the reports behind the work that the same news gave to the ledger, which they rest on."""
    refresh_reports.delay()


@shared_task(name="sustainability.drop_old_uploads")
def drop_old_uploads() -> None:
    """Forget files that were uploaded and never confirmed."""
    uploads.drop_old_uploads()
