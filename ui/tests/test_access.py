"""axe-core's rules on every page of the style guide, in both themes.

axe writes inline styles of its own, so the policy is off here; the keyboard tests keep it on.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from ui.testing import violations

pytestmark = pytest.mark.browser
OPENED = """id => new Promise((done) => {
  const dialog = document.getElementById(id);
  dialog.addEventListener("toggle", done, { once: true });
  dialog.showModal();
})"""
OpenPage = Callable[..., Page]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", ["", "screen/", "screen/?empty", "plain/"])
def test_a_page_breaks_no_rule(open_page: OpenPage, path: str, theme: str) -> None:
    page = open_page(path, theme=theme, bypass_csp=True)
    assert violations(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("showing", ["views", "list", "main", "side"])
def test_a_phone_breaks_no_rule(open_page: OpenPage, showing: str, theme: str) -> None:
    page = open_page(f"screen/?showing={showing}", theme=theme, width=390, bypass_csp=True)
    # the main part and its heading are in panes that a phone does not show at this moment
    beside = ("page-has-heading-one", "landmark-one-main") if showing in ("views", "side") else ()
    assert violations(page, but=beside) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("opens", ["d-one", "d-two", "palette", "keys-sheet"])
def test_an_open_dialog_breaks_no_rule(open_page: OpenPage, opens: str) -> None:
    page = open_page(bypass_csp=True)
    page.evaluate(OPENED, opens)
    assert violations(page) == []


def test_right_to_left_nothing_runs_out_of_the_page(open_page: OpenPage) -> None:
    page = open_page(dir="rtl")
    assert page.evaluate("document.documentElement.scrollWidth") == 1440
