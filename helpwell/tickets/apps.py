from helpwell.core.rooms import Room


class Tickets(Room):
    name = "helpwell.tickets"
    verbose_name = "Tickets"
