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
MAX_GROUP_WORDS = 20
_TOKEN = re.compile(r"<([^<>]*+)>|[(),:;\"<>]|[^\"(),:;<>]++")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*+)("?)', re.DOTALL)
_COMMENT = re.compile(r"\\.|[()]|[^\\()]++", re.DOTALL)
_BARE = re.compile(
    r"""(?:"(?:[^"\\]|\\.){0,64}+"|[^\s@"'<>\[\](),;:]{1,64})"""
    r"""@(?:\[[^\s\[\]]{1,64}\]|[^\s@"'<>\[\](),;:]{1,255})"""
)
_WHOLE = re.compile(r"([^<>]*)<([^<>\s]+@[^<>\s]+)>\Z")
_LOCAL = re.compile(r"[\w.+$=/-]+\Z")
_FOLDED_ESCAPE = re.compile(r"\\\r?\n[ \t]+")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_UNSEEN = re.compile(r"[\x00-\x20\x7f]+")


def parse_addresses(value: str) -> tuple[Address, ...]:
    """The mailboxes of a raw field, groups opened, at most MAX_ADDRESSES of them."""
    reader = _Reader(has_groups=";" in value)
    for token in _tokens(unfold(_FOLDED_ESCAPE.sub(r"\\", value))):
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

    def __init__(self, *, has_groups: bool) -> None:
        self.found: list[Address] = []
        self.has_groups = has_groups
        self._start()

    def _start(self) -> None:
        self.words: list[str] = []
        self.bare: list[str] = []
        self.comments: list[str] = []
        self.email: str | None = None
        self.words_before = 0

    def take(self, kind: str, value: str) -> None:
        if kind == "special":
            self._take_special(value)
        elif kind == "comment":
            self.comments.append(value)
        elif kind == "angle":
            self._take_angle(value)
        else:
            self.words.append(value)
            self.bare.append(f'"{value}"' if kind == "quoted" else value)

    def _take_angle(self, value: str) -> None:
        """An address in brackets; a second one is a mailbox whose comma was forgotten."""
        email = _tidy(self._without_comments(value))
        if self.email and "@" in self.email:
            if "@" not in email:
                return
            following = self.words[self.words_before :]
            del self.words[self.words_before :]
            self.end()
            self.words = following
        self.email, self.words_before = email, len(self.words)

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
        elif value == ":" and self._is_group():
            self._start()
        elif value == ":":
            self.words.append(value)
            self.bare.append(value)

    def _is_group(self) -> bool:
        """Whether a colon ends the name of a group, which itself ends with a semicolon."""
        if len(self.bare) > MAX_GROUP_WORDS or self.email is not None:
            return False
        name = "".join(self.bare).strip().lower()
        return name == "mailto" or (self.has_groups and "@" not in name)

    def end(self) -> None:
        """The mailbox is complete: keep it if it says anything."""
        behind = [word for word in self.words[self.words_before :] if re.search(r"\w", word)]
        words = "".join(_spaced(self.words[: self.words_before] + behind))
        if self.email is None:
            self._keep_bare("".join(self.bare), words)
        else:
            self._keep(self.email, _name(words, self.comments))
        self._start()

    def _keep_bare(self, text: str, words: str) -> None:
        """A mailbox without brackets: an address with words around it, or several addresses."""
        text = _joined_dots(text)
        emails = _BARE.findall(text) if "@" in text and "<" not in text else []
        around = _BARE.sub(" ", text).strip(" -'\"[].") if emails else ""
        if len(emails) > 1 and not around:
            for email in emails[:MAX_ADDRESSES]:
                self._keep(_tidy(email), "")
        elif emails:
            words = "" if not around else text.replace(emails[0], " ", 1).strip(" -'\"[]")
            self._keep(_tidy(emails[0]), _name(words, self.comments))
        else:
            self._keep_words(words, text.strip())

    def _keep_words(self, words: str, text: str) -> None:
        """Words that hold a mailbox quoted or encoded as a whole, or a local name with a remark."""
        name = _name(words, self.comments)
        whole = _WHOLE.match(name)
        if whole:
            self._keep(whole[2], whole[1].strip(" \"'"))
        elif "@" in words and "<" not in words:
            self._keep(_tidy(words), "")
        elif self.comments and _LOCAL.match(text):
            self._keep(text, _name("", self.comments))
        else:
            self._keep("", name)

    def _keep(self, email: str, name: str) -> None:
        if len(email) > MAX_EMAIL:
            name, email = name or email, ""
        if email or name:
            self.found.append(Address(name[:MAX_NAME], storable(email)))


def _joined_dots(text: str) -> str:
    """Blanks around the dots and the @ of an address, which was once allowed (RFC 822)."""
    before, at, domain = text.rpartition("@")
    if not at:
        return text
    if not _UNSEEN.search(before.strip()):
        before = before.strip()
    return f"{before}@{re.sub(r'\s*\.\s*(?=[^\s.])', '.', domain.lstrip())}"


def _spaced(words: list[str]) -> list[str]:
    return [
        word if position == 0 or word == ":" else f" {word}" for position, word in enumerate(words)
    ]


def _name(words: str, comments: list[str]) -> str:
    name = one_line(storable(decode_words(one_line(words))))
    remark = one_line(storable(decode_words(" ".join(comments)))) if comments else ""
    if name and remark:
        return f"{name} ({remark})"
    return name or remark


def _tidy(email: str) -> str:
    """The address without white space, route, `mailto:` and stray quotes around it."""
    email = decode_words(email) if "=?" in email else email
    local, at, domain = email.strip().rpartition("@")
    is_quoted = local.startswith('"') and local.endswith('"')
    email = f"{local}{at}{_UNSEEN.sub('', domain)}" if is_quoted else _UNSEEN.sub("", email)
    if email.lower().startswith("mailto:"):
        email = email[7:].partition("?")[0]
    if email.startswith("@") and ":" in email:
        email = email.rpartition(":")[2]
    if email.count("'") >= 2:
        email = email.strip("'")
    return email.rstrip(".").strip("<>")
