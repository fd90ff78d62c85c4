from helpwell.core.rooms import Room


class Demo(Room):
    name = "helpwell.demo"
    verbose_name = "Demo company"
