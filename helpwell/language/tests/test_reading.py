"""Reading ease: syllables, the published formulas with values worked out by hand, and verdicts."""

import pytest

from helpwell.language import reading
from helpwell.language.reading import Counts, Ease, counts_of, reading_ease
from helpwell.language.syllables import syllables

SYLLABLES = {
    "en": "the 1 please 1 refunded 3 walked 1 wanted 2 boxes 2 delivery 4 possible 3 question 2 "
    "unfortunately 5 quiet 2 idea 3 science 2 being 2 makes 1 people 2 situation 4 create 2 "
    "business 2 experience 4 table 2 returned 2",
    "de": "Bestellung 3 Paket 2 Häuser 2 Station 3 Rücksendung 3 Entschuldigung 4 quer 1 neue 2",
    "fr": "bonjour 2 désolé 3 table 1 parlent 1 remboursement 4 votre 1 créer 2 envoyer 3",
    "es": "pedido 3 envío 3 día 2 aeropuerto 5 ciudad 2 muy 1 queremos 3 oír 2 bien 1",
    "it": "grazie 2 buongiorno 3 perché 2 più 1 spedizione 4",
    "pt": "encomenda 4 não 1 amanhã 3 dia 2 informações 4",
    "nl": "bestelling 3 nieuw 1 geïnteresseerd 5 factuur 2",
}
PAIRS = [
    (language, *pair)
    for language, row in SYLLABLES.items()
    for pair in zip(row.split()[::2], map(int, row.split()[1::2]), strict=True)
]
# 2 sentences, 20 words, 30 syllables, 100 letters, 5 words of more than six letters
COUNTED = Counts(sentences=2, words=20, syllables=30, letters=100, long_words=5)
BY_HAND = [
    ("flesch", 206.835 - 10.15 - 126.9),  # 69.785
    ("amstad", 180 - 10 - 87.75),  # 82.25
    ("kandel_moles", 207 - 10.15 - 110.4),  # 86.45
    ("szigriszt_pazos", 206.835 - 93.45 - 10),  # 103.385
    ("gulpease", 89 + (600 - 1000) / 20),  # 69
    ("douma", 206.84 - 9.3 - 115.5),  # 82.04
    ("martins", 248.835 - 10.15 - 126.9),  # 111.785
    ("lix", 10 + 25),  # 35
]


@pytest.mark.parametrize(("language", "word", "number"), PAIRS)
def test_syllables(language, word, number):
    assert syllables(word, language) == number


@pytest.mark.parametrize(("formula", "value"), BY_HAND)
def test_formulas_give_what_was_worked_out_by_hand(formula, value):
    assert getattr(reading, formula)(COUNTED) == pytest.approx(value)


def test_what_is_counted():
    text = "We sent it today. You will receive it tomorrow."
    assert counts_of(text, "en") == Counts(
        sentences=2, words=9, syllables=13, letters=37, long_words=2
    )


@pytest.mark.parametrize(
    ("language", "easy", "hard"),
    [
        ("en", "We sent it today. It will reach you soon.",
         "Notwithstanding aforementioned contractual stipulations, reimbursement necessitates "
         "administrative authorisation."),
        ("de", "Wir haben es heute geschickt. Es kommt morgen an.",
         "Diesbezügliche Erstattungsansprüche unterliegen grundsätzlich der "
         "Genehmigungspflicht vertragsrechtlicher Bestimmungen."),
        ("fr", "Nous avons tout vu. Le colis part ce soir.",
         "Nonobstant les stipulations contractuelles susmentionnées, la rétrocession nécessite "
         "une autorisation administrative préalable."),
        ("es", "Ya lo vimos. Hoy sale el paquete.",
         "La tramitación administrativa correspondiente necesita autorización contractual "
         "anteriormente especificada."),
        ("it", "Ora va. Il pacco parte oggi.",
         "L'espletamento amministrativo necessita preventivamente dell'autorizzazione "
         "contrattualmente specificata."),
        ("pt", "Já vimos. O pacote sai hoje.",
         "A correspondente regularização administrativa necessita obrigatoriamente de autorização "
         "contratualmente especificada anteriormente."),
        ("nl", "We doen het nu. Het pakket gaat vandaag weg.",
         "Dienaangaande terugbetalingsverplichtingen veronderstellen administratieve "
         "goedkeuringsprocedures."),
        ("sv", "Vi gör det nu. Det går i dag.",
         "Återbetalningsförpliktelser förutsätter administrativa godkännandeförfaranden."),
    ],
)  # fmt: skip
def test_plain_words_read_easily_and_office_words_hard(language, easy, hard):
    assert reading_ease(easy, language).ease in {Ease.EASY, Ease.PLAIN}
    assert reading_ease(hard, language).ease == Ease.HARD


@pytest.mark.parametrize(("text", "language"), [("", "en"), ("…", "de"), ("元気です", "ja")])
def test_where_nothing_can_be_said_nothing_is(text, language):
    assert reading_ease(text, language) is None
