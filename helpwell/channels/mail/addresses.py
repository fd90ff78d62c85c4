"""Address fields: every mailbox that can be made out, however it is written."""

import re
from collections.abc import Iterator

from helpwell.channels.mail.headers import decode_words, unfold
from helpwell.channels.mail.incoming import Address
from helpwell.core.text import one_line, storable

MAX_ADDRESSES = 10_000
MAX_EMAIL = 320
MAX_NAME = 300
MAX_COMMENTS = 20
_TOKEN = re.compile(r"<([^<>]*+)>|[(),:;\"<>]|[^\"(),:;<>]++")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*+)("?)', re.DOTALL)
_COMMENT = re.compile(r"\\.|[()]|[^\\()]++", re.DOTALL)
_BARE = re.compile(r"[^\s@\"'<>\[\](),;:]{1,64}@[^\s@\"'<>(),;:]{1,255}")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_UNSEEN = re.compile(r"[\x00-\x20\x7f]+")


def parse_addresses(value: str) -> tuple[Address, ...]:
    """The mailboxes of a raw field, groups opened, at most MAX_ADDRESSES of them."""
    reader = _Reader()
    for token in _tokens(unfold(value)):
        reader.take(*token)
        if len(reader.found) >= MAX_ADDRESSES:
            break
    reader.end()
    return tuple(reader.found[:MAX_ADDRESSES])


def _tokens(value: str) -> Iterator[tuple[str, str]]:
    position, has_quotes = 0, True
    while position < len(value):
        if value[position] == "(":
            comment, position = _comment(value, position)
            yield "comment", comment
            continue
        if has_quotes and (quoted := _QUOTED.match(value, position)):
            has_quotes = bool(quoted[2])  # one that never ends is no quote, nor is any after it
            if has_quotes:
                position = quoted.end()
                yield "quoted", _ESCAPE.sub(r"\1", quoted[1])
                continue
        match = _TOKEN.match(value, position)
        if match is None:
            return
        position = match.end()
        yield _kind(match), match[1] if match[1] is not None else match[0]


def _kind(match: re.Match[str]) -> str:
    if match[1] is not None:
        return "angle"
    return "special" if match[0] in '(),:;"<>' else "text"


def _comment(value: str, start: int) -> tuple[str, int]:
    """A comment, which may hold comments; one that never ends is text up to the end."""
    depth, out = 0, []
    for match in _COMMENT.finditer(value, start):
        piece = match[0]
        depth += (piece == "(") - (piece == ")")
        out.append(piece[1:] if piece[0] == "\\" else piece)
        if depth == 0:
            return "".join(out)[1:-1], match.end()
    return "".join(out)[1:], len(value)


class _Reader:
    """The mailbox being read."""

    def __init__(self) -> None:
        self.found: list[Address] = []
        self._start()

    def _start(self) -> None:
        self.words: list[str] = []
        self.bare: list[str] = []
        self.comments: list[str] = []
        self.email: str | None = None

    def take(self, kind: str, value: str) -> None:
        if kind == "special":
            self._take_special(value)
        elif kind == "comment":
            self.comments.append(value)
        elif kind == "angle" and (self.email is None or "@" not in self.email):
            self.email = _tidy(self._without_comments(value))
        elif kind == "quoted":
            self.words.append(value)
            self.bare.append(f'"{value}"')
        else:
            self.words.append(value)
            self.bare.append(value)

    def _without_comments(self, value: str) -> str:
        while "(" in value and len(self.comments) < MAX_COMMENTS:
            start = value.index("(")
            comment, end = _comment(value, start)
            self.comments.append(comment)
            value = value[:start] + value[end:]
        return value

    def _take_special(self, value: str) -> None:
        if value in ",;":
            self.end()
        elif value == ":" and self.email is None and not any("@" in word for word in self.bare):
            self._start()
        elif value == ":":
            self.words.append(value)

    def end(self) -> None:
        """The mailbox is complete: keep it if it says anything."""
        words = "".join(_spaced(self.words))
        email = self.email
        if email is None:
            email, words = _from_bare("".join(self.bare), words)
        name = _name(words, self.comments)
        if len(email) > MAX_EMAIL:
            name, email = name or email, ""
        if email or name:
            self.found.append(Address(name[:MAX_NAME], storable(email)))
        self._start()


def _from_bare(text: str, words: str) -> tuple[str, str]:
    """An address without angle brackets, and what stood around it."""
    if "@" not in text:
        return "", words
    compact = _UNSEEN.sub("", text)
    if text.strip().count(" ") == 0 or text.lstrip().startswith('"'):
        return _tidy(compact), ""
    match = _BARE.search(text)
    if match is None:
        return _tidy(compact), ""
    return _tidy(match[0]), text.replace(match[0], " ", 1).strip(" -'\"[]")


def _spaced(words: list[str]) -> list[str]:
    return [word if position == 0 else f" {word}" for position, word in enumerate(words)]


def _name(words: str, comments: list[str]) -> str:
    name = one_line(storable(decode_words(one_line(words))))
    remark = one_line(storable(decode_words(" ".join(comments)))) if comments else ""
    if name and remark:
        return f"{name} ({remark})"
    return name or remark


def _tidy(email: str) -> str:
    """The address without white space, route, `mailto:` and stray quotes around it."""
    email = _UNSEEN.sub("", decode_words(email) if "=?" in email else email)
    if email.lower().startswith("mailto:"):
        email = email[7:].partition("?")[0]
    if email.startswith("@") and ":" in email:
        email = email.rpartition(":")[2]
    if email.count("'") >= 2:
        email = email.strip("'")
    return email.rstrip(".").strip("<>")
