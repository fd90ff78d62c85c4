from django.db.models import QuerySet

from helpwell.events.models import Fact, Setback


def history_of(about: str) -> QuerySet[Fact]:
    """Everything that happened to one thing (such as `ticket:42`), oldest first."""
    return Fact.objects.filter(about=about).order_by("id")


def waiting_for_a_person() -> QuerySet[Setback]:
    """Subscribers that failed on a fact so often that somebody has to look."""
    return Setback.objects.filter(next_try_at=None).select_related("fact").order_by("id")


def backlog() -> int:
    """How many facts wait to be told."""
    return Fact.objects.exclude(pending=[]).count()
