"""A database address as Django's settings."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict

POOL = {"min_size": 1, "max_size": 16, "timeout": 10}


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
