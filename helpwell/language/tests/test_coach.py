"""The coach: the table of `hints.txt`, and what a table cannot say."""

from pathlib import Path

import pytest

from helpwell.language.coach import KINDS, Conversation, hints

TABLE = Path(__file__).with_name("hints.txt").read_text("utf-8").splitlines()
ROWS = [[cell.strip() for cell in row.split("|")] for row in TABLE if row and row[0] != "#"]
KATHY = {"name": "Katherine Johnson", "preferred_name": "Kathy"}
ROUGH = "Unfortunately you must fill in the RMA form, see attached [name]."


def kinds(draft, *messages, **more):
    return [hint.kind for hint in hints(draft, Conversation(messages=messages, **KATHY), **more)]


@pytest.mark.parametrize(("language", "looked_at", "said", "draft"), ROWS)
def test_drafts_get_the_hints_of_the_table(language, looked_at, said, draft):
    whom = Conversation(messages=[said] if said else [], language=language, **KATHY)
    given = {hint.kind for hint in hints(draft.replace("¶", "\n"), whom)}
    for wish in looked_at.split():
        assert (wish[1:] in given) is (wish[0] == "+"), f"{wish} of {sorted(given)}"


def test_every_kind_is_shown_in_the_table():
    shown = {wish[1:] for row in ROWS for wish in row[1].split() if wish[0] == "+"}
    assert shown | {"reading"} == set(KINDS)


def test_every_kind_can_be_switched_off():
    given = kinds(ROUGH)
    assert {"greeting", "command", "jargon", "attachment", "placeholder"} <= set(given)
    for kind in given:
        assert kind not in kinds(ROUGH, without=[kind])
    assert kinds(ROUGH, without=list(KINDS)) == []


def test_a_hint_says_where_why_and_what_helps():
    (hint,) = hints("Hello Kathy, you must pay.", Conversation(**KATHY), without=["name"])
    assert (hint.kind, hint.because) == ("command", "This is an order.")
    assert [span.of("Hello Kathy, you must pay.") for span in hint.spans] == ["you must"]
    assert hint.help


def test_an_open_question_is_quoted():
    whom = Conversation(messages=["Is it blue? When does it come?"], **KATHY)
    open_ones = [h.about for h in hints("Hello Kathy, it is blue.", whom) if h.kind == "question"]
    assert open_ones == ["When does it come?"]


def test_a_preferred_greeting_goes_before_names():
    whom = Conversation(name="Jürgen Köhler", greeting="Ms Köhler", language="en")
    assert "name" not in [h.kind for h in hints("Dear Ms Kohler, it left.", whom)]
    (hint,) = [h for h in hints("Dear Jürgen, it left.", whom) if h.kind == "name"]
    assert "Ms Köhler" in hint.help


@pytest.mark.parametrize(
    ("form", "draft", "is_told"),
    [
        ("formal", "Hallo, ich helfe dir gern weiter mit der Lampe.", True),
        ("formal", "Guten Tag, ich helfe Ihnen gern weiter mit der Lampe.", False),
        ("informal", "Guten Tag, ich helfe Ihnen gern weiter mit der Lampe.", True),
        ("", "Guten Tag, ich helfe Ihnen gern weiter mit der Lampe.", False),
    ],
)
def test_the_form_of_address_the_customer_likes(form, draft, is_told):
    given = hints(draft, Conversation(form_of_address=form))
    assert ("formality" in [hint.kind for hint in given]) is is_told


def test_the_houses_own_words_are_jargon_too():
    whom, words = Conversation(**KATHY), {"Falcon queue": "our repair team"}
    given = hints("Hello Kathy, it is in the falcon queue.", whom, house_words=words)
    (hint,) = [hint for hint in given if hint.kind == "jargon"]
    assert "our repair team" in hint.help


def test_a_file_that_is_attached_is_no_slip():
    assert "attachment" not in kinds("Hello Kathy, the label is attached.", has_attachment=True)


def test_hard_reading_shows_the_longest_sentence():
    hard = (
        "Notwithstanding aforementioned contractual stipulations, reimbursement necessitates "
        "administrative authorisation. " * 4
    )
    (hint,) = [h for h in hints(hard, Conversation()) if h.kind == "reading"]
    assert "flesch" in hint.because
    assert len(hint.spans) == 1


def test_a_good_answer_gets_no_hints():
    said = "I am upset, my lamp came broken. When will I get a new one?"
    good = """Hello Kathy,

I am sorry that your lamp came broken; that should not have happened. A new lamp leaves our house
today and you will get it on Thursday. You can keep the old one.

Kind regards, Ada"""
    assert kinds(good, said) == []


def test_an_empty_draft_is_left_in_peace():
    assert kinds("  \n> quoted") == []
