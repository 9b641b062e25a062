"""What is said of whole sources and folders."""

from typing import Any

from django.contrib.auth.models import Group

from common import roles
from common.errors import InvalidInputError
from common.models import User
from docs_hub.desk.choosing import chosen_days, chosen_owner, number_of, possible_owners
from docs_hub.desk.screens import DeskView
from docs_hub.models import Care, DocSource
from docs_hub.services.care import ASSIGNERS, folder_of, set_care


class PlacesView(DeskView):
    """What is said of whole sources and folders, and so of every page below that says nothing itself."""

    template_name = "docs_hub/desk/places.html"
    page_title = "Owners of sources and folders"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Care.objects.filter(page=None).select_related("doc_source", "owner", "team")
        return {
            **super().get_context_data(**kwargs),
            "rows": rows.order_by("doc_source__title", "folder"),
            "sources": DocSource.objects.only("pk", "title", "slug"),
            "may_assign": roles.has_role(self.user, *ASSIGNERS),
            "people": possible_owners(),
            "teams": Group.objects.order_by("name"),
        }

    def act(self, user: User) -> str:
        post = self.request.POST
        source = DocSource.objects.filter(pk=number_of(post.get("source", ""))).first()
        if source is None:
            raise InvalidInputError("Choose a source.")
        place = folder_of(source, post.get("folder", "")[:700])
        set_care(
            place=place,
            actor=user,
            **chosen_owner(post.get("owner", "")),
            interval_days=chosen_days(post.get("interval_days", "")),
            version=post.get("version", ""),
        )
        return f"Kept for {f'the folder “{place.folder}” of ' if place.folder else ''}{source}."
