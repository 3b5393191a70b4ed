"""From pixels to a `Sketch`: scans, photos of paper and pictures of a canvas, as plain lines.

References:
    Zhang & Suen, *A fast parallel algorithm for thinning digital patterns* (1984);
    Douglas & Peucker, *Algorithms for the reduction of the number of points* (1973).
"""

import functools
import os

import cv2
import numpy as np

from artlab.world.scene import FORMATS
from artlab.world.sketch import PLAIN, Sketch, Stroke

WORK = 512  # pixels of the longer side while tracing
FAINTEST = 26  # grey levels by which a line must differ from the paper around it
SPECK = 0.014  # shares of the longer side: shorter marks are dust,
BROADEST = 0.04  # broader ones are filled areas, of which the edge counts,
TOLERANCE = 0.0016  # and this is how far a stroke may leave the pixels
FULLEST = 0.45  # share of the picture that lines may cover
NEIGHBOURS = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))


def trace(image, format=None, trim=False):
    """Reads the lines of a drawing.

    Dark lines on light paper or light ones on dark, in even or uneven light; specks are
    cleaned away, lines are thinned, and filled areas become their outlines.

    Args:
        image: path of a picture, a PIL image, or an array: (height, width), (height, width, 3)
            or, with transparency, (height, width, 4); uint8, or float in [0, 1].
        format: one of `scene.FORMATS`; by default the one nearest to the picture's shape. The
            drawing is centred in it and never squeezed.
        trim: if True, the paper around the drawing is cut off first.

    Returns:
        A `Sketch` of plain lines: it does not say what they belong to.

    Raises:
        ValueError: if there are no lines, if it is no picture of lines, or for other arguments.
        FileNotFoundError: if there is no file.

    Example:

    >>> page = np.full((64, 64), 255, np.uint8)
    >>> page[40, 8:56] = 0
    >>> len(trace(page).strokes)
    1
    """
    if format is not None and not (isinstance(format, str) and format in FORMATS):
        raise ValueError(f"`format` must be one of: {', '.join(FORMATS)}. Received: {format!r}")
    ink = _ink(_grey(image))
    if not ink.any():
        raise ValueError("`image` must show lines. Received: an empty picture")
    if ink.mean() > FULLEST:
        raise ValueError(
            f"`image` must show lines on paper. Received: a picture covered to {ink.mean():.0%}"
        )
    if trim:
        ink = _trimmed(ink)
    lines = _joined(_polylines(thin(ink)))
    lines = [line for line in lines if _length(line) >= SPECK * max(ink.shape)]
    if not lines:
        raise ValueError("`image` must show lines. Received: nothing but specks")
    return _sketch(lines, ink.shape, format)


# Pixels


def _grey(image):
    """Any picture as uint8 grey whose longer side is WORK; transparent is white."""
    pixels = _pixels(image)
    if pixels.ndim == 3 and pixels.shape[2] == 4:
        alpha = pixels[..., 3:].astype(np.float32) / 255
        pixels = (pixels[..., :3] * alpha + 255 * (1 - alpha)).astype(np.uint8)
    if pixels.ndim == 3:
        pixels = cv2.cvtColor(np.ascontiguousarray(pixels[..., :3]), cv2.COLOR_RGB2GRAY)
    scale = WORK / max(pixels.shape)
    shape = tuple(max(1, round(side * scale)) for side in pixels.shape[::-1])
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return cv2.resize(pixels, shape, interpolation=way)


def _pixels(image):
    """uint8 array of shape (height, width) or (height, width, 3 or 4)."""
    if isinstance(image, str | os.PathLike):
        image = _opened(image)
    if hasattr(image, "convert"):
        from PIL import ImageOps

        image = ImageOps.exif_transpose(image)
        image = np.asarray(image.convert("RGBA"))
    pixels = np.asarray(image)
    if pixels.ndim == 3 and pixels.shape[2] == 1:
        pixels = pixels[..., 0]
    good = pixels.ndim == 2 or (pixels.ndim == 3 and pixels.shape[2] in (3, 4))
    if not good or pixels.dtype.kind not in "fiub" or min(pixels.shape[:2]) < 16:
        raise ValueError(
            "`image` must be a picture of 16 x 16 pixels or more. "
            f"Received: {pixels.dtype} of shape {pixels.shape}"
        )
    if pixels.dtype == bool or (
        pixels.dtype.kind == "f" and 0 <= pixels.min() <= pixels.max() <= 1
    ):
        return np.round(pixels * 255.0).astype(np.uint8)
    if pixels.dtype != np.uint8:
        raise ValueError(
            f"`image` must be uint8, or float in [0, 1]. Received: {pixels.dtype} "
            f"from {pixels.min():.3g} to {pixels.max():.3g}"
        )
    return pixels


def _opened(path):
    """The pixels of a file that anyone may have made."""
    from artlab import images

    try:
        return images.read_image(path)
    except ValueError as error:
        told = str(error).removeprefix("`path` must be a readable picture. ")
        raise ValueError(f"`image` must be a picture. {told}") from error


def _ink(grey):
    """Where lines are; bool. Light that falls unevenly is divided away first."""
    if np.median(grey) < 110:
        grey = 255 - grey
    broad = 2 * round(BROADEST * WORK) + 1
    paper = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((broad, broad), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), broad / 3)
    even = cv2.GaussianBlur(grey, (0, 0), 0.8).astype(np.float32) / np.maximum(paper, 30)
    dark = np.clip(255 * (1 - even), 0, 255).astype(np.uint8)
    level, _ = cv2.threshold(dark, 0, 255, cv2.THRESH_OTSU)
    strong = dark > max(level * 0.8, FAINTEST)
    ink = _hollow(strong | _filled(grey, paper))
    ink = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    return _clean(ink)


def _filled(grey, paper):
    """Areas too broad for the local paper to be seen beside them, darker than most paper."""
    usual = float(np.median(paper))
    return (grey < 0.45 * usual) & (paper < 0.6 * usual)


def _hollow(ink):
    """Turns what is too broad for a line into its outline."""
    reach = cv2.distanceTransform(ink.astype(np.uint8), cv2.DIST_L2, 3)
    core = (reach > BROADEST * WORK / 2).astype(np.uint8)
    if not core.any():
        return ink
    side = 2 * round(BROADEST * WORK / 2) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    area = cv2.dilate(core, kernel) & ink.astype(np.uint8)
    edge = area - cv2.erode(area, np.ones((3, 3), np.uint8))
    return (ink & ~area.astype(bool)) | edge.astype(bool)


def _clean(ink):
    """Drops specks; uint8 to bool."""
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    least = SPECK * WORK
    extent = np.hypot(boxes[:, cv2.CC_STAT_WIDTH], boxes[:, cv2.CC_STAT_HEIGHT])
    keep = (extent >= least) & (boxes[:, cv2.CC_STAT_AREA] >= least)
    keep[0] = False
    return keep[labels] if count else ink.astype(bool)


def _trimmed(ink):
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    margin = round(0.06 * max(np.ptp(rows), np.ptp(columns))) + 1
    top, left = max(rows[0] - margin, 0), max(columns[0] - margin, 0)
    return ink[top : rows[-1] + margin + 1, left : columns[-1] + margin + 1]


# Lines


@functools.cache
def _removable():
    """For both half-steps: whether a pixel with these eight neighbours (as bits) may go."""
    codes = np.arange(256)
    around = (codes[:, None] >> np.arange(8)) & 1  # north, then clockwise
    number = around.sum(axis=1)
    turns = ((around == 0) & (np.roll(around, -1, axis=1) == 1)).sum(axis=1)
    north, east, south, west = (around[:, place].astype(bool) for place in (0, 2, 4, 6))
    common = (number >= 2) & (number <= 6) & (turns == 1)
    first = common & ~(north & east & south) & ~(east & south & west)
    second = common & ~(north & east & west) & ~(north & south & west)
    return first, second


def thin(mask):
    """Thins lines to one pixel.

    Args:
        mask: bool array of shape (height, width).

    Returns:
        bool array of the same shape.
    """
    pixels = np.pad(np.asarray(mask, bool), 1)
    changed = True
    while changed:
        changed = False
        for table in _removable():
            places = np.nonzero(pixels)
            codes = np.zeros(len(places[0]), np.intp)
            for bit, (down, right) in enumerate(NEIGHBOURS):
                codes |= pixels[places[0] + down, places[1] + right].astype(np.intp) << bit
            gone = table[codes]
            changed |= bool(gone.any())
            pixels[places[0][gone], places[1][gone]] = False
    return pixels[1:-1, 1:-1]


def _polylines(skeleton):
    """Chains of pixels between ends and crossings: float arrays of shape (num_points, 2)."""
    pixels = set(map(tuple, np.argwhere(skeleton).tolist()))
    links = {pixel: _linked(pixel, pixels) for pixel in pixels}
    knots = [pixel for pixel, near in links.items() if len(near) != 2]
    used, lines = set(), []
    for start in (*knots, *links):
        for step in links[start]:
            if frozenset((start, step)) not in used:
                lines.append(_walk(start, step, links, used))
    return lines


def _linked(pixel, pixels):
    """Neighbours of a pixel; a diagonal one only where no straight way leads to it."""
    row, column = pixel
    found = []
    for down, right in NEIGHBOURS:
        other = (row + down, column + right)
        if other not in pixels:
            continue
        corner = ((row + down, column) in pixels) or ((row, column + right) in pixels)
        if not (down and right and corner):
            found.append(other)
    return found


def _walk(start, step, links, used):
    """Follows a line until it ends, crosses another, or comes back."""
    line = [start, step]
    used.add(frozenset((start, step)))
    while len(links[line[-1]]) == 2:
        one, two = links[line[-1]]
        following = two if one == line[-2] else one
        edge = frozenset((line[-1], following))
        if edge in used:
            break
        used.add(edge)
        line.append(following)
    return np.array(line, np.float64)[:, ::-1] + 0.5


def _length(line):
    return float(np.hypot(*np.diff(line, axis=0).T).sum())


def _joined(lines):
    """Drops the hairs that thinning leaves, and joins lines that go straight on at a crossing."""
    ends = {}
    for number, line in enumerate(lines):
        for place in (0, -1):
            ends.setdefault(tuple(line[place]), []).append((number, place))
    hair = 0.008 * WORK
    loose = {
        number
        for number, line in enumerate(lines)
        if _length(line) < hair and min(len(ends[tuple(line[place])]) for place in (0, -1)) == 1
        if max(len(ends[tuple(line[place])]) for place in (0, -1)) > 1
    }
    pairs = []
    for meeting in ends.values():
        meeting = [end for end in meeting if end[0] not in loose]
        for first in range(len(meeting)):
            for second in range(first):
                if meeting[first][0] != meeting[second][0]:
                    bend = _heading(lines, meeting[first]) @ _heading(lines, meeting[second])
                    pairs.append((bend, meeting[first], meeting[second]))
    return _chains(lines, loose, sorted(pairs, key=lambda pair: pair[0]))


def _heading(lines, end):
    """Direction in which a line leaves one of its ends; a unit vector."""
    number, place = end
    line = lines[number] if place == 0 else lines[number][::-1]
    away = line[min(8, len(line) - 1)] - line[0]
    return away / (np.hypot(*away) + 1e-9)


def _chains(lines, loose, pairs):
    """Joins the straightest pairs of ends first; -0.5 is a bend of 60 degrees."""
    follows = {}
    for bend, first, second in pairs:
        if bend < -0.5 and first not in follows and second not in follows:
            follows[first], follows[second] = second, first
    left, chains = set(range(len(lines))) - loose, []
    starts = sorted(left, key=lambda number: (number, 0) in follows and (number, -1) in follows)
    for number in starts:
        if number not in left:
            continue
        entry = -1 if (number, 0) in follows and (number, -1) not in follows else 0
        chain = []
        while number in left:
            left.remove(number)
            line = lines[number] if entry == 0 else lines[number][::-1]
            chain.append(line if not chain else line[1:])
            number, entry = follows.get((number, -1 if entry == 0 else 0), (None, 0))
        chains.append(np.concatenate(chain))
    return chains


def _smooth(line, reach=2):
    """A chain of pixels without its stairs; ends stay, and closed lines stay closed."""
    closed = len(line) > 12 and np.abs(line[0] - line[-1]).max() <= 1
    if closed:
        padded = np.concatenate([line[-reach - 1 : -1], line, line[1 : reach + 1]])
    else:  # mirrored through the ends, which hold them in place
        padded = np.pad(line, ((reach, reach), (0, 0)), "reflect", reflect_type="odd")
    window = np.ones(2 * reach + 1) / (2 * reach + 1)
    return np.stack([np.convolve(padded[:, axis], window, "valid") for axis in (0, 1)], axis=1)


def _simple(line):
    """The points of a line that matter; both halves on their own, as lines may be closed."""
    middle = int(np.argmax(np.hypot(*(line - line[0]).T)))
    parts = [line[: middle + 1], line[middle:]]
    parts = [
        cv2.approxPolyDP(part.astype(np.float32)[:, None], TOLERANCE * WORK, False)[:, 0]
        for part in parts
        if len(part) > 1
    ]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def _sketch(lines, shape, format):
    height, width = shape
    if format is None:
        format = min(
            FORMATS,
            key=lambda name: abs(np.log(FORMATS[name][0] / FORMATS[name][1] * height / width)),
        )
    across, down = FORMATS[format]
    frame = np.array([across, down]) * max(width / across, height / down)
    shift = (frame - [width, height]) / 2
    strokes = []
    for number, line in enumerate(lines):
        points = _simple(_smooth(line))
        strokes.append(Stroke(PLAIN, np.clip((points + shift) / frame, 0, 1), number))
    return Sketch(strokes, format)
