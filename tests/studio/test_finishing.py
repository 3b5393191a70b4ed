"""Finishing: each layer does its own thing, by the seed, and leaves the others alone."""

import numpy as np
import pytest

from artlab.studio import finishing
from artlab.world import Scene, draw, render, sample
from artlab.world.scene import STYLES

NONE = {"paper": False, "grain": False, "edge": False, "snow": False, "seal": False}
LAYERS = sorted(NONE)
SNOWY = Scene(("high",), "lake", weather="snow", style="ink")


def grey(shape=(96, 96), value=128):
    return np.full((*shape, 3), value, np.uint8)


def finish(layers, plan=SNOWY, seed=0, painting=None):
    painting = grey() if painting is None else painting
    return finishing.finish(painting, plan, seed, **{**NONE, **dict.fromkeys(layers, True)})


def test_without_layers_nothing_changes():
    noise = np.random.default_rng(0).integers(0, 256, (64, 48, 3), dtype=np.uint8)
    assert np.array_equal(finish([], painting=noise), noise)


@pytest.mark.parametrize("layer", LAYERS)
def test_each_layer_changes_something_and_follows_the_seed(layer):
    first = finish([layer], seed=1)
    assert not np.array_equal(first, grey())
    assert np.array_equal(first, finish([layer], seed=1))
    assert not np.array_equal(first, finish([layer], seed=2))


def test_a_layer_more_does_not_change_the_random_numbers_of_the_others():
    snow, both = finish(["snow"]), finish(["snow", "seal"])
    changed = np.any(snow != both, axis=-1)
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    assert 0 < np.ptp(rows) < 14 and 0 < np.ptp(columns) < 14  # the seal's square, and no flake


def test_it_snows_only_where_the_plan_says_so():
    clear = Scene(("high",), "lake", weather="clear", style="watercolour")
    assert np.array_equal(finish(["snow"], clear), grey())
    assert (finish(["snow"]) >= 128).all()
    assert 0.005 < (finish(["snow"]) > 160).mean() < 0.12


@pytest.mark.parametrize("style", STYLES)
def test_only_ink_is_sealed_and_the_seal_is_small_and_red(style):
    plan = Scene(("high",), "lake", style=style)
    changed = np.any(finish(["seal"], plan, painting=grey(value=220)) != 220, axis=-1)
    if style != "ink":
        assert not changed.any()
        return
    assert 0.001 < changed.mean() < 0.012
    red, green, blue = finish(["seal"], plan, painting=grey(value=220))[changed].mean(axis=0)
    assert red > green + 40 and red > blue + 40


def test_the_seal_keeps_away_from_what_is_painted():
    painting = grey(value=235)
    painting[:, :48] = np.random.default_rng(0).integers(0, 256, (96, 48, 3))
    changed = np.any(finish(["seal"], painting=painting) != painting, axis=-1)
    assert changed[:, 48:].any() and not changed[:, :48].any()


def test_the_carved_sign_has_bare_lines_inside_a_red_square():
    mask = finishing.carve(60, np.random.default_rng(0))
    assert mask[8:13, 5:8].mean() > 0.6  # red between rim and first stroke
    assert mask[9:12, 20:40].mean() < 0.35  # the stroke at the top is bare
    assert 0.4 < (mask > 0.5).mean() < 0.85


@pytest.mark.parametrize("size", [64, 256])
def test_grain_is_as_fine_at_any_size(size):
    plan = Scene(style="watercolour")
    tooth = finish(["grain"], plan, painting=grey((size, size))).astype(float)[..., 0]
    neighbours = np.corrcoef(tooth[:, 1:].ravel(), tooth[:, :-1].ravel())[0, 1]
    apart = np.corrcoef(tooth[:, 4:].ravel(), tooth[:, :-4].ravel())[0, 1]
    assert 0.3 < neighbours < 0.85
    assert abs(apart) < 0.1


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("shape", [(128, 64), (64, 128), (96, 128)])
def test_any_shape_is_finished_gently(style, shape):
    plan = Scene(("low",), "lake", style=style)
    finished = finishing.finish(grey(shape, 200), plan, 3)
    assert finished.shape == (*shape, 3) and finished.dtype == np.uint8
    assert abs(finished.astype(float).mean() - 200) < 8


def test_the_torn_edge_shows_the_sheet_all_round_and_only_there():
    torn = finish(["edge"])
    assert (torn[[0, -1]].min(), torn[:, [0, -1]].min()) > (220, 220)
    assert np.array_equal(torn[20:-20, 20:-20], grey()[20:-20, 20:-20])


def test_ground_is_the_one_of_the_world():
    """The world's own finish is the same layer: their spectra agree."""
    scene = sample(1, style="woodblock", format="square", weather="clear")
    sketch = draw(scene, 1)
    bare = render(scene, sketch, 128, 1, finish=False)
    theirs = render(scene, sketch, 128, 1).astype(float) - bare
    ours = finishing.finish(bare, scene, 1, grain=False, seal=False).astype(float) - bare
    assert ours.std() == pytest.approx(theirs.std(), rel=0.2)


def test_what_is_no_painting_is_refused():
    with pytest.raises(ValueError, match=r"`painting` must be uint8 .*Received: float64"):
        finishing.finish(np.zeros((8, 8, 3)), SNOWY)
