"""What `helpwell doctor` says about files."""

from collections.abc import Iterator

from helpwell.core.health import Finding, Level, check
from helpwell.files.queries import scanner_trouble


@check
def files_are_scanned() -> Iterator[Finding]:
    """The virus scanner answers, where there is one."""
    waiting, error = scanner_trouble()
    if waiting:
        said = f"{waiting} file(s) wait for the virus scanner: {error}"
        yield Finding(Level.WARNING, said, "See that clamd runs and HELPWELL_CLAMD is right.")
