"""Two rows that are one person: merged by a person, parted at any time, never in a ring."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpwell.accounts.testing import ada
from helpwell.core.actors import SYSTEM
from helpwell.core.testing import at_once, failures
from helpwell.customers import actions
from helpwell.customers.errors import MergedAlready, NotMerged, SamePerson, TwoNumbersElsewhere
from helpwell.customers.merging import preview
from helpwell.customers.models import Customer, PeopleMerge
from helpwell.customers.queries import found, look_alikes, survivor_of, visible_to
from helpwell.customers.testing import make_customer

pytestmark = pytest.mark.django_db
FIELDS = ("name", "language", "needs", "notes", "external_id", "greeting")


def pair(**known):
    one, other = make_customer("Anna Köhler"), make_customer("A. Köhler")
    for customer, side in ((one, 0), (other, 1)):
        said = {name: value[side] for name, value in known.items()}
        actions.describe(customer, by=SYSTEM, **said)
    return Customer.objects.get(pk=one.pk), Customer.objects.get(pk=other.pk)


def now(customer):
    return Customer.objects.get(pk=customer.pk)


def test_mail_of_a_merged_address_is_the_survivors():
    one, other = pair()
    email = other.identities.get().value
    actions.merge(other, into=one, by=ada())
    assert actions.recognise(email=email, name="Whoever", by=SYSTEM) == one
    assert list(visible_to(ada())) == [one]
    assert {entry.object_id for entry in found("A. Köhler")} == {one.pk}


def test_gaps_are_filled_and_where_both_speak_the_survivor_does_unless_chosen():
    one, other = pair(language=("de", "fr"), needs=("", "slow talk"), greeting=("", ""))
    assert [d.key for d in preview(other, one, labels={}).disagreements] == ["name", "language"]
    actions.merge(other, into=one, chosen=["language"], by=ada())
    assert (now(one).name, now(one).language, now(one).needs) == ("Anna Köhler", "fr", "slow talk")


def test_notes_and_what_to_mind_with_care_are_kept_of_both():
    one, other = pair(notes=("Likes tea", "Has a dog"), vulnerability=("", "recently bereaved"))
    actions.merge(other, into=one, by=ada())
    assert now(one).notes == "Likes tea\n\nHas a dog"
    assert now(one).vulnerability == "recently bereaved"


def test_two_numbers_elsewhere_are_one_person_only_if_a_person_says_so():
    one, other = pair(external_id=("C-1", "C-2"))
    with pytest.raises(TwoNumbersElsewhere):
        actions.merge(other, into=one, by=ada())
    actions.merge(other, into=one, although_two_numbers=True, by=ada())
    assert survivor_of(Customer.objects.get(external_id="C-2")) == one


def test_a_number_taken_over_comes_back_when_they_are_parted():
    one, other = pair(external_id=("C-1", "C-2"))
    merged = actions.merge(
        other, into=one, chosen=["external_id"], although_two_numbers=True, by=ada()
    )
    assert now(one).external_id == "C-2"
    assert survivor_of(Customer.objects.get(external_id="C-1")) == one
    actions.part(merged, by=ada())
    assert (now(one).external_id, now(other).external_id) == ("C-1", "C-2")


def test_nobody_is_merged_with_themselves_or_twice():
    one, other = pair()
    with pytest.raises(SamePerson):
        actions.merge(one, into=one, by=ada())
    merged = actions.merge(other, into=one, by=ada())
    for customer, into in ((other, one), (one, other)):
        with pytest.raises(MergedAlready):
            actions.merge(customer, into=into, by=ada())
    actions.part(merged, by=ada())
    with pytest.raises(NotMerged):
        actions.part(merged, by=ada())


@pytest.mark.parametrize("_", range(3))
def test_each_into_the_other_at_once_and_one_wins(transactional_db, _):
    one, other, agent = *pair(), ada()
    outcomes = at_once(
        lambda: actions.merge(one, into=other, by=agent),
        lambda: actions.merge(other, into=one, by=agent),
    )
    assert [type(error) for error in failures(outcomes)] == [MergedAlready]
    assert Customer.objects.filter(merged_into=None).count() == 1
    assert PeopleMerge.objects.count() == 1


def test_merging_and_describing_at_once_loses_neither(transactional_db):
    one, other = pair()
    agent = ada()
    outcomes = at_once(
        lambda: actions.merge(other, into=one, by=agent),
        lambda: actions.describe(one, needs="slow talk", by=agent),
    )
    assert failures(outcomes) == []
    assert now(one).needs == "slow talk"
    assert now(other).merged_into == one


def test_what_was_changed_since_stays_when_they_are_parted():
    one, other = pair(language=("", "fr"))
    merged = actions.merge(other, into=one, by=ada())
    actions.describe(now(one), language="nl", by=ada())
    actions.part(merged, by=ada())
    assert (now(one).language, now(other).language) == ("nl", "fr")


def test_a_middle_one_is_parted_with_those_who_came_before():
    one, other = pair()
    third = make_customer("Third")
    emails = [customer.identities.get().value for customer in (one, other, third)]
    first = actions.merge(other, into=one, by=ada())
    second = actions.merge(now(one), into=third, by=ada())
    actions.part(second, by=ada())
    assert [actions.recognise(email=e, name="", by=SYSTEM) for e in emails] == [one, one, third]
    actions.part(first, by=ada())
    assert [actions.recognise(email=e, name="", by=SYSTEM) for e in emails] == [one, other, third]


words = st.sampled_from(["", "x", "y"])
people = st.fixed_dictionaries({name: st.tuples(words, words) for name in FIELDS[1:]})


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(known=people, chosen=st.sets(st.sampled_from(FIELDS)))
def test_parting_gives_back_exactly_what_merging_took(known, chosen):
    Customer.objects.update(external_id=None)
    if known["external_id"][0] == known["external_id"][1]:
        known["external_id"] = ("", "")
    one, other = pair(**known)
    before = [picture(one), picture(other)]
    merged = actions.merge(other, into=one, chosen=chosen, although_two_numbers=True, by=SYSTEM)
    assert now(one).identities.count() == 2
    actions.part(merged, by=SYSTEM)
    assert [picture(one), picture(other)] == before


def picture(customer):
    customer = now(customer)
    return (
        [getattr(customer, name) for name in FIELDS],
        sorted(customer.identities.values_list("value", "is_preferred")),
        customer.merged_into_id,
    )


def test_look_alikes_share_a_number_or_name_and_place():
    anna = make_customer("Anna Köhler", email="anna@home.example")
    twin = make_customer("anna kohler", email="a.k@home.example")
    make_customer("Anna Köhler", email="anna@elsewhere.example")
    caller = make_customer("Somebody", email="b@elsewhere.example")
    actions.add_identity(anna, kind="phone", text="+49 30 1234567", by=ada())
    actions.add_identity(caller, kind="phone", text="030 1234567", by=ada())
    assert set(look_alikes(anna, ada())) == {twin, caller}
