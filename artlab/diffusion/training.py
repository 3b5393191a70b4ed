"""Training the diffusion model: cover a picture with noise, ask what lies under it, correct.

No adversary and no balance to keep: one network, one mean squared error, and a loss that means
the same in every step.

References:
    Ho, Jain & Abbeel 2020, algorithm 1 (draw a picture, a step and noise; one gradient step).
    Salimans & Ho 2022 (velocity as the target); Ho & Salimans 2022 (labels left out).
"""

import dataclasses
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from artlab import _arguments, _interrupts, _runs
from artlab._precision import multiplies_bfloat16
from artlab.diffusion import schedule
from artlab.diffusion.network import NAMES, NO_LABEL, SIDE, Denoiser
from artlab.diffusion.settings import Settings

CHECKPOINT_STEPS = 250


class TrainingDiverged(RuntimeError):
    """The loss became NaN or infinite."""


class Trainer:
    """Trains a `Denoiser` on pictures with labels; interrupted, it goes on where it was.

    Everything that is drawn depends on the seed and the step alone. On one machine type, thread
    count and set of versions, a resumed run equals an uninterrupted one bit for bit.

    Args:
        pictures: float array (num, 28, 28) in [-1, 1].
        labels: int array (num,), positions in `diffusion.NAMES`.
        settings: a `Settings`.
        checkpoint: path of a file (.safetensors) that `fit` keeps up to date, or None.

    Attributes:
        network: the newest weights; `average`: the averaged ones, as a `state_dict`.
        losses: mean squared error of each step, float list.
        snapshots: dict from step to averaged weights in 16 bits.

    Example:
        trainer = Trainer(dataset.images[..., 0], dataset.labels, Settings(steps=300))
        trainer.fit()
        pictures = diffusion.sample(trainer.averaged(), 16)
    """

    def __init__(self, pictures, labels, settings=None, checkpoint=None):
        self.pictures, self.labels = _checked(pictures, labels)
        self.settings = chosen = settings or Settings()
        self.checkpoint = Path(checkpoint) if checkpoint is not None else None
        self.network = Denoiser(chosen.seed)
        self.average = {k: v.clone() for k, v in self.network.state_dict().items()}
        self.optimizer = torch.optim.Adam(self.network.parameters(), chosen.rate, fused=True)
        self.signal = torch.from_numpy(schedule.cosine_schedule(chosen.num_steps)).float()
        half = chosen.precision == "bfloat16" or (
            chosen.precision == "auto" and multiplies_bfloat16(torch.device("cpu"))
        )
        self.autocast = lambda: torch.autocast("cpu", torch.bfloat16, enabled=half)
        self.step, self.seconds, self.losses, self.snapshots = 0, 0.0, [], {}

    def fit(self, until=None, callbacks=()):
        """Trains to the end, or to a step.

        The first interrupt ends the run after the step under way; call `fit` again to go on.

        Args:
            until: steps in all, those before included; by default those of the settings.
            callbacks: called with the trainer after each step.

        Returns:
            float32 array (steps,): the losses so far.

        Raises:
            ValueError: `until` is no int of 0 or more, or the checkpoint is of another run.
            TrainingDiverged: the loss is NaN or infinite.
        """
        most = self.settings.steps
        until = most if until is None else min(_arguments.whole("until", until, 0), most)
        if self.step == 0:
            self._restore()
        self.network.train()
        with _interrupts.deferred() as interrupted:
            while self.step < until and not interrupted.is_set():
                self._take_step()
                for callback in callbacks:
                    callback(self)
                if self.step % CHECKPOINT_STEPS == 0:
                    self._save()
        self._save()
        self.network.eval()
        if interrupted.is_set():
            print(f"Interrupted after step {self.step}: all is kept. Run fit again to go on.")
        return np.asarray(self.losses, np.float32)

    def averaged(self):
        """A `Denoiser` of the averaged weights, in evaluation mode."""
        return denoiser_of(self.average, self.step)

    def batch(self, step):
        """What a step learns from: pictures, labels, signals and noise; it depends on the seed.

        Returns:
            Tensors (batch, 28, 28), (batch,), (batch,), (batch, 28, 28).
        """
        chosen = self.settings
        rng = np.random.default_rng([chosen.seed, 13, step])
        index = rng.integers(0, len(self.pictures), chosen.batch_size)
        places = rng.integers(1, chosen.num_steps + 1, chosen.batch_size)
        bare = torch.from_numpy(rng.random(chosen.batch_size) < chosen.unlabelled)
        noise = rng.standard_normal((chosen.batch_size, *self.pictures.shape[1:]), np.float32)
        labels = torch.where(bare, NO_LABEL, self.labels[index])
        return self.pictures[index], labels, self.signal[places], torch.from_numpy(noise)

    def _take_step(self):
        begun = time.process_time()
        for group in self.optimizer.param_groups:
            group["lr"] = self.settings.rate_at(self.step)
        pictures, labels, signal, noise = self.batch(self.step)
        with self.autocast():
            loss = error(self.network, pictures, labels, signal, noise).mean()
        if not loss.isfinite():
            raise TrainingDiverged(
                f"Training stopped at step {self.step + 1}: the loss is no longer a finite "
                f"number. Usual cause: a `rate` that is too large ({self.settings.rate:g})."
            )
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.step += 1
        self.losses.append(loss.item())
        self._keep_average()
        self.seconds += time.process_time() - begun

    def _keep_average(self):
        share = 1 - self.settings.average_at(self.step)
        for name, value in self.network.state_dict().items():
            self.average[name].lerp_(value, share)
        if self.step in self.settings.snapshots():
            self.snapshots[self.step] = _runs.as_weights(self.average)

    def _save(self):
        if self.checkpoint is None or self.step == 0:
            return
        states = {f"snapshot_{step}": found for step, found in self.snapshots.items()}
        states |= {"network": self.network.state_dict(), "average": self.average}
        states |= {"run": self._run(), "history": {"losses": torch.tensor(self.losses)}}
        _runs.save_run(self.checkpoint, self.step, self.optimizer, self.seconds, **states)

    def _restore(self):
        if self.checkpoint is None:
            return
        found = _read(self.checkpoint, self.optimizer, self._run())
        if found is None:
            return
        self.step, self.seconds, states = found
        self.network.load_state_dict(states["network"])
        self.average = states["average"]
        self.losses = states["history"]["losses"].tolist()
        taken = {name: part for name, part in states.items() if name.startswith("snapshot_")}
        self.snapshots = {int(name.removeprefix("snapshot_")): part for name, part in taken.items()}

    def _run(self):
        """What tells this run from others, as tensors."""
        chosen = dataclasses.asdict(self.settings)
        chosen["precision"] = ("auto", "float32", "bfloat16").index(chosen["precision"])
        chosen["pictures"] = float(self.pictures.double().abs().sum())
        return {name: torch.tensor(value, dtype=torch.float64) for name, value in chosen.items()}


def error(network, pictures, labels, signal, noise):
    """Squared error of the velocity, a mean over the pixels.

    Args:
        network: a `Denoiser`.
        pictures, labels, signal, noise: as `Trainer.batch` gives them.

    Returns:
        float tensor (batch,).
    """
    noisy = schedule.add_noise(pictures, signal, noise)
    told = network(noisy, signal, labels).float()
    return (told - schedule.velocity(pictures, signal, noise)).square().mean(dim=(1, 2))


def denoiser_of(state, step):
    """A `Denoiser` with given weights, in evaluation mode.

    Args:
        state: dict from name to tensor, of any float type.
        step: steps of its training.
    """
    denoiser = Denoiser()
    denoiser.load_state_dict({name: value.float() for name, value in state.items()})
    denoiser.trained_steps = step
    return denoiser.requires_grad_(False).eval()


def _checked(pictures, labels):
    pictures, labels = np.asarray(pictures, np.float32), np.asarray(labels)
    if pictures.ndim != 3 or pictures.shape[1:] != (SIDE, SIDE) or not len(pictures):
        raise ValueError(f"`pictures` must have shape (num, 28, 28). Received: {pictures.shape}")
    if not np.isfinite(pictures).all() or np.abs(pictures).max() > 1:
        raise ValueError(
            f"`pictures` must be in [-1, 1]. Received: {pictures.min():g} to {pictures.max():g}"
        )
    whole = np.issubdtype(labels.dtype, np.integer) and labels.shape == (len(pictures),)
    if not whole or labels.min() < 0 or labels.max() >= len(NAMES):
        raise ValueError(
            f"`labels` must be {len(pictures)} ints from 0 to {len(NAMES) - 1}. "
            f"Received: {labels.dtype} {labels.shape}"
        )
    return torch.from_numpy(pictures), torch.from_numpy(labels.astype(np.int64))


def _read(path, optimizer, run):
    """What `load_run` gives, or None; only a run of the same settings and pictures is read."""
    from safetensors import SafetensorError, safe_open

    if not path.exists():
        return None
    try:
        with safe_open(path, framework="pt") as file:
            kept = {name: file.get_tensor(f"run/{name}") for name in run}
    except SafetensorError as error:
        raise ValueError(
            f"`checkpoint` must be a file that a trainer saved. Received: {path} ({error})"
        ) from None
    other = [name for name, value in run.items() if not torch.equal(value, kept[name])]
    if other:
        raise ValueError(
            f"`checkpoint` must be of the same run. Received: {path}, whose {', '.join(other)} "
            "differ. Delete it, or name another file"
        )
    return _runs.load_run(path, optimizer)
