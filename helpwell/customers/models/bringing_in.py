from django.db import models
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.models import User
from helpwell.customers.models.customer import Customer
from helpwell.files.models import File


class Import(models.Model):
    """A file of people that somebody brings in: tried first, then done, and undone if wished."""

    class State(models.TextChoices):
        CHOOSING = "choosing", _("Columns to choose")
        CHECKING = "checking", _("Being tried")
        CHECKED = "checked", _("Tried")
        RUNNING = "running", _("Being brought in")
        DONE = "done", _("Brought in")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")
        FAILED = "failed", _("Could not be read")

    AT_WORK = (State.CHECKING, State.RUNNING, State.UNDOING)

    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    encoding = models.CharField(max_length=40)
    delimiter = models.CharField(max_length=1)
    columns = models.JSONField(default=list, help_text="What each column holds; empty: nothing.")
    region = models.CharField(
        _("Numbers without a country are from"), max_length=2, blank=True, help_text="Such as DE."
    )
    state = models.CharField(max_length=10, choices=State, default=State.CHOOSING)
    total = models.PositiveIntegerField(default=0, help_text="Rows below the head.")
    position = models.PositiveIntegerField(default=0, help_text="Rows dealt with by this pass.")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_at_work(self) -> bool:
        return self.state in self.AT_WORK

    @property
    def percent(self) -> int:
        """How far this pass has come."""
        return 100 * self.position // self.total if self.total else 0


class ImportedRow(models.Model):
    """What became of a row of a file, or would."""

    class Outcome(models.TextChoices):
        MADE = "made", _("New")
        MATCHED = "matched", _("Known already")
        REFUSED = "refused", _("Problem")
        GONE = "gone", _("Taken out again")

    run = models.ForeignKey(Import, models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField(help_text="1 is the first row below the head.")
    outcome = models.CharField(max_length=8, choices=Outcome)
    customer = models.ForeignKey(Customer, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="row_once_a_run")]
        indexes = [models.Index(fields=["run", "outcome", "number"], name="imported_outcome")]

    def __str__(self) -> str:
        return f"{self.number}: {self.outcome}"
