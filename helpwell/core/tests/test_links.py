"""Links say where they lead, whatever their words say; styles stay in their place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpwell.core.html import clean, from_foreign_text
from helpwell.core.links import followable, undisclosed
from helpwell.core.styles import safe_style


@pytest.mark.parametrize(
    ("url", "words", "told"),
    [
        ("https://shop.example/a", "Your order", ""),
        ("https://shop.example/a", "shop.example", ""),
        ("https://www.shop.example", "https://shop.example/", ""),
        ("https://login.shop.example", "SHOP.example", ""),
        ("https://files.example/1", "the report.pdf", ""),
        ("https://bank.example.evil.example", "bank.example", "bank.example.evil.example"),
        ("https://evil.example/bank.example", "https://bank.example/login", "evil.example"),
        ("https://evil.example", "ana@bank.example", "evil.example"),
        ("https://evil.example", "bank\u200b.example", "evil.example"),
        ("https://evil.example", "bank。example", "evil.example"),
        ("https://bank.example@evil.example/", "Sign in", "evil.example"),
        ("https:\\\\evil.example\\x", "bank.example", "evil.example"),
        ("https:evil.example", "bank.example", "evil.example"),
        ("https://%65vil.example:443/", "bank.example", "evil.example"),
        ("https://b\u0430nk.example", "b\u0430nk.example", "xn--bnk-6cd.example"),
        ("https://xn--bnk-6cd.example", "Sign in", "xn--bnk-6cd.example"),
        ("mailto:help@bank.example", "help@bank.example", ""),
        ("mailto:evil@x.example?subject=a", "help@bank.example", "evil@x.example"),
        ("mailto:evil@x.example", "https://bank.example", "evil@x.example"),
        ("tel:+4989123456", "089 / 123456", ""),
        ("tel:+449001234567", "0800 555 666", "+449001234567"),
        ("javascript:alert(1)", "bank.example", ""),
    ],
)
def test_a_place_is_told_when_the_words_do_not_tell_it(url, words, told):
    assert undisclosed(url, words) == told


@pytest.mark.parametrize(
    ("url", "followed"),
    [
        (" ht\ntps://a.example/x?a=\\b", "https://a.example/x?a=\\b"),
        ("HTTP:/\\a.example", "http://a.example"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("java\tscript:alert(1)", ""),
        ("vbscript:x", ""),
        ("data:text/html,<script>", ""),
        ("//a.example", ""),
        ("/settings/", ""),
    ],
)
def test_only_the_web_mail_and_numbers_are_followed(url, followed):
    assert followable(url) == followed


def test_a_misleading_link_is_followed_by_its_host_and_a_mark_of_the_sender_is_none():
    html = '<a href="https://evil.example/x"><mark>bank.example</mark></a>'
    cleaned = clean(html).html
    assert cleaned.endswith(">bank.example</a> <mark>evil.example</mark>")
    assert "noopener noreferrer nofollow" in cleaned


def test_a_link_in_a_plain_mail_tells_its_host_in_plain_letters():
    html = from_foreign_text("see https://b\u0430nk.example/ and https://shop.example/")
    assert "<mark>xn--bnk-6cd.example</mark>" in html
    assert html.count("<mark>") == 1
    assert html.count('target="_blank"') == 2


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_link_and_words_are_read(url, words):
    undisclosed("https://" + url, words)
    undisclosed("mailto:" + url, words)
    assert not followable(url) or followable(followable(url)) == followable(url)


@pytest.mark.parametrize(
    ("style", "kept"),
    [
        ("width:600px;margin:0 auto 10px", "width:600px;margin:0 auto 10px"),
        ("color:#123456;line-height:1.5", "color:#123456;line-height:1.5"),
        ("position:fixed;inset:0;z-index:9", ""),
        ("margin-top:-400px", ""),
        ("text-indent:-9999px", ""),
        ("width:99999px", ""),
        ("height:1e9px", ""),
        ("width:100vw", ""),
        ("font-size:500px", ""),
        ("font-size:40em", ""),
        ("background:url(https://t.example/a.png)", ""),
        ("background:u\\72l(//t.example)", ""),
        ("width:expression(alert(1))", ""),
        ("width:calc(100% - 1px)", ""),
        ("color:var(--x)", ""),
        ("background-image:image-set('//t.example')", ""),
        ("behavior:url(#x)", ""),
    ],
)
def test_styles_reach_nothing_and_cover_nothing(style, kept):
    assert safe_style(style) == kept


def test_sizes_in_attributes_are_of_a_page():
    html = '<img width="99999999" height="20" src="data:image/png;base64,AA"><td colspan="9999999">'
    cleaned = clean(html).html
    assert "999" not in cleaned
    assert 'height="20"' in cleaned
