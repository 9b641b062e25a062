"""The steps of setting up, for every screen that stands in the assistant's frame."""

from django import template

from home.queries.setup import Step
from home.queries.setup import setup_steps as found

register = template.Library()


@register.simple_tag
def setup_steps(current: str) -> list[Step]:
    return found(current)
