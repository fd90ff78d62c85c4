"""Who wrote a mail, as far as that is proven."""

from dataclasses import dataclass

from helpwell.accounts.models import User
from helpwell.channels.mail.authentication import Verdict, verdict_on
from helpwell.channels.mail.incoming import Incoming
from helpwell.channels.models import Inbox
from helpwell.channels.recipients import bare
from helpwell.channels.surroundings import Surroundings, id_of
from helpwell.customers.actions import normalised


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What may be believed of a mail's sender.

    `verdict` is that of the mail server we trust, empty where it said nothing. `colleague` is whose
    address it bears: anybody can write a colleague's address into a mail. `ours` are our own
    addresses as `bare`; `is_troubled` when mail of ours to the sender came back.
    """

    verdict: Verdict
    ours: frozenset[str] = frozenset()
    is_ours: bool = False
    colleague: User | None = None
    is_repeated: bool = False
    is_troubled: bool = False

    @property
    def agent(self) -> User | None:
        """The colleague who wrote it, if that is proven."""
        return self.colleague if self.is_proven else None

    @property
    def is_proven(self) -> bool:
        return self.verdict == "passed"

    @property
    def is_forged(self) -> bool:
        return self.verdict == "failed"


def standing_of(incoming: Incoming, inbox: Inbox, around: Surroundings) -> Standing:
    """What may be believed of whoever sent this mail to `inbox`."""
    sender = normalised(incoming.from_email)
    return Standing(
        verdict=verdict_on(incoming, trusted_host=inbox.trusted_host),
        ours=around.ours,
        is_ours=bare(incoming.from_email) in around.ours,
        colleague=around.colleagues.get(sender),
        is_repeated=id_of(incoming) in around.repeated,
        is_troubled=sender in around.troubled,
    )
