from django.db import models
from django.utils.translation import gettext_lazy as _


class File(models.Model):
    """Bytes somebody gave us; equal bytes lie on the disk once, under their SHA-256."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField(help_text="Bytes.")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256

    @property
    def scanned(self) -> str:
        """What the scanner says of it (a state of `Scan`); empty where nobody has asked."""
        scan = getattr(self, "scan", None)
        return scan.state if scan else ""

    @property
    def path(self) -> str:
        """Where the storage keeps it."""
        return path_of(self.sha256)


class Scan(models.Model):
    """What the virus scanner says of a file; only files that people may open are scanned."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Not scanned yet")
        CLEAN = "clean", _("No virus found")
        INFECTED = "infected", _("Virus found")
        UNSCANNABLE = "unscannable", _("Cannot be scanned")

    file = models.OneToOneField(File, models.CASCADE, related_name="scan")
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    found = models.CharField(max_length=200, blank=True, help_text="The scanner's name for it.")
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"], name="scan_waiting", condition=models.Q(state="waiting")
            )
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.file_id}"


def path_of(sha256: str) -> str:
    """Two levels of folders, so that none holds millions of files."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"
