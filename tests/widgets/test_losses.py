"""The slider of D's logit, and the pictures of runs on the ring."""

import numpy as np
import pytest
import tensorflow as tf
from matplotlib.figure import Figure

from artlab import widgets
from artlab.gan import losses, points
from artlab.widgets import losses as widget

PAIRS = {
    "minimax": "minimax",
    "non-saturating": "non_saturating",
    "least squares": "least_squares",
    "hinge, Wasserstein": "hinge",
}


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("logit", [-5.0, 0.0, 2.5])
def test_losses_and_slopes_equal_the_package(name, logit):
    place = tf.constant([[logit]], "float64")
    with tf.GradientTape() as tape:
        tape.watch(place)
        loss = losses.get(PAIRS[name]).generator(place)
    drawn = widget.generator_losses(logit)[name]
    assert drawn == pytest.approx((float(loss), float(tape.gradient(loss, place)[0, 0])), abs=1e-6)


def test_hinge_and_wasserstein_share_the_generator():
    logits = np.array([[-1.0], [3.0]], "float32")
    pairs = [losses.get(name).generator(logits) for name in ("hinge", "wasserstein")]
    assert float(pairs[0]) == float(pairs[1])


def test_slopes_at_minus_five_are_those_of_the_lesson():
    slopes = {name: pair[1] for name, pair in widget.generator_losses(-5.0).items()}
    assert slopes["minimax"] == pytest.approx(-0.00669, abs=1e-5)
    assert slopes["non-saturating"] == pytest.approx(-0.99331, abs=1e-5)


def test_far_logits_stay_finite():
    for loss, slope in widget.generator_losses(np.array([-1e3, 1e3])).values():
        assert np.isfinite(loss).all() and np.isfinite(slope).all()


def dots(figure, panel):
    """Heights of the marks in a panel, in the order of the losses."""
    lines = [line for line in figure.axes[panel].lines if line.get_marker() in ("o", "^", "v")]
    return [line.get_ydata()[0] for line in lines], [line.get_marker() for line in lines]


def test_dots_stand_at_the_losses_of_the_logit():
    heights, marks = dots(widget.loss_figure(1.5), 0)
    expected = [float(pair[0]) for pair in widget.generator_losses(1.5).values()]
    assert heights == pytest.approx(expected) and set(marks) == {"o"}


def test_value_outside_the_picture_becomes_an_arrow_at_its_edge():
    heights, marks = dots(widget.loss_figure(-5.0), 1)
    assert (heights[2], marks[2]) == (widget.SLOPE_LIMITS[0], "v")


def test_slider_changes_the_picture_and_its_words():
    panel = widgets.loss_slider()
    place, picture = panel.children
    before = picture.value
    assert "minimax −0.007, non-saturating −0.993" in picture.alt
    place.value = 5.0
    assert "minimax −0.993, non-saturating −0.007" in picture.alt
    assert picture.value != before


def runs(counts, seed=0):
    clouds = np.stack([points.ring(50, seed=seed + index) for index in range(len(counts))])
    shares = np.full((1, len(counts)), 0.25)
    return points.RingRuns(clouds[None], np.array([100]), np.array([counts]), shares)


RESULTS = {"one": runs([3, 8, 8]), "two of them": runs([0, 1, 7], seed=5)}


def test_ring_figure_has_one_picture_a_run_with_its_count():
    figure = widget.ring_figure(RESULTS, "title")
    texts = [axis.texts[0].get_text() for axis in figure.axes]
    assert isinstance(figure, Figure)
    assert texts == [f"{count} of 8" for count in (3, 8, 8, 0, 1, 7)]


def test_ring_figure_draws_the_points_of_each_run():
    figure = widget.ring_figure(RESULTS, "title", "subtitle")
    for axis, cloud in zip(figure.axes, [*RESULTS["one"].points], strict=False):
        np.testing.assert_allclose(np.stack(axis.lines[0].get_data(), axis=1), cloud)


def test_coverage_figure_has_one_dot_a_run():
    axis = widget.coverage_figure(RESULTS, "title").axes[0]
    found = sorted(place for line in axis.lines for place in line.get_xdata())
    assert found == [0, 1, 3, 7, 8, 8]


@pytest.mark.parametrize("words", [widget.ring_text, widget.coverage_text])
def test_alt_texts_tell_the_counts(words):
    assert "one: islands 3, 8, 8, 25% of the points" in words(RESULTS)


def test_ring_scrubber_goes_from_the_first_count_to_the_last():
    first, last = runs([0, 1]), runs([7, 8], seed=9)
    whole = points.RingRuns(
        np.concatenate([first.clouds, last.clouds]),
        np.array([100, 200]),
        np.concatenate([first.covered, last.covered]),
        np.concatenate([first.on_island, last.on_island]),
    )
    panel = widget.ring_scrubber({"one": whole})
    box, pictures = panel.children
    early = pictures.value
    assert pictures.alt.startswith("Step 100 of 200") and "islands 0, 1" in pictures.alt
    box.children[1].value = 1
    assert pictures.alt.startswith("Step 200 of 200") and "islands 7, 8" in pictures.alt
    assert pictures.value != early


def test_ring_scrubber_refuses_runs_counted_at_other_steps():
    other = points.RingRuns(*vars(runs([1, 2])).values())
    other.steps[:] = 50
    with pytest.raises(ValueError, match="`results` must be counted at the same steps"):
        widget.ring_scrubber({"a": runs([1, 2]), "b": other})
