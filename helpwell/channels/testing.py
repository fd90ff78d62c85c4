"""Inboxes and mails for tests, taken in through the real actions."""

from email.message import EmailMessage
from email.policy import SMTP
from itertools import count
from typing import Any

from helpwell.accounts.models import Group
from helpwell.channels import actions
from helpwell.channels.models import Envelope, Inbox
from helpwell.core.actors import SYSTEM

_numbers = count(1)


def make_inbox(*, group: Group | None = None, **settings: Any) -> Inbox:
    """An inbox; whatever is not given is made up."""
    given = {"name": "Arbor Support", "address": f"desk{next(_numbers)}@arbor.example"}
    return actions.open_inbox(**given | settings, group=group, by=SYSTEM)


def mail(
    text: str = "It should have come on Monday.",
    *,
    subject: str = "Where is my parcel?",
    sender: str = "Grace Garden <grace@home.example>",
    to: str = "desk@arbor.example",
    files: dict[str, bytes] | None = None,
    **headers: str,
) -> bytes:
    """A mail as it comes over the wire; each one has bytes of its own."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Message-ID"] = f"<made-up-{next(_numbers)}@home.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    for name, content in (files or {}).items():
        message.add_attachment(content, maintype="image", subtype="png", filename=name)
    return message.as_bytes()


def arrive(raw: bytes, inbox: Inbox | None = None, **more: Any) -> Envelope:
    """A mail that came in and was read onto its ticket."""
    envelope = actions.accept(inbox or make_inbox(), raw, **more)
    actions.read_at_once(envelope)
    return Envelope.objects.select_related("message__ticket").get(pk=envelope.pk)
