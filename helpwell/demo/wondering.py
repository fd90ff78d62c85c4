"""What the desk wants to know of its tickets, and what it has noted on them."""

from dataclasses import dataclass, field
from typing import Any

from helpwell.accounts.models import User
from helpwell.core.actors import SYSTEM
from helpwell.demo import cast
from helpwell.demo.chance import chance
from helpwell.demo.models import Made
from helpwell.demo.noting import note_made
from helpwell.fields import actions as fields
from helpwell.fields.choices import Line
from helpwell.fields.models import Field
from helpwell.tickets import actions as tickets
from helpwell.tickets.models import ContactReason, Resolution, Ticket, TicketForm

LATELY = 5  # one ticket in so many says when the bag must be back


@dataclass
class Wonder:
    """Fields by name, and what goes with which tag; the first tag of a talk decides."""

    fields: dict[str, Field] = field(default_factory=dict)
    forms: dict[str, TicketForm] = field(default_factory=dict)
    reasons: dict[str, ContactReason] = field(default_factory=dict)
    resolutions: dict[str, Resolution] = field(default_factory=dict)


def wonder() -> Wonder:
    """Make fields, forms, reasons and resolutions of the desk."""
    found, content = Wonder(), cast.wanted()
    for each in content["fields"]:
        found.fields[each["name"]] = _field(each)
    for each in content["forms"]:
        keys = [found.fields[name].key for name in each["fields"]]
        form = tickets.arrange_form(None, name=_free(TicketForm, each), field_keys=keys, by=SYSTEM)
        _keep(Made.Kind.FORM, form, each, found.forms)
    for each in content["reasons"]:
        _reason(each, None, found)
    for each in content["resolutions"]:
        name = _free(Resolution, each)
        resolution = tickets.arrange_resolution(None, name=name, by=SYSTEM)
        _keep(Made.Kind.RESOLUTION, resolution, each, found.resolutions)
    return found


def note_what_it_is(found: Wonder, ticket: Ticket, tags: tuple[str, ...], *, by: User) -> None:
    """What an agent fills in on taking a ticket: form, reason, and some of the fields."""
    form, reason = (_first(each, tags) for each in (found.forms, found.reasons))
    if form:
        tickets.set_form(ticket, to=form, by=by)
        tickets.set_values(ticket, _values(found, form, ticket, tags), by=by)
    if reason:
        tickets.set_reason(ticket, to=reason, by=by)


def note_how_it_ended(found: Wonder, ticket: Ticket, tags: tuple[str, ...], *, by: User) -> None:
    """What an agent says on solving it."""
    if resolution := _first(found.resolutions, tags):
        tickets.set_resolution(ticket, to=resolution, by=by)


def _first(by_tag: dict[str, Any], tags: tuple[str, ...]) -> Any:
    return next((by_tag[tag] for tag in tags if tag in by_tag), None)


def _values(
    found: Wonder, form: TicketForm, ticket: Ticket, tags: tuple[str, ...]
) -> dict[str, Any]:
    """Made-up answers, the same each time for the same ticket."""
    random = chance(f"{ticket.subject} {ticket.opened_at}")
    number = random.randrange(10_000, 30_000)
    bag = random.choice(["heron", "crane", "wren", "dipper", "swift"])
    answers = {
        "Bag": bag,
        "Bag number": f"{bag[0].upper()}-{number}",
        "What broke": [tag for tag in tags if tag in ("zip", "seam", "hook")],
        "Order": f"PM-{number}",
        "Loan bag sent": random.random() < 1 / LATELY,
    }
    known = {name: found.fields[name].key for name in answers}
    return {key: answers[name] for name, key in known.items() if key in form.field_keys}


def _field(each: dict[str, Any]) -> Field:
    labels = each.get("choices", [])
    lines = [Line(label.removeprefix("> "), depth=label.count("> ")) for label in labels]
    made = fields.make(
        about=Field.About.TICKET,
        name=each["name"],
        kind=each["kind"],
        help=each.get("help", ""),
        choices=lines,
        by=SYSTEM,
    )
    note_made(Made.Kind.FIELD, made.pk)
    return made


def _reason(each: dict[str, Any], parent: ContactReason | None, found: Wonder) -> None:
    name = each["name"] if parent else _free(ContactReason, each)
    reason = tickets.arrange_reason(None, name=name, parent=parent, by=SYSTEM)
    for below in each.get("below", []):
        _reason(below, reason, found)
    _keep(Made.Kind.REASON, reason, each, found.reasons)


def _free(model: type[TicketForm | ContactReason | Resolution], each: dict[str, Any]) -> str:
    """The name; if a real one has it already, the demo's gets another."""
    name = str(each["name"])
    taken = model._default_manager.filter(name__iexact=name).exists()
    return f"{name} (demo)" if taken else name


def _keep(kind: str, row: Any, each: dict[str, Any], by_tag: dict[str, Any]) -> None:
    note_made(kind, row.pk)
    for tag in each["tags"]:
        by_tag.setdefault(tag, row)
