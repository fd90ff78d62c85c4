"""An agent's browser without its window: cookies, forms, htmx."""

import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from typing import Self

Fields = list[tuple[str, str]]


@dataclass
class Page:
    """What the pages answered; status 0 when they did not."""

    status: int
    text: str

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300

    def form_to(self, address: str) -> Fields | None:
        """What the form that posts to `address` holds; nothing when there is none."""
        return _Forms.read(self.text).get(address)


@dataclass
class Browser:
    """Asks for pages as a person's browser does; never raises."""

    address: str
    seconds: float = 60
    _opener: urllib.request.OpenerDirector = field(init=False)

    def __post_init__(self) -> None:
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self._opener = urllib.request.build_opener(cookies)

    def get(self, path: str) -> Page:
        return self._ask(urllib.request.Request(self.address + path))

    def post(self, path: str, fields: Fields) -> Page:
        request = urllib.request.Request(
            self.address + path,
            data=urllib.parse.urlencode(fields).encode(),
            headers={"HX-Request": "true", "Referer": self.address + path},
        )
        return self._ask(request)

    def _ask(self, request: urllib.request.Request) -> Page:
        try:
            with self._opener.open(request, timeout=self.seconds) as answer:
                return Page(answer.status, answer.read().decode())
        except urllib.error.HTTPError as refusal:
            return Page(refusal.code, refusal.read().decode(errors="replace"))
        except (OSError, ValueError) as trouble:
            return Page(0, repr(trouble))
        except Exception as trouble:  # http.client has many ways to say that the line was cut
            return Page(0, repr(trouble))


class _Forms(HTMLParser):
    """The fields of every form, chips among them, by the address it posts to."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, Fields] = {}
        self._fields: Fields | None = None
        self._chips = ""

    @classmethod
    def read(cls, html: str) -> dict[str, Fields]:
        reader: Self = cls()
        reader.feed(html)
        return reader.forms

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            address = given.get("hx-post") or given.get("action", "")
            self._fields = self.forms.setdefault(address, [])
        elif tag == "chips-input":
            self._chips = given["name"]
        elif tag in ("input", "data") and self._fields is not None and given.get("value"):
            self._fields.append((given.get("name", self._chips), given["value"]))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._fields = None
