"""How fast and how small Helpwell is; see README.md."""
