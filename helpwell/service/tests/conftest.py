from collections.abc import Iterator
from pathlib import Path

import pytest

from helpwell.service.tests.running import new_folder


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder not made yet."""
    with new_folder() as folder:
        yield folder / "data"
