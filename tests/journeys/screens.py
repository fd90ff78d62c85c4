"""Pictures of the screens that matter, to be looked at: `make screens` or, for some of them,
`python -m tests.journeys.screens FOLDER NAME...`; it starts a demo company of its own.

Each state is taken at three widths, light and dark, as FOLDER/STATE.WIDTH.THEME.png.
"""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Page, expect

from helpwell.service.tests.running import until
from tests.journeys.conftest import (
    MOVING_IN_SECONDS,
    House,
    demo_password,
    running_house,
    sign_in,
)
from tests.journeys.pages import FINDING, HANNE, TICKET, Screen, screens
from ui.testing import at_rest, chromium, press

SIZES = {"desktop": (1440, 900), "tablet": (820, 1180), "phone": (390, 844)}
SHOWN = (
    "inbox of all", "empty inbox", "ticket", "ticket, assign", "ticket, tags", "ticket, merge",
    "ticket, snooze", "ticket, promise", "ticket, macros", "ticket, palette", "ticket, note",
    "ticket, send later", "ticket, look over", "changing many", "new ticket", "new view",
    "promises", "promise report", "search", "customers", "customer", "import", "first steps",
    "all settings", "me", "settings/clock", "settings/habits", "settings/fields",
    "settings/fields/new", "settings/forms", "settings/statuses",
    "settings/reasons", "settings/tokens", "notifications", "notifications by one's wish",
)  # fmt: skip
PROMISING = "I will get back to you tomorrow. Unfortunately our policy forbids it."
HEARD = """
from helpwell.tickets.models import Ticket
from helpwell.tickets.testing import hear
hear(Ticket.objects.get(pk={ticket}), "One thing more: the strap is torn as well.")
"""
SHARED = """
from helpwell.accounts.models import User
from helpwell.tickets import actions
from helpwell.tickets.models import Ticket
hanne, ticket = User.objects.get(email="hanne@plovermill.example"), Ticket.objects.get(pk={ticket})
marek = User.objects.get(email="marek@plovermill.example")
actions.save_draft(ticket, mode="reply", html="<p>Dear you, we mend it.</p>", by=marek)
actions.share_draft(ticket, to=hanne, request="Is the tone right?", by=marek)
"""
ELSEWHERE = """
from helpwell.accounts.models import User
from helpwell.tickets import actions
from helpwell.tickets.models import Ticket
hanne, ticket = User.objects.get(email="hanne@plovermill.example"), Ticket.objects.get(pk={ticket})
actions.save_draft(ticket, mode="reply", html="<p>We send a new one.</p>", by=hanne)
"""
Numbers = dict[str, int]
State = tuple[str, Callable[[], object]]


def main(folder: Path, *names: str) -> None:
    """Take every state that is shown, or those that are named, in all sizes, light and dark."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = names or (*SHOWN, *STATES)
    with running_house("--demo") as house:
        numbers = moved_in(house)
        with chromium() as browser:
            for size, (width, height) in SIZES.items():
                viewport = {"width": width, "height": height}
                page = browser.new_page(
                    base_url=house.address, viewport=viewport, reduced_motion="reduce"
                )  # type: ignore[call-overload]
                sign_in(page, HANNE, demo_password(house))
                for name, opened in states(page, house, numbers):
                    if name in wanted:
                        opened()
                        take(page, folder / f"{plain(name)}.{size}")
                page.close()


def states(page: Page, house: House, numbers: Numbers) -> Iterator[State]:
    """Every page and dialog, and what only comes about while somebody works."""
    for screen in screens():
        yield screen.name, lambda screen=screen: screen.open(page, numbers)
    for name, come_about in STATES.items():
        yield name, lambda come_about=come_about: come_about(page, house, numbers)


def hints(page: Page, house: House, numbers: Numbers) -> None:
    """What the coach says, and offers to promise."""
    write(page, numbers, PROMISING)
    expect(page.locator(".coach__body")).not_to_be_empty()


def stopped(page: Page, house: House, numbers: Numbers) -> None:
    """A send that was stopped, for something new arrived."""
    write(page, numbers, "It is on its way.")
    house.tell(HEARD.format(**numbers))
    press(page, "Control+Enter")
    expect(page.locator(".news")).to_be_visible()


def looked_over(page: Page, house: House, numbers: Numbers) -> None:
    """A colleague's draft that one is asked to look over."""
    house.tell(SHARED.format(**numbers))
    page.goto(TICKET.format(**numbers))
    expect(page.locator(".shared").first).to_be_visible()


def two_devices(page: Page, house: House, numbers: Numbers) -> None:
    """One's own draft, changed on two devices."""
    write(page, numbers, "We mend it.")
    house.tell(ELSEWHERE.format(**numbers))
    page.keyboard.type(" It takes three days.")
    expect(page.locator(".other-draft")).to_be_visible()


def many_filled(page: Page, house: House, numbers: Numbers) -> None:
    """What a change to many would come to."""
    Screen("many", "/inbox/open/", ("j", "x", "j", "x", "b"), shows="#bulk-dialog").open(
        page, numbers
    )
    page.locator("#bulk-status").select_option("pending")
    expect(page.locator("#outlook b")).to_be_visible()


def disagreeing(page: Page, house: House, numbers: Numbers) -> None:
    """Two tickets that are to be one, and where they disagree."""
    Screen("merge", TICKET, ("Shift+M",)).open(page, numbers)
    page.locator("#pick-merged").click()
    page.keyboard.type("order")
    page.locator("#pick-merged-list [role=option]").nth(1).click()
    expect(page.locator(".merge__rows")).to_be_visible()


def unfolded(page: Page, house: House, numbers: Numbers) -> None:
    """All that the head of a ticket says, which a phone unfolds."""
    Screen("ticket", TICKET).open(page, numbers)
    if page.locator("[data-unfolds]").is_visible():
        page.locator("[data-unfolds]").click()


def write(page: Page, numbers: Numbers, words: str) -> None:
    """Begin an answer anew."""
    Screen("ticket", TICKET, ("r", "Control+a")).open(page, numbers)
    page.keyboard.type(words)
    expect(page.locator(".composer__kept")).to_have_text("Draft kept")


STATES: dict[str, Callable[[Page, House, Numbers], None]] = {
    "hints": hints,
    "stopped send": stopped,
    "a draft to look over": looked_over,
    "a draft of two devices": two_devices,
    "changing many, filled": many_filled,
    "merge, disagreeing": disagreeing,
    "ticket, unfolded": unfolded,
}


def take(page: Page, path: Path) -> None:
    """The page as it stands, in both themes."""
    at_rest(page)
    for theme in ("light", "dark"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        page.screenshot(path=path.with_name(f"{path.name}.{theme}.png"))


def plain(name: str) -> str:
    """A name for a file."""
    return name.replace(", ", "-").replace("/", "-").replace(" ", "-").replace("'", "")


def moved_in(house: House) -> Numbers:
    """The numbers of something to look at, once the demo company has moved in."""
    log = house.running.log
    until(lambda: "password for all" in log.read_text(), seconds=MOVING_IN_SECONDS)
    return dict(json.loads(house.tell(FINDING).partition("found: ")[2]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
