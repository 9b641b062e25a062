"""What the assistant asks for."""

from typing import Any

from django import forms
from django.contrib.auth.forms import BaseUserCreationForm

from common.models import User


class FirstAccountForm(BaseUserCreationForm[User]):
    class Meta:
        model = User
        fields = ("username", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True
        self.fields["email"].help_text = "The site writes to you here when something needs you."
        self.fields["username"].help_text = "Letters, digits and @ . + - _ only. You sign in with it."
        self.fields["password1"].help_text = "At least 8 characters, and none that is easy to guess."
        self.fields["password2"].help_text = ""


class NameForm(forms.Form):
    name = forms.CharField(
        label="What is your platform called?", max_length=100, help_text="It stands on every page and in every mail."
    )
    tagline = forms.CharField(
        label="What is it, in one sentence?",
        max_length=200,
        help_text="The first thing a visitor reads: what it does, and for whom.",
    )
    introduction = forms.CharField(
        label="A few words more",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Two or three sentences for somebody who has never heard of it. You can leave it empty.",
    )
