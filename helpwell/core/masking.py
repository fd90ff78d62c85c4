"""Card numbers and secrets hidden where people and logs would see them (PCI DSS, 3.3 to 3.5)."""

import logging
import re
from bisect import bisect
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from helpwell.core.cards import cards_in, in_ascii
from helpwell.core.markup import INLINE

HIDDEN = "••••"
_CHECK_CODE = re.compile(
    r"\b(?:cvv2?|cvc2?|cvn|cid|csc|card (?:security|verification) code|security code|"
    r"prüfziffer|kartenprüfnummer|cryptogramme)\b\W{0,4}(?:\w{1,8}\W{1,3})?(\d{3,4})(?!\d)",
    re.IGNORECASE,
)
_NEAR = 200  # characters around a card number in which its check code is looked for
_SECRET = re.compile(
    r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY-----(?:[^-]|-(?!----BEGIN)){0,20000}?"
    r"-----END [A-Z0-9 ]{0,30}KEY-----"
    r"|\b(?:[sr]k_live_[0-9A-Za-z]{16,100}|AKIA[0-9A-Z]{16}|gh[pousr]_[0-9A-Za-z]{36,100}"
    r"|github_pat_\w{40,120}|glpat-[\w-]{20,60}|xox[abpsr]-[0-9A-Za-z-]{20,200}"
    r"|AIza[\w-]{35}|sk-ant-[\w-]{20,200}|SG\.[\w-]{22}\.[\w-]{43})"
)
_PIECE = re.compile(
    r"""(?P<tag><(?:[^<>"]++|"[^"]*+")*+>)|(?P<blank>&nbsp;)|(?P<sign>&\w{1,8};)|[^<&]++|[<&]"""
)
_TAG_NAME = re.compile(r"</?([a-z0-9]+)")
_SPOKEN = re.compile(r'\b((?:title|alt|href)=")((?:tel:)?[^"]*)(?=")')


@dataclass(frozen=True)
class Hiding:
    """A stretch of a text and what stands there instead."""

    start: int
    end: int
    instead: str


def masked(text: str) -> str:
    """The text with card numbers shown by their last four digits, their check codes and secrets
    not at all; the same text again where there are none."""
    hidings = _hidings(text)
    if not hidings:
        return text
    out, position = [], 0
    for hiding in hidings:
        out += [text[position : hiding.start], hiding.instead]
        position = hiding.end
    return "".join([*out, text[position:]])


def masked_html(html: str) -> str:
    """The same for HTML that was cleaned: its tags stay, and numbers are found across them."""
    pieces = list(_pieces(html))
    hidings = _hidings("".join(plain for _source, plain in pieces))
    if hidings:
        html = "".join(_without(hidings, pieces))
    return _SPOKEN.sub(lambda match: match[1] + masked(match[2]), html)


class MaskedLines(logging.Formatter):
    """Lines of a log in which no card number and no secret can be read."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


def _hidings(text: str) -> list[Hiding]:
    cards = cards_in(text)
    found = [Hiding(start, end, _last_four(text[start:end])) for start, end in cards]
    found += [Hiding(*match.span(), HIDDEN) for match in _SECRET.finditer(text)]
    if cards:
        codes = (match.span(1) for match in _CHECK_CODE.finditer(text))
        found += [Hiding(*code, "•••") for code in codes if _is_near(code[0], cards)]
    return _apart(sorted(found, key=lambda hiding: (hiding.start, -hiding.end)))


def _is_near(place: int, cards: list[tuple[int, int]]) -> bool:
    after = bisect(cards, (place, place))
    return any(
        start - _NEAR <= place <= end + _NEAR for start, end in cards[max(0, after - 1) : after + 1]
    )


def _apart(hidings: list[Hiding]) -> list[Hiding]:
    """Those that do not begin inside another one."""
    kept: list[Hiding] = []
    for hiding in hidings:
        if not kept or hiding.start >= kept[-1].end:
            kept.append(hiding)
    return kept


def _last_four(number: str) -> str:
    digits = "".join(char for char in number if char.isdecimal())
    return f"{HIDDEN} {in_ascii(digits[-4:])}"


def _pieces(html: str) -> Iterator[tuple[str, str]]:
    """The source of each tag, sign and run of letters, and the text that it is to a reader."""
    for match in _PIECE.finditer(html):
        if match["tag"]:
            name = _TAG_NAME.match(match["tag"])
            is_inline = name is not None and name[1] in INLINE and name[1] not in ("br", "img")
            yield match["tag"], "" if is_inline else "\n"
        elif match["blank"] or match["sign"]:
            yield match[0], "\xa0" if match["blank"] else "&"
        else:
            yield match[0], match[0]


def _without(hidings: list[Hiding], pieces: list[tuple[str, str]]) -> Iterator[str]:
    """The pieces again, with each hiding's words where it begins and nothing up to its end."""
    position, waiting = 0, deque(hidings)
    for source, plain in pieces:
        start, position = position, position + len(plain)
        if source != plain:
            is_hidden = bool(waiting) and waiting[0].start < start and position <= waiting[0].end
            yield "" if is_hidden and not source.startswith("<") else source
            continue
        while waiting and waiting[0].start < position:
            hiding = waiting[0]
            if hiding.start >= start:
                yield plain[
                    len(plain) - (position - start) : len(plain) - (position - hiding.start)
                ]
                yield hiding.instead
            start = min(hiding.end, position)
            if hiding.end > position:
                break
            waiting.popleft()
        yield plain[len(plain) - (position - start) :]
