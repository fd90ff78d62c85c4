"""Making and changing fields: keys and values for ever, choices renamed, conditions, order."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from helpwell.core.actors import SYSTEM
from helpwell.core.errors import TooLong
from helpwell.core.testing import at_once, failures
from helpwell.events.models import Fact
from helpwell.fields import actions
from helpwell.fields.choices import BETWEEN, Line, lines_of
from helpwell.fields.errors import (
    ChoiceTwice,
    FieldUnnamed,
    GoesInCircles,
    NotAsked,
    NothingToChoose,
    TooDeep,
)
from helpwell.fields.models import Field
from helpwell.fields.queries import definitions
from helpwell.fields.testing import definition_of, make_field


def names(about="ticket"):
    return [each.name for each in definitions(about).in_use.values()]


def test_a_key_is_made_of_the_name_once_and_stays():
    first, second = make_field("Frame size"), make_field("Frame  size!")
    assert [first.key, second.key] == ["frame_size", "frame_size_2"]
    assert actions.change(first, name="Size of the frame", by=SYSTEM).key == "frame_size"
    assert names() == ["Size of the frame", "Frame size!"]


@pytest.mark.parametrize(
    ("name", "key"), [("Größe", "groe"), ("尺寸", "field"), ("Status", "status_2")]
)
def test_every_name_gets_a_key_that_nothing_else_has(name, key):
    assert make_field(name).key == key


def test_a_field_needs_a_name_and_something_to_choose():
    with pytest.raises(FieldUnnamed):
        make_field("  ")
    with pytest.raises(NothingToChoose):
        make_field("Size", "choice", choices=["", " "])


@pytest.mark.parametrize("what", ["name", "help", "choices"])
def test_words_too_long_are_refused_and_never_cut(what):
    field = make_field("Size", "choice", choices=["S"])
    long = "x" * 301
    with pytest.raises(TooLong, match="and these are 301"):
        actions.change(field, **{what: [Line(long)] if what == "choices" else long}, by=SYSTEM)
    assert names() == ["Size"]


def test_a_renamed_choice_keeps_its_value_and_one_left_out_keeps_its_words():
    field = make_field("Fault", "tree", choices=["Delivery", "> Late", "Product"])
    late = definition_of(field).choices["late"]
    assert late.label == f"Delivery{BETWEEN}Late"
    lines = [line for line in lines_of(field.choices) if line.value != "late"]
    renamed = [Line("Shipping", line.value) if line.value == "delivery" else line for line in lines]
    actions.change(field, choices=renamed, by=SYSTEM)
    choices = definition_of(field).choices
    assert choices["delivery"].label == "Shipping"
    assert (choices["late"].label, choices["late"].is_retired) == (late.label, True)
    assert [choice.value for choice in definition_of(field).offered] == ["delivery", "product"]


def test_two_choices_beside_each_other_need_two_names():
    with pytest.raises(ChoiceTwice, match="red"):
        make_field("Colour", "choice", choices=["Red", " red"])
    make_field("Place", "tree", choices=["Delivery", "> Other", "Product", "> Other"])


def test_a_tree_has_three_levels():
    with pytest.raises(TooDeep):
        make_field("Deep", "tree", choices=["a", "> b", "> > c", "> > > d"])


def test_fields_are_asked_in_the_order_they_are_put_into():
    fields = [make_field(name) for name in "ABC"]
    actions.move(fields[2], to=0, by=SYSTEM)
    assert names() == ["C", "A", "B"]
    actions.change(fields[0], is_active=False, by=SYSTEM)
    assert names() == ["C", "B"]
    assert "a" in definitions("ticket").by_key


def test_a_condition_waits_for_something_that_can_be_chosen():
    text, broken = make_field("Text"), make_field("Broken", "yes_no")
    for wrong in (
        {"field": "text", "is": ["x"]},
        {"field": "nowhere", "is": [True]},
        {"field": "broken", "is": []},
        {"field": "broken", "is": ["yes"]},
    ):
        with pytest.raises(NotAsked):
            actions.change(text, shown_if=wrong, by=SYSTEM)
    actions.change(text, shown_if={"field": broken.key, "is": [True]}, by=SYSTEM)


def test_conditions_never_go_in_circles():
    first, second = make_field("First", "yes_no"), make_field("Second", "yes_no")
    actions.change(second, shown_if={"field": "first", "is": [True]}, by=SYSTEM)
    for field, other in ((first, "second"), (first, "first")):
        with pytest.raises(GoesInCircles):
            actions.change(field, shown_if={"field": other, "is": [True]}, by=SYSTEM)


def test_reading_costs_one_small_query_until_something_changes():
    for number in range(30):
        make_field(f"Field {number}")
    assert len(names()) == 30
    with CaptureQueriesContext(
        connection,
    ) as asked:
        names(), definitions("ticket").asked({})
    assert ["fields_edition" in query["sql"] for query in asked] == [True, True]
    make_field("One more")
    assert len(names()) == 31


def test_what_was_rolled_back_is_kept_by_nobody():
    make_field("Stays")
    with transaction.atomic():
        make_field("Goes")
        assert names() == ["Stays", "Goes"]
        transaction.set_rollback(True)
    assert names() == ["Stays"]
    make_field("Comes")
    assert names() == ["Stays", "Comes"]


def test_every_change_is_told_and_the_same_again_is_none():
    field = make_field()
    actions.change(field, name="Length", by=SYSTEM)
    actions.change(field, name="Length", by=SYSTEM)
    told = [(fact.name, fact.payload.get("fields")) for fact in Fact.objects.order_by("pk")]
    assert told == [("field.made", None), ("field.changed", ["name"])]


@pytest.mark.django_db(transaction=True)
def test_two_conditions_at_once_make_no_circle():
    first, second = make_field("First", "yes_no"), make_field("Second", "yes_no")
    outcomes = at_once(
        lambda: actions.change(first, shown_if={"field": "second", "is": [True]}, by=SYSTEM),
        lambda: actions.change(second, shown_if={"field": "first", "is": [True]}, by=SYSTEM),
    )
    assert [type(each) for each in outcomes].count(GoesInCircles) == 1
    assert len(failures(outcomes)) <= 1
    assert Field.objects.exclude(shown_if={}).count() == 1
