"""Forms, contact reasons and resolutions: made, changed, put in order, out of use.

Nothing of it is deleted, so that what tickets say keeps its words.
"""

from typing import Any

from django.db.models import Max, Model, QuerySet

from helpwell.core.actors import By
from helpwell.core.ordering import place
from helpwell.core.text import name_of
from helpwell.events.actions import publish
from helpwell.fields import actions as fields
from helpwell.fields.models import Field
from helpwell.fields.queries import definitions
from helpwell.tickets.arrangement import arrangement
from helpwell.tickets.errors import NameTaken, TooDeep, Unnamed
from helpwell.tickets.facts import FormArranged, ReasonArranged, ResolutionArranged
from helpwell.tickets.models import ContactReason, Resolution, TicketForm

DEEPEST = 3  # levels of contact reasons
LONGEST_NAME = 80
ALIKE = ("name", "is_active")
OF_FORMS = (*ALIKE, "field_keys")

Ordered = TicketForm | ContactReason | Resolution


@fields.renewing()
def arrange_form(form: TicketForm | None, *, by: By, **settings: Any) -> TicketForm:
    """Make a form, or change one: `settings` are of `OF_FORMS`; unknown fields are left out."""
    if "field_keys" in settings:
        known = definitions(Field.About.TICKET).by_key
        keys = dict.fromkeys(settings["field_keys"])
        settings["field_keys"] = [key for key in keys if key in known]
    form, changed = _set(form or _last(TicketForm), settings, OF_FORMS, TicketForm.objects.all())
    publish(FormArranged(form_id=form.pk, fields=changed, by=by.actor))
    return form


@fields.renewing()
def arrange_reason(
    reason: ContactReason | None, *, by: By, parent: ContactReason | None = None, **settings: Any
) -> ContactReason:
    """Make a contact reason below `parent`, or change one; its place in the tree stays.

    Refuses a fourth level.
    """
    if reason is None:
        if parent and arrangement().reasons[parent.pk].depth + 1 >= DEEPEST:
            raise TooDeep
        reason = _last(ContactReason, parent=parent)
    beside = ContactReason.objects.filter(parent=reason.parent_id)
    reason, changed = _set(reason, settings, ALIKE, beside)
    publish(ReasonArranged(reason_id=reason.pk, fields=changed, by=by.actor))
    return reason


@fields.renewing()
def arrange_resolution(resolution: Resolution | None, *, by: By, **settings: Any) -> Resolution:
    """Make a resolution, or change one."""
    resolution, changed = _set(
        resolution or _last(Resolution), settings, ALIKE, Resolution.objects.all()
    )
    publish(ResolutionArranged(resolution_id=resolution.pk, fields=changed, by=by.actor))
    return resolution


@fields.renewing()
def put_in_place(row: Ordered, *, to: int, by: By) -> None:
    """Show a form, reason or resolution at place `to`, from 0, among those beside it."""
    place(row, to=to, among=_beside(row))
    publish(_arranged(row, by=by))


def _arranged(row: Ordered, *, by: By) -> FormArranged | ReasonArranged | ResolutionArranged:
    given: dict[str, Any] = {"fields": ["position"], "by": by.actor}
    if isinstance(row, TicketForm):
        return FormArranged(form_id=row.pk, **given)
    if isinstance(row, ContactReason):
        return ReasonArranged(reason_id=row.pk, **given)
    return ResolutionArranged(resolution_id=row.pk, **given)


def _beside(row: Ordered) -> QuerySet[Any]:
    if isinstance(row, ContactReason):
        return ContactReason.objects.filter(parent=row.parent_id)
    return type(row)._default_manager.all()


def _last[M: (TicketForm, ContactReason, Resolution)](model: type[M], **columns: Any) -> M:
    """A new row, after all others."""
    rows: Any = model._default_manager
    last = rows.filter(**columns).aggregate(last=Max("position"))["last"]
    return model(position=0 if last is None else last + 1, **columns)


def _set[M: Model](
    row: M, settings: dict[str, Any], allowed: tuple[str, ...], beside: QuerySet[M]
) -> tuple[M, list[str]]:
    """Take settings over and keep the row; refuses no name, and a name that is taken."""
    changed = sorted(name for name in settings if getattr(row, name) != settings[name])
    for name, value in settings.items():
        if name not in allowed:
            raise ValueError(name)
        setattr(row, name, value)
    name = name_of(row.name, most=LONGEST_NAME)  # type: ignore[attr-defined]
    if not name:
        raise Unnamed
    if beside.filter(name__iexact=name).exclude(pk=row.pk).exists():
        raise NameTaken(name)
    row.name = name  # type: ignore[attr-defined]
    row.save()
    return row, changed
