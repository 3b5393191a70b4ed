"""Training a small GPT: guess the next token, see how wrong it was, move every weight a little.

References:
    Loshchilov and Hutter, *Decoupled weight decay regularization* (2019): AdamW.
    Pascanu et al., *On the difficulty of training recurrent neural networks* (2013): clipping.
"""

import contextlib
import dataclasses
import math
import time
from pathlib import Path

import numpy as np
import torch

from artlab import _interrupts
from artlab._precision import multiplies_bfloat16
from artlab.gpt import checkpoints, reading
from artlab.gpt.losses import next_token_loss
from artlab.gpt.settings import Settings

CHECKPOINT_SECONDS = 20.0


class TrainingDiverged(RuntimeError):
    """The loss became NaN or infinite; the message says when and what to try."""


class Trainer:
    """Trains a causal language model on a corpus; interrupted, it goes on where it was.

    Batches depend on the seed and the step alone. On one machine type, thread count and set of
    versions, a run that was interrupted and resumed equals an uninterrupted one bit for bit.

    Args:
        model: an `artlab.gpt.GPT` or a causal language model of transformers; it is changed.
        corpus: an `artlab.gpt.Corpus`.
        checkpoint: path of a file (.safetensors) that `fit` keeps up to date, or `None`.
        **settings: as in `Settings`.

    Raises:
        ValueError: an argument is out of its range, or a window does not fit the model's context.

    Example:
        trainer = Trainer(GPT(config), corpus, steps=1000, checkpoint="run.safetensors")
        trainer.fit()
    """

    def __init__(self, model, corpus, checkpoint=None, **settings):
        self.model, self.corpus = model, corpus
        self.checkpoint = Path(checkpoint) if checkpoint is not None else None
        device = next(model.parameters()).device
        chosen = Settings(**settings)
        if chosen.precision == "auto":
            precision = "bfloat16" if multiplies_bfloat16(device) else "float32"
            chosen = dataclasses.replace(chosen, precision=precision)
        self.settings = chosen
        context = reading.context_of(model)
        if context is not None and chosen.length > context:
            raise ValueError(
                f"`length` must be at most {context}, the model's context. "
                f"Received: {chosen.length}"
            )
        self.optimizer = optimizer_of(model, self.settings)
        self.step, self.losses, self.seconds = 0, [], []

    def fit(self, until=None, callbacks=(), resume=True):
        """Trains to the end, or to a step.

        The first interrupt (Ctrl-C, the stop button) ends the run after the step under way. What
        was learned stays in the model; call `fit` again to go on. With a checkpoint the run is
        saved every 20 seconds, at the end, and at an interrupt.

        Args:
            until: steps in all, those before included; by default those of the settings.
            callbacks: objects with any of `on_start(trainer)`, `on_step(trainer)` and
                `on_end(trainer)`.
            resume: whether to go on from the checkpoint, if there is one.

        Returns:
            The losses of all steps so far, in nats a token: float32 array (steps,).

        Raises:
            ValueError: the checkpoint is of another run, or damaged.
            TrainingDiverged: the loss is NaN or infinite.
        """
        steps = self.settings.steps
        until = steps if until is None else min(until, steps)
        if resume and self.step == 0 and self.checkpoint is not None and self.checkpoint.exists():
            checkpoints.restore(self, self.checkpoint)
        self.model.train()
        try:
            self._run(until, callbacks)
        finally:
            self.model.eval()
        return np.asarray(self.losses, np.float32)

    def _run(self, until, callbacks):
        tell(callbacks, "on_start", self)
        saved = time.perf_counter()
        with _interrupts.deferred() as interrupted:
            while self.step < until and not interrupted.is_set():
                self._take_step()
                tell(callbacks, "on_step", self)
                if self.checkpoint and time.perf_counter() - saved > CHECKPOINT_SECONDS:
                    checkpoints.save(self, self.checkpoint)
                    saved = time.perf_counter()
        if self.checkpoint and self.step:
            checkpoints.save(self, self.checkpoint)
        tell(callbacks, "on_end", self)
        if interrupted.is_set():
            kept = f", and saved in {self.checkpoint}" if self.checkpoint else ""
            print(f"Interrupted after step {self.step}: all is kept{kept}. Run fit again to go on.")

    def _take_step(self):
        start = time.perf_counter()
        loss = self._one_step()
        if not math.isfinite(loss):
            raise TrainingDiverged(
                f"Training stopped at step {self.step + 1}: the loss is no longer a finite number. "
                f"Usual cause: a rate that is too large ({self.settings.rate:g}; try a tenth)."
            )
        self.step += 1
        self.losses.append(loss)
        self.seconds.append(time.perf_counter() - start)

    def _one_step(self):
        chosen = self.settings
        for group in self.optimizer.param_groups:
            group["lr"] = chosen.rate_at(self.step)
        device = next(self.model.parameters()).device
        windows = self.corpus.batch(self.step, chosen.batch_size, chosen.length, chosen.seed)
        inputs, labels = (torch.from_numpy(ids).to(device) for ids in windows)
        with _draws_of(chosen.seed, self.step), self._autocast(device):
            loss = next_token_loss(self.model, inputs, labels)
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), chosen.clip)
        if not loss.isfinite():
            return math.nan  # the weights are still good
        self.optimizer.step()
        return float(loss.detach())

    def _autocast(self, device):
        half = self.settings.precision == "bfloat16"
        return torch.autocast(device.type, torch.bfloat16, enabled=half)


def optimizer_of(model, settings):
    """AdamW; matrices and embeddings are pulled towards 0, biases and norms are not."""
    weights = [p for p in model.parameters() if p.requires_grad]
    groups = [
        {"params": [p for p in weights if p.ndim >= 2], "weight_decay": settings.weight_decay},
        {"params": [p for p in weights if p.ndim < 2], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=settings.rate, betas=settings.betas, fused=True)


@contextlib.contextmanager
def _draws_of(seed, step):
    """Within the block torch draws (for dropout) what the seed and the step say."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(int(np.random.default_rng([seed, 19, step]).integers(1 << 62)))
        yield


def tell(callbacks, name, trainer):
    """Calls a method of all callbacks that have it."""
    for callback in callbacks:
        getattr(callback, name, lambda trainer: None)(trainer)
