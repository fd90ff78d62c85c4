"""A parsed mail as the content of a message: cleaned, with its files stored."""

from urllib.parse import quote

from django.utils.translation import gettext as _

from helpwell.channels import signing
from helpwell.channels.mail.incoming import Address, Attachment, Incoming
from helpwell.core.html import CleanHtml, clean
from helpwell.files.actions import store
from helpwell.tickets.content import Content, Enclosure, Recipient

MOST_ATTACHMENTS = 200
MOST_RECIPIENTS = 500
LONGEST_HTML = 2_000_000
LONGEST_TEXT = 200_000


def content_of_mail(incoming: Incoming) -> Content:
    """What an agent will see of a mail; its HTML is safe from here on."""
    full = _cleaned(incoming.html)
    visible = _cleaned(incoming.visible_html) or full
    return Content(
        text=_bounded(incoming.visible_text),
        html=visible.html if visible else "",
        quoted=_bounded("\n\n".join(filter(None, (incoming.signature, incoming.quoted_text)))),
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


def _bounded(text: str) -> str:
    if len(text) <= LONGEST_TEXT:
        return text
    return text[:LONGEST_TEXT] + "\n\n" + _("(Shortened. The original has all of it.)")


def inline_url(content_id: str) -> str:
    """Where a message's frame finds its own inline images: beside itself."""
    return f"../inline/{quote(content_id, safe='')}/"


def _addressed(incoming: Incoming) -> list[Recipient]:
    sender = Address(incoming.from_name, incoming.from_email)
    parts = (
        [Recipient(kind="from", name=sender.name, email=sender.email)]
        + [Recipient(kind="reply_to", name=a.name, email=a.email) for a in incoming.reply_to]
        + [Recipient(kind="to", name=a.name, email=_plain(a.email)) for a in incoming.to]
        + [Recipient(kind="cc", name=a.name, email=_plain(a.email)) for a in incoming.cc]
    )
    return parts[:MOST_RECIPIENTS]


def _plain(email: str) -> str:
    """One of our signed reply addresses as the inbox's own; any other as it is."""
    if signing.ticket_of_address(email) is None:
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
