from helpwell.core.rooms import Room


class Workspace(Room):
    name = "helpwell.workspace"
    verbose_name = "Workspace"
