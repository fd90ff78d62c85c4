"""A house of any size, written by COPY into the real tables: the same seed, the same house."""

import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from itertools import accumulate

import psycopg

from benchmarks.language import Language
from helpwell.search.marks import marks_of

SEED = 20_261_121
CHUNK = 5_000
AGENTS, GROUPS, TAGS, FILES = 60, 10, 100, 1
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
YEARS = timedelta(days=3 * 365)
COLUMNS = {
    "customers_customer": "id,name,greeting,language,time_zone,needs,notes,"
    "organisation_id,created_at",
    "customers_identity": "customer_id,kind,value",
    "tickets_ticket": "id,subject,status,priority,requester_id,assignee_id,group_id,opened_at,"
    "active_at,waiting_since,solved_at,last_words,last_public_id,message_count",
    "tickets_ticket_tags": "ticket_id,tag_id",
    "tickets_message": "id,ticket_id,kind,author_id,customer_id,text,html,quoted,full_html,"
    "remote_images,is_automatic,is_bounce,channel,recipients,created_at",
    "tickets_attachment": "message_id,ticket_id,file_id,name,content_type,content_id,is_inline,"
    "created_at",
    "tickets_sight": "ticket_id,agent_id,message_id",
    "search_entry": "kind,object_id,owner_id,at,words",
    "events_fact": "name,about,actor_kind,actor_id,payload,at,pending",
    "channels_envelope": "inbox_id,sha256,raw_id,envelope_from,envelope_to,received_at,state,"
    "attempts,error,message_id,message_id_header,threaded_by",
    "channels_delivery": "id,message_id,inbox_id,message_id_header,state,due_at,attempts,error,"
    "queued_at,sent_at",
    "channels_recipient": "delivery_id,kind,name,email,state,answer",
}
Rows = dict[str, list[str]]


def fill(url: str, tickets: int) -> None:
    """Write `tickets` tickets with three times as many messages; the tables must be empty."""
    begun = time.monotonic()
    with psycopg.connect(url, autocommit=True) as connection, _without_indexes(connection):
        unnamed = _with_defaults(connection)
        _write_few(connection)
        starts = range(0, tickets, CHUNK)
        firsts = _first_messages(tickets)
        with ProcessPoolExecutor(2) as helpers:
            jobs = [
                helpers.submit(_fill_chunk, url, at, tickets, firsts[at // CHUNK]) for at in starts
            ]
            for done, job in enumerate(jobs, 1):
                job.result()
                if done % 20 == 0:
                    _say(f"{done * CHUNK:,} tickets after {time.monotonic() - begun:.0f} s")
        _without_defaults(connection, unnamed)
        _finish(connection)
        _say(f"rows after {time.monotonic() - begun:.0f} s; now the indexes")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    _say(f"seeded {tickets:,} tickets in {time.monotonic() - begun:.0f} s")


BLANK = {
    "boolean": "false",
    "integer": "0",
    "bigint": "0",
    "smallint": "0",
    "jsonb": "'{}'",
    "ARRAY": "'{}'",
}


def _with_defaults(connection: psycopg.Connection) -> list[tuple[str, str]]:
    """Give the columns that COLUMNS does not name nothing, no or 0 while rows are copied."""
    found = connection.execute(
        "SELECT table_name, column_name, data_type FROM information_schema.columns "
        "WHERE table_name = ANY(%s) AND is_nullable = 'NO' AND column_default IS NULL "
        "AND is_identity = 'NO'",
        [[*COLUMNS, "customers_organisation"]],
    )
    unnamed = [row for row in found if row[1] not in COLUMNS.get(row[0], "").split(",")]
    for table, column, kind in unnamed:
        value = BLANK.get(kind, "''")
        connection.execute(f"ALTER TABLE {table} ALTER {column} SET DEFAULT {value}")
    return [(table, column) for table, column, _ in unnamed]


def _without_defaults(connection: psycopg.Connection, columns: list[tuple[str, str]]) -> None:
    for table, column in columns:
        connection.execute(f"ALTER TABLE {table} ALTER {column} DROP DEFAULT")


def _say(words: str) -> None:
    print(f"seed: {words}", file=sys.stderr, flush=True)


# -- the whole --


@contextmanager
def _without_indexes(connection: psycopg.Connection) -> Iterator[None]:
    """Drop what only slows writing down, and build it again at the end."""
    indexes = connection.execute(
        """
        SELECT indexname, indexdef FROM pg_indexes JOIN pg_class ON relname = indexname
        JOIN pg_index ON indexrelid = pg_class.oid
        WHERE tablename = ANY(%s) AND NOT indisunique
        """,
        [list(COLUMNS)],
    ).fetchall()
    for name, _definition in indexes:
        connection.execute(f'DROP INDEX "{name}"')
    yield
    connection.execute("SET maintenance_work_mem = '2GB'")
    for _name, definition in indexes:
        connection.execute(definition)


def _first_messages(tickets: int) -> list[int]:
    """The id of each chunk's first message."""
    counts = (sum(_lengths(at, tickets)) for at in range(0, tickets, CHUNK))
    return [1, *(1 + total for total in accumulate(counts))]


def _lengths(start: int, tickets: int) -> list[int]:
    """How many messages each ticket of a chunk has: three in the mean, a few have dozens."""
    dice = random.Random(SEED + start)
    odds = [(0.35, 1), (0.62, 2), (0.78, 3), (0.88, 4), (0.94, 6), (0.98, 10), (0.999, 14)]
    rolls = (dice.random() for _ in range(min(CHUNK, tickets - start)))
    return [next((n for below, n in odds if roll < below), 60) for roll in rolls]


def _write_few(connection: psycopg.Connection) -> None:
    """Tags, organisations, the one file and the inboxes."""
    stamp = NOW.isoformat()
    connection.execute(
        "INSERT INTO tickets_tag (id, name) SELECT n, 'tag-' || n FROM generate_series(1, %s) n",
        [TAGS],
    )
    connection.execute(
        "INSERT INTO customers_organisation (id, name, domains) "
        "SELECT n, 'Company ' || n, '{}' FROM generate_series(1, 200) n"
    )
    connection.execute(
        "INSERT INTO files_file (id, sha256, size, created_at) VALUES (1, %s, 50000, %s)",
        [sha256(b"").hexdigest(), stamp],
    )


def _finish(connection: psycopg.Connection) -> None:
    """Count what is there, and let every table number on."""
    connection.execute("DELETE FROM tickets_tally")
    connection.execute(
        "INSERT INTO tickets_tally (status, assignee_id, group_id, change) SELECT status, "
        "assignee_id, group_id, count(*) FROM tickets_ticket GROUP BY 1, 2, 3"
    )
    for table in (*COLUMNS, "tickets_tag", "customers_organisation", "files_file"):
        connection.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), "
            f"(SELECT coalesce(max(id), 1) FROM {table}))"
        )


# -- a chunk --


@cache
def _language() -> Language:
    return Language()


def _fill_chunk(url: str, start: int, tickets: int, first_message: int) -> None:
    rows = Chunk(start, tickets, first_message).rows()
    with psycopg.connect(url) as connection:
        connection.execute("SET session_replication_role = replica")  # no triggers, no checks
        for table, lines in rows.items():
            with connection.cursor().copy(f"COPY {table} ({COLUMNS[table]}) FROM STDIN") as copy:
                copy.write("\n".join(lines) + "\n")


class Chunk:
    """The rows of the tickets `start` + 1 to `start` + CHUNK."""

    def __init__(self, start: int, tickets: int, first_message: int) -> None:
        self.dice = random.Random(SEED * 31 + start)
        self.start, self.tickets = start, tickets
        self.message_id = first_message
        self.lengths = _lengths(start, tickets)
        self.customers = max(20, tickets // 4)
        self.language = _language()
        self.done: Rows = defaultdict(list)

    def rows(self) -> Rows:
        for number, length in enumerate(self.lengths, self.start + 1):
            self._ticket(number, length)
        for number in range(self.start // 4 + 1, (self.start + len(self.lengths)) // 4 + 1):
            self._customer(number)
        return self.done

    def _put(self, table: str, *values: object) -> None:
        self.done[table].append("\t".join("\\N" if v is None else str(v) for v in values))

    def _customer(self, number: int) -> None:
        name, address = self._name(number), f"customer{number}@example{number % 900}.org"
        organisation = number % 200 + 1 if number % 3 == 0 else None
        self._put(
            "customers_customer", number, name, "", "en", "Europe/Berlin", "", "", organisation, NOW
        )
        self._put("customers_identity", number, "email", address)
        words = {*name.lower().split(), *address.replace("@", ".").split(".")}
        self._entry("customer", number, number, NOW, words)

    def _name(self, number: int) -> str:
        words = self.language.words
        return f"{words[number % 997]} {words[number % 7919 + 100]}".title()

    def _entry(self, kind: str, object_id: int, owner: int, at: datetime, words: set[str]) -> None:
        vector = " ".join((*words, *marks_of(kind, owner)))
        self._put("search_entry", kind, object_id, owner, at, vector)

    def _fact(
        self, name: str, ticket: int, actor: tuple[str, int], payload: str, at: object
    ) -> None:
        whole = f'{{"ticket_id": {ticket}{payload}}}'
        self._put("events_fact", name, f"ticket:{ticket}", *actor, whole, at, "{}")

    def _ticket(self, number: int, length: int) -> None:
        dice = self.dice
        opened = NOW - YEARS + YEARS * (number / self.tickets) * 0.99
        customer = 1 + int(dice.random() * self.customers)
        status = self._status(number)
        group = 1 + number % GROUPS if dice.random() < 0.95 else None
        assignee = 1 + int(dice.random() * AGENTS) if status != "new" else None
        subject = self.language.sentences[number * 7 % len(self.language.sentences)][:80]
        said = self._messages(number, length, opened, customer, assignee or 1)
        active, last_words, last_public = said
        done = active if status in ("solved", "closed") else None
        waiting = active if status in ("new", "open") else None
        priority = dice.choices((1, 2, 3, 4), (1, 16, 2, 1))[0]
        self._put(
            "tickets_ticket", number, subject, status, priority, customer, assignee, group,
            opened, active, waiting, done, last_words, last_public, length,
        )  # fmt: skip
        for tag in {int(dice.random() ** 3 * TAGS) + 1 for _ in range(number % 3)}:
            self._put("tickets_ticket_tags", number, tag)
        words = {word.strip(".").lower() for word in subject.split()} | {str(number)}
        self._entry("ticket", number, number, opened, words)
        self._outcome(number, status, assignee, group, active)

    def _outcome(
        self, number: int, status: str, assignee: int | None, group: int | None, at: datetime
    ) -> None:
        if assignee is None:
            return
        group_text = "null" if group is None else str(group)
        self._fact(
            "ticket.assigned", number, ("agent", assignee),
            f', "assignee_before": null, "assignee_after": {assignee}, "group_before": '
            f'{group_text}, "group_after": {group_text}', at,
        )  # fmt: skip
        if self.dice.random() < 0.7:
            self._put("tickets_sight", number, assignee, self.message_id)
        if status in ("solved", "closed"):
            payload = ', "before": "pending", "after": "solved"'
            self._fact("ticket.status_changed", number, ("agent", assignee), payload, at)

    def _status(self, number: int) -> str:
        """Most old tickets are closed; of the newest hundredth more than half are not."""
        age = (self.tickets - number) / self.tickets
        if self.dice.random() < (0.6 if age < 0.01 else 0.015):
            return self.dice.choices(("new", "open", "pending", "on_hold"), (2, 5, 3, 1))[0]
        return "solved" if age < 0.1 else "closed"

    def _messages(
        self, ticket: int, length: int, at: datetime, customer: int, agent: int
    ) -> tuple[datetime, str, int]:
        """What was said on a ticket; when it was said last, what, and the newest public one."""
        public, text = 0, ""
        for turn in range(length):
            is_note = turn > 1 and self.dice.random() < 0.1
            kind = "note" if is_note else ("received", "reply")[turn % 2]
            text = self._message(ticket, turn, kind, at, customer, agent)
            public = public if is_note else self.message_id
            self.message_id += 1
            if turn + 1 < length:
                at += timedelta(minutes=5 + int(600 * self.dice.random() ** 3))
        return at, text.replace("\\n", " ")[:150], public

    def _message(
        self, ticket: int, turn: int, kind: str, at: datetime, customer: int, agent: int
    ) -> str:
        pk, dice = self.message_id, self.dice
        paragraphs, words = self.language.body(dice)
        if turn == 0:
            paragraphs.insert(1, f"Order ORD{ticket:07}.")
            words |= {"order", f"ord{ticket:07}"}
        text = "\\n\\n".join(paragraphs)
        has_html = kind != "received" or dice.random() < 0.5
        html = "".join(f"<p>{words_}</p>" for words_ in paragraphs) if has_html else ""
        theirs, ours = f"customer{customer}@example{customer % 900}.org", "support@bench.example"
        is_received = kind == "received"
        sender, to = (theirs, ours) if is_received else (ours, theirs)
        recipients = (
            "[]"
            if kind == "note"
            else f'[{{"kind": "from", "name": "", "email": "{sender}"}}, '
            f'{{"kind": "to", "name": "", "email": "{to}"}}]'
        )
        self._put(
            "tickets_message", pk, ticket, kind, None if is_received else agent,
            customer if is_received else None, text, html, "", "", 0, "f", "f", "email",
            recipients, at,
        )  # fmt: skip
        words |= {f"customer{customer}", f"example{customer % 900}", "org", "support", "bench"}
        self._entry("message", pk, ticket, at, words)
        actor = ("customer", customer) if is_received else ("agent", agent)
        name = {"received": "message.received", "reply": "ticket.replied", "note": "note.written"}
        self._fact(name[kind], ticket, actor, f', "message_id": {pk}', at)
        if is_received:
            self._came_in(pk, ticket, turn, theirs, at)
        elif kind == "reply":
            self._went_out(pk, theirs, at)
        return text

    def _came_in(self, pk: int, ticket: int, turn: int, sender: str, at: datetime) -> None:
        self._put(
            "channels_envelope", 1 + pk % 2, f"{pk:064x}", 1, sender, "", at, "done", 1, "", pk,
            f"{pk}@mail.example.org", "address" if turn else "new",
        )  # fmt: skip
        if self.dice.random() < 0.1:
            self._put("tickets_attachment", pk, ticket, 1, "picture.jpg", "image/jpeg", "", "f", at)

    def _went_out(self, pk: int, address: str, at: datetime) -> None:
        due = at + timedelta(seconds=10)
        header = f"<{pk}.seed@bench.example>"
        self._put("channels_delivery", pk, pk, 1, header, "sent", due, 1, "", at, due)
        self._put("channels_recipient", pk, "to", "", address, "sent", "250 OK")
