"""What people type to arrange contact reasons and forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helpwell.tickets.actions.arranging import DEEPEST, LONGEST_NAME
from helpwell.tickets.arrangement import arrangement


class NewReasonForm(forms.Form):
    """A name, and for contact reasons what it belongs to."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    parent = forms.TypedChoiceField(
        label=_("Belongs to"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = arrangement().reasons.values()
        above = [(each.reason.pk, each.label) for each in places if each.depth + 1 < DEEPEST]
        field: Any = self.fields["parent"]
        field.choices = [("", _("Nothing: it stands at the top")), *above]


class ArrangedForm(forms.Form):
    """The name of something arranged, and whether it is offered."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    is_active = forms.BooleanField(
        label=_("In use"),
        required=False,
        help_text=_("Tickets that have it keep it; nobody can choose it any more."),
    )
