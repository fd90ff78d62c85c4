"""Hostile HTML: the collections of others, read in place, and kinds of trouble that mail knows."""

import json
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from helpwell.core.html import clean

THIRD_PARTY = Path(__file__).resolve().parents[3] / "shared" / "data" / "thirdparty"
OWN = Path(__file__).with_name("hostile_bodies.txt")
RULE = "<hr>"
SHORT = ("bleach", "blns")
MOST_TOGETHER = 25
# Legacy elements whose words a browser makes up, and characters of a declaration: no words of it.
NOT_WORDS = {"dompurify 54", "dompurify 57", "dompurify 97"}


@dataclass(frozen=True)
class Payload:
    """A body, and where somebody has said so the HTML whose words are to stay."""

    name: str
    html: str
    expected: list[str] = field(default_factory=list)


def payloads() -> list[Payload]:
    """Every body; without the collections only our own kinds."""
    lines = OWN.read_text().replace("\\0", "\0").splitlines()
    own = [Payload(f"own {number}", line) for number, line in enumerate(lines)]
    return [*own, *_dompurify(), *_bleach(), *_naughty()]


def in_mails(found: list[Payload]) -> list[Payload]:
    """The same bodies; the many short ones share mails where none changes how another is read."""
    mails = [each for each in found if not each.name.startswith(SHORT)]
    short = (each for each in found if each.name.startswith(SHORT))
    for _kind, alike in groupby(short, lambda each: (each.name.split()[0], bool(each.expected))):
        pack: list[Payload] = []
        for each in alike:
            if len(pack) == MOST_TOGETHER or not _are_apart([*pack, each]):
                mails.append(_as_one(pack))
                pack = []
            pack.append(each)
        mails.append(_as_one(pack))
    return mails


def _are_apart(pack: list[Payload]) -> bool:
    together = clean(RULE.join(each.html for each in pack)).html
    return together == RULE.join(clean(each.html).html for each in pack)


def _as_one(pack: list[Payload]) -> Payload:
    expected = [each.expected for each in pack]
    if len(pack) == 1 or not all(expected):
        joined = expected[0] if len(pack) == 1 else []
    else:
        joined = [RULE.join(each[0] for each in expected)]
    name = f"{pack[0].name} to {pack[-1].name}" if len(pack) > 1 else pack[0].name
    return Payload(name, RULE.join(each.html for each in pack), joined)


def _dompurify() -> list[Payload]:
    return [
        Payload(f"dompurify {number}", case["payload"], _listed(case["expected"]))
        for number, case in enumerate(_read("dompurify/expect.json") or [])
    ]


def _bleach() -> list[Payload]:
    """What it shows as text of tags, and its question marks for control characters, are its own."""
    found = []
    for case in (_read("bleach/expected.json") or {"cases": []})["cases"]:
        kept = case["expect"]["bleach_output"]
        is_plain = "&lt;" not in kept and "&amp;" not in kept and "?" not in kept
        found.append(
            Payload(f"bleach {case['id']}", case["input_html"], [kept] if is_plain else [])
        )
    return found


def _naughty() -> list[Payload]:
    strings = _read("blns/blns.json") or []
    return [Payload(f"blns {number}", text) for number, text in enumerate(strings)]


def _listed(expected: Any) -> list[str]:
    return expected if isinstance(expected, list) else [expected]


def _read(name: str) -> Any:
    path = THIRD_PARTY / name
    return json.loads(path.read_text()) if path.exists() else None
