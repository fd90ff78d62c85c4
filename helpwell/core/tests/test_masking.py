"""Card numbers and secrets are hidden wherever people and logs would see them, nothing else is."""

import logging
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpwell.core.html import clean, to_text
from helpwell.core.masking import MaskedLines, masked, masked_html

# Numbers that card brands publish for tests.
NUMBERS = [
    "4111111111111111", "4012888888881881", "4222222222222", "5555555555554444",
    "5105105105105100", "2223003122003222", "378282246310005", "371449635398431",
    "30569309025904", "38520000023237", "6011111111111117", "6011000990139424",
    "3530111333300000", "6200000000000005", "6759649826438453", "4000000000000000006",
]  # fmt: skip
GAPS = [" ", "-", ".", "\xa0", "\u2009", "\u202f", " - ", "\u2013", "\u200b", "\t", "\u200e", ""]
WORDS = [
    "Hello",
    "my card",
    "exp 12/27",
    "order",
    "€ 19.90,",
    "Grüße",
    "\n",
    "(",
    ")",
    ":",
    "№ 12;",
]


def luhn(number: str) -> bool:
    digits = [int(char) for char in reversed(number)]
    return sum(d if i % 2 == 0 else (2 * d - 9 * (d > 4)) for i, d in enumerate(digits)) % 10 == 0


def completed(beginning: str) -> str:
    """The number with the check digit that makes it valid."""
    return next(beginning + last for last in "0123456789" if luhn(beginning + last))


cards = st.sampled_from(NUMBERS) | st.builds(
    lambda start, rest: completed(start + rest),
    st.sampled_from(["4", "51", "55", "2300", "6011", "3528", "62", "2201"]),
    st.text("0123456789", min_size=15, max_size=15),
).map(lambda number: completed(number[:15]))


def grouped(number: str, gap: str) -> str:
    sizes = {15: (4, 6, 5), 14: (4, 6, 4)}.get(len(number), (4, 4, 4, 4, 4))
    parts, position = [], 0
    for size in sizes:
        parts.append(number[position : position + size])
        position += size
    return gap.join(filter(None, parts))


@settings(max_examples=300, deadline=None)
@given(
    cards,
    st.sampled_from(GAPS),
    st.lists(st.sampled_from(WORDS), max_size=4),
    st.lists(st.sampled_from(WORDS), max_size=4),
)
def test_every_card_is_masked_in_any_noise(number, gap, before, after):
    text = f"{' '.join(before)} x {grouped(number, gap)} {'y ' + ' '.join(after)}"
    hidden = masked(text)
    assert grouped(number, gap) not in hidden
    assert f"•••• {number[-4:]}" in hidden
    assert hidden.replace(f"•••• {number[-4:]}", grouped(number, gap)) == text


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from([*NUMBERS, *GAPS, *WORDS, "4242", "4", "12", "DE89"])).map("".join))
def test_what_is_masked_stays_as_it_is(text):
    assert masked(masked(text)) == masked(text)
    assert masked_html(masked_html(text)) == masked_html(text)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789 -.a•\n", max_size=60))
def test_any_digits_are_masked_once(text):
    assert masked(masked(text)) == masked(text)


def test_the_digits_that_are_left_begin_no_other_number():
    once = masked("4111111100024242 424242424242")
    assert once == "•••• 4242 424242424242"
    assert masked(once) == once


@pytest.mark.parametrize(
    "text",
    [
        "Order 1234567890123456 of 2026-11-22",
        "4111 1111 1111 1112 fails its check digit",
        "DE89 3704 0044 0532 0130 00",
        "GB29NWBK60161331926819",
        "ES91 2100 0418 4502 0005 1332",
        "+49 30 1234 5678 9012 and +4111111111111111",
        "EAN 4006381333931",
        "tracking 00340434161094042557 and 1Z999AA10123456784",
        "https://shop.example/orders/4111111111111111/?ref=5555555555554444",
        "at 1763769600000 or 20261122001714",
        "sizes 36 37 38 39 40 41 42 43 44",
        "4111 and 1111 and 1111 and 1111",
        "ISBN 978-3-16-148410-0",
        "",
    ],
)
def test_other_numbers_are_left_alone(text):
    assert masked(text) == text


def test_of_random_numbers_few_are_taken_for_cards():
    numbers = random.Random(7)
    texts = [str(numbers.randrange(10**15, 10**16)) for _ in range(4000)]
    assert sum(masked(text) != text for text in texts) < len(texts) * 0.05


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("٤١١١ ١١١١ ١١١١ ١١١١", "•••• 1111"),
        ("4111 1111\n> 1111 1111 is my card", "•••• 1111 is my card"),
        ("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "•••• 1111"),
        ("NR12 4111 1111 1111 1111", "NR12 •••• 1111"),
        ("4111111111111111, CVV 123, exp 12/27", "•••• 1111, CVV •••, exp 12/27"),
        ("cvc is 9876: 378282246310005", "cvc is •••: •••• 0005"),
        ("key AKIAIOSFODNN7EXAMPLE leaked", "key •••• leaked"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----", "••••"),
    ],
)
def test_other_ways_to_write_them_and_other_secrets(text, hidden):
    assert masked(text) == hidden


@pytest.mark.parametrize(
    ("html", "hidden"),
    [
        ("<p>4111<b>1111</b>1111 1111</p>", "<p>•••• 1111<b></b></p>"),
        ("<p>4111&nbsp;1111&nbsp;1111&nbsp;1111 &amp; x</p>", "<p>•••• 1111 &amp; x</p>"),
        ("4111 1111<br>1111 1111", "•••• 1111<br>"),
        ("<p>4111</p><p>1111</p><p>1111</p><p>1111</p>",) * 2,
        ('<a href="tel:4111111111111111">call</a>', '<a href="tel:•••• 1111">call</a>'),
        ('<i title="4111 1111 1111 1111">x</i>', '<i title="•••• 1111">x</i>'),
        ('<a href="https://x.example/4111111111111111">x</a>',) * 2,
        ("<b>1 &lt; 2</b>",) * 2,
    ],
)
def test_cards_are_found_across_tags(html, hidden):
    assert masked_html(html) == hidden


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["4111", "1111", "<b>", "</b>", "<br>", "<p>", "&nbsp;", " ", "&lt;", "x", "<td>", "-"]
        )
    ).map("".join)
)
def test_masked_html_says_what_it_said_but_for_the_numbers(html):
    cleaned = clean(html).html
    hidden = masked_html(cleaned)
    assert clean(hidden).html == hidden
    if hidden == cleaned:
        return
    assert "•••• 1111" in hidden
    assert to_text(hidden).count("x") == to_text(cleaned).count("x")


@pytest.mark.parametrize(
    "piece",
    [
        *("4", "4 ", "4111 ", "1--", "123456789012x", "DE89 4111 1111 1111 1111 ", "\n> 4"),
        "-----BEGIN PRIVATE KEY-----",
    ],
)
def test_four_megabytes_are_read_in_bounded_time(piece):
    started = time.process_time()
    masked(piece * (4_000_000 // len(piece)))
    assert time.process_time() - started < 30  # a few seconds; what is not linear takes hours


def test_a_line_of_the_log_has_no_card_number():
    record = logging.LogRecord("x", 40, "", 0, "failed on %s", ("4111 1111 1111 1111",), None)
    assert MaskedLines("%(message)s").format(record) == "failed on •••• 1111"
