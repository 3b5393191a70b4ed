"""Style transfer in the notebook: the picture under way, and the mixer that repaints it."""

import numpy as np
import pytest

pytest.importorskip("torch")

from artlab import gallery, widgets
from artlab.widgets import styling

QUICK = {"size": 40, "steps": 4}


def patches(seed, height=40, width=40):
    """A patchwork of 16 colours, uint8."""
    coarse = np.random.default_rng(seed).uniform(0, 255, (4, 4, 3))
    return np.kron(coarse, np.ones((height // 4, width // 4, 1))).astype(np.uint8)


CONTENT, STYLES = patches(0), {"one <b>": patches(1), "two": patches(2)}


@pytest.fixture
def mixer():
    made = widgets.style_mixer(CONTENT, STYLES, **QUICK)
    made.wait()
    yield made
    made.halt()
    made.wait()


# The picture under way -------------------------------------------------------------------------


def test_live_style_shows_the_last_step_and_keeps_what_is_asked():
    view = widgets.LiveStyle(keep=(1, 3))
    result = gallery.transfer(CONTENT, STYLES["two"], scales=1, on_step=view, **QUICK)
    assert not result.interrupted
    assert "Step 4 of 4: content distance" in view.picture.alt
    assert len(view.frames) == 2 and view.frames[0].shape == (40, 40, 3)
    assert view.strip().shape == (2, 40, 40, 3)


def test_strip_enlarges_the_small_pictures():
    view = styling.LiveStyle()
    view.frames = [patches(0, 20, 40), patches(0, 40, 80)]
    assert view.strip().shape == (2, 40, 80, 3)
    assert view.strip(160).shape == (2, 80, 160, 3)
    np.testing.assert_array_equal(view.strip()[1], view.frames[1])


def test_live_style_draws_a_quarter_of_a_second_apart(monkeypatch):
    clock = iter(np.arange(0, 10, 0.1))
    monkeypatch.setattr(styling.time, "perf_counter", lambda: next(clock))
    view, drawn = styling.LiveStyle(), []
    monkeypatch.setattr(styling.base.Picture, "show", lambda self, *_: drawn.append(1))
    steps = [
        gallery.StyleStep(number, 20, 1.0, 0.5, 0.1, np.zeros((1, 3, 8, 8)))
        for number in range(1, 21)
    ]
    monkeypatch.setattr(gallery.StyleStep, "picture", np.zeros((8, 8, 3), np.uint8))
    for step in steps:
        view(step)
    assert 2 <= len(drawn) <= 10


def test_live_style_starts_anew_with_each_work():
    view = widgets.LiveStyle(keep=(1,))
    for _ in range(2):
        gallery.transfer(CONTENT, STYLES["two"], scales=1, on_step=view, **QUICK)
        assert len(view.frames) == 1


def test_pictures_are_enlarged_to_the_width_and_never_made_smaller():
    assert styling.large(patches(0, 20, 40), 100).shape == (50, 100, 3)
    wide = patches(0, 40, 120)
    assert styling.large(wide, 100) is wide


def test_nothing_kept_is_named():
    with pytest.raises(ValueError, match="`keep` must name steps that were reached"):
        widgets.LiveStyle().strip()
    with pytest.raises(ValueError, match="`keep` must be an int of 1 or more"):
        widgets.LiveStyle(keep=(0,))


# The mixer -------------------------------------------------------------------------------------


def test_mixer_paints_what_transfer_paints(mixer):
    wanted = gallery.transfer(CONTENT, STYLES["one <b>"], style_weight=30, **QUICK)
    np.testing.assert_array_equal(mixer.result.image, wanted.image)
    assert f"style distance {wanted.style_loss:.3f}" in mixer.pictures["result"].alt
    assert "done" in mixer.line.value


def test_each_control_repaints(mixer):
    for control, value, options in (
        (mixer.weight, 100, {"style_weight": 100}),
        (mixer.colors, "luminance", {"style_weight": 100, "preserve_color": "luminance"}),
        (mixer.manner, "two", {"style_weight": 100, "preserve_color": "luminance"}),
    ):
        control.value = value
        mixer.wait()
        wanted = gallery.transfer(CONTENT, STYLES[mixer.manner.value], **options, **QUICK)
        np.testing.assert_array_equal(mixer.result.image, wanted.image)


def test_what_is_known_is_shown_without_painting(monkeypatch):
    known = {
        weight: gallery.StyleResult(patches(weight), 0.5, 0.1, 1.0, 4) for weight in (1, 30, 100)
    }
    monkeypatch.setattr(gallery, "transfer", None)
    made = widgets.style_mixer(CONTENT, STYLES, known, **QUICK)
    assert made.result is known[30]
    made.weight.value = 100
    assert made.result is known[100] and made.painter is None
    assert "content distance 0.50, style distance 0.100" in made.pictures["result"].alt


def test_what_was_painted_is_kept(mixer):
    first = mixer.result
    mixer.weight.value = 0.3
    mixer.wait()
    assert mixer.result is not first
    mixer.weight.value = 30
    assert mixer.result is first


def test_stop_keeps_the_best_so_far():
    made = widgets.style_mixer(CONTENT, STYLES, size=40, steps=100_000)
    while "Step" not in made.line.value:
        made.painter.join(0.01)
    made.stop.click()
    made.wait()
    assert made.result.interrupted and "stopped after" in made.line.value
    assert made.painted == {}


def test_moving_a_control_leaves_the_old_work():
    made = widgets.style_mixer(CONTENT, STYLES, size=40, steps=3000)
    old = made.painter
    made.manner.value = "two"
    new = made.painter
    assert old is not new and old.halt.is_set() and not new.halt.is_set()
    made.manner.value = "one <b>"
    made.halt()
    made.wait()
    assert not old.is_alive() and not new.is_alive()
    assert made.result is None or made.result.interrupted


def test_an_error_of_the_painter_is_shown_escaped(mixer, monkeypatch):
    def fails(*_, **__):
        raise ValueError("<script>")

    monkeypatch.setattr(gallery, "transfer", fails)
    mixer.weight.value = 1
    mixer.wait()
    assert "ValueError: &lt;script&gt;" in mixer.line.value


def test_names_are_escaped(mixer):
    shown = "".join(picture.value for picture in mixer.pictures.values())
    assert "one <b>" not in shown and "one &lt;b&gt;" in shown
    assert repr(mixer).endswith("Style: one <b>")


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="`styles` must hold one picture or more"):
        widgets.style_mixer(CONTENT, {})
    with pytest.raises(ValueError, match="`size` must be an int from 32 to 512"):
        widgets.style_mixer(CONTENT, STYLES, size=5)
    with pytest.raises(ValueError, match="`content` must be a picture"):
        widgets.style_mixer(np.ones(3), STYLES)
