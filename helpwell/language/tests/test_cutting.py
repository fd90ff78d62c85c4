"""Sentences and words, in the way of each language and script."""

import pytest

from helpwell.language.cutting import sentences, words


@pytest.mark.parametrize(
    ("language", "text", "cut"),
    [
        ("en", "Hello. How are you? Fine!", ["Hello.", "How are you?", "Fine!"]),
        ("en", "Mr. Smith paid 3.50 euros.", ["Mr. Smith paid 3.50 euros."]),
        ("en", "Call at 5 p.m. please. Thanks.", ["Call at 5 p.m. please.", "Thanks."]),
        ("de", "Am 3. Dezember kommt er. Gut.", ["Am 3. Dezember kommt er.", "Gut."]),
        ("de", "Das ist z. B. Holz. Ja.", ["Das ist z. B. Holz.", "Ja."]),
        ("en", "Dear Ada,\n\nthank you.", ["Dear Ada,", "thank you."]),
        ("en", "- one\n- two", ["- one", "- two"]),
        ("en", "He said “no.” Then he left.", ["He said “no.”", "Then he left."]),
        ("ja", "こんにちは。元気ですか?", ["こんにちは。", "元気ですか?"]),
        ("en", "Well… maybe. Yes", ["Well… maybe.", "Yes"]),
        ("en", "   ", []),
    ],
)
def test_sentences(language, text, cut):
    assert [span.of(text) for span in sentences(text, language)] == cut


def test_a_wrapped_line_goes_on():
    text = "This line was wrapped by a mail program at its seventy-second\ncharacter. So."
    assert len(sentences(text, "en")) == 2


def test_words_are_counted_as_read():
    assert words("Don’t e-mail 3.5 MB, please!") == ["Don’t", "e-mail", "3.5", "MB", "please"]
