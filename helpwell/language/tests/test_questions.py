"""Questions of customers, and which an answer seems to take up."""

import pytest

from helpwell.language.questions import questions_in, seems_answered


@pytest.mark.parametrize(
    ("language", "text", "asked"),
    [
        ("en", "Where is my parcel?", ["Where is my parcel?"]),
        ("en", "Hello Ada, when will it arrive. Bye", ["Hello Ada, when will it arrive."]),
        ("en", "I was wondering whether I can return it.",
         ["I was wondering whether I can return it."]),
        ("en", "Could you tell me how much it costs", ["Could you tell me how much it costs"]),
        ("en", "And is it waterproof. It looks nice.", ["And is it waterproof."]),
        ("en", "How are you? The box is broken.", []),
        ("en", "See https://shop.example/?a=1 for it.", []),
        ("en", "> Where is it?\nIt has arrived.", []),
        ("en", "I know what I paid. When it arrived it was broken!", []),
        ("de", "Wann kommt mein Paket. Danke", ["Wann kommt mein Paket."]),
        ("de", "Ich würde gerne wissen, ob das geht.", ["Ich würde gerne wissen, ob das geht."]),
        ("de", "Wie geht es Ihnen? Alles gut.", []),
        ("fr", "Je voudrais savoir si je peux l'échanger.",
         ["Je voudrais savoir si je peux l'échanger."]),
        ("fr", "Quand arrive mon colis. Merci", ["Quand arrive mon colis."]),
        ("es", "Quisiera saber si puedo cambiarlo.", ["Quisiera saber si puedo cambiarlo."]),
        ("es", "¿Cuándo llega? Gracias", ["¿Cuándo llega?"]),
        ("it", "Vorrei sapere se arriva domani.", ["Vorrei sapere se arriva domani."]),
        ("nl", "Ik vraag me af of het kan.", ["Ik vraag me af of het kan."]),
        ("pt", "Gostaria de saber se chega amanhã.", ["Gostaria de saber se chega amanhã."]),
        ("pl", "Kiedy przyjdzie paczka.", ["Kiedy przyjdzie paczka."]),
        ("ja", "いつ届きますか?", ["いつ届きますか?"]),
        (None, "Hvenær kemur pakkinn? Takk.", ["Hvenær kemur pakkinn?"]),
    ],
)  # fmt: skip
def test_questions(language, text, asked):
    assert [question.text for question in questions_in(text, language)] == asked


@pytest.mark.parametrize(
    ("question", "draft", "is_answered"),
    [
        ("When will my parcel arrive?", "Your parcel arrives on Thursday.", True),
        ("When will my parcel arrive?", "Your parcel is on its way.", False),
        ("How much does the repair cost?", "The repair costs 30 euros.", True),
        ("How much does the repair cost?", "We will repair it gladly.", False),
        ("Can I change the colour?", "Yes, the colour can be changed.", True),
        ("Can I change the colour?", "Your parcel arrives on Thursday.", False),
        ("Is the blue lamp in stock?", "The blue lamp is here again.", True),
    ],
)
def test_answers(question, draft, is_answered):
    (asked,) = questions_in(question, "en")
    assert seems_answered(asked, draft, "en") is is_answered
