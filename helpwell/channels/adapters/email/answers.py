"""What the receiver says to mail servers."""

MOST_BYTES = 50 * 1024 * 1024
MOST_RECIPIENTS = 1000

TAKEN = "250 2.0.0 Taken; it is stored for good"
UNKNOWN = "550 5.1.1 No inbox here has this address; check it, or add the inbox in the settings"
GONE = "451 4.1.1 The inbox with this address has just been closed; try again"
TOO_MANY = f"452 4.5.3 No more than {MOST_RECIPIENTS} recipients at a time; send the rest again"
TOO_LARGE = f"552 5.3.4 A mail may have up to {MOST_BYTES // 1024 // 1024} MB; this one has more"
NO_DATABASE = "451 4.3.0 The database is away for the moment; keep this mail and try again"
NO_ROOM = "452 4.3.1 There is no room on the disk for the moment; keep this mail and try again"
TROUBLE = "451 4.3.0 Something went wrong here; keep this mail and try again"
TOO_MANY_CONNECTIONS = "421 4.3.2 Too many connections at once; try again in a moment"
