"""Hostile mails in a real browser: no dialog, no changed global, no request elsewhere, no move.

Two locks are tried together and each alone: what the cleaning leaves, in a document without any
protection; and the frame's protection, around what was never cleaned.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.journeys.conftest import ANA, INBOX, House, sign_in
from tests.journeys.payloads import NOT_WORDS, THIRD_PARTY, Payload, in_mails, payloads
from tests.journeys.watching import watch

pytestmark = pytest.mark.browser
BATCH = 60
ARRIVE = """
import json
from helpwell.channels.actions import read_waiting
from helpwell.channels.actions.accepting import Arrival, accept_all
from helpwell.channels.models import Envelope, Inbox
inbox = Inbox.objects.get(address="{inbox}")
raws = [raw.encode() for raw in json.load(open("{path}"))]
accept_all([Arrival(inbox, raw) for raw in raws])
while Envelope.objects.filter(state="waiting").exists():
    read_waiting()
rows = Envelope.objects.filter(message_id_header__contains="hostile-").select_related("message")
places = {{r.message_id_header.strip("<>"): [r.message.ticket_id, r.message_id] for r in rows}}
print("FOUND" + json.dumps(places))
"""
LOOK = Path(__file__).with_name("look_at_frames.js").read_text()
HARM = """<img src="https://evil.example/a.png"><script>alert(1); parent.owned = 1</script>"""
HARMLESS = re.compile(r"https?://|mailto:|tel:|data:image/|\.\.")
SANDBOX = "allow-same-origin allow-popups allow-popups-to-escape-sandbox"
WORDS_OF = """(all) => all.map((htmls) => htmls.map((html) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  page.querySelectorAll("style, script").forEach((unseen) => unseen.remove());
  return page.body.textContent;
}))"""


@dataclass
class Watched:
    """A window in which nothing of what is watched for should happen."""

    page: Page
    dialogs: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def look(self, sources: list[str], *, sandbox: str = SANDBOX, bare: bool = False) -> list[dict]:
        """Open the documents and tell what became of each; nothing may have changed around them."""
        told = []
        for start in range(0, len(sources), BATCH):
            asked = {"sources": sources[start : start + BATCH], "sandbox": sandbox, "bare": bare}
            found = self.page.evaluate(LOOK, asked)
            assert found["changed"] == []
            told += found["told"]
        return told

    def assert_quiet(self) -> None:
        assert self.dialogs == []
        assert self.requests == []


@dataclass(frozen=True)
class Arrived:
    """A payload that came in as a mail, and where its message is."""

    payload: Payload
    ticket: int
    message: int

    @property
    def frame(self) -> str:
        return f"/tickets/{self.ticket}/messages/{self.message}/frame/?all"


@pytest.fixture(scope="module")
def arrived(house: House, tmp_path_factory: pytest.TempPathFactory) -> list[Arrived]:
    """Every payload as the HTML body of a mail of its own, read onto a ticket of its own."""
    path: Path = tmp_path_factory.mktemp("hostile") / "bodies.json"
    found = in_mails(payloads())
    path.write_text(json.dumps([mail_of(number, each) for number, each in enumerate(found)]))
    answer = house.running.ask("shell", "-c", ARRIVE.format(path=path, inbox=INBOX))
    assert answer.returncode == 0, answer.stderr
    places = json.loads(answer.stdout.rpartition("FOUND")[2])
    return [
        Arrived(each, *places[message_id(number).strip("<>")]) for number, each in enumerate(found)
    ]


def mail_of(number: int, payload: Payload) -> str:
    """The mail that brings a payload."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"] = f"Mallory <mallory{number}@evil.example>", INBOX
    mail["Subject"], mail["Message-ID"] = f"Hostile {number}", message_id(number)
    body = payload.html.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    mail.set_content(body, subtype="html", cte="base64")
    return mail.as_string()


def message_id(number: int) -> str:
    return f"<hostile-{number}@evil.example>"


@pytest.fixture
def watched(browser: Browser, house: House) -> Iterator[Watched]:
    with window_of(browser, house) as watched:
        yield watched


@contextmanager
def window_of(browser: Browser, house: House) -> Iterator[Watched]:
    # A service worker would ask for the frames itself, past what this page is told to answer.
    context = browser.new_context(base_url=house.address, service_workers="block")
    watched = Watched(context.new_page())
    watch(watched.page, requests=watched.requests, dialogs=watched.dialogs)
    sign_in(watched.page, ANA)
    watched.page.goto("/settings/me/")
    yield watched
    context.close()


def without_protection(watched: Watched) -> None:
    """A page of our origin that forbids nothing."""
    page = "<!doctype html><title>bare</title><body>"
    watched.page.route("**/bare/", lambda route: route.fulfill(body=page, content_type="text/html"))
    watched.page.goto("/bare/")


@pytest.fixture(scope="module")
def opened(browser: Browser, house: House, arrived: list[Arrived]) -> tuple[Watched, list[dict]]:
    """All mails opened as they are served; what was watched, and what became of each."""
    with window_of(browser, house) as watched:
        told = watched.look([each.frame for each in arrived])
        wanted = watched.page.evaluate(WORDS_OF, [each.payload.expected for each in arrived])
        for each, words in zip(told, wanted, strict=True):
            each["wanted"] = words
        return watched, told


def test_opened_mails_do_nothing_but_show(arrived: list[Arrived], opened):
    watched, found = opened
    for each, told in zip(arrived, found, strict=True):
        assert not told["moved"], each.payload
        assert told["changed"] == [], each.payload
        assert [url for url in told["links"] if not HARMLESS.match(url)] == [], each.payload
    watched.assert_quiet()


def test_the_words_that_are_to_stay_are_there(arrived: list[Arrived], opened):
    if not THIRD_PARTY.is_dir():
        pytest.skip("the third-party HTML cases are not on this machine")
    lost, judged = [], 0
    for each, told in zip(arrived, opened[1], strict=True):
        if told["wanted"] and each.payload.name not in NOT_WORDS:
            judged += 1
            if not any(squeezed(words) in squeezed(told["text"]) for words in told["wanted"]):
                lost.append((each.payload.name, told["wanted"], told["text"]))
    assert lost == []
    assert judged > 200


def test_what_the_cleaning_leaves_needs_no_other_protection(
    watched: Watched, arrived: list[Arrived]
):
    without_protection(watched)
    sources = [each.frame for each in arrived]
    for each, told in zip(arrived, watched.look(sources, sandbox="", bare=True), strict=True):
        assert told["changed"] == [], each.payload
    watched.assert_quiet()


def test_the_frame_holds_what_was_never_cleaned(watched: Watched, arrived: list[Arrived]):
    served = watched.page.request.get(arrived[0].frame)
    before, body, after = served.text().partition('<body dir="auto">')
    headers = {
        name: value
        for name, value in served.headers.items()
        if name.startswith(("content-security", "x-", "referrer", "cross-"))
    }

    def raw(route: Route) -> None:
        number = route.request.url.rpartition("/raw/")[2]
        if not number.isdigit():  # what a payload names beside itself
            route.fulfill(status=404)
            return
        html = found[int(number)].html
        page = (before + body + html + after).encode("utf-8", "replace")
        route.fulfill(body=page, headers=headers | {"content-type": "text/html; charset=utf-8"})

    found = [each for each in payloads() if "<" in each.html]  # nothing else begins anything
    watched.page.route("**/raw/*", raw)
    told = watched.look([f"/raw/{number}" for number in range(len(found))])
    changed = [each for each, seen in zip(found, told, strict=True) if seen.get("changed")]
    assert changed == []
    watched.assert_quiet()


def test_a_ticket_with_each_kind_is_opened_whole(watched: Watched, arrived: list[Arrived]):
    for each in arrived[: len(arrived) : max(1, len(arrived) // 6)]:
        watched.page.goto(f"/tickets/{each.ticket}/")
        watched.page.locator(f"#message-{each.message}").scroll_into_view_if_needed()
    watched.assert_quiet()


def test_the_watch_sees_what_it_watches_for(watched: Watched):
    """Guards the guard: what is neither cleaned nor held does its harm, and is seen to."""
    without_protection(watched)
    page = watched.page
    page.route("**/raw/", lambda route: route.fulfill(body=HARM, content_type="text/html"))
    found = page.evaluate(LOOK, {"sources": ["/raw/"], "sandbox": "", "bare": False})
    assert found["changed"] == ["owned"]
    assert watched.dialogs == ["1"]
    assert watched.requests == ["https://evil.example/a.png"]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
