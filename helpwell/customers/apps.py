from helpwell.core.rooms import Room


class Customers(Room):
    name = "helpwell.customers"
    verbose_name = "Customers"
