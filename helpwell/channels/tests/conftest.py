"""What all tests of the room have: a place of their own for files."""

import pytest


@pytest.fixture(autouse=True)
def stored_here(settings, tmp_path):
    """Raw mails lie in the test's own folder."""
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        }
    }
