"""A mountain as fields: where it is, how far below the skyline, how its slopes run."""

import cv2
import numpy as np

from artlab.world import noise
from artlab.world.canvas import smoothstep


class Relief:
    """Fields of one mountain over the rows that it covers.

    Attributes:
        rows: slice of the canvas's rows, from the skyline to the base.
        alpha: float32 of shape (rows, width), 1 inside.
        depth: 0 at the skyline, 1 at the base.
        fan: noise that runs down the slopes and spreads from the peak; about -2 to 2.
        light: 1 on slopes that face the light, -1 on those that face away.
        ridge: y of the skyline at each column, pixels; large where there is none.

    Args:
        reading: a `Reading`.
        thing: its mountain.
        generator: a `numpy.random.Generator`.
        rough: height of the skyline's roughness, a share of the picture.
    """

    def __init__(self, reading, thing, generator, rough=0.006):
        height, width = reading.shape
        line = thing.lines[0]
        ridge = reading.heights(line)
        bumps = noise.line("wash", width, generator) * np.float32(rough * max(reading.shape))
        self.ridge = ridge + bumps * np.clip((thing.base - ridge) / (6 * reading.unit), 0, 1)
        self.base = thing.base
        peak = int(np.argmin(self.ridge))
        top = max(int(self.ridge[peak]) - 2, 0)
        self.rows = slice(top, min(int(np.ceil(thing.base)) + 1, height))
        self.peak = (float(reading.xs[peak]), float(self.ridge[peak]))
        self.tall = max(thing.base - self.peak[1], 1.0)
        below = reading.ys[self.rows] - self.ridge
        slope = np.gradient(np.minimum(self.ridge, np.float32(thing.base)))  # level outside
        inside = np.clip(below / np.sqrt(1 + slope**2) + 0.5, 0, 1)
        self.alpha = inside * np.clip(thing.base - reading.ys[self.rows] + 0.5, 0, 1)
        self.depth = np.clip(below / self.tall, 0, 1)
        self.local = np.clip(below / np.maximum(thing.base - self.ridge, 1), 0, 1)
        self._bend(reading, generator)
        self._lit(slope)

    def _bend(self, reading, generator):
        """Streaks along x = peak + (x0 - peak) * (1 + spread * depth)."""
        tile = noise.field("streak", reading.shape, generator)
        spread = 1 + 1.1 * self.depth
        across = self.peak[0] + (reading.xs - self.peak[0]) / spread + 7 * reading.unit
        down = self.depth * self.tall * 0.7
        size = np.float32(max(reading.shape))
        across, down = (
            across.astype(np.float32),
            np.broadcast_to(down, across.shape).astype(np.float32),
        )
        self.fan = cv2.remap(tile, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
        step = np.float32(size / 64)
        other = cv2.remap(
            tile, across + step, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
        )
        self.fold = (self.fan - other) * np.float32(0.6)

    def _lit(self, slope):
        """The light comes from the upper left; folds catch it."""
        side = np.clip(-slope, -1.2, 1.2) * (1 - 0.6 * self.local)
        self.light = np.clip(0.45 * side + 0.8 * self.fold, -1, 1)

    def foot(self, start, end=1.0):
        """1 above, falling to 0 between two depths: where mist takes the foot away."""
        return 1 - smoothstep(start, end, self.local)
