"""Reading drafts on a ticket: one's own, and those one is asked to look over."""

from dataclasses import dataclass

from django.db.models import Q

from helpwell.accounts.models import User
from helpwell.tickets.models import Draft, Ticket
from helpwell.tickets.people import colleagues_for


@dataclass(frozen=True)
class Drafts:
    """What somebody has begun on a ticket, by mode, and a colleague's they are asked to see."""

    own: dict[str, Draft]
    asked: Draft | None

    def shown(self, of: int | None) -> Draft | None:
        """The answer that the composer opens with: one's own, or the one `of` a colleague."""
        own = self.own.get(Draft.Mode.REPLY)
        wants_other = self.asked and (own is None or of == self.asked.agent_id)
        return self.asked if wants_other else own


def drafts_at(user: User, ticket: Ticket) -> Drafts:
    """All drafts that this person may write in on a ticket, in one query."""
    rows = Draft.objects.filter(Q(agent=user) | Q(shared_with=user), ticket=ticket)
    found = list(rows.select_related("agent", "shared_with", "edited_by").order_by("pk"))
    own = {draft.mode: draft for draft in found if draft.agent_id == user.pk}
    asked = next((draft for draft in found if draft.agent_id != user.pk), None)
    return Drafts(own, asked)


def lookers(ticket: Ticket, *, but: User) -> list[tuple[int, str]]:
    """Colleagues who see the ticket and may answer it, for a choice."""
    people = [person for person, sees in colleagues_for(ticket, typed="", but=but) if sees]
    return [(each.pk, each.name) for each in people if each.can("tickets.reply")]
