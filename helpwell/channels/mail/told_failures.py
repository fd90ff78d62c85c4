"""What a report tells in words alone: whether it is one, and whom it names."""

import email
from collections.abc import Iterable
from email.message import Message

from flufl.bounce import all_failures

from helpwell.channels.mail.autoreply import is_by_hand
from helpwell.channels.mail.away_words import AWAY
from helpwell.channels.mail.bounce_texts import Words, original_of
from helpwell.channels.mail.failures import failure_of
from helpwell.channels.mail.incoming import Failure
from helpwell.channels.mail.mail_systems import Envelope, Speaker
from helpwell.channels.mail.report_words import DELAYED, DELAYED_SUBJECT, FAILED, OPENING, SUBJECT
from helpwell.channels.mail.reports import MAX_RECIPIENTS, addresses_in
from helpwell.channels.mail.structure import Part

MAX_BYTES = 200_000
MAX_PARTS = 100
FIRST_LINES = 3
SHORT = 20


def is_told(words: Words, envelope: Envelope, speaker: Speaker, root: Part) -> bool:
    """Whether a text is a report: the less its sender is a mail system, the more it must say."""
    if speaker is Speaker.PERSON:
        return _is_bare_report(words, root)
    is_subject = bool(SUBJECT.match(envelope.subject))
    if speaker is Speaker.SYSTEM:
        return is_subject or _fails(words)
    if AWAY.match(envelope.subject):
        return False
    return (is_subject or _begins(words)) and _fails(words)


def _is_bare_report(words: Words, root: Part) -> bool:
    """Whether a mail from anybody is nothing but a short report that answers nothing."""
    if root.headers.first_raw("in-reply-to") or is_by_hand(root.headers):
        return False
    spoken = [line for line in words.lines if any(map(str.isalpha, line))]
    begins = bool(OPENING.match(" ".join(spoken[:2])))
    return begins and len(words.lines) <= SHORT and _fails(words)


def _begins(words: Words) -> bool:
    first = words.lines[:FIRST_LINES]
    return any(OPENING.match(line) for line in (*first, " ".join(first)))


def _fails(words: Words) -> bool:
    return bool(FAILED.search("\n".join(words.lines)))


def told_failures(root: Part, words: Words, envelope: Envelope, speaker: Speaker) -> list[Failure]:
    """The failures that the words tell; one without an address when they name nobody."""
    temporary, permanent = _detected(root)
    addresses = [*permanent, *temporary] or _named(root, words, envelope, speaker)
    is_delayed = bool(temporary) or (not permanent and _is_delay(words, envelope.subject))
    about_all = words.before(addresses) if addresses[1:] else words.report
    return [
        failure_of(
            address,
            action="delayed" if is_delayed and address not in permanent else "failed",
            status="",
            texts=[words.about(address, addresses), about_all, envelope.subject],
        )
        for address in addresses[:MAX_RECIPIENTS]
    ]


def _named(root: Part, words: Words, envelope: Envelope, speaker: Speaker) -> list[str]:
    """Whom the words name; the surer it is that a mail system wrote, the looser is the reading."""
    own = _own_addresses(root, envelope)
    named = words.named(own) or addresses_in(root.headers.first_raw("x-failed-recipients"))
    if not named and speaker > Speaker.PERHAPS:
        named = words.mentioned(own)
    if not named and speaker:
        receivers = original_of(root, words).receivers
        named = [address for address in receivers if address.lower() not in own]
    is_sure = speaker > Speaker.PERHAPS and SUBJECT.match(envelope.subject)
    return named or ([""] if is_sure else [])


def _is_delay(words: Words, subject: str) -> bool:
    return bool(DELAYED.search(words.report) or DELAYED_SUBJECT.search(subject))


def _own_addresses(root: Part, envelope: Envelope) -> set[str]:
    """Those a report is sent from and to: not whom it is about."""
    names = ("to", "from", "reply-to", "delivered-to", "x-original-to", "return-path", "cc")
    values = " ".join(root.headers.first_raw(name) for name in names)
    return {address.lower() for address in [*addresses_in(values), envelope.from_email]}


def _detected(root: Part) -> tuple[list[str], list[str]]:
    """Temporarily and permanently failed addresses, as the bounce library sees them."""
    if sum(1 for _, _ in zip(root.walk(), range(MAX_PARTS + 1), strict=False)) > MAX_PARTS:
        return [], []
    try:
        message: Message = email.message_from_bytes(root.raw[:MAX_BYTES])
        temporary, permanent = all_failures(message)
    except Exception:  # the detectors were written for well-formed reports
        return [], []
    return _tidy(temporary), _tidy(permanent)


def _tidy(addresses: Iterable[bytes | str]) -> list[str]:
    texts = (a.decode("utf-8", "replace") if isinstance(a, bytes) else str(a) for a in addresses)
    return sorted(text for text in texts if "@" in text and ".." not in text)
