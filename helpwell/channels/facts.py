from dataclasses import dataclass
from typing import ClassVar

from helpwell.events.facts import Fact
from helpwell.tickets.facts import TicketFact


@dataclass(frozen=True, kw_only=True)
class ReplySent(TicketFact):
    """An answer was handed to the mail server for at least one recipient."""

    name: ClassVar[str] = "reply.sent"
    message_id: int


@dataclass(frozen=True, kw_only=True)
class ReplyFailed(TicketFact):
    """An answer reached nobody; the ticket is ours again."""

    name: ClassVar[str] = "reply.failed"
    message_id: int


@dataclass(frozen=True, kw_only=True)
class ReplyRetried(TicketFact):
    """Somebody had an answer tried again for those who had not got it."""

    name: ClassVar[str] = "reply.retried"
    message_id: int


@dataclass(frozen=True, kw_only=True)
class MailFact(Fact):
    """Something that somebody did with a mail that could not be read."""

    name: ClassVar[str] = "mail.touched"
    subject: ClassVar[str] = "envelope_id"
    envelope_id: int


@dataclass(frozen=True, kw_only=True)
class MailRetried(MailFact):
    """Somebody had a parked mail read once more."""

    name: ClassVar[str] = "mail.retried"


@dataclass(frozen=True, kw_only=True)
class MailDismissed(MailFact):
    """Somebody set a parked mail aside for good."""

    name: ClassVar[str] = "mail.dismissed"


@dataclass(frozen=True, kw_only=True)
class ReplyAbandoned(TicketFact):
    """Somebody stopped the retries of an answer."""

    name: ClassVar[str] = "reply.abandoned"
    message_id: int


@dataclass(frozen=True, kw_only=True)
class InboxFact(Fact):
    """Something that happened to an inbox."""

    name: ClassVar[str] = "inbox.touched"
    subject: ClassVar[str] = "inbox_id"
    inbox_id: int


@dataclass(frozen=True, kw_only=True)
class InboxOpened(InboxFact):
    """There is a new address that customers can write to."""

    name: ClassVar[str] = "inbox.opened"


@dataclass(frozen=True, kw_only=True)
class InboxChanged(InboxFact):
    """Settings of an inbox changed; the names of the fields, never their values."""

    name: ClassVar[str] = "inbox.changed"
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class ProviderRegistered(Fact):
    """A mail provider knows this installation, or knows it anew."""

    name: ClassVar[str] = "provider.registered"
    subject: ClassVar[str] = "app_id"
    app_id: int


@dataclass(frozen=True, kw_only=True)
class MailRestored(MailFact):
    """Somebody had a mail read that a rule had set aside."""

    name: ClassVar[str] = "mail.restored"


@dataclass(frozen=True, kw_only=True)
class AskedSent(TicketFact):
    """A message of a side talk was handed to the mail server for at least one recipient."""

    name: ClassVar[str] = "talk.sent"
    message_id: int


@dataclass(frozen=True, kw_only=True)
class AskedFailed(TicketFact):
    """A message of a side talk reached nobody; the ticket is ours again."""

    name: ClassVar[str] = "talk.failed"
    message_id: int


@dataclass(frozen=True, kw_only=True)
class SenderBlocked(Fact):
    """Mail of an address or a domain goes to spam from now on."""

    name: ClassVar[str] = "sender.blocked"
    subject: ClassVar[str] = "block_id"
    block_id: int


@dataclass(frozen=True, kw_only=True)
class SenderUnblocked(Fact):
    """Mail of an address or a domain is taken like anybody's again."""

    name: ClassVar[str] = "sender.unblocked"
    subject: ClassVar[str] = "block_id"
    block_id: int


@dataclass(frozen=True, kw_only=True)
class RuleFact(Fact):
    """Something that happened to a mail rule."""

    name: ClassVar[str] = "rule.touched"
    subject: ClassVar[str] = "rule_id"
    rule_id: int


@dataclass(frozen=True, kw_only=True)
class RuleMade(RuleFact):
    """There is a new rule for mail that comes in."""

    name: ClassVar[str] = "rule.made"


@dataclass(frozen=True, kw_only=True)
class RuleChanged(RuleFact):
    """A mail rule says something else, or was moved, switched on or off."""

    name: ClassVar[str] = "rule.changed"
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class RuleRemoved(RuleFact):
    """A mail rule is gone."""

    name: ClassVar[str] = "rule.removed"


@dataclass(frozen=True, kw_only=True)
class SilenceNoticed(InboxFact):
    """No mail has come for an inbox for unusually long."""

    name: ClassVar[str] = "inbox.silence_noticed"
