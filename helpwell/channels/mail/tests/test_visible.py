"""What a reply shows: the sender's own words, in every language and mail program."""

import html
import re
from pathlib import Path

import pytest

from helpwell.channels.mail import parse
from helpwell.channels.mail.visible import of_html, of_text

HERE = Path(__file__).parent
REPLY = "Thank you, it works now."
INTRODUCTIONS = [line for line in (HERE / "introductions.txt").read_text().split("\n") if line]
FOOTERS = (HERE / "footers.txt").read_text().strip().replace("\\n", "\0").split("\n")
FOOTERS = [footer.replace("\0", "\n") for footer in FOOTERS]
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
        reply = of_html(f"<div>{REPLY}</div><br><div>{shown}{quote}</div>")
        assert reply.text.visible == REPLY
        assert "Is it?" not in reply.html
        assert REPLY in reply.html


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


@pytest.mark.parametrize("footer", FOOTERS)
def test_a_signature_is_told_from_the_words(footer: str) -> None:
    for below in ("", "\n\nOn 3 Mar 2026, at 10:12, Ada wrote:\n> Is it?\n"):
        parts = of_text(f"{REPLY}\n\n{footer}{below}")
        assert (parts.visible, parts.signature.strip()) == (REPLY, footer)


@pytest.mark.parametrize(
    "text",
    [
        "Get Outlook working on my Android, please.",
        "I have Outlook for iOS",
        "Sent from my desk, which is far from the shop.",
        "Von meinem Konto wurde Geld gesendet",
        "It was sent with DHL",
        "Quoting the manual: press twice.",
        "The plan of 3.3.2026 says:",
    ],
)
def test_what_only_looks_like_a_footer_stays(text: str) -> None:
    assert of_text(f"Hello\n\n{text}\n\nGrace").visible == f"Hello\n\n{text}\n\nGrace"


def test_a_greeting_is_no_signature() -> None:
    assert of_text(f"{REPLY}\n\nKind regards\nGrace").visible.endswith("Grace")


def test_a_picture_alone_is_a_reply() -> None:
    reply = of_html(
        '<div><img src="cid:shot"></div><div class="gmail_quote"><div class="gmail_attr">On Tue, '
        '3 Mar 2026 Ada wrote:</div><blockquote class="gmail_quote">Show me</blockquote></div>'
    )
    assert "cid:shot" in reply.html
    assert "Show me" not in reply.html


def test_a_plain_block_quote_before_the_real_one_stays() -> None:
    reply = of_html(
        "Look:<blockquote>the label</blockquote><div>On 3 Mar 2026, at 10:12, Ada wrote:</div>"
        "<blockquote>What does it say?</blockquote>"
    )
    assert "the label" in reply.text.visible
    assert "What does it say?" not in reply.html


def test_a_forwarded_message_is_no_word_of_the_sender() -> None:
    text = (
        "What is this?\n\n---------- Forwarded message ---------\n"
        "From: Shop <shop@example.com>\nDate: Tue, 3 Mar 2026\nSubject: Invoice\n\nPay now."
    )
    assert of_text(text).visible == "What is this?"


@pytest.mark.parametrize("divider", (HERE / "forwards.txt").read_text().strip().split("\n"))
def test_a_forward_is_known_in_every_language(divider: str) -> None:
    text = f"What is this?\n\n{divider}\nFrom: Shop <shop@example.com>\nSubject: Invoice\n\nPay."
    assert of_text(text).visible == "What is this?"
    forward = parse(f"From: grace@example.com\n\n{text}".encode()).forward
    assert forward is not None
    assert (forward.sender.email, forward.text) == ("shop@example.com", "Pay.")


def test_the_lines_of_pgp_are_no_words() -> None:
    text = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHello\n"
        "-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----\n"
    )
    assert of_text(text).visible == "Hello"


def test_a_forward_without_a_comment_shows_all() -> None:
    text = "---------- Forwarded message ---------\nFrom: Shop <s@example.com>\nSubject: A\n\nPay."
    assert of_text(text).visible == text


SHAPES = dict(re.findall(r"<!-- (.*?) -->\n(.*)", (HERE / "shapes.html").read_text()))
QUOTE = "<div>Is it?</div><div>&gt; older</div><div>Yours</div>"


@pytest.mark.parametrize("program", SHAPES)
def test_every_program_quotes_in_every_language(program: str) -> None:
    """What a program builds around a quote, with what any program writes above it."""
    left = []
    for introduction in INTRODUCTIONS + HEADS:
        shown = html.escape(introduction).replace("\n", "<br>")
        page = SHAPES[program].replace("REPLY", REPLY).replace("INTRODUCTION", shown)
        reply = of_html(page.replace("QUOTE", QUOTE))
        if reply.text.visible != REPLY or "Is it?" in reply.html or REPLY not in reply.html:
            left.append((introduction, reply.text.visible))
    assert left == []


KNOWN_BY_ELEMENTS = [
    "gmail", "apple mail", "iphone", "thunderbird", "yahoo", "yahoo, prefixed", "proton", "zoho",
    "roundcube", "spark", "outlook of windows", "outlook on the web", "outlook on a phone",
    "outlook of mac", "gmx and web.de",
]  # fmt: skip


@pytest.mark.parametrize("program", KNOWN_BY_ELEMENTS)
def test_elements_say_what_is_quoted_in_languages_nobody_told_us(program: str) -> None:
    page = SHAPES[program].replace("REPLY", REPLY).replace("INTRODUCTION", "ग्रेस ने लिखा")
    assert of_html(page.replace("QUOTE", QUOTE)).text.visible == REPLY


def test_a_line_with_an_address_above_a_quote_introduces_it_in_any_language() -> None:
    text = f"{REPLY}\n\nग्रेस <grace@example.com> ने लिखा:\n> Is it?"
    assert of_text(text).visible == REPLY


def test_answers_between_quotes_stay_in_html() -> None:
    page = (
        "<blockquote type=cite>Which colour?</blockquote><p>Red.</p>"
        "<blockquote type=cite>Which size?</blockquote><p>The small one.</p>"
    )
    assert of_html(page).text.visible.split("\n\n") == ["Red.", "The small one."]


@pytest.mark.parametrize(
    "element",
    [
        '<div class="gmail_signature" data-smartmail="gmail_signature">Grace</div>',
        '<div class="moz-signature">-- <br>Grace</div>',
        '<div id="ms-outlook-mobile-signature">Get Outlook for iOS</div>',
        '<div id="Signature">Grace</div>',
        '<div name="messageSignatureSection">Grace</div>',
        '<div class="protonmail_signature_block">Sent with Proton Mail</div>',
    ],
)
def test_an_element_made_for_a_signature_holds_one(element: str) -> None:
    parts = of_html(f"<div>{REPLY}</div>{element}").text
    assert parts.visible == REPLY
    assert parts.signature
