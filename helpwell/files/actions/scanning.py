"""Files looked at by a virus scanner, where there is one (`HELPWELL_CLAMD`)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from helpwell.core import clock
from helpwell.files import clamd
from helpwell.files.models import Scan
from helpwell.files.queries import opened
from helpwell.jobs.bell import ring

LEASE = timedelta(minutes=5)  # a file is another worker's turn after that
PAUSES = (10, 60, 300, 900, 3600)  # seconds; the last one is repeated


def request_scan(file_ids: Iterable[int]) -> None:
    """Have files scanned that people may open; each once. Nothing where there is no scanner."""
    if settings.HELPWELL.clamd is None:
        return
    now = clock.now()
    scans = [Scan(file_id=pk, next_try_at=now) for pk in sorted(set(file_ids))]
    Scan.objects.bulk_create(scans, ignore_conflicts=True)
    if scans:
        ring("scan.requested")


def scan_waiting() -> datetime | None:
    """Scan what is due; the moment when the next file will be. Trouble holds up nothing else."""
    place = settings.HELPWELL.clamd
    if place is None:
        return None
    while scan := _claim_next():
        try:
            with opened(scan.file) as stream:
                verdict = clamd.scan(stream, at=place)
        except (clamd.ScannerAway, OSError) as trouble:
            _postpone(scan, str(trouble))
            break  # the scanner is away, for the others too
        _note(scan, verdict)
    later = Scan.objects.filter(state=Scan.State.WAITING).order_by("next_try_at")
    return later.values_list("next_try_at", flat=True).first()


@transaction.atomic
def _claim_next() -> Scan | None:
    """Take the next file in hand for a while; no transaction is open while it is scanned."""
    due = Scan.objects.filter(state=Scan.State.WAITING, next_try_at__lte=clock.now())
    held = due.select_for_update(skip_locked=True, of=("self",)).select_related("file")
    scan = held.order_by("next_try_at").first()
    if scan is None:
        return None
    scan.attempts += 1
    scan.next_try_at = clock.now() + LEASE
    scan.save(update_fields=["attempts", "next_try_at"])
    return scan


def _note(scan: Scan, verdict: clamd.Verdict) -> None:
    scan.state = Scan.State.INFECTED if verdict.found else Scan.State.CLEAN
    if verdict.is_refused:
        scan.state = Scan.State.UNSCANNABLE
    scan.found, scan.error = verdict.found[:200], ""
    scan.save(update_fields=["state", "found", "error"])


def _postpone(scan: Scan, error: str) -> None:
    pause = PAUSES[min(scan.attempts, len(PAUSES)) - 1]
    scan.next_try_at = clock.now() + timedelta(seconds=pause)
    scan.error = error.replace("\0", "")[:500]
    scan.save(update_fields=["next_try_at", "error"])
