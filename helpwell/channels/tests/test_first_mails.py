"""A ticket that an agent makes by mail: it leaves like every answer, and answers nobody."""

import email
from email import policy

import pytest

from helpwell.accounts.testing import ada
from helpwell.channels import queries
from helpwell.channels.models import Delivery
from helpwell.channels.testing import make_inbox
from helpwell.customers.testing import make_customer
from helpwell.jobs.actions import run_until_quiet
from helpwell.tickets import actions
from helpwell.tickets.actions import Outline
from helpwell.tickets.testing import to

pytestmark = pytest.mark.django_db


def test_the_first_mail_goes_out_as_a_beginning():
    make_inbox()
    outline = Outline(requester=make_customer(), subject="Your bike is ready")
    actions.begin_with_mail(outline, html="<p>Come by.</p>", recipients=[to()], by=ada())
    run_until_quiet("events.tell_facts")
    mail = email.message_from_bytes(
        queries.as_mailed(Delivery.objects.get()), policy=policy.default
    )
    assert mail["Subject"] == "Your bike is ready"
    assert mail["In-Reply-To"] is None
    assert "grace@home.example" in mail["To"]
