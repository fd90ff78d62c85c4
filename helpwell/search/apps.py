from helpwell.core.rooms import Room


class Search(Room):
    name = "helpwell.search"
    verbose_name = "Search"
