"""Ways to know somebody: written in any way, one person's each, found by any part."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwell.accounts.actions import choose_house_zone
from helpwell.accounts.testing import ada
from helpwell.core.errors import Refused
from helpwell.core.testing import at_once, failures
from helpwell.customers import actions
from helpwell.customers.errors import LastAddress, NotAnAddress, NotANumber, TakenBySomebody
from helpwell.customers.identities import kind_of, number_asked_for, parts_of_number, read, readable
from helpwell.customers.models import Customer, Identity
from helpwell.customers.queries import found
from helpwell.customers.testing import grace, make_customer

digits = st.text("0123456789", min_size=1, max_size=18)
numbers = st.text("0123456789+()/-. ", max_size=30)


@pytest.mark.parametrize(
    "typed",
    ["+49 30 123456", "+49 (0)30 123456", "0049 30/123456", "030 123 456", "(030) 12-34-56"],
)
def test_a_number_is_the_same_however_it_is_written(typed):
    assert read("phone", typed, region="DE").value == "+4930123456"


def test_a_number_of_no_known_country_is_its_digits():
    assert read("phone", "030 12 34 56").value == "030123456"


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("a@home.example", "email"),
        ("+49 30 123456", "phone"),
        ("(030) 1234", "phone"),
        ("@anna", "handle"),
        ("instagram:anna", "handle"),
    ],
)
def test_what_is_typed_tells_what_it_is(typed, kind):
    assert kind_of(typed) == kind


@pytest.mark.parametrize(
    ("kind", "typed", "refusal"),
    [
        ("email", "nobody", NotAnAddress),
        ("phone", "call me", NotANumber),
        ("phone", "12", NotANumber),
        ("phone", "1" * 41, NotANumber),
        ("handle", " @ ", NotAnAddress),
    ],
)
def test_what_is_none_is_refused(kind, typed, refusal):
    with pytest.raises(refusal):
        read(kind, typed)


@given(numbers, st.sampled_from(["", "DE", "US", "IT", "GB"]))
def test_what_was_read_once_is_read_the_same_again(typed, region):
    try:
        once = read("phone", typed, region=region)
    except Refused:
        return
    assert read("phone", once.value, region=region).value == once.value
    assert once.value.lstrip("+").isdigit()
    assert readable(Identity(kind="phone", value=once.value))


@given(st.text(max_size=400), st.sampled_from(["email", "phone", "handle"]))
def test_nothing_typed_breaks_it(typed, kind):
    try:
        value = read(kind, typed).value
    except Refused:
        return
    assert 0 < len(value) <= 320
    assert "\0" not in value


@given(st.text("0123456789", min_size=7, max_size=12), st.integers(5, 7))
def test_the_end_of_a_number_finds_it(national, length):
    parts = parts_of_number(f"+49{national}")
    asked = number_asked_for(f"0{national}")
    assert not asked or any(part.startswith(asked) for part in parts)
    assert national[-length:] in parts


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked",
    ["+49 30 1234567", "0049301234567", "030 / 123 45 67", "(030) 1234567", "1234567", "234567"],
)
def test_search_finds_a_customer_by_their_number_in_any_format(client, asked):
    actions.add_identity(grace(), kind="phone", text="+49 30 1234567", by=ada())
    assert {entry.object_id for entry in found(asked)} == {grace().pk}
    client.force_login(ada())
    assert f"/customers/{grace().pk}/" in client.get("/search/", {"q": asked}).text


@pytest.mark.django_db
def test_a_number_without_a_country_is_read_where_its_owner_lives():
    actions.describe(grace(), time_zone="Europe/Vienna", by=ada())
    identity = actions.add_identity(grace(), kind="phone", text="01 5123456", by=ada())
    assert identity.value == "+4315123456"


@pytest.mark.django_db
def test_mail_from_an_added_address_is_theirs():
    actions.add_identity(grace(), kind="email", text="Grace@Work.example", by=ada())
    assert actions.recognise(email="grace@work.example", name="G.", by=ada()) == grace()


@pytest.mark.django_db
def test_what_somebody_else_has_is_refused_with_their_name():
    make_customer("Ms K", email="k@home.example")
    with pytest.raises(TakenBySomebody, match="Ms K"):
        actions.add_identity(grace(), kind="email", text="K@home.example", by=ada())
    assert actions.add_identity(grace(), kind="email", text="grace@home.example", by=ada())


@pytest.mark.django_db
def test_the_last_way_to_know_somebody_stays():
    only = grace().identities.get()
    other = make_customer()
    with pytest.raises(LastAddress):
        actions.remove_identity(only, by=ada())
    with pytest.raises(LastAddress):
        actions.move_identity(only, to=other, by=ada())


@pytest.mark.django_db
def test_one_of_a_kind_is_used_first():
    first = actions.add_identity(grace(), kind="phone", text="+49301234567", by=ada())
    second = actions.add_identity(grace(), kind="phone", text="+49301234568", by=ada())
    assert (first.is_preferred, second.is_preferred) == (True, False)
    actions.prefer(second, by=ada())
    preferred = grace().identities.filter(kind="phone", is_preferred=True)
    assert [each.pk for each in preferred] == [second.pk]


@pytest.mark.django_db
def test_an_address_moves_to_whose_it_is_and_so_does_their_mail():
    other = make_customer("Ms K")
    wrong = actions.add_identity(grace(), kind="email", text="k@work.example", by=ada())
    actions.move_identity(wrong, to=other, by=ada())
    assert actions.recognise(email="k@work.example", name="", by=ada()) == other
    assert {entry.object_id for entry in found("k@work.example")} == {other.pk}


@pytest.mark.parametrize("_", range(3))
def test_one_address_for_two_people_at_once_and_one_has_it(transactional_db, _):
    one, other, agent = make_customer(), make_customer(), ada()
    outcomes = at_once(
        *(
            lambda who=who: actions.add_identity(who, kind="email", text="x@x.example", by=agent)
            for who in (one, other, one, other)
        )
    )
    assert {type(error) for error in failures(outcomes)} == {TakenBySomebody}
    assert Identity.objects.filter(value="x@x.example").count() == 1


@pytest.mark.parametrize("_", range(2))
def test_adding_and_meeting_at_once_leave_one_owner(transactional_db, _):
    customer, agent = make_customer(), ada()
    outcomes = at_once(
        lambda: actions.add_identity(customer, kind="email", text="n@n.example", by=agent),
        lambda: actions.recognise(email="n@n.example", name="N", by=agent),
    )
    assert {type(error) for error in failures(outcomes)} <= {TakenBySomebody}
    assert Identity.objects.filter(value="n@n.example").count() == 1
    assert Customer.objects.exclude(identities=None).count() == Customer.objects.count()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("known", "code"),
    [
        ({}, "+43"),
        ({"language": "de"}, "+43"),
        ({"language": "de-CH"}, "+41"),
        ({"time_zone": "Europe/Berlin"}, "+49"),
    ],
)
def test_a_number_without_a_country_is_from_where_the_house_is(known, code):
    choose_house_zone("Europe/Vienna", by=ada())
    customer = grace()
    actions.describe(customer, **known, by=ada())
    identity = actions.add_identity(customer, kind="phone", text="01 5123456", by=ada())
    assert identity.value.startswith(code)
