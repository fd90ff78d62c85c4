"""Time as people write it down."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwell.tickets.errors import NoSpan
from helpwell.tickets.spans import LONGEST_SECONDS, as_words, seconds_in


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("10", 10), ("10m", 10), ("10 m", 10), ("90 min", 90), ("1h", 60), ("1 h 20 m", 80),
        ("1h20", 80), ("1:20", 80), ("0:05", 5), ("1,5 h", 90), ("1.5h", 90), (" 2 Std ", 120),
        ("1 hour 5 minutes", 65), ("24:00", 1440), ("1440", 1440),
    ],
)  # fmt: skip
def test_it_says_so_many_minutes(typed, minutes):
    assert seconds_in(typed) == minutes * 60


@pytest.mark.parametrize(
    "typed", ["", "0", "0m", "a while", "25h", "1:70", "-5", "1h 2h", "24:01", "9999999", "h", "٣x"]
)
def test_what_says_nothing_or_more_than_a_day_is_refused(typed):
    with pytest.raises(NoSpan):
        seconds_in(typed)


@given(st.integers(1, LONGEST_SECONDS // 60))
def test_what_is_shown_can_be_typed_again(minutes):
    assert seconds_in(as_words(minutes * 60)) == minutes * 60


@given(st.text(max_size=40))
def test_nothing_typed_makes_it_stumble(text):
    with suppress(NoSpan):
        assert 0 < seconds_in(text) <= LONGEST_SECONDS
