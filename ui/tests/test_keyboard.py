"""Everything by keyboard, in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from ui.testing import at_rest, press

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]


def expect_values(page: Page, name: str, *wanted: str) -> None:
    """The form holds these under this name; only the last ones, when there are more."""
    kept = page.locator(f'input[name="{name}"]')
    for back, value in enumerate(reversed(wanted), 1):
        expect(kept.nth(-back)).to_have_value(value)


def test_a_pick_list_filters_as_you_type_and_picks_with_enter(open_page: OpenPage) -> None:
    page = open_page()
    field = page.get_by_role("combobox", name="Assignee")
    field.press("ArrowDown")
    field.fill("lacr")
    expect(page.locator("#pick-assignee-list [role=option]:visible")).to_have_text(["Ève Lacroix"])
    field.press("Enter")
    expect(field).to_have_value("Ève Lacroix")
    expect_values(page, "assignee", "5")
    expect(field).to_have_attribute("aria-expanded", "false")


def test_a_pick_list_offers_the_best_fit_first(open_page: OpenPage) -> None:
    page = open_page()
    field = page.get_by_role("combobox", name="Assignee")
    field.focus()
    page.keyboard.type("br")
    expect(page.locator("#pick-assignee-list [data-active]")).to_have_text("Ana Brandt")
    expect(field).to_have_value("br")


def test_a_dialog_gives_the_focus_to_what_is_to_be_filled_in_and_back(open_page: OpenPage) -> None:
    page = open_page()
    opener = page.get_by_role("button", name="Open the dialog")
    opener.press("Enter")
    expect(page.get_by_role("combobox", name="Into")).to_be_focused()
    press(page, "Escape")
    expect(opener).to_be_focused()


def test_the_send_button_remembers_the_last_choice(open_page: OpenPage) -> None:
    page = open_page("screen/")
    page.get_by_role("button", name="Other ways to send").click()
    page.get_by_role("menuitem", name="Send and solve").click()
    page.wait_for_url("**status=solved**")
    expect(page.locator(".split__main")).to_have_text("Send and solve")


def test_a_pick_list_keeps_its_value_on_escape(open_page: OpenPage) -> None:
    page = open_page()
    field = page.get_by_role("combobox", name="Assignee")
    field.click()
    field.press("ArrowDown")
    field.press("Escape")
    expect(field).to_have_value("Ben Osei")
    expect_values(page, "assignee", "2")


def test_a_pick_list_can_ask_the_server(open_page: OpenPage) -> None:
    page = open_page()
    field = page.get_by_role("combobox", name="Order")
    field.press_sequentially("lamp")
    expect(page.locator("#pick-order-list [role=option]").first).to_contain_text("for “lamp”")
    field.press("Enter")
    expect_values(page, "order", "10377")


def held_back(page: Page) -> list[Route]:
    """From now on what the server finds waits here until it is let through."""
    waiting: list[Route] = []

    def wait(route: Route) -> None:
        waiting.append(route)

    page.route("**/found/*", wait)
    return waiting


def test_enter_never_picks_what_was_found_for_other_letters(open_page: OpenPage) -> None:
    page = open_page()
    field = page.get_by_role("combobox", name="Order")
    first = page.locator("#pick-order-list [role=option]").first
    field.press_sequentially("lamp")
    expect(first).to_contain_text("for “lamp”")
    waiting = held_back(page)
    with page.expect_request("**/found/?q=lamps"):
        field.press("s")
    field.press("Enter")
    expect_values(page, "order", "")
    waiting[0].fallback()
    expect(first).to_contain_text("for “lamps”")
    field.press("Enter")
    expect_values(page, "order", "10377")


def test_enter_adds_what_was_typed_while_the_server_still_looks(open_page: OpenPage) -> None:
    page = open_page()
    page.locator("[name=to].chips").evaluate("all => all.setAttribute('src', 'found/')")
    field = page.get_by_role("combobox", name="To", exact=True)
    field.press_sequentially("eva")
    expect(page.locator("[name=to].chips [data-active]")).to_contain_text("for “eva”")
    waiting = held_back(page)
    with page.expect_request("**/found/?q=eva%40x.example"):
        field.press_sequentially("@x.example")
    field.press("Enter")
    expect_values(page, "to", "eva@x.example")
    with page.expect_response("**/found/?q=eva%40x.example"):
        waiting[-1].fallback()
    expect(page.locator("[name=to].chips [role=listbox]")).to_be_hidden()


def test_chips_are_added_shown_wrong_and_removed(open_page: OpenPage) -> None:
    page = open_page()
    field = page.get_by_role("combobox", name="To", exact=True)
    field.press_sequentially("ana@example.org,")
    field.press_sequentially("nobody")
    field.press("Enter")
    expect_values(page, "to", "ana@example.org", "nobody")
    expect(page.locator("[name=to].chips .chip--wrong")).to_have_text(["tomas@", "nobody"])
    field.press("Backspace")
    expect_values(page, "to", "ana@example.org")


def test_several_pasted_addresses_become_several_chips(open_page: OpenPage) -> None:
    page = open_page()
    field = page.get_by_role("combobox", name="To", exact=True)
    before = page.locator("[name=to].chips .chip").count()
    field.evaluate("""field => {
        const data = new DataTransfer();
        data.setData("text/plain", "a@example.org; B <b@example.org>, a@example.org");
        const how = {clipboardData: data, bubbles: true, cancelable: true};
        field.dispatchEvent(new ClipboardEvent("paste", how));
    }""")
    expect(page.locator("[name=to].chips .chip")).to_have_count(before + 2)
    expect_values(page, "to", "a@example.org", "B <b@example.org>")


def test_the_palette_finds_runs_and_remembers(open_page: OpenPage) -> None:
    page = open_page()
    press(page, "Control+k")
    expect(page.locator("#palette input")).to_be_focused()
    page.keyboard.type("gtinb")
    expect(page.locator("#palette-list [data-active]")).to_contain_text("Go to the inbox")
    press(page, "Enter")
    page.wait_for_url("**#inbox")
    press(page, "Control+k")
    expect(page.locator(".palette__group").first).to_have_text("Recent")


def test_the_palette_asks_the_server_too(open_page: OpenPage) -> None:
    page = open_page()
    press(page, "Control+k")
    expect(page.locator("#palette input")).to_be_focused()
    page.keyboard.type("zzz")
    expect(page.locator("#found-1")).to_be_visible()
    press(page, "Enter")
    page.wait_for_url("**#order-10377")


def test_keys_and_sequences_press_what_they_name(open_page: OpenPage) -> None:
    page = open_page()
    press(page, "g i")
    page.wait_for_url("**#inbox")
    press(page, "/")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_keys_are_silent_while_typing_and_when_switched_off(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_role("searchbox").press_sequentially("gi?")
    expect(page.get_by_role("searchbox")).to_have_value("gi?")
    assert "#inbox" not in page.url
    expect(page.locator("#keys-sheet")).not_to_be_visible()
    page.get_by_role("searchbox").blur()
    press(page, "?")
    expect(page.locator("#keys-sheet .cheat").first).to_be_visible()
    page.get_by_role("switch", name="Single keys").press("Space")
    press(page, "Escape")
    expect(page.locator("#keys-sheet")).not_to_be_visible()
    press(page, "?", "/")
    expect(page.get_by_role("searchbox")).not_to_be_focused()
    expect(page.locator("#keys-sheet")).not_to_be_visible()


def test_escape_leaves_what_is_written_in_and_keys_work_again(open_page: OpenPage) -> None:
    page = open_page("screen/")
    editor = page.locator("trix-editor").first
    editor.press("x")
    editor.press("Escape")
    expect(editor).not_to_be_focused()
    press(page, "?")
    expect(page.locator("#keys-sheet")).to_be_visible()


def test_escape_leaves_although_the_last_letter_is_not_drawn_yet(open_page: OpenPage) -> None:
    page = open_page("screen/")
    editor = page.locator("trix-editor").first
    editor.focus()
    editor.evaluate("""editor => {
        document.execCommand("insertText", false, "x");
        editor.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape", bubbles: true}));
    }""")
    expect(editor).to_have_text("x")
    expect(editor).not_to_be_focused()


def test_a_menu_opens_moves_and_closes(open_page: OpenPage) -> None:
    page = open_page()
    opener = page.get_by_role("button", name="More actions")
    opener.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Merge")).to_be_focused()
    press(page, "d")
    expect(page.get_by_role("menuitem", name="Delete")).to_be_focused()
    press(page, "Escape")
    expect(opener).to_be_focused()


def test_the_list_moves_by_j_and_k(open_page: OpenPage) -> None:
    page = open_page("screen/")
    press(page, "j")
    expect(page.locator("[data-row]").nth(1)).to_be_focused()
    press(page, "k")
    expect(page.locator("[data-row]").nth(0)).to_be_focused()


def test_a_pane_is_resized_by_keys_and_stays_so(open_page: OpenPage) -> None:
    page = open_page("screen/")
    line = page.get_by_role("separator", name="Width of the list")
    before = int(line.get_attribute("aria-valuenow") or 0)
    line.press("ArrowRight")
    at_rest(page).reload()
    expect(line).to_have_attribute("aria-valuenow", str(before + 16))


def test_the_side_is_a_drawer_when_narrow_and_escape_closes_it(open_page: OpenPage) -> None:
    page = open_page("screen/", width=1024)
    opener = page.get_by_role("button", name="Customer", exact=True)
    expect(page.locator("#pane-side")).not_to_be_visible()
    opener.press("Enter")
    expect(page.get_by_role("button", name="Replace")).to_be_focused()
    press(page, "Escape")
    expect(opener).to_be_focused()


def test_a_phone_goes_to_the_ticket_and_back(open_page: OpenPage) -> None:
    page = open_page("screen/", width=390)
    page.locator("[data-row]").first.click()
    expect(page.locator("#pane-list")).not_to_be_visible()
    page.get_by_role("button", name="Back to the list").click()
    expect(page.locator("#pane-list")).to_be_visible()


def test_undo_is_one_key_away(open_page: OpenPage) -> None:
    page = open_page()
    page.evaluate("""document.body.dispatchEvent(new CustomEvent("toast",
        {bubbles: true, detail: {text: "Solved", undo: "/style-guide/undone/"}}))""")
    expect(page.get_by_role("button", name="Undo").last).to_be_visible()
    press(page, "z")
    expect(page.locator("#toasts")).to_contain_text("Taken back.")


def test_a_refused_form_is_swapped_in_and_a_failure_is_told(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_role("button", name="Save").last.click()
    expect(page.locator("#answer")).to_contain_text("This field is required.")
    page.evaluate("htmx.ajax('GET', '/style-guide/nowhere/', {target: '#answer'})")
    expect(page.locator("#toasts")).to_contain_text("no longer there")


def test_the_theme_is_chosen_and_kept(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_role("radio", name="Dark").check(force=True)
    page.reload()
    expect(page.locator("body")).to_have_css("color-scheme", "dark")


def test_the_editor_writes_under_the_strict_policy(open_page: OpenPage) -> None:
    page = open_page()
    editor = page.get_by_role("textbox", name="Your reply")
    editor.focus()
    expect(editor).to_be_focused()
    press(page, "Control+End")
    page.keyboard.type(" I am sorry.")
    expect(page.locator("input[name=body]")).to_have_value(re.compile("I am sorry"))
