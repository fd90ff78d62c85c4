"""Addresses of what rests, what was promised, and what is being written."""

from django.urls import path

from helpwell.tickets.views import coaching, promising, reporting, resting, sharing

urlpatterns = [
    path("tickets/<int:ticket_id>/snooze/", resting.snooze, name="snooze"),
    path("tickets/<int:ticket_id>/promises/", promising.beside, name="promises_of_ticket"),
    path("tickets/<int:ticket_id>/promises/new/", promising.promise, name="promise"),
    path("tickets/<int:ticket_id>/promises/<int:promise_id>/kept/", promising.keep, name="keep"),
    path(
        "tickets/<int:ticket_id>/promises/<int:promise_id>/moment/", promising.move, name="put_off"
    ),
    path(
        "tickets/<int:ticket_id>/promises/<int:promise_id>/withdrawal/",
        promising.withdraw,
        name="withdraw_promise",
    ),
    path("tickets/<int:ticket_id>/coach/", coaching.coach, name="coach"),
    path("tickets/<int:ticket_id>/draft/looking-over/", sharing.share, name="share_draft"),
    path("tickets/<int:ticket_id>/draft/return/", sharing.give_back, name="give_back"),
    path("settings/hints/", coaching.hints, name="hints"),
    path("settings/hints/unwanted/", coaching.unwanted, name="unwanted_hint"),
    path("settings/words/", coaching.house_words, name="house_words"),
    path("promises/", reporting.promises, name="promises"),
    path("promises/report/", reporting.report, name="promise_report"),
    path("promises/report.csv", reporting.report_csv, name="promise_report_csv"),
]
