"""What a painter needs to know about a sketch: shapes in pixels, from far to near."""

import dataclasses

import numpy as np

from artlab.world.strokes import Plate, curve

FAR, FRONT = -1.0, 3.0  # keys of what is behind everything and before everything


@dataclasses.dataclass(frozen=True, eq=False)
class Thing:
    """One element: its smooth lines in pixels, and the y on which it stands."""

    name: str
    lines: tuple[np.ndarray, ...]
    base: float

    @property
    def box(self):
        """`(left, top, right, bottom)` in pixels."""
        points = np.concatenate(self.lines)
        return (*points.min(axis=0), *points.max(axis=0))


class Reading:
    """A sketch, read for painting at one size.

    Args:
        scene: the `Scene`; only its water tells whether mountains stand in it.
        sketch: a `Sketch`.
        size: longer side of the painting in pixels.
    """

    def __init__(self, scene, sketch, size):
        self.scene, self.sketch = scene, sketch
        self.shape = sketch.shape(size)
        self.unit = size / 128  # pixels of a 128-pixel picture
        self.xs = np.arange(self.shape[1], dtype=np.float32) + 0.5
        self.ys = (np.arange(self.shape[0], dtype=np.float32) + 0.5)[:, None]
        groups = {}
        for stroke in sketch.strokes:
            groups.setdefault((stroke.element, stroke.instance), []).append(stroke)
        things = [self._thing(name, strokes) for (name, _), strokes in groups.items()]
        self.things = sorted(things, key=self._key)
        self.horizon = self._horizon()

    def _thing(self, name, strokes):
        lines = tuple(curve(stroke, self.shape) for stroke in strokes)
        if name == "river":
            lines = self._banks(lines)
        elif name == "sun":
            lines = (self._round(lines[0]),)
        first = lines[0]
        if name in ("mountain", "pine", "willow", "bamboo", "pavilion", "boat", "cloud"):
            base = max(line[:, 1].max() for line in (lines if name == "pavilion" else lines[:1]))
        elif name == "river":
            base = first[:, 1].min() + 1
        elif name == "ground":  # what stands on it stands below its highest point
            base = first[:, 1].min()
        else:
            base = float(first[:, 1].mean())
        return Thing(name, lines, float(base))

    @staticmethod
    def _round(line):
        """The circle that a hand, or a grid, drew crooked."""
        middle = (line.min(axis=0) + line.max(axis=0)) / 2
        radius = np.hypot(*(line - middle).T).mean()
        angles = np.linspace(0, 2 * np.pi, 40)
        return middle + radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)

    def _banks(self, lines):
        """Both banks of a river with the same number of points; a lone line is given another."""
        left, right, *waves = (
            lines if len(lines) > 1 else (lines[0], lines[0] + [0.2 * self.shape[1], 0])
        )
        steps = np.linspace(0, 1, 31)
        banks = [
            np.stack(
                [np.interp(steps, np.linspace(0, 1, len(bank)), bank[:, axis]) for axis in (0, 1)],
                axis=1,
            )
            for bank in (left, right)
        ]
        return (*banks, *waves)

    def _key(self, thing):
        base = thing.base / self.shape[0]
        if thing.name in ("sun", "moon"):
            return FAR
        if thing.name in ("rock", "bough", "bird"):
            return FRONT
        if thing.name == "cloud":
            return max([base, *(m.base / self.shape[0] for m in self._of("mountain"))]) + 1e-3
        if thing.name in ("lake", "sea"):
            return base - 0.02  # what stands at the shore is painted after the water
        return base

    def _of(self, name):
        for strokes in self.sketch.of(name):
            yield self._thing(name, strokes)

    def _horizon(self):
        """y where the plane begins, in pixels."""
        tops = [t.lines[0][:, 1].mean() for t in self.things if t.name in ("lake", "sea")]
        tops += [self.across(t)[0] for t in self.things if t.name == "ground" and self.across(t)]
        return float(min(tops, default=0.66 * self.shape[0]))

    def across(self, thing):
        """Mean y of land that runs from side to side, as a tuple; empty for other land."""
        line = thing.lines[0]
        wide = line[:, 0].max() - line[:, 0].min() > 0.9 * self.shape[1]
        return (float(line[:, 1].mean()),) if wide else ()

    @property
    def afloat(self):
        """Whether mountains stand in water, and are mirrored in it."""
        return any(thing.name in ("lake", "sea") for thing in self.things)

    def heights(self, line):
        """y of a line at every column, for lines that run left to right; inf outside."""
        order = np.argsort(line[:, 0], kind="stable")
        ys = np.interp(self.xs, line[order, 0], line[order, 1]).astype(np.float32)
        edge = 0.02 * self.shape[1]
        low, high = line[:, 0].min(), line[:, 0].max()
        low, high = (
            (0 if low < edge else low),
            (self.shape[1] if high > self.shape[1] - edge else high),
        )
        return np.where((self.xs < low) | (self.xs > high), np.float32(1e6), ys)

    def land(self, line):
        """Mask of the land below its upper edge; see `placing.land_outline`."""
        height, width = self.shape
        first, last = line[0], line[-1]
        if abs(first[0] - last[0]) < 0.03 * width:
            return Plate(self.shape).fill(line).mask()
        snapped = line.copy()
        for point in (snapped[0], snapped[-1]):
            if point[0] < 0.03 * width or point[0] > 0.97 * width:
                point[0] = -2 if point[0] < width / 2 else width + 2
        corners = [[snapped[-1, 0], height + 2], [snapped[0, 0], height + 2]]
        return Plate(self.shape).fill(np.concatenate([snapped, corners])).mask()
