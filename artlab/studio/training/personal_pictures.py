"""What personalising learns from: a student's own pictures, and drawings of the studio.

The pictures come without sketches. What stands in their place are the edges that HED-VGG16 finds
in them, thinned to plain lines. Names of lines and areas, which the painter knows of its own
drawings, are lost.
"""

from __future__ import annotations

import os

import cv2
import numpy as np
import torch

from artlab import world
from artlab.gallery import checks, features
from artlab.studio import conditions
from artlab.world.scene import Scene

SIDE = 256
MOST = 200
CERTAIN = 0.5  # an edge that is less likely is left out


def read(pictures):
    """The largest centred square of each picture.

    Args:
        pictures: path of a folder, or pictures: arrays, PIL images, `datasets.met_paintings()`.

    Returns:
        A list of uint8 arrays (SIDE, SIDE, 3).

    Raises:
        FileNotFoundError: there is no such folder.
        ValueError: there are none, too many, or one is no picture.
    """
    if isinstance(pictures, str | os.PathLike):
        from artlab.datasets import folder

        return [checks.picture("pictures", one) for one in folder(pictures, SIDE, "rgb").images]
    try:
        pictures = list(pictures)
    except TypeError as error:
        raise ValueError(
            f"`pictures` must be a folder or a list of pictures. Received: {pictures!r}"
        ) from error
    if not 1 <= len(pictures) <= MOST:
        raise ValueError(f"`pictures` must be 1 to {MOST} pictures. Received: {len(pictures)}")
    return [_square(checks.picture("pictures", one)) for one in pictures]


def _square(pixels):
    side = min(pixels.shape[:2])
    top, left = (pixels.shape[0] - side) // 2, (pixels.shape[1] - side) // 2
    cut = np.ascontiguousarray(pixels[top : top + side, left : left + side])
    way = cv2.INTER_AREA if side > SIDE else cv2.INTER_CUBIC
    return cv2.resize(cut, (SIDE, SIDE), interpolation=way)


def lines_of(picture):
    """The sketch that a picture does not have: its clearest edges as plain lines.

    Args:
        picture: uint8, or float in [-1, 1], (height, width, 3); its centred square counts.

    Returns:
        A square `Sketch` of plain lines; without strokes where there is no clear edge.

    References:
        Xie & Tu, *Holistically-nested edge detection* (2015).
    """
    square = _square(checks.picture("picture", picture))
    network = features.hed_vgg16()
    with torch.no_grad():
        logits = network.side_logits(features.as_tensor(square).to(network.mean.device))
    edges = torch.sigmoid(logits[0, -1]).cpu().numpy()
    ink = np.clip((edges - CERTAIN) / (1 - CERTAIN), 0, 1)
    try:
        return world.Sketch.from_image(np.round(255 * (1 - ink)).astype(np.uint8), "square")
    except ValueError:  # no lines, or nothing but specks
        return world.Sketch([], "square")


class Examples:
    """Pictures and the plain lines in them, as the painter is shown them.

    Args:
        pictures: uint8 arrays (SIDE, SIDE, 3).

    Attributes:
        pictures: float tensor (num, 3, SIDE, SIDE) in [-1, 1].
        lines: float tensor (num, 1, SIDE, SIDE) in [0, 1].
    """

    def __init__(self, pictures):
        self.pictures = torch.cat([features.as_tensor(one) for one in pictures])
        self.lines = torch.stack([_plane(lines_of(one)) for one in pictures])

    def __len__(self):
        return len(self.pictures)

    def batch(self, generator, num, side):
        """Crops, mirrored every second time.

        Args:
            generator: a `numpy.random.Generator`.
            num: how many.
            side: pixels of their sides.

        Returns:
            Tensors channels (num, NUM_CHANNELS, side, side) and pictures (num, 3, side, side).
        """
        rows = [self._crop(generator, side) for _ in range(num)]
        return tuple(torch.cat(column) for column in zip(*rows, strict=True))

    def _crop(self, generator, side):
        place = int(generator.integers(len(self)))
        edge = int(generator.integers(round(0.8 * SIDE), SIDE + 1))
        top, left = (int(at) for at in generator.integers(SIDE - edge + 1, size=2))
        both = torch.cat([self.lines[place], self.pictures[place]])
        both = both[None, :, top : top + edge, left : left + edge]
        both = torch.nn.functional.interpolate(both, (side, side), mode="area")
        both = both.flip(3) if generator.random() < 0.5 else both
        return plain_channels(both[:, :1]), both[:, 1:]


def plain_channels(lines):
    """Lines (num, 1, side, side) as the channels of a drawing whose lines have no names."""
    side = lines.shape[-1]
    empty = conditions.channels(world.Sketch([], "square"), Scene(), side, plain=True)
    channels = torch.from_numpy(empty).permute(2, 0, 1).repeat(len(lines), 1, 1, 1)
    channels[:, conditions.PLAIN] = lines[:, 0]
    return channels


def _plane(sketch):
    drawn = conditions.channels(sketch, Scene(), SIDE, plain=True)[..., conditions.PLAIN]
    return torch.from_numpy(np.ascontiguousarray(drawn))[None]


def style_tensor(plan):
    """`conditions.style_vector` as a tensor."""
    return torch.from_numpy(conditions.style_vector(plan).copy())
