"""What people do to many tickets at once, to views, and to customers."""

from helpwell.customers.models import Customer, PeopleMerge
from helpwell.tickets.models import BulkRun, SavedView
from tests.together.actor import Actor
from tests.together.deeds import deed

DEEDS = (
    {"status": "pending"},
    {"status": "solved", "priority": "3"},
    {"assignee": "me"},
    {"add_tag": ["tag1", "bulk"], "remove_tag": ["tag2"]},
    {"aside": "trash"},
)


@deed(weight=2)
def change_many(actor: Actor) -> None:
    numbers = {actor.some_ticket().pk for _ in range(6)}
    actor.post("/bulk/", ticket=sorted(numbers), **actor.dice.choice(DEEDS))


@deed(weight=2)
def undo_many(actor: Actor) -> None:
    if run := BulkRun.objects.filter(by=actor.user, undoes=None).order_by("-pk").first():
        actor.post(f"/bulk/runs/{run.pk}/undo/")


@deed(weight=2)
def make_view(actor: Actor) -> None:
    actor.post("/views/new/", **_rule(actor))


@deed(weight=3)
def change_view(actor: Actor) -> None:
    rows = list(SavedView.objects.order_by("pk"))
    if rows:
        row = actor.dice.choice(rows)
        actor.post(f"/views/{row.pk}/", seen=row.edition, **_rule(actor))
        if len(rows) > 20:
            actor.post(f"/views/{row.pk}/removal/")


@deed(weight=3)
def look(actor: Actor) -> None:
    """Pages are read as well, while all of it changes."""
    actor.get(f"/tickets/{actor.some_ticket().pk}/")
    actor.get(actor.dice.choice(("/inbox/open/", "/inbox/mine/", "/search/?q=heard", "/promises/")))


@deed(weight=3)
def merge_people(actor: Actor) -> None:
    some = list(Customer.objects.filter(merged_into=None).order_by("pk")[:20])
    if len(some) < 2:
        return
    one, other = actor.dice.sample(some, 2)
    actor.post(f"/customers/{one.pk}/merge/", **{"with": other.pk, "although": "1"})


@deed(weight=4)
def part_people(actor: Actor) -> None:
    merges = list(PeopleMerge.objects.filter(undone_at=None).order_by("-pk")[:20])
    if merges:
        actor.post(f"/customers/merges/{actor.dice.choice(merges).pk}/part/")


def _rule(actor: Actor) -> dict[str, object]:
    status = actor.dice.choice(("new", "open", "pending", "solved", "snoozed"))
    return {
        "name": f"View {actor.dice.randrange(30)}",
        "for": "all",
        "r.mode": actor.dice.choice(("all", "any")),
        "r.0.field": "status",
        "r.0.is": actor.dice.choice(("one_of", "none_of")),
        "r.0.value": [status],
        "r.1.field": "tags",
        "r.1.is": "any_of",
        "r.1.value": "tag1, tag3",
    }
