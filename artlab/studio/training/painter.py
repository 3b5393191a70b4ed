"""Trains the painter: a pix2pix GAN from drawings to paintings of the landscape world.

Two phases through the same layers: pictures of 128 pixels, four times cheaper, teach colours
and forms; then pictures of 256 pixels teach lines and texture. A run goes on after an
interrupt from its checkpoint.

References:
    Isola et al., *Image-to-image translation with conditional adversarial networks* (2017);
    Mao et al., *Least squares generative adversarial networks* (2017).
"""

from __future__ import annotations

import dataclasses
import json
import time
from pathlib import Path

import cv2
import numpy as np

from artlab import runtime
from artlab.gan import checkpoints
from artlab.studio import conditions
from artlab.studio.training import hand, painter_data


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
    large: int = 20_000
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


CHECKPOINT_SECONDS = 150
SHOWN = (
    250,
    500,
    1000,
    2000,
    4000,
    8000,
    16000,
    24000,
    32000,
    40000,
    44000,
    48000,
    52000,
    56000,
    60000,
)
EMA = 0.999


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


class Run:
    """The two players, their optimisers, the averaged weights, and one compiled step.

    Args:
        settings: a `Settings`.
        folder: where checkpoint, log and snapshots go.
    """

    def __init__(self, settings, folder):
        import keras

        from artlab.studio.training import painter_networks as networks

        self.settings, self.folder = settings, Path(folder)
        self.generator = networks.build_generator(settings.seed)
        self.judge = networks.build_discriminator(settings.seed)
        self.optimizers = [
            keras.optimizers.Adam(settings.learning_rate, beta_1=0.5, beta_2=0.99) for _ in range(2)
        ]
        for optimizer, model in zip(self.optimizers, (self.generator, self.judge), strict=True):
            optimizer.build(model.trainable_variables)
        tf = runtime.load("tensorflow")
        self.average = [tf.Variable(w.numpy(), trainable=False) for w in self.generator.weights]
        self.step, self.images, self.seconds, self.rows = 0, 0, 0.0, []
        self._compiled = self._compile(tf)

    def _compile(self, tf):
        generator, judge = self.generator, self.judge
        settings, average = self.settings, self.average

        @tf.function(reduce_retracing=False)
        def step(drawing, style, real, decay):
            with tf.GradientTape() as painter_tape, tf.GradientTape() as judge_tape:
                fake = generator([drawing, style], training=True)
                distance = tf.reduce_mean(tf.abs(fake - real))
                painter_loss = settings.l1 * distance
                judge_loss = opinion = tf.constant(0.0)
                if settings.adversarial:
                    twice = [tf.concat([part, part], 0) for part in (drawing, style)]
                    logits = judge([*twice, tf.concat([real, fake], 0)], training=True)
                    of_real, of_fake = tf.split(logits, 2)
                    opinion = tf.reduce_mean((of_fake - 1) ** 2)
                    judge_loss = tf.reduce_mean((of_real - 1) ** 2) + tf.reduce_mean(of_fake**2)
                    painter_loss += settings.adversarial * opinion
            variables = generator.trainable_variables
            slopes = painter_tape.gradient(painter_loss, variables)
            slopes, _ = tf.clip_by_global_norm(slopes, 20.0)
            if settings.adversarial:
                judged = judge_tape.gradient(judge_loss, judge.trainable_variables)
                self.optimizers[1].apply(judged, judge.trainable_variables)
            self.optimizers[0].apply(slopes, variables)
            for mean, weight in zip(average, generator.weights, strict=True):
                mean.assign_add((1.0 - decay) * (tf.cast(weight, tf.float32) - mean))
            return tf.stack([distance / 2, opinion, judge_loss])

        return step

    def advance(self, batch):
        """One step; returns L1 in [0, 1], and both players' adversarial losses."""
        decay = np.float32(min(EMA, (1 + self.step) / (10 + self.step)))
        values = self._compiled(*batch, decay).numpy()
        self.step += 1
        self.images += len(batch[0])
        return values

    def rate(self, share):
        """Sets the learning rate at a share of the run."""
        falling = min(1.0, max(0.04, (1 - share) / 0.4))
        for optimizer in self.optimizers:
            optimizer.learning_rate = self.settings.learning_rate * falling

    def _groups(self):
        return {
            "painter": self.generator.weights,
            "judge": self.judge.weights,
            "average": self.average,
            "painter_moments": self.optimizers[0].variables,
            "judge_moments": self.optimizers[1].variables,
        }

    def save(self):
        """Writes the checkpoint."""
        arrays = {
            f"{group}/{index:03d}": np.asarray(variable.numpy())
            for group, variables in self._groups().items()
            for index, variable in enumerate(variables)
        }
        about = {"step": self.step, "images": self.images, "seconds": self.seconds}
        about |= {"rows": self.rows, "settings": json.dumps(dataclasses.asdict(self.settings))}
        checkpoints.save(self.folder / "run.safetensors", arrays, about)

    def restore(self):
        """Goes on from the checkpoint, if there is one."""
        path = self.folder / "run.safetensors"
        if not path.exists():
            return
        arrays, about = checkpoints.load(path)
        checkpoints.unpack(arrays, self._groups())
        self.step, self.images, self.seconds = (
            about[name] for name in ("step", "images", "seconds")
        )
        self.rows = about["rows"]

    def averaged(self):
        """A generator with the averaged weights."""
        from artlab.studio.training import painter_networks as networks

        model = networks.build_generator(self.settings.seed)
        for target, mean in zip(model.weights, self.average, strict=True):
            target.assign(mean)
        return model


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
            _snapshot(run)
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
    _snapshot(run)
    return run


def _snapshot(run):
    weights = {
        f"weights/{index:03d}": mean.numpy().astype(np.float16)
        for index, mean in enumerate(run.average)
    }
    about = {"images": run.images, "seconds": run.seconds, "step": run.step}
    checkpoints.save(run.folder / f"snapshot_{run.images:06d}.safetensors", weights, about)


def one_thread(mixed=True):
    """Sets TensorFlow to one thread, and to bfloat16 where `mixed`; before its first use."""
    import tensorflow as tf  # before anything initialises it

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    cv2.setNumThreads(1)
    import keras

    keras.mixed_precision.set_global_policy("mixed_bfloat16" if mixed else "float32")


WEIGHTS = Path(__file__).parents[2] / "weights" / "painter"


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
    import keras

    from artlab.studio.training.export_painter import export_painter

    keras.mixed_precision.set_global_policy("mixed_bfloat16")
    path, settings = Path(path), settings or Settings()
    if images is not None:
        small = round(images * settings.small / (settings.small + settings.large))
        settings = dataclasses.replace(settings, small=small, large=images - small)
    data = Path(data) if data else runtime.cache_dir() / "painter" / "shards"
    report(f"{settings.num_shards} shards of {painter_data.SHARD} pictures in {data.name}")
    for number in range(settings.num_shards):
        painter_data.make_shard(data, number)
    is_shipped = path.parent.resolve() == WEIGHTS.resolve()
    run = fit(
        settings, data, runtime.cache_dir() / "painter" if is_shipped else path.parent, report
    )
    average = run.averaged()
    scores = {"l1": held_out_distance(average, data), "images": run.images}
    about = {"settings": dataclasses.asdict(settings), "scores": scores}
    about |= {"seconds": round(run.seconds), "rows": run.rows}
    export_painter(average, path.parent, about)
    return scores


HELD_OUT = 900  # shards from this number on are never trained on


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
