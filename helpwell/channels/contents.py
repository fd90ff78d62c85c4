"""A parsed mail as the content of a message: cleaned, with its files stored."""

import re
from collections.abc import Set
from dataclasses import replace
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helpwell.channels import signing
from helpwell.channels.mail.incoming import Address, Attachment, Incoming
from helpwell.channels.models import Envelope
from helpwell.channels.recipients import bare
from helpwell.core.html import CleanHtml, clean
from helpwell.files.actions import store
from helpwell.tickets.content import Content, Enclosure, Recipient

MOST_ATTACHMENTS = 200
MOST_RECIPIENTS = 500
MOST_WAYS = 5
COPIED = ("to", "cc")
LONGEST_HTML = 2_000_000
LONGEST_TEXT = 200_000
_MAILTO = re.compile(r"<mailto:([^<>?]{3,320})", re.IGNORECASE)


def content_of_mail(incoming: Incoming) -> Content:
    """What an agent will see of a mail; its HTML is safe from here on."""
    full = _cleaned(incoming.html)
    visible = _cleaned(incoming.visible_html) or full
    left_out = _left_out(incoming)
    return Content(
        text=bounded(incoming.visible_text) + (f"\n\n{left_out}" if left_out else ""),
        html=visible.html + (f"<p>{left_out}</p>" if left_out else "") if visible else "",
        quoted=bounded("\n\n".join(filter(None, (incoming.signature, incoming.quoted_text)))),
        full_html=full.html if full and full != visible else "",
        remote_images=full.remote_images if full else 0,
        is_automatic=incoming.is_autoreply or incoming.is_bounce,
        is_bounce=incoming.is_bounce,
        recipients=_addressed(incoming),
        enclosures=[_enclosure(found) for found in incoming.attachments[:MOST_ATTACHMENTS]],
    )


def _cleaned(html: str | None) -> CleanHtml | None:
    """Safe HTML; what is longer than anybody reads is shown as text only."""
    if not html or len(html) > LONGEST_HTML:
        return None
    return clean(html, cid_url=inline_url)


def bounded(text: str) -> str:
    """The text, shortened where it is longer than anybody reads; the original has all of it."""
    if len(text) <= LONGEST_TEXT:
        return text
    return text[:LONGEST_TEXT] + "\n\n" + _("(Shortened. The original has all of it.)")


def _left_out(incoming: Incoming) -> str:
    """What is said of files beyond `MOST_ATTACHMENTS`: the original has them."""
    more = len(incoming.attachments) - MOST_ATTACHMENTS
    if more <= 0:
        return ""
    words = ngettext(
        "(%d more file is in the original.)", "(%d more files are in the original.)", more
    )
    return words % more


def inline_url(content_id: str) -> str:
    """Where a message's frame finds its own inline images: beside itself."""
    return f"../inline/{quote(content_id, safe='')}/"


def _addressed(incoming: Incoming) -> list[Recipient]:
    sender = Address(incoming.from_name, incoming.from_email)
    parts = (
        [Recipient(kind="from", name=sender.name, email=sender.email)]
        + [Recipient(kind="reply_to", name=a.name, email=a.email) for a in _asked(incoming)]
        + [Recipient(kind="to", name=a.name, email=_plain(a.email)) for a in incoming.to]
        + [Recipient(kind="cc", name=a.name, email=_plain(a.email)) for a in incoming.cc]
    )
    return parts[:MOST_RECIPIENTS]


def _asked(incoming: Incoming) -> list[Address]:
    """Where the writer asks for answers; where a mailing list asks for them instead does not count
    (List-Post, RFC 2369)."""
    lists = {bare(found) for found in _MAILTO.findall(incoming.header("list-post"))}
    return [address for address in incoming.reply_to if bare(address.email) not in lists]


def naming_strangers(content: Content, known: Set[str]) -> Content:
    """The content with everybody in To and Cc who is not among `known` (as `bare`) only named."""
    return replace(content, recipients=[_as_known(each, known) for each in content.recipients])


def _as_known(recipient: Recipient, known: Set[str]) -> Recipient:
    if recipient["kind"] not in COPIED or bare(recipient["email"]) in known:
        return recipient
    return Recipient(kind="named", name=recipient["name"], email=recipient["email"])


def ways_in(envelope: Envelope, incoming: Incoming) -> list[Recipient]:
    """The addresses by which a mail came to us, as the servers on its way have noted."""
    ways = (envelope.envelope_to, *incoming.delivered_to)
    plain = dict.fromkeys(_plain(way) for way in ways if "@" in way)
    return [Recipient(kind="via", name="", email=way) for way in list(plain)[:MOST_WAYS]]


def _plain(email: str) -> str:
    """One of our signed reply addresses as the inbox's own; any other as it is."""
    if signing.name_of_address(email) is None:
        return email
    local, _at, domain = email.rpartition("@")
    return f"{local.rpartition('+')[0]}@{domain}"


def _enclosure(attachment: Attachment) -> Enclosure:
    return Enclosure(
        file=store(attachment.content),
        name=attachment.filename or "attachment",
        content_type=attachment.content_type,
        content_id=attachment.content_id,
        is_inline=bool(attachment.content_id) and attachment.content_type.startswith("image/"),
    )
