"""Search: what is typed finds what was written, however it is spelt, for those who may see it."""

import pytest
from django.db.models import Q

from helpwell.core import clock
from helpwell.search.actions import forget, index
from helpwell.search.queries import find

pytestmark = pytest.mark.django_db


def put(text, number=1, owner=1, kind="message"):
    index(kind, number, owner_id=owner, text=text, at=clock.now())


def found(typed, **more):
    return [entry.object_id for entry in find(typed, kinds=["message"], **more)]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Where is my parcel?", "PARCEL"),
        ("Where is my parcel?", "parcel where"),
        ("Where is my parcel?", "parc"),
        ("Żółw i Łódź", "zolw lodz"),
        ("Straße", "strasse"),
        ("STRASSE", "straße"),
        ("Crème brûlée", "creme brulee"),
        ("ﬁne ﬂower", "fine flower"),
        ("İstanbul ışık", "istanbul isik"),
        ("Ελλάδα", "ελλαδα"),
        ("Московский", "московск"),
        ("荷物はどこですか", "荷物"),
        ("荷物はどこですか", "どこです"),
        ("สวัสดีครับ", "สวัสดี"),
        ("배송이 늦어요", "배송"),
        ("order 4711-22", "4711"),
        ("grace@home.example", "grace@home.example"),
        ("it's Ann's", "ann"),
        ("snake_case", "snake_case"),
        ("parcel", "par:*"),
    ],
)
def test_it_is_found(text, typed):
    put(text)
    assert found(typed) == [1]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("parcel", "parcels"),
        ("parcel", "parcel pot"),
        ("parcel", "parc "),
        ("parcel", ""),
        ("parcel", "  \t"),
        ("parcel", "?!"),
        ("荷物はどこ", "物荷"),
        ("x", "'; DROP TABLE search_entry; --"),
    ],
)
def test_it_is_not_found(text, typed):
    put(text)
    assert found(typed) == []


def test_newest_come_first():
    for number in (3, 1, 2):
        put("pot", number, number)
    assert found("pot") == [2, 1, 3]


def test_only_for_those_who_may_see_the_owner():
    put("pot", 1, owner=1)
    put("pot", 2, owner=2)
    assert found("pot", audience=Q(owner_id=2)) == [2]
    assert found("pot", audience=Q(owner_id__in=[])) == []


def test_what_is_indexed_again_is_found_by_its_new_words_only():
    put("pot")
    put("plant")
    assert (found("pot"), found("plant")) == ([], [1])


def test_what_is_forgotten_is_not_found():
    put("pot", 1)
    put("pot", 2)
    forget("message", [1])
    assert found("pot") == [2]


def test_kinds_are_kept_apart():
    put("pot", kind="customer")
    assert found("pot") == []


@pytest.mark.parametrize(
    "typed", ["\0", "pot\0", "'", "\\", "a'b:*", "\ud800", "x" * 10_000, "| &"]
)
def test_nothing_typed_breaks_it(typed):
    put("pot \0 \ud800 'quoted' \\ " + "word " * 5000)
    found(typed)
