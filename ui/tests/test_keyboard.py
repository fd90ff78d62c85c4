"""Everything by keyboard, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]


def values(page: Page, name: str) -> list[str]:
    return page.eval_on_selector_all(f'input[name="{name}"]', "all => all.map(one => one.value)")


def test_a_pick_list_filters_as_you_type_and_picks_with_enter(open_page: OpenPage) -> None:
    page = open_page()
    field = page.get_by_role("combobox", name="Assignee")
    field.press("ArrowDown")
    field.fill("lacr")
    expect(page.locator("#pick-assignee-list [role=option]:visible")).to_have_text(["Ève Lacroix"])
    field.press("Enter")
    assert (field.input_value(), values(page, "assignee")) == ("Ève Lacroix", ["5"])
    expect(field).to_have_attribute("aria-expanded", "false")


def test_a_pick_list_offers_the_best_fit_first(open_page: OpenPage) -> None:
    page = open_page()
    field = page.get_by_role("combobox", name="Assignee")
    field.focus()
    page.keyboard.type("br")
    expect(page.locator("#pick-assignee-list [data-active]")).to_have_text("Ana Brandt")
    assert field.input_value() == "br"


def test_a_dialog_gives_the_focus_to_what_is_to_be_filled_in_and_back(open_page: OpenPage) -> None:
    page = open_page()
    opener = page.get_by_role("button", name="Open the dialog")
    opener.press("Enter")
    expect(page.get_by_role("combobox", name="Into")).to_be_focused()
    page.keyboard.press("Escape")
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
    assert (field.input_value(), values(page, "assignee")) == ("Ben Osei", ["2"])


def test_a_pick_list_can_ask_the_server(open_page: OpenPage) -> None:
    page = open_page()
    field = page.get_by_role("combobox", name="Order")
    field.press_sequentially("lamp")
    expect(page.locator("#pick-order-list [role=option]").first).to_contain_text("for “lamp”")
    field.press("Enter")
    assert values(page, "order") == ["10377"]


def test_chips_are_added_shown_wrong_and_removed(open_page: OpenPage) -> None:
    page = open_page()
    field = page.get_by_role("combobox", name="To", exact=True)
    field.press_sequentially("ana@example.org,")
    field.press_sequentially("nobody")
    field.press("Enter")
    assert values(page, "to")[-2:] == ["ana@example.org", "nobody"]
    expect(page.locator("[name=to].chips .chip--wrong")).to_have_text(["tomas@", "nobody"])
    field.press("Backspace")
    assert values(page, "to")[-1] == "ana@example.org"


def test_several_pasted_addresses_become_several_chips(open_page: OpenPage) -> None:
    page = open_page()
    field = page.get_by_role("combobox", name="To", exact=True)
    field.evaluate("""field => {
        const data = new DataTransfer();
        data.setData("text/plain", "a@example.org; B <b@example.org>, a@example.org");
        const how = {clipboardData: data, bubbles: true, cancelable: true};
        field.dispatchEvent(new ClipboardEvent("paste", how));
    }""")
    assert values(page, "to")[3:] == ["a@example.org", "B <b@example.org>"]


def test_the_palette_finds_runs_and_remembers(open_page: OpenPage) -> None:
    page = open_page()
    page.keyboard.press("Control+k")
    page.keyboard.type("gtinb")
    expect(page.locator("#palette-list [data-active]")).to_contain_text("Go to the inbox")
    page.keyboard.press("Enter")
    page.wait_for_url("**#inbox")
    page.keyboard.press("Control+k")
    expect(page.locator(".palette__group").first).to_have_text("Recent")


def test_the_palette_asks_the_server_too(open_page: OpenPage) -> None:
    page = open_page()
    page.keyboard.press("Control+k")
    page.keyboard.type("zzz")
    expect(page.locator("#found-1")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**#order-10377")


def test_keys_and_sequences_press_what_they_name(open_page: OpenPage) -> None:
    page = open_page()
    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url("**#inbox")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_keys_are_silent_while_typing_and_when_switched_off(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_role("searchbox").press_sequentially("gi?")
    assert "#inbox" not in page.url
    expect(page.locator("#keys-sheet")).not_to_be_visible()
    page.get_by_role("searchbox").blur()
    page.keyboard.press("?")
    expect(page.locator("#keys-sheet .cheat").first).to_be_visible()
    page.get_by_role("switch", name="Single keys").press("Space")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys-sheet")).not_to_be_visible()


def test_a_menu_opens_moves_and_closes(open_page: OpenPage) -> None:
    page = open_page()
    opener = page.get_by_role("button", name="More actions")
    opener.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Merge")).to_be_focused()
    page.keyboard.press("d")
    expect(page.get_by_role("menuitem", name="Delete")).to_be_focused()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_the_list_moves_by_j_and_k(open_page: OpenPage) -> None:
    page = open_page("screen/")
    page.keyboard.press("j")
    expect(page.locator("[data-row]").nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("[data-row]").nth(0)).to_be_focused()


def test_a_pane_is_resized_by_keys_and_stays_so(open_page: OpenPage) -> None:
    page = open_page("screen/")
    line = page.get_by_role("separator", name="Width of the list")
    before = int(line.get_attribute("aria-valuenow") or 0)
    line.press("ArrowRight")
    page.reload()
    expect(line).to_have_attribute("aria-valuenow", str(before + 16))


def test_the_side_is_a_drawer_when_narrow_and_escape_closes_it(open_page: OpenPage) -> None:
    page = open_page("screen/", width=1024)
    opener = page.get_by_role("button", name="Customer", exact=True)
    expect(page.locator("#pane-side")).not_to_be_visible()
    opener.press("Enter")
    expect(page.get_by_role("button", name="Replace")).to_be_focused()
    page.keyboard.press("Escape")
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
    page.keyboard.press("z")
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
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"


def test_the_editor_writes_under_the_strict_policy(open_page: OpenPage) -> None:
    page = open_page()
    editor = page.get_by_role("textbox", name="Your reply")
    editor.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" I am sorry.")
    assert "I am sorry." in values(page, "body")[0]
