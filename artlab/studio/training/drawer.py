"""Training the drawer: a GPT-2 that reads a text, writes a plan, and draws it.

Two kinds of batches alternate in every step. Drawings teach the strokes: a plan and the tokens
of its drawing, every eighth one behind a text. Readings teach the wording: a text and its plan,
short and cheap. Only plan and drawing tokens are learned; the text is given.
"""

import dataclasses
import json
import time
from pathlib import Path

import numpy as np

from artlab.runtime import cache_dir
from artlab.studio import tokens
from artlab.studio.training import readings as texts
from artlab.studio.training.drawings import HELD_OUT, drawings
from artlab.studio.training.export_gpt import export_gpt, load_gpt
from artlab.studio.training.model import Averages, build, optimizers
from artlab.studio.training.runs import load_run, save_run
from artlab.world import sample

IGNORED = -100
WEIGHTS = Path(__file__).parents[2] / "weights" / "drawer"
MOST = 800  # tokens of a sequence with a text
POOL = 256  # drawings that are sorted by length before they are cut into batches


@dataclasses.dataclass(frozen=True)
class Settings:
    """What a run is made of; everything that decides its result.

    Args:
        steps: optimiser steps.
        drawings: different drawings to learn from.
        batch: drawings in a step.
        readings: texts with their plans in a step.
        with_text: share of the drawings that stand behind a text.
        rate: largest learning rate.
        warmup: steps until it is reached.
        decay: share of the steps, at the end, in which it falls to 0.
        averaging: decay of the averaged weights.
        seed: an int.
    """

    steps: int = 3500
    drawings: int = 13_000
    batch: int = 7
    readings: int = 28
    with_text: float = 0.12
    rate: float = 1.5e-3
    warmup: int = 60
    decay: float = 0.6
    averaging: float = 0.998
    seed: int = 0

    def rate_at(self, step):
        """Learning rate of a step: up, level, and down to 0 with the root of what is left."""
        left = (self.steps - step) / max(self.decay * self.steps, 1)
        return self.rate * min(1.0, (step + 1) / self.warmup, max(left, 0.0) ** 0.5)


def pad(sequences, start_of_loss):
    """Stacks sequences of ids; what is not to be learned is `IGNORED` in the labels.

    Args:
        sequences: lists of ids.
        start_of_loss: for each the first position that is to be predicted.

    Returns:
        Two int64 arrays of shape (batch, length): inputs and the labels one place on.
    """
    length = max(len(sequence) for sequence in sequences)
    inputs = np.full((len(sequences), length), tokens.PAD, np.int64)
    labels = np.full((len(sequences), length), IGNORED, np.int64)
    for row, (sequence, start) in enumerate(zip(sequences, start_of_loss, strict=True)):
        inputs[row, : len(sequence)] = sequence
        labels[row, start : len(sequence)] = sequence[start:]
    return inputs[:, :-1], labels[:, 1:]


class Batches:
    """Batches of drawings and of readings, by step and seed alone.

    Args:
        pairs: what `drawings` returns.
        readings: a `Readings`, or `None` to learn drawings alone.
        settings: a `Settings`.
    """

    def __init__(self, pairs, readings, settings):
        self.pairs, self.readings, self.settings = pairs, readings, settings
        self._pool = None, None

    def drawings(self, step):
        """One batch of drawings of much the same length."""
        per_pool = POOL // self.settings.batch
        number, place = divmod(step, per_pool)
        if self._pool[0] != number:
            self._pool = number, self._make_pool(number)
        return pad(*zip(*self._pool[1][place], strict=True))

    def _make_pool(self, number):
        generator = np.random.default_rng([self.settings.seed, 10, number])
        epoch, first = divmod(number * POOL, len(self.pairs))
        order = np.random.default_rng([self.settings.seed, 11, epoch]).permutation(len(self.pairs))
        chosen = np.take(order, np.arange(first, first + POOL), mode="wrap")
        items = sorted((self._item(int(i), generator) for i in chosen), key=lambda p: len(p[0]))
        batch = self.settings.batch
        batches = [items[start : start + batch] for start in range(0, POOL, batch)]
        return [batches[i] for i in generator.permutation(len(batches))]

    def _item(self, index, generator):
        plan, drawing = (piece.tolist() for piece in self.pairs[index])
        if self.readings is None or generator.random() >= self.settings.with_text:
            return plan + drawing, len(plan) + 1
        text = self.readings.about(tokens.decode_plan(plan), int(generator.integers(1 << 40)))
        if not text or len(text) + len(plan) + len(drawing) > MOST:
            return plan + drawing, len(plan) + 1
        return text + plan + drawing, len(text) + 1

    def texts(self, step, num=None, start=0):
        """One batch of readings."""
        num = num or self.settings.readings
        seeds = range(start + step * num, start + (step + 1) * num)
        pairs = [self.readings.pair(seed) for seed in seeds]
        return pad([text + plan for text, plan in pairs], [len(text) + 1 for text, _ in pairs])


def loss_of(model, inputs, labels):
    """Sums and counts of the cross-entropy, of plan tokens and of drawing tokens.

    Args:
        model: a `GPT2LMHeadModel`.
        inputs: int64 array of shape (batch, length).
        labels: the same, `IGNORED` where nothing is learned.

    Returns:
        Two pairs `(sum in nats, count)`.
    """
    import torch
    from torch.nn import functional

    inputs, labels = torch.from_numpy(inputs), torch.from_numpy(labels)
    hidden = model.transformer(inputs, use_cache=False).last_hidden_state
    learned = labels != IGNORED
    labels = labels[learned]
    logits = hidden[learned] @ model.transformer.wte.weight[: tokens.NUM_TOKENS].T
    losses = functional.cross_entropy(logits.float(), labels, reduction="none")
    plan = labels < tokens.TAGS["mountain"]
    plan &= labels > tokens.LIFT
    return [(losses[part].sum(), part.sum()) for part in (plan, ~plan)]


def mean_loss(model, batches):
    """Mean losses of plan and drawing tokens over several batches, added: what is minimised."""
    sums = [loss_of(model, *batch) for batch in batches]
    total = 0.0
    for part in zip(*sums, strict=True):
        number = sum(count for _, count in part)
        total = total + sum(loss for loss, _ in part) / max(int(number), 1)
    return total


def held_out(model, pairs, readings, num=48):
    """Held-out losses in nats a token: "drawing", and "plan" for each kind of text.

    Returns:
        A dict of floats; "read ..." is the share of texts whose plan is right in all that the
        text tells, read greedily from the true beginning of the plan.
    """
    import torch

    found = {}
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        items = sorted((p.tolist() + d.tolist(), len(p) + 1) for p, d in pairs[:num])
        parts = [
            loss_of(model, *pad(*zip(*items[i : i + 8], strict=True)))[1] for i in range(0, num, 8)
        ]
        found["drawing"] = float(sum(s for s, _ in parts) / sum(n for _, n in parts))
        for kind in readings.sources if readings else ():
            one = texts.Readings(readings.encode, [kind], rough=0)
            batch = Batches(None, one, Settings()).texts(0, num, HELD_OUT)
            loss, number = loss_of(model, *batch)[0]
            found[f"plan, {kind}"] = float(loss / number)
    return found


def train(
    path,
    steps=None,
    data=None,
    readings=None,
    settings=None,
    show=print,
    save_every=250,
    start=None,
):
    """Trains the drawer, or goes on where a run was interrupted.

    Args:
        path: safetensors file of the averaged weights (float16); the ONNX graph and a sheet of
            samples are written beside it. The state of the run lies there too, or in the
            course's cache folder where `path` is the shipped file.
        steps: optimiser steps; by default those of `settings`.
        data: folder of the cached drawings, or `None` for the course's cache folder.
        readings: a `Readings`; by default one of all kinds of text; False for drawings alone.
        settings: a `Settings`.
        show: called with lines of text.
        save_every: steps between two saves.
        start: safetensors file of a drawer to begin with; new weights by default.

    Returns:
        A dict of held-out losses.
    """
    import torch

    settings = settings or Settings()
    if steps is not None:
        settings = dataclasses.replace(settings, steps=steps)
    torch.manual_seed(settings.seed)
    if readings is None:
        from artlab.studio.text import Tokenizer

        readings = texts.Readings(Tokenizer.load().encode)
    readings = readings or None
    run = _Run(Path(path), settings, readings, data, show, start)
    while run.step < settings.steps:
        run.one_step()
        if run.step % save_every == 0 or run.step == settings.steps:
            run.report()
            run.save()
    return run.scores


class _Run:
    """One training run: the model, its optimisers, its averages and its clock."""

    def __init__(self, path, settings, readings, data, show, start=None):
        self.path, self.settings, self.readings, self.show = path, settings, readings, show
        pairs = drawings(settings.drawings, 0, data, show)
        self.test = drawings(96, HELD_OUT, data)
        self.batches = Batches(pairs, readings, settings)
        self.model = build(seed=settings.seed)
        if start is not None:
            self.model.load_state_dict(load_gpt(start).state_dict())
        self.optimizers = optimizers(self.model, settings.rate)
        self.averages = Averages(self.model, settings.averaging)
        self.step, self.seconds, self.seen, self.losses, self.scores = 0, 0.0, 0, [], {}
        self.state = path.with_name(path.stem + "_run.safetensors")
        if path.parent.resolve() == WEIGHTS.resolve():
            self.state = cache_dir() / "drawer" / self.state.name
        if self.state.exists():
            self.resume()

    def one_step(self):
        import torch

        start = time.perf_counter()
        rate = self.settings.rate_at(self.step)
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = rate * group["scale"]
        batches = [self.batches.drawings(self.step)]
        if self.readings:
            batches.append(self.batches.texts(self.step))
        with torch.autocast("cpu", torch.bfloat16):
            loss = mean_loss(self.model, batches)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
            optimizer.zero_grad()
        self.averages.update(self.step)
        self.step += 1
        self.losses.append(float(loss.detach()))
        self.seen += sum(inputs.size for inputs, _ in batches)
        self.seconds += time.perf_counter() - start

    def report(self):
        with self.averages.applied():
            self.scores = held_out(self.model, self.test, self.readings)
        words = ", ".join(f"{name} {value:.4f}" for name, value in self.scores.items())
        loss = np.mean(self.losses[-250:])
        self.show(
            f"step {self.step} of {self.settings.steps}, {self.seconds / 60:.1f} min, "
            f"{self.seen / 1e6:.2f} M tokens, loss {loss:.4f}; held out: {words}"
        )

    def save(self):
        about = {"step": self.step, "seconds": self.seconds, "seen": self.seen}
        about |= {"settings": dataclasses.asdict(self.settings), "scores": self.scores}
        with self.averages.applied() as model:
            export_gpt(model, self.path.parent, self.path.stem, tokens.NUM_TOKENS, about)
        sheet(self.path)
        save_run(self.state, self.model, self.optimizers, self.averages, about)

    def resume(self):
        about = load_run(self.state, self.model, self.optimizers, self.averages)
        self.step, self.seconds, self.seen = (about[n] for n in ("step", "seconds", "seen"))
        self.scores = about.get("scores", {})  # a run that was killed after its last step
        self.show(f"goes on at step {self.step}")


def sheet(path, num=8, size=192):
    """Draws a few plans with the weights as they are: a PNG beside them; its path."""
    import cv2

    from artlab.studio.drawer import Drawer
    from artlab.studio.onnx_gpt import OnnxGPT

    path = Path(path)
    drawer = Drawer(OnnxGPT(path.with_suffix(".onnx")))
    plans = [sample(HELD_OUT + seed, format="square") for seed in range(num)]
    rasters = [drawer.draw(p, i).raster(size, color=True) for i, p in enumerate(plans)]
    rows = [np.concatenate(rasters[i : i + 4], axis=1) for i in range(0, num, 4)]
    target = path.with_name(path.stem + "_samples.png")
    cv2.imwrite(str(target), np.concatenate(rows)[..., ::-1])
    return target


def load_original(folder=None):
    """Opens the PyTorch original of the drawer, and the tokenizer of its texts.

    Args:
        folder: folder of `drawer.safetensors`, or `None` for the shipped one.

    Returns:
        A `transformers.GPT2LMHeadModel` in float32, and a `studio.text.Tokenizer`.

    Example:
        model, tokenizer = load_original()
        prompt = tokens.encode_text(tokenizer.encode("a boat on a lake")) + [tokens.PLAN]
        ids = model.generate(torch.tensor([prompt]), max_length=1024, do_sample=True,
                             logits_processor=[GrammarProcessor()])
    """
    from artlab.studio.text import Tokenizer

    return load_gpt(Path(folder or WEIGHTS) / "drawer.safetensors"), Tokenizer.load()


def main(arguments=None):
    """`python -m artlab.studio.training.drawer --out FILE`: trains in the shell."""
    import argparse

    import torch

    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--out", required=True)
    parser.add_argument("--data")
    parser.add_argument("--settings", default="{}", help="JSON; see `Settings`")
    parser.add_argument("--without-text", action="store_true")
    parser.add_argument("--start", help="weights to begin with")
    args = parser.parse_args(arguments)
    torch.set_num_threads(1)
    settings = Settings(**json.loads(args.settings))
    readings = False if args.without_text else None
    train(args.out, data=args.data, readings=readings, settings=settings, start=args.start,
          show=lambda line: print(line, flush=True))  # fmt: skip


if __name__ == "__main__":
    main()
