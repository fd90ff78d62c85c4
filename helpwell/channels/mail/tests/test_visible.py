"""What a reply shows: the sender's own words, in every language and mail program."""

import html
from pathlib import Path

import pytest

from helpwell.channels.mail.visible import of_html, of_text

HERE = Path(__file__).parent
REPLY = "Thank you, it works now."
INTRODUCTIONS = [line for line in (HERE / "introductions.txt").read_text().split("\n") if line]
HEADS = (HERE / "heads.txt").read_text().strip().split("\n\n")


def wrapped(line: str) -> str:
    """The line broken as mail programs break it."""
    at = line.rfind(" ", 0, 60) if len(line) > 60 else -1
    return line if at < 0 else f"{line[:at]}\n{line[at + 1 :]}"


@pytest.mark.parametrize("introduction", INTRODUCTIONS + HEADS)
def test_a_quote_is_cut_with_what_introduces_it(introduction: str) -> None:
    for lines in (introduction, wrapped(introduction)):
        parts = of_text(f"{REPLY}\n\n{lines}\n\nIs it better?\nYours\nSupport")
        assert parts.visible == REPLY
        assert "Is it better?" in parts.quoted


@pytest.mark.parametrize("introduction", INTRODUCTIONS + HEADS)
def test_a_quote_is_cut_from_html(introduction: str) -> None:
    shown = html.escape(introduction).replace("\n", "<br>")
    for quote in ("<div>Is it?</div>", "<blockquote>Is it?</blockquote>"):
        body, visible = of_html(f"<div>{REPLY}</div><br><div>{shown}{quote}</div>")
        assert visible == REPLY
        assert "Is it?" not in body
        assert REPLY in body


@pytest.mark.parametrize(
    "text",
    [
        "On 3 May the lamp broke.\nOn the box it says 10:12.",
        "One question I had: where is it?\nFrom the shop I heard nothing.",
        "He wrote:\nplease come\n\nand so I came.",
        "I live at:\nFrom: the station\nthen left",
        "From: Berlin\nTo: Paris\nDate: 3 May\n\nHow much is a parcel?",
        "My order number: 10-12\nDate: yesterday\nColour: red",
        "Visit us\n>>> >>> http://www.example.com <<<\nor call",
        "Cannot log in from mobile\n\nPlease help",
        "Sent from my desk, which is far from the shop.\n\nPlease help",
        "- milk\n- bread\n-- \tmore\n\nand -- as I said -- nothing",
        "Am 3. Mai um 10 Uhr kam das Paket an.\nEs war leer.",
        "Le 3 mai, j'ai reçu le colis.\nIl était vide :\nrien dedans",
    ],
)
def test_what_only_looks_like_a_quote_stays(text: str) -> None:
    assert of_text(text).visible == text


def test_answers_between_quotes_stay_and_the_quotes_go() -> None:
    text = (
        "On Tue, 3 Mar 2026 at 10:12, Ada <ada@example.com> wrote:\n"
        "> Which colour?\nRed.\n> Which size?\n\nThe small one.\n"
    )
    parts = of_text(text)
    assert parts.visible == "Red.\nThe small one."
    assert "Which size?" in parts.quoted


def test_an_answer_under_the_quote_stays() -> None:
    text = "On Tue, 3 Mar 2026 at 10:12, Ada wrote:\n> Which?\n> Yours, Ada\n\nThe red one."
    assert of_text(text).visible == "The red one."


def test_a_mail_of_nothing_but_quotes_shows_all() -> None:
    text = "> Is it better?\n> Yours, Support"
    assert of_text(text).visible == text


@pytest.mark.parametrize(
    "footer",
    [
        "-- \nGrace Hopper\nRear Admiral",
        "--\nGrace",
        "Sent from my iPhone",
        "Sent from my Galaxy S24",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "Enviado desde mi iPhone",
        "Inviato da iPhone",
        "Enviado do meu iPhone",
        "Verstuurd vanaf mijn iPhone",
        "Wysłane z iPhone'a",
        "Skickat från min iPhone",
        "Sendt fra min iPhone",
        "Lähetetty iPhonesta",
        "Отправлено с iPhone",
        "iPhoneから送信",
        "发自我的iPhone",
        "從我的 iPhone 傳送",
        "Sent from Yahoo Mail for iPhone",
        "Gesendet mit der GMX Mail App",
    ],
)
def test_a_signature_is_told_from_the_words(footer: str) -> None:
    parts = of_text(f"{REPLY}\n\n{footer}\n\nOn 3 Mar 2026, at 10:12, Ada wrote:\n> Is it?\n")
    assert (parts.visible, parts.signature.strip()) == (REPLY, footer)


def test_a_greeting_is_no_signature() -> None:
    assert of_text(f"{REPLY}\n\nKind regards\nGrace").visible.endswith("Grace")


def test_a_picture_alone_is_a_reply() -> None:
    body, _ = of_html(
        '<div><img src="cid:shot"></div><div class="gmail_quote"><div class="gmail_attr">On Tue, '
        '3 Mar 2026 Ada wrote:</div><blockquote class="gmail_quote">Show me</blockquote></div>'
    )
    assert "cid:shot" in body
    assert "Show me" not in body


def test_a_plain_block_quote_before_the_real_one_stays() -> None:
    body, visible = of_html(
        "Look:<blockquote>the label</blockquote><div>On 3 Mar 2026, at 10:12, Ada wrote:</div>"
        "<blockquote>What does it say?</blockquote>"
    )
    assert "the label" in visible
    assert "What does it say?" not in body


def test_a_forwarded_message_is_no_word_of_the_sender() -> None:
    text = (
        "What is this?\n\n---------- Forwarded message ---------\n"
        "From: Shop <shop@example.com>\nDate: Tue, 3 Mar 2026\nSubject: Invoice\n\nPay now."
    )
    assert of_text(text).visible == "What is this?"


def test_a_forward_without_a_comment_shows_all() -> None:
    text = "---------- Forwarded message ---------\nFrom: Shop <s@example.com>\nSubject: A\n\nPay."
    assert of_text(text).visible == text
