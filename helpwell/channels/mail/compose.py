"""The MIME of a mail that leaves: pure, the same bytes every time, and injection-proof."""

import hashlib
import re
from collections.abc import Iterator
from email.message import EmailMessage, MIMEPart
from email.policy import EmailPolicy
from email.utils import format_datetime

from helpwell.channels.mail.fields import field, mailbox_words, safe, text_words
from helpwell.channels.mail.incoming import Address
from helpwell.channels.mail.outgoing import File, Outgoing
from helpwell.core.addresses import ascii_domain, is_writable
from helpwell.core.html import from_text, to_text
from helpwell.core.text import storable

MAX_REFERENCES = 21
MAX_SUBJECT = 500
MAX_ID = 900
_REPLY_PREFIX = re.compile(
    r"\s*(?:(?:re|aw|sv|antw|odp|ref|回复|答复)\s*(?:\[\d+\])?\s*[:：]\s*)+", re.IGNORECASE
)
_TYPE = re.compile(r"[\w!#$&^.+-]{1,100}/[\w!#$&^.+-]{1,100}\Z", re.ASCII)


class NotAnAddress(ValueError):  # noqa: N818 - named by the state, as refusals are
    """Something that no mail can be sent to, or from."""


def build(mail: Outgoing) -> bytes:
    """The message as bytes with CRLF; raises NotAnAddress for an address that cannot be written."""
    body = EmailMessage(policy=EmailPolicy(cte_type="7bit", max_line_length=76, linesep="\r\n"))
    _add_bodies(body, mail)
    return b"".join(_fields(mail)) + body.as_bytes()


def _fields(mail: Outgoing) -> Iterator[bytes]:
    yield field("From", _mailbox(mail.sender))
    for name, people in (("To", mail.to), ("Cc", mail.cc)):
        if people:
            yield field(name, _list(people))
    if mail.reply_to:
        yield field("Reply-To", _mailbox(mail.reply_to))
    yield field("Subject", text_words(subject_of(mail.subject, is_reply=mail.is_reply)))
    yield field("Date", format_datetime(mail.date).split(" "))
    yield field("Message-ID", [_bracketed(mail.message_id)])
    if mail.in_reply_to:
        yield field("In-Reply-To", [_bracketed(mail.in_reply_to)])
    if references := references_of(mail):
        yield field("References", list(references))
    if mail.is_automatic:
        yield field("Auto-Submitted", ["auto-replied" if mail.in_reply_to else "auto-generated"])
        yield field("X-Auto-Response-Suppress", ["All"])
    for name, value in mail.headers:
        yield field(name, text_words(value))


def subject_of(subject: str, *, is_reply: bool) -> str:
    """The subject on one line; a reply has exactly one `Re: `."""
    line = safe(subject)[:MAX_SUBJECT]
    if not is_reply:
        return line
    return f"Re: {_REPLY_PREFIX.sub('', line, count=1)}".strip()


def references_of(mail: Outgoing) -> tuple[str, ...]:
    """The thread's first id and its newest 20, the one answered last; each in angle brackets."""
    known = [*mail.references, *([mail.in_reply_to] if mail.in_reply_to else [])]
    ids = list(dict.fromkeys(_bracketed(name) for name in reversed(known)))[::-1]
    if len(ids) > MAX_REFERENCES:
        ids = [ids[0], *ids[-(MAX_REFERENCES - 1) :]]
    return tuple(ids)


def _list(people: tuple[Address, ...]) -> list[str]:
    """Mailboxes with a comma after each but the last."""
    words: list[str] = []
    for person in people:
        if words:
            words[-1] += ","
        words += _mailbox(person)
    return words


def _mailbox(address: Address) -> list[str]:
    """The words of one mailbox; refused unless a mail can be sent there."""
    email = safe(address.email)
    if not is_writable(email):
        raise NotAnAddress(address.email)
    local, _at, domain = email.rpartition("@")
    return mailbox_words(address.name, f"{local}@{ascii_domain(domain)}")


def _bracketed(name: str) -> str:
    return f"<{re.sub(r'[^!-;=?-~]+', '', name)[:MAX_ID]}>"


def _add_bodies(message: EmailMessage, mail: Outgoing) -> None:
    inline = [file for file in mail.files if file.content_id]
    attached = [file for file in mail.files if not file.content_id]
    message.set_content(text_of(mail), cte="quoted-printable")
    message.add_alternative(html_of(mail), subtype="html", cte="quoted-printable")
    html = list(message.iter_parts())[1]
    for file in inline:
        _add_file(html, file, related=True)
    for file in attached:
        _add_file(message, file, related=False)
    _name_boundaries(message, mail.message_id)


def text_of(mail: Outgoing) -> str:
    """The plain reading: the reply, the signature after `-- `, the history behind `> `."""
    parts = [storable(mail.text).rstrip() or to_text(mail.html)]
    if mail.signature_html:
        parts.append("-- \n" + to_text(mail.signature_html))
    if mail.history:
        quoted = storable(mail.history.text).strip().split("\n")
        lines = "\n".join(
            f">{'' if line.startswith('>') else ' '}{line}".rstrip() for line in quoted
        )
        parts.append(f"{safe(mail.history.introduction)}\n\n{lines}")
    return "\n\n".join(part for part in parts if part).replace("\r\n", "\n") + "\n"


def html_of(mail: Outgoing) -> str:
    """The HTML reading, with the history in a block quote that mail programs fold."""
    parts = [f"<div>{storable(mail.html)}</div>"]
    if mail.signature_html:
        parts.append(f"<div>-- <br>{storable(mail.signature_html)}</div>")
    if mail.history:
        quoted = storable(mail.history.html) or from_text(mail.history.text)
        introduction = from_text(mail.history.introduction)
        parts.append(f'<div>{introduction}<blockquote type="cite">{quoted}</blockquote></div>')
    body = "<br>".join(parts)
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{body}</body></html>\n'


def _add_file(part: MIMEPart, file: File, *, related: bool) -> None:
    kind = file.content_type if _TYPE.match(file.content_type) else "application/octet-stream"
    maintype, _, subtype = kind.lower().partition("/")
    if maintype in ("multipart", "message"):
        maintype, subtype = "application", "octet-stream"
    add = part.add_related if related else part.add_attachment
    add(
        file.content,
        maintype=maintype,
        subtype=subtype,
        disposition="inline" if related else "attachment",
        filename=safe(file.filename) or "file",
        cid=_bracketed(file.content_id) if related else None,
    )


def _name_boundaries(message: EmailMessage, message_id: str) -> None:
    """Boundaries made from the Message-ID: the same mail is the same bytes at every try."""
    containers = [part for part in message.walk() if part.is_multipart()]
    for number, part in enumerate(containers):
        seed = f"{message_id}/{number}".encode()
        part.set_boundary(f"=_{hashlib.sha256(seed).hexdigest()[:32]}")
