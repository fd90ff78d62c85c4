from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.actions.guarding import rights_changed


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves: people are invited."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "This address and password do not belong together. Check both and try again."
        ),
        "incorrect_password": _("That is not your password. Check it and try again."),
        "enter_current_password": _("That is not your present password."),
        "too_many_login_attempts": _("Too many tries in a row. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def logout(self, request: HttpRequest) -> None:
        """Sign out; open pages hear nothing any more."""
        person_id = request.user.pk or 0
        super().logout(request)
        rights_changed([person_id])

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Keep a new password, which ends what was signed in by the old one."""
        super().set_password(user, password)
        rights_changed([user.pk])

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:me")
