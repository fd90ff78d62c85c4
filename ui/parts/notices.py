"""Short news with a way back."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


def toast(text: str, undo: str = "", tone: str = "", seconds: int = 0) -> SafeString:
    """A notice bottom left; `undo` is the address that takes it back by POST."""
    context = {"text": text, "undo": undo, "tone": tone, "seconds": seconds or (10 if undo else 6)}
    return render_to_string("ui/_toast.html", context)
