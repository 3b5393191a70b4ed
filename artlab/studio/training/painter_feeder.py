"""Batches for the painter: drawings, as the drawer and as hands make them, and their paintings."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from artlab.studio import conditions
from artlab.studio.training import hand, painter_data


class Feeder:
    """Batches of drawings and paintings; batch `step` is a function of the seed.

    Args:
        folder: shards that `painter_data` wrote.
        settings: a `Settings`.
    """

    def __init__(self, folder, settings):
        self.folder, self.settings, self.shards = Path(folder), settings, {}

    def _shard(self, generator):
        while True:
            number = int(generator.integers(self.settings.num_shards))
            if number not in self.shards:
                shard = painter_data.load_shard(self.folder, number)
                if shard is None:
                    continue
                self.shards[number] = shard
            return self.shards[number]

    def batch(self, step, size, number):
        """Float32 arrays: channels, styles and paintings in [-1, 1]."""
        generator = np.random.default_rng([self.settings.seed, step])
        pictures, scenes, sketches = self._shard(generator)
        rows = []
        for place in generator.choice(len(scenes), number, replace=False):
            scene, sketch = scenes[place], sketches[place]
            rows.append(
                (
                    self._channels(scene, sketch, size, generator),
                    conditions.style_vector(scene),
                    scaled(pictures[place], size),
                )
            )
        return tuple(np.stack(column) for column in zip(*rows, strict=True))

    def _channels(self, scene, sketch, size, generator):
        if generator.random() < self.settings.plain_share:
            drawn, width = hand.by_hand(sketch, generator)
            return conditions.channels(drawn, scene, size, plain=True, width=width)
        if generator.random() < 0.6:
            sketch = hand.quantised(sketch, generator)
        return conditions.channels(sketch, scene, size)


def scaled(picture, size):
    """A uint8 painting as float32 in [-1, 1] whose longer side is `size`."""
    factor = size / max(picture.shape[:2])
    if factor != 1:
        shape = (round(picture.shape[1] * factor), round(picture.shape[0] * factor))
        picture = cv2.resize(picture, shape, interpolation=cv2.INTER_AREA)
    return picture.astype(np.float32) * np.float32(1 / 127.5) - 1
