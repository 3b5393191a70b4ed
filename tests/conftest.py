"""What all tests share."""

import os
import sys
from pathlib import Path

import hypothesis
import pytest

# Imports of the one block the network of the whole process, those of the other want to be first.
collect_ignore = ["offline", "gan/two_devices.py"]

# No test touches the progress of whoever runs it.
os.environ.setdefault("ARTLAB_PROGRESS", "off")

# How long an example takes is the machine's affair, and several tests share it. `make test` tries
# the same examples every time, `make test-nightly` new ones, and more of them.
hypothesis.settings.register_profile("course", deadline=None, derandomize=True)
hypothesis.settings.register_profile(
    "nightly",
    deadline=None,
    max_examples=500,
    print_blob=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile(os.environ.get("ARTLAB_HYPOTHESIS", "course"))


@pytest.fixture(scope="session")
def root():
    """The repository's folder."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True, scope="module")
def one_torch_thread():
    """Tests run side by side, and torch's threads would wait for each other."""
    torch = sys.modules.get("torch")
    if torch is None:
        yield
        return
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)
