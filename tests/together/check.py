"""What must hold whatever people did at once: looked at when all is quiet."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Count, Sum

from helpwell.channels.models import Delivery, Recipient
from helpwell.customers.models import Customer
from helpwell.events.models import Fact, Setback
from helpwell.fields.models import Change
from helpwell.search.models import Entry
from helpwell.tickets import rules
from helpwell.tickets.models import (
    BulkRun,
    Draft,
    Link,
    Merge,
    Message,
    Promise,
    SavedView,
    Snooze,
    Tally,
    Ticket,
    ViewEntry,
    ViewTally,
)
from helpwell.tickets.queries import KINDS, SPAM_KINDS, unanswered_since
from helpwell.tickets.standing_views import NOT_HIDDEN
from tests.together.actor import Record
from tests.together.replay import replay

Violations = Iterator[str]
Check = Callable[[Record], Violations]
checks: list[Check] = []
SAID = ("message.received", "ticket.replied", "note.written")


def check(function: Check) -> Check:
    checks.append(function)
    return function


def look(record: Record) -> dict[str, list[str]]:
    """Every promise by its name, with what breaks it."""
    return {each.__name__.replace("_", " "): list(each(record)) for each in checks}


@check
def nobody_is_shown_an_error(record: Record) -> Violations:
    yield from record.troubles


@check
def no_two_waited_for_each_other(_record: Record) -> Violations:
    if deadlocks := _figure("SELECT deadlocks FROM pg_stat_database WHERE datname = %s"):
        yield f"PostgreSQL had to break {deadlocks} circles of locks: {_words_of_the_log()}"


@check
def nothing_is_left_locked_or_waiting(_record: Record) -> Violations:
    sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND state LIKE 'idle in%%'"
    if idle := _figure(sql):
        yield f"{idle} transactions were left open"
    yield from (f"run {run.pk} has not ended" for run in BulkRun.objects.filter(finished_at=None))
    for setback in Setback.objects.select_related("fact"):
        yield f"{setback.subscriber} failed on {setback.fact.name}: {setback.error[-300:]}"


@check
def every_message_is_on_a_ticket_and_none_is_lost(_record: Record) -> Violations:
    told = Fact.objects.filter(name__in=SAID).values_list("payload__message_id", flat=True)
    twice = [pk for pk, times in Counter(told).items() if times > 1]
    yield from (f"message {pk} was told of twice" for pk in twice)
    there = dict(Message.objects.values_list("pk", "ticket__status"))
    drafts = Fact.objects.filter(name="reply.withdrawn")
    withdrawn = set(drafts.values_list("payload__message_id", flat=True))
    yield from (f"message {pk} is gone" for pk in set(told) - set(there) - withdrawn)
    for pk, status in there.items():
        if status == Ticket.Status.MERGED:
            yield f"message {pk} was left on a merged ticket"


@check
def nothing_goes_in_a_circle(_record: Record) -> Violations:
    yield from _circles("ticket merged", dict(Ticket.objects.values_list("pk", "merged_into")))
    yield from _circles("customer merged", dict(Customer.objects.values_list("pk", "merged_into")))
    for kind in (Link.Kind.PARENT, Link.Kind.PROBLEM):
        links = Link.objects.filter(kind=kind).values_list("other", "ticket")
        yield from _circles(f"{kind} of", dict(links))


@check
def merges_and_tickets_say_the_same(_record: Record) -> Violations:
    standing = dict(Merge.objects.filter(undone_at=None).values_list("ticket", "into"))
    merged = dict(Ticket.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into"))
    if standing != merged:
        yield f"merges say {standing}, tickets say {merged}"
    for ticket in Ticket.objects.all():
        if (ticket.merged_into_id is None) == (ticket.status == Ticket.Status.MERGED):
            yield f"#{ticket.pk} is {ticket.status} and goes on in {ticket.merged_into_id}"


@check
def every_history_is_one_line_and_ends_at_the_row(_record: Record) -> Violations:
    for ticket in Ticket.objects.order_by("pk"):
        yield from replay(ticket)


@check
def who_overwrote_had_seen_what_they_overwrote(record: Record) -> Violations:
    allowed = {_seen(noted) for noted in record.overwrites}
    actors = {noted["by"] for noted in record.overwrites}
    for change in _changes():
        if change["by"] in actors and _seen(change) not in allowed:
            yield f"agent {change['by']} overwrote unseen: {change}"


@check
def what_was_accepted_was_done(record: Record) -> Violations:
    """Every overwriting with words of its own that a page or program was told is saved."""
    done = {_seen(change) for change in _changes()}
    for noted in record.overwrites:
        if noted["key"] == "size" and noted["typed"] and _seen(noted) not in done:
            yield f"accepted, and not in any history: {noted}"


@check
def nobody_saved_over_words_of_a_draft_that_they_had_not_seen(record: Record) -> Violations:
    for (draft, edition), times in Counter(map(tuple, record.savings)).items():
        if times > 1:
            yield f"draft {draft} was saved {times} times over its edition {edition}"


@check
def no_draft_is_left_on_a_merged_ticket(_record: Record) -> Violations:
    left = Draft.objects.filter(ticket__status=Ticket.Status.MERGED)
    yield from (f"draft {pk} is on a merged ticket" for pk in left.values_list("pk", flat=True))


@check
def no_answer_stands_twice(_record: Record) -> Violations:
    """Everybody writes words of their own, so equal ones were sent by one click."""
    answers = Message.objects.filter(kind="reply", is_automatic=False).values("text")
    for said in answers.annotate(times=Count("pk")).filter(times__gt=1):
        yield f"{said['times']} answers say {said['text'][:60]}"


@check
def every_answer_left_once_or_was_stopped(record: Record) -> Violations:
    gone = Counter(map(tuple, record.mailed))
    yield from (f"{mail} was sent {times} times" for mail, times in gone.items() if times > 1)
    receivers = Recipient.objects.values_list("delivery__message_id_header", "email", "state")
    for *mail, state in receivers:
        if (state == "sent") != bool(gone.pop(tuple(mail), 0)):
            yield f"{mail} is {state}, the mail server says otherwise"
    yield from (f"{mail} is nobody's" for mail in gone)
    written = Message.objects.filter(Message.SAID, kind__in=("reply", "asked"))
    for pk in written.exclude(pk__in=Delivery.objects.values("message")).values_list("pk"):
        yield f"answer {pk} was never queued"
    for delivery in Delivery.objects.filter(state__in=("queued", "sending")):
        yield f"delivery {delivery.pk} is {delivery.state} still"


@check
def counts_are_what_is_there(_record: Record) -> Violations:
    places = ("status", "assignee", "group")
    counted = Tally.objects.values_list(*places).annotate(n=Sum("change")).exclude(n=0)
    there = Ticket.objects.values_list(*places).annotate(n=Count("pk"))
    if set(counted) != set(there):
        yield f"tally and tickets differ: {sorted(map(str, set(counted) ^ set(there)))}"


@check
def saved_views_hold_what_their_rules_say(_record: Record) -> Violations:
    vocabulary = rules.Vocabulary()
    for view in SavedView.objects.all():
        condition = rules.compile(view.rule, vocabulary=vocabulary)
        wanted = set(
            Ticket.objects.filter(NOT_HIDDEN).filter(condition).values_list("pk", flat=True)
        )
        held = set(ViewEntry.objects.filter(view=view).values_list("ticket", flat=True))
        if wanted != held:
            yield f"view {view.pk} holds {sorted(held - wanted)} and lacks {sorted(wanted - held)}"
        tallied = ViewTally.objects.filter(view=view).aggregate(n=Sum("change"))["n"] or 0
        if tallied != len(held):
            yield f"view {view.pk} counts {tallied} and holds {len(held)}"


@check
def rows_say_what_their_messages_say(_record: Record) -> Violations:
    for ticket in Ticket.objects.order_by("pk"):
        said = ticket.messages.filter(Message.SAID, side_talk=None)
        by_people = said.filter(kind__in=Message.PUBLIC).exclude(kind="reply", is_automatic=True)
        public = by_people.order_by("-pk").values_list("pk", flat=True).first()
        waits = None if ticket.is_done or ticket.is_hidden else unanswered_since(ticket)
        count = ticket.messages.filter(side_talk=None).count()
        says = (ticket.message_count, ticket.last_public_id, ticket.waiting_since)
        if says != (count, public, waits):
            yield f"#{ticket.pk} {ticket.status} says {says}: {count, public, waits}"


@check
def promises_are_settled_once_or_open(_record: Record) -> Violations:
    for promise in Promise.objects.select_related("ticket"):
        if (promise.state == Promise.State.OPEN) != (promise.settled_at is None):
            yield f"promise {promise.pk} is {promise.state}, settled {promise.settled_at}"
        if promise.is_late and not promise.is_overdue:
            yield f"promise {promise.pk} was not noted as overdue"
        if promise.ticket.status == Ticket.Status.MERGED:
            yield f"promise {promise.pk} was left on a merged ticket"


@check
def whatever_sleeps_knows_what_wakes_it(_record: Record) -> Violations:
    sleeping = set(Ticket.objects.filter(status="snoozed").values_list("pk", flat=True))
    noted = set(Snooze.objects.values_list("ticket", flat=True))
    yield from (f"#{pk} sleeps without an end" for pk in sleeping - noted)


@check
def search_finds_what_is_there(_record: Record) -> Violations:
    found = set(
        Entry.objects.filter(kind__in=(*KINDS, *SPAM_KINDS)).values_list(
            "kind", "object_id", "owner_id"
        )
    )
    wanted = set(_findable())
    yield from (f"search lacks {entry}" for entry in sorted(wanted - found))
    yield from (f"search finds {entry}" for entry in sorted(found - wanted))


def _findable() -> Iterator[tuple[str, int, int]]:
    into = dict(Ticket.objects.values_list("pk", "merged_into"))
    tickets = Ticket.objects.in_bulk()
    for pk in into:
        owner = tickets[_end(pk, into)]
        if not owner.is_trashed:
            yield (SPAM_KINDS if owner.is_spam else KINDS)[0], pk, owner.pk
    for pk, ticket_id in Message.objects.values_list("pk", "ticket"):
        owner = tickets[ticket_id]
        if not owner.is_trashed:
            yield (SPAM_KINDS if owner.is_spam else KINDS)[1], pk, owner.pk


def _end(pk: int, into: dict[int, int | None]) -> int:
    for _step in into:
        pk = into[pk] or pk
    return pk


def _changes() -> Iterator[dict[str, Any]]:
    changes = Change.objects.select_related("field").in_bulk()
    for fact in Fact.objects.filter(name="ticket.field_changed"):
        change = changes[fact.payload["change_id"]]
        by = {"key": change.field.key, "by": fact.actor_id}
        yield by | {"seen": change.before, "typed": change.after}
    for fact in Fact.objects.filter(name="ticket.type_changed"):
        seen = {"seen": fact.payload["before"] or None, "typed": fact.payload["after"] or None}
        yield {"key": "type", "by": fact.actor_id} | seen


def _seen(noted: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(noted[name] for name in ("key", "seen", "typed", "by"))


def _circles(what: str, above: dict[int, int | None]) -> Violations:
    for start in above:
        if _comes_back(start, above):
            yield f"{what}: a circle from {start}"


def _comes_back(start: int, above: dict[int, int | None]) -> bool:
    at = above[start]
    for _step in above:
        if at is None or at == start:
            break
        at = above.get(at)
    return at is not None


def _words_of_the_log() -> str:
    """What PostgreSQL says of deadlocks, where its log can be read here."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        data = Path(cursor.fetchone()[0])
    columns = re.compile(r"SELECT [^\n]*? FROM")
    logs = [
        columns.sub("SELECT … FROM", log.read_text()) for log in data.parent.glob("postgres.log")
    ]
    return "\n".join(log[log.find("deadlock") :][:3000] for log in logs) or "its log names them"


def _figure(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, [connection.settings_dict["NAME"]])
        row = cursor.fetchone()
    return int(row[0]) if row else 0
