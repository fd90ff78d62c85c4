"""Rules as people make them: what they hold, what they say, and what is refused."""

from datetime import timedelta

import pytest

from helpwell.accounts.testing import ada, ben, make_group
from helpwell.core import clock
from helpwell.core.actors import SYSTEM
from helpwell.customers.models import Organisation
from helpwell.customers.testing import make_customer
from helpwell.fields.models import Field
from helpwell.tickets import actions, rules
from helpwell.tickets.models import ContactReason, Ticket
from helpwell.tickets.rules.operators import KINDS
from helpwell.tickets.rules.properties import STANDING
from helpwell.tickets.testing import hear, make_ticket

pytestmark = pytest.mark.django_db


def leaf(field, how, value=None):
    return {"field": field, "is": how, "value": value}


def held(rule, user=None):
    """The subjects of the tickets that a rule holds."""
    found = Ticket.objects.filter(rules.compile(rule, user))
    return sorted(found.values_list("subject", flat=True))


def only(field, how, value=None, user=None):
    return held({"all": [leaf(field, how, value)]}, user)


def two():
    """One of Ada's that is tagged vip, and one of nobody's."""
    vip = make_ticket(subject="vip", assignee=ada())
    actions.tag(vip, add=["vip", "late"], by=SYSTEM)
    return vip, make_ticket(subject="plain")


def noted(about, kind, value, **more):
    """A field, and two tickets: one on which it says `value`, one on which it says nothing."""
    Field.objects.create(about=about, key="it", name="It", kind=kind, **more)
    firm = Organisation.objects.create(name="Mill")
    sure, plain = make_ticket(subject="sure"), make_ticket(subject="plain")
    sure.requester.organisation = firm
    sure.requester.save()
    row = {"ticket": sure, "customer": sure.requester, "organisation": firm}[about]
    row.values = {"it": value}
    row.save()
    return sure, plain


def test_all_and_any_nest():
    two()
    vip, hers = leaf("tags", "any_of", ["vip"]), leaf("assignee", "one_of", ["nobody"])
    assert held({"all": [vip, hers]}) == []
    assert held({"any": [vip, hers]}) == ["plain", "vip"]
    assert held({"all": [{"any": [vip, hers]}, leaf("subject", "is", "VIP")]}) == ["vip"]
    assert held({"all": []}) == ["plain", "vip"]
    assert held({"any": []}) == []


def test_what_is_not_somebodys_is_also_what_is_nobodys():
    two()
    assert only("assignee", "none_of", [str(ada().pk)]) == ["plain"]
    assert only("assignee", "none_of", ["nobody"]) == ["vip"]
    assert only("assignee", "one_of", ["nobody", str(ada().pk)]) == ["plain", "vip"]


def test_me_is_whoever_reads():
    two()
    assert only("assignee", "one_of", ["me"], ada()) == ["vip"]
    assert only("assignee", "one_of", ["me"], ben()) == []
    assert only("assignee", "one_of", ["me"]) == []
    assert rules.is_personal({"all": [leaf("assignee", "one_of", ["me"])]})
    assert not rules.is_personal({"all": [leaf("assignee", "one_of", ["nobody"])]})


def test_my_groups_and_their_people():
    group = make_group()
    ada().groups.add(group)
    make_ticket(subject="of the group", group=group)
    two()
    assert only("group", "one_of", ["mine"], ada()) == ["of the group"]
    assert only("assignee", "one_of", ["my_people"], ada()) == ["vip"]


def test_tags_by_any_all_and_none():
    two()
    assert only("tags", "all_of", ["vip", "late"]) == ["vip"]
    assert only("tags", "all_of", ["vip", "gone"]) == []
    assert only("tags", "none_of", ["vip"]) == ["plain"]
    assert only("tags", "empty") == ["plain"]


def test_moments_by_how_long_ago():
    with clock.travel(clock.now() - timedelta(days=4)):
        make_ticket(subject="old")
    make_ticket(subject="young")
    span = {"number": "3", "unit": "days"}
    assert only("opened_at", "within_last", span) == ["young"]
    assert only("opened_at", "longer_ago", span) == ["old"]
    assert only("opened_at", "before", clock.now().date().isoformat()) == ["old"]


def test_the_requesters_addresses_and_organisation():
    make_ticket(subject="hers", requester=make_customer(email="ida@mill.example"))
    make_ticket(subject="other")
    assert only("requester_email", "contains", "@mill.example") == ["hers"]
    assert only("requester_email", "lacks", "@mill.example") == ["other"]
    assert only("requester_organisation", "empty") == ["hers", "other"]


def test_what_was_said():
    hear(make_ticket(subject="said"), "The zip is torn")
    make_ticket(subject="not said")
    assert only("words", "contains", "ZIP IS") == ["said"]
    assert only("words", "lacks", "zip") == ["not said"]


@pytest.mark.parametrize("about", ["ticket", "customer", "organisation"])
@pytest.mark.parametrize(
    ("kind", "value", "yes", "no"),
    [
        ("text", "Blue sky", ("contains", "SKY"), ("lacks", "sky")),
        ("number", "12.50", ("at_least", "12.5"), ("at_least", "13")),
        ("number", 7, ("equals", 7), ("at_most", 6)),
        ("date", "2026-03-01", ("before", "2026-03-02"), ("from", "2026-03-02")),
        ("choice", "red", ("one_of", ["red"]), ("one_of", ["blue"])),
        ("choices", ["red", "blue"], ("all_of", ["red", "blue"]), ("any_of", ["green"])),
        ("tree", "shoes", ("one_of", ["shoes"]), ("empty", None)),
        ("yes_no", True, ("yes", None), ("no", None)),
        ("order", "#A-1", ("is", "#a-1"), ("begins", "B")),
    ],
)
def test_own_fields_of_each_kind(about, kind, value, yes, no):
    noted(about, kind, value)
    assert "sure" in only(f"{about}.it", *yes)
    assert "sure" not in only(f"{about}.it", *no)
    assert "plain" not in only(f"{about}.it", *yes)


def test_words_in_a_field_of_numbers_break_no_list():
    noted("ticket", "number", "many")
    assert only("ticket.it", "at_least", "1") == []


def test_where_nothing_is_filled_in_nothing_of_it_holds_but_its_absence():
    noted("organisation", "choices", ["a"])
    assert only("organisation.it", "empty") == ["plain"]
    assert only("organisation.it", "none_of", ["a"]) == ["plain"]
    assert only("organisation.it", "filled") == ["sure"]


def test_what_lies_below_a_place_of_a_tree_or_a_reason_is_meant_with_it():
    tree = [{"value": "shoes", "label": "Shoes", "choices": [{"value": "boots", "label": "Boots"}]}]
    sure, _plain = noted("ticket", "tree", "boots", choices=tree)
    assert only("ticket.it", "one_of", ["shoes"]) == ["sure"]
    late = ContactReason.objects.create(
        name="Late", parent=ContactReason.objects.create(name="Way")
    )
    sure.reason = late
    sure.save()
    assert only("reason", "one_of", [str(late.parent_id)]) == ["sure"]


@pytest.mark.parametrize("prop", STANDING, ids=lambda prop: prop.key)
def test_every_comparison_of_every_property_can_be_asked_and_said(prop):
    """Also in one query with all others, as counting asks them."""
    make_ticket()
    for how, operator in KINDS[prop.kind].items():
        rule = {"all": [leaf(prop.key, how, SAMPLES[operator.takes])]}
        list(Ticket.objects.filter(rules.compile(rule, ada())))
        assert rules.in_words(rule)


def test_a_rule_says_what_it_means():
    rule = {
        "all": [
            leaf("status", "one_of", ["new", "open"]),
            {"any": [leaf("priority", "at_least", "3"), leaf("tags", "any_of", ["vip"])]},
            leaf("waiting_since", "longer_ago", {"number": "2", "unit": "hours"}),
        ]
    }
    assert rules.in_words(rule) == (
        "Status is New or Open, and (Priority is at least High, or Tags has one of “vip”), "
        "and Customer waiting since more than 2 hours ago"
    )


SAMPLES = {
    "": None,
    "choices": ["1"],
    "choice": "1",
    "names": ["x"],
    "words": "x",
    "number": "1",
    "span": {"number": "2", "unit": "hours"},
    "day": "2026-01-01",
}


def nested(depth):
    rule = {"all": [leaf("subject", "contains", "x")]}
    for _level in range(depth - 1):
        rule = {"all": [rule]}
    return rule


WRONG = {
    "no group": (leaf("subject", "contains", "x"), "begins with"),
    "nonsense": ("x", "begins with"),
    "an unknown field": ({"all": [leaf("colour", "one_of", ["x"])]}, "no field “colour”"),
    "a field that is gone": ({"all": [leaf("ticket.gone", "is", "x")]}, "no field “ticket.gone”"),
    "an unknown comparison": ({"all": [leaf("subject", "sounds", "x")]}, "cannot be compared"),
    "no words": ({"all": [leaf("subject", "contains", " ")]}, "Write some words"),
    "no choice": ({"all": [leaf("status", "one_of", [])]}, "Choose at least one"),
    "an unknown choice": ({"all": [leaf("status", "one_of", ["spam"])]}, "does not exist"),
    "a number as none": ({"all": [leaf("message_count", "at_least", "many")]}, "a number"),
    "an endless number": ({"all": [leaf("message_count", "at_least", "1e99")]}, "a number"),
    "a row beyond numbers": ({"all": [leaf("assignee", "one_of", ["9" * 30])]}, "no value"),
    "no unit": ({"all": [leaf("opened_at", "within_last", {"number": "3"})]}, "how many hours"),
    "a long time": (
        {"all": [leaf("opened_at", "within_last", {"number": "99999", "unit": "weeks"})]},
        "ten years",
    ),
    "no date": ({"all": [leaf("opened_at", "before", "soon")]}, "Give a date"),
    "too deep": (nested(9), "at most 8 deep"),
    "far too deep": (nested(400), "at most 8 deep"),
    "too long": ({"any": [leaf("subject", "contains", "x")] * 61}, "at most 60"),
    "a list for a condition": ({"all": [["x"]]}, "names a field"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_rule_is_refused_in_a_sentence(name):
    rule, sentence = WRONG[name]
    with pytest.raises(rules.RuleWrong, match=sentence):
        rules.check(rule)


def test_the_deepest_and_longest_rule_is_taken():
    rules.check(nested(8))
    rules.check({"any": [leaf("subject", "contains", "x")] * 60})


def test_a_stored_condition_that_cannot_be_read_any_more_holds_nothing_and_says_so():
    two()
    gone = leaf("ticket.gone", "is", "x")
    assert held({"all": [gone]}) == []
    assert held({"any": [gone, leaf("tags", "any_of", ["vip"])]}) == ["vip"]
    assert "no field" in rules.in_words({"any": [gone]})
