"""Bringing people in from a file: tried first, then done some at a time, and undone if wished.

Whoever is known keeps what we know of them: gaps are filled, addresses and segments added.
"""

from collections.abc import Iterator, Sequence
from itertools import batched, islice

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from helpwell.core import clock
from helpwell.core.actors import Actor, By
from helpwell.customers.actions.matching import Match, keep, matched
from helpwell.customers.actions.removing import remove
from helpwell.customers.candidates import Candidate, candidate_of
from helpwell.customers.columns import guessed, targets
from helpwell.customers.errors import NotNow, NotReadable
from helpwell.customers.facts import ImportBegun, ImportEnded
from helpwell.customers.identities import country, region_of_house
from helpwell.customers.models import Import, ImportedRow
from helpwell.customers.sheets import Cells, Sheet
from helpwell.events.actions import publish
from helpwell.events.models import Fact
from helpwell.files.actions import store
from helpwell.files.queries import content_of
from helpwell.jobs.bell import ring

TOGETHER = 250
BELL = "customers.import"
MOST_ATTEMPTS = 5
State = Import.State


def begin_import(content: bytes, *, name: str, by: By) -> Import:
    """Take in a file of people and guess what its columns hold; refuses what is no table."""
    sheet = Sheet.of(content)
    head, total = sheet.head, sheet.count()
    if not total:
        raise NotReadable
    with transaction.atomic():
        run = Import.objects.create(
            file=store(content),
            name=name[:120] or "csv",
            encoding=sheet.encoding,
            delimiter=sheet.delimiter,
            columns=guessed(head),
            region=region_of_house(),
            total=total,
            by_id=by.actor.id,
            begun_at=clock.now(),
        )
        publish(ImportBegun(import_id=run.pk, by=by.actor))
    return run


@transaction.atomic
def try_import(run: Import, *, columns: Sequence[str], region: str, by: By) -> Import:
    """Say what the columns hold, and see what would come of it; refuses no country's letters."""
    run = _in_state(run, State.CHOOSING, State.CHECKED)
    known = {key for key, _name in targets()}
    run.columns = [key if key in known else "" for key in columns]
    run.region = country(region)
    return _set_to_work(run, State.CHECKING)


@transaction.atomic
def do_import(run: Import, *, by: By) -> Import:
    """Bring them in."""
    return _set_to_work(_in_state(run, State.CHECKED), State.RUNNING)


@transaction.atomic
def undo_import(run: Import, *, by: By) -> Import:
    """Take those out again whom it made, but for who has written or was changed since."""
    run = _in_state(run, State.DONE)
    run.state, run.position = State.UNDOING, 0
    run.save(update_fields=["state", "position"])
    ring(BELL)
    return run


def work_on_imports(*, by: By) -> None:
    """Go on with every import that is at work, until none is."""
    for run in Import.objects.filter(state__in=Import.AT_WORK).order_by("pk"):
        if run.state == State.UNDOING:
            _take_out(run)
        else:
            _go_on(run)


def _in_state(run: Import, *states: str) -> Import:
    run = Import.objects.select_for_update().get(pk=run.pk)
    if run.state not in states:
        raise NotNow
    return run


def _set_to_work(run: Import, state: str) -> Import:
    run.rows.all().delete()
    run.state, run.position = state, 0
    run.save(update_fields=["state", "position", "columns", "region"])
    ring(BELL)
    return run


def _go_on(run: Import) -> None:
    """Row after row from where it stands; each batch is kept with the place it has come to."""
    try:
        for some in batched(_rest(run), TOGETHER):
            if not _batch_kept(run, some):
                return
    except NotReadable:
        _end(run, State.FAILED)
        return
    _end(run, State.CHECKED if run.state == State.CHECKING else State.DONE)


def _rest(run: Import) -> Iterator[tuple[int, Cells]]:
    sheet = Sheet(content_of(run.file), run.encoding, run.delimiter)
    return islice(enumerate(sheet.rows(), start=1), run.position, None)


def _batch_kept(run: Import, some: Sequence[tuple[int, Cells]], *, attempt: int = 1) -> bool:
    """Whether this batch was ours to do; where somebody wrote at this very moment, it is done
    again in halves."""
    try:
        with transaction.atomic():
            return _keep(run, some)
    except IntegrityError:
        run.refresh_from_db(fields=["position"])
        if len(some) == 1 and attempt == MOST_ATTEMPTS:
            raise
    middle = len(some) // 2
    halves = (some[:middle], some[middle:]) if middle else (some,)
    return all(_batch_kept(run, half, attempt=attempt + 1 - bool(middle)) for half in halves)


def _keep(run: Import, some: Sequence[tuple[int, Cells]]) -> bool:
    ours = Import.objects.select_for_update(skip_locked=True, of=("self",))
    if not ours.filter(pk=run.pk, state=run.state, position=run.position).exists():
        return False
    people = [candidate_of(n, cells, run.columns, region=run.region) for n, cells in some]
    found = matched(people, earlier=_earlier(run, people))
    if run.state == State.RUNNING:
        keep(found, by=Actor(kind="agent", id=run.by_id))
    ImportedRow.objects.bulk_create(_row(run, match) for match in found)
    run.position += len(some)
    run.save(update_fields=["position"])
    return True


def _earlier(run: Import, people: Sequence[Candidate]) -> set[str]:
    """While trying: what earlier rows of the file say, as nobody was made of them."""
    seen: set[str] = getattr(run, "seen", set())
    run.seen = seen  # type: ignore[attr-defined]
    return seen if run.state == State.CHECKING else set()


def _row(run: Import, match: Match) -> ImportedRow:
    customer = match.customer
    return ImportedRow(
        run=run,
        number=match.candidate.number,
        outcome=match.outcome,
        customer_id=customer.pk if customer else None,
        reason=match.candidate.problem,
    )


@transaction.atomic
def _end(run: Import, state: str) -> None:
    run.state, run.done_at = state, clock.now()
    run.save(update_fields=["state", "done_at"])
    if state in (State.DONE, State.UNDONE):
        publish(ImportEnded(import_id=run.pk, by=Actor(kind="agent", id=run.by_id)))


def _take_out(run: Import) -> None:
    made = ImportedRow.objects.filter(run=run, outcome=ImportedRow.Outcome.MADE)
    while some := list(made.filter(number__gt=run.position).order_by("number")[:TOGETHER]):
        with transaction.atomic():
            ids = [row.customer_id for row in some if row.customer_id]
            _remove(_untouched(ids))
            made.filter(customer__isnull=True, pk__in=[row.pk for row in some]).update(
                outcome=ImportedRow.Outcome.GONE
            )
            run.position = some[-1].number
            run.save(update_fields=["position"])
    _end(run, State.UNDONE)


def _untouched(ids: Sequence[int]) -> list[int]:
    """Those of whom nobody has noted anything since they were made."""
    facts = Fact.objects.filter(about__in=[f"customer:{pk}" for pk in ids])
    touched = set(facts.exclude(name="customer.appeared").values_list("about", flat=True))
    return [pk for pk in ids if f"customer:{pk}" not in touched]


def _remove(ids: Sequence[int]) -> None:
    """All of them, or all but those who have written, whom the database keeps."""
    try:
        with transaction.atomic():
            remove(ids)
    except ProtectedError as error:
        names = ("requester_id", "customer_id")
        kept = {getattr(row, name, None) for row in error.protected_objects for name in names}
        rest = [pk for pk in ids if pk not in kept]
        if len(rest) < len(ids):
            _remove(rest)
