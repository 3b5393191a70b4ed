"""What all tests share."""

from pathlib import Path

import pytest

collect_ignore = ["offline"]  # its import blocks the network of the whole process


@pytest.fixture(scope="session")
def root():
    """The repository's folder."""
    return Path(__file__).resolve().parents[1]
