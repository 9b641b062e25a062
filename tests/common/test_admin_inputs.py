"""No form of the admin has an input that changes what was typed before it is sent."""

import pytest
from django import forms
from django.apps import apps
from django.urls import get_resolver
from wagtail.admin.viewsets import viewsets
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput
from wagtail.models import Page

OF_WAGTAIL = {"Site.port"}  # its own screen, a whole number that the browser bounds
CHANGING = (forms.NumberInput, AdminDateInput, AdminDateTimeInput)


def _forms():
    get_resolver("config.urls")
    import wagtail.admin.urls  # noqa: F401 (registers the view sets)

    for viewset in viewsets.viewsets:
        if hasattr(viewset, "get_form_class"):
            yield viewset.get_form_class()
    for model in apps.get_models():
        if issubclass(model, Page) and model is not Page:
            yield model.get_edit_handler().get_form_class()


@pytest.mark.django_db
def test_every_form_takes_days_and_numbers_as_typed():
    found = list(_forms())
    changing = {
        f"{form._meta.model.__name__}.{name}"
        for form in found
        for name, field in form.base_fields.items()
        if isinstance(field.widget, CHANGING)
    }
    assert len(found) > 10
    assert changing - OF_WAGTAIL == set()
