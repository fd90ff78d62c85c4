"""Mails as customers' mail programs write them: RFC 5322 bytes."""

from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from html import escape
from zoneinfo import ZoneInfo

from helpwell.demo import cast
from helpwell.demo.cast import CONTENT, Person
from helpwell.demo.opening import OpenedMail
from helpwell.demo.papers import paper
from helpwell.demo.pictures import photo
from helpwell.demo.script import Turn
from helpwell.demo.timetable import date_in

MAILS = CONTENT / "mails"
ANSWER_PREFIXES = {"de": "AW: ", "it": "R: ", "pl": "Odp: "}
MACHINES_HEADERS = {
    "auto-reply": {"Auto-Submitted": "auto-replied", "Precedence": "bulk"},
    "newsletter": {"List-Unsubscribe": "<https://webwinkel-nieuws.example/uit>"},
}


@dataclass(frozen=True, kw_only=True)
class Answered:
    """The last answer a customer got: what their mail program quotes."""

    text: str
    at: datetime
    writer: str


@dataclass(kw_only=True)
class Thread:
    """What a customer's mail program knows of a talk so far."""

    subject: str
    to: str
    message_ids: list[str] = field(default_factory=list)
    answered: Answered | None = None


def letter(turn: Turn, *, person: Person, thread: Thread, at: datetime, language: str) -> bytes:
    """One mail from `person`: an answer to the thread, or its first mail."""
    if turn.prop("bounce") is not None:
        return _bounce(turn, thread, at)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f"{person.name} <{person.email}>" if person.name else person.email
    mail["To"] = thread.to
    mail["Subject"] = _subject(thread, language)
    mail["Date"] = format_datetime(at.astimezone(ZoneInfo(person.zone)))
    mail["Message-ID"] = _message_id(turn, person.email, at)
    if thread.message_ids:
        mail["In-Reply-To"] = thread.message_ids[-1]
        mail["References"] = " ".join(thread.message_ids)
    _mark(mail, turn)
    _write(mail, turn, thread.answered, language, formats=_writes_html(person))
    _enclose(mail, turn, person)
    _set_boundaries(mail)
    return mail.as_bytes()


def answer_to(raw: bytes, *, text: str, at: datetime) -> bytes:
    """What a supplier's mail program makes of `text`, as an answer to one of our mails."""
    asked = OpenedMail(raw)
    me = asked.to[0]
    mail = EmailMessage(policy=SMTP)
    mail["From"] = me
    mail["To"] = asked.answers_go_to
    mail["Subject"] = f"Re: {asked.subject}"
    mail["Date"] = format_datetime(at.astimezone(ZoneInfo("Europe/Brussels")))
    mail["Message-ID"] = f"<{sha256(raw + text.encode()).hexdigest()[:24]}@{me.domain}>"
    mail["In-Reply-To"] = asked.message_id
    mail.set_content(f"{text}\n")
    return mail.as_bytes()


def _subject(thread: Thread, language: str) -> str:
    if not thread.message_ids:
        return thread.subject
    return ANSWER_PREFIXES.get(language, "Re: ") + thread.subject


def _message_id(turn: Turn, email: str, at: datetime) -> str:
    """The same turn gives the same Message-ID."""
    digest = sha256(f"{turn.text}{email}{at.isoformat()}".encode()).hexdigest()
    return f"<{digest[:24]}@{email.partition('@')[2]}>"


def _mark(mail: EmailMessage, turn: Turn) -> None:
    """The headers by which machines' mail is known (RFC 3834)."""
    kind = turn.prop("html") if turn.prop("auto-reply") is None else "auto-reply"
    for name, value in MACHINES_HEADERS.get(kind or "", {}).items():
        mail[name] = value


def _writes_html(person: Person) -> bool:
    """Whether this person's mail program sends HTML beside the text; about half of them do."""
    return sha256(person.email.encode()).digest()[0] % 2 == 0


def _write(
    mail: EmailMessage, turn: Turn, answered: Answered | None, language: str, *, formats: bool
) -> None:
    text = turn.text
    if turn.prop("long") is not None:
        text = f"{text}\n\n{(MAILS / 'long-thread.txt').read_text(encoding='utf-8')}"
    quoted = f"\n\n{_quote(answered, language)}" if answered else ""
    mail.set_content(f"{text}{quoted}\n", charset="iso-2022-jp" if _is_japanese(turn) else "utf-8")
    ready_made = turn.prop("html")
    if ready_made:
        html = (MAILS / f"{ready_made}.html").read_text(encoding="utf-8")
        mail.add_alternative(html, subtype="html")
    elif formats or turn.prop("shows"):
        mail.add_alternative(_html(turn, answered, language), subtype="html")


def _is_japanese(turn: Turn) -> bool:
    """Whether an older Japanese mail program would use its own encoding: it can hold this text."""
    try:
        turn.text.encode("iso-2022-jp")
    except UnicodeEncodeError:
        return False
    return not turn.text.isascii() and any("\u3040" <= letter <= "\u30ff" for letter in turn.text)


def _quote(answered: Answered, language: str) -> str:
    lines = "\n".join(f"> {line}".rstrip() for line in answered.text.splitlines())
    return f"{_introduction(answered, language)}\n{lines}"


def _introduction(answered: Answered, language: str) -> str:
    local = answered.at.astimezone(ZoneInfo(cast.company()["time_zone"]))
    return cast.words(language).wrote.format(
        date=f"{date_in(language, local.date())} {local.year}",
        time=f"{local:%H:%M}",
        name=answered.writer,
    )


def _html(turn: Turn, answered: Answered | None, language: str) -> str:
    direction = "rtl" if language in ("ar", "he") else "ltr"
    body = f'<div dir="{direction}">{_paragraphs(turn.text)}</div>'
    if turn.prop("shows"):
        body += f'<div><br><img src="cid:{turn.prop("shows")}@photo" width="480"></div>'
    if answered:
        body += (
            '<br><div class="gmail_quote"><div class="gmail_attr">'
            f"{escape(_introduction(answered, language))}<br></div>"
            '<blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px solid #ccc;'
            f'padding-left:1ex">{_paragraphs(answered.text)}</blockquote></div>'
        )
    return f"<html><body>{body}</body></html>\n"


def _paragraphs(text: str) -> str:
    return "<br>\n".join(escape(line) for line in text.splitlines())


def _enclose(mail: EmailMessage, turn: Turn, person: Person) -> None:
    if shown := turn.prop("shows"):
        html = mail.get_body(("html",))
        assert html
        html.add_related(
            photo(shown), "image", "png", cid=f"<{shown}@photo>", filename=f"{shown}.png"
        )
    if taken := turn.prop("photo"):
        mail.add_attachment(photo(taken), "image", "png", filename=f"{taken}.png")
    if enclosed := turn.prop("attaches"):
        found = paper(enclosed, name_of_customer=person.name)
        mail.add_attachment(found.content, "application", "pdf", filename=found.name)


def _set_boundaries(mail: EmailMessage) -> None:
    """Boundaries that follow from the mail, so that the same mail has the same bytes."""
    stem = mail["Message-ID"].strip("<>").partition("@")[0]
    for number, part in enumerate(mail.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{stem}_{number}")


def _bounce(turn: Turn, thread: Thread, at: datetime) -> bytes:
    """A delivery status notification (RFC 3464) for our last answer."""
    recipient = (turn.prop("bounce") or "").removeprefix("of ")
    report = (MAILS / "bounce.eml").read_text(encoding="utf-8")
    filled = report.format(
        date=format_datetime(at),
        to=thread.to,
        message_id=_message_id(turn, recipient, at),
        answer=thread.message_ids[-1],
        text=turn.text,
        recipient=recipient,
    )
    return filled.replace("\n", "\r\n").encode()
