"""Style transfer by optimising a picture's pixels (Gatys et al. 2016), from small to large.

The networks stay as they are: what is optimised is the picture.
"""

import dataclasses
import math
import time

import numpy as np
import torch
from torch.nn import functional

from artlab import _arguments, _interrupts
from artlab.gallery import checks, colors, features
from artlab.gallery.canvas import Canvas, cloudy, color_axes
from artlab.gallery.losses import CONTENT_LAYER, STYLE_LAYERS, Goal
from artlab.gallery.optimizing import Descent
from artlab.gallery.results import StyleResult, StyleStep

LEAST_SIDE = 32  # pixels of a picture's shorter side while it is painted


def transfer(
    content,
    style,
    *,
    size=256,
    steps=100,
    content_weight=1.0,
    style_weight=30.0,
    tv_weight=0.0,
    layers=STYLE_LAYERS,
    content_layer=CONTENT_LAYER,
    preserve_color=False,
    optimizer="lbfgs",
    scales=2,
    style_scale=1.0,
    start="content",
    seed=0,
    network=None,
    on_step=None,
):
    """Paints the content of one picture in the style of another.

    Args:
        content: what to paint: uint8, or float in [-1, 1], (height, width, 3); a path; or an
            object with `painting` or `pixels`, such as an `Artwork` or a Met painting.
        style: whose manner to take; as `content`, of any size.
        size: longer side of the result in pixels, 32 to 1024.
        steps: evaluations of loss and gradient over all sizes; an int of 1 or more.
        content_weight: weight of the content distance, 0 or more; 0 leaves a texture.
        style_weight: weight of the style distance, 0 or more.
        tv_weight: weight of the total variation, 0 or more: more is smoother.
        layers: the style layers: names, or a dict from name to weight.
        content_layer: the layer in which content is compared.
        preserve_color: False; `"luminance"`, which paints in grey and takes the colours of the
            content picture; or `"histogram"`, which first gives the style picture the
            content's colours. True means `"luminance"`.
        optimizer: `"lbfgs"` or `"adam"`.
        scales: sizes that it is painted at, each double the last; 1 or more.
        style_scale: size of the style picture's marks: 2 doubles them.
        start: `"content"`, the content picture in the colours of the style picture; or
            `"noise"`, clouds of chance in those colours.
        seed: what the noise is drawn from.
        network: `Convolutions`; `hed_vgg16()` by default.
        on_step: called with a `StyleStep` after each evaluation; what returns True ends the
            work there, as an interrupt does.

    Returns:
        A `StyleResult`. An interrupt (Ctrl-C, or the Stop button of a notebook) ends the work
        after the evaluation under way and gives the best so far; a second one interrupts.

    Raises:
        ValueError: an argument is none of these.

    References:
        Gatys, Ecker & Bethge 2016, Image Style Transfer Using Convolutional Neural Networks,
        equations 1 to 7; Gatys et al. 2016b, Preserving Color in Neural Artistic Style
        Transfer; Gatys et al. 2017, Controlling Perceptual Factors, section 6 (small to large).
    """
    work = _Work(
        network=network or features.hed_vgg16(),
        weights=checks.weights(content_weight, style_weight, tv_weight),
        layers=layers,
        content_layer=content_layer,
        optimizer=checks.one_of("optimizer", optimizer, ("lbfgs", "adam")),
        style_scale=checks.scale("style_scale", style_scale),
        steps=_arguments.whole("steps", steps, 1),
        on_step=on_step,
    )
    start = checks.one_of("start", start, ("content", "noise"))
    mode = checks.color_mode(preserve_color)
    content, style = checks.picture("content", content), checks.picture("style", style)
    sizes = _sizes(content.shape, _arguments.whole("size", size, 32, 1024), scales)
    original = checks.resized(content, sizes[-1])
    content, style = colors.prepared(mode, content, style, original)
    first = None if start == "content" else _noise(sizes[0], seed, style)
    result = work.paint(content, style, sizes, first)
    return dataclasses.replace(result, image=colors.finished(mode, result.image, original))


def synthesise(style, *, size=256, steps=120, seed=0, scales=2, **options):
    """A texture from noise: what the Gram matrices of a picture keep of it.

    Args:
        style: as in `transfer`.
        size: side of the square in pixels, 32 to 1024.
        steps, seed, scales: as in `transfer`.
        **options: `layers`, `optimizer`, `style_scale`, `tv_weight`, `network`, `on_step`.

    Returns:
        A `StyleResult`; its `content_loss` is 0.

    References:
        Gatys et al. 2015, Texture Synthesis Using Convolutional Neural Networks.
    """
    side = _arguments.whole("size", size, 32, 1024)
    blank = np.zeros((side, side, 3), np.float32)
    options |= {"size": size, "steps": steps, "seed": seed, "scales": scales}
    return transfer(blank, style, content_weight=0.0, start="noise", **options)


@dataclasses.dataclass
class _Work:
    """The settings of one transfer, and how far it has come."""

    network: features.Convolutions
    weights: tuple
    layers: tuple | dict
    content_layer: str
    optimizer: str
    style_scale: float
    steps: int
    on_step: object
    done: int = 0
    halt: object = None

    def __post_init__(self):
        self.layers = checks.layer_weights(self.network, self.layers)
        (self.content_layer,) = self.network.checked(self.content_layer)

    def paint(self, content, style, sizes, picture):
        """Paints at every size, from the smallest on; arrays in, a `StyleResult` out."""
        started, last = time.perf_counter(), sizes[-1]
        with _interrupts.deferred() as halt:
            self.halt = halt
            for size, steps in zip(sizes, _shares(self.steps, len(sizes)), strict=True):
                if steps and not halt.is_set():
                    picture, goal = self._at(size, content, style, picture, halt, steps)
            interrupted = halt.is_set()
        if tuple(picture.shape[2:]) != last:
            picture, goal = _enlarged(picture, last), self._goal(content, style, last)
        image = features.as_picture(picture)
        with torch.no_grad():
            losses = goal.measure(features.as_tensor(image).to(picture))
        seconds = time.perf_counter() - started
        return StyleResult(image, *map(float, losses), seconds, self.done, interrupted)

    def _at(self, size, content, style, picture, halt, steps):
        goal = self._goal(content, style, size)
        if picture is None:
            picture = self._tensor(colors.match_colors(content, style), size)
        picture = _enlarged(picture.to(self.network.mean.device), size)
        axes = color_axes(self._tensor(content, size), self._tensor(style, size))
        descent = Descent(goal, Canvas(picture, axes), halt, self._report)
        return descent.run(self.optimizer, steps), goal

    def _goal(self, content, style, size):
        """The distances at one size; the style picture covers as much area as the content."""
        factor = self.style_scale * math.sqrt(math.prod(size) / math.prod(style.shape[:2]))
        style_size = tuple(max(LEAST_SIDE, round(factor * side)) for side in style.shape[:2])
        wanted = self._tensor(content, size) if self.weights[0] else None
        style = self._tensor(style, style_size)
        return Goal(
            self.network, wanted, style, self.layers, self.content_layer, self.weights
        )  # fmt: skip

    def _tensor(self, picture, size):
        return features.as_tensor(checks.resized(picture, size)).to(self.network.mean.device)

    def _report(self, loss, content, style, picture):
        self.done += 1
        if self.on_step is not None:
            step = StyleStep(self.done, self.steps, loss, content, style, picture)
            if self.on_step(step) is True:
                self.halt.set()


def _sizes(shape, longest, scales):
    """Heights and widths to paint at, from small to large; too small ones are left out."""
    last = checks.sides(shape, longest, LEAST_SIDE)
    halved = [
        tuple(side // 2**k for side in last)
        for k in range(1, _arguments.whole("scales", scales, 1))
    ]
    return [size for size in reversed(halved) if min(size) >= LEAST_SIDE] + [last]


def _shares(steps, num):
    """Steps for each of some sizes: the small ones, which cost less, have more.

    >>> _shares(100, 2)
    [60, 40]
    """
    weights = np.arange(num + 1, 1, -1)
    ends = np.rint(steps * weights.cumsum() / weights.sum()).astype(int)
    return [int(share) for share in np.diff(ends, prepend=0)]


def _noise(size, seed, style):
    """Clouds of chance in the colours of the style picture."""
    clouds = features.as_picture(cloudy(size, seed))
    return features.as_tensor(colors.match_colors(clouds, style))


def _enlarged(picture, size):
    if tuple(picture.shape[2:]) == tuple(size):
        return picture
    return functional.interpolate(picture, size, mode="bicubic").clamp(-1, 1)
