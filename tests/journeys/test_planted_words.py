"""What people type does nothing in a browser, on whatever page it is shown: no dialog, no changed
global, no request elsewhere, nothing that the policy had to stop.

The main pages with a few bodies; with HELPWELL_EVERY_PAGE (`make pages`) all pages and all bodies.
"""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import batched
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import ANA, House, sign_in
from tests.journeys.pages import Screen, screens
from tests.journeys.payloads import in_mails, payloads
from tests.journeys.watching import watch
from ui.testing import at_rest, press

pytestmark = pytest.mark.browser
EVERY = "HELPWELL_EVERY_PAGE" in os.environ
SHOWN_TOGETHER = 30  # of the forty messages that a ticket opens with
SAMPLED = 30  # one of so many bodies
TICKET = "/tickets/{ticket}/"
WORDS = "<img src=x onerror=planted()"
PICK_LISTS = ("a", "Escape", "t", "Escape", "s", "Escape", "m")
MAIN = (
    Screen("list", "/inbox/open/"),
    Screen("ticket", TICKET, PICK_LISTS),
    Screen("palette", "/inbox/mine/", ("Control+k",), says="planted"),
    Screen("customer", "/customers/{customer}/"),
    Screen("search", "/search/?q=planted"),
    Screen("fields", "/settings/fields/"),
    Screen("macros", "/settings/macros/"),
)
OF_THE_DEMO = ("demo mail",)
PLANT = """
import json
from helpwell.accounts.models import User
from helpwell.brands.models import Brand
from helpwell.channels.models import Inbox
from tests.planting import plant, plant_again
with open({path!r}) as bodies:
    packs = json.load(bodies)
ana = User.objects.get(email="{ana}")
ticket = plant(ana, more=packs[0])
others = [plant_again(ticket, bodies=pack, by=ana).pk for pack in packs[1:]]
brand, inbox = (getattr(model.objects.first(), "pk", 0) for model in (Brand, Inbox))
found = {{"ticket": ticket.pk, "customer": ticket.requester_id, "brand": brand, "inbox": inbox}}
print("PLANTED" + json.dumps([found, others]))
"""
UPROOT = "from tests.planting import uproot; uproot()"
WATCH = """
window.harm = [];
window.planted = () => window.harm.push("planted");
document.addEventListener("securitypolicyviolation", (event) =>
  window.harm.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
window.known = new Set([...Object.getOwnPropertyNames(window), "known"]);
"""
OURS = ["htmx", "Trix"]
CHANGED = """(ours) => Object.getOwnPropertyNames(window).filter(
  (name) => !window.known.has(name) && !ours.includes(name) && !/^\\d+$/.test(name))"""
# A name given by words would be a global's, and an id that of a part of the page.
NAMED = ".message .prose [id], .message .prose [name]"


@dataclass
class Watched:
    """A window in which nothing of what is watched for should happen."""

    page: Page
    numbers: dict[str, int]
    harm: list[str] = field(default_factory=list)

    def look_at(self, screen: Screen) -> None:
        """Open it, and see that nothing came of what is shown there."""
        screen.open(self.page, self.numbers)
        self.assert_quiet(screen.name)

    def assert_quiet(self, where: str) -> None:
        found = self.page.evaluate("window.harm") + self.page.evaluate(CHANGED, OURS)
        assert found + self.harm == [], where
        assert self.page.locator(NAMED).count() == 0, where


@pytest.fixture(scope="module")
def numbers(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, int]]:
    """Where to look; all of it is gone afterwards."""
    path: Path = tmp_path_factory.mktemp("planted") / "bodies.json"
    path.write_text(json.dumps(list(batched(chosen(), SHOWN_TOGETHER))))
    said = house.tell(PLANT.format(path=str(path), ana=ANA))
    found, others = json.loads(said.rpartition("PLANTED")[2])
    yield found | {f"ticket{number}": pk for number, pk in enumerate(others)}
    house.tell(UPROOT)


def chosen() -> list[str]:
    """The bodies, a few of each make or all; what no form can bring is left out."""
    found = in_mails(payloads())[:: 1 if EVERY else SAMPLED]
    whole = [each.html.encode("utf-16", "replace").decode("utf-16") for each in found]
    return [html.replace("\0", "") for html in whole]


@pytest.fixture(scope="module")
def watched(browser: Browser, house: House, numbers: dict[str, int]) -> Iterator[Watched]:
    # A service worker would ask by itself, past what this page is told to answer.
    context = browser.new_context(
        base_url=house.address, service_workers="block", viewport={"width": 1440, "height": 900}
    )
    context.add_init_script(WATCH)
    watched = Watched(context.new_page(), numbers)
    watch(watched.page, requests=watched.harm, dialogs=watched.harm)
    sign_in(watched.page, ANA)
    yield watched
    context.close()


def test_words_that_would_do_harm_are_shown_and_do_nothing(watched: Watched):
    further = [
        Screen(name, f"/tickets/{{{name}}}/")
        for name in watched.numbers
        if re.fullmatch("ticket[0-9]+", name)
    ]
    pages = [each for each in screens() if each.name not in OF_THE_DEMO] if EVERY else []
    for screen in (*MAIN, *pages, *further):
        watched.look_at(screen)


def test_nor_do_they_in_a_notice_after_a_deed(watched: Watched):
    page = watched.page
    page.goto(TICKET.format(**watched.numbers))
    press(page, "m")
    expect(page.get_by_role("combobox", name="Find a macro")).to_be_focused()
    page.keyboard.type("planted")
    expect(page.locator("#macro-preview h3")).to_contain_text("planted()")
    press(page, "Enter")
    expect(page.locator(".toast__words").last).to_contain_text(WORDS)
    watched.assert_quiet("notice")


def test_the_watch_sees_what_it_watches_for(watched: Watched):
    """Guards the guard: a script that is let in is seen, and so is what the policy stops."""
    page = watched.page
    page.goto("/settings/me/")
    page.evaluate("planted(); window.owned = 1; document.body.append(new Image())")
    page.evaluate("document.body.lastChild.src = 'https://evil.example/a.png'")
    expect(page.locator("body > img")).to_have_count(1)
    assert at_rest(page).evaluate(CHANGED, OURS) == ["owned"]
    found = page.evaluate("window.harm")
    assert found[0] == "planted"
    assert any("evil.example" in each for each in (*found, *watched.harm))
