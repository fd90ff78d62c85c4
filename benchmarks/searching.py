"""Search, for words of every frequency, by somebody who sees all and by somebody who does not."""

from collections.abc import Iterator
from urllib.parse import quote_plus

from benchmarks.browser import Browser
from benchmarks.house import Served
from benchmarks.language import vocabulary
from benchmarks.measure import Figure, repeat
from benchmarks.people import ADMINISTRATOR, NARROW, SCOPED, cookie_of

WHO = {"administrator": ADMINISTRATOR, "scoped agent": SCOPED, "own tickets only": NARROW}


def measure(served: Served, count: int) -> Iterator[Figure]:
    """A line for each kind of question and each person; every search is another one."""
    words = vocabulary()
    for who, person in WHO.items():
        browser = Browser(served.house, cookie_of(person))
        for what, questions in _questions(words, served.house.tickets).items():
            paths = [f"/search/?q={quote_plus(question)}" for question in questions]

            def act(number: int, paths: list[str] = paths, browser: Browser = browser) -> object:
                return browser.get(paths[number % len(paths)], is_fragment=True)

            yield repeat(served, f"search, {what}, {who}", [act], count=count, warm_up=4)


def _questions(words: list[str], tickets: int) -> dict[str, list[str]]:
    """Twenty questions of each kind; a word's rank says how many of all messages hold it."""
    return {
        "rare (one ticket)": [f"ORD{1 + n * 7919 % tickets:07}" for n in range(20)],
        "seldom (0.1 %)": words[6000:8000:100],
        "middle (1 %)": words[900:1300:20],
        "frequent (7 %)": words[150:250:5],
        "common (80 %)": words[2:22],
        "two common": [f"{words[n]} {words[n + 9]}" for n in range(20)],
        "two middle": [f"{words[n]} {words[n + 50]}" for n in range(150, 350, 10)],
        "common and seldom": [f"{words[n]} {words[n + 6000]}" for n in range(20)],
        "begun (2 letters)": [word[:2] for word in words[:20]],
        "begun (4 letters)": [word[:4] for word in words[150:350:10]],
        "nothing found": [f"qqq{n}" for n in range(20)],
    }
