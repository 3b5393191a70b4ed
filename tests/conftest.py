"""What all tests share."""

from pathlib import Path

import hypothesis
import pytest

collect_ignore = ["offline"]  # its import blocks the network of the whole process

# How long an example takes is the machine's affair, and several tests share it.
hypothesis.settings.register_profile("course", deadline=None)
hypothesis.settings.load_profile("course")


@pytest.fixture(scope="session")
def root():
    """The repository's folder."""
    return Path(__file__).resolve().parents[1]
