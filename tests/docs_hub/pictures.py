"""Pictures of other sites, and all that the tasks do with them."""

import io
from datetime import timedelta

from PIL import Image

from docs_hub.domain.source_text import blob_sha
from docs_hub.models import OutsidePicture
from docs_hub.services.outside_links import collect_links
from docs_hub.services.picture_copying import copy_due_pictures
from docs_hub.services.picture_showing import show_copied_pictures


def png(color: str = "red") -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (2, 2), color).save(content, "PNG")
    return content.getvalue()


def media_of(content: bytes, ending: str = "png") -> str:
    sha = blob_sha(content)
    return f"/media/docs/{sha[:2]}/{sha}.{ending}"


def look_after() -> int:
    collect_links()
    copy_due_pictures()
    return show_copied_pictures()


def months_later() -> None:
    for picture in OutsidePicture.objects.all():
        picture.next_at -= timedelta(days=100)
        picture.save()
