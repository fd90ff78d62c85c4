"""The raw source of a mail that nobody could read, made readable for people."""

from dataclasses import dataclass

from helpwell.channels.mail.message import parse
from helpwell.channels.models import Envelope
from helpwell.core.html import to_text
from helpwell.core.masking import masked
from helpwell.core.text import one_line, storable
from helpwell.files.queries import content_of, opened

SHOWN_BYTES = 200_000
HEADING_BYTES = 16_000


@dataclass(frozen=True)
class Source:
    """The beginning of a mail as text; whether something is masked, whether there is more."""

    text: str
    is_masked: bool
    is_cut: bool


@dataclass(frozen=True)
class Heading:
    """Who seems to have written, and about what."""

    sender: str
    subject: str


def source_of(envelope: Envelope) -> Source:
    """What stands in the mail, letter for letter, but for card numbers and secrets."""
    with opened(envelope.raw) as stream:
        raw = stream.read(SHOWN_BYTES + 1)
    text = storable(_decoded(raw[:SHOWN_BYTES]))
    hidden = masked(text)
    return Source(hidden, is_masked=hidden != text, is_cut=len(raw) > SHOWN_BYTES)


def heading_of(envelope: Envelope) -> Heading:
    """Sender and subject, as far as the beginning of the mail can be read; never raises."""
    try:
        with opened(envelope.raw) as stream:
            incoming = parse(stream.read(HEADING_BYTES))
    except Exception:  # what could not be read once may fail here, too
        return Heading(envelope.envelope_from, "")
    sender = incoming.from_name or incoming.from_email or envelope.envelope_from
    return Heading(one_line(sender), masked(one_line(incoming.subject)))


def may_hold_numbers(envelope: Envelope) -> bool:
    """Whether the mail has something that would be masked, or cannot be looked into."""
    try:
        incoming = parse(content_of(envelope.raw))
    except Exception:  # what nobody can read may hold anything
        return True
    said = (incoming.subject, incoming.text, to_text(incoming.html))
    return any(masked(text) != text for text in said) or source_of(envelope).is_masked


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
