from helpwell.core.rooms import Room


class Api(Room):
    name = "helpwell.api"
    verbose_name = "API"
