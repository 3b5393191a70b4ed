"""Walks through latent space: the morph pad, and the walk as an animation."""

import html
import io

import numpy as np
from PIL import Image

from artlab import images
from artlab.widgets import base

PAD = 7  # pictures along each side of the pad
SCALE_END = 0.15  # share of pixels that differ, at the right end of the scale
BOX = "width: {width}px; max-width: 100%; margin: 0"


def spherical(start, end, share):
    """The point at `share` of the way along the great circle between two latents.

    Args:
        start, end: shape (dim,).
        share: 0 gives `start`, 1 gives `end`.

    Returns:
        Array (dim,). Its length lies between those of the ends, which is what keeps it
        typical: a straight line passes closer to the origin.

    References:
        White 2016, Sampling Generative Networks, section 2.1; Shoemake 1985.

    Example:

    >>> spherical(np.array([2.0, 0.0]), np.array([0.0, 2.0]), 0.5).round(3)
    array([1.414, 1.414])
    """
    start, end = np.asarray(start, float), np.asarray(end, float)
    cosine = start @ end / (np.linalg.norm(start) * np.linalg.norm(end))
    angle = np.arccos(np.clip(cosine, -1, 1))
    if np.sin(angle) < 1e-6:  # the same direction, or the opposite one
        return (1 - share) * start + share * end
    return (np.sin((1 - share) * angle) * start + np.sin(share * angle) * end) / np.sin(angle)


class Morph:
    """A square of pictures: one class becomes another along x, one pose another along y.

    Args:
        decoder: model `[latents (n, dim), class vectors (n, size)]` -> images.
        class_vectors: (num_classes, size).
        start, end: labels of the classes at the left and at the right.
        latents: (2, dim), the poses at the bottom and at the top.
    """

    def __init__(self, decoder, class_vectors, start, end, latents):
        self.decoder, self.vectors = decoder, np.asarray(class_vectors, "float32")
        self.start, self.end = start, end
        self.latents = np.asarray(latents, "float32")

    def paint(self, places):
        """Pictures at places (n, 2) of the unit square, across and up: (n, h, w, c)."""
        across, up = np.asarray(places, float).T
        ends = self.vectors[self.start], self.vectors[self.end]
        vectors = np.outer(1 - across, ends[0]) + np.outer(across, ends[1])
        latents = np.stack([spherical(*self.latents, share) for share in up])
        inputs = [latents.astype("float32"), vectors.astype("float32")]
        return np.asarray(self.decoder(inputs, training=False))

    def pad(self, side=PAD):
        """The whole square as (side * side, h, w, c), its top row first."""
        steps = np.linspace(0, 1, side)
        return self.paint([(across, up) for up in steps[::-1] for across in steps])


class Neighbours:
    """The nearest training picture of any picture, and how near real pictures are to each other.

    Args:
        dataset: the training pictures.
        num_probes: real pictures whose own nearest neighbour sets the yardstick.
        seed: which ones.
    """

    def __init__(self, dataset, num_probes=400, seed=0):
        self.dataset = dataset
        self.flat = dataset.images.reshape(len(dataset), -1)
        self.squares = (self.flat**2).sum(axis=1)
        rng = np.random.default_rng(seed)
        probes = rng.choice(len(dataset), min(num_probes, len(dataset)), replace=False)
        shares = self._shares(self.flat[probes])
        shares[np.arange(len(probes)), probes] = np.inf  # not the picture itself
        self.low, self.middle, self.high = np.quantile(shares.min(axis=1), [0.1, 0.5, 0.9])

    def find(self, picture):
        """Index of the nearest training picture, and the share of pixels that differ."""
        shares = self._shares(np.asarray(picture, "float32").reshape(1, -1))[0]
        index = int(shares.argmin())
        return index, float(shares[index])

    def _shares(self, flat):
        """Mean squared difference over 4: for black and white the share of unequal pixels."""
        squared = (flat**2).sum(axis=1)[:, None] + self.squares - 2 * flat @ self.flat.T
        return np.clip(squared, 0, None) / (4 * flat.shape[1])


def pad_pixels(pictures, across, up, factor=1):
    """The pad with a frame round the place of the two sliders.

    Args:
        pictures: (side * side, h, w, 1), the top row first.
        across, up: the place, in [0, 1].
        factor: enlargement.

    Returns:
        uint8 (rows, columns, 3).
    """
    side = round(len(pictures) ** 0.5)
    grid = images.enlarge(images.tile(pictures, columns=side, gap=1), factor)
    step = np.array(pictures.shape[1:3]) * factor + factor  # a picture and its gap
    top, left = np.round(np.array([1 - up, across]) * (side - 1) * step).astype(int)
    bottom, right = top + step[0] + factor, left + step[1] + factor
    thick = 3 * factor
    frame = np.zeros(grid.shape[:2], bool)
    frame[top:bottom, left:right] = True
    frame[top + thick : bottom - thick, left + thick : right - thick] = False
    grid[frame] = [213, 94, 0]  # vermilion
    return grid


def scale_html(share, low, high):
    """A scale from "a copy" to the right, with a band for real pictures and a mark for this one.

    Args:
        share: share of pixels that differ from the nearest training picture.
        low, high: where four fifths of the real pictures lie.

    Returns:
        A string of HTML.
    """
    start, end, mark = (100 * min(value / SCALE_END, 1) for value in (low, high, share))
    strip = "position: absolute; top: {top}px; height: {height}px; left: {left:.1f}%; {rest}"
    parts = [
        strip.format(top=18, height=10, left=0, rest="width: 100%; background: #E4DDCE"),
        strip.format(
            top=18, height=10, left=start, rest=f"width: {end - start:.1f}%; background: #7FB2D2"
        ),
        strip.format(
            top=10, height=26, left=mark, rest="width: 4px; margin-left: -2px; background: #A84A00"
        ),
    ]
    boxes = "".join(f'<div style="{style}"></div>' for style in parts)
    text = (
        '<div style="display: flex; justify-content: space-between; padding-top: 38px">'
        "<span>0: a copy</span><span>blue: real pictures and their nearest real one</span>"
        f"<span>{SCALE_END:.0%}</span></div>"
    )
    return (
        f'<div style="position: relative; font-size: 12px" aria-hidden="true">{boxes}{text}</div>'
    )


def verdict(share, neighbours, kind):
    """One sentence: how far the nearest training picture is, measured by real pictures."""
    if share < neighbours.low:
        judged = "nearer than for nine of ten real pictures, close to a copy"
    elif share <= neighbours.high:
        judged = "as near as for most real pictures, related but not copied"
    else:
        judged = "farther than for nine of ten real pictures, new or a failure"
    article = "an" if kind[:1] in "aeiou" else "a"
    differ = f"{share:.1%} of the pixels differ: {judged}."
    return f"Nearest training picture: {article} {kind}. {differ}"


def morph_html(pad, picture, neighbour, line, scale, names):
    """Pad, picture and nearest training picture side by side.

    Args:
        pad: pixels of the pad, uint8.
        picture, neighbour: (h, w, 1), float in [-1, 1].
        line: the verdict.
        scale: HTML of the scale.
        names: of the classes at the left and at the right.

    Returns:
        A string of HTML; every picture has an alt text.
    """
    left, right = (html.escape(name) for name in names)
    pictures = (
        (pad, 310, f"{left} → {right}, two poses: below and above"),
        (images.enlarge(picture, 8), 210, "what the generator paints here"),
        (images.enlarge(neighbour, 8), 210, "the nearest training picture"),
    )
    cells = "".join(
        f'<figure style="{BOX.format(width=width)}">'
        f"{images.html(pixels, html.unescape(text), width)}"
        f"<figcaption>{text}</figcaption></figure>"
        for pixels, width, text in pictures
    )
    style = (
        "background: #FBF8F1; color: #26221C; padding: 0.8em; border: 1px solid #E4DDCE;"
        " border-radius: 4px; max-width: 780px; font-size: 13px; line-height: 1.4"
    )
    row = f'<div style="display: flex; flex-wrap: wrap; gap: 12px">{cells}</div>'
    return (
        f'<div style="{style}">{row}<p style="margin: 0.6em 0 0"><b>{html.escape(line)}</b></p>'
        f"{scale}</div>"
    )


def morph_pad(start="elephant", end="bird", seed=5, model=None, dataset=None):
    """Two sliders morph one animal into another; beside it the nearest training picture.

    Args:
        start, end: classes at the left and at the right of the pad.
        seed: of the two poses.
        model: a conditional generator; the shipped one by default.
        dataset: its training pictures; the animals by default.

    Returns:
        A widget.
    """
    from artlab.datasets import animals
    from artlab.gan import animals_gan

    dataset = animals() if dataset is None else dataset
    decoder, vectors = animals_gan.decoder(model)
    neighbours, names = Neighbours(dataset), dataset.class_names
    latents = np.random.default_rng(seed).standard_normal((2, decoder.inputs[0].shape[-1]))
    shown, kept = base.widgets.HTML(), {}
    controls = {
        "start": base.choice("left", names, start),
        "end": base.choice("right", names, end),
        "across": base.slider("left to right", 0.5, 0.0, 1.0),
        "up": base.slider("pose", 0.0, 0.0, 1.0),
    }

    def draw(start, end, across, up):
        morph = Morph(decoder, vectors, names.index(start), names.index(end), latents)
        if kept.get("ends") != (start, end):
            kept.update(ends=(start, end), pad=morph.pad())
        picture = morph.paint([(across, up)])[0]
        index, share = neighbours.find(picture)
        line = verdict(share, neighbours, names[dataset.labels[index]])
        scale = scale_html(share, neighbours.low, neighbours.high)
        pad = pad_pixels(kept["pad"], across, up, factor=2)
        shown.value = morph_html(pad, picture, dataset.images[index], line, scale, (start, end))

    base.connect(draw, **controls)
    rows = [controls["start"], controls["end"]], [controls["across"], controls["up"]]
    return base.panel(*rows, shown)


def walk_bytes(frames, milliseconds=80, loops=2, factor=6):
    """An animation as the bytes of an animated PNG.

    Args:
        frames: (num, h, w, 1), float in [-1, 1] or uint8.
        milliseconds: of each frame.
        loops: how often it plays before it stops on the last frame.
        factor: enlargement.

    Returns:
        bytes; a viewer without animation shows the first frame.
    """
    pixels = [images.enlarge(frame[..., 0], factor) for frame in images.to_uint8(frames)]
    first, *others = [Image.fromarray(frame) for frame in pixels]
    buffer = io.BytesIO()
    first.save(
        buffer, "PNG", save_all=True, append_images=others, duration=milliseconds, loop=loops
    )
    return buffer.getvalue()


def latent_walk(frames, alt, milliseconds=80, loops=2):
    """Shows a walk as an animation that ends by itself, with stills below.

    Args:
        frames: (num, h, w, 1), float in [-1, 1].
        alt: what is to be seen, in words.
        milliseconds, loops: as in `walk_bytes`.

    Returns:
        A widget; its repr is the alt text.
    """
    stills = frames[np.linspace(0, len(frames) - 1, 12).astype(int)]
    moving = images.html(walk_bytes(frames, milliseconds, loops), alt, width=168)
    still = images.html(
        images.enlarge(images.tile(stills, columns=12), 2), f"Twelve stills: {alt}", width=648
    )
    picture = base.Picture()
    picture.alt = str(alt)
    picture.value = f"<div>{moving}</div><div>{still}</div>"
    return picture
