"""An independent judge of paintings: a small CNN that reads the scene from pixels.

    python -m benchmarks.judge --data shards --minutes 12

It is trained on rendered paintings only and never sees what the painter painted, so it can tell
whether a painting shows what its plan asks for. Its shards are those of
`artlab.studio.training.painter_data` (pictures of 256 px, here reduced to 128); shards that are
not there are rendered. The weights stay in the cache folder; `describe_judge` says how good it
is on rendered paintings of scenes that it has not seen.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import cv2
import numpy as np

from artlab import runtime
from artlab.world import scene as scenes

SIZE = 128
HEADS = {
    "style": scenes.STYLES,
    "time": scenes.TIMES,
    "weather": scenes.WEATHERS,
    "water": scenes.WATERS,
    "light": scenes.LIGHTS,
    "boat": (False, True),
    "pavilion": (False, True),
}
BATCH_SIZE, RATE, DECAY_STEPS = 32, 2e-3, 5000
SHARDS = 70  # of 100 paintings


def default_path() -> Path:
    """Where the weights are kept between runs."""
    return runtime.cache_dir() / "judge" / "judge.weights.h5"


def answers(scene) -> dict[str, int]:
    """What the judge should see: a class number for each head."""
    values = {
        **{name: getattr(scene, name) for name in ("style", "time", "weather", "water", "light")},
        "boat": scene.boats > 0,
        "pavilion": scene.pavilions > 0,
    }
    return {name: HEADS[name].index(value) for name, value in values.items()}


def view(painting) -> np.ndarray:
    """A painting as the judge sees it: the longer side 128, centred on black.

    Args:
        painting: uint8 array of shape (height, width, 3).

    Returns:
        uint8 array of shape (128, 128, 3).
    """
    height, width = (round(SIZE * side / max(painting.shape[:2])) for side in painting.shape[:2])
    small = cv2.resize(
        np.ascontiguousarray(painting), (width, height), interpolation=cv2.INTER_AREA
    )
    page = np.zeros((SIZE, SIZE, 3), np.uint8)
    top, left = (SIZE - height) // 2, (SIZE - width) // 2
    page[top : top + height, left : left + width] = small
    return page


def network():
    """Strided convolutions, then the mean and the largest of every map, then seven heads."""
    import keras
    from keras import layers

    image = keras.Input((SIZE, SIZE, 3))
    maps = layers.Rescaling(1 / 127.5, -1)(image)
    for filters, strides in ((16, 2), (16, 1), (32, 2), (48, 1), (96, 2), (96, 1), (128, 2)):
        maps = layers.Conv2D(filters, 3, strides, padding="same", use_bias=False)(maps)
        maps = layers.BatchNormalization()(maps)
        maps = layers.Activation("relu")(maps)
    features = layers.Concatenate()(
        [layers.GlobalAveragePooling2D()(maps), layers.GlobalMaxPooling2D()(maps)]
    )
    features = layers.Dropout(0.2)(features)
    heads = {
        name: layers.Dense(len(values), dtype="float32", name=name)(features)
        for name, values in HEADS.items()
    }
    return keras.Model(image, heads)


def load(path: Path | None = None):
    """The trained judge; raises `FileNotFoundError` with the command that trains it."""
    path = path or default_path()
    if not path.exists():
        raise FileNotFoundError("No judge is there; train it: python -m benchmarks.judge")
    judge = network()
    judge.load_weights(path)
    return judge


def agreement(judge, paintings, plans) -> dict[str, float]:
    """How often the judge reads in paintings what their plans say.

    Returns:
        A dict from the names of the heads to shares in [0, 1], and their mean as "all".
    """
    read = judge.predict(np.stack([view(painting) for painting in paintings]), verbose=0)
    wanted = [answers(plan) for plan in plans]
    shares = {
        name: float(np.mean(np.argmax(read[name], 1) == [row[name] for row in wanted]))
        for name in HEADS
    }
    return {**shares, "all": float(np.mean(list(shares.values())))}


def _shards(folder, numbers):
    """Pictures and answers of shards; those that are missing are rendered first."""
    from artlab.studio.training import painter_data

    pictures, rows = [], []
    for number in numbers:
        painter_data.make_shard(folder, number)
        paintings, plans, _ = painter_data.load_shard(folder, number)
        pictures += [view(painting) for painting in paintings]
        rows += [answers(plan) for plan in plans]
    return np.stack(pictures), {name: np.array([row[name] for row in rows]) for name in HEADS}


def _mirrored(batch, generator):
    """Half of the pictures turned left to right, and all shifted by up to 4 pixels."""
    flips = generator.random(len(batch)) < 0.5
    moves = generator.integers(-4, 5, (len(batch), 2))
    return np.stack(
        [
            np.roll(image[:, ::-1] if flip else image, tuple(move), (0, 1))
            for image, flip, move in zip(batch, flips, moves, strict=True)
        ]
    )


def train(folder: Path, minutes: float, path: Path, report=print) -> None:
    """Trains until the minutes are over; the weights are written every half minute."""
    from artlab.studio.training.painter import one_thread

    one_thread()
    import keras

    keras.utils.set_random_seed(0)
    images, targets = _shards(folder, range(SHARDS))
    tests, wanted = _shards(folder, range(SHARDS, SHARDS + 4))
    report(f"{len(images)} paintings to learn from")
    judge = network()
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    judge.compile(keras.optimizers.Adam(RATE), dict.fromkeys(HEADS, loss), jit_compile=False)
    generator, started, written, step = np.random.default_rng(0), time.time(), time.time(), 0
    path.parent.mkdir(parents=True, exist_ok=True)
    done = 0.0
    while done < 1:
        done = max((time.time() - started) / 60 / minutes, step / DECAY_STEPS)
        judge.optimizer.learning_rate = RATE * max(0.5 + 0.5 * np.cos(np.pi * min(done, 1)), 0.02)
        chosen = generator.choice(len(images), BATCH_SIZE, replace=False)
        batch = _mirrored(images[chosen], generator)
        judge.train_on_batch(batch, {name: row[chosen] for name, row in targets.items()})
        step += 1
        if time.time() - written > 30 or step == DECAY_STEPS:
            judge.save_weights(path)
            read = judge.predict(tests, verbose=0)
            shares = {
                n: round(float(np.mean(np.argmax(read[n], 1) == wanted[n])), 3) for n in HEADS
            }
            report(f"step {step}, {(time.time() - started) / 60:.1f} min: {shares}", flush=True)
            written = time.time()
    judge.save_weights(path)


def main() -> None:
    """Train the judge."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--data", type=Path, default=runtime.cache_dir() / "judge" / "shards")
    parser.add_argument("--minutes", type=float, default=12)
    parser.add_argument("--out", type=Path, default=default_path())
    options = parser.parse_args()
    train(options.data, options.minutes, options.out)


if __name__ == "__main__":
    main()
