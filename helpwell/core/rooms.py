"""How a room is wired in: Django loads it, and its declared modules wake up."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

WAKES = (
    "permissions",
    "topics",
    "subscribers",
    "tasks",
    "services",
    "slots",
    "settings_pages",
    "health",
    "api",
)


class Room(AppConfig):
    """One room of the house; importing the modules it declares registers what they hold."""

    default_auto_field = "django.db.models.BigAutoField"
    default = False  # a room's apps.py also sees this class, and Django takes what is default

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.default = True

    def ready(self) -> None:
        """Import whatever of `WAKES` the room has, so decorators in them take effect."""
        for module in WAKES:
            if find_spec(f"{self.name}.{module}"):
                import_module(f"{self.name}.{module}")
