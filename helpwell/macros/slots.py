"""What this room adds to the composer and to the settings; lists are fetched when asked for."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string

from helpwell.accounts.models import User
from helpwell.core.numbers import whole
from helpwell.core.slots import fills
from helpwell.macros import actions
from helpwell.macros.models import Macro
from helpwell.macros.saying import choices_for, deeds_chosen
from helpwell.macros.starting import start_of
from helpwell.macros.views.putting import chips_context
from helpwell.tickets.beginnings import Beginning
from helpwell.tickets.models import Message
from helpwell.tickets.sheets import Sheet


@fills("inbox.head")
def elements(context: Mapping[str, Any]) -> str:
    """The look and the moves of what stands on a ticket's page."""
    return render_to_string("macros/_head.html")


@fills("composer.head")
def macro_button(context: Mapping[str, Any]) -> str:
    """The button, and the key, that opens the macros."""
    return render_to_string("macros/_button.html", {"ticket": context["ticket"]})


@fills("composer.reply_deeds")
def reply_deeds(context: Mapping[str, Any]) -> str:
    """Snippets while writing an answer, and what goes along with it."""
    return _deeds(context, mode="reply")


@fills("composer.note_deeds")
def note_deeds(context: Mapping[str, Any]) -> str:
    """The same for an internal note."""
    return _deeds(context, mode="note")


@fills("tickets.bulk")
def macros_for_many(context: Mapping[str, Any]) -> str:
    """The macros that many tickets can be changed by."""
    return render_to_string("macros/_many.html", {"macros": choices_for(context["request"].user)})


@fills("tickets.bulk_deeds")
def deeds_for_many(user: User, post: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the chosen macro does to each of them."""
    return deeds_chosen(user, post)


@fills("new_ticket.head")
def start_button(context: Mapping[str, Any]) -> str:
    """The button, and the key, that opens the macros a ticket may begin with."""
    return render_to_string("macros/_start_button.html")


@fills("new_ticket.beginning")
def beginning(user: User, post: Mapping[str, Any], sheet: Sheet) -> Beginning | None:
    """What the chosen macro brings to the form of a new ticket."""
    found = _starting(user).filter(pk=whole(str(post.get("macro", ""))) or 0).first()
    return start_of(found, sheet, by=user).beginning if found else None


@fills("new_ticket.made")
def count_start(message: Message, sheet: Sheet, *, by: User) -> None:
    """Count the macros that a new ticket began with."""
    numbers = [number for each in sheet.begun_with if (number := whole(each))]
    for macro in _starting(by).filter(pk__in=numbers):
        actions.note_start(macro, message, by=by)


def _starting(user: User) -> QuerySet[Macro]:
    return Macro.objects.usable_by(user).filter(moment=Macro.Moment.START)


def _deeds(context: Mapping[str, Any], *, mode: str) -> str:
    """Asks for rows only where something is written: without words nothing can wait."""
    request, ticket = context["request"], context["ticket"]
    shown: dict[str, Any] = {"ticket": ticket, "mode": mode, "prepared": []}
    if context.get(f"{mode}_html"):
        shown = chips_context(ticket, request.user, mode=mode)
    return render_to_string("macros/_beside.html", shown, request=request)
