"""What every ticket has that rules may name: its own columns, its requester, what hangs on it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.models import Group, User
from helpwell.brands.models import Brand
from helpwell.customers.models import Customer, Identity
from helpwell.tickets.models import (
    Attachment,
    ContactReason,
    CustomStatus,
    Draft,
    Follower,
    Mention,
    Message,
    Resolution,
    SideTalk,
    Sight,
    Snooze,
    Ticket,
    TicketForm,
)
from helpwell.tickets.models import Promise as Promised
from helpwell.tickets.rules.asking import NOTHING, Among, Column, Where
from helpwell.tickets.rules.operators import KINDS, Operator

Choices = Sequence[tuple[str, str | Promise]]
NOBODY = ("nobody", "none")
PERSONAL_VALUES = ("me", "mine", "my_people")
OPEN_TO_RULES = [status for status in Ticket.Status if status not in Ticket.HIDDEN]
TICKET = _("Ticket")
CHANNELS = (("email", _("E-mail")),)


@dataclass(frozen=True)
class Personal:
    """Something that depends on who reads: rows of theirs that hang on the ticket."""

    rows: Callable[[User | None], Q]

    def asks(self, **_wanted: Any) -> Q:
        return NOTHING

    def is_empty(self) -> Q:
        return Q()


@dataclass(frozen=True)
class Property:
    """One thing a rule may ask of a ticket."""

    key: str
    label: str | Promise
    kind: str
    where: Where
    choices: Callable[[], Choices] = tuple
    cast: Callable[[str], Any] = str
    theme: str | Promise = TICKET
    below: Callable[[str], list[str]] = lambda value: [value]

    @property
    def operators(self) -> dict[str, Operator]:
        return KINDS[self.kind]

    @property
    def is_personal(self) -> bool:
        return isinstance(self.where, Personal)

    def stands_for(self, value: str, reader: User | None) -> list[Any]:
        """What a chosen value means: one row, several of the reader's own, or none at all."""
        if value in NOBODY:
            return [None]
        if value == "me":
            return [reader.pk] if reader else []
        if value == "mine":
            return reader.group_ids if reader else []
        if value == "my_people":
            return _people_of(reader) if reader else []
        return [self.cast(each) for each in self.below(value)]


def _people_of(reader: User) -> list[int]:
    members = User.objects.filter(groups__in=reader.group_ids)
    return list(members.values_list("pk", flat=True).distinct())


def _rows(model: Any) -> Callable[[], Choices]:
    return lambda: [(str(row.pk), str(row)) for row in model._default_manager.all()]


def _people() -> Choices:
    people = User.objects.colleagues().only("pk", "name", "email")
    mine = (("me", _("Me")), ("nobody", _("Nobody")), ("my_people", _("People of my groups")))
    return [*mine, *((str(person.pk), str(person)) for person in people)]


def _groups() -> Choices:
    mine = (("mine", _("My groups")), ("none", _("No group")))
    return [*mine, *((str(pk), name) for pk, name in Group.objects.values_list("pk", "name"))]


def _reasons() -> Choices:
    rows = {row.pk: row for row in ContactReason.objects.all()}
    return sorted((str(row.pk), _path(row, rows)) for row in rows.values())


def _with_reasons_below(value: str) -> list[str]:
    """A contact reason and those that stand under it."""
    found, level = {int(value)}, {int(value)}
    while level:
        under = ContactReason.objects.filter(parent__in=level).exclude(pk__in=found)
        level = set(under.values_list("pk", flat=True))
        found |= level
    return [str(pk) for pk in found]


def _path(row: Any, rows: dict[int, Any]) -> str:
    """A contact reason with those it stands under, such as “Delivery › Late”."""
    above = rows.get(row.parent_id)
    return f"{_path(above, rows)} › {row.name}" if above else row.name


def _of_requester(key: str, label: str | Promise, path: str) -> Property:
    return Property(key, label, "text", Column(path, is_text=True), theme=_("Requester"))


def _one_row(key: str, label: str | Promise, model: Any) -> Property:
    return Property(key, label, "optional", Column(key), _rows(model), int)


def _moment(key: str, label: str | Promise) -> Property:
    return Property(key, label, "past", Column(key), theme=_("Times"))


def _due(key: str, label: str | Promise, where: Where) -> Property:
    return Property(key, label, "due", where, theme=_("Times"))


def _mine(key: str, label: str | Promise, rows: Callable[[User], Q]) -> Property:
    theirs = Personal(lambda reader: rows(reader) if reader else NOTHING)
    return Property(key, label, "flag", theirs, theme=_("Yours"))


def _rows_of(model: Any) -> Callable[[User], Q]:
    return lambda reader: Among(model, "agent").asks(exact=reader.pk)


def _unread(reader: User) -> Q:
    seen = Among(Sight, "message_id", only=Q(agent=reader)).asks(gte=OuterRef("last_public_id"))
    return Q(last_public_id__isnull=False) & ~seen


STANDING: tuple[Property, ...] = (
    Property("status", _("Status"), "choice", Column("status"), lambda: [
        (status.value, status.label) for status in OPEN_TO_RULES]),
    _one_row("custom_status", _("Own status"), CustomStatus),
    Property("priority", _("Priority"), "rank", Column("priority"), lambda: [
        (str(each.value), each.label) for each in Ticket.Priority], int),
    Property("type", _("Type"), "choice", Column("type"), lambda: Ticket.Type.choices),
    Property("assignee", _("Assignee"), "choice", Column("assignee"), _people, int),
    Property("group", _("Group"), "choice", Column("group"), _groups, int),
    Property("tags", _("Tags"), "names", Among(Ticket.tags.through, "tag__name")),
    Property("subject", _("Subject"), "text", Column("subject", is_text=True)),
    Property("words", _("What was said"), "said", Among(Message, "text")),
    _one_row("brand", _("Brand"), Brand),
    _one_row("form", _("Form"), TicketForm),
    Property("reason", _("Contact reason"), "optional", Column("reason"), _reasons, int,
        below=_with_reasons_below),
    _one_row("resolution", _("Resolution"), Resolution),
    Property("channel", _("Channel"), "some", Among(Message, "channel"), lambda: CHANNELS),
    Property("message_count", _("Messages"), "number", Column("message_count")),
    Property("has_files", _("Has files"), "flag", Among(
        Attachment, "pk", only=Q(message__isnull=False))),
    Property("side_talk_answered", _("A side talk was answered"), "flag", Among(
        SideTalk, "pk", only=Q(answered_at__isnull=False))),
    _of_requester("requester_name", _("Requester’s name"), "requester__name"),
    Property("requester_email", _("Requester’s e-mail"), "text", Among(
        Identity, "value", "customer", "requester", Q(kind="email")), theme=_("Requester")),
    _of_requester("requester_language", _("Requester’s language"), "requester__language"),
    _of_requester(
        "requester_organisation", _("Organisation’s name"), "requester__organisation__name"),
    Property("requester_segments", _("Requester’s segments"), "names", Among(
        Customer.segments.through, "segment__name", "customer", "requester"),
        theme=_("Requester")),
    _moment("opened_at", _("Opened")),
    _moment("active_at", _("Last active")),
    _moment("waiting_since", _("Customer waiting since")),
    _moment("solved_at", _("Solved")),
    _due("promise_due", _("Promise due"), Among(Promised, "due_at", only=Q(state="open"))),
    _due("snoozed_until", _("Snoozed until"), Among(Snooze, "until")),
    _mine("is_followed", _("I follow it"), _rows_of(Follower)),
    _mine("has_draft", _("I have a draft on it"), _rows_of(Draft)),
    _mine("is_mentioned", _("A note asks for me"), _rows_of(Mention)),
    _mine("is_unread", _("Unread by me"), _unread),
)  # fmt: skip
OF_READERS = {each.key for each in STANDING if each.is_personal}
NAMING_READERS = {"assignee", "group"}
ABOUT: dict[str, tuple[str, str | Promise]] = {
    "ticket": ("values", _("Ticket fields")),
    "customer": ("requester__values", _("Requester’s fields")),
    "organisation": ("requester__organisation__values", _("Organisation’s fields")),
}
