"""Promises: the table of `promises.txt`, and what a table cannot say."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from helpwell.language.promises import promises_in

BERLIN = ZoneInfo("Europe/Berlin")
SAID_AT = datetime(2026, 11, 24, 10, tzinfo=BERLIN)
TABLE = Path(__file__).with_name("promises.txt").read_text("utf-8").splitlines()
ROWS = [[cell.strip() for cell in row.split("|")] for row in TABLE if row and row[0] != "#"]


def promised(text, **more):
    return promises_in(text, said_at=SAID_AT, zone=BERLIN, **more)


@pytest.mark.parametrize(("language", "due", "certainty", "text"), ROWS, ids=lambda cell: cell[:60])
def test_words_promise_what_the_table_says(language, due, certainty, text):
    read = [
        (f"{each.due_at:%Y-%m-%d %H:%M}" if each.due_at else "no day", str(each.certainty))
        for each in promised(text.removeprefix("\\"), language=language)
    ]
    assert read == ([] if due == "none" else [(due, certainty)])


def test_the_table_is_as_long_as_was_asked():
    assert len(ROWS) >= 120


def test_two_promises_in_a_sentence_are_two():
    first, second = promised("I'll call you tomorrow and you will receive the refund by Friday.")
    assert (first.what, first.due_at.day) == ("I'll call you tomorrow and", 25)
    assert (second.what, second.due_at.day) == ("you will receive the refund by Friday", 27)


def test_a_promise_says_where_it_stands():
    text = "Thank you.\n\nI will call you by Thursday, 5 pm. Best wishes"
    (promise,) = promised(text)
    assert promise.span.of(text) == "I will call you by Thursday, 5 pm"
    assert promise.due_span.of(text) == "Thursday, 5 pm"


def test_the_day_is_the_customers():
    tokyo = ZoneInfo("Asia/Tokyo")
    late = datetime(2026, 11, 24, 16, 30, tzinfo=ZoneInfo("UTC"))  # already the 25th there
    (promise,) = promises_in("I will call you tomorrow.", said_at=late, zone=tokyo)
    assert promise.due_at == datetime(2026, 11, 26, 18, tzinfo=tokyo)


def test_working_days_skip_the_weekend():
    friday = datetime(2026, 11, 27, 15, tzinfo=BERLIN)
    text = "We will refund you within two working days."
    (promise,) = promises_in(text, said_at=friday, zone=BERLIN)
    assert promise.due_at == datetime(2026, 12, 1, 18, tzinfo=BERLIN)


def test_other_languages_are_left_alone():
    assert promised("Ozwiemy się do piątku.", language="pl") == []
