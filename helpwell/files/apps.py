from helpwell.core.rooms import Room


class Files(Room):
    name = "helpwell.files"
    verbose_name = "Files"
