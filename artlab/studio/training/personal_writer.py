"""Fine-tunes the shipped writer on a student's own lines.

Only the last block and the embeddings learn: new words, and how to go on. Half of each batch are
requests of the course with their notes, so that it does not forget how to read (rehearsal).

References:
    Robins, *Catastrophic forgetting, rehearsal and pseudorehearsal* (1995);
    Loshchilov & Hutter, *Decoupled weight decay regularization* (2019).
"""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import numpy as np
import torch

from artlab import _arguments, _runs, runtime
from artlab._precision import multiplies_bfloat16
from artlab.studio.personal import keeping
from artlab.studio.personal.writing import PersonalWriter
from artlab.studio.text import WEIGHTS
from artlab.studio.training import personal_lines
from artlab.studio.training.corpus import Corpus
from artlab.studio.training.export_gpt import load_gpt
from artlab.studio.training.personal_run import fit
from artlab.studio.training.writer import losses_of, pad
from artlab.studio.writer import Writer

LEARNED = ("transformer.wte.", "transformer.h.3.", "transformer.ln_f.")
FIRST_REHEARSED = 1 << 35  # seeds of the corpus


@dataclasses.dataclass(frozen=True)
class Settings:
    """What a run depends on.

    Attributes:
        steps: batches in all.
        own: own lines in a batch.
        rehearsed: requests of the course in a batch, with their notes.
        rate: learning rate at its highest; it rises over ten steps and falls along a cosine.
        weight_decay: pull of the learned matrices towards 0.
        seed: of batches.
    """

    steps: int = 160
    own: int = 8
    rehearsed: int = 8
    rate: float = 3e-3
    weight_decay: float = 0.01
    seed: int = 0

    def rate_at(self, step):
        """Learning rate of a step."""
        falling = 0.5 * (1 + math.cos(math.pi * step / self.steps))
        return self.rate * min(1, (step + 1) / 10) * (0.02 + 0.98 * falling)


class Run:
    """A writer that is learning.

    Args:
        lines: `personal_lines.Lines`.
        settings: a `Settings`.
        path: safetensors file that it goes on from, and is kept in; or None.
    """

    def __init__(self, lines, settings, path=None):
        self.lines, self.settings = lines, settings
        self.path = Path(path) if path is not None else None
        self.model, self.corpus = load_gpt(WEIGHTS / "model.safetensors"), Corpus(lines.encode)
        for name, weight in self.model.named_parameters():
            weight.requires_grad_(name.startswith(LEARNED))
        self.optimizer = torch.optim.AdamW(
            self._learned().values(), settings.rate, weight_decay=settings.weight_decay
        )
        self.half = multiplies_bfloat16(torch.device("cpu"))
        self.step, self.seconds = 0, 0.0

    def _learned(self):
        return {n: w for n, w in self.model.named_parameters() if w.requires_grad}

    def advance(self):
        """One step; losses of own lines and of rehearsed texts, in nats a token."""
        settings = self.settings
        generator = np.random.default_rng([settings.seed, 23, self.step])
        places = generator.integers(len(self.lines), size=settings.own)
        own = [self.lines.item(int(place), generator, self.request) for place in places]
        first = FIRST_REHEARSED + (settings.seed * 100_003 + self.step) * settings.rehearsed
        known = [self.corpus.item(first + n, whole=False) for n in range(settings.rehearsed)]
        for group in self.optimizer.param_groups:
            group["lr"] = settings.rate_at(self.step)
        losses = [loss_of(self.model, items, self.half) for items in (own, known) if items]
        self.optimizer.zero_grad()
        sum(losses).backward()
        torch.nn.utils.clip_grad_norm_(self._learned().values(), 1.0)
        self.optimizer.step()
        self.step += 1
        return [float(loss.detach()) for loss in losses]

    def request(self, language, generator):
        """A request of the course, about anything."""
        seed = FIRST_REHEARSED + int(generator.integers(FIRST_REHEARSED))
        return str(self.corpus.texts(seed, language)[0])

    def save(self):
        """Writes the run, whole or not at all."""
        if self.path is not None:
            _runs.save_run(
                self.path, self.step, self.optimizer, self.seconds, model=self._learned()
            )

    def restore(self):
        """Goes on where the file left off, if there is one."""
        found = self.path and _runs.load_run(self.path, self.optimizer)
        if found:
            self.step, self.seconds, states = found
            self.model.load_state_dict(states["model"], strict=False)

    def weights(self):
        """What was learned, as float16 arrays."""
        return {n: w.detach().numpy().astype(np.float16) for n, w in self._learned().items()}


def loss_of(model, items, half=False):
    """Mean cross-entropy of what is to be learned, in nats a token; a tensor.

    Args:
        model: the writer.
        items: pairs of ids and the place of the first that is to be learned.
        half: whether matrices are multiplied in bfloat16.
    """
    with torch.autocast("cpu", torch.bfloat16, enabled=half):
        parts = losses_of(model, *pad(items))
    return sum(total for total, _ in parts) / max(sum(int(number) for _, number in parts), 1)


def personalise_writer(texts, *, name, folder=None, steps=None, seed=0, on_step=None):
    """Fine-tunes the shipped writer on your own lines.

    The first interrupt (Ctrl-C, the stop button) ends the run after the step under way, and what
    was learned so far is returned. With a folder, calling it again goes on from there.

    Args:
        texts: descriptions of landscapes in your own words, English or Chinese: a list of str, or
            a folder of .txt files of which every line counts; 1 to 2,000 lines.
        name: what artworks will call the writer.
        folder: where it is kept: weights, card and the run itself; None keeps nothing.
        steps: batches; by default 160 (more with ARTLAB_BUDGET=studio).
        seed: an int of 0 or more.
        on_step: called as `on_step(step, steps, losses)`; `losses` has "own" and "rehearsed".

    Returns:
        A `PersonalWriter`; a `Studio` takes it as its `writer`.

    Raises:
        FileNotFoundError: there is no such folder of texts.
        ValueError: an argument is out of its range, or the run in the folder is another one.

    Example:
        writer = personalise_writer(["Mist hangs in the pines."], name="My voice", steps=20)
        Studio(writer=writer).paint("pines")
    """
    name = keeping.checked_name(name)
    steps = runtime.budget(160, 160, 500) if steps is None else _arguments.whole("steps", steps, 1)
    settings = Settings(steps=steps, seed=_arguments.whole("seed", seed, 0))
    lines = personal_lines.Lines(personal_lines.read(texts), Writer.load())
    told = {"num_lines": len(lines), "unknown": round(lines.unknown, 4), "steps": steps}
    told |= {"seed": seed, "source": "your own lines"}
    run = Run(lines, settings, None if folder is None else Path(folder) / "run.safetensors")
    fit(run, keeping.fingerprint({"lines": np.array(lines.lines)}), on_step, ("own", "rehearsed"))
    about = told | {"steps_done": run.step, "seconds": round(run.seconds, 1)}
    writer = PersonalWriter(name, run.weights(), about)
    if folder is not None:
        writer.save(folder)
    return writer
