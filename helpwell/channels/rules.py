"""What is to happen to a mail that would open a ticket, before it does."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from helpwell.accounts.models import Group
from helpwell.channels.conditions import Condition, Judged
from helpwell.channels.mail.incoming import Incoming
from helpwell.channels.models import BlockedSender, Envelope, Inbox, MailRule
from helpwell.channels.rulebook import Rulebook

log = logging.getLogger(__name__)
Action = MailRule.Action


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What rules and blocked senders say of a mail, and which of them in words."""

    drop: bool = False
    spam: bool = False
    tags: tuple[str, ...] = ()
    group: Group | None = None
    words: str = ""
    block: BlockedSender | None = None


NOTHING = Decision()


def decision_on(envelope: Envelope, incoming: Incoming, book: Rulebook) -> Decision:
    """What is decided about a stored mail; what was set aside and restored is not judged anew."""
    if envelope.decision:
        return NOTHING
    return decide(
        incoming,
        envelope.inbox,
        size=envelope.raw.size,
        authentication=envelope.authentication,
        book=book,
    )


def decide(
    incoming: Incoming,
    inbox: Inbox,
    *,
    size: int = 0,
    authentication: str = "",
    book: Rulebook | None = None,
) -> Decision:
    """What the blocked senders and the rules of the house say of a mail to this inbox.

    `size` is in bytes, `authentication` one of `Envelope.Authentication`; `book` is read already
    where several mails are decided about.
    """
    book = book or Rulebook()
    mail = Judged(incoming, size=size, authentication=authentication)
    if block := book.block_of(incoming.from_email):
        return Decision(spam=True, block=block, words=_("Blocked sender: %s") % block.value)
    return decided_by(book.rules_for(inbox), mail)


def decided_by(rules: Iterable[MailRule], mail: Judged) -> Decision:
    """What these rules together say: the first that sets aside or says spam wins, and what is set
    aside is asked no further; tags add up, and the first group counts."""
    followed: list[MailRule] = []
    for rule in rules:
        if not matches(rule, mail):
            continue
        followed.append(rule)
        if rule.action == Action.DROP and not _are(followed[:-1], Action.SPAM):
            break
    return _decision(followed)


def matches(rule: MailRule, mail: Judged) -> bool:
    """Whether all conditions of a rule hold; one without conditions, or that cannot be read,
    matches nothing, so that no mail is lost by it."""
    try:
        conditions = [Condition.read(stored) for stored in rule.conditions]
        return bool(conditions) and all(condition.holds(mail) for condition in conditions)
    except Exception:
        log.exception("rule %s could not be asked", rule.pk)
        return False


def _decision(followed: Sequence[MailRule]) -> Decision:
    is_spam = _are(followed, Action.SPAM)
    groups = [rule.group for rule in followed if rule.action == Action.GROUP and rule.group]
    tags = [rule.tag for rule in followed if rule.action == Action.TAG and rule.tag]
    return Decision(
        drop=_are(followed, Action.DROP) and not is_spam,
        spam=is_spam,
        tags=tuple(dict.fromkeys(tags)),
        group=groups[0] if groups else None,
        words=", ".join(_("Rule “%s”") % rule.name for rule in followed),
    )


def _are(rules: Iterable[MailRule], action: str) -> bool:
    return any(rule.action == action for rule in rules)
