"""People brought in from a file who have written since."""

import pytest

from helpwell.accounts.testing import ada
from helpwell.customers import actions
from helpwell.customers.models import Customer, Identity
from helpwell.jobs.actions import run_until_quiet
from helpwell.tickets.testing import make_ticket


@pytest.mark.django_db
def test_undoing_an_import_leaves_who_has_written_since():
    content = b"name,email\n" + b"".join(b"P%d,p%d@home.example\n" % (n, n) for n in range(4))
    run = actions.begin_import(content, name="people.csv", by=ada())
    actions.try_import(run, columns=run.columns, region="", by=ada())
    run_until_quiet("customers.bring_in")
    actions.do_import(run, by=ada())
    run_until_quiet("customers.bring_in")
    writer = Identity.objects.get(value="p2@home.example").customer
    make_ticket(requester=writer)
    actions.undo_import(run, by=ada())
    run_until_quiet("customers.bring_in")
    assert list(Customer.objects.all()) == [writer]
