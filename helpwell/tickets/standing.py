"""How a ticket stands, as what changes it remembers it for the way back."""

from datetime import datetime
from typing import TypedDict

from helpwell.tickets.models import Ticket


class Standing(TypedDict):
    """Its status, this house's own word for it by id, and when it was solved (ISO 8601 or "")."""

    status: str
    custom: int | None
    solved_at: str


def standing(ticket: Ticket) -> Standing:
    """How it stands now."""
    return {
        "status": ticket.status,
        "custom": ticket.custom_status_id,
        "solved_at": ticket.solved_at.isoformat() if ticket.solved_at else "",
    }


def moment_solved(told: str) -> datetime | None:
    """When it had been solved, if it was."""
    return datetime.fromisoformat(told) if told else None
