from functools import cached_property
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.errors import InvitationExpired, InvitationRevoked, InvitationUsed
from helpwell.core import clock
from helpwell.core.actors import Actor


class House(models.Model):
    """What holds for everybody who works here: one row, once it was said."""

    time_zone = models.CharField(_("Time zone"), max_length=60)

    def __str__(self) -> str:
        return self.time_zone

    @classmethod
    def zone(cls) -> str:
        """The name of the zone by whose clock the house works, or nothing."""
        return cls.objects.values_list("time_zone", flat=True).first() or ""


class Group(models.Model):
    """Agents who share a kind of work, such as Billing."""

    name = models.CharField(_("Name"), max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """A named set of capabilities that people are given together."""

    name = models.CharField(_("Name"), max_length=80, unique=True)
    is_administrator = models.BooleanField(
        _("May do everything"), default=False, help_text=_("Includes what later versions add.")
    )
    capabilities = ArrayField(models.CharField(max_length=60), default=list, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Finds people by e-mail address, whatever its letters' case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def colleagues(self) -> "models.QuerySet[User]":
        """Whoever works here now, to be given work; apps are no colleagues."""
        return self.filter(is_active=True, is_app=False)


class User(AbstractBaseUser):
    """Somebody who works here and signs in: an agent, a lead, an administrator."""

    class Availability(models.TextChoices):
        ONLINE = "online", _("Online")
        AWAY = "away", _("Away")
        OFFLINE = "offline", _("Offline")

    email = models.EmailField(_("E-mail address"), max_length=254, unique=True)
    name = models.CharField(_("Name"), max_length=120)
    role = models.ForeignKey(Role, models.PROTECT, related_name="users", verbose_name=_("Role"))
    groups = models.ManyToManyField(Group, related_name="members", blank=True)
    availability = models.CharField(
        _("Availability"), max_length=10, choices=Availability, default=Availability.OFFLINE
    )
    time_zone = models.CharField(_("Time zone"), max_length=60, blank=True)
    uses_single_keys = models.BooleanField(
        _("Single keys"), default=True, help_text=_("Keys without Ctrl, such as R for a reply.")
    )
    unwanted_hints = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    is_active = models.BooleanField(_("May sign in"), default=True)
    is_app = models.BooleanField(
        db_default=False,
        default=False,
        help_text="A program that acts by tokens alone; it never signs in.",
    )
    joined_at = models.DateTimeField()

    lent: frozenset[str] | None = None  # what a token lends whoever acts by it; None: everything

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(Upper("email"), name="person_has_an_address_of_their_own")
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]

    @property
    def actor(self) -> Actor:
        return Actor(kind="agent", id=self.pk)

    @cached_property
    def group_ids(self) -> list[int]:
        """The groups this person belongs to; read once a request."""
        return list(self.groups.values_list("pk", flat=True))

    def can(self, capability: str) -> bool:
        """Whether this person may do what `capability` (such as `tickets.reply`) names."""
        if not self.is_active or (self.lent is not None and capability not in self.lent):
            return False
        return self.role.is_administrator or capability in self.role.capabilities


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """The vocabulary of invitation lists."""

    def pending(self) -> Self:
        """Neither used nor withdrawn; some of them may have expired."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def open(self) -> Self:
        """Those whose link works now."""
        return self.pending().filter(expires_at__gt=clock.now())


class Invitation(models.Model):
    """A link that lets one person join: it expires and works once."""

    email = models.EmailField(_("E-mail address"), max_length=254)
    name = models.CharField(_("Name"), max_length=120, blank=True)
    role = models.ForeignKey(Role, models.CASCADE, related_name="+", verbose_name=_("Role"))
    groups = models.ManyToManyField(Group, related_name="+", blank=True)
    secret_hash = models.CharField(
        max_length=64, unique=True, help_text="SHA-256 of the link's secret."
    )
    invited_by = models.ForeignKey(User, models.CASCADE, related_name="+", null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.email

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= clock.now()

    def refuse_if_used(self) -> None:
        """Raise when somebody has joined by this link."""
        if self.accepted_at:
            raise InvitationUsed

    def refuse_unless_open(self) -> None:
        """Raise, saying why, when this link does not work any more."""
        self.refuse_if_used()
        if self.withdrawn_at:
            raise InvitationRevoked
        if self.has_expired:
            raise InvitationExpired
