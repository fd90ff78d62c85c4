"""Telling the database's own troubles from those of what was asked of it."""

import psycopg
from django.db import Error

# Classes of SQLSTATE that pass by themselves: connection, rollback (deadlock), resources (disk,
# memory, connections), operator intervention (shutdown), system. PostgreSQL manual, appendix A.
PASSING = ("08", "40", "53", "57", "58")


def is_passing(error: BaseException) -> bool:
    """Whether `error` says that the database is away or busy, so that trying again later helps."""
    cause = error.__cause__ if isinstance(error, Error) else error
    if not isinstance(cause, psycopg.Error):
        return False
    if cause.sqlstate is None:
        return isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError)
    return cause.sqlstate.startswith(PASSING)
