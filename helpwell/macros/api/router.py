from ninja import Router

router = Router(tags=["Macros"])  # one for the room: an address has all its methods in one
