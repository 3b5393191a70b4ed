"""Lesson 13: out of one noise, step by step, with a diffusion model at every age."""

import functools

import numpy as np

from artlab import _arguments, images
from artlab.widgets import base

WIDTH = 648  # CSS pixels


def denoising_scrubber(name="giraffe", num=8, steps=16, seed=0, models=None):
    """Two sliders: steps out of the noise, and steps of training.

    Above stands what the model is given, below what it takes it for. The noise is the same at
    every age, so what changes is what the model has learned.

    Args:
        name: which animal is chosen first.
        num: how many pictures, 1 to 12.
        steps: steps from noise to picture, 2 to 64.
        seed: of the noise.
        models: `Denoiser`s in the order of their training; the shipped snapshots by default.

    Returns:
        A widget; play button, sliders, and a list of animals.

    Raises:
        ValueError: an argument is none of these.
    """
    from artlab import diffusion

    num = _arguments.whole("num", num, 1, 12)
    steps = _arguments.whole("steps", steps, 2, 64)
    if name not in diffusion.NAMES:
        raise ValueError(f"`name` must be of: {', '.join(diffusion.NAMES)}. Received: {name!r}")
    if models is None:
        models = [diffusion.load(place) for place in range(len(diffusion.snapshots()))]
    elif not len(models):
        raise ValueError("`models` must hold one model or more. Received: none")
    place, box = base.play("step out of the noise", 1, steps, interval=350)
    age = base.int_slider("age of the model", len(models) - 1, 0, len(models) - 1)
    animal = base.choice("animal", list(diffusion.NAMES), name)
    picture = base.Picture()

    @functools.cache
    def path(age, animal):
        return diffusion.denoising_path(models[age], num, animal, steps=steps, seed=seed)

    def draw(place, age, animal):
        found = path(age, animal)
        text = scrubber_text(models[age].trained_steps, place, found.signals, animal)
        picture.show(pair(found, place - 1), text, width=WIDTH)
        caption.value = text

    caption = base.widgets.HTML()
    base.connect(draw, place=place, age=age, animal=animal).fast = 0.2
    return base.panel(box, [age, animal], caption, picture)


def scrubber_text(trained_steps, place, signals, animal):
    """One line about what is shown.

    Args:
        trained_steps: steps of the model's training.
        place: step out of the noise, from 1.
        signals: shares of the variance that are picture, one for each step.
        animal: what the model is told to paint.
    """
    return (
        f"{animal}, trained for {trained_steps:,} steps; step {place} of {len(signals)}: above "
        f"what the model is given ({signals[place - 1]:.0%} picture), below what it takes it for"
    )


def pair(path, index):
    """What is given in a step, above what it is taken for: uint8 (height, width, 3)."""
    rows = np.concatenate([path.noisy[index], path.believed[index]])
    return images.tile(np.clip(rows, -1, 1)[..., None], columns=path.noisy.shape[1])
