from ninja import Router

router = Router()  # one for the room: an address has all its methods in one router
