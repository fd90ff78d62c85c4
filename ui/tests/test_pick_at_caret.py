"""The pick list that opens where somebody writes, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]


def words_in(page: Page, editor: str) -> str:
    return str(
        page.evaluate("id => document.getElementById(id).editor.getDocument().toString()", editor)
    )


def test_a_sign_in_the_editor_opens_a_pick_list_at_the_caret(open_page: OpenPage) -> None:
    page = open_page()
    page.locator("#editor-note").click()
    page.keyboard.type("Ask 🙂 @b")
    expect(page.locator(".options--caret [role=option]")).to_have_text(["BOBen Osei"])
    active = page.locator("#editor-note").get_attribute("aria-activedescendant")
    expect(page.locator(f"#{active}")).to_contain_text("Ben Osei")
    page.keyboard.press("Enter")
    page.keyboard.type("first")
    assert words_in(page, "editor-note") == "Ask 🙂 @Ben Osei first\n"


def test_the_list_at_the_caret_goes_by_arrows_and_leaves_the_letters_on_escape(
    open_page: OpenPage,
) -> None:
    page = open_page()
    page.locator("#editor-note").click()
    page.keyboard.type("@")
    options = page.locator(".options--caret [role=option]")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    page.keyboard.type("ana")
    expect(page.locator("#editor-note")).to_be_focused()
    expect(options.first).to_be_hidden()
    page.keyboard.type(" and @")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    assert words_in(page, "editor-note") == "@ana and @Ben Osei \n"


def test_a_sign_within_a_word_opens_no_list(open_page: OpenPage) -> None:
    page = open_page()
    page.locator("#editor-note").click()
    page.keyboard.type("ana@b")
    page.wait_for_timeout(300)
    expect(page.locator(".options--caret")).to_be_hidden()
