"""A ticket that is removed for good leaves nothing behind, nor does what was merged into it."""

import pytest

from helpwell.accounts.testing import ada
from helpwell.events.models import Fact
from helpwell.tickets import actions
from helpwell.tickets.models import Ticket, Touched
from helpwell.tickets.testing import make_ticket

pytestmark = pytest.mark.django_db


def test_what_was_merged_goes_with_the_ticket_it_went_on_in():
    first, second, last = make_ticket(), make_ticket(), make_ticket()
    kept = make_ticket()
    actions.merge([first], into=second, by=ada())
    second.refresh_from_db()
    actions.merge([second], into=last, by=ada())
    actions.remove([last.pk])
    assert set(Ticket.objects.all()) == {kept}
    gone = [first.pk, second.pk, last.pk]
    assert not Touched.objects.filter(ticket_id__in=gone).exists()
    assert not Fact.objects.filter(about__in=[f"ticket:{pk}" for pk in gone]).exists()
