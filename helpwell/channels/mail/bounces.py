"""Reports of mail systems: whom a mail did not reach, why, and whether the address is no good."""

from helpwell.channels.mail.bounce_texts import original_of, words_of
from helpwell.channels.mail.encodings import decode_transfer
from helpwell.channels.mail.incoming import Bounce, Failure
from helpwell.channels.mail.mail_systems import Envelope, Speaker, speaker_of
from helpwell.channels.mail.report_words import FORWARDED
from helpwell.channels.mail.reports import ids_in, parts_of
from helpwell.channels.mail.stated_failures import action_of, stated_failures, status_groups
from helpwell.channels.mail.structure import Part, split
from helpwell.channels.mail.told_failures import is_told, told_failures

MAX_BYTES = 400_000


def bounce_of(
    root: Part, *, subject: str, from_email: str, return_path: str | None
) -> Bounce | None:
    """The report in a mail, or None; its recipients are empty when it names nobody."""
    envelope = Envelope(subject, from_email, return_path)
    speaker = speaker_of(root, envelope)
    if _is_other_report(root, speaker) or (not speaker and FORWARDED.match(subject)):
        return None
    failures = _failures(root, envelope, speaker)
    return _bounce(root, failures) if failures else None


def _failures(root: Part, envelope: Envelope, speaker: Speaker) -> list[Failure]:
    """What is stated, else what is told in words."""
    words, groups = words_of(root), []
    if speaker or root.content_type == "multipart/report":
        groups = status_groups(root) or (status_groups(_passed_on(root)) if speaker else [])
    failed = [fields for fields in groups if action_of(fields)]
    if stated := stated_failures(failed, words):
        return stated
    if (groups and not failed) or not is_told(words, envelope, speaker, root):
        return []
    told = told_failures(root, words, envelope, speaker)
    return [failure for failure in told if failure.recipient or not groups]


def _passed_on(root: Part) -> Part:
    """The first mail attached: gateways wrap reports of others in one of their own."""
    for part in parts_of(root, "message/rfc822"):
        return split(decode_transfer(part.body[:MAX_BYTES], part.encoding))
    return root


def _is_other_report(root: Part, speaker: Speaker) -> bool:
    """Complaints and read receipts are no bounces, unless a mail system abuses their form."""
    kind = root.content.get("report-type").lower()
    if kind == "feedback-report" or any(parts_of(root, "message/feedback-report")):
        return True
    is_receipt = any(parts_of(root, "message/disposition-notification"))
    return is_receipt and speaker < Speaker.SYSTEM


def _answered(root: Part) -> str:
    """The mail that a report answers, for want of a copy."""
    headers = root.headers
    ids = ids_in(headers.first_raw("in-reply-to") + headers.first_raw("references"))
    return ids[-1] if ids else ""


def _bounce(root: Part, failures: list[Failure]) -> Bounce:
    first = max(failures, key=lambda failure: (failure.action == "failed", failure.hard))
    return Bounce(
        recipients=tuple(dict.fromkeys(f.recipient for f in failures if f.recipient)),
        status=first.status,
        hard=first.hard,
        action=first.action,
        reason=first.reason,
        diagnostic=first.diagnostic,
        message_id=original_of(root, words_of(root)).message_id or _answered(root),
        failures=tuple(failure for failure in failures if failure.recipient),
    )
