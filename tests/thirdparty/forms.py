"""The forms of all pages, found by opening them, with the places for words in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

WORDS = {"text", "search", "email", "tel", "url", "password", ""}
USUAL = {"checkbox": "on", "radio": "on", "color": "#336699", "number": "3", "date": "2026-05-06"}
Given = dict[str, str]


@dataclass
class Place:
    """Where words are typed: under a name, of a kind, at most so many of them."""

    name: str
    kind: str = "text"  # or email, url, html, chips …
    most: int = 0
    value: str = ""
    required: bool = False

    @property
    def usual(self) -> str:
        """What stands there, or what anybody might write."""
        if "email" in self.kind:
            return self.value or "kim@home.example"
        return self.value or ("Word" if self.required or self.kind == "html" else "")


@dataclass
class Form:
    """Where it goes and how, what it sends as it stands, and where words are typed."""

    to: str
    method: str = "post"
    page: str = ""
    kept: dict[str, list[str]] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    is_looked_at: bool = False  # whether its page was read again after it was sent

    @property
    def kind(self) -> str:
        """The same for forms that differ by what they are about alone."""
        names = sorted({unnumbered(place.name, ".") for place in self.places})
        return f"{self.method} {way(self.to)} {' '.join(names)}"

    def with_words(self, words: Mapping[str, str]) -> dict[str, Any]:
        """What is sent when these are typed, and elsewhere only what has to be."""
        usual = {place.name: place.usual for place in self.places}
        return self.kept | usual | words


def unnumbered(text: str, sign: str) -> str:
    """With n for every number between these signs."""
    return sign.join("n" if step.isdigit() else step for step in text.split(sign))


def way(address: str) -> str:
    """An address without its question, and n for its numbers."""
    return unnumbered(urlsplit(address).path, "/")


class Walk:
    """Opens pages and what they lead to, each kind of address so many times; keeps their forms."""

    def __init__(self, client: Any, *, never: Iterable[str], times: int = 1) -> None:
        self.client, self.never, self.times = client, tuple(never), times
        self.seen: dict[str, int] = {}
        self.forms: dict[str, Form] = {}
        self.broken: list[tuple[str, int]] = []

    def through(self, starts: Iterable[str]) -> dict[str, Form]:
        """The forms that take words, by kind."""
        waiting = list(starts)
        while waiting:
            address = waiting.pop(0)
            if self._is_new(address):
                waiting += self._open(address)
        return self.forms

    def _is_new(self, address: str) -> bool:
        known = " ".join([way(address), *sorted(parse_qs(urlsplit(address).query))])
        if not address.startswith("/") or any(part in known for part in self.never):
            return False
        self.seen[known] = self.seen.get(known, 0) + 1
        return self.seen[known] <= self.times

    def _open(self, address: str) -> list[str]:
        html = self._html_at(address)
        reader = read(html)
        for found in reader.forms:
            form = replace(found, to=urljoin(address, found.to or address), page=address)
            if form.places and form.to.startswith("/"):
                self.forms.setdefault(form.kind, form)
        return [urljoin(address, link) for link in reader.links]

    def _html_at(self, address: str) -> str:
        answer = self.client.get(address)
        if answer.status_code >= 500:
            self.broken.append((address, answer.status_code))
        is_page = "html" in answer.headers.get("Content-Type", "") and not answer.streaming
        for close in answer._resource_closers:  # close() would end the test's own connection too
            close()
        return answer.content.decode() if is_page else ""


def read(html: str) -> "_Reader":
    """What a page has of forms and links."""
    reader = _Reader()
    reader.feed(html)
    return reader


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._form: Form | None = None
        self._chips: Place | None = None
        self._textarea: Place | None = None
        self._select: tuple[str, list[str]] | None = None
        self._rich = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self.links += [given[name] for name in ("href", "hx-get", "src") if given.get(name)]
        if tag == "form":
            self._form = begun(given)
            self.forms.append(self._form)
        elif "hx-post" in given:
            self._posts_besides(given)
        getattr(self, f"_in_{tag.replace('-', '_')}", self._nothing)(given)

    def _nothing(self, given: Given) -> None:
        pass

    def _posts_besides(self, given: Given) -> None:
        """What is in a form is sent elsewhere, too; what stands alone is a form of its own."""
        form = Form(given["hx-post"])
        if self._form:
            form.kept, form.places = self._form.kept, self._form.places
        self.forms.append(form)

    def _in_rich_text(self, given: Given) -> None:
        self._rich = True

    def _in_input(self, given: Given) -> None:
        name, kind = given.get("name", ""), given.get("type", "")
        form = self._form or (self._alone(given) if name else None)
        if not name or not form or name == "csrfmiddlewaretoken" or "disabled" in given:
            return
        if self._rich and kind == "hidden":
            form.places.append(Place(name, "html", value=given.get("value", "")))
        elif kind in WORDS and "readonly" not in given:
            most = int(given.get("maxlength", "0"))
            form.places.append(
                Place(name, kind or "text", most, given.get("value", ""), "required" in given)
            )
        elif kind not in ("checkbox", "radio", "file") or "checked" in given:
            value = given.get("value") or USUAL.get(kind, "")
            form.kept.setdefault(name, []).append(value)

    def _alone(self, given: Given) -> Form | None:
        for method in ("post", "get"):
            if to := given.get(f"hx-{method}"):
                self.forms.append(Form(to, method))
                return self.forms[-1]
        return None

    def _in_combo_box(self, given: Given) -> None:
        self._asks(given)

    def _in_pick_at_caret(self, given: Given) -> None:
        self._asks(given)

    def _asks(self, given: Given) -> None:
        """A pick list asks for what fits the letters typed so far."""
        if given.get("src"):
            self.forms.append(Form(given["src"], "get", places=[Place("q")]))

    def _in_chips_input(self, given: Given) -> None:
        self._asks(given)
        if self._form and given.get("name"):
            self._chips = Place(given["name"], f"chips {given.get('kind', '')}".strip())
            self._form.places.append(self._chips)

    def _in_data(self, given: Given) -> None:
        if self._chips:
            self._chips.value = given.get("value", "")

    def _in_textarea(self, given: Given) -> None:
        if self._form and given.get("name"):
            most = int(given.get("maxlength", "0"))
            self._textarea = Place(given["name"], "lines", most)
            self._form.places.append(self._textarea)

    def _in_select(self, given: Given) -> None:
        if self._form and given.get("name"):
            self._select = (given["name"], [])

    def _in_option(self, given: Given) -> None:
        if self._select:
            chosen = self._select[1]
            if "selected" in given:
                chosen[:] = [given.get("value", "")]
            elif not chosen:
                chosen.append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._textarea.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "chips-input":
            self._chips = None
        elif tag == "textarea":
            self._textarea = None
        elif tag == "rich-text":
            self._rich = False
        elif tag == "select" and self._select and self._form:
            self._form.kept.setdefault(self._select[0], []).extend(self._select[1])
            self._select = None


def begun(given: Given) -> Form:
    if "hx-post" in given:
        return Form(given["hx-post"])
    if "hx-get" in given and "action" not in given:
        return Form(given["hx-get"], "get")
    return Form(given.get("action", ""), given.get("method", "get").lower())
