"""Migrations: nothing is missing, and each room's form one line."""

import io
from collections import Counter

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from tests.architecture.house import may_know, rooms


@pytest.mark.django_db
def test_the_models_are_all_in_the_migrations():
    said = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said, stderr=said)
    except SystemExit:
        pytest.fail(f"Make the missing migration:\n{said.getvalue()}", pytrace=False)


def test_the_migrations_of_a_room_are_one_line():
    graph = MigrationLoader(None).graph
    for room in rooms() & {app for app, _ in graph.nodes}:
        assert len(graph.leaf_nodes(room)) == 1, f"{room} has two last migrations: join them"
        own = [
            (parent, node)
            for node in graph.nodes
            if node[0] == room
            for parent in graph.node_map[node].parents
            if parent.key[0] == room
        ]
        followed = Counter(parent.key for parent, _ in own)
        assert [name for name, times in followed.items() if times > 1] == []


def test_migrations_lean_on_lower_rooms_only():
    """A higher one may ask to go first (`run_before`), to carry over what goes away below."""
    for node, migration in MigrationLoader(None).disk_migrations.items():
        for room, name in migration.dependencies:
            if node[0] in rooms() and room in rooms():
                assert room in may_know(node[0]), f"{node} leans on {(room, name)}"
