"""What there is of the demo company, and what lies in its customers' mailboxes."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet

from helpwell.accounts.models import User
from helpwell.channels.models import Delivery, Inbox
from helpwell.customers.models import Identity
from helpwell.demo.models import Made, Mail
from helpwell.tickets.permissions import READ_ALL
from helpwell.tickets.queries import visible_to as visible_tickets

NEWEST = 200


@dataclass(frozen=True, kw_only=True)
class Mailbox:
    """A customer's mailbox, as far as answers came to it."""

    address: str
    name: str
    mails: int
    unread: int


def is_present() -> bool:
    """Whether the demo company is here."""
    return Made.objects.filter(kind=Made.Kind.INBOX).exists()


def is_wished_for() -> bool:
    """Whether somebody wants it to come."""
    return Made.objects.filter(kind=Made.Kind.WISH).exists()


def made_ids(kind: str) -> list[int]:
    """The ids of everything of one kind that the demo has made."""
    return list(Made.objects.filter(kind=kind).values_list("made_id", flat=True))


def inboxes() -> QuerySet[Inbox]:
    """The demo's inboxes."""
    return Inbox.objects.filter(pk__in=made_ids(Made.Kind.INBOX)).order_by("pk")


def visible_to(user: User) -> QuerySet[Mail]:
    """The mails this person may see: answers on tickets they may see."""
    if user.can(READ_ALL):
        return Mail.objects.all()
    answers = Delivery.objects.filter(message__ticket__in=visible_tickets(user))
    return Mail.objects.filter(message_id_header__in=answers.values("message_id_header"))


def newest_mails(user: User, *, address: str = "") -> list[Mail]:
    """The newest visible mails, of one mailbox or of all; without their content."""
    mails = visible_to(user).defer("raw").order_by("-received_at", "-pk")
    return list((mails.filter(recipients__contains=[address]) if address else mails)[:NEWEST])


def mailboxes(user: User) -> list[Mailbox]:
    """Every mailbox with visible mail, by name."""
    rows = visible_to(user).values_list("recipients", "is_read")
    mails, unread = Counter[str](), Counter[str]()
    for recipients, is_read in rows:
        mails.update(recipients)
        unread.update([] if is_read else recipients)
    names = _names_of(mails)
    found = [
        Mailbox(address=address, name=names.get(address, address), mails=n, unread=unread[address])
        for address, n in mails.items()
    ]
    return sorted(found, key=lambda box: box.name.casefold())


def _names_of(addresses: Counter[str]) -> dict[str, str]:
    known = Identity.objects.filter(kind=Identity.Kind.EMAIL, value__in=list(addresses))
    return dict(known.values_list("value", "customer__name"))
