"""One address that a mail did not reach: the reason, and whether the address is no good."""

from helpwell.channels.mail.bounce_texts import reply_in, status_in
from helpwell.channels.mail.failure_reasons import Reason, of_code, told_in
from helpwell.channels.mail.incoming import Failure

MAX_DIAGNOSTIC = 500


def failure_of(
    address: str, *, action: str, status: str, texts: list[str], final: str = ""
) -> Failure:
    """What `texts` tell, the first of them about this address, the others about the mail."""
    reply = next((code for text in texts if (code := reply_in(text))), "")
    status = status or next((code for text in texts if (code := status_in(text))), "")
    reason = _reason(status, reply, texts)
    return Failure(
        recipient=address,
        final="" if final.lower() == address.lower() else final,
        action=action,
        status=status or (f"{reply[0]}.0.0" if reply else ""),
        reason=reason.name if reason else "",
        diagnostic=_diagnostic(texts, reply),
        hard=action != "delayed" and _is_hard(reason, status or reply),
    )


def _reason(status: str, reply: str, texts: list[str]) -> Reason | None:
    """What is told of this address, else its codes, else what the whole report tells."""
    told, coded = told_in(texts[0]), of_code(status)
    elsewhere = [reason for text in texts[1:] if (reason := told_in(text))]
    clear = (reason for reason in (told, coded, *elsewhere) if reason and not reason.is_vague)
    return next(clear, None) or told or coded or of_code(reply) or next(iter(elsewhere), None)


def _is_hard(reason: Reason | None, code: str) -> bool:
    """Without a recognised reason, an address is no good when the failure is permanent."""
    return reason.hard if reason else not code.startswith("4")


def _diagnostic(texts: list[str], reply: str) -> str:
    lines = [line.strip() for text in texts[:1] for line in text.split("\n") if line.strip()]
    found = next((line for line in lines if reply and reply in line), "")
    return (found or " ".join(lines))[:MAX_DIAGNOSTIC]
