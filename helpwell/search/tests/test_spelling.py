"""Mistyped words find what was meant, and tell nobody of words they may not see."""

from datetime import UTC, datetime

import pytest
from django.db.models import Q

from helpwell.search.actions import forget, index, learn
from helpwell.search.models import Word
from helpwell.search.queries import find_close

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 11, 2, 9, tzinfo=UTC)


def write(owner_id: int, text: str) -> None:
    index("message", owner_id, owner_id=owner_id, text=text, at=MOMENT)
    learn()


def close(text: str, *, audience: Q | None = None) -> list[int]:
    found = find_close(text, kinds=["message"], audience=audience)
    return [entry.owner_id for entry in found]


@pytest.mark.parametrize("slip", ["refnud", "refud", "reffund", "refumd", "Rëfuns", "efund"])
def test_one_slip_is_forgiven(slip):
    write(1, "please refund me")
    assert close(slip) == [1]


@pytest.mark.parametrize("other", ["reindeer", "fund", "refunding", "dnufer"])
def test_another_word_is_another_word(other):
    write(1, "please refund me")
    assert close(other) == []


def test_every_word_must_be_there_as_written_or_nearly():
    write(1, "yellow lantern")
    assert close("yelow lantern") == [1]
    assert close("yelow lnatern") == [1]
    assert close("yelow radio") == []


def test_numbers_are_never_guessed():
    write(1, "order 104277")
    assert close("104276") == []


def test_what_one_may_not_see_is_not_found_by_a_slip_either():
    write(1, "the merger with Quorvane")
    write(2, "a lamp")
    assert close("Quorvan") == [1]
    assert close("Quorvan", audience=Q(owner_id=2)) == []


def test_a_word_that_nobody_holds_any_more_is_forgotten():
    write(1, "Quorvane refund")
    write(2, "another refund")
    forget("message", [1])
    assert set(Word.objects.values_list("text", flat=True)) == {"another", "refund"}


def test_what_was_written_late_is_learned_too():
    write(1, "lamp")
    write(2, "radio")
    assert close("rado") == [2]
