"""What stands for a person where there is no picture."""

import re

from django import template

register = template.Library()
SEPARATOR = re.compile(r"[\s\-_.]+")


@register.filter
def initials(name: object) -> str:
    """First letters of the first and the last word: "Amina Diallo" and "amina-diallo" give AD, "amina" A."""
    words = [word for word in SEPARATOR.split(str(name)) if word[:1].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"
