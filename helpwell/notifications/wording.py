"""What happened, in a sentence: who and what, never what a customer wrote."""

from django.utils.translation import gettext, ngettext

from helpwell.notifications.kinds import Kind
from helpwell.notifications.models import Notification


def sentence(notification: Notification) -> str:
    """Such as “Ben Osei wrote 2 notes”."""
    who = notification.by.name if notification.by else ""
    said = _counted(notification.kind, notification.count, who)
    return said or (_by_somebody(notification.kind, who) if who else _by_itself(notification.kind))


def _counted(kind: str, n: int, who: str) -> str:
    given = {"who": who or gettext("Somebody"), "n": n}
    if kind == Kind.ANSWERED:
        return ngettext("The customer answered", "The customer answered %(n)d times", n) % given
    if kind == Kind.NOTED:
        return ngettext("%(who)s wrote a note", "%(n)d notes, the last by %(who)s", n) % given
    if kind == Kind.MENTIONED:
        return ngettext("%(who)s mentions you", "Mentioned %(n)d times, last by %(who)s", n) % given
    return ""


def _by_somebody(kind: str, who: str) -> str:
    words = {
        Kind.ASSIGNED: gettext("%(who)s gave it to you or your group"),
        Kind.DRAFT: gettext("%(who)s asks you to look at a draft, or gave yours back"),
        Kind.MERGED: gettext("%(who)s merged another ticket into it"),
        Kind.OPENED: gettext("%(who)s opened it"),
    }
    return words[Kind(kind)] % {"who": who} if kind in words else _by_itself(kind)


def _by_itself(kind: str) -> str:
    words = {
        Kind.ASSIGNED: gettext("It is yours or your group’s now"),
        Kind.DRAFT: gettext("A draft waits for you"),
        Kind.PROMISE: gettext("A promise is due or overdue"),
        Kind.WOKE: gettext("It woke up"),
        Kind.FAILED: gettext("An answer could not be delivered"),
        Kind.MERGED: gettext("Another ticket was merged into it"),
        Kind.OPENED: gettext("A new ticket"),
    }
    return words[Kind(kind)]
