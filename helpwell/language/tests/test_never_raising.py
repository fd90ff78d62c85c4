"""Whatever people paste in: nothing raises, places lie inside the text, and it takes no time."""

from datetime import UTC, datetime
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpwell.language.coach import Conversation, hints
from helpwell.language.cutting import sentences, tokens
from helpwell.language.identify import language_of
from helpwell.language.mood import mood_of
from helpwell.language.promises import promises_in
from helpwell.language.questions import questions_in, seems_answered
from helpwell.language.reading import reading_ease
from helpwell.language.tables import LANGUAGES

SAID_AT = datetime(2026, 11, 24, 10, tzinfo=UTC)
PIECES = st.sampled_from([
    "I will call you", "tomorrow", "by 31/02", "on 30.2.", "within 999 months", "in 0 days",
    "Hello", "Dear", "!!!", "«", "“", "[name]", "{{", "http://", "www.", "…", ".", "?", "\n",
    "\n\n", "> ", "İ", "ß", "ﬁ", "\u202e", "\0", "\ud800", "👩‍👩‍👧", "sie erhalten", "bis 99. Mai",
    "d'ici", "le 31", "mañana", "可以吗", "unfortunately", "ATTACHED", "at 25:99",
    "29 February", "XXX", "a" * 300,
])  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=20).map(" ".join))
quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def inside(spans, text):
    return all(0 <= span.start <= span.end <= len(text) for span in spans)


@quick
@given(TEXTS, TEXTS, st.sampled_from([*LANGUAGES, "", "xx"]))
def test_hints_never_raise_and_lie_inside(draft, said, language):
    conversation = Conversation(messages=[said], name=said[:20], greeting="Ms X", language=language)
    for hint in hints(draft, conversation, house_words={"tier": "", said[:9]: "x"}):
        assert inside(hint.spans, draft)
        assert hint.because
        assert hint.help


@quick
@given(TEXTS, st.sampled_from([*LANGUAGES, None, "xx"]))
def test_readings_never_raise_and_lie_inside(text, language):
    assert language_of(text) in {*LANGUAGES, None}
    assert inside(sentences(text, language), text)
    assert inside(((*token[1:3],) and sentences(text)[0] for token in tokens(text)), text)
    reading_ease(text, language)
    mood = mood_of(text, language)
    assert inside([sign.span for sign in mood.signs], text)
    for question in questions_in(text, language):
        assert question.span.of(text) == question.text
        seems_answered(question, text, language)


@quick
@given(TEXTS, st.sampled_from(["en", "de", "fr", "es", "it", "nl", "pt", None]))
def test_promises_never_raise_and_lie_inside(text, language):
    for promise in promises_in(text, said_at=SAID_AT, zone=UTC, language=language):
        assert inside([promise.span, promise.due_span or promise.span], text)


LETTER = """Hello Grace, thank you for your patience. Your parcel left our house this morning and
will arrive on Thursday. If it does not, please write to me and I will send you a new one by Friday.
I am sorry that it took so long; the carrier had lost the label. Kind regards, Ada. """


@pytest.mark.parametrize(
    "text",
    [LETTER * 300, "a" * 100_000, "I will " * 15_000, "![(" * 33_000, "1. " * 33_000,
     "\n" * 100_000, "http://" * 15_000, "A B " * 25_000, "> " * 50_000, "“" * 100_000,
     "within the next " * 7_000],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_a_hundred_thousand_characters_take_less_than_a_second(text):
    began = process_time()
    hints(text, Conversation(messages=[text]))
    promises_in(text, said_at=SAID_AT, zone=UTC, language="en")
    mood_of(text)
    assert process_time() - began < 2  # a quarter of a second where the machine is not busy


def test_an_ordinary_answer_takes_milliseconds():
    conversation = Conversation(messages=[LETTER], name="Grace Hopper")
    hints(LETTER, conversation)
    began = process_time()
    for _ in range(20):
        hints(LETTER, Conversation(messages=[LETTER], name="Grace Hopper"))
    assert (process_time() - began) / 20 < 0.015  # some 4 ms where the machine is not busy
