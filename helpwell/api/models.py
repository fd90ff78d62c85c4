from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.models import User
from helpwell.core import clock


class TokenQuerySet(models.QuerySet["Token"]):
    """The vocabulary of lists of tokens."""

    def standing(self) -> Self:
        """Those that were not revoked; some of them may have expired."""
        return self.filter(revoked_at=None)


class Token(models.Model):
    """A secret by which a program acts as somebody, within scopes."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    name = models.CharField(_("Name"), max_length=80)
    secret_hash = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the secret.")
    begins = models.CharField(max_length=12, help_text="The secret's first letters, to know it by.")
    scopes = ArrayField(models.CharField(max_length=20), help_text="See scopes.SCOPES.")
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True, help_text="To the minute.")
    revoked_at = models.DateTimeField(null=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def has_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= clock.now()


class Answer(models.Model):
    """What a request with an idempotency key was answered, to be said again to its repeats."""

    token = models.ForeignKey(Token, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of address and body.")
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=bytes)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="answered_once")]

    def __str__(self) -> str:
        return f"{self.status} to {self.key}"


class Allowance(models.Model):
    """How often somebody came in the present minute; the table is unlogged, so it costs no disk."""

    whose = models.CharField(max_length=80, primary_key=True, help_text="token:7, address:…")
    minute = models.BigIntegerField(help_text="Minutes since 1970.")
    used = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.whose}: {self.used}"
