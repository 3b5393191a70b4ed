"""One run of the painter's training: both players, one compiled step, checkpoints and snapshots."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np

from artlab import runtime
from artlab.gan import checkpoints

EMA = 0.999


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


def snapshot(run):
    """Writes the averaged weights as they are now, in float16."""
    weights = {
        f"weights/{index:03d}": mean.numpy().astype(np.float16)
        for index, mean in enumerate(run.average)
    }
    about = {"images": run.images, "seconds": run.seconds, "step": run.step}
    checkpoints.save(run.folder / f"snapshot_{run.images:06d}.safetensors", weights, about)
