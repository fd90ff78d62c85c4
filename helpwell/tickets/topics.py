from helpwell.accounts.models import User
from helpwell.live.topics import guards_topic, opens_topics
from helpwell.tickets.queries import visible_to

opens_topics("tickets")


@guards_topic("ticket", "presence")
def may_follow(user: User, ticket_id: int) -> bool:
    """Whoever may see a ticket may hear that it changed, and who is looking at it."""
    return visible_to(user).filter(pk=ticket_id).exists()
