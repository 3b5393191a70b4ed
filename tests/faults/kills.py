"""Trains a tiny network in a child process, kills it with SIGKILL at random moments, and resumes.

    python tests/faults/kills.py gan|gpt|drawer|writer|style|reader|painter FOLDER KILLS SEED

Every start is a fork, after the imports; Keras alone is imported in each child. One kill in five
falls anywhere from the fork on, the others between the first checkpoint that a child writes and its
end. It prints one line of JSON: kills, finished runs, checkpoints read after kills, and what was
wrong.
"""

import contextlib
import dataclasses
import hashlib
import json
import os
import random
import shutil
import signal
import sys
import time
import traceback
from pathlib import Path

STEPS = 24


def gan(folder):
    import keras
    from keras import layers

    from artlab.gan import Trainer, training

    keras.utils.set_random_seed(0)
    latents, images = keras.Input((4,)), keras.Input((8, 8, 1))
    painted = layers.Dense(64, activation="tanh")(layers.Dense(8, activation="relu")(latents))
    generator = keras.Model(latents, layers.Reshape((8, 8, 1))(painted))
    seen = layers.Dropout(0.2, seed=0)(layers.Dense(8, activation="relu")(layers.Flatten()(images)))
    players = generator, keras.Model(images, layers.Dense(1)(seen))
    training.CHECKPOINT_SECONDS = 0.0
    run = Trainer(*players, batch_size=4, ema=0.9, checkpoint=folder / "run.safetensors")
    run.fit(_noise(10, 8, 8, 1), 4 * STEPS, progress=False)


def gpt(folder):
    from artlab import gpt
    from artlab.gpt import training

    training.CHECKPOINT_SECONDS = 0.0
    config = gpt.GPTConfig(
        vocab_size=256, num_positions=8, num_layers=1, num_heads=1, width=8, dropout=0.1
    )
    texts = ["two mountains", "a lake at dusk", "the sea by night"]
    corpus = gpt.Corpus(texts, _Letters(), held_out=1)
    chosen = {"steps": 8 * STEPS, "batch_size": 2, "length": 4, "warmup": 2}
    gpt.Trainer(gpt.GPT(config, 0), corpus, folder / "run.safetensors", **chosen).fit()


class _Letters:
    eos_token_id = 0

    def __call__(self, texts, verbose=True):
        one = isinstance(texts, str)
        ids = [[ord(c) % 256 for c in text] for text in ([texts] if one else texts)]
        return {"input_ids": ids[0] if one else ids}


def drawer(folder):
    from artlab.studio.training import drawer

    _small(drawer)
    drawer.sheet = lambda path: None  # draws for half a minute
    drawer.held_out = lambda *arguments: {}
    settings = drawer.Settings(steps=STEPS, drawings=8, batch=2, readings=2)
    data = folder.parent / "drawings"
    drawer.train(
        folder / "run.safetensors", data=data, readings=False, settings=settings, save_every=1,
        show=lambda line: None,
    )  # fmt: skip


def writer(folder):
    from artlab.studio.training import writer

    _small(writer)
    settings = dataclasses.replace(writer.Settings(), steps=STEPS // 2, prompts=2, whole=1)
    writer.train(
        folder / "run.safetensors", settings=settings, save_every=1, show=lambda line: None
    )


def _small(module):
    from artlab.studio.training import model

    build = model.build if module.__name__.endswith("drawer") else module.build

    def small(seed=0):
        made = build(seed)
        config = type(made.config)(
            **made.config.to_dict() | {"n_layer": 1, "n_embd": 16, "n_head": 2}
        )
        import torch

        torch.manual_seed(seed)
        return type(made)(config)

    module.build = small


def style(folder):
    from artlab.gallery import training

    training.CHECKPOINT_STEPS = 1
    settings = training.Settings(steps=6, sides=(32, 32), batch_size=1)
    training.train(folder / "weights.safetensors", settings=settings, report=lambda line: None)


def reader(folder):
    import numpy as np

    from artlab.gallery.analysis import reader_network, training

    class Shards(training.Shards):
        def look(self):
            pass

        def batch(self, step, area):
            draw = np.random.default_rng(step)
            pictures = draw.integers(0, 256, (2, 32, 32, 3), dtype=np.uint8)
            marks = np.zeros((2, *self.marks), bool)
            answers = {n: np.zeros(2, np.int64) for n in reader_network.HEADS}
            return pictures, marks, answers

    network = reader_network.ReaderNetwork()
    _, seen = network(reader_network.tensor(np.zeros((1, 32, 32, 3), np.uint8)))
    Shards.marks = seen.shape[1:]
    training.Shards, training.EVERY = Shards, 1
    training.STAGES = (training.Stage(10, 32 * 32, 0.1, 2e-3),)
    (folder / "shards").mkdir(parents=True, exist_ok=True)
    training.train(folder, report=lambda *words, **options: None)


def painter(folder):
    import keras
    import numpy as np

    from artlab.studio.training import painter, painter_networks

    def generator(seed=0):
        keras.utils.set_random_seed(seed)
        drawing, style = keras.Input((None, None, 4)), keras.Input((3,))
        hidden = keras.layers.Conv2D(4, 3, padding="same", activation="relu")(drawing)
        film = keras.layers.Reshape((1, 1, 4))(keras.layers.Dense(4)(style))
        painted = keras.layers.Conv2D(3, 1, activation="tanh")(hidden * film)
        return keras.Model([drawing, style], painted)

    def judge(seed=0):
        keras.utils.set_random_seed(seed + 1)
        parts = [keras.Input((None, None, 4)), keras.Input((3,)), keras.Input((None, None, 3))]
        hidden = keras.layers.Concatenate()([parts[0], parts[2]])
        film = keras.layers.Reshape((1, 1, 4))(keras.layers.Dense(4)(parts[1]))
        hidden = keras.layers.Conv2D(4, 3, activation="relu")(hidden) * film
        return keras.Model(parts, keras.layers.Conv2D(1, 1)(hidden))

    class Feeder:
        def __init__(self, data, settings):
            pass

        def batch(self, step, size, number):
            draw = np.random.default_rng(step)
            shapes = (number, 8, 8, 4), (number, 3), (number, 8, 8, 3)
            return tuple(draw.standard_normal(shape).astype(np.float32) for shape in shapes)

    painter_networks.build_generator, painter_networks.build_discriminator = generator, judge
    painter.Feeder, painter.CHECKPOINT_SECONDS, painter.SHOWN = Feeder, 0, (40,)
    painter.fit(
        painter.Settings(small=60, large=40, batches=(2, 2)), None, folder, lambda line: None
    )


def _noise(*shape):
    import numpy as np

    return np.tanh(np.random.default_rng(0).standard_normal(shape)).astype("float32")


TRAININGS = {one.__name__: one for one in (gan, gpt, drawer, writer, style, reader, painter)}
STATES = {"drawer": "run_run.safetensors", "writer": "run_run.safetensors",
          "reader": "checkpoint.safetensors"}  # fmt: skip
TIMES = ("history/seconds",)  # what no two runs share


def prepare(kind):
    """Imports what the training needs, and computes nothing: a fork must not inherit threads."""
    if kind in ("gan", "painter"):
        os.environ |= {"TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1"}
        return  # TensorFlow starts threads when it is imported
    from artlab import runtime

    runtime.load("transformers")
    import torch

    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)


def start(kind, folder):
    """A child that trains; its process number."""
    folder.mkdir(parents=True, exist_ok=True)
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        with open(folder.parent / "child.log", "a") as log:
            os.dup2(log.fileno(), 2)
            TRAININGS[kind](folder)
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def tensors(path):
    """What a checkpoint holds; raises where it cannot be read."""
    from safetensors import safe_open

    with safe_open(path, framework="numpy") as file:
        names = sorted(set(file.keys()) - set(TIMES))
        return {name: file.get_tensor(name) for name in names}


def digest(path):
    """A fingerprint of everything in a checkpoint but the times."""
    told = hashlib.sha256()
    for name, array in tensors(path).items():
        told.update(f"{name} {array.dtype} {array.shape}".encode() + array.tobytes())
    return told.hexdigest()


def _stamp(path):
    with contextlib.suppress(FileNotFoundError):
        return path.stat().st_mtime_ns, path.stat().st_ino
    return None


def _written(child, path, before):
    """Waits until the child has written a checkpoint; False if it ended before."""
    while _stamp(path) == before:
        if os.waitpid(child, os.WNOHANG) != (0, 0):
            return False
        time.sleep(0.001)
    return True


class Torturer:
    """Starts, kills and resumes children until enough were killed."""

    def __init__(self, kind, folder, kills, seed):
        self.kind, self.folder, self.kills = kind, Path(folder).resolve(), kills
        self.random = random.Random(seed)
        self.state = STATES.get(kind, "run.safetensors")
        self.told = {"kind": kind, "kills": 0, "finished": 0, "read": 0, "wrong": []}

    def run(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        self.wanted = self.whole()
        while self.wanted and (self.told["kills"] < self.kills or not self.told["finished"]):
            if self.told["wrong"]:
                break
            self.one()
        return self.told

    def whole(self):
        """The run that nobody disturbs: its fingerprint; how long it trains."""
        path, began = self.folder / "whole" / self.state, time.monotonic()
        child = start(self.kind, path.parent)
        if not _written(child, path, None):
            return self.wrong("the undisturbed run ended without a checkpoint")
        first = time.monotonic()
        if os.waitpid(child, 0)[1]:
            return self.wrong("the undisturbed run failed")
        self.span, self.all = time.monotonic() - first, time.monotonic() - began
        return digest(path)

    def one(self):
        """One start: killed, or run to its end where all the kills are done."""
        path = self.folder / "torn" / self.state
        before, child = _stamp(path), start(self.kind, path.parent)
        if self.told["kills"] >= self.kills:
            return self.end(os.waitpid(child, 0)[1], path)
        if self.random.random() < 0.2:
            time.sleep(self.random.uniform(0, self.all))
        elif _written(child, path, before):
            time.sleep(self.random.uniform(0, 0.6 * self.span))
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            _, status = os.waitpid(child, 0)
            if not os.WIFSIGNALED(status):
                return self.end(status, path)
            self.told["kills"] += 1
            return self.look(path)
        return self.end(0, path)  # it had ended while we waited for a checkpoint

    def look(self, path):
        """After a kill: the checkpoint is whole, or not there yet."""
        if path.exists():
            try:
                tensors(path)
                self.told["read"] += 1
            except Exception as error:
                self.wrong(f"a checkpoint cannot be read: {error}")

    def end(self, status, path):
        """After an end: the run equals the undisturbed one."""
        if status:
            return self.wrong(f"a resumed run ended with status {status}")
        if digest(path) != self.wanted:
            return self.wrong("a resumed run differs from the undisturbed one")
        self.told["finished"] += 1
        shutil.rmtree(path.parent)

    def wrong(self, what):
        log = self.folder / "child.log"
        self.told["wrong"].append(f"{what}. {log.read_text()[-1500:] if log.exists() else ''}")


def main(kind, folder, kills, seed):
    """Prints what came of it."""
    prepare(kind)
    print(json.dumps(Torturer(kind, folder, int(kills), int(seed)).run()))


if __name__ == "__main__":
    main(*sys.argv[1:])
