"""Playing the talks through the real actions, each scene at its moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parseaddr
from html import escape
from typing import Any

from django.db import connection, transaction

from helpwell.accounts.models import User
from helpwell.channels import actions as channels
from helpwell.channels import queries as mail
from helpwell.channels.models import Delivery, Inbox
from helpwell.core import clock
from helpwell.core.actors import SYSTEM
from helpwell.customers import actions as customers
from helpwell.customers.models import Customer, Segment
from helpwell.demo import cast, mailboxes
from helpwell.demo.cast import Person
from helpwell.demo.chance import chance
from helpwell.demo.hiring import Desk
from helpwell.demo.letters import Answered, Thread, answer_to, letter
from helpwell.demo.models import Made
from helpwell.demo.naming import own_word
from helpwell.demo.noting import note_made
from helpwell.demo.papers import paper
from helpwell.demo.script import Turn
from helpwell.demo.telling import Telling
from helpwell.demo.timetable import Scene, said_on
from helpwell.demo.wondering import note_how_it_ended, note_what_it_is
from helpwell.events.actions import tell_next
from helpwell.tickets import actions as tickets
from helpwell.tickets.content import Recipient
from helpwell.tickets.models import Draft, Message, Ticket

MOMENT = timedelta(seconds=1)
NEWEST = 25  # answers that lie in the mailboxes at the beginning
PRIORITIES = {label.lower(): value for value, label in Ticket.Priority.choices}


@dataclass(kw_only=True)
class Course:
    """How far one talk has come."""

    telling: Telling
    thread: Thread
    ticket: Ticket | None = None
    asked: Delivery | None = None
    has_owner: bool = False
    readers: set[str] = field(default_factory=set)


@dataclass
class Stage:
    """The open desk and the talks that are going on."""

    desk: Desk
    courses: dict[int, Course] = field(default_factory=dict)

    def play(self, scene: Scene) -> None:
        """Let one turn happen, at its moment."""
        with clock.travel(scene.at):
            course = self._course_of(scene)
            if scene.turn.is_customers:
                self._write_in(course, scene.turn, scene.at)
            elif scene.turn.is_suppliers:
                self._tell(course, scene.turn, scene.at)
            else:
                self._act(course, scene.turn, scene.at)

    def _course_of(self, scene: Scene) -> Course:
        talk = scene.telling.talk
        if scene.number not in self.courses:
            inbox = self.desk.inboxes[talk.inbox]
            subject = said_on(scene.at, talk.subject, scene.telling.language)
            thread = Thread(subject=subject, to=inbox.address)
            self.courses[scene.number] = Course(telling=scene.telling, thread=thread)
        return self.courses[scene.number]

    def let_all_read(self) -> None:
        """Everybody has read what was solved, and what they have acted on since it came."""
        ids = [course.ticket.pk for course in self.courses.values() if course.ticket]
        now = Ticket.objects.in_bulk(ids)
        for key, person in self.desk.people.items():
            read = [
                now[pk]
                for course, pk in zip(self.courses.values(), ids, strict=True)
                if now[pk].is_done or key in course.readers
            ]
            tickets.see_all(read, by=person)

    def tickets(self) -> dict[str, Ticket]:
        """What has become of the talks, by subject; the newest of several."""
        ids = [course.ticket.pk for course in self.courses.values() if course.ticket]
        return {
            ticket.subject: ticket for ticket in Ticket.objects.filter(pk__in=ids).order_by("pk")
        }

    def deliver_newest(self) -> None:
        """Put the newest answers into the customers' mailboxes, so that one can answer them."""
        answers = Delivery.objects.filter(inbox__in=self.desk.inboxes.values()).order_by("-pk")
        for delivery in reversed(answers[:NEWEST]):
            with clock.travel(delivery.sent_at or delivery.queued_at):
                recipients = [one.email for one in delivery.recipients.all()]
                mailboxes.put(mail.as_mailed(delivery), recipients=recipients)

    # -- customers --

    def _write_in(self, course: Course, turn: Turn, at: datetime) -> None:
        """A customer's mail: taken in and read like any other."""
        person = course.telling.person
        self._introduce(person)
        raw = letter(
            turn, person=person, thread=course.thread, at=at, language=course.telling.language
        )
        envelope = channels.accept(
            self.desk.inboxes[course.telling.talk.inbox],
            raw,
            envelope_from="" if turn.prop("bounce") is not None else person.email,
            envelope_to=course.thread.to,
        )
        message = channels.read_at_once(envelope)
        assert message  # no rule of the house sets the play's mail aside
        course.ticket = message.ticket
        course.readers.clear()

    def _introduce(self, person: Person) -> None:
        """What the desk knows of a customer from the first mail on."""
        if Customer.objects.filter(identities__value=person.email).exists():
            return
        with clock.travel(clock.now() - _acquainted_for(person)):
            self._meet(person)

    def _meet(self, person: Person) -> None:
        customer = customers.recognise(email=person.email, name=person.name, by=SYSTEM)
        note_made(Made.Kind.CUSTOMER, customer.pk, key=person.key)
        if person.key:
            customers.describe(customer, by=SYSTEM, **self._description(person))
            self._know_more(customer, person)

    def _know_more(self, customer: Customer, person: Person) -> None:
        """Their phone number and segments."""
        if person.phone:
            customers.add_identity(customer, kind="phone", text=person.phone, by=SYSTEM)
        known = set(Segment.objects.values_list("pk", flat=True))
        customers.put_into_segments(customer, person.segments, by=SYSTEM)
        for segment in Segment.objects.exclude(pk__in=known):
            note_made(Made.Kind.SEGMENT, segment.pk)

    def _description(self, person: Person) -> dict[str, Any]:
        place = [f"Lives in {person.place}."] if person.place else []
        described: dict[str, Any] = {
            "greeting": person.form_of_address,
            "language": person.language,
            "time_zone": person.zone,
            "needs": person.needs,
            "vulnerability": person.care,
            "contact_times": person.reach,
            "form_of_address": "formal" if person.is_formal else "informal",
            "notes": "\n".join([*place, *([person.notes] if person.notes else [])]),
        }
        if person.organisation:
            domain = person.email.partition("@")[2]
            organisation = customers.found_organisation(name=person.organisation, domains=[domain])
            note_made(Made.Kind.ORGANISATION, organisation.pk)
            if person.house_notes:
                customers.describe_organisation(organisation, notes=person.house_notes, by=SYSTEM)
            described["organisation"] = organisation
        return described

    # -- agents --

    def _act(self, course: Course, turn: Turn, at: datetime) -> None:
        ticket = course.ticket
        assert ticket
        agent = self.desk.people.get(turn.who)
        if agent and not course.has_owner:
            self._take_on(course, ticket)
        if turn.hands_to and agent:
            self._hand_over(ticket, turn.hands_to, agent)
        elif turn.is_draft and agent:
            tickets.save_draft(ticket, mode=Draft.Mode.REPLY, html=as_html(turn.text), by=agent)
        elif turn.is_question and agent:
            self._ask(course, ticket, turn, agent)
        elif turn.is_note and agent:
            tickets.note(ticket, html=as_html(turn.text), by=agent)
        elif turn.text and agent:
            self._answer(course, ticket, turn, agent, at)
        if turn.then and (turn.is_note or not turn.text):
            to = status(turn.then)
            custom = own_word(to, course.telling.talk.tags)
            tickets.set_status(ticket, to=to, custom=custom, by=agent or SYSTEM)
        if agent and turn.then == "solved":
            note_how_it_ended(self.desk.wonder, ticket, course.telling.talk.tags, by=agent)
        if agent:
            course.readers.add(turn.who)

    def _take_on(self, course: Course, ticket: Ticket) -> None:
        """What happens when the first agent opens a new ticket: owner, group, tags, priority."""
        talk, course.has_owner = course.telling.talk, True
        owner = self.desk.people[_owner_of(course.telling)]
        group = self.desk.groups.get(talk.group) or ticket.group
        tickets.assign(ticket, to=owner, group=group, by=owner)
        tickets.tag(ticket, add=talk.tags, by=owner)
        tickets.prioritise(ticket, to=PRIORITIES[talk.priority], by=owner)
        note_what_it_is(self.desk.wonder, ticket, talk.tags, by=owner)

    def _hand_over(self, ticket: Ticket, key: str, agent: User) -> None:
        group = self.desk.groups[cast.colleagues()[key].groups[0]]
        tickets.assign(ticket, to=self.desk.people[key], group=group, by=agent)

    def _answer(
        self, course: Course, ticket: Ticket, turn: Turn, agent: User, at: datetime
    ) -> None:
        """An answer, sent in its time and never mailed now."""
        message = tickets.reply(
            ticket,
            html=as_html(turn.text),
            by=agent,
            recipients=mail.answer_recipients(ticket),
            then=status(turn.then or "pending"),
            custom=own_word(status(turn.then or "pending"), course.telling.talk.tags),
            attachment_ids=_attached(ticket, turn, course.telling.person, agent),
        )
        hear_everything()
        delivery = channels.note_sent(message)
        self._remember(course, message, delivery.message_id_header, delivery.inbox, at)

    def _ask(self, course: Course, ticket: Ticket, turn: Turn, agent: User) -> None:
        """A question to a supplier in a side talk, sent in its time and never mailed now."""
        message = tickets.open_side_talk(
            ticket,
            subject=turn.prop("about") or "",
            html=as_html(turn.text),
            by=agent,
            recipients=[supplier_of(turn)],
            then=status(turn.then or "on hold"),
        )
        hear_everything()
        course.asked = channels.note_sent(message)

    def _tell(self, course: Course, turn: Turn, at: datetime) -> None:
        """The supplier's mail program answers what it was asked."""
        asked = course.asked
        assert asked
        raw = answer_to(mail.as_mailed(asked), text=turn.text, at=at)
        channels.read_at_once(channels.accept(asked.inbox, raw))
        course.readers.clear()

    def _remember(
        self, course: Course, message: Message, message_id: str, inbox: Inbox, at: datetime
    ) -> None:
        """What the customer's mail program has now: the answer, and where the next mail goes."""
        assert message.author
        course.thread.message_ids.append(message_id)
        course.thread.to = mail.answer_address(inbox, message.ticket)
        course.thread.answered = Answered(text=message.text, at=at, writer=message.author.name)


def _acquainted_for(person: Person) -> timedelta:
    """How long before their first talk here we met a customer: up to five years."""
    return timedelta(days=chance(person.email).randrange(2, 1800)) if person.key else MOMENT


def as_html(text: str) -> str:
    """An agent's words as the editor would have written them."""
    paragraphs = escape(text, quote=False).split("\n\n")
    return "".join(f"<p>{paragraph.replace(chr(10), '<br>')}</p>" for paragraph in paragraphs)


def supplier_of(turn: Turn) -> Recipient:
    """Whom a question goes to: `to Name <address>` of its stage direction."""
    name, email = parseaddr(turn.prop("to") or "")
    return Recipient(kind="to", name=name, email=email)


def status(words: str) -> str:
    """The status that the content calls `on hold`."""
    return words.replace(" ", "_")


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """One transaction without the savepoints inside: any failure undoes everything.

    A third of all statements would be savepoints that nobody ever goes back to.
    """
    with transaction.atomic():
        features, before = connection.features, connection.features.uses_savepoints
        features.uses_savepoints = False
        try:
            yield
        finally:
            features.uses_savepoints = before


def hear_everything() -> None:
    """Tell every waiting fact to its subscribers."""
    while tell_next():
        pass


def _owner_of(telling: Telling) -> str:
    """Who takes a talk on: the first who answers the customer, else the first who acts."""
    turns = [turn for turn in telling.talk.turns if turn.is_desks]
    answers = [turn for turn in turns if turn.text and not turn.is_note and not turn.is_question]
    return (answers or turns)[0].who


def _attached(ticket: Ticket, turn: Turn, person: Person, agent: User) -> list[int]:
    enclosed = turn.prop("attaches")
    if not enclosed:
        return []
    found = paper(enclosed, name_of_customer=person.name)
    attachment = tickets.attach(
        ticket, name=found.name, content_type="application/pdf", content=found.content, by=agent
    )
    return [attachment.pk]
