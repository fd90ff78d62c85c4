"""What people type about an inbox."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helpwell.channels.models import Inbox

INCOMING = ("host", "port", "security", "user", "password", "folder")
OUTGOING = ("host", "port", "security", "user", "password")
PASSWORDS = ("imap_password", "smtp_password")
RETYPE = _("Type the password again, as the server or the user name has changed.")


class InboxForm(forms.ModelForm[Inbox]):
    """Everything about an inbox. A password that is left empty stays as it is stored."""

    class Meta:
        model = Inbox
        fields = (
            "name",
            "address",
            "group",
            "signature",
            "is_active",
            "uses_reply_address",
            *(f"imap_{name}" for name in INCOMING),
            "imap_since",
            *(f"smtp_{name}" for name in OUTGOING),
        )
        widgets = {
            "address": forms.EmailInput({"autocomplete": "off", "placeholder": "help@example.org"}),
            "signature": forms.Textarea({"rows": 4}),
            "imap_password": forms.PasswordInput(
                {"autocomplete": "new-password"}, render_value=True
            ),
            "smtp_password": forms.PasswordInput(
                {"autocomplete": "new-password"}, render_value=True
            ),
            "imap_since": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        }
        labels = {"imap_host": _("Server"), "smtp_host": _("Server")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._stored = {name: self.initial.get(name) for name in PASSWORDS}
        self.initial.update(dict.fromkeys(PASSWORDS, ""))  # what is stored is never shown
        self.fields["address"].disabled = bool(self.instance.pk)
        self.fields["imap_folder"].required = False
        self.fields["group"].empty_label = _("No group")  # type: ignore[attr-defined]
        for name in PASSWORDS:
            self.fields[name].strip = False  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Keep stored passwords, but never give one to another server than it was typed for."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["imap_folder"] = cleaned.get("imap_folder") or "INBOX"
        for kind in ("imap", "smtp"):
            self._keep_password(kind, cleaned)
        return cleaned

    def _keep_password(self, kind: str, cleaned: dict[str, Any]) -> None:
        name, stored = f"{kind}_password", self._stored[f"{kind}_password"]
        if cleaned.get(name) or not stored or not cleaned.get(f"{kind}_user"):
            return
        if {f"{kind}_host", f"{kind}_user"} & set(self.changed_data):
            self.add_error(name, RETYPE)
        else:
            cleaned[name] = stored
