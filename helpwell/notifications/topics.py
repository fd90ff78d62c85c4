from helpwell.accounts.models import User
from helpwell.live.topics import guards_topic


@guards_topic("person")
def is_oneself(user: User, person_id: int) -> bool:
    """What is told to somebody is told to them alone."""
    return user.pk == person_id
