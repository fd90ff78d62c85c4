"""What people say of how this house deals with its tickets."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helpwell.tickets.habits import LONGEST_DAYS, LONGEST_REMINDER
from helpwell.tickets.models import ReopenPolicy

OFF = _("Empty: never.")
Then = ReopenPolicy.Then
REOPENING = ("within_days", "then", "later")


def _days(label: Any, help_text: Any = OFF, *, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=help_text, required=required, min_value=1, max_value=LONGEST_DAYS
    )


def _yes(label: Any, help_text: Any = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, help_text=help_text)


class HabitsForm(forms.Form):
    """All habits, and what a customer's mail on a finished ticket does."""

    assigns_on_reply = _yes(_("Whoever answers a ticket of nobody’s takes it"))
    gives_back_when_away = _yes(
        _("What customers write to somebody who is away goes back to the team"),
        _("Away is who says so in their own menu, or does not work here any more."),
    )
    asks_for_tags = _yes(
        _("Ask for tags before solving"), _("Only a reminder: it can be solved without.")
    )
    asks_for_reason = _yes(_("Solving needs a contact reason and a resolution"))
    tracks_time = _yes(_("Note the time spent"))
    within_days = _days(_("Days after it was solved"), help_text=_("Empty: always."))
    then = forms.ChoiceField(label=_("Within them, their mail…"), choices=Then.choices)
    later = forms.ChoiceField(
        label=_("Later, or once it is closed, their mail…"),
        choices=[choice for choice in Then.choices if choice[0] != Then.REOPEN],
    )
    nudge_after_days = _days(_("Remind the customer after this many days without an answer"))
    nudge_words = forms.CharField(
        label=_("Words of the reminder"),
        required=False,
        max_length=LONGEST_REMINDER,
        widget=forms.Textarea({"rows": 5}),
        help_text=_(
            "{name} becomes the customer’s name, {number} the ticket’s number. Empty: usual words."
        ),
    )
    solve_after_days = _days(_("Solve it this many days after the reminder"))
    close_after_days = _days(
        _("Close solved tickets after this many days"),
        help_text=_("A closed ticket takes no mail any more. Empty: never."),
    )
    keep_trash_days = _days(
        _("Keep tickets in the trash for this many days"),
        required=True,
        help_text=_("Then they are deleted for good, with their messages and files."),
    )

    @property
    def habits(self) -> dict[str, Any]:
        """What was said of the habits."""
        return {k: v for k, v in self.cleaned_data.items() if k not in REOPENING}

    @property
    def reopening(self) -> dict[str, Any]:
        """What was said of mail on finished tickets."""
        return {name: self.cleaned_data[name] for name in REOPENING}
