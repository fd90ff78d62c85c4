"""What a hostile mail may not do when it is opened."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import House
from tests.journeys.mail import post

pytestmark = pytest.mark.browser
HOSTILE = b"""From: Trudy <trudy@evil.example>
To: support@arbor.example
Subject: <img src=x onerror=window.top.owned=1>
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<style>@import url(http://127.0.0.1:1/style.css); body{background:url(http://127.0.0.1:1/b.png)}</style>
<script>window.top.owned = 2; alert(1)</script>
<p onclick="window.top.owned=3" style="position:fixed;inset:0">Hello <b>you</b></p>
<img src="http://127.0.0.1:1/track.png" onerror="window.top.owned=4"><svg onload="alert(5)"></svg>
<a href="javascript:window.top.owned=6">click</a><form action="http://127.0.0.1:1/"><input></form>
<iframe src="http://127.0.0.1:1/"></iframe><meta http-equiv="refresh" content="0;url=http://127.0.0.1:1/">
"""


def test_it_runs_nothing_and_fetches_nothing(ana: Page, house: House):
    fetched, dialogs = [], []
    ana.on("request", lambda request: fetched.append(request.url))
    ana.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    post(house, HOSTILE)
    ana.goto("/inbox/open/")
    ana.locator("[data-row]", has_text="Trudy").click()
    frame = ana.frame_locator("message-frame iframe")
    expect(frame.get_by_text("Hello")).to_be_visible()
    frame.get_by_text("Hello").click()
    expect(ana.locator(".message__images")).to_contain_text("1 picture from elsewhere")
    ana.wait_for_timeout(500)  # what should never come gets its chance
    assert dialogs == []
    assert ana.evaluate("window.owned") is None
    assert [url for url in fetched if not url.startswith(house.address[:16])] == []
