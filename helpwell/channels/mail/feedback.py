"""Complaints that mailbox providers pass on about our mail (RFC 5965)."""

import re

from helpwell.channels.mail.bounce_texts import Original, Words, original_of
from helpwell.channels.mail.incoming import FeedbackReport
from helpwell.channels.mail.reports import Fields, address_in, groups_of, parts_of
from helpwell.channels.mail.structure import Part

MAX_IP = 45
_KIND = re.compile(r"[a-z][a-z-]{0,40}")


def feedback_of(root: Part) -> FeedbackReport | None:
    """The report in a mail, or None; one without readable fields is a complaint of abuse."""
    original = original_of(root, Words("", ""))
    fields = _fields_of(root, original)
    if fields is None:
        return None
    named = _first_address(fields, "original-rcpt-to", "removal-recipient")
    kind = _KIND.match(fields.get("feedback-type", "").lower())
    return FeedbackReport(
        kind=kind[0] if kind else "abuse",
        complainant=named or original.complainant or next(iter(original.receivers), ""),
        message_ids=(original.message_id,) if original.message_id else (),
        source_ip=fields.get("source-ip", "")[:MAX_IP],
    )


def _fields_of(root: Part, original: Original) -> Fields | None:
    """What the report states; Microsoft sends our mail back with one field instead of a report."""
    is_answer = bool(root.headers.first_raw("in-reply-to"))
    for part in parts_of(root, "message/feedback-report"):
        if root.content_type == "multipart/report" or not is_answer:
            return {name: value for group in groups_of(part) for name, value in group.items()}
    is_report = root.content.get("report-type").lower() == "feedback-report"
    is_microsoft = original.complainant and not is_answer
    return {} if is_report or is_microsoft else None


def _first_address(fields: Fields, *names: str) -> str:
    return next((a for name in names if (a := address_in(fields.get(name, "")))), "")
