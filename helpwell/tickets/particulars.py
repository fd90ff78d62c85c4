"""What every ticket can say of itself beside its fields: type, form, contact reason, resolution."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from helpwell.tickets.arrangement import Arrangement, arrangement
from helpwell.tickets.models import Ticket

Options = list[tuple[Any, str]]


@dataclass(frozen=True)
class Particular:
    """One of them: its column, what it is called, and what can be chosen."""

    column: str
    name: str | Promise
    options: Callable[[Arrangement], Options]
    labels: Callable[[Arrangement], dict[Any, str]]

    def in_words(self, value: Any, *, arranged: Arrangement | None = None) -> str:
        """What a value is called; nothing says nothing."""
        if not value:
            return ""
        return self.labels(arranged or arrangement()).get(value, _now("something that is gone"))


def _types(_arranged: Arrangement) -> Options:
    return [(value, str(label)) for value, label in Ticket.Type.choices]


PARTICULARS = {
    "type": Particular("type", _("Type"), _types, lambda arranged: dict(_types(arranged))),
    "form": Particular(
        "form_id",
        _("Form"),
        lambda arranged: [(form.pk, form.name) for form in arranged.forms_in_use],
        lambda arranged: {pk: form.name for pk, form in arranged.forms.items()},
    ),
    "reason": Particular(
        "reason_id",
        _("Contact reason"),
        lambda arranged: [(place.reason.pk, place.label) for place in arranged.reasons_in_use],
        lambda arranged: {pk: place.label for pk, place in arranged.reasons.items()},
    ),
    "resolution": Particular(
        "resolution_id",
        _("Resolution"),
        lambda arranged: [(each.pk, each.name) for each in arranged.resolutions_in_use],
        lambda arranged: {pk: each.name for pk, each in arranged.resolutions.items()},
    ),
}
