"""What people do with answers: click twice, schedule, take back, cancel, write on each other's."""

from functools import partial

from django.db.models import Q

from helpwell.core.testing import at_once
from helpwell.tickets.models import Draft, Message, SideTalk
from tests.together.actor import Actor
from tests.together.deeds import deed, one_of, soon

TO = "a@home.example"


@deed(weight=4)
def click_twice(actor: Actor) -> None:
    """Send the same answer from the same page two times at once: a slow line, an impatient hand."""
    ticket, words = actor.some_ticket(), actor.new_words("twice")
    form = {"body": f"<p>{words}</p>", "to": TO, "status": "pending"}
    form |= {"seen_up_to": str(ticket.last_public_id or 0)}
    click = partial(actor.twin().at, ticket, "replies/", **form)
    at_once(click, partial(actor.at, ticket, "replies/", **form))


@deed(weight=2)
def schedule(actor: Actor) -> None:
    ticket, words = actor.some_ticket(), actor.new_words("later")
    when = {"send_at": soon(actor), "only_if_silent": actor.dice.choice(("", "1"))}
    seen = ticket.last_public_id or 0
    actor.at(ticket, "replies/", body=f"<p>{words}</p>", to=TO, seen_up_to=seen, **when)


@deed(weight=6)
def unsend(actor: Actor) -> None:
    """Too late or just in time; the sender is at it as well."""
    answers = Message.objects.filter(kind="reply").order_by("-pk")[:25]
    if answer := one_of(actor, answers):
        place = actor.dice.choice(("withdrawal", "withdrawal", "cancellation", "sending"))
        actor.post(f"/messages/{answer.pk}/{place}/")


@deed(weight=8)
def write_on(actor: Actor) -> None:
    """Change a draft that lies there, one's own or a colleague's who has asked for a look."""
    mine = Q(agent=actor.user) | Q(shared_with=actor.user)
    draft = one_of(actor, Draft.objects.filter(mine, mode="reply").order_by("-pk"))
    if draft is None:
        return
    form = {"mode": "reply", "html": f"<p>{actor.new_words('draft')}</p>"}
    form |= {"edition": draft.edition, "draft_of": draft.agent_id}
    answer = actor.post(f"/tickets/{draft.ticket_id}/draft/", **form)
    if answer.status_code == 204 and answer["Draft-Edition"] == str(draft.edition + 1):
        actor.record.savings.append([draft.pk, draft.edition])


@deed(weight=2)
def ask_aside(actor: Actor) -> None:
    talks = SideTalk.objects.order_by("-pk")[:20]
    talk = one_of(actor, talks) if actor.dice.random() < 0.5 else None
    ticket = talk.ticket_id if talk else actor.some_ticket().pk
    place = f"{talk.pk}/messages/" if talk else "new/"
    form = {"body": f"<p>{actor.new_words('asked')}</p>", "to": "parts@supplier.example"}
    actor.post(f"/tickets/{ticket}/side-talks/{place}", subject="A part", **form)
