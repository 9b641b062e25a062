"""Pictures of other sites that a source shows: which are copied, and which could not be."""

from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Q

from docs_hub.models import DocSource, DocVersion, OutsidePicture, PictureUse


@dataclass(frozen=True)
class LeftPicture:
    """`path` and `line`: where it stands; `is_copied`: an older copy is still shown."""

    path: str
    line: int
    url: str
    why: str
    is_copied: bool


@dataclass
class CopiedPictures:
    copied: int = 0
    waiting: int = 0
    left: list[LeftPicture] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.copied + self.waiting + sum(not one.is_copied for one in self.left)


def copies_of(origin: DocSource | DocVersion) -> dict[str, str] | None:
    """Where each copy is served, by the picture's address; None, without a query, where none are copied."""
    source = origin if isinstance(origin, DocSource) else origin.doc_source
    if not source.copies_pictures:
        return None
    if source.pk is None:
        return {}
    rows = OutsidePicture.objects.filter(_of(source)).exclude(file="").order_by().distinct()
    return {url: settings.MEDIA_URL + file for url, file in rows.values_list("url", "file")}


def _of(source: DocSource) -> Q:
    return Q(uses__page__doc_source=source) | Q(uses__rendered__pages__version__doc_source=source)


def copied_pictures(source: DocSource) -> CopiedPictures | None:
    """As they are now, for pages that are read at this site; None where none are copied. One query."""
    if not source.copies_pictures or source.pk is None:
        return None
    found = CopiedPictures()
    uses = PictureUse.objects.filter(page__doc_source=source).select_related("picture", "page")
    for use in uses.only("line", "picture__url", "picture__file", "picture__error", "page__source_path").order_by(
        "page__source_path", "line"
    ):
        picture = use.picture
        found.copied += bool(picture.file)
        found.waiting += not picture.file and not picture.error
        if picture.error and use.page is not None:
            left = LeftPicture(use.page.source_path, use.line, picture.url, picture.error, bool(picture.file))
            found.left.append(left)
    return found
