"""Customers: recognised by their address, met once, described by people."""

import pytest

from helpwell.accounts.testing import ada, make_agent, make_role
from helpwell.core.actors import SYSTEM
from helpwell.core.testing import at_once, failures
from helpwell.customers import actions
from helpwell.customers.models import Change, Customer, Identity
from helpwell.customers.queries import visible_to
from helpwell.customers.testing import grace, make_customer
from helpwell.events.models import Fact
from helpwell.search.queries import find

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_", range(3))
def test_ten_mails_of_a_newcomer_at_once_meet_one_customer(_):
    names = ["Nia New", "nia", ""]
    outcomes = at_once(
        *(
            lambda n=n: actions.recognise(email="Nia@Home.Example", name=names[n % 3], by=SYSTEM)
            for n in range(10)
        )
    )
    assert failures(outcomes) == []
    assert len({customer.pk for customer in outcomes}) == Customer.objects.count() == 1
    assert Identity.objects.count() == 1
    assert Fact.objects.filter(name="customer.appeared").count() == 1
    assert len(list(find("nia@home.example", kinds=["customer"]))) == 1


@pytest.mark.parametrize(
    "typed", ["GRACE@home.example", " grace@home.example\n", "grace\0@home.example"]
)
def test_an_address_is_the_same_however_it_is_written(typed):
    assert actions.recognise(email=typed, name="Somebody", by=SYSTEM) == grace()


def test_a_known_customer_keeps_their_name():
    grace()
    assert actions.recognise(email="grace@home.example", name="G. G.", by=SYSTEM).name == (
        "Grace Garden"
    )


def test_a_nameless_customer_is_called_by_their_address():
    assert actions.recognise(email="x.y@home.example", name=" ", by=SYSTEM).name == "x.y"


def test_a_domain_leads_to_its_organisation():
    home = actions.found_organisation(name="Home", domains=["home.example"])
    assert grace().organisation == home
    assert make_customer(email="a@elsewhere.example").organisation is None


def test_describing_notes_which_fields_changed_and_never_what_they_say():
    customer = grace()
    actions.describe(customer, needs="hard of hearing", name="Grace G.", by=ada())
    fact = Fact.objects.get(name="customer.described")
    ids = list(Change.objects.order_by("pk").values_list("pk", flat=True))
    known = {"customer_id": customer.pk, "fields": ["name", "needs"], "change_ids": ids}
    assert fact.payload == known
    assert Change.objects.get(field="name").after == "Grace G."
    assert fact.actor_id == ada().pk
    assert len(list(find("grace g", kinds=["customer"]))) == 1
    actions.describe(customer, name="Grace G.", by=ada())
    assert Fact.objects.filter(name="customer.described").count() == 1


def test_only_what_describes_a_customer_can_be_changed():
    with pytest.raises(ValueError, match="created_at"):
        actions.describe(grace(), created_at=None, by=ada())


def test_two_describe_at_once_and_both_are_kept(transactional_db):
    customer, agent = grace(), ada()
    outcomes = at_once(
        lambda: actions.describe(customer, needs="slow talk", by=agent),
        lambda: actions.describe(customer, greeting="Ms Garden", by=agent),
    )
    assert failures(outcomes) == []
    customer.refresh_from_db()
    assert (customer.needs, customer.greeting) == ("slow talk", "Ms Garden")


def test_only_those_who_may_look_customers_up_see_them():
    customer = grace()
    assert list(visible_to(ada())) == [customer]
    assert list(visible_to(make_agent("Stan", make_role()))) == []
