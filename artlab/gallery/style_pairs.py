"""What the fast decoder learns from: crops of paintings, paired by chance.

Contents are paintings of the Met and of the landscape world; styles are paintings of the Met.
Every twelfth painting of the Met and both photographs of scikit-learn are never learned from.
"""

import numpy as np
import torch
from PIL import Image

from artlab import images
from artlab.gallery import colors, features

SIDE = 256  # of the shorter side of a picture that crops are taken from
NUM_WORLD = 160  # paintings of the landscape world
FIRST_SCENE = 10_000_000  # seed of the first of them
HOLD_OUT = 12


def met_pictures(held_out=False):
    """Paintings of the Met without their frames, shorter side `SIDE`: a list of uint8 arrays.

    Args:
        held_out: the paintings that are never learned from, instead of the others.
    """
    from artlab.datasets import met_paintings

    return [
        reduced(painting.painting)
        for number, painting in enumerate(met_paintings())
        if (number % HOLD_OUT == 0) == held_out
    ]


def world_pictures(num=NUM_WORLD, first_seed=FIRST_SCENE):
    """Paintings of the landscape world, shorter side `SIDE`: a list of uint8 arrays."""
    from artlab.world import draw, render, sample

    seeds = range(first_seed, first_seed + num)
    scenes = [sample(seed) for seed in seeds]
    return [
        reduced(render(scene, draw(scene, seed), SIDE, seed))
        for seed, scene in zip(seeds, scenes, strict=True)
    ]


def reduced(picture, side=SIDE):
    """A picture whose shorter side is `side` pixels; smaller ones are enlarged."""
    factor = side / min(picture.shape[:2])
    size = [max(side, round(factor * length)) for length in picture.shape[1::-1]]
    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.LANCZOS))


class Pairs:
    """Batches of pairs; the batch of a step depends on the seed and the step alone.

    Args:
        seed: what crops and pairs are drawn from.
    """

    largest_crop = 1.7  # times the side asked for

    def __init__(self, seed):
        self.seed, self.styles = seed, met_pictures()
        self.world = world_pictures()

    def batch(self, step, num, side):
        """`(first, style)`: contents in the colours of the styles, and the styles.

        Args:
            step: number of the step, 0 or more.
            num: pairs.
            side: side of the crops in pixels.

        Returns:
            Two float tensors (num, 3, side, side) in [-1, 1].
        """
        rng = np.random.default_rng([self.seed, step])
        pairs = [self._pair(rng, side) for _ in range(num)]
        return tuple(torch.cat([features.as_tensor(p[k]) for p in pairs]) for k in (0, 1))

    def _pair(self, rng, side):
        contents = self.styles if rng.random() < 0.65 else self.world
        content, style = (self._crop(rng, pool, side) for pool in (contents, self.styles))
        return colors.match_colors(content, style), style

    def _crop(self, rng, pool, side):
        picture = pool[rng.integers(len(pool))]
        height, width = picture.shape[:2]
        edge = int(rng.integers(side, min(height, width, int(self.largest_crop * side)) + 1))
        top, left = rng.integers(height - edge + 1), rng.integers(width - edge + 1)
        crop = images.to_uint8(picture[top : top + edge, left : left + edge])
        crop = np.asarray(Image.fromarray(crop).resize((side, side), Image.Resampling.BOX))
        return crop[:, ::-1] if rng.random() < 0.5 else crop
