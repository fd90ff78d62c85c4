"""The mood of a customer's message, and what they warn us of."""

import pytest

from helpwell.language.mood import Feeling, mood_of
from helpwell.language.tests import goemotions


@pytest.mark.parametrize(
    ("language", "feeling", "text"),
    [
        ("en", "angry", "This is unacceptable, I am furious!!"),
        ("en", "worried", "I am worried that it was stolen."),
        ("en", "disappointed", "I am very disappointed, it still does not work."),
        ("en", "disappointed", "I am not happy with it."),
        ("en", "pleased", "It works great, I love it."),
        ("en", "thanking", "Thank you so much."),
        ("en", "neutral", "Where is order 4711?"),
        ("en", "neutral", "Thanks in advance."),
        ("en", "neutral", "No worries."),
        ("de", "angry", "Das ist eine Frechheit, ich bin stinksauer!"),
        ("de", "worried", "Ich mache mir Sorgen, ob das sicher ist."),
        ("de", "disappointed", "Ich bin sehr enttäuscht."),
        ("de", "thanking", "Vielen Dank."),
        ("de", "neutral", "Guten Tag, wo ist mein Paket?"),
        ("fr", "angry", "C'est scandaleux, une honte !"),
        ("fr", "disappointed", "Je suis très déçue."),
        ("fr", "worried", "Je suis inquiète."),
        ("fr", "thanking", "Merci beaucoup."),
        ("es", "angry", "Es una estafa, qué vergüenza."),
        ("es", "disappointed", "Estoy decepcionado, no funciona."),
        ("es", "pleased", "Estoy encantada."),
        ("pl", "neutral", "Jestem wściekły"),
    ],
)
def test_moods(language, feeling, text):
    assert mood_of(text, language).feeling == feeling


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("Then I will cancel my subscription.", "leave"),
        ("My lawyer will write to you.", "legal"),
        ("I will post a bad review.", "press"),
        ("The battery caught fire.", "harm"),
        ("Ich gehe zum Anwalt.", "legal"),
        ("Plus jamais chez vous.", "leave"),
        ("Voy a poner una denuncia en consumo.", "legal"),
    ],
)
def test_warnings(text, warning):
    assert warning in mood_of(text).warnings


def test_a_mood_shows_its_signs():
    text = "I am really angry."
    (sign,) = mood_of(text, "en").signs
    assert (sign.span.of(text), sign.weight) == ("angry", 1.5)


def test_what_is_quoted_is_not_the_customers():
    assert mood_of("Fine.\n> I am furious, this is a scam", "en").feeling == Feeling.NEUTRAL


@pytest.mark.skipif(not goemotions.DATA.exists(), reason=f"needs the comments in {goemotions.DATA}")
def test_the_words_tell_strangers_comments_apart():
    """The figures stand in the room's README; a fall below them is a broken table."""
    some = list(goemotions.rows("group", "dev"))[:1500]
    told = [(label, goemotions.POLAR[mood_of(text, "en").feeling]) for text, label in some]
    scores = goemotions.f1(told)
    assert scores["positive"] > 0.65
    assert scores["negative"] > 0.48
