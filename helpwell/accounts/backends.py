from allauth.account.auth_backends import AuthenticationBackend

from helpwell.accounts.models import User


class RoleBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's sign-in, reading the person together with their role: one query a request."""

    def get_user(self, user_id: int) -> User | None:
        return User.objects.select_related("role").filter(pk=user_id, is_active=True).first()
