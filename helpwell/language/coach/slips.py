"""Slips that nobody wants to send: another language, gaps left open, a missing file, bad links."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from helpwell.language.coach.draft import Conversation, Draft, Hint
from helpwell.language.cutting import words
from helpwell.language.spans import Span

LEAST_WORDS = 5
LEAST_WORDS_BESIDE = 3
_GAPS = re.compile(
    r"\{\{[^{}\n]{0,80}\}\}|\{%[^%\n]{0,80}%\}|\$\{\w{1,40}\}|%\(\w{1,40}\)s|<<[^<>\n]{1,40}>>"
    r"|\[[^\W\d][^\]\[\n]{0,40}\](?!\()|<(?:first|last|your|customer)?[ _-]?(?:name|date|number)>"
    r"|\bX{3,}\b|\bXX(?:[./]XX)+\b|_{4,}|\b(?:TODO|TBD|FIXME)\b|\blorem ipsum\b"
)
_NO_GAP = re.compile(r"\[(?:sic|…|\.\.\.|image|cid:.*)\]$", re.IGNORECASE)
_LINK = re.compile(
    r"(?<![\w@])(?:[a-z]{2,6}:/{0,3}(?=[\w\[])|www\.)[^\s<>\"“”«»]{1,2000}", re.IGNORECASE
)
_SOUND = re.compile(
    r"(?:https?://|www\.)(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?:[/?#].*)?$", re.IGNORECASE
)
_LINK_LIKE = re.compile(r"h?t?tps?:|www\.", re.IGNORECASE)
_TWICE = re.compile(r"://.*https?:/", re.IGNORECASE)
_HOME = re.compile(
    r"//(?:localhost|127\.|10\.|192\.168\.|0\.0\.0\.0|[^/]*\.(?:local|internal|lan|test|invalid)\b)",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(r"\]\($")


def language(draft: Draft, conversation: Conversation) -> Iterator[Hint]:
    """The draft is in another language than the customer's words."""
    theirs, ours = conversation.written_in, draft.written_in
    is_enough = min(len(words(conversation.words)), len(draft.words)) >= LEAST_WORDS
    is_enough = is_enough or bool({theirs, ours} & {"ja", "zh"})  # which have no blanks to count
    if is_enough and theirs and ours and theirs != ours:
        yield Hint(
            "language",
            _("The customer wrote in another language (%(theirs)s) than this answer (%(ours)s).")
            % {"theirs": theirs, "ours": ours},
            _("Answer in their language, or ask which one they prefer."),
        )


def placeholder(draft: Draft, _conversation: Conversation) -> Iterator[Hint]:
    """Something in the draft was still to be filled in."""
    found = [
        Span(*gap.span()) for gap in _GAPS.finditer(draft.text) if not _NO_GAP.match(gap.group())
    ]
    if found:
        yield Hint("placeholder", _("This was still to be filled in."),
                   _("Fill it in, or take it out."), found)  # fmt: skip


def attachment(draft: Draft, _conversation: Conversation) -> Iterator[Hint]:
    """A file is mentioned, and none is attached."""
    if draft.has_attachment:
        return
    theirs = [
        draft.sentence_at(place.start) for place in draft.places("coach.attached_by_customer")
    ]
    ours = [
        place
        for place in draft.places("coach.attached")
        if draft.sentence_at(place.start) not in theirs
    ]
    found = ours or _unspaced(draft)
    if found:
        yield Hint("attachment", _("A file is mentioned, but none is attached."),
                   _("Attach it."), found)  # fmt: skip


def link(draft: Draft, _conversation: Conversation) -> Iterator[Hint]:
    """Links that cannot work, that customers cannot reach, or that stand there without a word."""
    for found in _LINK.finditer(draft.text):
        address = found.group().rstrip(".,;:!?)]}'")
        span = Span(found.start(), found.start() + len(address))
        if _HOME.search(address):
            yield Hint("link", _("Customers cannot open this address."),
                       _("Give one that works outside of the house."), [span])  # fmt: skip
        elif _LINK_LIKE.match(address) and _is_broken(address):
            yield Hint("link", _("This link will not work."), _("Copy it again."), [span])
        elif _SOUND.match(address) and _is_bare(draft, span):
            yield Hint("link", _("This link stands there without a word."),
                       _("Say what is to be found behind it."), [span])  # fmt: skip


def _is_broken(address: str) -> bool:
    return not _SOUND.match(address) or bool(_TWICE.search(address)) or address.endswith("…")


def _is_bare(draft: Draft, span: Span) -> bool:
    """Whether neither its sentence nor the line before say what is behind the link."""
    if _MARKDOWN.search(draft.text[: span.start]):
        return False
    before = draft.text[max(0, span.start - 200) : span.start].rstrip()
    after = draft.text[span.end : span.end + 80].partition("\n")[0]
    beside = words(before.rpartition("\n")[2]) + words(after)
    return len(beside) < LEAST_WORDS_BESIDE and not before.endswith(":")


def _unspaced(draft: Draft) -> list[Span]:
    """Mentions in scripts without spaces."""
    within = draft.table.pairs("found_within")
    theirs = [word.strip() for word in within.get("attached_by_customer", "").split(",")]
    if any(word and word in draft.text for word in theirs):
        return []
    ours = [word.strip() for word in within.get("attached", "").split(",")]
    return [
        Span(at, at + len(word)) for word in ours if word and (at := draft.text.find(word)) >= 0
    ]
