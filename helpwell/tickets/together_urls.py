"""Where tickets and people are brought together; included by `urls`."""

from django.urls import path

from helpwell.tickets.views import incidents, joining, linking, people, steps, time, together

TICKET = "tickets/<int:ticket_id>"
urlpatterns = [
    path("tickets/merge/", joining.merge, name="merge"),
    path("tickets/names/", joining.ticket_names, name="ticket_names"),
    path(f"{TICKET}/merges/<int:merge_id>/removal/", joining.unmerge, name="unmerge"),
    path(f"{TICKET}/together/", together.together, name="together"),
    path(f"{TICKET}/links/", linking.link, name="link"),
    path(f"{TICKET}/links/<int:link_id>/removal/", linking.unlink, name="unlink"),
    path(f"{TICKET}/incidents/", incidents.solve_incidents, name="incidents"),
    path(f"{TICKET}/steps/", steps.add_steps, name="steps"),
    path(f"{TICKET}/steps/<int:step_id>/", steps.change_step, name="step"),
    path(f"{TICKET}/steps/<int:step_id>/tick/", steps.tick, name="tick"),
    path(f"{TICKET}/steps/<int:step_id>/place/", steps.move_step, name="move_step"),
    path(f"{TICKET}/steps/<int:step_id>/removal/", steps.remove_step, name="remove_step"),
    path(f"{TICKET}/followers/", people.add_follower, name="followers"),
    path(f"{TICKET}/followers/me/", people.follow, name="follow"),
    path(
        f"{TICKET}/followers/<int:person_id>/removal/",
        people.remove_follower,
        name="remove_follower",
    ),
    path(f"{TICKET}/participants/", people.add_participant, name="participants"),
    path(
        f"{TICKET}/participants/<int:customer_id>/removal/",
        people.remove_participant,
        name="remove_participant",
    ),
    path(f"{TICKET}/colleagues/", people.colleagues, name="colleagues"),
    path(f"{TICKET}/time/", time.spend, name="time"),
    path(f"{TICKET}/time/<int:entry_id>/", time.correct_time, name="correct_time"),
    path(f"{TICKET}/time/<int:entry_id>/removal/", time.remove_time, name="remove_time"),
]
