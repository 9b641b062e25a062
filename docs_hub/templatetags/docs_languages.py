"""Names of languages as their own readers write them."""

from django import template
from django.utils.translation import get_language_info

register = template.Library()


@register.filter
def language_name(tag: str) -> str:
    """`de` is Deutsch; a tag that Django does not know is shown as it is."""
    try:
        name = str(get_language_info(tag.lower())["name_local"])
    except KeyError:
        return tag
    return name[:1].upper() + name[1:]
