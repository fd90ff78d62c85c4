"""The language of a text, short ones included; none rather than a wrong one."""

from pathlib import Path

import pytest

from helpwell.language.identify import language_of
from helpwell.language.tables import LANGUAGES

TABLE = Path(__file__).with_name("languages.txt").read_text("utf-8").splitlines()
ROWS = [[cell.strip() for cell in row.split("|", 1)] for row in TABLE if row and row[0] != "#"]


@pytest.mark.parametrize(("code", "text"), ROWS)
def test_short_texts_are_known_or_left_open(code, text):
    told = language_of(text)
    assert told in {code, None}, "a wrong language is worse than none"


def test_most_short_texts_are_known():
    clear = [(code, text) for code, text in ROWS if code != "-"]
    known = sum(language_of(text) == code for code, text in clear)
    assert {code for code, _ in clear} == set(LANGUAGES)
    assert known / len(clear) >= 0.9


def test_what_is_quoted_does_not_count():
    text = "Danke, das hat wunderbar geklappt.\n" + "> Where is my order? It is late.\n" * 20
    assert language_of(text) == "de"
