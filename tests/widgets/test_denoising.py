"""The scrubber through a diffusion model: which step of which model it shows."""

import numpy as np
import pytest

from artlab import images, widgets
from artlab.widgets import denoising

torch = pytest.importorskip("torch")


class Certain:
    """A model that believes in one grey, whatever it sees."""

    def __init__(self, grey, trained_steps):
        self.grey, self.trained_steps = grey, trained_steps

    def velocity(self, noisy, signal, labels, guidance):
        share = signal[:, None, None]
        return (share.sqrt() * noisy - self.grey) / (1 - share).sqrt()


MODELS = [Certain(-1.0, 10), Certain(1.0, 2000)]


def controls(panel):
    """Sliders, lists and pictures of a panel, by their names."""
    found, children = {}, list(panel.children)
    while children:
        child = children.pop()
        children += getattr(child, "children", ())
        kind = type(child).__name__
        if kind != "Play":
            found[child.description if kind in ("IntSlider", "Dropdown") else kind] = child
    return found


@pytest.fixture
def shown():
    return controls(widgets.denoising_scrubber("bear", 3, 4, models=MODELS))


def test_scrubber_begins_with_the_oldest_model_and_the_first_step(shown):
    assert "bear, trained for 2,000 steps; step 1 of 4" in shown["Picture"].alt
    assert "(0% picture)" in shown["Picture"].alt


def test_sliders_choose_step_model_and_animal(shown):
    shown["step out of the noise"].value = 3
    shown["age of the model"].value = 0
    shown["animal"].value = "zebra"
    assert "zebra, trained for 10 steps; step 3 of 4" in shown["Picture"].alt


def test_picture_changes_with_every_control(shown):
    seen = {shown["Picture"].value}
    for name, value in (("step out of the noise", 4), ("age of the model", 0)):
        shown[name].value = value
        seen.add(shown["Picture"].value)
    assert len(seen) == 3


def test_what_is_given_stands_above_what_is_believed():
    from artlab import diffusion

    path = diffusion.denoising_path(MODELS[1], 3, steps=4)
    both = denoising.pair(path, 0)
    given = images.tile(np.clip(path.noisy[0], -1, 1)[..., None], columns=3)
    believed = images.tile(np.ones((3, 28, 28, 1), "float32"), columns=3)
    gap = 2
    assert np.array_equal(both[: 28 + 2 * gap], given)
    assert np.array_equal(both[-(28 + 2 * gap) :], believed)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"name": "unicorn"}, "`name` must be of: bear"),
        ({"num": 0}, "`num` must be an int from 1 to 12"),
        ({"steps": 1}, "`steps` must be an int from 2 to 64"),
        ({"models": []}, "`models` must hold one model or more"),
    ],
)
def test_what_cannot_be_shown_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        widgets.denoising_scrubber(**options)
