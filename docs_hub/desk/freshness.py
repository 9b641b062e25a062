"""The owners' queue: what is due, filtered, checked, given and taken, many pages at once."""

from dataclasses import replace
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.urls import path

from common import roles
from common.errors import InvalidInputError, MainstayError
from common.models import User
from common.paging import page_of
from docs_hub.desk.choosing import chosen_days, chosen_owner, possible_owners
from docs_hub.desk.places import PlacesView
from docs_hub.desk.screens import PAGE_SIZE, DeskView, DeskViewSet, counted
from docs_hub.domain.freshness import STATES
from docs_hub.domain.source_text import plain_text
from docs_hub.models import DocPage, DocSource
from docs_hub.queries.care_queue import CareItems, Wanted, theirs
from docs_hub.queries.care_rows import owner_names
from docs_hub.services.care import ASSIGNERS, Place, check_page, place_of, set_care

MOST = 200


class FreshnessView(DeskView):
    template_name = "docs_hub/desk/freshness.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wanted = self._wanted()
        items, counts = CareItems(wanted), CareItems(replace(wanted, states=())).counts
        return {
            **super().get_context_data(**kwargs),
            "items": page_of(items, self.request.GET.get("page", ""), PAGE_SIZE),
            "total": len(items),
            "wanted": wanted,
            "state": "".join(wanted.states),
            "mine": wanted.is_mine,
            "states": [(key, title, counts[key]) for key, title in STATES.items()],
            "sources": DocSource.objects.only("pk", "title", "slug"),
            "owners": owner_names(),
            "may_assign": roles.has_role(self.user, *ASSIGNERS),
            "people": possible_owners(),
            "teams": Group.objects.order_by("name"),
        }

    def _wanted(self) -> Wanted:
        get = self.request.GET
        source = get.get("source", "")
        mine = theirs(self.user) if get.get("mine") else Wanted()
        return Wanted(
            states=(get["state"],) if get.get("state") in STATES else (),
            source_id=int(source) if source.isascii() and source.isdecimal() and len(source) < 12 else None,
            text=plain_text(get.get("q", ""))[:100].strip(),
            owner=plain_text(get.get("owner", ""))[:255],
            person_id=mine.person_id,
            team_ids=mine.team_ids,
            is_mine=mine.is_mine,
        )

    def act(self, user: User) -> str:
        places = self._places()
        what = self.request.POST.get("act", "")
        if not places:
            raise InvalidInputError("Choose at least one page first.")
        if what not in ACTS:
            raise PermissionDenied
        done, refused = 0, ""
        for place, page in places:
            try:
                self._do(what, user, place, page)
                done += 1
            except MainstayError as error:
                refused = str(error)
        said = f"{counted(done, 'page', 'pages')} {ACTS[what]}."
        if refused and not done:
            raise InvalidInputError(refused)
        return f"{said} {len(places) - done} not: {refused}" if refused else said

    def _places(self) -> list[tuple[Place, DocPage]]:
        """Of the keys that the list shows: `12`, or `12#anchor` for a section."""
        keys = [key.partition("#") for key in self.request.POST.getlist("chosen")[:MOST]]
        ids = [int(pk) for pk, _, _ in keys if pk.isascii() and pk.isdecimal() and len(pk) < 12]
        pages = {page.pk: page for page in DocPage.objects.filter(pk__in=ids).defer("html", "source", "links")}
        return [
            (place_of(pages[int(pk)], anchor), pages[int(pk)])
            for pk, _, anchor in keys
            if pk.isascii() and pk.isdecimal() and int(pk) in pages
        ]

    def _do(self, what: str, user: User, place: Place, page: DocPage) -> None:
        if what == "check":
            check_page(page=page, user=user, anchor=place.anchor)
        elif what == "take":
            set_care(place=place, actor=user, owner=user)
        elif what == "hand_back":
            set_care(place=place, actor=user, owner=None)
        elif what == "give":
            set_care(place=place, actor=user, **chosen_owner(self.request.POST.get("owner", "")))
        else:
            set_care(place=place, actor=user, interval_days=chosen_days(self.request.POST.get("interval_days", "")))


ACTS = {
    "check": "checked",
    "take": "yours now",
    "hand_back": "handed back",
    "give": "given",
    "interval": "changed",
}


class FreshnessViewSet(DeskViewSet):
    name = "docs_care"
    icon = "calendar-check"
    menu_label = "Freshness"
    view_class = FreshnessView

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("places/", PlacesView.as_view(header_icon=self.icon), name="places")]
