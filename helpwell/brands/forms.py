"""What people type about a brand."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from helpwell.brands.actions import LONGEST_NAME

is_colour = RegexValidator(r"^#[0-9a-fA-F]{6}\Z", _("Write a colour as #RRGGBB."))


class NewBrandForm(forms.Form):
    """Its name, its colour and the words under its letters."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    colour = forms.CharField(
        label=_("Colour"),
        required=False,
        max_length=7,
        validators=[is_colour],
        help_text=_("A small mark beside the brand’s name."),
        widget=forms.TextInput({"type": "color"}),
        initial="#4b6b9a",
    )
    signature = forms.CharField(
        label=_("Signature"),
        required=False,
        max_length=5000,
        help_text=_("Under answers, where an inbox has none of its own."),
        widget=forms.Textarea({"rows": 4}),
    )


class BrandForm(NewBrandForm):
    """All of it, and whether it can be chosen."""

    is_active = forms.BooleanField(
        label=_("In use"),
        required=False,
        help_text=_("Tickets that have it keep it; nobody can choose it any more."),
    )
