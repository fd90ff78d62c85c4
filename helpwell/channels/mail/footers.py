"""What mail programs and lists write under a mail by themselves."""

import re
from collections.abc import Sequence

from helpwell.channels.mail.words import (
    DEVICE,
    DEVICE_JOINED,
    FOR,
    FOR_JOINED,
    FROM,
    GET,
    GET_JOINED,
    MY,
    SENT,
)  # fmt: skip

MAX_LENGTH = 200
MAX_WORDS = 9
MAX_AROUND = 3
_LINK = re.compile(r"\[([^\[\]\n]*)\]\s*\([^()\n]*\)|<(?:https?|mailto):[^<>\n]*>|\(?https?://\S+")
_SORRY = re.compile(
    r"[,.;!–-]*\s*(?:so |and )?(?:please|pls|sorry|excuse|pardon|forgive|entschuldig"
    r"|bitte|désolé|disculp|scus)\b.*\Z",
    re.IGNORECASE,
)
_SENT_FROM = re.compile(
    rf"(?:(?:{SENT})\s*(?:{FROM})\b['’]?|lähetetty)\s*(?P<my>(?:{MY})\b\s*)?(?P<what>.{{1,70}})\Z",
    re.IGNORECASE,
)
_FROM_MY = re.compile(
    rf"(?:{FROM})\s+(?:{MY})\s+(?:{DEVICE})\b(?:.{{0,40}}(?:{SENT}))?.{{0,12}}\Z", re.IGNORECASE
)
_FROM_SENT = re.compile(
    rf"(?:{FROM})\s+(?P<my>(?:{MY})\s+)?(?P<what>.{{1,40}})\b(?:{SENT})\Z", re.IGNORECASE
)
_ENDED = re.compile(rf"[;:.!?]\s|,\s(?!(?:{DEVICE})\b)", re.IGNORECASE)
_THIS_WAS_SENT = re.compile(
    rf"(?:this|diese|ce|cet|este|esta|questo|questa|dit|deze|denne|detta|ta"
    rf"|это)\b.{{1,30}}(?:messag|mail|nachricht"
    rf"|bericht|mensaje|correo|messaggio|wiadomo|meddel|melding"
    rf"|сообщ).{{0,80}}(?:{DEVICE}).{{0,30}}(?:{SENT})?",
    re.IGNORECASE,
)
_ASIAN = re.compile(
    r"(?:从|從|由|发自|發自)\s*(?:我的)?\s*.{1,20}(?:发送|傳送|寄出)?\Z"
    r"|.{1,25}(?:から送信|에서 보냄|[dt][ae]n gönderildi)\Z",
    re.IGNORECASE,
)
_DEVICE = re.compile(rf"(?<!\w)(?:{DEVICE})(?!\w)", re.IGNORECASE)
_ADVERTISED = re.compile(
    rf"outlook\S{{0,3}} (?:(?:{FOR}) )?(?:ios|android)"
    rf"|(?:ios|android) ?(?:{FOR_JOINED}) ?outlook\S{{0,3}}",
    re.IGNORECASE,
)
_GET = re.compile(rf"(?<!\w)(?:{GET})(?!\w)|{GET_JOINED}", re.IGNORECASE)
_PROVENANCE = re.compile(r"(?:yahoo mail|provenance) ?: .{1,60}\Z", re.IGNORECASE)
_HINT = re.compile(rf"{SENT}|outlook|yahoo|provenance|[从從由]|에서", re.IGNORECASE)
_LIST_RULE = re.compile(r"[_=-]{20,}\s*\Z")


def is_mobile_footer(text: str) -> bool:
    """Whether a line is one that a device or program adds, such as "Sent from my iPhone"."""
    text = text.strip()
    if not 4 < len(text) < MAX_LENGTH or not (_HINT.search(text) or _FROM_MY.match(text)):
        return False
    bare = _LINK.sub(r" \1 ", text)
    bare = " ".join(bare.split()).strip(" <>()[]*_|-—\"'.!")
    bare = _SORRY.sub("", bare).rstrip(" .,;!")
    if _sent_from(bare) or _is_advertisement(bare) or _PROVENANCE.match(bare):
        return True
    if _FROM_MY.match(bare) or _from_sent(bare) or _is_asian(bare):
        return len(bare.split()) <= MAX_WORDS
    found = _THIS_WAS_SENT.match(bare)
    return bool(found and re.search(SENT, bare, re.IGNORECASE)) and len(bare.split()) <= 16


def _is_asian(bare: str) -> bool:
    if not _ASIAN.match(bare):
        return False
    is_named = _DEVICE.search(re.sub(r"[^\x00-\x7f]", " ", bare))
    return bool(is_named or re.search(DEVICE_JOINED, bare))


def _is_advertisement(bare: str) -> bool:
    """As "Get Outlook for iOS", with the words in the order of any language."""
    rest = _ADVERTISED.sub(" ", bare, count=1)
    return rest != bare and len(rest.split()) <= MAX_AROUND and bool(_GET.search(rest))


def _from_sent(bare: str) -> bool:
    """As "Von meinem iPhone gesendet": the device may be anybody's if it is one we know."""
    found = _FROM_SENT.match(bare)
    if found is None:
        return False
    is_mine = bool(found["my"]) and len(found["what"].split()) <= 2
    return is_mine or bool(_DEVICE.search(bare))


def _sent_from(bare: str) -> bool:
    match = _SENT_FROM.match(bare)
    if match is None:
        return False
    what = match["what"]
    if _ENDED.search(what) or len(what.split()) > MAX_WORDS:
        return False
    return bool(_DEVICE.search(what)) or (bool(match["my"]) and len(what.split()) <= 4)


def is_list_footer(texts: Sequence[str], position: int) -> bool:
    """Whether a mailing list's footer begins here: a drawn line, then the list's name."""
    following = " ".join(texts[position + 1 : position + 3]).lower()
    return bool(_LIST_RULE.match(texts[position])) and "mailing list" in following[:300]
