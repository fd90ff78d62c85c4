"""`python -m helpwell.service` is the command `helpwell`."""

from helpwell.service.cli import main

if __name__ == "__main__":
    main()
