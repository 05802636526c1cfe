"""What the tests of imports share: the real data, where it is there, and a way to see what is on record."""

from pathlib import Path

import pytest

from config.folders import PROJECT

SHARED = PROJECT.parent / "shared" / "data"


@pytest.fixture
def real_data() -> Path:
    """The folder of real data beside the project; tests that need it are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared/data with the real data is not here")
    return SHARED
