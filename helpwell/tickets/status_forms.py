"""What people type about this house's own statuses."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helpwell.tickets.actions.arranging_statuses import LONGEST_NAME
from helpwell.tickets.models import Ticket

CATEGORIES = [(status.value, status.label) for status in Ticket.CHOOSABLE]


class StatusForm(forms.Form):
    """Its name, what customers read, and whether it is offered."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    customer_label = forms.CharField(
        label=_("What customers read"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("The name where empty."),
    )
    is_active = forms.BooleanField(
        label=_("In use"),
        required=False,
        help_text=_("Tickets that have it keep it; nobody can choose it any more."),
    )


class NewStatusForm(StatusForm):
    """A new one, and which of the fixed statuses it stands for: that is for good."""

    is_active: Any = None
    status = forms.ChoiceField(
        label=_("Stands for"),
        choices=CATEGORIES,
        initial="pending",
        help_text=_("Whose turn it is: it is counted, reopened and closed like that one."),
    )
