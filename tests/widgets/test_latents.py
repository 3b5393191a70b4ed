"""The morph pad and the walk: what they paint, what they find, what they say."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from artlab.datasets import Dataset
from artlab.widgets import latents

RNG = np.random.default_rng(0)
PICTURES = np.where(RNG.random((30, 8, 8, 1)) < 0.5, -1, 1).astype("float32")
DATASET = Dataset(PICTURES, np.arange(30) % 2, ("elephant", "bird"))


class Decoder:
    """Paints the class vector's first number at the left and the latent's at the right."""

    def __call__(self, inputs, training):
        drawn, vectors = (np.asarray(values) for values in inputs)
        pictures = np.empty((len(drawn), 8, 8, 1), "float32")
        pictures[:, :, :4] = vectors[:, :1, None, None]
        pictures[:, :, 4:] = drawn[:, :1, None, None]
        return pictures


def morph():
    return latents.Morph(Decoder(), [[-1.0, 0.0], [1.0, 0.0]], 0, 1, [[0.0, 1.0], [1.0, 0.0]])


VECTORS = arrays("float64", 6, elements=st.floats(-3, 3))


@given(VECTORS, VECTORS, st.floats(0, 1))
def test_spherical_walk_keeps_the_length_and_shares_the_angle(start, end, share):
    norms = np.linalg.norm(start), np.linalg.norm(end)
    if min(norms) < 0.1:
        return
    start, end = start / norms[0], end / norms[1]
    angle = np.arccos(np.clip(start @ end, -1, 1))
    if not 0.01 < angle < 3.1:
        return
    point = latents.spherical(start, end, share)
    assert np.linalg.norm(point) == pytest.approx(1, abs=1e-6)
    assert point @ start == pytest.approx(np.cos(share * angle), abs=1e-6)


def test_spherical_walk_between_equal_points_stays():
    point = np.array([3.0, 4.0])
    np.testing.assert_allclose(latents.spherical(point, point, 0.3), point)


def test_morph_walks_the_class_straight_and_the_latents_on_the_circle():
    picture = morph().paint([(0.25, 1 / 3)])[0, 0, :, 0]
    assert picture[0] == pytest.approx(-0.5)  # a quarter of the way from -1 to 1
    assert picture[-1] == pytest.approx(np.sin(np.pi / 6))  # a third of 90 degrees


def test_pad_has_the_start_at_the_left_and_the_second_pose_on_top():
    pad = morph().pad(3)
    left, right = pad[:, 0, 0, 0].reshape(3, 3), pad[:, 0, -1, 0].reshape(3, 3)
    np.testing.assert_allclose(left, [[-1, 0, 1]] * 3, atol=1e-6)
    np.testing.assert_allclose(right[:, 0], [1, np.sqrt(0.5), 0], atol=1e-6)


def test_nearest_picture_and_its_share_agree_with_counting_pixels():
    picture = PICTURES[7].copy()
    picture.reshape(-1)[:5] *= -1
    counted = (picture != PICTURES).mean(axis=(1, 2, 3))
    index, share = latents.Neighbours(DATASET).find(picture)
    assert (index, share) == (counted.argmin(), pytest.approx(counted.min()))


def test_yardstick_leaves_the_picture_itself_out():
    neighbours = latents.Neighbours(DATASET)
    counted = (PICTURES[:, None] != PICTURES[None]).mean(axis=(2, 3, 4))
    np.fill_diagonal(counted, 1)
    expected = np.quantile(counted.min(axis=1), [0.1, 0.5, 0.9])
    np.testing.assert_allclose(
        [neighbours.low, neighbours.middle, neighbours.high], expected, atol=1e-6
    )


def test_verdict_tells_a_copy_from_a_relative():
    neighbours = latents.Neighbours(DATASET)
    _, share = neighbours.find(PICTURES[0])
    assert "close to a copy" in latents.verdict(share, neighbours, "bird")
    text = latents.verdict(neighbours.middle, neighbours, "elephant")
    assert "an elephant" in text and "related but not copied" in text
    assert "new or a failure" in latents.verdict(1.0, neighbours, "bird")


@pytest.mark.parametrize(("across", "up", "corner"), [(0, 0, "bl"), (1, 1, "tr"), (0, 1, "tl")])
def test_frame_on_the_pad_stands_where_the_sliders_are(across, up, corner):
    pad = latents.pad_pixels(np.zeros((9, 8, 8, 1), "float32"), across, up)
    rows, columns = np.nonzero((pad == [213, 94, 0]).all(axis=-1))
    middle = pad.shape[0] / 2
    assert (rows.mean() < middle) == ("t" in corner)
    assert (columns.mean() < middle) == ("l" in corner)


def test_scale_puts_its_mark_at_the_share():
    markup = latents.scale_html(latents.SCALE_END / 4, 0.01, 0.05)
    assert "left: 25.0%" in markup


def test_names_are_escaped():
    pixels = np.zeros((8, 8, 1), "float32")
    markup = latents.morph_html(pixels, pixels, pixels, "<b>", "", ("<i>", "bird"))
    assert "<i>" not in markup and "<b><b>" not in markup and "&lt;i&gt;" in markup


def test_moving_the_sliders_changes_picture_and_choosing_changes_the_pad():
    panel = latents.morph_pad(model=_model(), dataset=DATASET)
    (left, _), (across, up), shown = (
        row.children if hasattr(row, "children") else row for row in panel.children
    )
    seen = [shown.value]
    for control, value in ((across, 0.9), (up, 0.8), (left, "bird")):
        control.value = value
        seen.append(shown.value)
    assert len(set(seen)) == 4
    assert seen[-1].count("<img") == 3 and seen[-1].count('alt="') == 3


def _model():
    """A conditional generator of 8 x 8 pictures."""
    from artlab.gan import conditional_generator

    return conditional_generator(2, latent_dim=3, image_shape=(8, 8, 1), width=4)


def test_walk_is_an_animation_of_every_frame_that_ends():
    frames = PICTURES[:5]
    with Image.open(io.BytesIO(latents.walk_bytes(frames, loops=2, factor=3))) as animation:
        assert (animation.n_frames, animation.size) == (5, (24, 24))
        assert animation.info["loop"] == 2
        animation.seek(3)
        pixels = np.asarray(animation.convert("L"))[::3, ::3]
    np.testing.assert_array_equal(pixels, (frames[3, ..., 0] + 1) * 127.5)


def test_latent_walk_says_what_it_shows():
    walk = latents.latent_walk(PICTURES[:14], "An elephant <turns>")
    assert repr(walk) == "An elephant <turns>"
    assert "<turns>" not in walk.value and walk.value.count("<img") == 2
