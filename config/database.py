"""A database address as Django's settings."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict

# The pool pauses ever longer between its attempts to reconnect; an attempt that is given up early
# is begun afresh by whoever asks next, so a database that is back is found within seconds.
POOL = {"min_size": 1, "max_size": 16, "timeout": 10, "reconnect_timeout": 10}


def database_settings(url: str) -> dict[str, Any]:
    """Django's `DATABASES` entry for a PostgreSQL `url`, with a small connection pool."""
    parts = dict(conninfo_to_dict(url))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "helpwell"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "") or ""),
        "OPTIONS": {**parts, "pool": POOL},
        "CONN_HEALTH_CHECKS": True,
    }
