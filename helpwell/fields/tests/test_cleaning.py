"""What people type becomes a value of the field's kind, or is refused in a sentence."""

import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpwell.fields.choices import Line, stored
from helpwell.fields.cleaning import LONGEST_TEXT, cleaned
from helpwell.fields.definitions import Definition
from helpwell.fields.errors import NotSuchValue
from helpwell.fields.models import Field
from helpwell.fields.showing import in_words

CHOICES = stored([Line("Small", "s"), Line("Medium", "m"), Line("Old", "old", is_retired=True)])
TREE = stored([Line("Delivery", "d"), Line("Late", "late", depth=1)])
OFFERED = {"choice": CHOICES, "choices": CHOICES, "tree": TREE}


def _definition(kind):
    return Definition(Field(name="Size", key="size", kind=kind, choices=OFFERED.get(kind, [])))


KINDS = {kind: _definition(kind) for kind in Field.Kind.values}
ANYTHING = st.one_of(
    st.text(), st.integers(), st.floats(), st.booleans(), st.none(), st.binary(),
    st.lists(st.one_of(st.text(), st.integers(), st.sampled_from(["s", "m", "late"]))),
    st.dictionaries(st.text(), st.text()), st.dates().map(str),
    st.sampled_from(["s", "late", "yes"]),
)  # fmt: skip

RIGHT = [
    ("text", " Blue\nand green ", "Blue\nand green"),
    ("text", "  ", None),
    ("text", "4111 1111 1111 1111", "•••• 1111"),
    ("number", "12", 12),
    ("number", " −3,50 ", "-3.5"),
    ("number", "12.000", 12),
    ("number", "1.234", "1.234"),
    ("number", 0, 0),
    ("number", "999999999999999.999999", "999999999999999.999999"),
    ("date", "2026-02-28", "2026-02-28"),
    ("choice", "s", "s"),
    ("choices", ["m", "s", "m", ""], ["s", "m"]),
    ("choices", "m", ["m"]),
    ("choices", [""], None),
    ("tree", "late", "late"),
    ("person", "17", 17),
    ("order", " # 10 045 ", "# 10 045"),
    ("yes_no", "yes", True),
    ("yes_no", False, False),
    ("yes_no", "", None),
]
WRONG = [
    ("text", "x" * (LONGEST_TEXT + 1)),
    ("text", ["x"]),
    ("number", "twelve"),
    ("number", "1,234"),
    ("number", "1,234,567"),
    ("number", "1e5"),
    ("number", "NaN"),
    ("number", "٣"),
    ("number", "1234567890123456"),
    ("number", True),
    ("date", "2026-02-29"),
    ("date", "28.02.2026"),
    ("date", "20260228"),
    ("date", "0001-01-01"),
    ("choice", "xl"),
    ("choice", "old"),
    ("choice", ["s"]),
    ("choices", ["s", "xl"]),
    ("tree", "Delivery"),
    ("person", "Ada"),
    ("person", -1),
    ("person", True),
    ("order", "1" * 61),
    ("yes_no", "perhaps"),
]


@pytest.mark.parametrize(("kind", "typed", "value"), RIGHT)
def test_what_is_meant_is_kept(kind, typed, value):
    kept = cleaned(KINDS[kind], typed)
    assert (kept, type(kept)) == (value, type(value))


@pytest.mark.parametrize(("kind", "typed"), WRONG)
def test_what_cannot_be_is_refused_by_name(kind, typed):
    with pytest.raises(NotSuchValue, match=r"^Size: .*\.$"):
        cleaned(KINDS[kind], typed)


def test_what_is_offered_no_more_may_stay_where_it_stands():
    assert cleaned(KINDS["choice"], "old", standing="old") == "old"
    assert cleaned(KINDS["choices"], ["m", "old"], standing=["old"]) == ["m", "old"]
    with pytest.raises(NotSuchValue, match="“Old” is not offered any more"):
        cleaned(KINDS["choices"], ["m", "old"], standing=["m"])


@settings(deadline=None, max_examples=300)
@given(kind=st.sampled_from(sorted(KINDS)), typed=ANYTHING)
def test_whatever_comes_is_kept_for_good_or_refused(kind, typed):
    """What is kept can be stored, says the same when it comes again, and can be shown."""
    try:
        value = cleaned(KINDS[kind], typed)
    except NotSuchValue:
        return
    assert json.loads(json.dumps(value)) == value
    assert "\\u0000" not in json.dumps(value)
    assert cleaned(KINDS[kind], value) == value
    assert isinstance(in_words(KINDS[kind], value), str)


@settings(deadline=None)
@given(st.decimals(min_value=-(10**14), max_value=10**14, places=4))
def test_numbers_lose_nothing(number):
    from decimal import Decimal

    assert Decimal(str(cleaned(KINDS["number"], format(number, "f")))) == number


@cache
def naughty():
    place = Path(__file__).resolve().parents[3].parent / "shared/data/thirdparty"
    found = next(place.rglob("blns.json"), None)
    return json.loads(found.read_text()) if found else None


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_naughty_strings_are_kept_as_typed_or_refused(kind):
    if naughty() is None:
        pytest.skip("the list of naughty strings is not here")
    for typed in naughty():
        try:
            value = cleaned(KINDS[kind], typed)
        except NotSuchValue:
            continue
        if kind == "text":
            assert value == (typed.strip() or None)
