"""What people type about how they want to be told."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from helpwell.channels.permissions import MANAGE
from helpwell.notifications.kinds import Kind, Nearness, Way, offered
from helpwell.notifications.models import Wishes

BY_KIND = {
    Kind.ASSIGNED: {Nearness.MINE: _("To me"), Nearness.GROUPS: _("To me or my groups")},
    Kind.OPENED: {Nearness.GROUPS: _("In my groups"), Nearness.ALL: _("Wherever I may see it")},
    Kind.MENTIONED: {Nearness.MINE: _("Yes")},
    Kind.DRAFT: {Nearness.MINE: _("Yes")},
}


class WishesForm(forms.ModelForm[Wishes]):
    """Every kind by every way, the pace of mails, and the quiet hours."""

    class Meta:
        model = Wishes
        fields = (
            "pace",
            "daily_at",
            "quiet_from",
            "quiet_until",
            "mentions_break_quiet",
            "mail_trouble",
        )
        widgets = {
            name: forms.TimeInput({"type": "time"}, format="%H:%M")
            for name in ("daily_at", "quiet_from", "quiet_until")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.person.can(MANAGE):
            del self.fields["mail_trouble"]
        for kind in Kind:
            for way in Way:
                self.fields[f"{kind}-{way}"] = self._cell(kind, way)

    def rows(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """A kind, and its choice for each way."""
        for kind in Kind:
            yield str(kind.label), [self[f"{kind}-{way}"] for way in Way]

    def clean(self) -> dict[str, Any]:
        """Quiet hours have both ends or none."""
        cleaned = super().clean() or {}
        if (cleaned.get("quiet_from") is None) != (cleaned.get("quiet_until") is None):
            missing = "quiet_until" if cleaned.get("quiet_from") else "quiet_from"
            self.add_error(missing, gettext("Quiet hours need both a beginning and an end."))
        return cleaned

    @property
    def settings(self) -> dict[str, Any]:
        """What was typed, as an action takes it."""
        names = [name for name in self.Meta.fields if name in self.fields]
        chosen = {name: self.cleaned_data[name] for name in names}
        nearness = {
            str(kind): {str(way): int(self.cleaned_data[f"{kind}-{way}"]) for way in Way}
            for kind in Kind
        }
        return chosen | {"nearness": nearness}

    def _cell(self, kind: Kind, way: Way) -> forms.ChoiceField:
        words = BY_KIND.get(kind, {})
        choices = [(near.value, words.get(near, near.label)) for near in offered(kind)]
        widget = forms.Select(attrs={"class": "input"})
        initial = self.instance.of(kind, way)
        return forms.ChoiceField(choices=choices, label=way.label, initial=initial, widget=widget)
