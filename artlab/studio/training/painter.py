"""Trains the painter: a pix2pix GAN from drawings to paintings of the landscape world.

Two phases through the same layers: pictures of 128 pixels, four times cheaper, teach colours
and forms; then pictures of 256 pixels teach lines and texture. A run goes on after an
interrupt from its checkpoint.

References:
    Isola et al., *Image-to-image translation with conditional adversarial networks* (2017);
    Mao et al., *Least squares generative adversarial networks* (2017).
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import time
from pathlib import Path

import cv2
import numpy as np

from artlab import runtime
from artlab.studio import conditions
from artlab.studio.training import painter_data
from artlab.studio.training.painter_feeder import Feeder, scaled
from artlab.studio.training.painter_run import Run, snapshot

WEIGHTS = Path(__file__).parents[2] / "weights" / "painter"
HELD_OUT = 900  # shards from this number on are never trained on
CHECKPOINT_SECONDS = 150
SHOWN = (250, 500, *(1000 * n for n in (1, 2, 4, 8, 16, 24, 32, 40, 44, 48, 52, 56, 60)))


@dataclasses.dataclass(frozen=True)
class Settings:
    """What a run depends on.

    Attributes:
        small: pictures of 128 pixels to learn from, first.
        large: pictures of 256 pixels, after them.
        l1: weight of the mean absolute difference.
        adversarial: weight of the discriminator's opinion; 0 trains without one.
        learning_rate: of both players; falls over the last 40% of the work.
        plain_share: share of drawings shown as plain, hand-drawn lines.
        num_shards: hundreds of different pictures.
        seed: of weights and batches.
    """

    small: int = 36_000
    large: int = 27_000
    l1: float = 60.0
    adversarial: float = 1.0
    learning_rate: float = 4e-4
    plain_share: float = 0.35
    num_shards: int = 100
    seed: int = 0
    batches: tuple = (8, 4)  # pictures in a batch of each phase
    sizes: tuple = (128, 256)

    def phase(self, images):
        """Which phase a run is in that has seen so many pictures: 0 or 1."""
        return int(images >= self.small)

    def share(self, images):
        """How much of the work is done; a picture of 256 pixels costs as much as four of 128."""
        large = max(images - self.small, 0)
        return (min(images, self.small) + 4 * large) / (self.small + 4 * self.large)


def fit(settings, data, folder, report=print):
    """Trains until all pictures have been seen, or goes on where a run was interrupted.

    Args:
        settings: a `Settings`.
        data: folder of shards.
        folder: folder of this run.
        report: called with a line every half minute.

    Returns:
        The `Run`.
    """
    tf = runtime.load("tensorflow")
    tf.random.set_seed(settings.seed)
    run, feeder = Run(settings, folder), Feeder(data, settings)
    run.restore()
    total, values = settings.small + settings.large, []
    begun = saved = told = time.monotonic()
    earlier = run.seconds
    while run.images < total:
        phase = settings.phase(run.images)
        number, size = settings.batches[phase], settings.sizes[phase]
        run.rate(settings.share(run.images))
        values.append(run.advance(feeder.batch(run.step, size, number)))
        now = time.monotonic()
        run.seconds = earlier + now - begun
        if any(run.images - number < shown <= run.images for shown in SHOWN):
            snapshot(run)
        if now - told > 30:
            told = now
            means = np.mean(values, axis=0)
            values = []
            run.rows.append([run.images, round(run.seconds), *map(float, means.round(5))])
            report(
                f"{run.seconds / 60:5.1f} min, {run.images:,} of {total:,} pictures, now of "
                f"{size} px: L1 {means[0]:.4f}, painter {means[1]:.3f}, judge {means[2]:.3f}"
            )
        if now - saved > CHECKPOINT_SECONDS:
            saved = now
            run.save()
    run.save()
    snapshot(run)
    return run


def one_thread(mixed=True):
    """Sets TensorFlow to one thread, and to bfloat16 where `mixed`; before its first use."""
    import tensorflow as tf  # before anything initialises it

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    cv2.setNumThreads(1)
    import keras

    keras.mixed_precision.set_global_policy("mixed_bfloat16" if mixed else "float32")


def train(path, images=None, data=None, settings=None, report=print):
    """Trains the painter, or goes on where a run was interrupted.

    Args:
        path: safetensors file of the averaged weights (float16); the ONNX graph is written
            beside it. Checkpoint and snapshots lie there too, or in the course's cache folder
            where `path` is the shipped file.
        images: pictures to learn from in all, shared between the phases as in `Settings`.
        data: folder of shards, rendered where they are missing; `None` for the cache folder.
        settings: a `Settings`.
        report: called with lines of text.

    Returns:
        A dict: "l1", the mean absolute difference on held-out scenes in [0, 1], and "images".
    """
    from artlab.studio.training.export_painter import export_painter

    path, settings = Path(path), settings or Settings()
    if images is not None:
        small = round(images * settings.small / (settings.small + settings.large))
        settings = dataclasses.replace(settings, small=small, large=images - small)
    data = Path(data) if data else runtime.cache_dir() / "painter" / "shards"
    report(f"{settings.num_shards} shards of {painter_data.SHARD} pictures in {data.name}")
    for number in range(settings.num_shards):
        painter_data.make_shard(data, number)
    is_shipped = path.parent.resolve() == WEIGHTS.resolve()
    folder = runtime.cache_dir() / "painter" if is_shipped else path.parent
    with bfloat16():
        run = fit(settings, data, folder, report)
        average = run.averaged()
        scores = {"l1": held_out_distance(average, data), "images": run.images}
    about = {"settings": dataclasses.asdict(settings), "scores": scores}
    about |= {"seconds": round(run.seconds), "rows": run.rows}
    export_painter(average, path.parent, about)
    return scores


@contextlib.contextmanager
def bfloat16():
    """Within the block Keras builds networks that compute in bfloat16: quicker on new CPUs."""
    import keras

    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)


def held_out_distance(model, data, num=100):
    """Mean absolute difference to the first pictures of the first held-out shard, in [0, 1]."""
    painter_data.make_shard(data, HELD_OUT)
    pictures, scenes, sketches = painter_data.load_shard(data, HELD_OUT)
    distances = []
    for picture, scene, sketch in list(zip(pictures, scenes, sketches, strict=True))[:num]:
        drawing = conditions.channels(sketch, scene, painter_data.SIZE)[None]
        painting = model([drawing, conditions.style_vector(scene)[None]], training=False)[0]
        distances.append(np.abs(np.asarray(painting) - scaled(picture, painter_data.SIZE)).mean())
    return float(np.mean(distances) / 2)


def main(arguments=None):
    """`python -m artlab.studio.training.painter --out FILE`: trains on one core, in the shell."""
    import argparse

    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--out", default=str(WEIGHTS / "painter.safetensors"))
    parser.add_argument("--data")
    parser.add_argument("--settings", default="{}", help="JSON; see `Settings`")
    args = parser.parse_args(arguments)
    one_thread()
    settings = Settings(**json.loads(args.settings))
    scores = train(args.out, data=args.data, settings=settings,
                   report=lambda line: print(line, flush=True))  # fmt: skip
    print(scores)


if __name__ == "__main__":
    main()
