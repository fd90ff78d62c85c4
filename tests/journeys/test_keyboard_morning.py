"""A working morning without the mouse: thirty tickets, and what became of each."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import ANA, GIVEN, PASSWORD, House, running_house, sign_in, window
from ui.testing import at_rest, chromium, press

pytestmark = pytest.mark.browser
# Newest first, as the list has them: what is asked, and what becomes of it.
MORNING = [
    *[f"Win a trip {n}" for n in range(1, 5)],
    "Your parcel is held at customs",
    "Test, please ignore",
    *[f"Invoice {n}" for n in range(1, 6)],
    "Where is my bag",
    "My bag, once more",
    "Colour of the strap",
    "Which blue is it",
    "When do you call me back",
    "Back in stock?",
    "I write again on Friday",
    *[f"Thank you {n}" for n in range(1, 5)],
    *[f"Broken zip {n}" for n in range(1, 5)],
    *[f"Opening hours {n}" for n in range(1, 5)],
]
FOUNDING = f"""
from helpwell.accounts.actions import found_house
from helpwell.customers.testing import make_customer
from helpwell.macros import actions as macros
from helpwell.tickets import actions as tickets
from helpwell.tickets.testing import make_ticket
ana = found_house(name="Ana Brandt", email="{ANA}", password="{PASSWORD}")
{GIVEN}
macros.make_snippet(name="Opening hours", shortcut="hours", by=SYSTEM,
    html="<div>We are here from nine to five, {{{{customer.name}}}}.</div>")
macros.make_macro(name="New zip", by=SYSTEM, html="<div>A new zip is on its way.</div>",
    deeds=[{{"do": "tag", "add": ["repair"]}}, {{"do": "status", "to": "solved"}}])
tickets.set_habits(asks_for_reason=True, by=SYSTEM)
tickets.arrange_reason(None, name="Delivery", by=SYSTEM)
product = tickets.arrange_reason(None, name="Product", by=SYSTEM)
answered = tickets.arrange_resolution(None, name="Answered", by=SYSTEM)
priya = make_customer(name="Priya Raman", email="priya@oakfield.example")
for subject in reversed({MORNING!r}):
    ticket = make_ticket(subject=subject, text="Please tell me.", requester=priya)
    if subject.startswith(("Broken zip", "Opening hours")):
        tickets.set_reason(ticket, to=product, by=SYSTEM)
        tickets.set_resolution(ticket, to=answered, by=SYSTEM)
"""
BECAME = """
import json
from helpwell.tickets.models import Promise, Ticket
def told(ticket):
    tags = sorted(tag.name for tag in ticket.tags.all())
    who = ticket.assignee.first_name if ticket.assignee else ""
    into = ticket.merged_into.subject if ticket.merged_into else ""
    said = ticket.messages.filter(kind="reply").count()
    return [ticket.status, who, tags, ticket.priority, said, into,
        Promise.objects.filter(ticket=ticket).count()]
print("became: " + json.dumps({each.subject: told(each) for each in Ticket.objects.all()}))
"""

# Status, whose, tags, priority, answers, merged into, promises.
EXPECTED = {
    **{f"Win a trip {n}": ["spam", "", [], 2, 0, "", 0] for n in range(1, 5)},
    "Your parcel is held at customs": ["spam", "", [], 2, 0, "", 0],
    "Test, please ignore": ["trash", "", [], 2, 0, "", 0],
    **{f"Invoice {n}": ["new", "Ben", ["billing"], 3, 0, "", 0] for n in range(1, 6)},
    "Where is my bag": ["pending", "Ana", [], 2, 1, "", 0],
    "My bag, once more": ["merged", "", [], 2, 0, "Where is my bag", 0],
    "Colour of the strap": ["new", "Ana", ["colour"], 1, 0, "", 0],
    "Which blue is it": ["new", "Ben", [], 2, 0, "", 0],
    "When do you call me back": ["new", "Ana", [], 2, 0, "", 1],
    "Back in stock?": ["snoozed", "", [], 2, 0, "", 0],
    "I write again on Friday": ["snoozed", "", [], 2, 0, "", 0],
    **{f"Thank you {n}": ["solved", "", [], 2, 0, "", 0] for n in range(1, 5)},
    **{f"Broken zip {n}": ["solved", "Ana", ["repair"], 2, 1, "", 0] for n in range(1, 5)},
    **{f"Opening hours {n}": ["pending", "Ana", [], 2, 1, "", 0] for n in range(1, 5)},
}
VIEWS = [
    ("g m", "Mine", 2),
    ("g z", "Snoozed", 2),
    ("g s", "Solved", 8),
    ("g x", "Spam", 5),
    ("g t", "Trash", 1),
]


@dataclass
class Keyboard:
    """Ana's keyboard, which remembers what was pressed; she has no mouse."""

    page: Page
    pressed: list[str] = field(default_factory=list)

    def press(self, *keys: str) -> None:
        press(self.page, *keys)
        self.pressed += keys

    def type(self, text: str) -> None:
        at_rest(self.page).keyboard.type(text)
        self.pressed.append(repr(text))

    def command(self, words: str) -> None:
        """What the palette knows by these words."""
        self.press("Control+k")
        expect(self.page.locator("#palette input")).to_be_focused()
        self.type(words)
        expect(self.page.locator("#palette [role=option][data-active]")).to_contain_text(words)
        self.press("Enter")

    def row(self, subject: str) -> Locator:
        return self.page.locator("[data-row]", has_text=subject)

    def next(self, subject: str) -> None:
        """Down the list by one, which is to be this ticket."""
        expect(self.page.locator("[data-row]").first).to_contain_text(subject)
        self.press("j")
        expect(self.row(subject)).to_be_focused()

    def open(self, subject: str) -> None:
        """The ticket that is next."""
        self.next(subject)
        self.press("Enter")
        expect(self.page.locator("#ticket-head h1")).to_have_text(subject)

    def choose(self, *subjects: str) -> None:
        """The next rows, to change them at once."""
        for subject in subjects:
            self.press("j")
            expect(self.row(subject)).to_be_focused()
            self.press("x")
        self.press("b")
        expect(self.page.locator("#bulk-dialog")).to_be_visible()

    def walk_to(self, name: str) -> None:
        """Tab until what goes by this name has the focus."""
        asked = self.page.locator("dialog[open]")
        fields = asked.get_by_label(name, exact=True).and_(asked.locator("input, select"))
        wanted = fields.or_(asked.get_by_role("button", name=name, exact=True))
        for _ in range(25):
            if wanted.evaluate("element => element === document.activeElement"):
                return
            self.press("Tab")
        expect(wanted).to_be_focused()

    def finish(self, *subjects: str) -> None:
        """What was typed is taken, and these are no longer in the list."""
        self.press("Control+Enter")
        self.gone(*subjects)

    def gone(self, *subjects: str) -> None:
        """They have left the list, and nothing is asked any more."""
        for subject in subjects:
            expect(self.row(subject)).to_have_count(0)
        expect(self.page.locator("dialog[open]")).to_have_count(0)


@pytest.fixture(scope="module")
def morning_house() -> Iterator[House]:
    """A house of Ana and Ben, with thirty tickets that nobody has looked at."""
    with running_house() as house:
        house.tell(FOUNDING)
        yield house


@pytest.fixture(scope="module")
def browser(morning_house: House) -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def ana(browser: Browser, morning_house: House) -> Iterator[Keyboard]:
    """Ana, signed in, with the mouse put away."""
    with window(browser, morning_house) as page:
        sign_in(page, ANA)
        page.mouse.click = page.mouse.move = page.click = None  # type: ignore[assignment]
        yield Keyboard(page)


def test_thirty_tickets_are_dealt_with_by_keys_alone(ana: Keyboard, morning_house: House):
    ana.press("g u")
    expect(ana.page.locator("#pane-list h1")).to_have_text("Unassigned")
    triage(ana)
    join_and_answer(ana)
    put_off(ana)
    solve(ana)
    expect(ana.page.locator("[data-row]")).to_have_count(0)
    look_around(ana)
    became = json.loads(morning_house.tell(BECAME).partition("became: ")[2])
    assert became == EXPECTED
    assert len(ana.pressed) < 12 * len(MORNING)


def triage(ana: Keyboard) -> None:
    """What is no question goes; what is somebody else's goes to them."""
    trips = [f"Win a trip {n}" for n in range(1, 5)]
    ana.choose(*trips)
    ana.walk_to("Put aside")
    ana.type("Into spam")
    ana.finish(*trips)
    ana.open("Your parcel is held at customs")
    ana.press("!")
    ana.gone("Your parcel is held at customs")
    ana.open("Test, please ignore")
    ana.press("#")
    ana.gone("Test, please ignore")
    invoices = [f"Invoice {n}" for n in range(1, 6)]
    ana.choose(*invoices)
    ana.walk_to("Agent")
    ana.type("Ben")
    ana.press("Enter")
    ana.walk_to("Priority")
    ana.type("High")
    ana.walk_to("Add tags")
    ana.type("billing,")
    ana.finish(*invoices)


def join_and_answer(ana: Keyboard) -> None:
    """Two tickets are one; another pair is told apart."""
    page = ana.page
    ana.open("Where is my bag")
    ana.press("Shift+M")
    ana.type("once more")
    expect(page.locator("#merge-dialog [role=option]:visible")).to_have_count(1)
    expect(page.locator("#merge-dialog [role=option][data-active]")).to_contain_text("once more")
    ana.press("Enter")
    expect(page.locator("#merge-dialog")).to_contain_text("Where they disagree")
    ana.finish("My bag, once more")
    ana.press("r")
    expect(page.locator("#reply-body")).to_be_focused()
    ana.type("It left yesterday.")
    ana.finish("Where is my bag")
    ana.press("Escape")
    ana.open("Colour of the strap")
    ana.press("t")
    expect(page.locator("#chips-tag")).to_be_focused()
    ana.type("colour,")
    ana.press("Control+Enter")
    expect(page.locator("#ticket-head .badge--tag")).to_have_text("colour")
    ana.press("Shift+P")
    ana.type("L")
    ana.press("Enter")
    expect(page.locator("[popovertarget=priority-menu]")).to_have_text("Low")
    ana.press("Shift+A")
    ana.gone("Colour of the strap")
    ana.open("Which blue is it")
    ana.press("n")
    expect(page.locator("#note-body")).to_be_focused()
    ana.type("Ben knows the colours.")
    ana.press("Control+Enter")
    expect(page.locator(".message--note")).to_contain_text("Ben knows the colours.")
    ana.press("Escape", "a")
    expect(page.locator("#assign-dialog")).to_be_visible()
    ana.walk_to("Agent")
    ana.type("Ben")
    ana.press("Enter")
    ana.finish("Which blue is it")


def put_off(ana: Keyboard) -> None:
    """What cannot be done now is promised, or sleeps."""
    page = ana.page
    ana.open("When do you call me back")
    ana.press("p")
    expect(page.locator("#promise-words")).to_be_focused()
    ana.type("Call back")
    ana.press("Tab", "Enter")
    expect(page.locator("#beside-promises")).to_contain_text("Call back")
    ana.command("Take it")
    ana.gone("When do you call me back")
    ana.open("Back in stock?")
    ana.press("h")
    expect(page.locator("#snooze-dialog")).to_be_visible()
    ana.press("Enter")
    ana.gone("Back in stock?")
    ana.open("I write again on Friday")
    ana.press("h")
    expect(page.locator("#snooze-dialog")).to_be_visible()
    ana.walk_to("Until they write")
    ana.press("Enter")
    ana.gone("I write again on Friday")


def solve(ana: Keyboard) -> None:
    """Thanks need no answer but a reason; the rest is answered by what is kept ready."""
    page = ana.page
    for number in range(1, 5):
        ana.open(f"Thank you {number}")
        ana.press("e")
        expect(page.locator("#missing-dialog")).to_be_visible()
        ana.walk_to("Contact reason")
        ana.type("Product")
        ana.press("Enter")
        ana.walk_to("Resolution")
        ana.type("Answered")
        ana.press("Enter")
        ana.finish(f"Thank you {number}")
    for number in range(1, 5):
        ana.open(f"Broken zip {number}")
        ana.press("m")
        expect(page.get_by_role("combobox", name="Find a macro")).to_be_focused()
        ana.type("zip")
        expect(page.locator("#macro-preview h3")).to_have_text("New zip")
        ana.press("Enter")
        expect(page.locator("#reply-body")).to_have_text("A new zip is on its way.")
        expect(page.locator("dialog[open]")).to_have_count(0)
        ana.finish(f"Broken zip {number}")
        ana.press("Escape")
    for number in range(1, 5):
        ana.open(f"Opening hours {number}")
        ana.press("r")
        expect(page.locator("#reply-body")).to_be_focused()
        ana.type("/hours")
        expect(page.locator(".options--caret [role=option]").first).to_be_visible()
        ana.press("Enter")
        expect(page.locator("#reply-body")).to_have_text(
            "We are here from nine to five, Priya Raman."
        )
        ana.finish(f"Opening hours {number}")
        ana.press("Escape")


def look_around(ana: Keyboard) -> None:
    """Every view is a sequence of two keys away, and in the palette."""
    for keys, title, rows in VIEWS:
        ana.press(keys)
        expect(ana.page.locator("#pane-list h1")).to_have_text(title)
        expect(ana.page.locator("[data-row]")).to_have_count(rows)
    ana.command("Unassigned")
    expect(ana.page.locator("#pane-list h1")).to_have_text("Unassigned")
