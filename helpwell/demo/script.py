"""Reading talks: plays in plain text, with stage directions in square brackets.

== Wrong colour: I got the green one
who: tuan-pham
when: 17 days ago, 12:40
tags: wrong-item

[customer, photo green-bag]
Hi, my parcel came today …

[giulia +35m, solved]
Hi Tuấn, …
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path

from helpwell.demo.errors import UnreadableError

HEADING = "== "
STATUSES = ("open", "pending", "on hold", "solved", "closed", "spam")
HEADERS = ("who", "from", "to", "when", "tags", "group", "priority", "language", "times")
DIRECTION = re.compile(
    r"\[(?P<who>[a-z-]+)(?: (?P<act>notes|drafts|asks|assigns (?P<colleague>[a-z]+)))?"
    r"(?: \+(?P<after>\d+[mhd])| (?P<ago>\d+[mhd]) ago)?(?:, (?P<rest>.+))?\]"
)
WHEN = re.compile(
    r"(?P<days>\d+) days? ago, (?P<at>\d\d:\d\d)|(?P<number>\d+) (?P<unit>minute|hour)s? ago"
)
UNITS = {"m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True, kw_only=True)
class When:
    """When a talk began: so many days ago at a time of day, or so long before now."""

    days: int = 0
    at: time | None = None
    ago: timedelta = timedelta(0)


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One act of a talk: somebody writes, notes, drafts, hands over or sets a status; or asks a
    supplier in a side talk, who answers."""

    who: str
    text: str = ""
    is_note: bool = False
    is_draft: bool = False
    is_question: bool = False
    hands_to: str = ""
    after: timedelta = timedelta(0)
    ago: timedelta | None = None
    then: str = ""
    is_optional: bool = False
    props: tuple[tuple[str, str], ...] = ()

    @property
    def is_customers(self) -> bool:
        return self.who == "customer"

    @property
    def is_suppliers(self) -> bool:
        return self.who == "supplier"

    @property
    def is_desks(self) -> bool:
        return not self.is_customers and not self.is_suppliers

    def prop(self, kind: str) -> str | None:
        """What follows `kind` in the stage direction, such as the name of a photo."""
        return dict(self.props).get(kind)


@dataclass(frozen=True, kw_only=True)
class Talk:
    """A customer's matter from the first mail to the last, as it is written down."""

    subject: str
    turns: tuple[Turn, ...]
    when: When | None = None
    who: str = ""
    sender: str = ""
    inbox: str = "support"
    language: str = ""
    group: str = ""
    priority: str = "normal"
    tags: tuple[str, ...] = ()
    times: int = 1


def talks_in(folder: Path) -> Iterator[Talk]:
    """Every talk of a folder of plays, file by file."""
    for path in sorted(folder.glob("*.talk")):
        for source in path.read_text(encoding="utf-8").split(f"\n{HEADING}"):
            if not source.startswith("#"):
                yield _talk(source.removeprefix(HEADING))


def _talk(source: str) -> Talk:
    head, _, body = source.partition("\n\n")
    subject, *lines = head.splitlines()
    headers = dict(_header(line, subject=subject) for line in lines)
    when = headers.get("when")
    return Talk(
        subject=subject,
        turns=tuple(_turns(body, subject=subject)),
        when=_when(when, subject=subject) if when else None,
        who=headers.get("who", ""),
        sender=headers.get("from", ""),
        inbox=headers.get("to", "support"),
        language=headers.get("language", ""),
        group=headers.get("group", ""),
        priority=headers.get("priority", "normal"),
        tags=tuple(tag.strip() for tag in headers.get("tags", "").split(",") if tag.strip()),
        times=int(headers.get("times", "1")),
    )


def _header(line: str, *, subject: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon or name not in HEADERS:
        raise UnreadableError(line, talk=subject)
    return name, value.strip()


def _when(text: str, *, subject: str) -> When:
    found = WHEN.fullmatch(text)
    if not found:
        raise UnreadableError(text, talk=subject)
    if found["days"]:
        return When(days=int(found["days"]), at=time.fromisoformat(found["at"]))
    return When(ago=timedelta(**{f"{found['unit']}s": int(found["number"])}))


def _turns(body: str, *, subject: str) -> Iterator[Turn]:
    """Each stage direction with the lines below it."""
    lines = [line for line in body.splitlines() if not line.startswith("# ")]
    starts = [number for number, line in enumerate(lines) if DIRECTION.fullmatch(line)]
    if not starts or any(lines[: starts[0]]):
        raise UnreadableError(body[:60], talk=subject)
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield _turn(lines[start], "\n".join(lines[start + 1 : end]).strip())


def _turn(direction: str, text: str) -> Turn:
    found = DIRECTION.fullmatch(direction)
    assert found
    words = [word.strip() for word in (found["rest"] or "").split(", ") if word]
    return Turn(
        who=found["who"],
        text=text,
        is_note=found["act"] == "notes",
        is_draft=found["act"] == "drafts",
        is_question=found["act"] == "asks",
        hands_to=found["colleague"] or "",
        after=_span(found["after"]) if found["after"] else timedelta(0),
        ago=_span(found["ago"]) if found["ago"] else None,
        then=next((word for word in words if word in STATUSES), ""),
        is_optional="sometimes" in words,
        props=tuple(_prop(word) for word in words if word not in (*STATUSES, "sometimes")),
    )


def _span(text: str) -> timedelta:
    return timedelta(**{UNITS[text[-1]]: int(text[:-1])})


def _prop(words: str) -> tuple[str, str]:
    kind, _, value = words.partition(" ")
    return kind, value
