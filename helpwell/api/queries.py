"""Reads of this room: tokens that stand."""

from django.db.models import QuerySet

from helpwell.accounts.models import User
from helpwell.api.models import Token


def tokens_of(user: User) -> QuerySet[Token]:
    """Somebody's tokens that were not revoked, newest first."""
    return Token.objects.standing().filter(user=user)


def tokens_of_apps() -> QuerySet[Token]:
    """The tokens of all apps, with them, by the apps' names."""
    rows = Token.objects.standing().filter(user__is_app=True, user__is_active=True)
    return rows.select_related("user__role", "made_by").order_by("user__name", "-pk")
