"""Heads of messages copied into a text ("From: … Sent: … Subject: …") and the rules before them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from helpwell.channels.mail.words import FORWARDED, LABELS, MESSAGE, ORIGINAL

MAX_LINES = 16
MAX_LABEL = 24
_RULE = re.compile(r"[\s*>|]*[-_=—–─*#]{3,}[\s*]*\Z")
_FRAMED = re.compile(r"[\s*>|]*[-_=—]{2,}\s*+([^\n]{3,80}?)\s*[-_=—]{2,}[\s*]*\Z")
_INNER = re.compile(r"\s(\w[\w ]{1,14}):\s")


@dataclass(slots=True)
class Head:
    """A copied message head: its values by kind, and the line after it."""

    end: int
    values: dict[str, str] = field(default_factory=dict)


def head_at(texts: Sequence[str], start: int) -> Head | None:
    """The message head that begins on this line: a sender, and at least one label more."""
    first = label_of(texts[start])
    if first is None or first[0] not in ("from", "date", "sent", "to", "subject"):
        return None
    head = Head(start)
    for position in range(start, min(start + MAX_LINES, len(texts))):
        label = label_of(texts[position])
        if label:
            head.end = position + 1
            head.values.setdefault(*label)
            head.values |= {kind: "" for kind in _inner_kinds(label[1]) if kind not in head.values}
        elif not _label_soon(texts, position):
            break
    return head if _is_head(head, texts[start : head.end], first[0]) else None


def label_of(text: str) -> tuple[str, str] | None:
    """The kind and value of a labelled line."""
    name, colon, _ = text[: MAX_LABEL * 3].replace("：", ":", 1).partition(":")
    if not colon or len(name) > MAX_LABEL * 2:
        return None
    kind = LABELS.get(name.strip(" \t*_|>\xa0\u200e").casefold())
    return (kind, text[len(name) + 1 :].strip(" \t*_\xa0\u200e")) if kind else None


def is_rule(text: str) -> bool:
    """A line drawn with dashes, underscores or the like."""
    return bool(_RULE.match(text)) and len(text) < 200


def divider_of(text: str) -> str:
    """`original` or `forward` for a line that says which message follows; empty for any other."""
    text = text.strip()
    if not 5 < len(text) < 120:
        return ""
    framed = _FRAMED.match(text)
    phrase = framed[1] if framed else text.rstrip(":：") if text.endswith((":", "：")) else ""
    if not phrase or (framed is None and (len(phrase) > 45 or not MESSAGE.search(phrase))):
        return ""
    if FORWARDED.search(phrase):
        return "forward"
    return "original" if framed and ORIGINAL.search(phrase) else ""


def _inner_kinds(value: str) -> list[str]:
    """Labels that stand in the value of another, where line breaks were lost."""
    return [LABELS[m[1].casefold()] for m in _INNER.finditer(value) if m[1].casefold() in LABELS]


def _label_soon(texts: Sequence[str], position: int) -> bool:
    """Whether the head goes on after a folded value or an empty line."""
    return any(label_of(text) for text in texts[position + 1 : position + 3])


def _is_head(head: Head, texts: Sequence[str], first: str) -> bool:
    kinds = {"date" if kind == "sent" else kind for kind in head.values.keys() - {"other", "cc"}}
    if len(kinds) < 2 or ("from" not in kinds and not {"date", "to"} <= kinds):
        return False
    if first in ("to", "subject") and len(kinds) < 3:
        return False
    has_address = any("@" in text for text in texts)
    return has_address or (len(kinds) >= 3 and ("subject" in kinds or "sent" in head.values))
