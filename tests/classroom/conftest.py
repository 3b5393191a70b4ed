"""A lesson 99 that only the tests see."""

from pathlib import Path

import pytest

from artlab.classroom import diary, lessons

SAMPLE = str(Path(__file__).parent / "sample")
if SAMPLE not in lessons.__path__:
    lessons.__path__.append(SAMPLE)


@pytest.fixture(autouse=True)
def fresh_progress(monkeypatch):
    """A learner of whom nothing is known, kept in memory."""
    monkeypatch.setenv("ARTLAB_PROGRESS", "off")
    diary.reset()
    yield
    diary.reset()
