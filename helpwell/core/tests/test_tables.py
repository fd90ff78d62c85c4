"""Lists as files: whole, streamed, and never a formula."""

import csv
import io
import json
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwell.core.tables import (
    BYTE_ORDER_MARK,
    FORMULA,
    csv_download,
    csv_of,
    json_download,
    json_of,
    shielded,
    unshielded,
)

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


@pytest.mark.parametrize(
    "cell",
    [
        '=HYPERLINK("http://evil.example","click")',
        "+49 30 1234",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "  =1",
        "＝1+1",
    ],
)
def test_what_a_spreadsheet_would_calculate_is_text(cell):
    assert shielded(cell) == f"'{cell}"
    assert unshielded(shielded(cell)) == cell


@given(WORDS)
def test_no_text_becomes_a_formula_and_every_text_comes_back(text):
    kept = shielded(text)
    assert not kept.lstrip().startswith(FORMULA)
    assert unshielded(kept) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (-3, "-3"),
        (Decimal("-2.50"), "-2.50"),
        ("a\0b", "ab"),
        (datetime(2026, 6, 1, 9, tzinfo=UTC), "2026-06-01T09:00:00+00:00"),
    ],
)
def test_plain_values_are_written_plainly(cell, text):
    assert shielded(cell) == text


@given(st.lists(st.lists(WORDS, min_size=2, max_size=2)))
def test_a_csv_file_is_read_back_as_it_was(rows):
    written = "".join(csv_of(["one", "two"], rows)).removeprefix(BYTE_ORDER_MARK)
    read = list(csv.reader(io.StringIO(written, newline="")))
    assert [[unshielded(cell) for cell in row] for row in read] == [["one", "two"], *rows]


@pytest.mark.parametrize("rows", [[], [{"a": 1}], [{"a": "“x”\n"}, {"a": None}]])
def test_json_is_read_back_as_it_was(rows):
    assert json.loads("".join(json_of(rows))) == rows


def test_a_list_without_end_begins_at_once():
    lines = csv_of(["number"], ([number] for number in count()))
    assert list(islice(lines, 3)) == [f'{BYTE_ORDER_MARK}"number"\r\n', '"0"\r\n', '"1"\r\n']


def test_a_semicolon_ends_no_cell():
    """Where decimals have commas, spreadsheets take semicolons for separators."""
    assert list(csv_of(["a"], [["b;=1+1"]]))[1] == '"b;=1+1"\r\n'


def test_files_are_saved_under_their_names_and_never_shown():
    answer = csv_download("people/of June", ["name"], [["\ud800"]])
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''of%20June.csv"
    assert b"".join(answer).endswith(b'"name"\r\n"?"\r\n')
    assert json_download("people", [])["Content-Type"] == "application/json; charset=utf-8"
