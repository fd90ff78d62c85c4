"""Plain text as search, lists and the database need it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwell.core.errors import TooLong
from helpwell.core.text import fold, lines_of, name_of, snippet, storable, without_nul


def test_folding_forgets_case_and_accents() -> None:
    assert fold("Ångström STRAßE Łódź ﬁn") == "angstrom strasse lodz fin"
    assert fold("Ελλάδα") == fold("ΕΛΛΑΔΑ")


@given(st.text(st.characters(codec="utf-8")))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_name_is_kept_whole_or_refused() -> None:
    assert name_of("  Two\n words\0 ", most=9) == "Two words"
    with pytest.raises(TooLong, match=r"At most 8 .* these are 9"):
        name_of("Two words", most=8)


def test_lines_end_where_people_see_them_end() -> None:
    assert lines_of("one\r\ntwo\rthree\n\nfour\x0b\x1c\u2028five") == [
        "one", "two", "three", "", "four\x0b\x1c\u2028five",
    ]  # fmt: skip


def test_a_snippet_ends_between_words() -> None:
    assert snippet("  The parcel\n\nhas not come  ", 20) == "The parcel has not…"
    assert snippet("short", 20) == "short"


@given(st.text(), st.integers(2, 200))
def test_a_snippet_is_never_longer_than_asked(text: str, length: int) -> None:
    assert len(snippet(text, length)) <= length


@given(st.text(st.characters(codec=None)))
def test_anything_can_be_stored(text: str) -> None:
    assert "\0" not in storable(text)
    storable(text).encode()


def test_nul_goes_and_nothing_else() -> None:
    assert without_nul("a\0b\n") == "ab\n"
