"""Finding the newest first, however many entries hold a word and however old they are."""

from datetime import UTC, datetime

import pytest
from django.db.models import Q

from helpwell.search.actions import forget, index
from helpwell.search.marks import marks_of, windows
from helpwell.search.queries import CANDIDATES, find

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 11, 2, 9, tzinfo=UTC)


def write(owner_id: int, text: str, *, kind: str = "message") -> None:
    index(kind, owner_id, owner_id=owner_id, text=text, at=MOMENT)


def found(text: str, *, kind: str = "message", audience: Q | None = None) -> list[int]:
    return [entry.owner_id for entry in find(text, kinds=[kind], audience=audience)]


def test_the_newest_come_first():
    for owner in (1, 2, 3):
        write(owner, "a broken lamp")
    assert found("lamp") == [3, 2, 1]


def test_no_more_than_the_candidates_are_found():
    for owner in range(1, CANDIDATES + 20):
        write(owner, "lamp")
    assert found("lamp") == list(range(CANDIDATES + 19, 19, -1))


@pytest.mark.parametrize("old", [1, 300_000, 700_000, 999_000])
@pytest.mark.parametrize("asked", ["lamp", "lamp ", "lam", "broken lam"])
def test_what_only_old_tickets_say_is_found_however_many_new_ones_there_are(old, asked):
    write(old, "a broken lamp")
    for owner in (1_000_000, 999_990, 500_000):
        write(owner, "a working radio")
    assert found(asked) == [old]


def test_every_word_must_occur():
    write(1, "red lamp")
    write(2, "red radio")
    assert found("red lamp") == [1]


def test_only_the_last_word_may_be_begun():
    write(1, "red lamp")
    assert found("red la") == [1]
    assert found("re lamp") == []


def test_only_the_asked_kinds_are_found():
    write(1, "lamp", kind="customer")
    write(2, "lamp")
    assert found("lamp", kind="customer") == [1]


def test_only_the_audience_finds():
    for owner in range(1, CANDIDATES * 3):
        write(owner, "lamp")
    assert found("lamp", audience=Q(owner_id__lte=5)) == [5, 4, 3, 2, 1]


def test_what_is_forgotten_is_not_found():
    write(1, "lamp")
    forget("message", [1])
    assert found("lamp") == []


def test_an_empty_question_finds_nothing():
    write(1, "lamp")
    assert found("  ") == []


def test_nobody_can_ask_for_a_mark():
    write(1, "lamp")
    assert found("~message") == []


def test_each_window_holds_the_newest_owner_and_the_last_one_all():
    newest = 1_234_567
    marks = {f"'{mark}'" for mark in marks_of("message", newest)}
    terms = [window.marks.split(" | ") for window in windows(["message"], newest)]
    assert all(marks & set(window) for window in terms)
    assert terms[-1] == ["'~message'"]
