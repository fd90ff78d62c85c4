"""Reports of mail systems: what could not be delivered, to whom, and for good or not."""

import email
import re
from collections.abc import Iterable
from email.message import Message

from flufl.bounce import all_failures

from helpwell.channels.mail.autoreply import is_robot
from helpwell.channels.mail.bodies import characters_of
from helpwell.channels.mail.headers import decoded
from helpwell.channels.mail.incoming import Bounce
from helpwell.channels.mail.structure import Part

MAX_BYTES = 200_000
MAX_PARTS = 100
MAX_RECIPIENTS = 1_000
_SUBJECT = re.compile(
    r"(?:mail|message|delivery|e-?mail|warning).{0,40}(?:fail|undeliver|return|delay"
    r"|error|not (?:been )?"
    r"(?:yet )?delivered|report|status|problem|non-?delivery|reject|unknown|warning)|undeliver|"
    r"unzustellbar|returned|failure|failed|non[ -]remis|non recapit|no se (?:ha )?(?:pudo )?entreg|"
    r"non-?delivery|not delivered|could not be delivered|niet afgeleverd|не доставлен"
    r"|недоставлен|配信|退信|user unknown",
    re.IGNORECASE,
)
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY_CODE = re.compile(r"(?<![\d.:])([45]\d\d)[ \-](?=[\w<#(])")
_FIELD = re.compile(r"^([\w-]+):[ \t]*([^\n]*(?:\n[ \t][^\n]*)*)", re.MULTILINE)
_ADDRESS = re.compile(r"[^\s<>;,\"']+@[^\s<>;,\"']+")


def bounce_of(
    root: Part, *, subject: str, from_email: str, return_path: str | None
) -> Bounce | None:
    """The report in a mail, or None; a mail is a bounce only if it names who was not reached."""
    reports = _reports(root)
    fields = _first_failure(reports)
    if not reports and not _looks_like_one(root, subject, from_email, return_path):
        return None
    temporary, permanent = _failures(root)
    recipients = permanent or temporary or (_recipients(fields) if reports else [])
    if not recipients:
        return None
    status = fields.get("status", "") or _status_in(root)
    is_hard = bool(permanent) or (not temporary and _is_final(fields))
    return Bounce(tuple(recipients[:MAX_RECIPIENTS]), status, is_hard)


def _looks_like_one(root: Part, subject: str, from_email: str, return_path: str | None) -> bool:
    """Only mail systems send bounces; a person who passes one on is not a bounce."""
    if is_robot(from_email) or root.headers.first_raw("x-failed-recipients"):
        return True
    if root.content_type == "multipart/report" or root.content.get("report-type"):
        return True
    is_reply = bool(root.headers.first_raw("in-reply-to")) and "auto-submitted" not in (
        name for name, _ in root.headers.fields
    )
    sent_by_nobody = return_path == "" or not from_email or is_robot(return_path or "")
    return bool(_SUBJECT.search(subject)) and (sent_by_nobody or not is_reply)


def _reports(root: Part) -> list[dict[str, str]]:
    """The per-recipient groups of every delivery-status part."""
    groups = []
    for part in root.walk():
        if part.content_type in ("message/delivery-status", "message/global-delivery-status"):
            for block in re.split(r"\n[ \t]*\n", characters_of(part)[:MAX_BYTES]):
                fields = {m[1].lower(): decoded(m[2]) for m in _FIELD.finditer(block)}
                if "final-recipient" in fields or "original-recipient" in fields:
                    groups.append(fields)
    return groups[:MAX_RECIPIENTS]


def _first_failure(groups: list[dict[str, str]]) -> dict[str, str]:
    for fields in groups:
        if fields.get("action", "").lower().startswith(("fail", "error", "delay")):
            return _with_clean_status(fields)
    return _with_clean_status(groups[0]) if groups else {}


def _with_clean_status(fields: dict[str, str]) -> dict[str, str]:
    stated = _STATUS.search(fields.get("status", ""))
    told = _STATUS.search(fields.get("diagnostic-code", ""))
    vague = stated is None or stated[1].endswith(".0.0")
    chosen = (told if vague else stated) or stated
    return fields | {"status": chosen[1] if chosen else ""}


def _recipients(fields: dict[str, str]) -> list[str]:
    """The recipient of a group that says failed or delayed; delivered ones are no failure."""
    if not fields.get("action", "failed").lower().startswith(("fail", "error", "delay")):
        return []
    line = fields.get("final-recipient") or fields.get("original-recipient", "")
    return [match[0] for match in _ADDRESS.finditer(line.partition(";")[2]) if ".." not in match[0]]


def _is_final(fields: dict[str, str]) -> bool:
    return not fields.get("action", "").lower().startswith("delay")


def _failures(root: Part) -> tuple[list[str], list[str]]:
    """Temporarily and permanently failed addresses, as the bounce library sees them."""
    if sum(1 for _, _ in zip(root.walk(), range(MAX_PARTS + 1), strict=False)) > MAX_PARTS:
        return [], []
    try:
        message: Message = email.message_from_bytes(root.raw[:MAX_BYTES])
        temporary, permanent = all_failures(message)
    except Exception:  # the detectors were written for well-formed reports
        return [], []
    return _tidy(temporary), _tidy(permanent)


def _tidy(addresses: Iterable[bytes | str]) -> list[str]:
    texts = (a.decode("utf-8", "replace") if isinstance(a, bytes) else str(a) for a in addresses)
    return sorted(text for text in texts if "@" in text and ".." not in text)


def _status_in(root: Part) -> str:
    """The first status code told in words, or one made from an SMTP reply code."""
    for part in root.walk():
        if part.content_type in ("text/plain", "text/html"):
            text = characters_of(part)[:MAX_BYTES]
            if match := _STATUS.search(text):
                return match[1]
            if match := _REPLY_CODE.search(text):
                return f"{match[1][0]}.0.0"
    return ""
