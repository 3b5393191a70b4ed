"""What the live view costs, and how long a resume takes, on the dense GAN of lesson 03.

python -m benchmarks.live_view
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from artlab import runtime
from benchmarks import machine

STEPS, ROUNDS = 1500, 5


def measure() -> dict:
    """Train with the live view, save, and resume five times."""
    runtime.load("tensorflow")
    from artlab.datasets import animals
    from artlab.gan import Trainer, dense_discriminator, dense_generator
    from artlab.widgets import LiveView

    images, view = animals().images, LiveView()
    trainer = Trainer(dense_generator(), dense_discriminator())
    trainer.fit(images, 10, progress=False)
    trainer.fit(images, STEPS, callbacks=[view], progress=False)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.safetensors"
        trainer.save(path)
        size = path.stat().st_size
        resumes = []
        for _ in range(ROUNDS):
            fresh = Trainer(dense_generator(), dense_discriminator(), checkpoint=path)
            started = time.perf_counter()
            fresh.fit(images, STEPS, progress=False)  # restores, and saves again
            resumes.append(time.perf_counter() - started)
    return {
        "device": runtime.summary(),
        "share_of_live_view": view.share,
        "num_drawings": view.num_drawings,
        "seconds": view.seconds_in_all,
        "checkpoint_megabytes": size / 1e6,
        "resume_seconds": statistics.median(resumes),
    }


if __name__ == "__main__":
    machine.report("live_view", measure())
