from helpwell.core.rooms import Room


class Brands(Room):
    name = "helpwell.brands"
    verbose_name = "Brands"
