"""What a mail system says in words: its own lines, whom it names, and our mail below them."""

import re
from dataclasses import dataclass
from functools import cached_property

from helpwell.channels.mail.headers import Headers
from helpwell.channels.mail.report_words import OTHERS, RETURNED, SERVICE_BOX
from helpwell.channels.mail.reports import MAX_TEXT, addresses_in, beginning_of, ids_in, parts_of
from helpwell.channels.mail.structure import Part, read_headers
from helpwell.core.html import to_text

MAX_TEXTS = 20
MAX_LINES = 1_000
MAX_LINE = 1_000
_STATUS = re.compile(r"(?<![\d.])([45]\.[0-7]\.\d{1,3})(?![\d.])")
_REPLY = re.compile(r"(?<![\d.:+/$-])([45][0-7]\d)[ \-](?=[\w<#(\"'\[])")
_NAMED = re.compile(
    r"^[\s*>|\[\]•\"'-]*(?:<?[^\s<>]+@[^\s<>]+>?[\s:;,.)\]\"']*(?:\.\.\.|[(\[]|$|\d|-)"
    r"|.{0,60}\b(?:to|recipients?|rcpt to|address(?:ed)?|user|mailbox|an|à|a|до|кому|para|für)\b"
    r"[\s:'\"(\[-]*(?:smtp:|rfc822;)?[\s<\"'(]*[^\s<>]+@|[^@]{0,60}<[^\s<>]+@[^\s<>]+>"
    r"|.{0,20}(?:到|收件人|宛先|あて先|送信先)[\s:：<]*[^\s<>]+@)",
    re.IGNORECASE,
)
_COPIES = ("message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers")
_HEAD_ID = re.compile(r"^[ \t>|]*message-id:\s*(<[^<>\n]+>)", re.IGNORECASE | re.MULTILINE)
_HEAD_TO = re.compile(r"^[ \t>|]*to:([^\n]*)", re.IGNORECASE | re.MULTILINE)


def status_in(text: str) -> str:
    """The first enhanced status code of a failure; empty when there is none."""
    found = _STATUS.search(text)
    return found[1] if found else ""


def reply_in(text: str) -> str:
    """The first SMTP reply code of a failure; empty when there is none."""
    found = _REPLY.search(text)
    return found[1] if found else ""


@dataclass
class Words:
    """The words of a mail system, and our own mail that it returned below or beside them."""

    report: str
    returned: str

    @cached_property
    def lines(self) -> list[str]:
        """The lines that say something, as far as they are looked at."""
        lines = (line[:MAX_LINE].strip() for line in self.report.split("\n")[:MAX_LINES])
        return [line for line in lines if line]

    def named(self, own: set[str]) -> list[str]:
        """Addresses that stand where a report names whom it means, without those of `own`."""
        lines = [line for line in self.lines if _NAMED.match(line) and not OTHERS.match(line)]
        return _without(addresses_in("\n".join(lines)), own)

    def mentioned(self, own: set[str]) -> list[str]:
        """The first address that the report mentions anywhere, without those of `own`."""
        lines = [line for line in self.lines if not OTHERS.match(line)]
        return _without(addresses_in("\n".join(lines)), own)[:1]

    def before(self, addresses: list[str]) -> str:
        """What is said before the first address is named: it is about all of them."""
        text = self.report.lower()
        found = (text.find(address.lower()) for address in addresses)
        return self.report[: min((start for start in found if start >= 0), default=len(text))]

    def about(self, address: str, others: list[str]) -> str:
        """What is said of one address: from where it is named to where the next one is."""
        text = self.report.lower()
        start = max(text.find(address.lower()), 0)
        after = start + len(address)
        found = (text.find(other.lower(), after) for other in others if other != address)
        return self.report[start : min((end for end in found if end > 0), default=len(text))]


def _without(addresses: list[str], own: set[str]) -> list[str]:
    return [
        address
        for address in addresses
        if address.lower() not in own and not SERVICE_BOX.match(address.partition("@")[0])
    ]


def words_of(root: Part) -> Words:
    """The text of a report, cut where our own mail begins."""
    texts = [beginning_of(part) for part in parts_of(root, "text/plain")]
    if not any(text.strip() for text in texts):
        texts = [to_text(beginning_of(part)) for part in parts_of(root, "text/html")]
    text = "\n".join(texts[:MAX_TEXTS])[:MAX_TEXT]
    cut = next((m.start() for m in RETURNED.finditer(text) if text[: m.start()].strip()), len(text))
    return Words(text[:cut], text[cut:])


@dataclass(frozen=True, slots=True)
class Original:
    """Our own mail, as far as a report brings it back; Microsoft adds who complained."""

    message_id: str = ""
    receivers: tuple[str, ...] = ()
    complainant: str = ""


def original_of(root: Part, words: Words) -> Original:
    """The Message-ID and the receivers of our mail, from the copy that came back."""
    for part in root.walk():
        if part is not root and part.content_type in _COPIES:
            head = beginning_of(part).encode("utf-8", "replace")
            return _original(read_headers(head, 0)[0])
        if part is not root and part.headers.first_raw("message-id"):
            return _original(part.headers)
    found, to = _HEAD_ID.search(words.returned), _HEAD_TO.search(words.returned)
    return _made(found[1] if found else "", to[1] if to else "")


def _original(headers: Headers) -> Original:
    complainant = headers.first_raw("x-hmxmroriginalrecipient")
    return _made(headers.first_raw("message-id"), headers.first_raw("to"), complainant)


def _made(message_id: str, to: str, complainant: str = "") -> Original:
    named = next(iter(addresses_in(complainant)), "")
    return Original(next(iter(ids_in(message_id)), ""), tuple(addresses_in(to)), named)
