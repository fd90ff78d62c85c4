"""What is installed, as a fingerprint that changes with every upgrade."""

import importlib.util
from pathlib import Path

import helpwell

ROOMS = Path(helpwell.__file__).parent


def distributions() -> list[str]:
    """The installed distributions with their versions, by their folders' names."""
    django = importlib.util.find_spec("django")
    folders = (django and django.submodule_search_locations) or ()
    return sorted(
        info.name for folder in folders for info in Path(folder).parent.glob("*.dist-info")
    )
