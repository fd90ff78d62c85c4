from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from helpwell.accounts.models import User


class RoleBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's sign-in, reading the person together with their role and groups: one query a
    request."""

    def get_user(self, user_id: int) -> User | None:
        groups = User.groups.through._default_manager.filter(user=OuterRef("pk"))
        people = User.objects.select_related("role").filter(is_active=True, is_app=False)
        known = {"group_ids": ArraySubquery(groups.values("group"))}  # what the property would ask
        return people.annotate(**known).filter(pk=user_id).first()
