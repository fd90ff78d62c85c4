from helpwell.core.rooms import Room


class Jobs(Room):
    name = "helpwell.jobs"
    verbose_name = "Background work"
