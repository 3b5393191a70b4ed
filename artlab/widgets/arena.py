"""Lesson 02: two networks learn in the plane, drawn while they do."""

import numpy as np

from artlab import plots
from artlab.plots.style import OPINION
from artlab.widgets import _plane
from artlab.widgets._plane import as_points, places, signed
from artlab.widgets.base import Picture, connect, panel, play

SUBTITLE = (  # of `planes`
    "circles are real, triangles generated; D says “real” where it is blue, ½ where it is grey"
)


class Arena(Picture):
    """A picture of two networks that learn, redrawn while they do; keeps its frames.

    Args:
        real: points (num, 2) to show.
        extent: `(left, right, bottom, top)` in data units.
        centres: places (num, 2) of the clumps whose share of the fakes is counted.
        radius: a fake within this distance of a centre belongs to it, data units.
    """

    def __init__(self, real, extent, centres, radius):
        super().__init__()
        self.real, self.extent = as_points("real", real), extent
        self.centres, self.radius = as_points("centres", centres), radius
        self.places, self.frames = _plane.places(extent), []

    def update(self, step, fake, field, value):
        """Draws the state after a step.

        Args:
            step: number of steps done.
            fake: points (num, 2).
            field: D at `places`, probabilities (num_places,).
            value: V(D, G) there.
        """
        fake = as_points("fake", fake)
        share = shares(fake, self.centres, self.radius)
        frame = {"step": step, "fake": fake, "share": share, "value": float(value)}
        self.frames.append(frame | {"field": np.asarray(field, float).ravel()})
        self.show_frame(len(self.frames) - 1)

    def show_frame(self, index):
        """Draws frame number `index` again."""
        frame = self.frames[index]
        reached, num = int((frame["share"] > 0.02).sum()), len(self.centres)
        readings = [
            ("step", f"{frame['step']:,}"),
            ("clumps that G reaches", f"{reached} of {num}"),
            ("fakes that lie in a clump", f"{frame['share'].sum():.0%}"),
            ("V(D, G), the value", signed(frame["value"])),
        ]
        alt = (
            f"Step {frame['step']}: G reaches {reached} of {num} clumps; "
            f"{frame['share'].sum():.0%} of its points lie in one; the value is "
            f"{frame['value']:.2f}."
        )
        values = [earlier["value"] for earlier in self.frames[: index + 1]]
        args = (self.real, frame["fake"], frame["field"], self.extent, values, readings, alt)
        self.value, self.alt = _plane.picture(*args), alt

    def replay(self):
        """A panel that goes through the frames again, by hand or by itself."""
        picture = Arena(self.real, self.extent, self.centres, self.radius)
        picture.frames = self.frames
        place, box = play("Replay", 0, len(self.frames) - 1, interval=350)
        connect(lambda index: picture.show_frame(index), index=place)
        result = panel(box, picture)
        result.place, result.picture = place, picture
        return result


def shares(points, centres, radius):
    """Share of points within `radius` of each centre, of their nearest centre only.

    Args:
        points: (num, 2).
        centres: (num_centres, 2).
        radius: data units.

    Returns:
        float64 (num_centres,), at most 1 in all.

    Example:

    >>> shares([[0.1, 0], [0.2, 0], [5, 5], [3, 0]], [[0, 0], [3, 0]], radius=0.5)
    array([0.5 , 0.25])
    """
    points, centres = as_points("points", points), as_points("centres", centres)
    distances = np.linalg.norm(points[:, None] - centres[None], axis=-1)
    near = distances.argmin(axis=1)[distances.min(axis=1) <= radius]
    return np.bincount(near, minlength=len(centres)) / len(points)


def plane_places(extent):
    """The places of the plane at which `planes` and `Arena` want to know D.

    Args:
        extent: `(left, right, bottom, top)` in data units.

    Returns:
        float32 (num_places, 2).
    """
    return places(extent)


def planes(states, extent, title, subtitle=SUBTITLE):
    """Several states of the game side by side.

    Args:
        states: dict from name to `(real, fake, field)`: points (num, 2) and D at
            `plane_places(extent)`.
        extent: `(left, right, bottom, top)` in data units.
        title, subtitle: as in `plots.figure`.

    Returns:
        `Figure`.
    """
    canvas, axes = plots.panels(
        1,
        len(states),
        9.0,
        1.6 + 7.6 / len(states),
        title,
        subtitle,
        tuple(states),
        left=0.55,
        gap=0.6,
    )
    for axis, (real, fake, field) in zip(axes.flat, states.values(), strict=True):
        field = np.asarray(field, float).reshape(_plane.NUM_SIDE, _plane.NUM_SIDE)
        shades = {"vmin": 0, "vmax": 1, "cmap": OPINION, "interpolation": "bilinear"}
        axis.imshow(field, extent=extent, origin="lower", aspect="equal", **shades)
        for points, marker, colour, size in (
            (real, "o", plots.REAL, 12),
            (fake, "^", plots.FAKE, 64),  # larger: a collapsed cloud is a single spot
        ):
            style = {"marker": marker, "color": colour, "edgecolor": plots.PAPER, "s": size}
            axis.scatter(*as_points("states", points).T, linewidth=0.5, **style)
        axis.set(xlim=extent[:2], ylim=extent[2:])
    return canvas
