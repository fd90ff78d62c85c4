"""What people choose for tokens and apps."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.models import Role, User
from helpwell.accounts.queries import roles_within
from helpwell.api.scopes import SCOPES
from helpwell.core import clock

LASTS = [("30", _("30 days")), ("90", _("90 days")), ("365", _("One year")), ("", _("No end"))]
USUAL = ["read"]


class TokenForm(forms.Form):
    """A token: what for, what it may, how long."""

    name = forms.CharField(
        label=_("What it is for"), max_length=80, help_text=_("Such as “Shop sync”.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may …"),
        choices=[(scope.name, scope.label) for scope in SCOPES.values()],
        widget=forms.CheckboxSelectMultiple,
        initial=USUAL,
    )
    days = forms.ChoiceField(label=_("It works for"), choices=LASTS, initial="90", required=False)

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen, as `make_token` takes it."""
        days = self.cleaned_data["days"]
        return {
            "name": self.cleaned_data["name"],
            "scopes": self.cleaned_data["scopes"],
            "expires_at": clock.now() + timedelta(days=int(days)) if days else None,
        }


class AppForm(TokenForm):
    """A new app with its first token; its role is none that goes beyond one's own."""

    role = forms.ModelChoiceField(
        Role.objects.none(),
        label=_("Role"),
        empty_label=_("Choose one"),
        help_text=_("What it may at most, as for a person."),
    )
    field_order = ("name", "role", "scopes", "days")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the app")
        self.fields["role"].queryset = roles_within(by)  # type: ignore[attr-defined]
