from helpwell.core.rooms import Room


class Events(Room):
    name = "helpwell.events"
    verbose_name = "Facts"
