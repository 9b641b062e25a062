"""The platform's name where a template's own context has another `site_name`."""

from django import template

from common.site_name import site_name

register = template.Library()


@register.simple_tag
def platform_name() -> str:
    return site_name()
