"""What there is of the demo company."""

from helpwell.demo.models import Made


def is_present() -> bool:
    """Whether the demo company is here."""
    return Made.objects.filter(kind=Made.Kind.INBOX).exists()
