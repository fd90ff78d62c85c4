"""Writing down what the demo has made."""

from helpwell.demo.models import Made


def note_made(kind: str, made_id: int, *, key: str = "") -> None:
    """Note that the demo made this; once is enough."""
    Made.objects.get_or_create(kind=kind, made_id=made_id, defaults={"key": key})


def made_ids(kind: str) -> list[int]:
    """The ids of everything of one kind that the demo has made."""
    return list(Made.objects.filter(kind=kind).values_list("made_id", flat=True))
