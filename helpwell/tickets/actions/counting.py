"""Keeping counts cheap."""

from django.db import connection

TALLIES = (
    ("DELETE FROM tickets_tally", "INSERT INTO tickets_tally", "status, assignee_id, group_id", ""),
    (
        "DELETE FROM tickets_viewtally",
        "INSERT INTO tickets_viewtally",
        "view_id, assignee_id, group_id",
        " AND view_id IN (SELECT id FROM tickets_savedview"
        " WHERE id IN (SELECT view_id FROM several) FOR KEY SHARE SKIP LOCKED)",
    ),
)


def fold_tallies() -> None:
    """Add up the tallies' rows to one for each status, or saved view, and assignee and group.

    One statement takes rows out and puts their sums in, so no reader ever sees a wrong count. It
    waits for nobody: a view that is being deleted is left alone.
    """
    with connection.cursor() as cursor:
        for take, put, places, free in TALLIES:
            table = take.split()[-1]
            cursor.execute(FOLD.format(take=take, put=put, table=table, places=places, free=free))


FOLD = """
    WITH several AS (
        SELECT * FROM (
            SELECT ctid, {places}, count(*) OVER (PARTITION BY {places}) FROM {table}
        ) AS rows
        WHERE count > 1
    ), gone AS (
        {take}
        WHERE ctid IN (
            SELECT ctid FROM {table} WHERE ctid IN (SELECT ctid FROM several){free}
            FOR UPDATE SKIP LOCKED
        )
        RETURNING {places}, change
    )
    {put} ({places}, change)
    SELECT {places}, sum(change) FROM gone GROUP BY {places} HAVING sum(change) <> 0
"""
