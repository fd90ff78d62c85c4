"""Typing something into one place of a form, and seeing what became of it."""

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from helpwell.core.text import one_line, storable
from tests.thirdparty.forms import Form, Place

MARK = "zqx7"  # before what is typed, so that it is known again
READING = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")


@dataclass
class Outcome:
    """What a form answered, and what of the typed text was written into the database."""

    answer: Any
    typed: str
    written: list[str] = field(default_factory=list)
    page: str = ""  # from which it was sent, afterwards

    @property
    def verdict(self) -> str:
        """Kept, refused, or looked at; anything else is wrong."""
        if self.answer.status_code >= 500:
            return "broken"
        if self._stands_raw():
            return "shown as markup"
        if self.written:
            return "kept" if any(map(self._is_whole_in, self.written)) else "changed"
        if self.answer.status_code >= 400:
            return self._refusal()
        return "looked at"

    def _refusal(self) -> str:
        said = self.answer.text + self.answer.headers.get("HX-Trigger", "")
        if not one_line(said):
            return "refused without a word"
        is_left_alone = self.answer.headers.get("HX-Reswap") == "none"
        return "refused" if is_left_alone or self._is_whole_in(said) else "forgotten"

    def _is_whole_in(self, text: str) -> bool:
        """White space, letter case and what stands for signs in HTML apart."""
        once = html.unescape(text)
        return any(tidy(self.typed) in tidy(each) for each in (text, once, html.unescape(once)))

    def _stands_raw(self) -> bool:
        is_html = "html" in self.answer.headers.get("Content-Type", "")
        shown = self.page + (self.answer.text if is_html else "")
        return "<" in self.typed and self.typed in shown


def tidy(text: str) -> str:
    """As names and lines are kept."""
    return one_line(storable(text)).lower()


def typed_in(
    client: Any, form: Form, place: Place, text: str, beside: Mapping[str, str]
) -> Outcome:
    """Send a form with `text` in one place, as htmx does; afterwards all is as it was before."""
    typed = MARK + text.encode("utf-8", "replace").decode()
    sent = html.escape(typed) if place.kind == "html" else typed
    outcome = Outcome(None, typed)
    with undone(client), connection.execute_wrapper(Writing(outcome.written)):
        outcome.answer = sent_off(client, form, form.with_words({**beside, place.name: sent}))
        if outcome.answer.status_code < 400 and "<" in text and not form.is_looked_at:
            outcome.page, form.is_looked_at = client.get(form.page).text, True
    return outcome


def sent_off(client: Any, form: Form, given: Mapping[str, Any]) -> Any:
    """The answer to a form as htmx sends it."""
    send = getattr(client, form.method)
    return send(form.to, given, headers={"HX-Request": "true"})


class undone:  # noqa: N801 - read as a word
    """Whatever is done within is not done."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def __enter__(self) -> None:
        self._cookies = self.client.cookies.copy()
        self._within = transaction.atomic()
        self._within.__enter__()

    def __exit__(self, *failure: Any) -> None:
        transaction.set_rollback(True)
        self._within.__exit__(*failure)
        self.client.cookies = self._cookies


class Writing:
    """Notes which marked texts are written into the database."""

    def __init__(self, written: list[str]) -> None:
        self.written = written

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(READING):
            self.written += [text for text in texts_in(params) if MARK in text.lower()]
        return execute(sql, params, many, context)


def texts_in(value: Any) -> Iterator[str]:
    """All texts in what a statement is given, in lists and JSON too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for pair in value.items():
            yield from texts_in(pair)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from texts_in(each)
    elif hasattr(value, "obj"):
        yield from texts_in(value.obj)
