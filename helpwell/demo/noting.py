"""Writing down what the demo has made."""

from helpwell.demo.models import Made


def note_made(kind: str, made_id: int, *, key: str = "") -> None:
    """Note that the demo made this; once is enough."""
    Made.objects.get_or_create(kind=kind, made_id=made_id, defaults={"key": key})
