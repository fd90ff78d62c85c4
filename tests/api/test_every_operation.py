"""Schemathesis over the whole API, as everybody who may come."""

import logging
import os
from datetime import timedelta

import pytest
from schemathesis import GenerationMode

from helpwell.accounts.models import Group, User
from helpwell.accounts.testing import make_administrator
from helpwell.api.testing import make_token
from helpwell.brands import actions as brands
from helpwell.brands.models import Brand
from helpwell.core import clock
from helpwell.customers import actions as customers
from helpwell.customers.models import Customer, Identity, Import, Organisation, Segment
from helpwell.events.models import Fact
from helpwell.fields import actions as fields
from helpwell.fields.models import Field
from helpwell.macros import actions as macros
from helpwell.macros.models import Macro, Snippet
from helpwell.tickets import actions, deeds
from helpwell.tickets.models import (
    Attachment,
    BulkRun,
    ContactReason,
    CustomStatus,
    Link,
    Merge,
    Message,
    Promise,
    Resolution,
    SavedView,
    SideTalk,
    Step,
    Ticket,
    TicketForm,
    TimeEntry,
)  # fmt: skip
from helpwell.tickets.testing import make_ticket
from tests.api.fuzzing import Trial
from tests.permissions.hidden import WORDS, hide, scoped

pytestmark = pytest.mark.django_db
ONLY = os.environ.get("HELPWELL_API_ONLY", "")  # of the addresses, those that this matches
EXAMPLES = int(os.environ.get("HELPWELL_API_EXAMPLES", "1"))  # of good requests, and of bad


@pytest.fixture
def hidden(settings, monkeypatch):
    settings.API_REQUESTS_A_MINUTE = 10_000_000
    settings.API_WRONG_TOKENS_A_MINUTE = 10_000_000
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    found = hide()
    furnish(found.ticket, by=make_administrator("Fay Furnisher"))
    return found


def numbers():
    """What there is, by the names of places in addresses."""
    rows = {
        "ticket_id": Ticket, "message_id": Message, "attachment_id": Attachment,
        "talk_id": SideTalk, "customer_id": Customer, "identity_id": Identity,
        "requester_id": Customer, "assignee_id": User, "person_id": User, "group_id": Group,
        "step_id": Step, "promise_id": Promise, "entry_id": TimeEntry, "link_id": Link,
        "merge_id": Merge, "macro_id": Macro, "run_id": BulkRun, "snippet_id": Snippet,
        "brand_id": Brand, "field_id": Field, "form_id": TicketForm,
        "status_id": CustomStatus, "reason_id": ContactReason, "resolution_id": Resolution,
        "parent_id": ContactReason, "import_id": Import, "segment_id": Segment,
        "organisation_id": Organisation, "change_id": Fact,
    }  # fmt: skip
    found = {name: list(rows[name]._default_manager.values_list("pk", flat=True)) for name in rows}
    return found | {"slug": ["all", "mine", *(f"view-{row.pk}" for row in SavedView.objects.all())]}


def furnish(ticket, *, by):
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
    arrange(by=by)
    macros.make_macro(name="Thanks", html="<p>Thank you</p>", deeds=[], by=by)
    macros.make_snippet(name="Hello", html="<p>Hello</p>", by=by)
    customers.found_organisation(name="Mills", domains=[])
    customers.put_into_segments(other.requester, ["wholesale"], by=by)
    plan = actions.Plan(name="All", rule={"all": []}, for_all=True)
    actions.save_view(plan, by=by)


def arrange(*, by):
    """One of everything that a house arranges, and a file of people."""
    brands.make_brand(name="Wheel", by=by)
    fields.make(about="ticket", name="Size", kind="text", by=by)
    actions.arrange_form(None, name="Repair", field_keys=["size"], by=by)
    actions.arrange_reason(None, name="Wheels", by=by)
    actions.arrange_resolution(None, name="Mended", by=by)
    actions.make_status(name="At the mill", status="on_hold", by=by)
    customers.begin_import(b"Email\nkim@home.example\n", name="people.csv", by=by)


def as_(person):
    return {"Authorization": f"Bearer {make_token(person).secret}"}


def test_an_administrator_breaks_nothing(hidden):
    scoped()
    trial = Trial(as_(make_administrator()), numbers())
    trial.run(examples=EXAMPLES, only=ONLY)
    assert not [status for status in trial.answers if status >= 500]
    assert trial.answers[200] > 20 or ONLY


def test_a_scoped_agent_sees_nothing_that_is_hidden(hidden):
    person = scoped()
    secret = {"ticket_id": hidden.ticket.pk, "customer_id": hidden.ticket.requester_id}
    trial = Trial(as_(person), numbers(), secret, tuple(WORDS.values()))
    trial.run(examples=EXAMPLES, only=ONLY)
    assert trial.answers[200] > 20 or ONLY


def test_a_stranger_is_told_nothing(hidden):
    trial = Trial({}, numbers(), {}, tuple(WORDS.values()))
    trial.run(examples=1, modes=[GenerationMode.POSITIVE])  # the token is asked for before the form
    assert {status for status in trial.answers if status < 400} == set()
