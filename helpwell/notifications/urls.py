from django.urls import path

from helpwell.notifications.views import choosing, installing, reading

app_name = "notifications"
urlpatterns = [
    path("notifications/", reading.notifications, name="list"),
    path("notifications/rows/", reading.rows, name="rows"),
    path("notifications/count/", reading.count, name="count"),
    path("notifications/reading/", reading.read_all, name="read_all"),
    path("notifications/<int:notification_id>/reading/", reading.read, name="read"),
    path("tickets/<int:ticket_id>/notifications/reading/", reading.read_ticket, name="read_ticket"),
    path("tickets/<int:ticket_id>/mute/", reading.mute, name="mute"),
    path("tickets/<int:ticket_id>/mute/removal/", reading.unmute, name="unmute"),
    path("settings/notifications/", choosing.settings, name="settings"),
    path("settings/notifications/devices/", choosing.add_device, name="devices"),
    path(
        "settings/notifications/devices/<int:device_id>/trial/", choosing.try_device, name="trial"
    ),
    path(
        "settings/notifications/devices/<int:device_id>/removal/",
        choosing.remove_device,
        name="remove_device",
    ),
    path("worker.js", installing.worker, name="worker"),
    path("offline/", installing.offline, name="offline"),
]
