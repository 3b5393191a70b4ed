"""The trainer: two networks, one loss, and a run that survives an interrupt."""

from __future__ import annotations

import contextlib
import time
import zlib
from pathlib import Path

import keras
import numpy as np

from artlab import _interrupts, runtime
from artlab.gan import batches, checkpoints, checks, losses, records
from artlab.gan import steps as graph
from artlab.gan.adam import FusedAdam
from artlab.images import to_uint8

tf = runtime.load("tensorflow")

NUM_SNAPSHOT_IMAGES = 64
CHECKPOINT_SECONDS = 20.0


class TrainingDiverged(RuntimeError):
    """A loss became NaN or infinite; the message says when and what to try."""


class Trainer:
    """Trains a generator against a discriminator.

    The same seed gives the same run: latents and batches depend on the seed and the
    step alone. With the same machine type, thread count and versions a run that was
    interrupted and resumed equals an uninterrupted one bit for bit.

    On several devices, networks and trainer are made inside the scope of a strategy
    (`tf.distribute.MirroredStrategy`), and each device takes its share of every batch. Losses
    and weights are then those of one device up to rounding, for networks without
    BatchNormalization and Dropout: these look at a device's share alone, and draw for each
    device, so with them the runs differ by design. A loss of your own must be a mean over
    the batch.

    Args:
        generator: Keras model, latents `(batch, latent_dim)` -> images in [-1, 1]; or
            `[latents, labels]` -> images.
        discriminator: Keras model, images -> logits `(batch, 1)`; or `[images, labels]`.
        loss: Name of a pair of losses (`artlab.gan.losses`) or an `AdversarialLoss`.
        learning_rate: Adam's step size; a pair (generator, discriminator) gives each its
            own (Heusel et al. 2017).
        beta_1: Adam's decay of the first moment; .5 after Radford et al. 2016.
        batch_size: Images in a batch, 1 or more; it may exceed the data set. A multiple of
            the number of devices.
        seed: Seed of latents and batches, 0 or more.
        ema: Decay of the averaged generator weights in (0, 1), None for none.
        discriminator_steps: Discriminator updates for one of the generator.
        gradient_penalty: Weight of the Wasserstein gradient penalty (10 in the paper).
        r1: Gamma of the R1 penalty.
        checkpoint: Path of a checkpoint file, kept up to date by `fit`; None for none.
        snapshot_every: Steps between snapshots of 64 fixed latents; None takes them on a
            log scale.

    Raises:
        ValueError: If an argument is out of range or the networks do not fit together.

    Example:
        trainer = Trainer(dense_generator(), dense_discriminator(), checkpoint="run.safetensors")
        history = trainer.fit(animals().images, steps=2000)
        pictures = trainer.generate(16)
    """

    def __init__(
        self,
        generator,
        discriminator,
        loss="non_saturating",
        *,
        learning_rate=2e-4,
        beta_1: float = 0.5,
        batch_size: int = 128,
        seed: int = 0,
        ema: float | None = None,
        discriminator_steps: int = 1,
        gradient_penalty: float = 0.0,
        r1: float = 0.0,
        checkpoint: str | Path | None = None,
        snapshot_every: int | None = None,
    ):
        checks.players(generator, discriminator)
        rates = checks.pair_of_rates(learning_rate)
        settings = {
            "loss": losses.get(loss).name,
            "learning_rate": list(rates),
            "beta_1": float(beta_1),
            "batch_size": checks.integer("batch_size", batch_size, 1),
            "seed": checks.integer("seed", seed, 0),
            "ema": checks.fraction_or_none("ema", ema),
            "discriminator_steps": checks.integer("discriminator_steps", discriminator_steps, 1),
            "gradient_penalty": checks.not_negative("gradient_penalty", gradient_penalty),
            "r1": checks.not_negative("r1", r1),
        }
        if snapshot_every is not None:
            checks.integer("snapshot_every", snapshot_every, 1)
        self.generator, self.discriminator = generator, discriminator
        self.batch_size, self.seed = batch_size, seed
        self.latent_dim = int(generator.inputs[0].shape[-1])
        self.snapshot_every = snapshot_every
        self.checkpoint = Path(checkpoint) if checkpoint is not None else None
        self.step = 0
        self.history = records.History()
        self._snapshots: dict[int, np.ndarray] = {}
        self._traced = False
        self._objective = graph.Objective(
            losses.get(loss), gradient_penalty, r1, discriminator_steps, ema
        )
        self._players = graph.Players(
            generator,
            discriminator,
            _adam(rates[0], beta_1, generator),
            _adam(rates[1], beta_1, discriminator),
            _copies(generator.weights) if ema is not None else (),
        )
        self._about = {
            **settings,
            "jit_compile": self.jit_compile,
            "generator": [list(weight.shape) for weight in generator.variables],
            "discriminator": [list(weight.shape) for weight in discriminator.variables],
        }
        strategy = tf.distribute.get_strategy()
        networks = generator, discriminator
        self.num_devices = checks.devices(strategy, networks, batch_size, self.jit_compile)
        self._step = graph.build(
            self._players,
            self._objective,
            self.latent_dim,
            seed,
            self.jit_compile,
            strategy if self.num_devices > 1 else None,
        )
        self._paint = self._painter()

    @property
    def jit_compile(self) -> bool:
        """Whether XLA compiles the step: if both networks are marked so."""
        return bool(
            getattr(self.generator, "jit_compile", False) is True
            and getattr(self.discriminator, "jit_compile", False) is True
        )

    @property
    def loss(self) -> str:
        """Name of the pair of losses."""
        return self._objective.loss.name

    @property
    def averaged_weights(self) -> list[np.ndarray]:
        """The generator's averaged weights, in the order of its `weights`; empty without `ema`."""
        return [average.numpy() for average in self._players.ema_weights]

    @property
    def num_classes(self) -> int | None:
        """Classes that a conditional generator knows, None for a plain one."""
        if not graph.takes_labels(self.generator):
            return None
        return next(
            layer.input_dim
            for layer in self.generator.layers
            if isinstance(layer, keras.layers.Embedding)
        )

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """`(height, width, channels)` of the images."""
        return tuple(self.generator.outputs[0].shape[1:])

    @property
    def snapshots(self) -> records.Snapshots:
        """64 fixed latents, painted along the way."""
        kept = sorted(self._snapshots)
        images = [self._snapshots[step] for step in kept]
        empty = np.empty((0, NUM_SNAPSHOT_IMAGES, *self.image_shape), "uint8")
        return records.Snapshots(np.asarray(kept, "int64"), np.stack(images) if images else empty)

    def fit(
        self, images, steps: int, labels=None, resume: bool = True, callbacks=(), progress=True
    ) -> records.History:
        """Train until `steps` steps are done in all.

        An interrupt (Ctrl-C, the stop button) ends the run after the step under way and
        keeps everything: call `fit` again to go on. With a `checkpoint` path the run is
        saved every 20 seconds, at the end and at an interrupt, and a new trainer with the
        same settings goes on where the file ends.

        Args:
            images: float32 `(num_images, height, width, channels)` in [-1, 1].
            steps: Steps in all, those of earlier calls and of the checkpoint included.
            labels: Integers `(num_images,)`, needed by conditional networks.
            resume: Whether to go on from the checkpoint file, if there is one.
            callbacks: Objects with any of `on_start(trainer)`, `on_step(trainer)`,
                `on_end(trainer)`.
            progress: Whether to show a progress bar.

        Returns:
            The `History` of all steps so far.

        Raises:
            ValueError: If the images, labels or the checkpoint do not fit.
            TrainingDiverged: If a loss is NaN or infinite.
        """
        images = checks.images(images, self.image_shape)
        labels = checks.labels(labels, len(images), self.num_classes)
        checks.integer("steps", steps, 0)
        data = zlib.crc32(images)
        self._about.update(data=[len(images), data])
        if resume and self.step == 0 and self.checkpoint is not None and self.checkpoint.exists():
            self.restore(self.checkpoint)
        self._run(images, labels, steps, callbacks, progress)
        return self.history

    def generate(
        self, num_images: int | None = None, *, latents=None, labels=None, ema=None, seed: int = 0
    ) -> np.ndarray:
        """Paint images.

        Args:
            num_images: How many; latents are drawn from `seed`. Default 64.
            latents: Or the latents themselves, `(num_images, latent_dim)`.
            labels: Integers `(num_images,)` for a conditional generator.
            ema: Whether to use the averaged weights; by default if there are any.
            seed: Seed of the latents.

        Returns:
            float32 `(num_images, height, width, channels)` in [-1, 1].

        Raises:
            ValueError: If shapes do not fit, or averaged weights are asked for but not kept.
        """
        if latents is None:
            count = NUM_SNAPSHOT_IMAGES if num_images is None else num_images
            checks.integer("num_images", count, 1)
            latents = np.random.default_rng(seed).standard_normal((count, self.latent_dim))
        latents = np.asarray(latents, "float32")
        if latents.ndim != 2 or latents.shape[1] != self.latent_dim:
            raise ValueError(
                f"`latents` must have shape (num_images, {self.latent_dim}). "
                f"Received: {latents.shape}"
            )
        ema = bool(self._players.ema_weights) if ema is None else ema
        if ema and not self._players.ema_weights:
            raise ValueError("`ema` must be False: this trainer keeps no averaged weights.")
        labels = checks.labels(labels, len(latents), self.num_classes)
        inputs = [tf.constant(latents)]
        if self.num_classes is not None:
            inputs.append(tf.constant(labels))
        with self._averaged() if ema else contextlib.nullcontext():
            return self._paint(*inputs).numpy()

    def save(self, path: str | Path) -> None:
        """Write the whole run (weights, optimisers, history, snapshots) to one file.

        Args:
            path: Target, `*.safetensors`; written to a temporary name and renamed.
        """
        arrays = checkpoints.pack(self._state())
        arrays["history/metrics"] = self.history.table()
        arrays["history/seconds"] = self.history["seconds"]
        arrays["snapshots/steps"] = self.snapshots.steps
        arrays["snapshots/images"] = self.snapshots.images
        checkpoints.save(path, arrays, {**self._about, "step": self.step})

    def restore(self, path: str | Path) -> None:
        """Continue from a file that `save` wrote.

        Args:
            path: The file.

        Raises:
            ValueError: If the file is damaged or belongs to another run; nothing changes.
            FileNotFoundError: If there is no such file.
        """
        arrays, about = checkpoints.load(path)
        checkpoints.check_same_run(path, about, self._about)
        checkpoints.unpack(arrays, self._state())
        self.step = about["step"]
        self.history = records.History(arrays["history/metrics"], arrays["history/seconds"])
        pairs = zip(arrays["snapshots/steps"], arrays["snapshots/images"], strict=True)
        self._snapshots = {int(step): images for step, images in pairs}

    def _run(self, images, labels, steps, callbacks, progress):
        from tqdm.auto import tqdm

        started = time.perf_counter()
        before = float(self.history["seconds"][-1]) if len(self.history) else 0.0
        saved = started
        _tell(callbacks, "on_start", self)
        self._snapshot()
        bar = tqdm(total=steps, initial=self.step, disable=not progress, unit="step")
        with bar, _interrupts.deferred() as interrupted:
            while self.step < steps and not interrupted.is_set():
                metrics = self._one_step(images, labels)
                self.step += 1
                self.history.append(metrics, before + time.perf_counter() - started)
                self._snapshot()
                _tell(callbacks, "on_step", self)
                bar.set_postfix_str(f"D {metrics[0]:.3f}, G {metrics[1]:.3f}", refresh=False)
                bar.update()
                if self.checkpoint and time.perf_counter() - saved > CHECKPOINT_SECONDS:
                    self.save(self.checkpoint)
                    saved = time.perf_counter()
        if self.checkpoint and len(self.history):
            self.save(self.checkpoint)
        _tell(callbacks, "on_end", self)
        if interrupted.is_set():
            kept = f" and saved in {self.checkpoint}" if self.checkpoint else ""
            print(f"Interrupted after step {self.step}: all is kept{kept}. Run fit again to go on.")

    def _one_step(self, images, labels):
        turns = self._objective.discriminator_steps
        numbers = range(self.step * turns, (self.step + 1) * turns)
        chosen = np.stack(
            [batches.batch_indices(at, self.batch_size, len(images), self.seed) for at in numbers]
        )  # (turns, batch)
        batch = tf.constant(images[chosen]), tf.constant(labels[chosen])
        with contextlib.nullcontext() if self._traced else runtime.without_noise():
            metrics = self._step(*batch, tf.constant(self.step, tf.int64)).numpy()
        self._traced = True
        if not np.isfinite(metrics).all():
            raise TrainingDiverged(self._explain(metrics))
        return metrics

    def _explain(self, metrics) -> str:
        named = zip(records.METRICS, metrics, strict=True)
        names = ", ".join(name for name, value in named if not np.isfinite(value))
        saved = self.checkpoint is not None and self.checkpoint.exists()
        kept = f" The checkpoint {self.checkpoint} holds the last good state." if saved else ""
        return (
            f"Training stopped at step {self.step + 1}: {names} is no longer a finite number, so "
            "every later step would be noise. Usual causes: a learning rate that is too large "
            "(try a tenth), images outside [-1, 1], or a loss of your own that takes the "
            f"logarithm of 0.{kept}"
        )

    def _snapshot(self):
        if self.step in self._snapshots or not records.is_snapshot_step(
            self.step, self.snapshot_every
        ):
            return
        labels = None
        if self.num_classes is not None:
            labels = np.arange(NUM_SNAPSHOT_IMAGES) % self.num_classes
        images = self.generate(NUM_SNAPSHOT_IMAGES, labels=labels, seed=self.seed)
        self._snapshots[self.step] = to_uint8(images)

    def _painter(self):
        """The generator as one graph for any number of pictures, so that nothing retraces."""
        generator = self.generator

        def paint(*inputs):
            return generator(list(inputs) if len(inputs) > 1 else inputs[0], training=False)

        kinds = [tf.TensorSpec((None, self.latent_dim)), tf.TensorSpec((None,), tf.int32)]
        graph_of = tf.function(paint, jit_compile=self.jit_compile)
        return graph_of.get_concrete_function(*kinds[: len(generator.inputs)])

    def _state(self) -> dict[str, list]:
        players = self._players
        return {
            "generator": players.generator.variables,
            "discriminator": players.discriminator.variables,
            "generator_optimizer": players.generator_optimizer.variables,
            "discriminator_optimizer": players.discriminator_optimizer.variables,
            "ema": list(players.ema_weights),
        }

    @contextlib.contextmanager
    def _averaged(self):
        """Lend the averaged weights to the generator."""
        weights = self.generator.weights
        own = [weight.numpy() for weight in weights]
        try:
            for weight, average in zip(weights, self._players.ema_weights, strict=True):
                weight.assign(average)
            yield
        finally:
            for weight, value in zip(weights, own, strict=True):
                weight.assign(value)


def _adam(learning_rate: float, beta_1: float, network):
    optimizer = FusedAdam(learning_rate, beta_1=beta_1)
    optimizer.build(network.trainable_variables)
    return optimizer


def _copies(weights) -> tuple:
    return tuple(tf.Variable(tf.convert_to_tensor(weight), trainable=False) for weight in weights)


def _tell(callbacks, event: str, trainer: Trainer) -> None:
    for callback in callbacks:
        getattr(callback, event, _ignore)(trainer)


def _ignore(trainer) -> None:
    """A callback that does not care about an event."""
