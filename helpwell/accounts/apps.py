from helpwell.core.rooms import Room


class Accounts(Room):
    name = "helpwell.accounts"
    verbose_name = "People"
