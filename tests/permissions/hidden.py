"""A ticket with everything on it, in words that stand nowhere else; and who may not see it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from helpwell.accounts.models import Group, User
from helpwell.accounts.testing import make_agent, make_group, make_role
from helpwell.channels.models import Delivery, Envelope
from helpwell.channels.testing import arrive, mail, make_inbox
from helpwell.core import clock
from helpwell.core.actors import SYSTEM
from helpwell.customers import actions as customers
from helpwell.events.models import Fact
from helpwell.fields.testing import make_field
from helpwell.jobs.actions import run_until_quiet
from helpwell.tickets import actions
from helpwell.tickets.models import Attachment, Draft, Message, Presence, Promise, Step, Tag, Ticket
from helpwell.tickets.testing import answer, ask, be_told, make_ticket

# Each stands in one place only, so a leak says what leaked.
WORDS = {
    "subject": "quillsubject",
    "message": "quillmessage",
    "reply": "quillreply",
    "note": "quillnote",
    "draft": "quilldraft",
    "file": "quillfile",
    "upload": "quillupload",
    "tag": "quilltag",
    "sender": "quillsender",
    "needs": "quillneeds",
    "talk": "quilltalk",
    "told": "quilltold",
    "step": "quillstep",
    "field": "quillfield",
    "promise": "quillpromise",
}
MAY_ALL = (
    "reply", "note", "assign", "set_status", "prioritise", "tag", "ask", "mark_spam",
    "merge", "promise", "snooze", "trash", "set_fields",
)  # fmt: skip


@dataclass(frozen=True)
class Hidden:
    """Somebody else's ticket and the numbers of all that hangs on it."""

    owner: User
    group: Group
    ticket: Ticket
    message: Message
    reply: Message
    attachment: Attachment
    upload: Attachment
    envelope: Envelope
    fact_id: int
    delivery_id: int
    question: Message

    @property
    def numbers(self) -> dict[str, Any]:
        """What an address asks for, by the name of its place."""
        return {
            "ticket_id": self.ticket.pk,
            "customer_id": self.ticket.requester_id,
            "message_id": self.message.pk,
            "attachment_id": self.attachment.pk,
            "envelope_id": self.envelope.pk,
            "delivery_id": self.delivery_id,
            "inbox_id": self.envelope.inbox_id,
            "fact_id": self.fact_id,
            "identity_id": self.ticket.requester.identities.get().pk,
            "content_id": "made-up",
            "slug": "all",
            "person_id": self.owner.pk,
            "group_id": self.group.pk,
            "role_id": self.owner.role_id,
            "talk_id": self.question.side_talk_id,
            "step_id": Step.objects.get(ticket=self.ticket).pk,
            "promise_id": Promise.objects.get(ticket=self.ticket).pk,
            "block_id": 1,
            "rule_id": 1,
        }

    def state(self) -> dict[str, Any]:
        """All that a stranger must not change."""
        return {
            "ticket": Ticket.objects.filter(pk=self.ticket.pk).values().get(),
            "tags": sorted(self.ticket.tags.values_list("name", flat=True)),
            "messages": list(Message.objects.order_by("pk").values()),
            "files": list(Attachment.objects.order_by("pk").values()),
            "drafts": list(Draft.objects.order_by("pk").values()),
            "presence": list(Presence.objects.order_by("pk").values_list("agent", flat=True)),
            "deliveries": list(Delivery.objects.order_by("pk").values_list("state", flat=True)),
            "facts": Fact.objects.exclude(name__startswith="person.").count(),
            "known_tags": Tag.objects.count(),
        }


def hide() -> Hidden:
    """The owner's ticket: a mail with a file, a reply on its way, note, draft, upload, tag."""
    group = make_group("Billing")
    owner = make_agent("Olive Owner", groups=[group])
    ticket, envelope = _arrived(group)
    fact_id = actions.assign(ticket, to=owner, group=group, by=owner)
    actions.tag(ticket, add=[WORDS["tag"]], by=owner)
    actions.set_values(ticket, {make_field("Serial").key: WORDS["field"]}, by=owner)
    reply = answer(ticket, by=owner, html=f"<p>{WORDS['reply']}</p>")
    run_until_quiet("events.tell_facts")
    question = ask(ticket, by=owner, subject=WORDS["talk"])
    be_told(question, text=WORDS["told"])
    actions.note(ticket, html=f"<p>{WORDS['note']}</p>", by=owner)
    actions.add_steps(ticket, text=WORDS["step"], by=owner)
    actions.save_draft(ticket, mode="reply", html=f"<p>{WORDS['draft']}</p>", by=owner)
    by_tomorrow = clock.now() + timedelta(days=1)
    actions.promise(ticket, words=WORDS["promise"], due_at=by_tomorrow, by=owner)
    upload = actions.attach(
        ticket, name=f"{WORDS['upload']}.png", content_type="image/png", content=b"up", by=owner
    )
    actions.look(ticket, by=owner, is_writing=True)
    message = envelope.message
    assert message
    assert fact_id
    return Hidden(
        owner=owner,
        group=group,
        ticket=Ticket.objects.get(pk=ticket.pk),
        message=message,
        reply=reply,
        attachment=message.attachments.get(),
        upload=upload,
        envelope=envelope,
        fact_id=fact_id,
        delivery_id=Delivery.objects.get(message=reply).pk,
        question=question,
    )


def _arrived(group: Group) -> tuple[Ticket, Envelope]:
    raw = mail(
        WORDS["message"],
        subject=WORDS["subject"],
        sender=f"{WORDS['sender']} <{WORDS['sender']}@home.example>",
        files={f"{WORDS['file']}.png": b"picture"},
    )
    envelope = arrive(raw, make_inbox(group=group))
    assert envelope.message
    ticket = envelope.message.ticket
    customers.describe(ticket.requester, needs=WORDS["needs"], by=SYSTEM)
    return ticket, envelope


def stranger() -> User:
    """Stan may sign in and nothing else."""
    return make_agent("Stan Stranger", make_role(name="Nothing"))


def scoped() -> User:
    """Sasha answers what is theirs and their group's; there is such a ticket."""
    group = make_group("Garden")
    role = make_role(
        "tickets.read_assigned",
        "tickets.read_groups",
        *(f"tickets.{what}" for what in MAY_ALL),
        name="Scoped",
    )
    person = make_agent("Sasha Scoped", role, groups=[group])
    make_ticket(subject="Sasha's own", group=group)
    make_ticket(subject="Also Sasha's", assignee=person)
    return person
