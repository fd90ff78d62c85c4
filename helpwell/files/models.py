from django.db import models


class File(models.Model):
    """Bytes somebody gave us; equal bytes lie on the disk once, under their SHA-256."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField(help_text="Bytes.")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256

    @property
    def path(self) -> str:
        """Where the storage keeps it."""
        return path_of(self.sha256)


def path_of(sha256: str) -> str:
    """Two levels of folders, so that none holds millions of files."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"
