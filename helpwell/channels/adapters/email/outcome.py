"""What a mail server's answer means for a recipient."""

import re
from dataclasses import dataclass
from typing import Literal

from helpwell.channels.adapters.email.sentences import quoted

OUR_OWN_FAULT = (530, 534, 535, 538)  # sign-in is missing or wrong: nothing about the mail
CLOSING_DOWN = 421
MAY_ASK_FOR_LESS = (421, 432, 450, 451, 452, 454)
LESS = re.compile(
    r"\brate\b|throttl|too (?:many (?:messages|mails|emails|connections|concurrent)|fast|much mail)"
    r"|slow down|sending (?:limit|quota)|concurren|limit (?:was |is |has been )?exceeded"
    r"|exceed\w* (?:\w+ ){0,4}(?:limit|quota)",
    re.IGNORECASE,
)
THEIR_MAILBOX = re.compile(r"^4\.2\.|mailbox|over quota|greylist|storage", re.IGNORECASE)
DAILY_LIMIT = re.compile(r"^5\.4\.5 ")  # some providers say for good what holds for a day

Why = Literal["mail", "server", "pace", "unknown"]


@dataclass(frozen=True)
class Sent:
    """The server took it and said so."""

    answer: str


@dataclass(frozen=True)
class Refused:
    """The server will never take it for this recipient (5xx)."""

    answer: str


@dataclass(frozen=True)
class Later:
    """Not now. `why`: this mail (4xx), the inbox's settings or server whatever the mail, the pace
    we send at, or unknown: the connection broke after the mail, so the server may have it."""

    answer: str
    why: Why = "mail"


type Outcome = Sent | Refused | Later
type Outcomes = dict[str, Outcome]


def outcome_of(code: int, said: bytes | str) -> Outcome:
    """The outcome that an SMTP reply means (RFC 5321, section 4.2; RFC 3463)."""
    words = quoted(said)
    answer = f"{code} {words}".strip()
    if 200 <= code < 300:
        return Sent(answer)
    if code in OUR_OWN_FAULT:
        return Later(answer, why="server")
    if _asks_for_less(code, words):
        return Later(answer, why="pace")
    if code == CLOSING_DOWN:
        return Later(answer, why="server")
    return Refused(answer) if 500 <= code < 600 else Later(answer)


def _asks_for_less(code: int, words: str) -> bool:
    """Whether the server takes mail, but not so much of it from us."""
    if code in MAY_ASK_FOR_LESS:
        return bool(LESS.search(words)) and not THEIR_MAILBOX.search(words)
    return bool(DAILY_LIMIT.match(words))
