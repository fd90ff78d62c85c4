"""Whether the database fits this version, and making it fit."""

import hashlib
import json
from pathlib import Path

import psycopg

from helpwell.service import installed
from helpwell.service.environment import Environment
from helpwell.service.secret import write_privately

ONE_AT_A_TIME = 5_217_402_211_906_001  # the advisory lock of whoever migrates
APPLIED = (
    "SELECT md5(string_agg(app || '.' || name, ',' ORDER BY app, name)) FROM django_migrations"
)


def are_applied(environment: Environment) -> bool:
    """Whether our last migration here used these very files, and the database still says so."""
    try:
        noted: object = json.loads(_note(environment).read_text())
        return noted == _now(environment)
    except (OSError, ValueError, psycopg.Error):
        return False


def apply(environment: Environment) -> None:
    """Migrate the database, one process at a time however many hosts start at once."""
    with psycopg.connect(environment.database, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        _migrate()
    write_privately(_note(environment), json.dumps(_now(environment)))


def pending() -> list[str]:
    """The migrations the database lacks, as `room.name`."""
    import django  # noqa: PLC0415 the supervisor reads this module and must stay small
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    django.setup()
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def of_database(url: str) -> str | None:
    """A fingerprint of what the database says has been applied to it."""
    with psycopg.connect(url, connect_timeout=5) as connection:
        row = connection.execute(APPLIED).fetchone()
        return row[0] if row else None


def of_files() -> str:
    """A fingerprint of our migrations and of the versions of everything installed."""
    digest = hashlib.sha256()
    for file in sorted(installed.ROOMS.glob("*/migrations/*.py")):
        digest.update(f"{file.relative_to(installed.ROOMS)}\0".encode() + file.read_bytes())
    for name in installed.distributions():
        digest.update(name.encode() + b"\0")
    return digest.hexdigest()


def _now(environment: Environment) -> dict[str, str | None]:
    return {"files": of_files(), "database": of_database(environment.database)}


def _migrate() -> None:
    import django  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)


def _note(environment: Environment) -> Path:
    return environment.data / "migrated.json"
