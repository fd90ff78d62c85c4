"""The proof that nothing is lost: a whole Helpwell at work while its parts are killed.

Run it with `make chaos`, or `python -m tests.chaos --mails 500 --replies 100 --kills 12 --seed 1`.
"""
