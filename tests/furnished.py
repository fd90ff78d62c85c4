"""A small house with something of everything, so that every page has something to show."""

from datetime import timedelta
from typing import Any

from helpwell.accounts import actions as accounts
from helpwell.accounts.models import Group, Role, User
from helpwell.api.testing import make_token
from helpwell.brands.actions import make_brand
from helpwell.brands.models import Brand
from helpwell.channels import actions as channels
from helpwell.channels.models import BlockedSender, Hook, Inbox, MailRule
from helpwell.core import clock
from helpwell.customers import actions as customers
from helpwell.customers.models import Customer, Identity, Import, Organisation, Segment
from helpwell.events.models import Fact
from helpwell.fields.models import Field
from helpwell.fields.testing import make_field
from helpwell.macros import actions as macros
from helpwell.macros.models import Macro, Snippet
from helpwell.tickets import actions, deeds
from helpwell.tickets.models import (
    Attachment,
    BulkRun,
    CustomStatus,
    Link,
    Merge,
    Message,
    Promise,
    SavedView,
    SideTalk,
    Step,
    Ticket,
    TicketForm,
    TimeEntry,
)  # fmt: skip
from helpwell.tickets.testing import make_ticket

ROWS = {
    "ticket_id": Ticket, "message_id": Message, "attachment_id": Attachment,
    "talk_id": SideTalk, "customer_id": Customer, "identity_id": Identity,
    "requester_id": Customer, "assignee_id": User, "person_id": User, "group_id": Group,
    "step_id": Step, "promise_id": Promise, "entry_id": TimeEntry, "link_id": Link,
    "merge_id": Merge, "macro_id": Macro, "run_id": BulkRun, "snippet_id": Snippet,
    "segment_id": Segment, "organisation_id": Organisation, "change_id": Fact,
    "role_id": Role, "brand_id": Brand, "rule_id": MailRule, "block_id": BlockedSender,
    "hook_id": Hook, "inbox_id": Inbox, "view_id": SavedView, "status_id": CustomStatus,
    "form_id": TicketForm, "field_id": Field, "import_id": Import,
}  # fmt: skip
BILLS = {"field": "subject", "test": "contains", "value": "bill"}
BILLED = {"field": "subject", "is": "contains", "value": "bill"}
CHOICES = ["Small", "Large"]


def numbers() -> dict[str, list[Any]]:
    """What there is, by the names of places in addresses."""
    known = {name: rows._base_manager.values_list("pk", flat=True) for name, rows in ROWS.items()}
    found: dict[str, list[Any]] = {name: list(ids) for name, ids in known.items()}
    return found | {"slug": ["all", "mine", *(f"view-{row.pk}" for row in SavedView.objects.all())]}


def furnish(ticket: Ticket, *, by: User) -> None:
    """Something of everything on a ticket."""
    soon = clock.now() + timedelta(days=1)
    other, gone = make_ticket(), make_ticket()
    actions.promise(ticket, words="We call", due_at=soon, by=by)
    actions.add_steps(ticket, text="Look\nTell", by=by)
    actions.link(ticket, other, as_what="related", by=by)
    actions.merge([gone], into=other, by=by)
    actions.set_habits(tracks_time=True, by=by)
    actions.spend(ticket, seconds=60, by=by)
    actions.change_many([other.pk], deeds.read_all([{"do": "priority", "to": 4}]), by=by)
    macros.make_macro(name="Thanks", html="<p>Thank you</p>", deeds=[], by=by)
    macros.make_snippet(name="Hello", html="<p>Hello</p>", by=by)
    customers.found_organisation(name="Mills", domains=[])
    customers.put_into_segments(other.requester, ["wholesale"], by=by)
    actions.save_draft(ticket, mode="reply", html="<p>Dear</p>", by=by)
    plan = actions.Plan(name="All", rule={"all": [BILLED]}, for_all=True)
    actions.save_view(plan, by=by)


def arrange(*, by: User) -> None:
    """Words of the house's own wherever there is a place for some."""
    make_brand(name="Arbor", signature="Yours, Arbor", by=by)
    actions.make_status(name="In the workshop", status="open", by=by)
    actions.arrange_reason(None, name="Delivery", by=by)
    actions.arrange_resolution(None, name="Sent again", by=by)
    actions.arrange_form(None, name="Return", by=by)
    channels.block_sender("rude@elsewhere.example", by=by)
    channels.make_rule(name="Bills", conditions=[BILLS], action="spam", by=by)
    channels.make_hook(Inbox.objects.get(), format="mailgun", by=by)
    customers.begin_import(b"Name,E-mail\nKim,kim@home.example\n", name="people.csv", by=by)
    accounts.invite(email="new@arbor.example", role=by.role, by=by)
    make_token(by)


def ask_for_everything() -> None:
    """A field of every kind on all that has fields."""
    for about in Field.About.values:
        for kind in Field.Kind.values:
            choices = CHOICES if kind in ("choice", "choices", "tree") else []
            make_field(f"{about} {kind}", kind, about=about, choices=choices)
