"""How a diffusion model sees and works: strips of pictures, and what a step is worth."""

import numpy as np

from artlab import images
from artlab.plots.grids import FULL_WIDTH, GAP, _place, _sheet
from artlab.plots.style import (
    BLUE,
    FAINT,
    GREEN,
    INK,
    SIDE,
    VERMILION,
    axis_labels,
    figure,
    fonts,
    label,
    light_grid,
    readable,
)

CAPTION = 20  # CSS pixels
LARGEST = 96  # width of a picture


def picture_rows(rows, row_names, column_names=None, title=None, subtitle=None, *, corner=""):
    """Rows of small pictures, each row with its name at the left, columns with names above.

    Args:
        rows: float array (num_rows, num, height, width); what lies outside [-1, 1] is clipped.
        row_names: one text per row, of several lines where needed.
        column_names: one short text per column, or None.
        title, subtitle: above everything.
        corner: what the names of the columns are, written beside them.

    Returns:
        `Figure`.

    Raises:
        ValueError: the shapes or the numbers of names do not fit.
    """
    rows = np.asarray(rows, float)
    if rows.ndim != 4 or not rows.size:
        raise ValueError(
            f"`rows` must have shape (num_rows, num, height, width). Received: {rows.shape}"
        )
    _check_names("row_names", row_names, len(rows))
    _check_names("column_names", column_names, rows.shape[1])
    names = [*map(str, row_names), corner]
    letters = max(len(line) for name in names for line in name.split("\n"))
    left, top = 7.3 * letters + 12, CAPTION if column_names else 0
    room = FULL_WIDTH - 2 * SIDE * 72 - left - GAP * (rows.shape[1] - 1)
    wide = min(LARGEST, room / rows.shape[1])
    tall = wide * rows.shape[2] / rows.shape[3]
    inner = (left + rows.shape[1] * (wide + GAP) - GAP, top + len(rows) * (tall + GAP) - GAP)
    canvas, axis = _sheet(np.array(inner), title, subtitle)
    pixels = images.to_uint8(np.clip(rows, -1, 1))[..., None]
    for number, row in enumerate(pixels):
        height = top + number * (tall + GAP)
        _say(axis, left - 12, height + tall / 2, row_names[number], ha="right", va="center")
        for place, picture in enumerate(row):
            _place(axis, picture, left + place * (wide + GAP), height, wide, tall)
    _say(axis, left - 12, top - 5, corner, ha="right", va="bottom")
    for place, name in enumerate(column_names or ()):
        middle = left + place * (wide + GAP) + wide / 2
        _say(axis, middle, top - 5, name, ha="center", va="bottom")
    return canvas


def noising_strip(pictures, signals, title=None, subtitle=None, seed=0):
    """Pictures under more and more noise: each row is one picture under one draw of noise.

    Args:
        pictures: float array (num, height, width) in [-1, 1].
        signals: shares of the variance that are picture, each in [0, 1].
        title, subtitle: above everything.
        seed: of the noise.

    Returns:
        `Figure`.
    """
    pictures, signals = np.asarray(pictures, float), np.asarray(signals, float)
    if pictures.ndim != 3 or not len(pictures):
        raise ValueError(
            f"`pictures` must have shape (num, height, width). Received: {pictures.shape}"
        )
    if signals.ndim != 1 or not signals.size or signals.min() < 0 or signals.max() > 1:
        raise ValueError(f"`signals` must be numbers in [0, 1]. Received: {signals}")
    noise = np.random.default_rng(seed).standard_normal(pictures.shape)[:, None]
    shares = signals[None, :, None, None]
    rows = np.sqrt(shares) * pictures[:, None] + np.sqrt(1 - shares) * noise
    percents = [f"{signal:.0%}" for signal in signals]
    corner = "share of the picture"
    return picture_rows(rows, [""] * len(rows), percents, title, subtitle, corner=corner)


def denoising_strip(path, title=None, subtitle=None, columns=8):
    """What a diffusion model is given in a step, and what it takes it for, from noise to picture.

    Args:
        path: a `diffusion.Path`, or anything with its `signals`, `noisy` and `believed`.
        title, subtitle: above everything.
        columns: how many of the steps are shown at most; the first and the last are.

    Returns:
        `Figure`: two rows a picture.
    """
    steps = len(path.signals)
    shown = np.unique(np.linspace(0, steps - 1, min(columns, steps)).round().astype(int))
    noisy, believed = np.asarray(path.noisy)[shown], np.asarray(path.believed)[shown]
    pairs = [part[:, place] for place in range(noisy.shape[1]) for part in (noisy, believed)]
    names = ["it is given", "it believes"] * noisy.shape[1]
    return picture_rows(np.stack(pairs), names, [f"step {n + 1}" for n in shown], title, subtitle)


def quality_against_time(result, title=None, subtitle=None, *, width=9.0, height=4.9):
    """Distance to real pictures against the time that pictures take, beside the GAN's.

    Args:
        result: dict with "gan" and "real" (each with "distance": mean, least and largest of the
            seeds; the GAN also with "seconds"), "diffusion", a list of such dicts with "steps",
            and, if there are other ways, "more", a list of such dicts with "name"; what
            `benchmarks.diffusion` writes. Seconds are those of 64 pictures.
        title, subtitle: as in `figure`.
        width, height: inches.

    Returns:
        `Figure`.
    """
    canvas, axis = figure(width, height, title, subtitle, right=1.7)
    light_grid(axis)
    axis.set(xscale="log", yscale="log")
    points, gan = result["diffusion"], result["gan"]
    seconds = [point["seconds"] for point in points]
    axis.plot(seconds, [point["distance"][0] for point in points], color=BLUE, linewidth=2.2)
    for number, point in enumerate(points):
        name = (
            str(point["steps"]) if number else f"{point['steps']} step{'s' * (point['steps'] > 1)}"
        )
        _point(axis, point, name, BLUE, "o")
    _point(axis, gan, "GAN", VERMILION, "^")
    for point in result.get("more", ()):
        _point(axis, point, point["name"], GREEN, "s")
    floor = result["real"]["distance"][0]
    axis.axhline(floor, color=FAINT, linewidth=1.2, linestyle=(0, (4, 2)))
    style = {"xycoords": ("axes fraction", "data"), "xytext": (7, 0), "ha": "left"}
    label(axis, 1, floor, "real pictures,\nheld out", INK, **style)
    _plain_ticks(axis)
    axis_labels(axis, "seconds for 64 pictures, one thread", "distance to real pictures")
    return canvas


def _point(axis, point, name, color, marker):
    """A mark with a bar from the best seed to the worst, and its name above."""
    mean, least, largest = point["distance"]
    axis.plot([point["seconds"]] * 2, [least, largest], color=color, linewidth=2)
    axis.plot(point["seconds"], mean, marker, color=color, markersize=8, zorder=3)
    below = marker == "s"
    place = {"xytext": (0, -15 if below else 15), "ha": "center"}
    label(axis, point["seconds"], mean, name, color, **place)


def _plain_ticks(axis):
    """Numbers as they are said, not as powers of ten."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    for side in (axis.xaxis, axis.yaxis):
        side.set_major_locator(LogLocator(subs=(1, 2, 5)))
        side.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        side.set_minor_formatter(NullFormatter())


def _check_names(name, names, num):
    if names is not None and len(names) != num:
        raise ValueError(f"`{name}` must be {num} texts. Received: {len(names)}")


def _say(axis, x, y, text, **place):
    axis.text(x, y, readable(text), fontsize=11, color=INK, family=fonts(), **place)
