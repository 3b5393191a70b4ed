"""The network of the reader: what a painting of our world shows, from its pixels."""

import numpy as np
import torch
from torch import nn

from artlab import images
from artlab.gallery.analysis.scenes import MARKED
from artlab.world import scene as scenes

WORDS = {
    "style": scenes.STYLES,
    "time": scenes.TIMES,
    "weather": scenes.WEATHERS,
    "water": scenes.WATERS,
    "trees": scenes.TREES,
    "light": scenes.LIGHTS,
    "foreground": scenes.FOREGROUNDS,
}
THINGS = ("mountains", "boats", "pavilions", "birds", "clouds")  # is there any?
ANSWERS = {**WORDS, **dict.fromkeys(THINGS, (False, True))}
OPEN_WATER = "lake or sea"  # told apart by a shore that wavers by one pixel of 256, or not
FIELDS = ANSWERS | {"water": ("none", OPEN_WATER, "river")}  # what a reader is asked
COUNTS = {
    **{f"num_{name}": range(scenes.LARGEST[name] + 1) for name in THINGS[1:]},
    "num_mountains": range(scenes.MAX_MOUNTAINS + 1),
    "num_trees": range(scenes.LARGEST["num_trees"] + 1),
}
HEADS = {**ANSWERS, **COUNTS}
WIDTHS = (32, 64, 128, 192)
LONGEST = 256  # of what the network sees, in pixels


class ReaderNetwork(nn.Module):
    """Convolutions; where each element is; from both, a probability for every answer.

    The marks of the elements are learned from the drawings, so that a bird of eight pixels
    teaches something in every picture. What a head reads are means and maxima over all positions,
    so pictures of every format fit.
    """

    def __init__(self):
        super().__init__()
        first, second, third, fourth = WIDTHS
        self.stem = _block(3, first, 7, 4)
        self.near = _block(first, first)
        self.halved = _block(first, second, stride=2)
        self.shapes = _block(second, second)
        self.quartered = _block(second, third, stride=2)
        self.things = _block(third, third)
        self.whole = _block(third, fourth, stride=2)
        self.marks = nn.Conv2d(third, len(MARKED), 1)
        width = 2 * (second + third + fourth + len(MARKED))
        self.heads = nn.Linear(width, sum(map(len, HEADS.values())))

    def forward(self, pictures):
        """Logits.

        Args:
            pictures: float tensor (batch, 3, height, width) in [-1, 1], as from `view`.

        Returns:
            `(logits, marks)`: dict from the names of `HEADS` to (batch, num_answers), and
            (batch, 15, height / 16, width / 16).
        """
        hidden = self.stem(pictures)
        hidden = hidden + self.near(hidden)
        hidden = self.halved(hidden)
        shapes = hidden + self.shapes(hidden)
        hidden = self.quartered(shapes)
        things = hidden + self.things(hidden)
        marks = self.marks(things)
        maps = (shapes, things, self.whole(things), marks)
        pooled = torch.cat([pool(part) for part in maps for pool in (_mean, _largest)], 1)
        rows = self.heads(pooled).float().split(list(map(len, HEADS.values())), 1)
        return dict(zip(HEADS, rows, strict=True)), marks.float()


def _block(channels, filters, side=3, stride=1):
    convolution = nn.Conv2d(channels, filters, side, stride, side // 2, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(filters), nn.ReLU())


def _mean(maps):
    return maps.mean((2, 3))


def _largest(maps):
    return maps.amax((2, 3))


def truth(scene):
    """The number of the right answer for each head: a dict of ints."""
    values = {name: getattr(scene, name) for name in WORDS}
    numbers = {name: getattr(scene, name) for name in THINGS[1:]} | {
        "mountains": len(scene.mountains)
    }
    values |= {name: number > 0 for name, number in numbers.items()}
    values |= {f"num_{name}": number for name, number in numbers.items()}
    values["num_trees"] = scene.num_trees
    return {name: HEADS[name].index(values[name]) for name in HEADS}


def as_read(scene):
    """What a reader should say of a painting of a scene: dict from field to answer."""
    found = {name: HEADS[name][place] for name, place in truth(scene).items() if name in FIELDS}
    return found | {"water": OPEN_WATER if scene.water in ("lake", "sea") else scene.water}


def view(picture, area=LONGEST**2):
    """A picture as the reader sees it: at most 256 pixels long.

    Args:
        picture: uint8 (height, width, 3).
        area: the most pixels in all; training begins with fewer.

    Returns:
        uint8 (rows, columns, 3), both multiples of 16.
    """
    height, width = picture.shape[:2]
    return scaled(picture, min(LONGEST / max(height, width), (area / (height * width)) ** 0.5))


def scaled(picture, scale):
    """A picture so many times as large, its sides multiples of 16 and 32 at least."""
    import cv2

    height, width = picture.shape[:2]
    rows, columns = (max(32, 16 * round(side * scale / 16)) for side in (height, width))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return cv2.resize(np.ascontiguousarray(picture), (columns, rows), interpolation=way)


def tensor(pictures):
    """Pictures of one size, uint8 (batch, rows, columns, 3), as the network takes them."""
    pixels = torch.from_numpy(np.ascontiguousarray(images.to_float(np.asarray(pictures))))
    return pixels.permute(0, 3, 1, 2)  # channels stay last in memory, where the network is fastest


def restored(tensors):
    """A network with stored weights, ready to read.

    Args:
        tensors: dict from name to tensor, of any precision.
    """
    network = ReaderNetwork()
    network.load_state_dict({name: value.float() for name, value in tensors.items()}, strict=False)
    return network.to(memory_format=torch.channels_last).eval()
