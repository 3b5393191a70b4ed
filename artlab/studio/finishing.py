"""What is laid over a painting and no network needs to learn: paper, grain, edge, snow, seal.

Each is separate and optional, and each draws its random numbers from the seed alone, so leaving
one out changes nothing in the others. Everything is made at the size of the painting: grain is as
fine at 1024 pixels as at 128.
"""

import cv2
import numpy as np

from artlab.world import noise
from artlab.world import paper as grounds
from artlab.world.canvas import Canvas, blur, smoothstep
from artlab.world.colour import oklch

PIXELS = 128  # a unit is a pixel of a painting of this size
GRAIN = {"ink": 0.014, "blue-green": 0.013, "watercolour": 0.018, "woodblock": 0.008}
SHEET = oklch(0.968, 0.010, 88)  # the paper that shows beyond a torn edge
FLAKE = oklch(0.985, 0.004, 250)
CINNABAR = oklch(0.54, 0.185, 31)
SEALED = ("ink",)  # styles that carry a seal
SEAL = 0.064  # side of the seal, of the picture's longer side
FINE = 6  # the seal is cut this many times finer, then reduced
# The character 画, "to paint", as a seal carver lays it out: x and y in [0, 1], y down.
CARVED = (
    ((0.17, 0.17), (0.83, 0.17)),
    ((0.32, 0.33), (0.68, 0.33), (0.68, 0.68), (0.32, 0.68), (0.32, 0.33)),
    ((0.50, 0.17), (0.50, 0.68)),
    ((0.32, 0.505), (0.68, 0.505)),
    ((0.17, 0.36), (0.17, 0.84), (0.83, 0.84), (0.83, 0.36)),
)


def finish(painting, plan, seed=0, paper=True, grain=True, edge=False, snow=True, seal=True):
    """Finishes a painting.

    Args:
        painting: uint8 array of shape (height, width, 3).
        plan: a `Scene`, of which style and weather count.
        seed: an int from 0.
        paper: the style's ground: rice paper, silk, cold-pressed paper, wood.
        grain: a tooth of single pixels.
        edge: the torn edge of a handmade sheet.
        snow: falling flakes, where it snows.
        seal: a small red seal, on ink.

    Returns:
        uint8 array of the same shape.

    Raises:
        ValueError: `painting` is no such array.

    Example:

    >>> from artlab.world import Scene
    >>> bare = np.full((64, 96, 3), 200, np.uint8)
    >>> nothing = dict(paper=False, grain=False, snow=False, seal=False)
    >>> np.array_equal(finish(bare, Scene(), **nothing), bare)
    True
    """
    painting = np.asarray(painting)
    if painting.dtype != np.uint8 or painting.ndim != 3 or painting.shape[-1] != 3:
        raise ValueError(
            "`painting` must be uint8 of shape (height, width, 3). "
            f"Received: {painting.dtype} of shape {painting.shape}"
        )
    canvas = _canvas(painting)
    generators = [np.random.default_rng([seed, number]) for number in range(4)]
    if snow and plan.weather == "snow":
        lay_snow(canvas, plan.style, generators[0])
    if paper:
        lay_paper(canvas, plan.style, seed)
    if seal and plan.style in SEALED:
        lay_seal(canvas, generators[1])
    if grain:
        lay_grain(canvas, plan.style, generators[2])
    if edge:
        lay_edge(canvas, seed, generators[3])
    return canvas.image()


def _canvas(painting):
    canvas = Canvas(painting.shape[:2], (0, 0, 0))
    canvas.planes[:] = painting.transpose(2, 0, 1)
    canvas.planes *= np.float32(1 / 255)
    return canvas


def _unit(canvas):
    return max(canvas.shape) / PIXELS


def lay_paper(canvas, style, seed):
    """The style's ground, as the world's painters lay it."""
    uses = {}

    def field(name):
        uses[name] = uses.get(name, -1) + 1
        return noise.numbered(name, canvas.shape, seed, uses[name])

    grounds.lay(style, canvas, field, _unit(canvas))


def lay_grain(canvas, style, generator):
    """A tooth of single pixels; on silk, threads that run across and down."""
    height, width = canvas.shape
    tooth = generator.standard_normal((height, width), dtype=np.float32)
    if style == "blue-green":
        across = generator.standard_normal((height, 1), dtype=np.float32)
        down = generator.standard_normal((1, width), dtype=np.float32)
        tooth = 0.5 * tooth + 0.7 * across + 0.7 * down
    elif style == "watercolour":
        tooth = 1.6 * blur(tooth, 0.7)
    canvas.shade(np.float32(GRAIN[style]) * tooth)


def lay_snow(canvas, style, generator):
    """Flakes in three depths: many small ones far away, a few large ones near."""
    height, width = canvas.shape
    unit, area = _unit(canvas), height * width / max(height, width) ** 2
    flat = style == "woodblock"  # printed: round, of one white
    for number, size, strength in ((120, 0.32, 0.60), (60, 0.52, 0.80), (16, 0.85, 0.92)):
        number = round(number * area * (0.6 if flat else 1))
        places = generator.random((number, 2)) * (width, height)
        sizes = unit * size * generator.uniform(0.7, 1.3, number)
        plate = _discs(canvas.shape, places, sizes)
        plate = plate if flat else blur(plate, 0.22 * size * unit)
        canvas.cover(FLAKE, plate * np.float32(strength))


def _discs(shape, places, sizes):
    """Discs with smooth rims, at places between the pixels; float32 mask in [0, 1]."""
    plate = np.zeros(shape, np.uint8)
    for (x, y), size in zip(places, sizes, strict=True):
        middle = round(x * 16), round(y * 16)
        cv2.circle(plate, middle, max(round(size * 16), 8), 255, -1, cv2.LINE_AA, shift=4)
    return plate.astype(np.float32) / np.float32(255)


def lay_seal(canvas, generator):
    """A red seal in the quietest lower corner; its lines are left bare, its rim is worn."""
    side = max(10, round(SEAL * max(canvas.shape)))
    mask = carve(side, generator)
    top, left = _quiet(canvas, side)
    rows, columns = slice(top, top + side), slice(left, left + side)
    part = canvas.planes[:, rows, columns]
    part += (CINNABAR[:, None, None] - part) * (np.float32(0.9) * mask)


def carve(side, generator):
    """The seal as a mask of red.

    Args:
        side: pixels.
        generator: wears the stone.

    Returns:
        float32 array of shape (side, side), 1 where the seal prints.
    """
    fine = side * FINE
    stone = np.zeros((fine, fine), np.uint8)
    rim = round(0.03 * fine)
    cv2.rectangle(stone, (rim, rim), (fine - rim - 1, fine - rim - 1), 255, -1)
    for line in CARVED:
        points = np.array(line) + generator.normal(0, 0.006, (len(line), 2))
        cv2.polylines(stone, [np.round(points * fine).astype(np.int32)], False, 0, fine // 13)
    worn = generator.standard_normal((fine // 2, fine // 2), dtype=np.float32)
    worn = cv2.resize(blur(worn, 0.02 * fine), (fine, fine))
    worn = worn / worn.std()
    soft = blur(stone.astype(np.float32) / np.float32(255), 0.012 * fine)
    printed = smoothstep(0.40, 0.60, soft - 0.075 * worn)
    ink = np.clip(1 - 0.16 * np.maximum(worn, 0), 0, 1)  # where the paste was thin
    return cv2.resize(printed * ink, (side, side), interpolation=cv2.INTER_AREA)


def _quiet(canvas, side):
    """Row and column of the corner in which least happens."""
    height, width = canvas.shape
    margin = round(0.055 * max(height, width))
    low = height - margin - side
    corners = [(low, margin), (low, width - margin - side)]
    corners += [(margin, margin), (margin, width - margin - side)]
    grey = canvas.planes.mean(axis=0)

    def unrest(corner):
        part = grey[corner[0] : corner[0] + side, corner[1] : corner[1] + side]
        return part.std() + 0.35 * (1 - part.mean()) + 0.10 * (corner[0] == margin)

    return min(corners, key=unrest)


def lay_edge(canvas, seed, generator):
    """Tears the border: beyond it the bare sheet, and a darker line where paint dried."""
    height, width = canvas.shape
    unit = _unit(canvas)
    rows, columns = np.arange(height), np.arange(width)
    down = np.minimum(rows, height - 1 - rows)[:, None]
    across = np.minimum(columns, width - 1 - columns)[None, :]
    inside = np.minimum(down, across).astype(np.float32)  # pixels from the border
    torn = (3.2 + 0.9 * noise.numbered("wash", canvas.shape, seed, 90)) * unit
    torn += np.float32(0.22 * unit) * blur(
        generator.standard_normal((height, width), dtype=np.float32), 0.5 * unit
    )
    away = (inside - torn) / unit
    canvas.shade(-0.10 * np.exp(-((away - 0.5) ** 2) * 2.5))
    canvas.cover(SHEET, 1 - smoothstep(-0.35, 0.35, away))
