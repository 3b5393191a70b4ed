"""Recordings of sick trainings: the curves and pictures that a diagnosis has to do with.

Six runs of the dense GAN of lesson 03, each broken by one cause, and a sound one to compare
with. `python -m artlab.gan.clinic_making` trains them again; the card in
`artlab/weights/clinic/` says how each was made. NumPy only.
"""

from __future__ import annotations

import functools
import importlib.resources
from dataclasses import dataclass, field

import numpy as np

HEALTHY = "healthy"
ILLNESSES = (
    "mode collapse",
    "winning discriminator",
    "saturated generator",
    "swapped labels",
    "forgotten freeze",
    "wrong image range",
)
CURVES = ("discriminator_loss", "generator_loss", "real_probability", "fake_probability")


@dataclass(frozen=True)
class Patient:
    """What one training left behind; its name does not say what it suffers from.

    Attributes:
        name: "healthy", or a letter from A to F.
        steps: int64 `(num,)`, the steps of the curves; each point is a mean of some steps.
        curves: the names in `CURVES` -> float32 `(num,)`: the losses that were minimised,
            D(real) and D(fake).
        variety_steps: int64 `(k,)`.
        variety: float32 `(k,)` of 64 fixed latents, 1 as varied as real pictures.
        snapshot_steps: int64 `(6,)`.
        snapshots: uint8 `(6, 16, 28, 28, 1)`, the first sixteen of those latents.
    """

    name: str
    steps: np.ndarray = field(repr=False)
    curves: dict = field(repr=False)
    variety_steps: np.ndarray = field(repr=False)
    variety: np.ndarray = field(repr=False)
    snapshot_steps: np.ndarray = field(repr=False)
    snapshots: np.ndarray = field(repr=False)


def ward() -> dict[str, Patient]:
    """All patients by name: the healthy one first, then A to F.

    Example:
        >>> list(ward())
        ['healthy', 'A', 'B', 'C', 'D', 'E', 'F']
    """
    arrays, about = _recordings()
    letters = sorted(name for name in about["illnesses"] if name != HEALTHY)
    return {name: _patient(name, arrays) for name in (HEALTHY, *letters)}


def illness_of(name: str) -> str:
    """The illness of a patient. Look at the patient first.

    Args:
        name: of a patient.

    Returns:
        One of `ILLNESSES`, or "healthy".

    Raises:
        ValueError: If there is no such patient.
    """
    illnesses = _recordings()[1]["illnesses"]
    if name not in illnesses:
        raise ValueError(f"`name` must be one of {', '.join(ward())}. Received: {name!r}")
    return illnesses[name]


def signs(patient: Patient) -> dict[str, float]:
    """Where a training ends, in the numbers that tell one illness from another.

    Args:
        patient: A `Patient`.

    Returns:
        `discriminator_loss`, `generator_loss`, `real_probability`, `fake_probability`: means
        over the last tenth of the run; `variety` at its end; `darkest`, the tenth percentile of
        the last pictures' pixels in [-1, 1] (real animals: -1); `change`, the mean difference
        of a pixel between the last two snapshots, in [0, 2].
    """
    last = max(1, len(patient.steps) // 10)
    ends = {name: float(np.mean(values[-last:])) for name, values in patient.curves.items()}
    pixels = patient.snapshots[-2:].astype("float64") / 127.5 - 1.0
    return ends | {
        "variety": float(patient.variety[-1]),
        "darkest": float(np.percentile(pixels[-1], 10)),
        "change": float(np.abs(pixels[1] - pixels[0]).mean()),
    }


def describe(patient: Patient) -> str:
    """Alt text of a patient's sheet: what curves and pictures show, without a diagnosis."""
    seen = signs(patient)
    return (
        f"Curves and pictures of one training. At the end: loss of D "
        f"{seen['discriminator_loss']:.2f}, loss of G {seen['generator_loss']:.2f}, D(real) "
        f"{seen['real_probability']:.2f}, D(fake) {seen['fake_probability']:.2f}, variety "
        f"{seen['variety']:.2f}. Darkest pixels {seen['darkest']:.2f}, where animals have -1. "
        f"From step {patient.snapshot_steps[-2]} to {patient.snapshot_steps[-1]} a pixel changes "
        f"by {seen['change']:.2f} of 2."
    )


@functools.cache
def _recordings():
    from artlab.gan import checkpoints

    home = importlib.resources.files("artlab") / "weights" / "clinic"
    with importlib.resources.as_file(home / "clinic.safetensors") as path:
        return checkpoints.load(path)


def _patient(name, arrays) -> Patient:
    def own(part):
        return arrays[f"{name}/{part}"]

    return Patient(
        name,
        own("steps"),
        dict(zip(CURVES, own("curves"), strict=True)),
        own("variety_steps"),
        own("variety"),
        own("snapshot_steps"),
        own("snapshots"),
    )
