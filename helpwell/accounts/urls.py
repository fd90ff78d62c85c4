from django.urls import path

from helpwell.accounts.views import clocks, groups, joining, me, people, roles

app_name = "accounts"
urlpatterns = [
    path("welcome/", joining.welcome, name="welcome"),
    path("welcome/steps/", joining.getting_started, name="getting_started"),
    path("invitations/<str:secret>/", joining.invitation, name="invitation"),
    path("me/", me.me, name="me"),
    path("me/availability/", me.availability, name="availability"),
    path("me/keys/", me.keys, name="keys"),
    path("me/clock/", clocks.my_clock, name="my_clock"),
    path("settings/clock/", clocks.house_clock, name="house_clock"),
    path("settings/people/", people.people, name="people"),
    path("settings/people/invitations/", people.invitations, name="invitations"),
    path(
        "settings/people/invitations/<int:invitation_id>/withdrawal/",
        people.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("settings/people/<int:person_id>/", people.person, name="person"),
    path("settings/people/<int:person_id>/deactivation/", people.deactivation, name="deactivation"),
    path("settings/people/<int:person_id>/reactivation/", people.reactivation, name="reactivation"),
    path(
        "settings/people/<int:person_id>/password-link/", people.password_link, name="password_link"
    ),
    path("settings/groups/", groups.groups, name="groups"),
    path("settings/groups/<int:group_id>/", groups.group, name="group"),
    path("settings/groups/<int:group_id>/deletion/", groups.group_deletion, name="group_deletion"),
    path("settings/roles/", roles.roles, name="roles"),
    path("settings/roles/new/", roles.new_role, name="new_role"),
    path("settings/roles/<int:role_id>/", roles.role, name="role"),
    path("settings/roles/<int:role_id>/deletion/", roles.role_deletion, name="role_deletion"),
]
