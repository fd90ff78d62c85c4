"""The first administrator of a new house."""

from django.db import connection, transaction

from helpwell.accounts.actions.guarding import LONGEST_PERSON, named
from helpwell.accounts.actions.joining import join
from helpwell.accounts.actions.roles import standing_role
from helpwell.accounts.errors import HouseAlreadyFounded
from helpwell.accounts.models import User
from helpwell.core.text import storable

FOUNDING_LOCK = 0x68656C70


@transaction.atomic
def found_house(*, name: str, email: str, password: str) -> User:
    """Make the first administrator; refused once anybody works here.

    The lock lets one at a time through, so of two who found at once one becomes administrator.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FOUNDING_LOCK])
    if User.objects.exists():
        raise HouseAlreadyFounded
    return join(
        email=storable(email).strip().lower(),
        name=named(name, most=LONGEST_PERSON),
        password=password,
        role=standing_role("administrator"),
        invitation=None,
    )
