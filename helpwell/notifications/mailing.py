"""The mail that tells somebody: what, which ticket, its title; nothing a customer wrote."""

from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from itertools import groupby

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from helpwell.accounts.models import User
from helpwell.channels.notices import NotTaken, send_notice
from helpwell.core.health import Finding
from helpwell.core.text import one_line
from helpwell.notifications.models import Notification
from helpwell.notifications.wording import sentence


def mail_together(person: User, rows: Sequence[Notification]) -> bool:
    """Mail these in one; whether the mail server has it, or there is none to hand it to."""
    parts = [_about(list(group)) for _, group in groupby(rows, key=lambda row: row.ticket_id)]
    foot = gettext("You chose to be told by mail. Change that: %s")
    return _mail(person, _subject(rows), [*parts, _foot(foot)])


def mail_alert(person: User, findings: Sequence[Finding]) -> bool:
    """Mail what is wrong with mail and what to do about it; returns as `mail_together` does."""
    parts = [f"{finding.message}\n{finding.advice}" for finding in findings]
    link = _address(reverse("channels:mail_health"))
    foot = gettext("You are told because you look after mailboxes here. Change that: %s")
    return _mail(person, gettext("Mail needs you"), [*parts, link, _foot(foot)])


def _mail(person: User, subject: str, parts: Sequence[str]) -> bool:
    message = EmailMessage(policy=SMTP)
    message["To"] = person.email
    message["Subject"] = subject
    message.set_content("\n\n".join(parts))
    try:
        send_notice(message)
    except NotTaken:
        return False
    return True


def _foot(words: str) -> str:
    return f"-- \n{words % _address(reverse('notifications:settings'))}"


def _subject(rows: Sequence[Notification]) -> str:
    tickets = {row.ticket_id for row in rows}
    if len(tickets) > 1:
        n = len(tickets)
        return ngettext("News on %(n)d ticket", "News on %(n)d tickets", n) % {"n": n}
    return f"[#{rows[0].ticket_id}] {one_line(rows[0].ticket.title)}"


def _about(rows: Sequence[Notification]) -> str:
    ticket = rows[0].ticket
    lines = [f"- {sentence(row)}" for row in rows]
    link = _address(reverse("tickets:ticket", args=[ticket.pk]))
    return "\n".join([f"#{ticket.pk} {one_line(ticket.title)}", *lines, link])


def _address(path: str) -> str:
    return f"{settings.HELPWELL.url}{path}"
