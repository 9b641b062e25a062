"""The funding ledger in the CMS, for those who hold its permissions (treasurers and operators)."""

from django.db import transaction
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.views.generic import DeleteView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from sustainability.models import Entry, ExchangeRate, Funder, FundingSource, Reserve
from sustainability.services.removing import remember_removed
from sustainability.viewsets.amounts import EntryForm, RateForm, ReserveForm
from sustainability.viewsets.asking import AskingCopyView, AskingCreateView, AskingEditView


class RemovingDeleteView(DeleteView):
    """What is deleted is remembered, so that the next import does not bring it back."""

    def delete_action(self) -> None:
        with transaction.atomic():
            remember_removed(row=self.object, actor=self.request.user)
            super().delete_action()


class AskingViewSet(ModelViewSet):
    """Its forms say what they understood before it counts."""

    add_view_class = AskingCreateView
    edit_view_class = AskingEditView
    copy_view_class = AskingCopyView


class FunderViewSet(ModelViewSet):
    model = Funder
    icon = "group"
    menu_label = "Funders"
    name = "funders"
    list_display = ["name", "kind", "group", "is_anonymous"]
    list_filter = ["kind", "is_anonymous"]
    search_fields = ["name"]
    panels = [FieldPanel(name) for name in ("name", "kind", "group", "website", "is_anonymous")]


class FundingSourceViewSet(ModelViewSet):
    model = FundingSource
    icon = "tag"
    menu_label = "Sources"
    name = "funding_sources"
    list_display = ["name", "funder", "funding_class"]
    list_filter = ["funding_class"]
    search_fields = ["name"]
    panels = [FieldPanel(name) for name in ("name", "funder", "funding_class")]


class EntryViewSet(AskingViewSet):
    model = Entry
    icon = "list-ul"
    menu_label = "Entries"
    name = "funding_entries"
    delete_view_class = RemovingDeleteView
    list_display = ["occurred_on", "kind", "source", "category", "amount", "recurrence", "is_restricted"]
    list_filter = ["kind", "recurrence", "is_restricted", "currency", "source__funding_class"]
    search_fields = ["description", "category"]
    list_per_page = 50
    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel(name) for name in ("kind", "source", "category", "description")], "What"),
            MultiFieldPanel(
                [FieldPanel(name) for name in ("amount_minor", "currency", "occurred_on")], "How much, when"
            ),
            MultiFieldPanel(
                [FieldPanel(name) for name in ("period_start", "period_end", "recurrence")], "For which time"
            ),
            MultiFieldPanel([FieldPanel(name) for name in ("is_restricted", "purpose")], "Tied to a purpose"),
        ],
        base_form_class=EntryForm,
    )


class ReserveViewSet(AskingViewSet):
    model = Reserve
    icon = "lock"
    menu_label = "Reserves"
    name = "reserves"
    delete_view_class = RemovingDeleteView
    list_display = ["as_of", "account", "unrestricted", "restricted"]
    list_filter = ["account"]
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("account", "as_of", "currency", "unrestricted_minor", "restricted_minor")],
        base_form_class=ReserveForm,
    )


class ExchangeRateViewSet(AskingViewSet):
    model = ExchangeRate
    icon = "order"
    menu_label = "Exchange rates"
    name = "exchange_rates"
    list_display = ["currency", "into", "on", "rate", "origin"]
    list_filter = ["currency"]
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("currency", "into", "on", "rate", "origin")], base_form_class=RateForm
    )


class FundingGroup(ModelViewSetGroup):
    menu_label = "Funding"
    menu_icon = "decimal"
    menu_order = 250
    items = (EntryViewSet, FundingSourceViewSet, FunderViewSet, ReserveViewSet, ExchangeRateViewSet)
