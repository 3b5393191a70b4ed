"""Known log lines are taken out of standard error; everything else is passed on."""

import os
import subprocess
import sys

import pytest

from artlab import runtime


def test_known_lines_disappear_and_others_stay(capfd):
    with runtime.without_noise():
        os.write(2, b"WARNING: All log messages before absl::InitializeLog() is called ...\n")
        os.write(2, b"Segmentation fault in the next lesson\n")
        os.write(2, b"I0000 device_compiler.h:196] Compiled cluster using XLA!  This line\n")
    assert capfd.readouterr().err == "Segmentation fault in the next lesson\n"


def test_lines_are_passed_on_when_the_block_fails(capfd):
    with pytest.raises(RuntimeError), runtime.without_noise():
        os.write(2, b"the reason\n")
        raise RuntimeError
    os.write(2, b"and later lines\n")
    assert capfd.readouterr().err == "the reason\nand later lines\n"


def test_training_with_xla_writes_nothing_to_standard_error():
    script = """
import numpy as np
from artlab.gan import Trainer, dense_discriminator, dense_generator
images = np.zeros((8, 4, 4, 1), "float32")
players = dense_generator(4, (4, 4, 1)), dense_discriminator((4, 4, 1))
for player in players:
    player.jit_compile = True
run = Trainer(*players, batch_size=4)
assert run.jit_compile
run.fit(images, 2, progress=False)
"""
    line = [sys.executable, "-c", script]
    ran = subprocess.run(line, capture_output=True, text=True, timeout=540)
    assert (ran.returncode, ran.stderr) == (0, "")
