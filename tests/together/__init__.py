"""The proof that many people at once cannot spoil each other's work.

Run it with `make together`, or `python -m tests.together --actors 50 --minutes 10 --seed 1`.
"""
