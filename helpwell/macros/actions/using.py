"""Using macros and snippets on a ticket."""

from difflib import SequenceMatcher
from typing import Any

from django.db import transaction
from django.db.models import F

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.core.html import to_text
from helpwell.events.actions import publish
from helpwell.macros.errors import BeginsTickets
from helpwell.macros.facts import MacroUsed
from helpwell.macros.models import Macro, Snippet, Use
from helpwell.macros.variables import Filled
from helpwell.macros.wording import worded
from helpwell.tickets import deeds
from helpwell.tickets.models import Message, Ticket

MOST_WORDS = 1000  # of a text that are compared
REPLACED = 0.95  # share of changed words above which it was not this macro that was sent


@transaction.atomic
def note_put_in(snippet: Snippet, ticket: Ticket, *, by: User) -> Filled:
    """The snippet's words for this ticket, in its customer's language; counts that it was used."""
    used = {"used": F("used") + 1, "used_at": clock.now()}
    Snippet.objects.filter(pk=snippet.pk).update(**used)
    return worded(snippet, ticket, by=by)


@transaction.atomic
def choose(macro: Macro, ticket: Ticket, *, by: User) -> tuple[Use, Filled, list[str]]:
    """Take a macro on a ticket: with words it waits in the composer, without it is done at once.

    Gives the use, the words for the composer, and what was refused of a macro without words.
    Refuses one that begins tickets.
    """
    if macro.moment == Macro.Moment.START:
        raise BeginsTickets
    use, filled = prepare(macro, ticket, deeds=macro.deeds, by=by)
    return use, filled, [] if filled.html else _do_at_once(use, by=by)


def prepare(
    macro: Macro, ticket: Ticket, *, deeds: list[dict[str, Any]], by: User
) -> tuple[Use, Filled]:
    """Let a macro's words wait until they are said on this ticket, and these deeds with them."""
    filled = worded(macro, ticket, by=by)
    use = Use.objects.create(
        macro=macro,
        ticket=ticket,
        agent=by,
        mode="note" if macro.moment == Macro.Moment.NOTE else "reply",
        html=filled.html,
        deeds=deeds,
        chosen_at=clock.now(),
    )
    return use, filled


@transaction.atomic
def note_start(macro: Macro, message: Message, *, by: User) -> Use:
    """Count a macro that a new ticket began with: with its words, or at once if it has none."""
    use, filled = prepare(macro, message.ticket, deeds=macro.deeds, by=by)
    use.mode = "note" if message.kind == Message.Kind.NOTE else "reply"
    use.done_at = None if filled.html else clock.now()
    use.save(update_fields=["mode", "done_at"])
    if use.done_at:
        _tell(use, None, by=by)
    return use


def drop_deed(use: Use, *, deed: str, by: By) -> None:
    """Leave one deed (such as `tag`) of a prepared macro out."""
    kept = [each for each in use.deeds if each.get("do") != deed]
    Use.objects.prepared().filter(pk=use.pk).update(deeds=kept)


def drop(use: Use, *, by: By) -> None:
    """Forget a prepared macro: its words were thrown away."""
    Use.objects.prepared().filter(pk=use.pk).delete()


@transaction.atomic
def finish(message: Message, *, by: By, has_solved: bool = False) -> None:
    """Note that what somebody had prepared was sent or noted with this message."""
    mode = "note" if message.kind == Message.Kind.NOTE else "reply"
    rows = Use.objects.prepared().filter(
        ticket=message.ticket_id, agent=message.author_id, mode=mode
    )
    for use in rows.select_for_update(of=("self",)).select_related("macro"):
        _finish(use, message, by=by, has_solved=has_solved)


@transaction.atomic
def take_back(use: Use, *, by: User) -> list[str]:
    """Undo all that a macro without words has done; in words what was changed again since."""
    use = Use.objects.select_for_update(of=("self",)).select_related("ticket").get(pk=use.pk)
    refusals = deeds.take_back(use.ticket, use.fact_ids, by=by)
    Use.objects.filter(pk=use.pk).delete()
    return refusals


def _do_at_once(use: Use, *, by: User) -> list[str]:
    done = deeds.carry_out(use.ticket, deeds.read_all(use.deeds), by=by)
    use.fact_ids, use.done_at = done.fact_ids, clock.now()
    use.save(update_fields=["fact_ids", "done_at"])
    _tell(use, None, by=by)
    return done.refusals


def _finish(use: Use, message: Message, *, by: By, has_solved: bool) -> None:
    changed = _changed(to_text(use.html), message.text)
    if changed > REPLACED and use.macro.moment != Macro.Moment.START:
        use.delete()
        return
    use.message, use.changed, use.has_solved = message, changed, has_solved
    use.done_at = message.created_at
    use.save(update_fields=["message", "changed", "has_solved", "done_at"])
    _tell(use, message, by=by)


def _tell(use: Use, message: Message | None, *, by: By) -> None:
    publish(
        MacroUsed(
            ticket_id=use.ticket_id,
            macro_id=use.macro_id,
            use_id=use.pk,
            message_id=message.pk if message else None,
            by=by.actor,
        )
    )


def _changed(kept: str, sent: str) -> float:
    """The share of the macro's words that the sent text does not have in their order."""
    before, after = kept.split()[:MOST_WORDS], sent.split()[:MOST_WORDS]
    if not before:
        return 0.0
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    same = sum(block.size for block in blocks)
    return round(1 - same / len(before), 3)
