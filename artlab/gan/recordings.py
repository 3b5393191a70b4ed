"""Recordings: the snapshots of a long training, kept in a file so that nobody has to wait."""

from __future__ import annotations

import io
import zipfile

import numpy as np

from artlab import runtime
from artlab.gan.records import Snapshots

GROWTH = 1.15  # from one step that is kept to the next one


def join(phases, num_images: int | None = None, growth: float = GROWTH) -> Snapshots:
    """One recording from the phases of a run.

    Each phase takes its snapshots on a log scale that begins anew; the recording keeps one log
    scale over the whole run.

    Args:
        phases: pairs of (steps before the phase, its `Snapshots`), in order.
        num_images: how many of the latents are kept, None for all.
        growth: a snapshot is kept when its step is so many times that of the one kept before.

    Returns:
        `Snapshots`, its steps counted from the beginning of the run.
    """
    steps, images = [], []
    for before, snapshots in phases:
        for step, frame in zip(snapshots.steps, snapshots.images, strict=True):
            now = before + int(step)
            if not steps or now >= growth * max(steps[-1], 0.5):
                steps.append(now)
                images.append(frame[:num_images])
    return Snapshots(np.array(steps), np.stack(images))


def save(path, snapshots: Snapshots) -> None:
    """Writes a recording, compressed (`.npz`)."""
    with runtime.atomic_write(path) as temporary, open(temporary, "wb") as file:
        np.savez_compressed(file, steps=snapshots.steps, images=snapshots.images)


def load(file) -> Snapshots:
    """Reads what `save` wrote.

    Args:
        file: `Path`, or a file among the package's own.

    Raises:
        OSError, ValueError: no such file, or it is no recording.
    """
    content = io.BytesIO(file.read_bytes())
    try:
        with np.load(content, allow_pickle=False) as arrays:
            return Snapshots(arrays["steps"], arrays["images"])
    except (KeyError, zipfile.BadZipFile) as error:
        raise ValueError(f"`file` must be a recording that `save` wrote: {error}") from error
