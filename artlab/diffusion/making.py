"""`artlab train diffusion`: the run that made the weights which the course ships."""

import dataclasses
import json
import time
from pathlib import Path

import numpy as np
import torch

from artlab import runtime
from artlab.datasets import animals
from artlab.diffusion import schedule, training
from artlab.diffusion.settings import Settings

WEIGHTS = Path(__file__).parents[1] / "weights" / "diffusion"
REPORT_STEPS = 100


def train(path, steps=None, settings=None, report=print):
    """Trains on nine tenths of the animals and writes the snapshots, or goes on with a run.

    Args:
        path: safetensors file of all snapshots, float16. The run itself is kept in the course's
            cache folder where `path` is the shipped file, else beside it.
        steps: batches in all; None for those of `Settings`.
        settings: a `Settings`.
        report: called with a line every 100 steps.

    Returns:
        A dict: `steps`, `held_out` (the loss of each snapshot on pictures that it never saw),
        `seconds` of computing.

    Raises:
        KeyboardInterrupt: the run was interrupted; it is kept, and the same call goes on.
    """
    path, settings = Path(path), settings or Settings()
    if steps is not None:
        settings = dataclasses.replace(settings, steps=steps)
    is_shipped = path.parent.resolve() == WEIGHTS.resolve()
    folder = runtime.cache_dir() / "diffusion" if is_shipped else path.parent
    learned, held_out = animals().split(0.9, seed=0)
    trainer = training.Trainer(
        learned.images[..., 0], learned.labels, settings, folder / "run.safetensors"
    )
    trainer.fit(callbacks=[lambda trainer: _tell(trainer, report)])
    if trainer.step < settings.steps:
        raise KeyboardInterrupt
    scores = {
        "steps": sorted(trainer.snapshots),
        "held_out": [
            held_out_loss(training.denoiser_of(state, step), held_out)
            for step, state in sorted(trainer.snapshots.items())
        ],
        "seconds": round(trainer.seconds),
    }
    write(path, trainer, scores)
    return scores


def write(path, trainer, scores):
    """Writes all snapshots of a run into one file: `STEP/NAME`, 16 bits."""
    from safetensors.torch import save

    tensors = {
        f"{step}/{name}": value
        for step, state in trainer.snapshots.items()
        for name, value in state.items()
    }
    curve = _thinned(trainer.losses)
    about = {**scores, "settings": dataclasses.asdict(trainer.settings), "losses": curve}
    with runtime.atomic_write(path) as temporary:
        temporary.write_bytes(save(tensors, metadata={"about": json.dumps(about)}))


@torch.inference_mode()
def held_out_loss(denoiser, dataset, seed=0):
    """Mean squared error of the velocity on pictures, each under one draw of noise.

    Args:
        denoiser: a `Denoiser`.
        dataset: a `Dataset` of 28 x 28 pictures with labels of the ten animals.
        seed: of the noise and its amounts.

    Returns:
        float.
    """
    rng = np.random.default_rng([seed, 17])
    pictures, labels = torch.from_numpy(dataset.images[..., 0]), torch.from_numpy(dataset.labels)
    noise = torch.from_numpy(rng.standard_normal(pictures.shape, np.float32))
    steps = rng.integers(1, 1001, len(pictures))
    signal = torch.from_numpy(schedule.cosine_schedule()).float()[steps]
    parts = zip(*(x.split(128) for x in (pictures, labels, signal, noise)), strict=True)
    return torch.cat([training.error(denoiser, *part) for part in parts]).mean().item()


def _thinned(losses, every=REPORT_STEPS):
    """Means of the loss over stretches of a hundred steps, rounded."""
    starts = range(0, len(losses), every)
    return [round(float(np.mean(losses[start : start + every])), 5) for start in starts]


def _tell(trainer, report):
    if trainer.step % REPORT_STEPS == 0:
        report(
            f"{time.strftime('%H:%M:%S')} step {trainer.step:,} of {trainer.settings.steps:,}, "
            f"{trainer.seconds / 60:.1f} CPU minutes: loss {_thinned(trainer.losses)[-1]:.4f}"
        )
