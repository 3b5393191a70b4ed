"""Fine-tunes the shipped painter on a student's own pictures.

The pictures have no sketches, so their edges take that place, as plain lines without names. What
the painter learns there it also paints where lines have names, because it has learned to paint
both alike. Only biases and the kernels on the way from forms back to pixels learn, a quarter of the
weights: a look is colours and marks, and what a mountain is need not be learned again.

References:
    Isola et al., *Image-to-image translation with conditional adversarial networks* (2017), for
    the L1 distance; Johnson, Alahi & Fei-Fei, *Perceptual losses* (2016), section 3, for the
    distances of features and Gram matrices; Dumoulin et al., *A learned representation for
    artistic style* (2017), for a style as a few numbers of a network that is kept.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import torch

from artlab import _arguments, _runs, runtime
from artlab._precision import multiplies_bfloat16
from artlab.gallery import features
from artlab.gallery.losses import gram_matrix, relative_distance
from artlab.studio import codes
from artlab.studio.personal import keeping
from artlab.studio.personal.painting import PersonalPainter
from artlab.studio.training import personal_network, personal_pictures
from artlab.studio.training.personal_pictures import style_tensor
from artlab.studio.training.personal_run import fit
from artlab.world.scene import STYLES, Scene

LAYERS = ("conv1_2", "conv2_2")  # whose features and Gram matrices are compared
WAY_BACK = ("narrow_", "up_", "fine", "head", "colors")
NAMES = ("pixels", "features", "marks")
AVERAGE = 0.97


@dataclasses.dataclass(frozen=True)
class Settings:
    """What a run depends on.

    Attributes:
        steps: batches in all.
        side: pixels of the crops.
        batch_size: crops in a batch.
        pixels, features, marks: weights of L1, of features, and of Gram matrices.
        rate: learning rate at its highest; it rises over ten steps and falls over the last 40%.
        seed: of the batches.
    """

    steps: int = 150
    side: int = 128
    batch_size: int = 3
    pixels: float = 8.0
    features: float = 1.0
    marks: float = 0.2
    rate: float = 3e-3
    seed: int = 0

    def rate_at(self, step):
        """Learning rate of a step."""
        left = (self.steps - step) / max(0.4 * self.steps, 1)
        return self.rate * min(1.0, (step + 1) / 10, max(left, 0.05))


class Run:
    """A painter that is learning.

    Args:
        examples: `personal_pictures.Examples`.
        base: the style that it begins with.
        settings: a `Settings`.
        path: safetensors file that it goes on from, and is kept in; or None.
    """

    def __init__(self, examples, base, settings, path=None):
        self.examples, self.settings = examples, settings
        self.path = Path(path) if path is not None else None
        self.network = features.hed_vgg16()
        self.device = self.network.mean.device
        self.half = multiplies_bfloat16(self.device)
        self.model = personal_network.Generator(personal_network.shipped_arrays()).to(self.device)
        for name, weight in self.model.weights.items():
            weight.requires_grad_(is_learned(name))
        self.learned = {n: w for n, w in self.model.weights.items() if w.requires_grad}
        self.average = {name: weight.detach().clone() for name, weight in self.learned.items()}
        self.style = style_tensor(Scene(style=base))[None].to(self.device)
        self.optimizer = torch.optim.Adam(self.learned.values(), settings.rate, (0.9, 0.99))
        self.step, self.seconds = 0, 0.0

    def advance(self):
        """One step; the three distances of `NAMES`."""
        settings = self.settings
        generator = np.random.default_rng([settings.seed, 29, self.step])
        batch = self.examples.batch(generator, settings.batch_size, settings.side)
        for group in self.optimizer.param_groups:
            group["lr"] = settings.rate_at(self.step)
        found = self.distances(*(part.to(self.device) for part in batch))
        weights = settings.pixels, settings.features, settings.marks
        loss = sum(weight * one for weight, one in zip(weights, found, strict=True))
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.learned.values(), 5.0)
        self.optimizer.step()
        self.step += 1
        self._keep_average()
        return [float(one.detach()) for one in found]

    def distances(self, channels, pictures):
        """How far paintings are from pictures: of pixels, of features, of Gram matrices."""
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.half):
            painted = self.model(channels, self.style.repeat(len(channels), 1))
            seen = self.network(painted, LAYERS)
            with torch.no_grad():
                wanted = self.network(pictures, LAYERS)
        pairs = [(seen[name].float(), wanted[name].float()) for name in LAYERS]
        alike = sum(relative_distance(*pair) for pair in pairs) / len(pairs)
        marks = sum(relative_distance(*map(gram_matrix, pair)) for pair in pairs) / len(pairs)
        return (painted - pictures).abs().mean(), alike, marks

    def _keep_average(self):
        share = 1 - min(AVERAGE, self.step / (self.step + 10))
        for name, weight in self.learned.items():
            self.average[name].lerp_(weight.detach(), share)

    def save(self):
        """Writes the run, whole or not at all."""
        if self.path is not None:
            states = {"model": self.learned, "average": self.average}
            _runs.save_run(self.path, self.step, self.optimizer, self.seconds, **states)

    def restore(self):
        """Goes on where the file left off, if there is one."""
        found = self.path and _runs.load_run(self.path, self.optimizer)
        if found:
            self.step, self.seconds, states = found
            with torch.no_grad():
                for name, weight in self.learned.items():
                    weight.copy_(states["model"][name])
                    self.average[name].copy_(states["average"][name])

    def weights(self):
        """What was learned, averaged, as float16 arrays."""
        return {n: w.cpu().numpy().astype(np.float16) for n, w in self.average.items()}


def is_learned(name):
    """Whether a weight learns: biases, and the kernels on the way from forms back to pixels."""
    layer, _, part = name.partition("/")
    is_kernel = layer.startswith(WAY_BACK) and not layer.endswith("_film")
    return layer not in ("style_1", "style_2") and (part == "bias" or is_kernel)


def nearest_style(examples):
    """The style in which the shipped painter comes nearest to pictures by their lines alone.

    Args:
        examples: `personal_pictures.Examples`.

    Returns:
        One of `STYLES`: the one with the least L1 distance at 64 pixels, by day. Colours are
        evened out first (each channel to mean 0 and spread 1), for they are learned soonest.
    """
    model = personal_network.Generator(personal_network.shipped_arrays())
    some = min(len(examples), 8)
    small = torch.nn.functional.interpolate(
        torch.cat([examples.lines[:some], examples.pictures[:some]], dim=1), (64, 64), mode="area"
    )
    channels, found = personal_pictures.plain_channels(small[:, :1]), {}
    with torch.no_grad():
        for style in STYLES:
            painted = model(channels, style_tensor(Scene(style=style))[None].repeat(some, 1))
            found[style] = float((_even(painted) - _even(small[:, 1:])).abs().mean())
    return min(found, key=found.get)


def _even(pictures):
    spread, mean = torch.std_mean(pictures, dim=(2, 3), keepdim=True)
    return (pictures - mean) / (spread + 0.05)


def personalise_painter(
    pictures, *, name, folder=None, steps=None, base=None, seed=0, on_step=None
):
    """Fine-tunes the shipped painter on your own pictures.

    The first interrupt (Ctrl-C, the stop button) ends the run after the step under way, and what
    was learned so far is returned. With a folder, calling it again goes on from there.

    Args:
        pictures: a folder of pictures, or a list of pictures: arrays, PIL images, paintings of
            `datasets.met_paintings()`; 1 to 200. Of each the largest centred square counts.
        name: what artworks will call the painter.
        folder: where it is kept: weights, card and the run itself; None keeps nothing.
        steps: batches of three crops; by default 150 (more with ARTLAB_BUDGET=studio).
        base: the style of the shipped painter that it begins with; by default the nearest.
        seed: an int of 0 or more.
        on_step: called as `on_step(step, steps, losses)`; `losses` has "pixels", "features" and
            "marks".

    Returns:
        A `PersonalPainter`; a `Studio` takes it as its `painter`.

    Raises:
        FileNotFoundError: there is no such folder of pictures.
        ValueError: an argument is out of its range, or the run in the folder is another one.

    Example:
        painter = personalise_painter("holidays", name="My summer", folder="my_painter")
        Studio(painter=painter).paint("a lake at dusk")
    """
    name, base = keeping.checked_name(name), codes.check_style(base)
    steps = runtime.budget(150, 400, 600) if steps is None else _arguments.whole("steps", steps, 1)
    settings = Settings(steps=steps, seed=_arguments.whole("seed", seed, 0))
    squares = personal_pictures.read(pictures)
    examples = personal_pictures.Examples(squares)
    base = base or nearest_style(examples)
    told = {"base": base, "num_pictures": len(squares), "steps": steps, "seed": seed}
    run = Run(
        examples, base, settings, None if folder is None else Path(folder) / "run.safetensors"
    )
    material = keeping.fingerprint({base: np.stack(squares)})
    fit(run, material, on_step, NAMES)
    about = told | {"steps_done": run.step, "seconds": round(run.seconds, 1)}
    about |= {"source": "your own pictures", "material": material}
    painter = PersonalPainter(name, run.weights(), about)
    if folder is not None:
        painter.save(folder)
    return painter
