"""How the site is connected and the forms that change it, for the screens of other rooms."""

from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("github_sync/admin/connection_panel.html", takes_context=True)
def github_connection(context: dict[str, Any]) -> dict[str, Any]:
    from github_sync.views.connection.screen import what_is_needed

    return {**context.flatten(), **what_is_needed()}  # type: ignore[attr-defined]
