"""Every page and dialog: axe-core finds nothing, and nothing is cut off on a narrow screen.

`make pages` judges them all in the demo company; without it a few are, in the journeys' house.
axe writes inline styles of its own, so the policy is off here; the other journeys keep it on.
"""

import json
import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import ANA, PASSWORD, House, demo_password, sign_in, window
from tests.journeys.pages import FINDING, HANNE, Screen, screens
from ui.testing import at_rest, chromium, violations

pytestmark = pytest.mark.browser
EVERY = "HELPWELL_EVERY_PAGE" in os.environ
SAMPLE = ("inbox of all", "ticket", "ticket, assign", "settings/habits")
JUDGED = [screen for screen in screens() if EVERY or screen.name in SAMPLE]
NARROW = (320, 640)  # 400 % of 1280 pixels (WCAG 2.2, 1.4.10)
PHONE = (390, 844)
LARGE = (720, 450)  # 200 % of 1440 (1.4.4)
SIZES = (LARGE, PHONE, NARROW) if EVERY else (NARROW,)
GIVEN = f"""
from helpwell.accounts.models import User
from helpwell.tickets.testing import answer, hear, make_ticket
ana = User.objects.get(email="{ANA}")
ticket = make_ticket(subject="The lamp flickers", assignee=ana)
answer(ticket, by=ana)
hear(ticket)
"""
# The main part and its heading are in a pane that a phone may not show at this moment.
BESIDE = ("page-has-heading-one", "landmark-one-main")
CUT_OFF = """() => {
  const wanted = "a[href], button, input:not([type=hidden]), select, textarea, trix-editor, h1, h2";
  const scrollers = ".table-wrap, .tabs, pre, .visually-hidden, .skip";
  const cut = [...document.querySelectorAll(wanted)].filter((element) => {
    const box = element.getBoundingClientRect();
    const isSeen = element.checkVisibility({ visibilityProperty: true }) && box.width > 1;
    return isSeen && (box.right > innerWidth + 1 || box.left < -1) && !element.closest(scrollers);
  });
  return cut.map((element) => element.outerHTML.slice(0, 160));
}"""


@pytest.fixture(scope="module")
def judged(request: pytest.FixtureRequest) -> House:
    """The demo company for all pages; for the sample the house that other journeys have open."""
    house: House = request.getfixturevalue("demo_house" if EVERY else "house")
    if not EVERY:
        house.tell(GIVEN)
    return house


@pytest.fixture(scope="module")
def browser(judged: House) -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def leader(browser: Browser, judged: House) -> Iterator[Page]:
    """The window of somebody who sees everything."""
    quiet = {"reduced_motion": "reduce", "bypass_csp": True}
    login = (HANNE, demo_password(judged)) if EVERY else (ANA, PASSWORD)
    with window(browser, judged, **quiet) as page:
        sign_in(page, *login)
        yield page


@pytest.fixture(scope="module")
def numbers(judged: House) -> dict[str, int]:
    """The numbers of something to look at."""
    said = judged.tell(FINDING).partition("found: ")[2]
    return dict(json.loads(said))


@pytest.mark.parametrize("screen", JUDGED, ids=lambda screen: screen.name)
def test_a_page_breaks_no_rule_and_cuts_nothing_off(
    leader: Page, numbers: dict[str, int], screen: Screen
):
    page = sized(leader, 1440, 900)
    screen.open(page, numbers)
    assert in_both_themes(page) == []
    for size in SIZES:
        sized(page, *size)
        if screen.keys:
            screen.open(page, numbers)  # what floats is placed when it opens
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], size
        assert page.evaluate(CUT_OFF) == [], size
    screen.open(page, numbers)
    assert in_both_themes(page, but=BESIDE) == []


def in_both_themes(page: Page, but: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    """What axe-core finds wrong, by day and by night."""
    found = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        found += violations(page, but=but)
    return found


def test_what_is_cut_off_is_told(leader: Page):
    """Guards the guard."""
    leader.goto("/me/")
    leader.evaluate("document.querySelector('h1').style.marginInlineStart = '3000px'")
    assert [each[:3] for each in leader.evaluate(CUT_OFF)] == ["<h1"]


def sized(page: Page, width: int, height: int) -> Page:
    """The page in a window of this size, laid out anew."""
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")
    return at_rest(page)
