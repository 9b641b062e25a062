"""Pictures that come from no tree: checked, cleaned, and kept in the media folder under the hash of their content."""

import io

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, UnidentifiedImageError

from common.errors import InvalidInputError
from common.locks import hold
from docs_hub.domain.addresses import asset_name
from docs_hub.domain.svg import EMPTY_SVG, safe_svg

LARGEST = 5 * 1024 * 1024
MOST_PIXELS = 50_000_000
ENDINGS = {"PNG": ".png", "JPEG": ".jpg", "GIF": ".gif", "WEBP": ".webp"}


def checked_picture(content: bytes) -> tuple[bytes, str]:
    """The content as it may be served and its ending, told from the content alone.

    Raises InvalidInputError for what is no picture, or too large.
    """
    if len(content) > LARGEST:
        raise InvalidInputError(f"This picture is larger than {LARGEST // 1024 // 1024} MB.")
    if b"<svg" in content[:2000].lower():
        clean = safe_svg(content)
        if clean == EMPTY_SVG:
            raise InvalidInputError("This drawing cannot be read.")
        return clean, ".svg"
    return content, _raster_ending(content)


def _raster_ending(content: bytes) -> str:
    try:
        with Image.open(io.BytesIO(content), formats=list(ENDINGS)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise InvalidInputError("This picture has too many pixels. Make it smaller first.")
            kind = str(picture.format)
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise InvalidInputError("This is no picture: PNG, JPEG, GIF, WebP and SVG are taken.") from error
    return ENDINGS[kind]


def hold_file(name: str) -> None:
    """Until the caller's transaction ends nobody else removes the file, or begins to count on it."""
    hold(f"docs_hub.file {name}")


def keep_picture(path: str, sha: str, content: bytes) -> str:
    """The name in the media folder, where it is written unless it is there already."""
    name = asset_name(path, sha)
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(content))
    return name
