"""What people type about an inbox."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from helpwell.brands.models import Brand
from helpwell.channels.adapters.webhooks.sendgrid import public_key
from helpwell.channels.models import Hook, Inbox, ProviderApp

PLACE = ("host", "port", "security", "user", "password")
INCOMING = ("protocol", *PLACE, "folder", "since", "after", "moves_to")
PASSWORDS = ("fetch_password", "smtp_password")
SECRETS = (*PASSWORDS, "dkim_key")
MORE = (
    "signature", "acknowledgement", "trusted_host", "uses_reply_address", "most_a_minute",
    "dkim_selector", "dkim_key",
)  # fmt: skip
WHERE = ("host", "port", "security", "user")
OTHER_PORTS = {993: 995, 143: 110}  # IMAP's usual port: that of POP3 with the same security
KEY_HELP = _(
    "Mailgun: the HTTP webhook signing key. SendGrid: the public key of a security policy, if you "
    "made one. Others: leave it empty."
)
KEY_MISSING = _("Paste Mailgun’s HTTP webhook signing key; you find it under API security.")
NO_PUBLIC_KEY = _("This is no public key of a security policy. Leave it empty to use a password.")
POP3, AFTER = Inbox.Protocol.POP3, Inbox.AfterFetch
RETYPE = _("Type the password again, as the server or the user name has changed.")
NO_FOLDERS = _("A POP3 mailbox has no marks and no folders: leave mail as it is, or delete it.")
WHERE_TO = _("Say which folder mail is moved to.")
TRUSTED_HELP = _(
    "As it stands at the head of its Authentication-Results lines. What any other server says of a "
    "sender is not believed."
)
IN_A_CIRCLE = _("Mail is fetched from this folder. Choose another one to move it to.")


class InboxForm(forms.ModelForm[Inbox]):
    """Everything about an inbox. A password that is left empty stays as it is stored."""

    class Meta:
        model = Inbox
        fields = (
            "name",
            "address",
            "group",
            "brand",
            "is_active",
            *(f"fetch_{name}" for name in INCOMING),
            *(f"smtp_{name}" for name in PLACE),
            "most_a_minute",
            "sent_folder",
            "trusted_host",
            "signature",
            "acknowledgement",
            "uses_reply_address",
        )
        widgets = {
            "address": forms.EmailInput({"autocomplete": "off", "placeholder": "help@example.org"}),
            "signature": forms.Textarea({"rows": 4}),
            "acknowledgement": forms.Textarea({"rows": 4}),
            **{
                name: forms.PasswordInput({"autocomplete": "new-password"}, render_value=True)
                for name in PASSWORDS
            },
            "fetch_since": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        }
        labels = {
            "fetch_host": _("Server"),
            "smtp_host": _("Server"),
            "trusted_host": _("Your mail server’s name"),
        }
        help_texts = {"trusted_host": TRUSTED_HELP}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._stored = {name: self.initial.get(name) for name in PASSWORDS}
        self.initial.update(dict.fromkeys(PASSWORDS, ""))  # what is stored is never shown
        self.fields["address"].disabled = bool(self.instance.pk)
        self.fields["group"].empty_label = _("No group")  # type: ignore[attr-defined]
        self._offer_brands()
        for name in ("fetch_protocol", "fetch_folder", "fetch_after"):
            self.fields[name].required = False
        if self.instance.grant_id:
            self._leave_to_consent()
        for name in PASSWORDS:
            self.fields[name].strip = False  # type: ignore[attr-defined]

    def _offer_brands(self) -> None:
        """Those in use and the inbox's own; without any, nobody is asked."""
        offered = Brand.objects.filter(Q(is_active=True) | Q(pk=self.instance.brand_id))
        field = self.fields["brand"]
        field.queryset, field.empty_label = offered, _("No brand")  # type: ignore[attr-defined]
        if not offered:
            del self.fields["brand"]

    @property
    def has_errors_in_more(self) -> bool:
        """Whether something is wrong beyond addresses and servers."""
        return any(name in self.errors for name in MORE)

    def _leave_to_consent(self) -> None:
        """Servers and users follow from the account that the inbox is connected with."""
        for name in ("fetch_protocol", *(f"{k}_{p}" for k in ("fetch", "smtp") for p in PLACE)):
            self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        """Keep stored passwords, but never give one to another place than it was typed for."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, usual in (("protocol", "imap"), ("folder", "INBOX"), ("after", AFTER.KEEP)):
            cleaned[f"fetch_{name}"] = cleaned.get(f"fetch_{name}") or usual
        self._fit_protocol(cleaned)
        self._check_move(cleaned)
        for kind in ("fetch", "smtp"):
            self._keep_password(kind, cleaned)
        return cleaned

    def _fit_protocol(self, cleaned: dict[str, Any]) -> None:
        if cleaned["fetch_protocol"] != POP3:
            return
        port = cleaned.get("fetch_port")
        cleaned["fetch_port"] = OTHER_PORTS.get(port or 0, port)
        if cleaned["fetch_after"] in (AFTER.MARK, AFTER.MOVE):
            self.add_error("fetch_after", NO_FOLDERS)

    def _check_move(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("fetch_after") != AFTER.MOVE:
            return
        if not cleaned.get("fetch_moves_to"):
            self.add_error("fetch_moves_to", WHERE_TO)
        elif cleaned["fetch_moves_to"] == cleaned["fetch_folder"]:
            self.add_error("fetch_moves_to", IN_A_CIRCLE)

    def _keep_password(self, kind: str, cleaned: dict[str, Any]) -> None:
        name, stored = f"{kind}_password", self._stored[f"{kind}_password"]
        if cleaned.get(name) or not stored or not cleaned.get(f"{kind}_user"):
            return
        if {f"{kind}_{part}" for part in WHERE} & set(self.changed_data):
            self.add_error(name, RETYPE)
        else:
            cleaned[name] = stored


class ProviderAppForm(forms.ModelForm[ProviderApp]):
    """How a provider knows this installation. A secret that is left empty stays as it is stored."""

    class Meta:
        model = ProviderApp
        fields = ("client_id", "client_secret", "tenant")
        widgets = {
            "client_id": forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
            "client_secret": forms.PasswordInput({"autocomplete": "new-password"}),
        }

    def __init__(self, *args: Any, has_tenant: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["client_secret"] = ""
        if not has_tenant:
            del self.fields["tenant"]


class HookForm(forms.ModelForm[Hook]):
    """Who hands in mail, and the key that this provider itself gives, if it gives one."""

    class Meta:
        model = Hook
        fields = ("format", "key")
        labels = {"key": _("The provider’s own key")}
        help_texts = {"key": KEY_HELP}
        widgets = {"key": forms.TextInput({"autocomplete": "off", "spellcheck": "false"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].required = False
        usual = [("", _("Choose")), *Hook.Format.choices]
        self.fields["format"].choices = usual  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Mailgun signs with a key of its own; whatever is typed for SendGrid must be a key."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        key = cleaned["key"] = (cleaned.get("key") or "").strip()
        match cleaned.get("format"):
            case Hook.Format.MAILGUN if not key:
                self.add_error("key", KEY_MISSING)
            case Hook.Format.SENDGRID if key and public_key(key) is None:
                self.add_error("key", NO_PUBLIC_KEY)
            case Hook.Format.RAW | Hook.Format.POSTMARK:
                cleaned["key"] = ""
        return cleaned
