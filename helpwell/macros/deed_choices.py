"""What the choices of a macro's deeds offer, and how a choice is kept."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from helpwell.accounts.models import Group, User
from helpwell.core.text import lines_of
from helpwell.tickets.models import ContactReason, CustomStatus, Resolution, Ticket, TicketForm

Kept = dict[str, Any]
Choices = list[tuple[str, str]]
NOBODY = "none"


def choices() -> dict[str, Choices]:
    """By field of the form, what can be chosen; the first leaves it as it is."""
    people = User.objects.colleagues().only("pk", "name", "email")
    own = CustomStatus.objects.filter(is_active=True)
    statuses = [(status.value, str(status.label)) for status in Ticket.CHOOSABLE]
    offered: dict[str, Choices] = {
        "assign_to": [("me", _("Whoever uses it")), (NOBODY, _("Nobody")), *_rows(people)],
        "group": [(NOBODY, _("No group")), *_rows(Group.objects.all())],
        "status": [*statuses, *((f"{each.status}-{each.pk}", each.name) for each in own)],
        "priority": [(str(key), str(name)) for key, name in Ticket.Priority.choices],
        "type": [(str(key), str(name)) for key, name in Ticket.Type.choices],
        "form": list(_rows(TicketForm.objects.filter(is_active=True))),
        "reason": list(_reasons()),
        "resolution": list(_rows(Resolution.objects.filter(is_active=True))),
    }
    return {name: [("", _("As it is")), *found] for name, found in offered.items()}


def initial(deeds: dict[str, Kept]) -> dict[str, Any]:
    """The form's fields as the kept deeds fill them in, by the deeds' names."""
    assign, status = deeds.get("assign", {}), deeds.get("status", {})
    own = f"-{status['custom']}" if status.get("custom") else ""
    chosen = {name: str(deeds[name]["to"]) for name in SIMPLE if name in deeds}
    return chosen | {
        "assign_to": _shown(assign.get("to", "same")),
        "group": _shown(assign.get("group", "same")),
        "status": f"{status.get('to', '')}{own}",
        "snooze_days": deeds.get("snooze", {}).get("days"),
        "follow": "follow" in deeds,
        "promise_words": deeds.get("promise", {}).get("words", ""),
        "promise_days": deeds.get("promise", {}).get("days"),
        "steps": "\n".join(deeds.get("steps", {}).get("texts", [])),
    }


SIMPLE = ("priority", "type", "form", "reason", "resolution")


def kept_of(chosen: Kept) -> Iterator[Kept]:
    """The deeds that the form's fields choose, as they are kept."""
    to, group = chosen["assign_to"], chosen["group"]
    if to or group:
        yield {"do": "assign", "to": _meant(to), "group": _meant(group)}
    if status := chosen["status"]:
        fixed, _dash, own = status.partition("-")
        yield {"do": "status", "to": fixed, "custom": int(own) if own else None}
    for name in SIMPLE:
        if value := chosen[name]:
            yield {"do": name, "to": int(value) if value.isdigit() else value}
    yield from _plans(chosen)


def _plans(chosen: Kept) -> Iterator[Kept]:
    if days := chosen["snooze_days"]:
        yield {"do": "snooze", "days": days}
    if chosen["follow"]:
        yield {"do": "follow"}
    if words := chosen["promise_words"]:
        yield {"do": "promise", "words": words, "days": chosen["promise_days"] or 1}
    if lines := [line for line in lines_of(chosen["steps"]) if line.strip()]:
        yield {"do": "steps", "texts": lines}


def _rows(rows: Any) -> Iterator[tuple[str, str]]:
    return ((str(row.pk), str(row)) for row in rows)


def _reasons() -> Iterator[tuple[str, str]]:
    """The reasons, each with what it belongs to before it."""
    rows = {row.pk: row for row in ContactReason.objects.filter(is_active=True)}
    for row in rows.values():
        above = rows.get(row.parent_id or 0)
        yield str(row.pk), f"{above} › {row}" if above else str(row)


def _shown(value: Any) -> str:
    return {"same": "", None: NOBODY}.get(value, str(value))


def _meant(value: str) -> int | str | None:
    if value in ("", "me"):
        return value or "same"
    return None if value == NOBODY else int(value)
