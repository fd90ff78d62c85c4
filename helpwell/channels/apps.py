from helpwell.core.rooms import Room


class Channels(Room):
    name = "helpwell.channels"
    verbose_name = "Channels"
