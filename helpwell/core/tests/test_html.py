"""Foreign HTML does nothing but show; text and HTML go over into each other readably."""

import json
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpwell.core.html import clean, clean_authored, from_text, to_text

THIRD_PARTY = Path(__file__).resolve().parents[4] / "shared" / "data" / "thirdparty"
ACTIVE = {
    "script", "style", "svg", "math", "iframe", "object", "embed", "form", "input", "button",
    "link", "meta", "base", "video", "audio", "template", "applet", "textarea", "select",
}  # fmt: skip
HARMLESS = ("http:", "https:", "mailto:", "tel:")
ADDRESSES = {"href", "src", "background", "srcset", "action", "formaction", "xlink:href", "poster"}


class Watch(HTMLParser):
    """Notes what a browser would act on."""

    def __init__(self) -> None:
        super().__init__()
        self.findings: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ACTIVE:
            self.findings.append(tag)
        for name, value in attrs:
            address = "".join((value or "").split()).lower()
            if name.startswith("on") or name in ("srcdoc", "is", "slot", "id", "name"):
                self.findings.append(name)
            elif name in ADDRESSES and not address.startswith(HARMLESS):
                if not address.startswith(("data:image/", "/")):
                    self.findings.append(f"{name}={address}")
            elif name == "style" and ("url" in address or "expression" in address):
                self.findings.append(address)


def dangers(html: str) -> list[str]:
    watch = Watch()
    watch.feed(html)
    return watch.findings


def others() -> Iterator[tuple[str, str]]:
    for number, case in enumerate(json.loads((THIRD_PARTY / "dompurify/expect.json").read_text())):
        yield f"dompurify {number}", case["payload"]
    for case in json.loads((THIRD_PARTY / "bleach/expected.json").read_text())["cases"]:
        yield case["id"], case.get("input_html") or json.dumps(case)
    for number, text in enumerate(json.loads((THIRD_PARTY / "blns/blns.json").read_text())):
        yield f"blns {number}", str(text)


def test_nothing_active_survives_from_the_cases_of_others() -> None:
    if not (THIRD_PARTY / "dompurify").is_dir():
        pytest.skip("the third-party HTML cases are not on this machine")
    for name, payload in others():
        assert not dangers(clean(payload, remote_images=True).html), name
        assert not dangers(clean_authored(payload)), name
        assert not dangers(from_text(payload)), name
        to_text(payload)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=8),
            st.sampled_from(
                ["<", ">", "</", "<!--", "-->", "<svg>", "<math>", "<style>", "<script>", "<p ",
                 "<a href=", "javascript:", "'", '"', "onload=", "<img src=", "<table>",
                 "<td>", "<template>",
                 "<noscript>", "&#106;", "\0", "<![CDATA[", "]]>",
                 "<title>", "<textarea>", "<mtext>"]
            ),
        ),
        max_size=25,
    ).map("".join)
)  # fmt: skip
def test_nothing_active_survives_from_any_text(html: str) -> None:
    assert not dangers(clean(html, remote_images=True).html)
    assert not dangers(clean_authored(html))
    assert "\0" not in to_text(html)


@pytest.mark.parametrize(
    "tag", ["<div>", "<b>", "<p><b>", "<a><table>", "<ul><li>", "<a '", "<", "<!--"]
)
def test_hostile_nesting_costs_linear_time(tag: str) -> None:
    started = time.monotonic()
    clean(tag * (400_000 // len(tag)))
    assert time.monotonic() - started < 15  # quadratic time would be minutes


def test_a_long_text_full_of_signs_costs_linear_time_and_stays_whole() -> None:
    text = "&amp;a" * 1_000_000
    started = time.process_time()
    assert clean(f"<p>{text}</p>").html == f"<p>{text}</p>"
    assert time.process_time() - started < 8  # quadratic time is three times that


def test_remote_images_stay_asleep_until_wanted() -> None:
    html = '<img src="https://track.example/a.gif"><img src="//x/b.gif"><img srcset="http://c 2x">'
    asleep = clean(html)
    assert asleep.remote_images == 3
    assert " src=" not in asleep.html
    assert 'data-remote-src="https://track.example/a.gif"' in asleep.html
    assert 'src="https://track.example/a.gif"' in clean(html, remote_images=True).html


def test_a_remote_background_stays_asleep_too() -> None:
    html = (
        '<table background="http://x/a.gif"><tr><td style="background:url(http://x/b)">hi</table>'
    )
    cleaned = clean(html)
    assert cleaned.remote_images == 1
    assert "http://x/b" not in cleaned.html
    assert " background=" not in cleaned.html


def test_images_of_the_mail_itself_are_shown() -> None:
    cleaned = clean(
        '<img src="cid:shot@x"><img src="cid:gone">', cid_url={"shot@x": "/files/1"}.get
    )
    assert 'src="/files/1"' in cleaned.html
    assert cleaned.html.count("src=") == 1


def test_links_open_elsewhere_and_tell_nothing() -> None:
    html = clean('<a href="https://example.com" onclick="x()">go</a>').html
    assert 'target="_blank"' in html
    assert "noopener noreferrer nofollow" in html
    assert "onclick" not in html


def test_tables_and_simple_styles_stay() -> None:
    html = '<table border="1"><tr><td style="color:red;position:fixed">1</td></tr></table>'
    cleaned = clean(html).html
    assert '<td style="color:red">1</td>' in cleaned


def test_an_agent_writes_with_few_elements_and_own_images() -> None:
    own = '<div><strong>Hi</strong> <img src="/files/7">'
    html = f'{own}<img src="https://x/y.png"><table>t</table><a href="ftp:x">l</a></div>'
    assert clean_authored(html) == f'{own}t<a rel="noopener noreferrer nofollow">l</a></div>'


def test_html_becomes_readable_text() -> None:
    html = (
        '<h1>Order</h1><p>See <a href="https://example.com/1">the page</a> or '
        '<a href="mailto:a@example.com">a@example.com</a>.</p>'
        "<blockquote>Where?<br>Still?</blockquote>"
        "<ul><li>one<li>two<ol><li>deep</ol></ul><table><tr><td>Lamp<td>2</table><pre>a\n  b</pre>"
        "<style>p{}</style><script>x</script>"
    )
    assert to_text(html) == (
        "Order\n\nSee the page <https://example.com/1> or a@example.com.\n\n> Where?\n> Still?\n\n"
        "- one\n- two\n\n  1. deep\n\nLamp\t2\n\na\n  b"
    )


def test_text_becomes_html_with_links_and_paragraphs() -> None:
    html = from_text("1 < 2\nsee https://example.com/a?b=1&c=2.\n\nmail a@example.com")
    assert html == (
        '<p>1 &lt; 2<br>see <a href="https://example.com/a?b=1&amp;c=2" '
        'rel="noopener noreferrer nofollow">'
        'https://example.com/a?b=1&amp;c=2</a>.</p><p>mail <a href="mailto:a@example.com" '
        'rel="noopener noreferrer nofollow">a@example.com</a></p>'
    )
