import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helpwell.core.text import storable
from helpwell.customers.actions import ORGANISATION_FIELDS
from helpwell.customers.models import Organisation

MOST_DOMAINS = 50


class OrganisationForm(forms.ModelForm[Organisation]):
    """What an agent may change about an organisation; carries what it said when it was opened."""

    domains = forms.CharField(
        label=_("Domains"),
        required=False,
        max_length=5_000,
        help_text=_("Mail from these domains is taken for theirs, such as mills.example."),
    )
    seen_before = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Organisation
        fields = ("name", "notes")
        widgets = {"notes": forms.Textarea(attrs={"rows": 4})}

    field_order = ("name", "domains", "notes")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = _said(self.instance)
        self.initial["domains"] = ", ".join(self.instance.domains)
        self.initial["seen_before"] = json.dumps(self.before)

    def clean_domains(self) -> list[str]:
        typed = storable(self.cleaned_data["domains"]).lower().replace(",", " ").split()
        names = sorted({name.strip("@.") for name in typed} - {""})
        if len(names) > MOST_DOMAINS or any("." not in n or len(n) > 253 for n in names):
            raise forms.ValidationError(_("Write domains such as mills.example, by commas."))
        return names

    def clean_name(self) -> str:
        return storable(self.cleaned_data["name"])

    def clean_notes(self) -> str:
        return storable(self.cleaned_data["notes"])

    def changes(self) -> dict[str, Any]:
        """What was typed, as the action takes it."""
        return {name: self.cleaned_data[name] for name in ORGANISATION_FIELDS}

    def seen(self) -> dict[str, Any]:
        """What the writer saw when they began."""
        try:
            seen = json.loads(self.cleaned_data["seen_before"] or "{}")
        except ValueError:
            return {}
        return seen if isinstance(seen, dict) else {}

    def see_anew(self, now: Organisation) -> None:
        """The next attempt has seen what stands there now."""
        self.data = {**dict(self.data.items()), "seen_before": json.dumps(_said(now))}


def _said(organisation: Organisation) -> dict[str, Any]:
    return {name: getattr(organisation, name) for name in ORGANISATION_FIELDS}
