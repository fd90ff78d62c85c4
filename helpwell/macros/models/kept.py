from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.models import Group, User


class KeptQuerySet[M: "Kept"](models.QuerySet[M]):
    """The vocabulary of lists of macros and snippets."""

    def usable_by(self, user: User) -> Self:
        """One's own, those of one's groups and everybody's."""
        everybodys = Q(owner=None, group=None)
        return self.filter(everybodys | Q(owner=user) | Q(group__in=user.group_ids))


class Kept(models.Model):
    """Words kept under a name, for their owner, for a group, or for everybody where both are empty.

    `html` is in `language` (empty: no particular one); `variants` say the same in others.
    """

    name = models.CharField(_("Name"), max_length=200)
    folder = models.CharField(_("Folder"), max_length=80, blank=True)
    owner = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    group = models.ForeignKey(Group, models.CASCADE, null=True, related_name="+")
    language = models.CharField(_("Language"), max_length=12, blank=True)
    html = models.TextField(_("Text"), blank=True)
    variants = models.JSONField(default=dict, help_text="{language: html}")
    findable = models.TextField(help_text="What a search compares: folded name, folder and text.")
    edition = models.PositiveIntegerField(default=1, help_text="Grows with every change.")
    changed_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def in_language(self, language: str) -> tuple[str, str]:
        """The words in this language, or in a near one, or as they are; and which it is."""
        for code in (language, language.partition("-")[0]):
            if code in self.variants:
                return str(self.variants[code]), code
        return self.html, self.language
