"""What operators enter to connect GitHub; secrets are never shown again, not even where a form is refused."""

from django import forms


class TokenForm(forms.Form):
    token = forms.CharField(
        label="Personal access token",
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="GitHub shows it once, when it is made. It is kept sealed and never shown again.",
    )


class SecretTextarea(forms.Textarea):
    """Comes back empty from a refused form, as a password does."""

    def get_context(self, name: str, value: object, attrs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context(name, None, attrs)  # type: ignore[arg-type]
        return context


class AppForm(forms.Form):
    app_id = forms.CharField(label="App ID", max_length=30, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    private_key = forms.CharField(
        label="Private key",
        max_length=10_000,
        widget=SecretTextarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
        help_text="The whole .pem file, from “-----BEGIN” to “END … KEY-----”.",
    )
    webhook_secret = forms.CharField(
        label="Webhook secret",
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="As entered in the App's settings on GitHub. Without it, changes arrive every quarter of an hour.",
    )


class OwnerForm(forms.Form):
    """Whose App it is to be: an organisation's, or one's own where left empty."""

    organization = forms.RegexField(
        r"^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$",
        label="Organisation on GitHub",
        required=False,
        help_text="As in its address: github.com/NAME. Leave it empty for an App of your own account.",
        error_messages={"invalid": "Write the name as it is in the address on GitHub: letters, digits and hyphens."},
    )
