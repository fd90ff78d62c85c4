"""Why a mail was not delivered, and whether the address itself is no good.

A reason is told in words, else by an enhanced status code (RFC 3463 and the IANA registry that
RFC 5248 keeps), else by an SMTP reply code (RFC 5321). The table is read from top to bottom: what
is about the sender or this one mail comes before what is about the address, since refusals of a
sender also say that "an address does not exist".
"""

import re
from dataclasses import dataclass, field

from helpwell.channels.mail import failure_phrases as phrases
from helpwell.channels.mail.phrases import any_of

MAX_WORDS = 8_000
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Reason:
    """A name, whether the address is no good, and the codes and words that tell it.

    `x.7.*` is every status of that subject. A vague reason gives way to a clearer one.
    """

    name: str
    hard: bool
    lines: str
    codes: tuple[str, ...] = ()
    is_vague: bool = False
    words: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        lines = self.lines
        for name, words in phrases.WORDS.items():
            lines = lines.replace(name, words)
        object.__setattr__(self, "words", any_of(lines))


def _soft(name: str, lines: str, *codes: str) -> Reason:
    return Reason(name, hard=False, lines=lines, codes=codes)


def _hard(name: str, lines: str, *codes: str) -> Reason:
    return Reason(name, hard=True, lines=lines, codes=codes)


def _vague(name: str, lines: str, *codes: str) -> Reason:
    return Reason(name, hard=False, lines=lines, codes=codes, is_vague=True)


REASONS = (
    _soft("sender refused", phrases.SENDER_REFUSED, "x.1.7", "x.1.8"),
    _soft("mailbox full", phrases.MAILBOX_FULL, "x.2.2", "x.3.1", "552", "452"),
    _soft("too large", phrases.TOO_LARGE, "x.2.3", "x.3.4"),
    _soft("greylisted", phrases.GREYLISTED),
    _hard("user unknown", phrases.USER_UNKNOWN, "x.1.1", "x.1.3", "x.1.0", "x.2.4", "551"),
    _hard("disabled", phrases.DISABLED, "x.2.1"),
    _hard("moved", phrases.MOVED, "x.1.6", "x.7.17", "x.7.18"),
    _hard("accepts no mail", phrases.ACCEPTS_NO_MAIL, "x.1.10", "521", "556"),
    _soft("network", phrases.NETWORK),
    _hard("host unknown", phrases.HOST_UNKNOWN, "x.1.2", "x.4.4"),
    _soft("relaying denied", phrases.RELAYING_DENIED),
    _soft("spam", phrases.SPAM),
    _vague("blocked", phrases.BLOCKED, "x.7.*"),
    _vague("too many", phrases.TOO_MANY, "x.4.5", "x.5.3"),
    _vague("expired", phrases.EXPIRED, "x.4.0", "x.4.1", "x.4.2", "x.4.7", "421"),
    _vague("content", phrases.CONTENT, "x.6.*"),
    _vague("system", phrases.SYSTEM, "x.3.*", "x.4.3", "x.4.6", "x.5.*", "x.1.4", "x.1.9"),
)
_BY_CODE = {code: reason for reason in REASONS for code in reason.codes}


def told_in(text: str) -> Reason | None:
    """The first reason whose words stand in a text."""
    line = _SPACE.sub(" ", text[:MAX_WORDS]).lower()
    return next((reason for reason in REASONS if reason.words.search(line)), None)


def of_code(code: str) -> Reason | None:
    """The reason that a status or an SMTP reply code states; `5.0.0` and `550` state none.

    Of class 4, "persistent transient", no code says that an address is no good (RFC 3463).
    """
    detail = f"x{code[1:]}" if "." in code else code
    found = _BY_CODE.get(detail) or _BY_CODE.get(f"{detail.rpartition('.')[0]}.*")
    return None if found and found.hard and code.startswith("4") else found
