from helpwell.core.rooms import Room


class Live(Room):
    name = "helpwell.live"
    verbose_name = "Live updates"
