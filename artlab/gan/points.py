"""Points in the plane: eight islands on a ring, and how many of them a cloud reaches.

The smallest data on which mode collapse can be seen and counted; `artlab.gan.ring` trains on
it. NumPy only.

References:
    Metz et al. 2017, Unrolled Generative Adversarial Networks, section 3.1 (the ring).
    Srivastava et al. 2017, VEEGAN, section 4.1 (counting modes and points near a mode).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from artlab.gan import checks

NUM_ISLANDS, RADIUS, SPREAD = 8, 1.0, 0.05
REACH = 3 * SPREAD  # nearer than this to its centre, a point is on an island


def islands() -> np.ndarray:
    """Centres of the islands: float32 `(8, 2)`, on a circle of radius 1."""
    angles = 2 * np.pi * np.arange(NUM_ISLANDS) / NUM_ISLANDS
    return RADIUS * np.stack([np.cos(angles), np.sin(angles)], axis=1).astype("float32")


def ring(num_points: int, seed: int = 0) -> np.ndarray:
    """Real points: an island by lot, then a normal step of .05 from its centre.

    Args:
        num_points: How many, 1 or more.
        seed: Seed of the draw.

    Returns:
        float32 `(num_points, 2)`.
    """
    checks.integer("num_points", num_points, 1)
    generator = np.random.default_rng(seed)
    centres = islands()[generator.integers(0, NUM_ISLANDS, num_points)]
    return (centres + SPREAD * generator.standard_normal((num_points, 2))).astype("float32")


def islands_covered(points) -> tuple[int, float]:
    """Counts the islands that a cloud of points reaches.

    Args:
        points: Float array `(num_points, 2)`.

    Returns:
        `(num_covered, share)`: islands that hold at least a tenth of an even share of the
        points, and the share of points nearer than .15 to the centre of an island.

    Raises:
        ValueError: If `points` has another shape.

    Example:
        >>> islands_covered(islands()[:3])
        (3, 1.0)
    """
    points = np.asarray(points, "float64")
    if points.ndim != 2 or points.shape[1] != 2 or not len(points):
        raise ValueError(f"`points` must have shape (num_points, 2). Received: {points.shape}")
    distances = np.linalg.norm(points[:, None] - islands()[None], axis=2)  # (points, islands)
    landed = distances.min(axis=1) < REACH  # False for NaN
    counts = np.bincount(distances[landed].argmin(axis=1), minlength=NUM_ISLANDS)
    num_covered = int((counts >= 0.1 * len(points) / NUM_ISLANDS).sum())
    return num_covered, float(landed.mean())


@dataclass(frozen=True)
class RingRuns:
    """What several runs on the ring came to.

    Attributes:
        clouds: float32 `(k, num_runs, 500, 2)`, the generated points at each count.
        steps: int64 `(k,)`, when the islands were counted.
        covered: int64 `(k, num_runs)`, islands reached.
        on_island: float64 `(k, num_runs)`, share of points on an island.
    """

    clouds: np.ndarray
    steps: np.ndarray
    covered: np.ndarray
    on_island: np.ndarray

    @property
    def points(self) -> np.ndarray:
        """float32 `(num_runs, 500, 2)`, the last generated points."""
        return self.clouds[-1]

    def until(self, count: int) -> RingRuns:
        """The same runs, stopped at a count: `until(0)` at the first, `until(-1)` at the last."""
        end = range(len(self.steps))[count] + 1
        parts = self.clouds, self.steps, self.covered, self.on_island
        return RingRuns(*(part[:end] for part in parts))

    @property
    def final(self) -> list[int]:
        """Islands reached at the end, one number per run."""
        return self.covered[-1].tolist()

    def __repr__(self) -> str:
        share = self.on_island[-1].mean()
        return f"RingRuns(islands {self.final}, {share:.0%} of points on an island)"
