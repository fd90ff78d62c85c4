"""What mails that are read in one go are measured by, asked of the database once for all."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models.functions import Upper

from helpwell.accounts.models import User
from helpwell.channels.answering import our_addresses
from helpwell.channels.mail.incoming import Incoming
from helpwell.channels.models import Envelope
from helpwell.channels.recipients import bare
from helpwell.channels.rulebook import Rulebook
from helpwell.core.text import storable
from helpwell.customers.actions import normalised
from helpwell.customers.models import Identity

LONGEST_ID = 998


@dataclass(frozen=True)
class Surroundings:
    """Our own addresses as `bare`, colleagues by address in small letters, the Message-IDs that
    come again, the senders of whom mail of ours came back, and the rules for mail."""

    ours: frozenset[str]
    colleagues: dict[str, User]
    repeated: frozenset[str]
    troubled: frozenset[str]
    rulebook: Rulebook = field(default_factory=Rulebook)


def surroundings_of(mails: Sequence[Incoming]) -> Surroundings:
    """What these mails are measured by; whoever asks keeps others from reading like ones."""
    senders = {normalised(incoming.from_email) for incoming in mails}
    return Surroundings(
        ours=frozenset(map(bare, our_addresses())),
        colleagues=_colleagues(senders),
        repeated=_repeated(mails),
        troubled=_troubled(senders, mails),
    )


def id_of(incoming: Incoming) -> str:
    """A mail's Message-ID as it is kept."""
    return storable(incoming.message_id)[:LONGEST_ID]


def _colleagues(senders: set[str]) -> dict[str, User]:
    spelled = {sender.upper() for sender in senders}
    found = User.objects.annotate(spelled=Upper("email")).filter(
        spelled__in=spelled, is_active=True
    )
    return {normalised(user.email): user for user in found.only("pk", "name", "email")}


def _repeated(mails: Sequence[Incoming]) -> frozenset[str]:
    """The Message-IDs that were here before, or that several of these mails bear."""
    counted = Counter(id_of(incoming) for incoming in mails)
    known = Envelope.objects.filter(message_id_header__in=[name for name in counted if name])
    again = set(known.values_list("message_id_header", flat=True))
    return frozenset(again | {name for name, number in counted.items() if number > 1})


def _troubled(senders: set[str], mails: Sequence[Incoming]) -> frozenset[str]:
    """Senders marked undeliverable; all of them where a report among these mails may do that."""
    if any(incoming.is_bounce or incoming.is_feedback_report for incoming in mails):
        return frozenset(senders)
    marked = Identity.objects.filter(value__in=senders, undeliverable_at__isnull=False)
    return frozenset(marked.values_list("value", flat=True))
