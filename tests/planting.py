"""Words that would do harm where a page took them for its own, planted wherever words can be."""

from collections.abc import Collection
from datetime import timedelta

from helpwell.accounts import actions as accounts
from helpwell.accounts.models import Group, User
from helpwell.accounts.testing import make_agent, make_group
from helpwell.channels import actions as channels
from helpwell.channels.models import Inbox
from helpwell.channels.testing import make_inbox
from helpwell.core import clock
from helpwell.core.actors import SYSTEM
from helpwell.customers import actions as customers
from helpwell.customers.models import Customer
from helpwell.customers.testing import make_customer
from helpwell.fields import actions as fields
from helpwell.fields.models import Field
from helpwell.fields.testing import make_field
from helpwell.macros import actions as macros
from helpwell.macros.models import Macro
from helpwell.tickets import actions
from helpwell.tickets.models import CustomStatus, SavedView, Tag, Ticket
from helpwell.tickets.testing import make_ticket

PLANTED = """'"></title></textarea></script><img src=x onerror=planted()>"""
HARM = "<img src=x onerror=planted()"
TAG_DEED = {"do": "tag", "add": ["<b onclick=planted()>"]}
LONGEST_STEP, MOST_STEPS = 200, 90


def plant(by: User, *, more: Collection[str] = ()) -> Ticket:
    """A ticket with such words wherever words can be, and with `more` of other makes in notes and
    steps."""
    group = make_group(PLANTED)
    make_inbox(name=PLANTED, group=group)
    grace = make_customer(PLANTED, email="planted@home.example")
    make_agent(PLANTED, groups=[group])
    ticket = make_ticket(subject=PLANTED, text=PLANTED, requester=grace, group=group)
    actions.assign(ticket, to=by, group=group, by=by)
    actions.tag(ticket, add=[PLANTED[:60], HARM[:58]], by=by)
    actions.set_values(ticket, {make_field(PLANTED).key: PLANTED}, by=by)
    make_field("Kind, planted()", "choice", choices=[PLANTED])
    actions.make_status(name=PLANTED[:60], status="open", by=SYSTEM)
    actions.promise(ticket, words=PLANTED, due_at=clock.now() + timedelta(days=1), by=by)
    macros.make_macro(by=by, name=PLANTED[:80], owner=by, deeds=[TAG_DEED])
    rule = {"all": [{"field": "subject", "is": "contains", "value": "planted"}]}
    actions.save_view(actions.Plan(name=PLANTED[:60], rule=rule, for_all=True), by=by)
    write_on(ticket, [PLANTED, *more], by=by)
    return ticket


def plant_again(first: Ticket, *, bodies: Collection[str], by: User) -> Ticket:
    """Another ticket of the same customer, with these bodies written on it."""
    ticket = make_ticket(subject=PLANTED, text=PLANTED, requester=first.requester)
    write_on(ticket, bodies, by=by)
    return ticket


def write_on(ticket: Ticket, bodies: Collection[str], *, by: User) -> None:
    """Each as a note, its short lines as steps, and all of them in a draft."""
    steps = [line for text in bodies for line in text.splitlines() if len(line) <= LONGEST_STEP]
    actions.add_steps(ticket, text="\n".join(steps[:MOST_STEPS]), by=by)
    actions.save_draft(ticket, mode="reply", html="".join(bodies), by=by)
    for text in bodies:
        actions.note(ticket, html=f"<p>Noted</p>{text}", by=by)


def uproot() -> None:
    """Take out again what was planted."""
    said = {"name__contains": "planted()"}
    grace = Customer.objects.filter(**said)
    actions.remove(list(Ticket.objects.filter(requester__in=grace).values_list("pk", flat=True)))
    actions.remove_views(_of(SavedView, said))
    actions.remove_statuses(_of(CustomStatus, said))
    actions.remove_unused_tags(_of(Tag, {"name__contains": "planted()"}))
    fields.remove(_of(Field, said))
    customers.remove(_of(Customer, said))
    for macro in Macro.objects.filter(**said):
        macros.remove_macro(macro, by=SYSTEM)
    for inbox in Inbox.objects.filter(**said):
        channels.give_up_inbox(inbox)
    accounts.remove_people(_of(User, said))
    accounts.remove_empty_groups(_of(Group, said))


def _of(model: type, said: dict[str, str]) -> list[int]:
    rows = model._default_manager.filter(**said)  # type: ignore[attr-defined]
    return list(rows.values_list("pk", flat=True))
