"""A training run, looked at along the way: its losses on whole documents, and what it writes."""

from typing import NamedTuple

from artlab.gpt import decoding, losses, sampling
from artlab.gpt.reading import encode

STEPS = (0, 20, 50, 100, 200, 350, 500, 700, 1000)


class Snapshot(NamedTuple):
    """A model at one step.

    Attributes:
        step: optimiser steps done.
        train, held_out: loss on training and on held-out documents, in nats a token.
        texts: what it writes, one list of token ids for each prompt, the prompt included.
    """

    step: int
    train: float
    held_out: float
    texts: list[list[int]]


class Watch:
    """A callback of `Trainer.fit` that measures the model and lets it write.

    The draws are the same each time: what changes in a text is what the model has learned.

    Args:
        prompts: texts to continue; "" is the beginning of a document.
        steps: at which steps; the first and the last one of the run are always looked at.
        num_tokens: longest text, in tokens behind the prompt.
        temperature, top_p: of the draws; see `artlab.gpt.processors`.
        documents: how many documents of each side are measured.
        seed: of the draws.

    Attributes:
        snapshots: a list of `Snapshot`s, by step.

    Example:
        watch = Watch(prompts=["Two mountains"])
        trainer.fit(callbacks=[watch])
    """

    def __init__(
        self,
        prompts=("",),
        steps=STEPS,
        num_tokens=60,
        temperature=0.8,
        top_p=0.9,
        documents=60,
        seed=0,
    ):
        self.prompts = [prompts] if isinstance(prompts, str) else list(prompts)
        self.steps, self.num_tokens, self.documents = set(steps), num_tokens, documents
        self.seed, self.processors = seed, sampling.processors(temperature, top_p=top_p)
        self.snapshots = []

    def on_start(self, trainer):
        """Looks at the model before its first step."""
        self.look(trainer)

    def on_step(self, trainer):
        """Looks at the model, if it is time."""
        if trainer.step in self.steps:
            self.look(trainer)

    def on_end(self, trainer):
        """Looks at what has become of the model."""
        self.look(trainer)

    def look(self, trainer):
        """Takes a snapshot, unless there is one of this step."""
        if self.snapshots and self.snapshots[-1].step >= trainer.step:
            return
        model, corpus = trainer.model, trainer.corpus
        sides = (side[: self.documents] for side in (corpus.train, corpus.held_out))
        measured = (losses.held_out_loss(model, side) for side in sides)
        texts = [self.write(model, corpus.tokenizer, prompt) for prompt in self.prompts]
        self.snapshots.append(Snapshot(trainer.step, *measured, texts))

    def write(self, model, tokenizer, prompt):
        """What a model writes behind a prompt, without the tokens that begin and end a text."""
        end = tokenizer.eos_token_id
        options = {"processors": self.processors, "seed": self.seed, "stop_ids": [end]}
        ids = decoding.sample(model, encode(tokenizer, prompt), self.num_tokens, **options)
        return [i for i in ids[0].tolist() if i not in (tokenizer.bos_token_id, end)]
