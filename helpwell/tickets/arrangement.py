"""What this house has arranged around tickets: forms, contact reasons, resolutions; kept by each
process until the edition of the fields differs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from helpwell.fields.choices import BETWEEN
from helpwell.fields.queries import edition
from helpwell.tickets.models import ContactReason, Resolution, TicketForm

KEPT = 8  # editions


@dataclass(frozen=True)
class Place:
    """A contact reason with the names that lead to it."""

    reason: ContactReason
    path: tuple[str, ...]
    is_active: bool

    @property
    def label(self) -> str:
        return BETWEEN.join(self.path)

    @property
    def depth(self) -> int:
        return len(self.path) - 1


@dataclass(frozen=True)
class Arrangement:
    """Forms, reasons and resolutions by primary key, in their order, those out of use too."""

    forms: dict[int, TicketForm]
    reasons: dict[int, Place]
    resolutions: dict[int, Resolution]

    @cached_property
    def forms_in_use(self) -> list[TicketForm]:
        return [form for form in self.forms.values() if form.is_active]

    @cached_property
    def reasons_in_use(self) -> list[Place]:
        return [place for place in self.reasons.values() if place.is_active]

    @cached_property
    def resolutions_in_use(self) -> list[Resolution]:
        return [resolution for resolution in self.resolutions.values() if resolution.is_active]

    def keys_of(self, form_id: int | None) -> list[str] | None:
        """The fields of a form in their order; without one, all of them."""
        form = self.forms.get(form_id or 0)
        return form.field_keys if form else None


def arrangement(*, at: int | None = None) -> Arrangement:
    """What is arranged, as of an edition read before, or of now; nobody changes what it gives."""
    return _arrangement(edition() if at is None else at)


@lru_cache(maxsize=KEPT)
def _arrangement(_edition: int) -> Arrangement:
    reasons = list(ContactReason.objects.all())
    return Arrangement(
        forms={form.pk: form for form in TicketForm.objects.all()},
        reasons={place.reason.pk: place for place in _places(reasons, None, (), is_active=True)},
        resolutions={each.pk: each for each in Resolution.objects.all()},
    )


def _places(
    reasons: Iterable[ContactReason], below: int | None, path: tuple[str, ...], *, is_active: bool
) -> Iterator[Place]:
    """The tree in the order in which it is read: each branch before the next."""
    for reason in reasons:
        if reason.parent_id == below:
            here = Place(reason, (*path, reason.name), is_active and reason.is_active)
            yield here
            yield from _places(reasons, reason.pk, here.path, is_active=here.is_active)
