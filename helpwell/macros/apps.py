from helpwell.core.rooms import Room


class Macros(Room):
    name = "helpwell.macros"
    verbose_name = "Macros and snippets"
