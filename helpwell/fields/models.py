from django.db import models
from django.utils.translation import gettext_lazy as _


class Field(models.Model):
    """Something this house wants to know of its tickets, customers or organisations.

    Values stand on what they are about, in its column `values`: a JSON object by `key`. A text is a
    string, a number a number (decimals as strings), a date `YYYY-MM-DD`, a choice or a place in a
    tree its value, several choices a list, a person a primary key, an order its number as typed.
    """

    class About(models.TextChoices):
        TICKET = "ticket", _("Tickets")
        CUSTOMER = "customer", _("Customers")
        ORGANISATION = "organisation", _("Organisations")

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        NUMBER = "number", _("Number")
        DATE = "date", _("Date")
        CHOICE = "choice", _("One of several")
        CHOICES = "choices", _("Some of several")
        TREE = "tree", _("One of a tree")
        PERSON = "person", _("Somebody here")
        ORDER = "order", _("Order number")
        YES_NO = "yes_no", _("Yes or no")

    class Needed(models.TextChoices):
        NEVER = "never", _("Never")
        AT_CREATE = "create", _("When it is made")
        AT_SOLVE = "solve", _("Before it is solved")

    about = models.CharField(_("About"), max_length=12, choices=About)
    key = models.SlugField(max_length=60, help_text="Its name in values, rules and the API.")
    name = models.CharField(_("Name"), max_length=120)
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind)
    help = models.CharField(_("Help"), max_length=300, blank=True)
    choices = models.JSONField(
        default=list, help_text="[{value, label, choices: […] in trees}], for choices and trees."
    )
    needed = models.CharField(_("Needed"), max_length=6, choices=Needed, default=Needed.NEVER)
    shown_if = models.JSONField(
        default=dict, help_text="{field: key, is: [values]}: only then it is asked; empty: always."
    )
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(_("In use"), default=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["about", "key"], name="field_key_once")]

    def __str__(self) -> str:
        return self.name


class Change(models.Model):
    """What a field said before and after; a fact names it, so that values can be erased."""

    field = models.ForeignKey(Field, models.CASCADE, related_name="+")
    subject_id = models.BigIntegerField(help_text="Of what `field.about` says.")
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes = [models.Index(fields=["field", "subject_id"], name="change_subject")]

    def __str__(self) -> str:
        return f"{self.field_id} of {self.subject_id}"


class Edition(models.Model):
    """One row whose number grows with every change of the fields, so that readers may keep them."""

    number = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)
