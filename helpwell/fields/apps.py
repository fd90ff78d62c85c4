from helpwell.core.rooms import Room


class Fields(Room):
    name = "helpwell.fields"
    verbose_name = "Fields"
