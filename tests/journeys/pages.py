"""Every page and dialog people work on, and how one gets there by address and keys."""

from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from ui.testing import at_rest, press

HANNE = "hanne@plovermill.example"
FINDING = """
import json
from helpwell.brands.models import Brand
from helpwell.channels.models import Inbox
from helpwell.tickets.models import Ticket
ticket = Ticket.objects.filter(status="open", assignee__isnull=False).order_by("pk").first()
brand, inbox = (getattr(model.objects.first(), "pk", 0) for model in (Brand, Inbox))
found = {"ticket": ticket.pk, "customer": ticket.requester_id, "brand": brand, "inbox": inbox}
print("found: " + json.dumps(found))
"""


@dataclass(frozen=True)
class Screen:
    """One thing to look at: an address, keys pressed, words typed, and what is then to be seen."""

    name: str
    path: str
    keys: tuple[str, ...] = ()
    says: str = ""
    then: tuple[str, ...] = ()
    shows: str = ""

    def open(self, page: Page, numbers: dict[str, int]) -> Page:
        """Go there by address, and on by keys."""
        page.goto(self.path.format(**numbers))
        press(page, *self.keys)
        page.keyboard.type(self.says)
        press(page, *self.then)
        if self.shows:
            expect(page.locator(self.shows).first).to_be_visible()
        return at_rest(page)


TICKET = "/tickets/{ticket}/"
SETTINGS = (
    "me", "settings/clock", "settings/people", "settings/people/invitations", "settings/groups",
    "settings/roles", "settings/roles/new", "settings/tokens", "settings/apps", "settings/fields",
    "settings/fields/new", "settings/brands", "settings/habits", "settings/statuses",
    "settings/reasons", "settings/forms", "settings/hints",
    "settings/words", "settings/inboxes", "settings/inboxes/new", "settings/blocks",
    "settings/mail-rules", "settings/mail-rules/new", "settings/mail", "settings/outbox",
    "settings/snippets", "settings/snippets/new", "settings/macros", "settings/macros/new",
    "settings/brands/{brand}", "settings/inboxes/{inbox}",
)  # fmt: skip
WORK = {
    "inbox of one's own": "/inbox/mine/",
    "inbox of all": "/inbox/open/",
    "empty inbox": "/inbox/trash/",
    "ticket": TICKET,
    "new ticket": "/tickets/new/",
    "all views": "/views/",
    "new view": "/views/new/",
    "promises": "/promises/",
    "promise report": "/promises/report/",
    "search": "/search/?q=bag",
    "customers": "/customers/",
    "customer": "/customers/{customer}/",
    "import": "/customers/imports/",
    "segments": "/customers/segments/",
    "organisations": "/organisations/",
    "first steps": "/welcome/steps/",
    "about the api": "/api/",
    "demo mail": "/demo/mail/",
    "all settings": "/settings/",
    "notifications": "/notifications/",
    "notifications by one's wish": "/settings/notifications/",
    "style guide": "/style-guide/",
}
DIALOGS = {
    "assign": ("a",),
    "tags": ("t",),
    "status menu": ("s",),
    "merge": ("Shift+M",),
    "link": ("l",),
    "snooze": ("h",),
    "promise": ("p",),
    "macros": ("m",),
    "ask somebody": ("f",),
    "note": ("n",),
    "reply": ("r",),
    "send later": ("r", "Control+Shift+L"),
    "palette": ("Control+k",),
    "keys": ("?",),
}


OVER = ("Control+k",)


def screens() -> Iterator[Screen]:
    """All of them, each by a name that tells."""
    for name, path in WORK.items():
        yield Screen(name, path)
    for path in SETTINGS:
        yield Screen(path, f"/{path}/")
    for name, keys in DIALOGS.items():
        yield Screen(f"ticket, {name}", TICKET, keys)
    yield Screen("ticket, look over", TICKET, OVER, says="look this over", then=("Enter",))
    yield Screen("changing many", "/inbox/open/", ("j", "x", "j", "x", "b"), shows="#bulk-dialog")
