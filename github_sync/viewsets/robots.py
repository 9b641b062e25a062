"""Accounts of which a maintainer says that they are robots, or people: also those without any credit."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import DeleteView
from wagtail.admin.viewsets.model import ModelViewSet

from common.models import User
from github_sync.models import Account, AccountMark
from github_sync.queries.accounts import account_named
from github_sync.services.marks import mark_account, unmark_account

HELP = (
    "<p>GitHub calls many robots users. A list of known ones comes with this site. Name here an account that it does "
    "not know, or one that it takes for a robot by mistake. It holds at once, everywhere: a robot gets no credit, is "
    "no newcomer, holds no task, and its comment is no answer.</p>"
)
UNKNOWN = (
    "No account of this name is known here yet. Check how GitHub writes it: an account is known from the first time it "
    "wrote something, was assigned or made a commit in a mirrored repository."
)


class AccountMarkForm(WagtailAdminModelForm):
    """An account is named once; what is said of it can be changed."""

    is_robot = forms.TypedChoiceField(
        label="What it is", choices=[(True, "A robot"), (False, "A person")], initial=True,
        coerce=lambda value: value == "True", widget=forms.RadioSelect,
    )  # fmt: skip

    instance: AccountMark
    found: Account | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["login"].disabled = True

    def clean_login(self) -> str:
        login: str = self.cleaned_data["login"].strip().removeprefix("@")
        if not self.instance.pk and AccountMark.objects.filter(login__iexact=login).exists():
            raise ValidationError("This account is in the list already. Open it there to change what is said of it.")
        return login

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "login" in cleaned and not self.instance.pk:
            self.found = account_named(cleaned["login"])
            if self.found is None:
                self.add_error("login", UNKNOWN)
        return cleaned

    def save(self, commit: bool = True) -> AccountMark:
        actor = self.for_user if isinstance(self.for_user, User) else None
        said, account = self.cleaned_data, self.found or self.instance
        self.instance = mark_account(
            github_id=account.github_id,
            login=account.login,
            is_robot=said["is_robot"],
            actor=actor,
            reason=said["reason"],
        )
        return self.instance


class AccountMarkDeleteView(DeleteView):
    """Leaves the account to the rules again."""

    def delete_action(self) -> None:
        actor = self.request.user if isinstance(self.request.user, User) else None
        unmark_account(github_id=self.object.github_id, actor=actor)


def what_it_is(row: AccountMark) -> str:
    return "A robot" if row.is_robot else "A person"


class AccountMarkViewSet(ModelViewSet):
    model = AccountMark
    name = "github_robots"
    menu_label = "Robots"
    add_to_admin_menu = False
    icon = "cog"
    copy_view_enabled = False
    delete_view_class = AccountMarkDeleteView
    list_display = [
        TitleColumn("login", label="Account", url_name="github_robots:edit", sort_key="login"),
        Column(what_it_is, label="What it is"),
        Column("reason", label="Reason"),
        Column("marked_by", label="Said by"),
    ]
    search_fields = ["login", "reason"]
    search_backend_name = None
    edit_handler = ObjectList(
        [HelpPanel(content=HELP), FieldPanel("login"), FieldPanel("is_robot"), FieldPanel("reason")],
        base_form_class=AccountMarkForm,
    )
