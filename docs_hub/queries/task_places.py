"""The pages that a task is about, and those that help to start, for whoever shows a task."""

import re
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.urls import reverse

from contributors.queries.doc_places import DocPlace
from docs_hub.domain.naming import names_page
from docs_hub.domain.setup_pages import BUILDING, setup_rank
from docs_hub.models import DocPage, DocSource, PageTask
from docs_hub.queries.writing import takes_suggestions

SHOWN, MOST_NAMES = 5, 200
BETWEEN = re.compile(r"[^\w./~%-]+")


def pages_named(*, task_id: int, repository: str, text: str) -> list[DocPlace]:
    """In the order of their titles. Four queries at most, whatever the text says."""
    names = list(dict.fromkeys(word for word in BETWEEN.split(text) if "/" in word))[:MOST_NAMES]
    own = set(PageTask.objects.filter(task_id=task_id).values_list("page_id", flat=True))
    sources = list(DocSource.objects.only("pk", "base", "docs_prefix", "repository"))
    wanted = [Q(pk__in=own), *(q for source in sources if (q := _named(source, names, repository)))]
    rows = _public().filter(reduce(or_, wanted)).order_by("title", "pk")[:MOST_NAMES]
    about = [page for page in rows if page.pk in own or names_page(text, address=_address(page), path=_path(page))]
    return [_place(page) for page in about[:SHOWN]]


def setup_page(*, repository: str) -> DocPlace | None:
    """Two queries."""
    words = reduce(or_, (Q(source_path__icontains=word) | Q(title__icontains=word) for word in BUILDING))
    owner = repository.partition("/")[0]
    rows = _public().filter(words, doc_source__repository__istartswith=f"{owner}/").exclude(source_path="")
    found = [(_fits(page, repository), page) for page in rows[:MOST_NAMES]]
    ranked = sorted((pair for pair in found if pair[0][1]), key=lambda pair: pair[0], reverse=True)
    return _place(ranked[0][1]) if ranked else None


def _fits(page: DocPage, repository: str) -> tuple[bool, int, int]:
    """The more the better; the second is 0 where it tells nothing of setting up."""
    is_its_own = page.doc_source is not None and page.doc_source.repository.lower() == repository.lower()
    return is_its_own, setup_rank(page.source_path, page.title), -page.pk


def front_page(*, repository: str) -> DocPlace | None:
    page = _public().filter(address="", doc_source__repository__iexact=repository).order_by("pk").first()
    return _place(page) if page else None


def _public() -> QuerySet[DocPage]:
    rows: QuerySet[DocPage] = DocPage.objects.live().public().select_related("doc_source")
    return rows.exclude(doc_source=None).defer("source", "html", "toc", "ids", "links", "doc_source__nav_html")


def _named(source: DocSource, names: list[str], repository: str) -> Q | None:
    base = source.base or "/docs/"
    addresses = {name[at + len(base) :].strip("/") for name in names if (at := name.find(base)) >= 0}
    prefix = f"{source.docs_prefix}/" if source.docs_prefix else ""
    is_its_own = bool(source.repository) and source.repository.lower() == repository.lower()
    paths = {name[at + len(prefix) :].rstrip(".") for name in names if is_its_own and (at := name.find(prefix)) >= 0}
    if not addresses and not paths:
        return None
    return Q(doc_source=source) & (Q(address__in=addresses) | Q(source_path__in=paths - {""}))


def _address(page: DocPage) -> str:
    base = (page.doc_source.base if page.doc_source else "") or "/docs/"
    return f"{base}{page.address}/" if page.address else base


def _path(page: DocPage) -> str:
    prefix = page.doc_source.docs_prefix if page.doc_source else ""
    path = f"{prefix}/{page.source_path}" if prefix else page.source_path
    return path if "/" in path else ""


def _place(page: DocPage) -> DocPlace:
    suggest = reverse("docs_hub:suggest", args=[page.pk]) if takes_suggestions(page) else ""
    return DocPlace(page.title, _address(page), suggest)
