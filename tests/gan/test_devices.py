"""The trainer on two devices: what one device computes, up to rounding."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from artlab.gan import checks

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.timeout(1500)  # half a minute of computing, on a machine that is busy
EXACT = ("plain", "penalty", "averaged", "conditional", "resumed")


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What `two_devices.py` found: name -> [one device, two devices]."""
    settings = os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
    command = [sys.executable, "-m", "tests.gan.two_devices", str(tmp_path_factory.mktemp("runs"))]
    done = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("name", EXACT)
def test_losses_of_two_devices_equal_those_of_one(found, name):
    one, two = found[name]
    assert (one["devices"], two["devices"]) == (1, 2)
    np.testing.assert_allclose(two["metrics"], one["metrics"], atol=1e-5, rtol=0)


@pytest.mark.parametrize("name", EXACT)
def test_weights_and_paintings_of_two_devices_equal_those_of_one(found, name):
    one, two = found[name]
    np.testing.assert_allclose(two["weights"], one["weights"], rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(two["painted"], one["painted"], atol=1e-4)


def test_the_losses_move_so_that_equal_means_something(found):
    table = np.array(found["plain"][0]["metrics"])
    assert np.abs(np.diff(table[:, :2], axis=0)).max() > 1e-2


def test_batch_normalisation_and_dropout_differ_by_design_and_stay_finite(found):
    one, two = map(np.array, found["batch normalisation"])
    assert np.isfinite(two).all()
    assert np.abs(one - two).max() > 1e-3


class Scope:
    """Stands in for a strategy with so many devices, which made the weights or did not."""

    def __init__(self, num_devices, made=True):
        self.num_replicas_in_sync, self.made = num_devices, made
        self.extended = self

    def variable_created_in_scope(self, variable):
        return self.made


class Network:
    variables = (type("Weight", (), {"value": None}),)


def test_a_batch_that_cannot_be_shared_evenly_is_refused():
    with pytest.raises(ValueError, match=r"multiple of the 2 devices. Received: 15"):
        checks.devices(Scope(2), [Network], 15, False)


def test_networks_from_outside_the_scope_are_refused():
    with pytest.raises(ValueError, match=r"same strategy.scope\(\). Received: 1 of 1 weights"):
        checks.devices(Scope(2, made=False), [Network], 16, False)


def test_xla_on_several_devices_is_refused():
    with pytest.raises(ValueError, match=r"`jit_compile` must be False on 2 devices"):
        checks.devices(Scope(2), [Network], 16, True)
