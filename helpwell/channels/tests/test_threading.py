"""Which ticket a mail belongs to, by the golden table beside this file: the real way in."""

import re
from dataclasses import dataclass

import pytest

from helpwell.accounts.testing import ada, make_agent
from helpwell.channels import actions, signing
from helpwell.channels.models import Delivery, Envelope
from helpwell.channels.testing import arrive, make_inbox
from helpwell.channels.tests.threads import CASES
from helpwell.core import clock
from helpwell.core.actors import SYSTEM
from helpwell.customers.models import Customer, Identity
from helpwell.events.models import Fact
from helpwell.jobs.actions import run_until_quiet
from helpwell.tickets import actions as tickets
from helpwell.tickets.models import Merge, Message, Ticket
from helpwell.tickets.testing import answer, to

MX = "mx.arbor.example"
PEOPLE = {
    "us": "support@arbor.example",
    "sales": "sales@arbor.example",
    "ada": "ada@arbor.example",
    "grace": "Grace Garden <grace@home.example>",
    "gracie": "Grace Garden <gracie@elsewhere.example>",
    "carl": "Carl <carl@home.example>",
    "bea": "Bea <bea@far.example>",
    "dora": "Dora <dora@new.example>",
    "stan": "Stan Stranger <stan@away.example>",
    "list": "Grace via Gardeners <gardeners@lists.example>",
}
WORDS = (
    "from", "to", "cc", "reply-to", "for", "at", "re", "refs", "id", "judged", "says", "subject",
    "delivered", "original", "auto", "thread-index", "again",
)  # fmt: skip
TEXTS = {
    "forward": "Please see to this.\n\n---------- Forwarded message ---------\n"
    "From: Dora <dora@new.example>\nDate: Mon, 1 Jun 2026 at 09:00\nSubject: x\n"
    "To: <ada@arbor.example>\n\nMy pot is broken.",
    "our words quoted": "It did not come.\n\n> It left today, number 2.",
    "our answer": "Your answer was:\n\nIt left today, number 2.\n-- \nThe list",
}


@dataclass(frozen=True)
class Case:
    """One line of the table."""

    name: str
    before: str
    mail: str
    lands: str
    by: str
    named: str = ""


def cases():
    lines = (line.split("|") for line in CASES.splitlines() if "|" in line)
    return [Case(*map(str.strip, line)) for line in lines]


@pytest.mark.django_db
@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_mail_lands_where_it_belongs(case, time_machine):
    scene = Scene(time_machine)
    for happening in filter(None, map(str.strip, case.before.split(","))):
        scene.happen(happening)
    envelope = scene.mail(case.mail)
    assert (scene.place_of(envelope), envelope.threaded_by) == (case.lands, case.by)
    assert scene.named_in(envelope) == case.named.split()


class Scene:
    """Two tickets with their mails, and what comes next."""

    def __init__(self, time_machine):
        self.clock = time_machine
        self.ids = {"X": "<nobody-knows@x.example>", "X2": "<nobody-knows-2@x.example>"}
        self.raw = {}
        self.inboxes = {
            name: make_inbox(address=PEOPLE[name], trusted_host=MX) for name in ("us", "sales")
        }
        self.ada = make_agent("Ada Agent", email=PEOPLE["ada"])
        self.a = self._opened("m1", "from grace to us cc carl subject Where is my parcel?")
        self._answered("a1", self.a, "grace", "carl")
        self._came("m2", "from grace to A+ re a1 says And when?")
        self._answered("a2", self.a, "grace", "carl")
        self.b = self._opened("b1", "from bea to sales at sales subject A pot")
        self._answered("b2", self.b, "bea")
        self.known = set(Ticket.objects.values_list("pk", flat=True))

    def happen(self, happening):
        """Something else before the mail comes."""
        words = happening.split()
        match words:
            case ["A", "moved", "to", "B"]:
                for message in self.a.messages.order_by("pk"):
                    self._move(message)
            case [name, "moved", "to", "B"]:
                self._move(self._message(name))
            case [name, "taken", "back"]:
                actions.take_back(self._message(name), by=ada())
            case ["grace", "has", other]:
                grace = Customer.objects.get(identities__value="grace@home.example")
                address = re.search(r"<(.*)>", PEOPLE[other])[1]
                grace.identities.create(kind=Identity.Kind.EMAIL, value=address)
            case [who, "wrote", "to", where]:
                self.mail(f"from {who} to {where}")
            case ["A", "merged", "into", "B"]:
                tickets.merge([self.a], into=self.b, by=ada())
            case ["A", "parted"]:
                tickets.unmerge(Merge.objects.get(), by=ada())
            case ["B", status]:
                tickets.set_status(self.b, to=status, by=SYSTEM)
            case ["A", status]:
                tickets.set_status(self.a, to=status, by=SYSTEM)
        run_until_quiet("events.tell_facts")

    def mail(self, text):
        """A mail of the table comes in and is read."""
        parts = self._parts(text)
        inbox = self.inboxes[parts.get("at") or "us"]
        raw = self._again(parts) if "again" in parts else self._raw(parts)
        envelope_to = self._address(parts["for"]) if "for" in parts else ""
        return arrive(raw, inbox, envelope_to=envelope_to)

    def place_of(self, envelope):
        """Where a mail has landed, in the table's words."""
        if envelope.message is None:
            return envelope.state
        ticket = envelope.message.ticket
        where = {self.a.pk: "A", self.b.pk: "B"}.get(ticket.pk)
        if where:
            is_note = envelope.message.kind == Message.Kind.NOTE
            return f"note on {where}" if is_note else where
        continues = Fact.objects.filter(about=f"ticket:{ticket.pk}", name="ticket.followed")
        if fact := continues.first():
            earlier = {self.a.pk: "A", self.b.pk: "B"}[fact.payload["earlier_id"]]
            is_first = ticket.message_count == 1
            return f"{'new' if is_first else 'the one'} continuing {earlier}"
        assert ticket.pk not in self.known
        return "new" if not self._is_of_others(envelope) else f"new of {self._requester(ticket)}"

    def named_in(self, envelope):
        """Who is named in a message without having been let in."""
        recipients = envelope.message.recipients if envelope.message else []
        return [r["email"].partition("@")[0] for r in recipients if r["kind"] == "named"]

    def _is_of_others(self, envelope):
        """Whether it is worth telling whose ticket it is: with forms, forwards and colleagues."""
        return " x says forward" in self.text or "reply-to stan" in self.text

    def _requester(self, ticket):
        (identity,) = ticket.requester.identities.all()
        return identity.value.partition("@")[0]

    def _opened(self, name, text):
        return self._came(name, text).message.ticket

    def _came(self, name, text):
        self.ids[name] = f"<{name}.Abc.{id(self)}@home.example>"
        envelope = self.mail(f"{text} id {name}")
        self.raw[name] = self.made
        return envelope

    def _answered(self, name, ticket, *people):
        addressed = [to(re.search(r"<(.*)>", PEOPLE[person])[1]) for person in people]
        words = f"<p>It left today, number {name[-1]}.</p>"
        message = answer(ticket, by=self.ada, html=words, recipients=addressed)
        run_until_quiet("events.tell_facts")
        self.ids[name] = Delivery.objects.get(message=message).message_id_header

    def _message(self, name):
        delivery = Delivery.objects.filter(message_id_header=self.ids[name]).first()
        if delivery:
            return delivery.message
        header = self.ids[name].strip("<>")
        return Envelope.objects.filter(message_id_header=header).first().message

    def _move(self, message):
        self.clock.move_to(clock.now() + tickets.moving.HOLD * 2)
        tickets.move_message(Message.objects.get(pk=message.pk), to=self.b, by=ada())

    def _parts(self, text):
        """The words of a line by what they are."""
        self.text = text
        pieces = re.split(rf"(?:^|\s)({'|'.join(WORDS)})(?=\s|$)", text)
        return dict(zip(pieces[1::2], map(str.strip, pieces[2::2]), strict=True))

    def _again(self, parts):
        """The same mail by another way: other trace headers, another encoding of the same."""
        return b"Received: from elsewhere by here\r\n" + self.raw[parts["again"].split()[0]]

    def _raw(self, parts):
        fields = [*self._judged(parts), f"From: {self._people(parts['from'])}"]
        fields += [f"{name}: {self._people(parts[key])}" for key, name in PEOPLE_IN if key in parts]
        fields.append(f"Subject: {self._subject(parts.get('subject', 'Parcel'))}")
        fields.append("Date: Mon, 1 Jun 2026 09:00:00 +0000")
        own = self.ids.get(parts.get("id"), f"<{id(parts)}-{len(self.ids)}@x.example>")
        fields.append(f"Message-ID: {own}")
        for value in filter(None, parts.get("re", "").split(",")):
            fields.append(f"In-Reply-To: {self._ids(value)}")
        if "refs" in parts:
            fields.append(f"References: {self._ids(parts['refs'])}")
        if "thread-index" in parts:
            fields.append("Thread-Index: AdwXh3k2Y0l1b2xvb2stdGhyZWFk")
        if "auto" in parts:
            fields.append("Auto-Submitted: auto-replied")
        words = TEXTS.get(parts.get("says", ""), parts.get("says", "Is anybody there?"))
        self.made = ("\n".join(fields) + f"\n\n{words}\n").replace("\n", "\r\n").encode()
        return self.made

    def _judged(self, parts):
        verdict, _, host = parts.get("judged", "").partition(" by ")
        if verdict:
            yield f"Authentication-Results: {host or MX}; dmarc={verdict}"

    def _subject(self, text):
        return re.sub(r"\bA\b", str(self.a.pk), text) if hasattr(self, "a") else text

    def _people(self, names):
        return ", ".join(map(self._address, names.split(",")))

    def _address(self, name):
        """A person of the cast, an inbox, or a ticket's signed address."""
        if name.startswith("UPPER:"):
            return self._address(name[6:]).upper()
        if name.startswith("NAMED:"):
            return f'"{self._address(name[6:])}" <support@arbor.example>'
        if name in ("A+", "B+", "A+x"):
            ticket, inbox = (self.b, "sales") if name == "B+" else (self.a, "us")
            signed = signing.reply_address(PEOPLE[inbox], ticket_id=ticket.pk)
            return signed.replace("@", "a@") if name == "A+x" else signed
        person, plus, tag = name.partition("+")
        tag = tag.replace("tA", f"t{self.a.pk}") if plus else ""
        return PEOPLE[person].replace("@", f"{plus}{tag}@")

    def _ids(self, names):
        return " ".join(self._id(name) for name in names.split())

    def _id(self, name):
        """A Message-ID, or what a gateway has made of it."""
        deed, colon, rest = name.partition(":")
        if colon:
            return MANGLED[deed](self._id(rest))
        times, star, rest = name.partition("*")
        if star:
            return "\n\t".join(f"<{n}.unknown@x.example>" for n in range(int(times)))
        return self.ids[name]


PEOPLE_IN = (
    ("to", "To"), ("cc", "Cc"), ("reply-to", "Reply-To"), ("delivered", "Delivered-To"),
    ("original", "X-Original-To"),
)  # fmt: skip
MANGLED = {
    "lower": str.lower,
    "upper": str.upper,
    "fold": lambda text: f"{text[:30]}\n {text[30:]}",
    "bare": lambda text: text.strip("<>"),
    "cut": lambda text: text[: len(text) // 2],
    "junk": lambda text: f"Your message of Monday {text} (Grace)",
    "forged": lambda text: re.sub(r"\.[a-z2-7]{4}", ".aaaa", text, count=1),
    "renumbered": lambda text: re.sub(r"<t\d+", "<t1", text),
}
