"""What is left to do on a ticket that was just solved: said, and never in the way."""

from django.utils.translation import ngettext

from helpwell.accounts.models import User
from helpwell.tickets.links import links_of
from helpwell.tickets.models import Step, Ticket


def loose_ends(ticket: Ticket, user: User) -> str:
    """Steps that are not done and incidents that wait, in a sentence each; empty if none."""
    return " ".join(filter(None, (_steps(ticket), _incidents(ticket, user))))


def _steps(ticket: Ticket) -> str:
    left = Step.objects.filter(ticket=ticket, done_at=None).count()
    words = ngettext("%s step is not done.", "%s steps are not done.", left)
    return words % left if left else ""


def _incidents(ticket: Ticket, user: User) -> str:
    waiting = len(links_of(ticket, for_user=user).unsolved_incidents)
    words = ngettext(
        "%s incident waits for an answer: see Links.",
        "%s incidents wait for an answer: see Links.",
        waiting,
    )
    return words % waiting if waiting else ""
