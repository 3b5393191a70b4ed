"""Training the writer: a GPT-2 that reads a prompt into notes and writes a description of them.

Two kinds of batches in every step: prompts with their notes, which are short, and prompts with
notes and a whole description. Notes and descriptions are learned; prompts are given.
"""

import dataclasses
import json
import time
from pathlib import Path

import numpy as np

from artlab.runtime import cache_dir
from artlab.studio import notes
from artlab.studio.text import WEIGHTS, Tokenizer
from artlab.studio.training.corpus import HELD_OUT, Corpus
from artlab.studio.training.export_gpt import export_gpt
from artlab.studio.training.folder import NAME, write_folder
from artlab.studio.training.model import Averages, new_gpt, optimizers
from artlab.studio.training.runs import load_run, save_run

LAYERS, WIDTH, HEADS, POSITIONS = 4, 192, 6, 320
IGNORED = -100


@dataclasses.dataclass(frozen=True)
class Settings:
    """What a run is made of; everything that decides its result.

    Args:
        steps: optimiser steps.
        prompts: prompts in a step that are read into notes alone.
        whole: prompts in a step whose description is written too.
        rate: largest learning rate.
        warmup: steps until it is reached.
        decay: share of the steps, at the end, in which it falls to 0.
        averaging: decay of the averaged weights.
        seed: an int.
    """

    steps: int = 1600
    prompts: int = 40
    whole: int = 20
    rate: float = 5e-3
    warmup: int = 100
    decay: float = 0.4
    averaging: float = 0.998
    seed: int = 0

    def rate_at(self, step):
        """Learning rate of a step: up, level, and down to 0."""
        left = (self.steps - step) / max(self.decay * self.steps, 1)
        return self.rate * min(1.0, (step + 1) / self.warmup, max(left, 0.0))


def build(seed=0):
    """A `transformers.GPT2LMHeadModel` of the writer's shape, with new weights."""
    sizes = (POSITIONS, LAYERS, WIDTH, HEADS)
    return new_gpt(seed, notes.VOCABULARY_SIZE, *sizes, notes.END, notes.PAD)


def pad(items):
    """Stacks pairs of ids and their first learned place.

    Returns:
        Two int64 arrays of shape (batch, length): inputs, and the labels one place on.
    """
    length = max(len(ids) for ids, _ in items)
    inputs = np.full((len(items), length), notes.PAD, np.int64)
    labels = np.full((len(items), length), IGNORED, np.int64)
    for row, (ids, start) in enumerate(items):
        inputs[row, : len(ids)] = ids
        labels[row, start : len(ids)] = ids[start:]
    return inputs[:, :-1], labels[:, 1:]


def losses_of(model, inputs, labels):
    """Sums and counts of the cross-entropy in nats: of the notes, and of the description."""
    import torch
    from torch.nn import functional

    inputs, labels = torch.from_numpy(inputs), torch.from_numpy(labels)
    hidden = model.transformer(inputs, use_cache=False).last_hidden_state
    learned = labels != IGNORED
    labels = labels[learned]
    logits = hidden[learned] @ model.transformer.wte.weight.T
    losses = functional.cross_entropy(logits.float(), labels, reduction="none")
    noted = (labels >= notes.START) | (labels == notes.TELL)
    return [(losses[part].sum(), part.sum()) for part in (noted, ~noted)]


def mean_losses(sums):
    """Means of the notes' and of the description's loss over several batches."""
    pairs = [(sum(s for s, _ in part), sum(int(n) for _, n in part)) for part in zip(*sums)]  # noqa: B905
    return [total / max(number, 1) for total, number in pairs]


class _Run:
    """One training run: the model, its optimisers, its averages and its clock."""

    def __init__(self, path, settings, show, corpus=None):
        self.path, self.settings, self.show = Path(path), settings, show
        self.corpus = corpus or Corpus(Tokenizer.load().encode)
        self.model = build(settings.seed)
        self.optimizers = optimizers(self.model, settings.rate)
        self.averages = Averages(self.model, settings.averaging)
        self.step, self.seconds, self.seen, self.losses, self.scores = 0, 0.0, 0, [], {}
        self.state = self.path.with_name(self.path.stem + "_run.safetensors")
        if self.path.parent.resolve() == WEIGHTS.resolve():
            self.state = cache_dir() / "writer" / self.state.name
        if self.state.exists():
            self.resume()

    def batches(self, step, start=0):
        """Prompts with notes, and prompts with notes and description."""
        number = self.settings.prompts + self.settings.whole
        seeds = range(start + step * number, start + (step + 1) * number)
        items = [self.corpus.item(s, s - seeds[0] >= self.settings.prompts) for s in seeds]
        cut = self.settings.prompts
        return [pad(part) for part in (items[:cut], items[cut:]) if part]

    def one_step(self):
        import torch

        start = time.perf_counter()
        rate = self.settings.rate_at(self.step)
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = rate * group["scale"]
        batches = self.batches(self.step)
        with torch.autocast("cpu", torch.bfloat16):
            losses = mean_losses([losses_of(self.model, *batch) for batch in batches])
        sum(losses).backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
            optimizer.zero_grad()
        self.averages.update(self.step)
        self.step += 1
        self.losses.append([float(loss.detach()) for loss in losses])
        self.seen += sum(inputs.size for inputs, _ in batches)
        self.seconds += time.perf_counter() - start

    def report(self):
        import torch

        with self.averages.applied(), torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            sums = [losses_of(self.model, *b) for i in range(3) for b in self.batches(i, HELD_OUT)]
        named = zip(("notes", "description"), mean_losses(sums), strict=True)
        self.scores = {name: round(float(loss), 5) for name, loss in named}
        noted, told = np.mean(self.losses[-200:], axis=0)
        self.show(
            f"step {self.step} of {self.settings.steps}, {self.seconds / 60:.1f} min, "
            f"{self.seen / 1e6:.2f} M tokens, notes {noted:.4f}, description {told:.4f}; "
            f"held out: {self.scores}"
        )

    def save(self):
        about = {"step": self.step, "seconds": self.seconds, "seen": self.seen}
        about |= {"settings": dataclasses.asdict(self.settings), "scores": self.scores}
        with self.averages.applied() as model:
            export_gpt(model, self.path.parent, self.path.stem, about=about)
        if self.path.stem == NAME:
            write_folder(self.path.parent, self.model.config)
        save_run(self.state, self.model, self.optimizers, self.averages, about)

    def resume(self):
        about = load_run(self.state, self.model, self.optimizers, self.averages)
        self.step, self.seconds, self.seen = (about[n] for n in ("step", "seconds", "seen"))
        self.scores = about.get("scores", {})  # a run that was killed after its last step
        self.show(f"goes on at step {self.step}")


def train(path, steps=None, settings=None, show=print, save_every=200, corpus=None, minutes=None):
    """Trains the writer, or goes on where a run was interrupted.

    Args:
        path: safetensors file of the averaged weights; its graph lies beside it, and so does
            the run's own state, or in the cache folder where `path` is the shipped file. Named
            `model.safetensors`, it becomes a folder that `transformers` loads.
        steps: optimiser steps; by default those of `settings`.
        settings: a `Settings`.
        show: called with lines of text.
        save_every: steps between two saves.
        corpus: a `Corpus`; by default the course's.
        minutes: stop after so many, with the run saved; `None` for as long as it takes.

    Returns:
        A dict of held-out losses in nats a token.
    """
    settings = settings or Settings()
    if steps is not None:
        settings = dataclasses.replace(settings, steps=steps)
    run = _Run(path, settings, show, corpus)
    start = time.perf_counter()
    while run.step < settings.steps:
        run.one_step()
        late = minutes is not None and time.perf_counter() - start > 60 * minutes
        if run.step % save_every == 0 or run.step == settings.steps or late:
            run.report()
            run.save()
        if late:
            break
    return run.scores


def main(arguments=None):
    """`python -m artlab.studio.training.writer --out FILE`: trains in the shell."""
    import argparse

    import torch

    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--out", default=str(WEIGHTS / f"{NAME}.safetensors"))
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--settings", default="{}", help="JSON; see `Settings`")
    args = parser.parse_args(arguments)
    torch.set_num_threads(1)
    settings = Settings(**json.loads(args.settings))
    train(args.out, settings=settings, minutes=args.minutes,
          show=lambda line: print(line, flush=True))  # fmt: skip


if __name__ == "__main__":
    main()
