"""What a training run leaves behind: the numbers of every step, and snapshots."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

METRICS = (
    "discriminator_loss",
    "generator_loss",
    "real_probability",
    "fake_probability",
    "real_logit",
    "fake_logit",
)


class History:
    """One row a training step: losses, what D said, and the seconds spent so far.

    Read columns by name: `history["generator_loss"]` is a float32 array `(steps,)`.

    Columns:
        step: 1, 2, ... (int64).
        discriminator_loss, generator_loss: the losses that were minimised.
        real_probability, fake_probability: mean of sigmoid(logit) over the batch: D(x)
            and D(G(z)). Meaningless for a critic: read the logits there.
        real_logit, fake_logit: mean raw outputs.
        seconds: training time so far, resumed runs added up (float64).
    """

    def __init__(self, metrics=(), seconds=()):
        self._metrics = [tuple(row) for row in metrics]
        self._seconds = [float(second) for second in seconds]

    def append(self, metrics, seconds: float) -> None:
        """Add the row of one step; `metrics` in the order of `METRICS`."""
        self._metrics.append(tuple(float(value) for value in metrics))
        self._seconds.append(float(seconds))

    def __len__(self) -> int:
        return len(self._metrics)

    def __getitem__(self, column: str) -> np.ndarray:
        if column == "step":
            return np.arange(1, len(self) + 1)
        if column == "seconds":
            return np.asarray(self._seconds, "float64")
        if column not in METRICS:
            raise KeyError(
                f"`column` must be one of {', '.join(self.keys())}. Received: {column!r}"
            )
        index = METRICS.index(column)
        return np.asarray([row[index] for row in self._metrics], "float32")

    def keys(self) -> tuple[str, ...]:
        """The names of the columns."""
        return ("step", *METRICS, "seconds")

    def table(self) -> np.ndarray:
        """All metrics as float32 `(steps, 6)`, columns in the order of `METRICS`."""
        return np.asarray(self._metrics, "float32").reshape(-1, len(METRICS))

    def __repr__(self) -> str:
        if not len(self):
            return "History(no steps yet)"
        last = dict(zip(METRICS, self._metrics[-1], strict=True))
        return (
            f"History({len(self)} steps in {self._seconds[-1]:.1f} s, last: "
            f"D {last['discriminator_loss']:.3f}, G {last['generator_loss']:.3f})"
        )


@dataclass(frozen=True)
class Snapshots:
    """The same fixed latents, painted along the way.

    Attributes:
        steps: int64 `(k,)`, the steps at which the snapshots were taken, rising.
        images: uint8 `(k, num, height, width, channels)`.
    """

    steps: np.ndarray
    images: np.ndarray

    def __len__(self) -> int:
        return len(self.steps)

    def at(self, step: int) -> np.ndarray:
        """The last snapshot taken at or before `step`: uint8 `(num, h, w, c)`."""
        if not len(self):
            raise ValueError("There are no snapshots yet: call fit() first.")
        index = int(np.searchsorted(self.steps, step, side="right")) - 1
        return self.images[max(index, 0)]


def is_snapshot_step(step: int, every: int | None = None) -> bool:
    """Whether to take a snapshot at a step: every `every` steps, or on a log scale.

    The log scale takes every step at first and eight an octave later on, since a GAN
    changes most in its first hundred steps. It depends on the step alone, so a resumed
    run takes the same snapshots as an uninterrupted one.

    Example:
        >>> [step for step in range(70) if is_snapshot_step(step)][-6:]
        [44, 48, 52, 56, 60, 64]
    """
    if every is not None:
        return step % every == 0
    octave = 1 << max(step, 1).bit_length() - 1
    return step % max(1, octave // 8) == 0
