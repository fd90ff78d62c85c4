from ninja import Router

router = Router(tags=["Customers"])  # one for the room: an address has all its methods in one
IMPORT = "customers.import"
READ, DESCRIBE, MERGE = "customers.read", "customers.describe", "customers.merge"
