"""What was read, as plain values for JSON: the names here are a promise to whoever calls."""

from collections.abc import Iterable

from helpwell.channels.mail.incoming import Address, Attachment, Bounce, Forward, Incoming
from helpwell.channels.mail.visible import Split

type Record = dict[str, object]


def of_mail(mail: Incoming) -> Record:
    """A mail: ids without angle brackets, the date in ISO 8601 or null, files without content."""
    return {
        "from_name": mail.from_name,
        "from_email": mail.from_email,
        "to": _addresses(mail.to),
        "cc": _addresses(mail.cc),
        "reply_to": _addresses(mail.reply_to),
        "subject": mail.subject,
        "date": mail.date.isoformat() if mail.date else None,
        "message_id": mail.message_id,
        "in_reply_to": list(mail.in_reply_to),
        "references": list(mail.references),
        "text": mail.text,
        "html": mail.html,
        "visible_text": mail.visible_text,
        "quoted_text": mail.quoted_text,
        "signature": mail.signature,
        "attachments": [_attachment(file) for file in mail.attachments],
        "is_autoreply": mail.is_autoreply,
        "is_bounce": mail.is_bounce,
        "bounce": _bounce(mail.bounce),
        "is_feedback_report": mail.is_feedback_report,
        "forward": _forward(mail.forward),
    }


def of_split(parts: Split) -> Record:
    """A bare body in its three parts."""
    return {
        "visible_text": parts.visible,
        "quoted_text": parts.quoted,
        "signature": parts.signature,
    }


def _addresses(addresses: Iterable[Address]) -> list[Record]:
    return [_address(address) for address in addresses]


def _address(address: Address) -> Record:
    return {"name": address.name, "email": address.email}


def _attachment(file: Attachment) -> Record:
    return {
        "filename": file.filename,
        "content_type": file.content_type,
        "content_id": file.content_id,
        "disposition": file.disposition,
        "sha256": file.sha256,
        "size": file.size,
    }


def _bounce(bounce: Bounce | None) -> Record | None:
    if bounce is None:
        return None
    return {"recipients": list(bounce.recipients), "status": bounce.status, "hard": bounce.hard}


def _forward(forward: Forward | None) -> Record | None:
    if forward is None:
        return None
    return {"from": _address(forward.sender), "text": forward.text}
