"""Trains the decoder of the fast style transfer: any style, one pass.

What is minimised is what `transfer` minimises for one picture: the distance of activations to
the content's, and of Gram matrices to the style's. The decoder learns to reach in one pass what
`transfer` searches for step by step.

References:
    Huang & Belongie 2017, section 6; Johnson, Alahi & Fei-Fei 2016, Perceptual Losses, section 3
    (the two distances as the loss of a network).
"""

import dataclasses
import math
import time
from pathlib import Path

import torch
from torch import nn

from artlab import _runs, runtime
from artlab.gallery import features, instance_norm
from artlab.gallery.losses import distances, outside, total_variation
from artlab.gallery.style_pairs import Pairs

WEIGHTS = Path(__file__).parents[1] / "weights" / "fast_style"
CHECKPOINT_STEPS = 100


@dataclasses.dataclass(frozen=True)
class Settings:
    """What a run depends on.

    Attributes:
        steps: batches in all.
        sides: sides of the crops in pixels; the second from `enlarge` of the steps on.
        enlarge: share of the steps that learn from the small crops.
        batch_size: pairs in a batch.
        learning_rate: at its highest; it rises over 100 steps and falls along a cosine.
        style_weight: weight of the style distance; the content distance has weight 1.
        tv_weight: weight of the total variation.
        average: how much of the averaged weights stays in one step.
        seed: of weights, crops and pairs.
    """

    steps: int = 3200
    sides: tuple = (96, 128)
    enlarge: float = 0.9
    batch_size: int = 4
    learning_rate: float = 1e-3
    style_weight: float = 30.0
    tv_weight: float = 0.2
    average: float = 0.995
    seed: int = 0

    def side(self, step):
        """Side of the crops of a step."""
        return self.sides[step >= self.enlarge * self.steps]

    def rate(self, step):
        """Learning rate of a step."""
        falling = 0.5 * (1 + math.cos(math.pi * step / self.steps))
        return self.learning_rate * min(1, (step + 1) / 100) * (0.02 + 0.98 * falling)


class Run:
    """A decoder being trained, with its optimiser and its averaged weights.

    Args:
        settings: a `Settings`.
        path: safetensors file that it goes on from, and is kept in.
    """

    def __init__(self, settings, path):
        torch.manual_seed(settings.seed)
        self.settings, self.path = settings, Path(path)
        self.network = features.hed_vgg16()
        device = self.network.mean.device
        self.decoder = instance_norm.Decoder().to(device)
        self.average = {k: v.clone() for k, v in self.decoder.state_dict().items()}
        self.optimizer = torch.optim.Adam(self.decoder.parameters(), settings.learning_rate)
        self.step, self.seconds = 0, 0.0

    def advance(self, first, style):
        """One step on a batch; content and style distance, means over the batch."""
        settings, device = self.settings, self.network.mean.device
        first, style = first.to(device), style.to(device)
        for group in self.optimizer.param_groups:
            group["lr"] = settings.rate(self.step)
        with torch.autocast(device.type, torch.bfloat16):
            found = instance_norm.stylised(self.network, self.decoder, first, style).float()
            content, manner = distances(self.network, found, first, style)
        loss = content.mean() + settings.style_weight * manner.clamp(max=4).mean()
        loss = loss + settings.tv_weight * total_variation(found) + 10 * outside(found)
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.decoder.parameters(), 2.0)
        self.optimizer.step()
        self.step += 1
        self._keep_average()
        return content.mean().item(), manner.mean().item()

    def _keep_average(self):
        share = 1 - min(self.settings.average, self.step / (self.step + 10))
        for name, value in self.decoder.state_dict().items():
            self.average[name].lerp_(value, share)

    def save(self):
        """Writes the run, whole or not at all."""
        states = {"decoder": self.decoder.state_dict(), "average": self.average}
        _runs.save_run(self.path, self.step, self.optimizer, self.seconds, **states)

    def restore(self):
        """Goes on where the file left off, if there is one."""
        if found := _runs.load_run(self.path, self.optimizer):
            self.step, self.seconds, states = found
            self.decoder.load_state_dict(states["decoder"])
            device = self.network.mean.device
            self.average = {name: value.to(device) for name, value in states["average"].items()}


def train(path, steps=None, settings=None, report=print):
    """Trains the decoder, or goes on where a run was interrupted.

    Args:
        path: safetensors file of the averaged weights, float16. The run itself is kept in the
            course's cache folder where `path` is the shipped file, else beside it.
        steps: batches in all; `None` for those of `Settings`.
        settings: a `Settings`.
        report: called with a line every 25 steps.

    Returns:
        A dict: content and style distance, means over the last 200 steps, and seconds.
    """
    from safetensors.torch import save

    path, settings = Path(path), settings or Settings()
    if steps is not None:
        settings = dataclasses.replace(settings, steps=steps)
    is_shipped = path.parent.resolve() == WEIGHTS.resolve()
    folder = runtime.cache_dir() / "fast_style" if is_shipped else path.parent
    run, pairs = Run(settings, folder / "run.safetensors"), Pairs(settings.seed)
    run.restore()
    values, begun, earlier = [], time.monotonic(), run.seconds
    while run.step < settings.steps:
        batch = pairs.batch(run.step, settings.batch_size, settings.side(run.step))
        values = [*values, run.advance(*batch)][-200:]
        run.seconds = earlier + time.monotonic() - begun
        if run.step % 25 == 0:
            content, style = torch.tensor(values[-100:]).mean(0).tolist()
            report(
                f"{run.seconds / 60:5.1f} min, step {run.step:,} of {settings.steps:,}: "
                f"content {content:.3f}, style {style:.3f}"
            )
        if run.step % CHECKPOINT_STEPS == 0:
            run.save()
    run.save()
    with runtime.atomic_write(path) as temporary:
        temporary.write_bytes(save(_runs.as_weights(run.average)))
    content, style = torch.tensor(values or [(math.nan, math.nan)]).mean(0).tolist()
    return {"content": content, "style": style, "seconds": round(run.seconds)}
