from helpwell.core.rooms import Room


class Notifications(Room):
    name = "helpwell.notifications"
    verbose_name = "Notifications"
