"""The painter: a sketch and a style become a painting, on ONNX Runtime."""

from __future__ import annotations

import functools
import importlib.resources
from pathlib import Path

import cv2
import numpy as np

from artlab.studio import conditions
from artlab.studio.sessions import open_session
from artlab.world.scene import Scene
from artlab.world.sketch import Sketch

NATIVE = 256  # longer side of the pictures that it learned from
SMALLEST, LARGEST = 64, 1024
STEP = 32  # the network halves a picture five times
TOGETHER = 3  # pictures in one call: more do not go faster, and need more memory


class Painter:
    """Paints sketches; loaded with `Painter.load()`.

    Args:
        path: the graph that `export_painter` wrote; its weights lie beside it.
        threads: threads of ONNX Runtime; 0 for one per core.

    Raises:
        FileNotFoundError: if the graph or its weights are not there.

    References:
        Isola et al., *Image-to-image translation with conditional adversarial networks* (2017).

    Example:
        painter = Painter.load()
        painting = painter.paint(sketch, plan)  # uint8 (256, 256, 3)
    """

    def __init__(self, path, threads=0):
        self._session = open_session(path, threads)

    @classmethod
    def load(cls, folder=None):
        """The shipped painter, loaded once, or the one that `export_painter` wrote to `folder`."""
        return _shipped() if folder is None else cls(Path(folder) / "painter.onnx")

    def paint(self, sketch, plan, size=NATIVE, plain=False):
        """Paints one sketch.

        Args:
            sketch: a `Sketch`; one of plain lines, as `Sketch.from_image` gives, works too.
            plan: a `Scene`: its style, time, weather and palette.
            size: longer side in pixels, 64 to 1024. Above 256 the painting of 256 pixels is
                enlarged (Lanczos): larger pictures than those it learned from lose their washes.
            plain: if True, the painter is not told what the lines are.

        Returns:
            uint8 array of shape (height, width, 3), sRGB.

        Raises:
            ValueError: for anything else.
        """
        return self.paint_many([sketch], [plan], size, plain)[0]

    def paint_many(self, sketches, plans, size=NATIVE, plain=False):
        """Paints several sketches.

        Args:
            sketches: a list of `Sketch`.
            plans: as many `Scene`s.
            size: see `paint`.
            plain: see `paint`.

        Returns:
            A list of uint8 arrays of shape (height, width, 3).
        """
        sketches, plans = list(sketches), list(plans)
        _check(sketches, plans, size)
        if not sketches:
            return []
        native = min(_rounded(size), NATIVE)
        groups = {}
        for place, sketch in enumerate(sketches):
            groups.setdefault(sketch.format, []).append(place)
        pictures = [None] * len(sketches)
        for group in groups.values():
            for start in range(0, len(group), TOGETHER):
                chosen = group[start : start + TOGETHER]
                drawn = [
                    conditions.channels(sketches[place], plans[place], native, plain)
                    for place in chosen
                ]
                vectors = [conditions.style_vector(plans[place]) for place in chosen]
                for place, picture in zip(chosen, self.run(drawn, vectors), strict=True):
                    pictures[place] = _resized(picture, sketches[place].shape(size))
        return pictures

    def run(self, drawings, styles):
        """The bare network.

        Args:
            drawings: arrays of one shape (height, width, NUM_CHANNELS), as
                `conditions.channels` makes them; sides are multiples of 32.
            styles: as many arrays of shape (NUM_STYLE,), as `conditions.style_vector` makes them.

        Returns:
            float32 array of shape (batch, height, width, 3) in [-1, 1].
        """
        feed = {"channels": np.stack(drawings), "style": np.stack(styles)}
        return self._session.run(None, feed)[0]


def _check(sketches, plans, size):
    if len(sketches) != len(plans):
        raise ValueError(
            "`plans` must be as many as the sketches. "
            f"Received: {len(plans)} plans, {len(sketches)} sketches"
        )
    for sketch in sketches:
        if not isinstance(sketch, Sketch):
            raise ValueError(f"`sketch` must be a Sketch. Received: {type(sketch).__name__}")
    for plan in plans:
        if not isinstance(plan, Scene):
            raise ValueError(f"`plan` must be a Scene. Received: {type(plan).__name__}")
    if isinstance(size, bool) or not isinstance(size, int) or not SMALLEST <= size <= LARGEST:
        raise ValueError(f"`size` must be an int from {SMALLEST} to {LARGEST}. Received: {size!r}")


def _rounded(size):
    """The next size at which every format's sides are multiples of 32."""
    return -(-size // (4 * STEP)) * 4 * STEP


def _resized(picture, shape):
    """A picture in [-1, 1] as uint8 of shape (height, width, 3)."""
    if picture.shape[:2] != shape:
        way = cv2.INTER_LANCZOS4 if shape[0] > picture.shape[0] else cv2.INTER_AREA
        picture = cv2.resize(picture, shape[::-1], interpolation=way)
    return np.clip(np.round((picture + 1) * 127.5), 0, 255).astype(np.uint8)


@functools.cache
def _shipped():
    home = importlib.resources.files("artlab") / "weights" / "painter"
    with importlib.resources.as_file(home) as folder:
        return Painter(Path(folder) / "painter.onnx")
