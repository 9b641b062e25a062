"""Old addresses: those of pages that moved, and those that the tree itself leads elsewhere."""

from collections.abc import Iterable, Mapping
from typing import Any

from wagtail.contrib.redirects.models import Redirect

from docs_hub.domain.paths import slug
from docs_hub.domain.redirect_files import FileRedirect
from docs_hub.models import DocPage, DocSource

LONGEST = 255


def redirect_page(*, source: DocSource, address: str, page: DocPage) -> None:
    """The old address of a page leads to wherever the page lies from now on."""
    old = Redirect.normalise_path(f"{source.paths['base']}{address}")
    defaults = {"redirect_page": page, "redirect_link": "", "is_permanent": True, "automatically_created": True}
    Redirect.objects.update_or_create(old_path=old, site=None, defaults=defaults)


def write_redirects(
    *, source: DocSource, redirects: Iterable[FileRedirect], nodes: Mapping[str, DocPage], old_paths: Mapping[str, Any]
) -> dict[str, int]:
    """Those of the tree's own redirect files that lead to a page; those it no longer names go. Idempotent.

    Sets `source.paths["redirects"]` (saved by the caller) and `source.report["redirects_dead"]`. An address that is a
    page, or that a person redirected, is left alone.
    """
    wanted = _first_of_each(redirects)
    found = {old: one for old, one in wanted.items() if old not in nodes and _target(one, wanted, nodes)}
    rows = {_old_path(source, old): _row(one, wanted, nodes) for old, one in found.items()}
    rows = {path: row for path, row in rows.items() if len(path) <= LONGEST}
    _save(rows, set(old_paths.get("redirects", ())))
    source.paths = {**source.paths, "redirects": sorted(rows)}
    dead = [one for old, one in wanted.items() if not _target(one, wanted, nodes)]
    source.report["redirects_dead"] = [{"path": one.path, "line": one.line, "what": one.new} for one in dead]
    return {"total": len(wanted), "resolved": len(wanted) - len(dead)}


def _save(rows: dict[str, dict[str, Any]], before: set[str]) -> None:
    known = {row.old_path: row for row in Redirect.objects.filter(site=None, old_path__in=sorted({*rows, *before}))}
    gone = [row.pk for path, row in known.items() if path not in rows and row.automatically_created]
    if gone:
        Redirect.objects.filter(pk__in=gone).delete()
    fixed = {"is_permanent": True, "automatically_created": True}
    new = [Redirect(old_path=path, **row, **fixed) for path, row in rows.items() if path not in known]
    Redirect.objects.bulk_create(new, batch_size=400)
    for path, row in rows.items():
        old = known.get(path)
        is_ours = old is not None and old.automatically_created and path in before
        if old is not None and is_ours and (old.redirect_page_id, old.redirect_link) != _aim(row):
            Redirect.objects.filter(pk=old.pk).update(**row)


def _aim(row: dict[str, Any]) -> tuple[int | None, str]:
    return row["redirect_page"].pk if row["redirect_page"] else None, row["redirect_link"]


def _old_path(source: DocSource, old: str) -> str:
    return str(Redirect.normalise_path(f"{source.paths['base']}{old}"))


def _row(one: FileRedirect, wanted: Mapping[str, FileRedirect], nodes: Mapping[str, DocPage]) -> dict[str, Any]:
    page = _target(one, wanted, nodes)
    if page is None:
        raise LookupError(one.new)
    if one.anchor:
        return {"redirect_page": None, "redirect_link": f"{page.url}#{one.anchor}"}
    return {"redirect_page": page, "redirect_link": ""}


def _target(one: FileRedirect, wanted: Mapping[str, FileRedirect], nodes: Mapping[str, DocPage]) -> DocPage | None:
    """The page at the new address, also where that is redirected itself; None where readers find nothing there."""
    for _ in range(5):
        page = nodes.get(one.new) or nodes.get("/".join(slug(part) for part in one.new.split("/") if part))
        if page is not None and page.live:
            return page
        if one.new not in wanted:
            return None
        one = wanted[one.new]
    return None


def _first_of_each(redirects: Iterable[FileRedirect]) -> dict[str, FileRedirect]:
    found: dict[str, FileRedirect] = {}
    for one in redirects:
        found.setdefault(one.old, one)
    return found
