"""The checker: compares what was promised with what is there, inside the Helpwell that promised.

`python -m tests.chaos.check FOLDER` reads the record and the sink's mails in FOLDER and prints
violations and figures as JSON.
"""

import hashlib
import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if __name__ == "__main__":
    django.setup()

from django.db.models import Count, F, Max, Q, Sum

from helpwell.channels.models import Delivery, Envelope, Recipient
from helpwell.customers.models import Customer
from helpwell.events.models import Fact, Setback
from helpwell.files.models import File
from helpwell.files.queries import content_of
from helpwell.search.models import Entry
from helpwell.search.queries import find
from helpwell.tickets.models import Message, Tally, Ticket
from tests.chaos.markers import MAIL, REPLY
from tests.chaos.record import read

SEARCHED = 25
Violations = Iterator[str]
checks: list[Callable[["Promised"], Violations]] = []


@dataclass(frozen=True)
class Promised:
    """What senders and agents were told, and what the sink got."""

    folder: Path

    @cached_property
    def mails(self) -> dict[str, dict[str, Any]]:
        """Every mail that was answered by 250, by marker."""
        return {note["marker"]: note for note in self._notes if note["kind"] == "accepted"}

    @cached_property
    def replies(self) -> dict[str, int]:
        """The ticket of every reply that was taken, by marker."""
        return {n["marker"]: n["ticket"] for n in self._notes if n["kind"] == "reply"}

    @cached_property
    def refused(self) -> set[str]:
        """The markers of the replies that no mail server took."""
        return {n["marker"] for n in self._notes if n.get("end") == "failed"}

    @cached_property
    def sunk(self) -> list[dict[str, str]]:
        """What the sink got: message_id, marker, sha256 and recipient."""
        found: list[dict[str, str]] = json.loads((self.folder / "sink.json").read_text())
        return found

    @cached_property
    def _notes(self) -> list[dict[str, Any]]:
        return list(read(self.folder / "record.jsonl"))


def check[F: Callable[[Promised], Violations]](function: F) -> F:
    checks.append(function)
    return function


@check
def every_accepted_mail_is_stored_once_byte_for_byte(promised: Promised) -> Violations:
    kept = Counter(Envelope.objects.values_list("sha256", flat=True))
    for marker, note in promised.mails.items():
        if kept[note["sha256"]] != 1:
            yield f"{marker} has {kept[note['sha256']]} envelopes"
    for file in File.objects.all():
        if hashlib.sha256(content_of(file)).hexdigest() != file.sha256:
            yield f"file {file.pk} has other bytes than it says"
    for envelope in Envelope.objects.exclude(sha256=F("raw__sha256")):
        yield f"envelope {envelope.pk} names the file of another mail"
    if len(kept) != len(promised.mails):
        yield f"{len(kept)} different mails are stored, {len(promised.mails)} were accepted"


@check
def every_accepted_mail_is_in_exactly_one_ticket_once(promised: Promised) -> Violations:
    places = _places(Message.Kind.RECEIVED, MAIL.findall)
    for marker in promised.mails:
        if len(places[marker]) != 1:
            yield f"{marker} stands in tickets {places[marker]}"
    received = Message.objects.filter(kind=Message.Kind.RECEIVED).count()
    if received != len(promised.mails):
        yield f"{received} messages were received, {len(promised.mails)} mails accepted"


@check
def no_envelope_is_lost_or_parked(promised: Promised) -> Violations:
    for envelope in Envelope.objects.exclude(state=Envelope.State.DONE, message__isnull=False):
        yield f"envelope {envelope.pk} is {envelope.state}: {envelope.error}"
    doubled = Envelope.objects.values("message").annotate(n=Count("pk")).filter(n__gt=1)
    yield from (f"message {row['message']} came in {row['n']} envelopes" for row in doubled)


@check
def answers_are_on_their_tickets_and_new_mails_on_their_own(promised: Promised) -> Violations:
    places = _places(Message.Kind.RECEIVED, MAIL.findall)
    began = Counter(places[m][0] for m, note in promised.mails.items() if _is_new(note, places[m]))
    yield from (f"ticket {t} was begun by {n} mails" for t, n in began.items() if n != 1)
    for marker, note in promised.mails.items():
        if note["answers"] and places[marker] != [promised.replies[note["answers"]]]:
            yield f"{marker} answers {note['answers']} but stands in tickets {places[marker]}"
    if len(began) != Ticket.objects.count():
        yield f"{Ticket.objects.count()} tickets for {len(began)} new mails"


@check
def every_reply_is_on_its_ticket_once(promised: Promised) -> Violations:
    places = _places(Message.Kind.REPLY, REPLY.findall)
    for marker, ticket in promised.replies.items():
        if places[marker] != [ticket]:
            yield f"{marker} was sent on ticket {ticket} and stands in {places[marker]}"
    if len(places) != len(promised.replies):
        yield f"{len(places)} replies are there, {len(promised.replies)} were taken"


@check
def every_reply_reached_the_sink_and_twice_only_as_the_same_mail(promised: Promised) -> Violations:
    copies = defaultdict(list)
    for mail in promised.sunk:
        copies[mail["marker"]].append(mail)
    for marker in promised.replies:
        forms = {(mail["message_id"], mail["sha256"], mail["recipient"]) for mail in copies[marker]}
        if len(forms) != (marker not in promised.refused):
            yield f"{marker} reached the sink in {len(forms)} forms"
    yield from (f"the sink got {m}, which nobody sent" for m in copies if m not in promised.replies)


@check
def deliveries_say_what_happened(promised: Promised) -> Violations:
    sunk = {mail["message_id"].strip("<>") for mail in promised.sunk}
    for delivery in Delivery.objects.select_related("message").prefetch_related("recipients"):
        was_refused = bool(promised.refused & set(REPLY.findall(delivery.message.text)))
        end = Delivery.State.FAILED if was_refused else Delivery.State.SENT
        if delivery.state != end or was_refused is (delivery.sent_at is not None):
            yield f"delivery {delivery.pk} is {delivery.state}, not {end}: {delivery.error}"
        states = [recipient.state for recipient in delivery.recipients.all()]
        if states != [Recipient.State.FAILED if was_refused else Recipient.State.SENT]:
            yield f"delivery {delivery.pk} has recipients that are {states}"
        if (delivery.message_id_header.strip("<>") in sunk) is was_refused:
            yield f"delivery {delivery.pk} is {delivery.state}, but the sink says otherwise"
    doubled = Delivery.objects.values("message").annotate(n=Count("pk")).filter(n__gt=1)
    yield from (f"message {row['message']} has {row['n']} deliveries" for row in doubled)


@check
def the_tally_equals_the_tickets(promised: Promised) -> Violations:
    columns = ("status", "assignee", "group")
    sums = Tally.objects.values_list(*columns).annotate(n=Sum("change")).exclude(n=0)
    counts = Ticket.objects.values_list(*columns).annotate(n=Count("pk"))
    said, true = ({row[:3]: row[3] for row in rows.order_by()} for rows in (sums, counts))
    if said != true:
        yield f"the tally says {said}, the tickets are {true}"


@check
def tickets_agree_with_their_messages(promised: Promised) -> Violations:
    public = Max("messages__pk", filter=Q(messages__kind__in=Message.PUBLIC))
    for ticket in Ticket.objects.annotate(n=Count("messages"), newest=public):
        if (ticket.message_count, ticket.last_public_id) != (ticket.n, ticket.newest):
            yield f"ticket {ticket.pk} counts {ticket.message_count} of {ticket.n} messages"


@check
def every_fact_is_told_and_happened_once(promised: Promised) -> Violations:
    for fact in Fact.objects.exclude(pending=[]):
        yield f"fact {fact.pk} ({fact.name}) waits for {fact.pending}"
    for setback in Setback.objects.all():
        yield f"{setback.subscriber} failed on fact {setback.fact_id}: {setback.error}"
    happened = Counter(Fact.objects.values_list("name", flat=True))
    wanted = {
        "ticket.opened": Ticket.objects.count(),
        "message.received": len(promised.mails),
        "ticket.replied": len(promised.replies),
        "reply.sent": len(promised.replies) - len(promised.refused),
        "reply.failed": len(promised.refused),
        "customer.appeared": Customer.objects.count(),
    }
    for name, count in wanted.items():
        if happened[name] != count:
            yield f"{name} is {happened[name]} times in the log, not {count}"


@check
def search_finds_what_was_said(promised: Promised) -> Violations:
    entries = Entry.objects.filter(kind="message").count()
    if entries != Message.objects.count():
        yield f"{entries} of {Message.objects.count()} messages are in the index"
    places = _places(Message.Kind.RECEIVED, MAIL.findall)
    for marker in list(promised.mails)[:: max(1, len(promised.mails) // SEARCHED)]:
        found = [entry.owner_id for entry in find(marker, kinds=["message"])]
        if found != places[marker]:
            yield f"a search for {marker} finds tickets {found}, it stands in {places[marker]}"


def figures(promised: Promised) -> dict[str, int]:
    """What there is, for the report."""
    copies = Counter(mail["message_id"] for mail in promised.sunk)
    threads = Counter(Envelope.objects.values_list("threaded_by", flat=True))
    return {
        "tickets": Ticket.objects.count(),
        "customers": Customer.objects.count(),
        "messages": Message.objects.count(),
        "answers threaded by signed address": threads["address"],
        "facts": Fact.objects.count(),
        "replies at the sink": len(copies),
        "replies that came twice, same Message-ID and bytes": sum(n > 1 for n in copies.values()),
        "sent again after a trouble": Delivery.objects.filter(attempts__gt=1).count(),
    }


def _is_new(note: dict[str, Any], places: list[int]) -> bool:
    return not note["answers"] and len(places) == 1


def _places(kind: str, markers: Callable[[str], Iterable[str]]) -> dict[str, list[int]]:
    """The ticket of every message that holds a marker, by marker."""
    places: dict[str, list[int]] = defaultdict(list)
    for ticket, text in Message.objects.filter(kind=kind).values_list("ticket", "text"):
        for marker in set(markers(text)):
            places[marker].append(ticket)
    return places


if __name__ == "__main__":
    promised = Promised(Path(sys.argv[1]))
    broken = {each.__name__.replace("_", " "): list(each(promised)) for each in checks}
    sys.stdout.write(json.dumps({"checks": broken, "figures": figures(promised)}))
