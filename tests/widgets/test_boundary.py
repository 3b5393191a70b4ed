"""The weight explorer of lesson 01: numbers against oracles, and moves that change the figure."""

import ipywidgets
import numpy as np
import pytest
from scipy import optimize
from sklearn.linear_model import LogisticRegression

from artlab import widgets
from artlab.widgets import boundary, logistic


@pytest.fixture
def cloud():
    rng = np.random.default_rng(0)
    labels = np.repeat([0, 1], 60)
    return rng.normal(0, 1, (120, 2)) + np.outer(labels, [1.5, -0.8]), labels


def explorer(cloud):
    box = widgets.weight_explorer(*cloud, class_names=("bird", "elephant"))
    found = {}
    stack = [box]
    while stack:
        item = stack.pop()
        stack += getattr(item, "children", ())
        name = getattr(item, "description", "")
        found[name or type(item).__name__] = item
    return found


def line_of(figure):
    """Slope of the drawn decision line."""
    across, up = figure.axes[0].lines[0].get_data()
    return (up[-1] - up[0]) / (across[-1] - across[0])


def dot_of(figure):
    return [float(values[0]) for values in figure.axes[1].lines[-1].get_data()]


def test_loss_is_log_2_when_all_weights_are_0(cloud):
    loss, _ = logistic.loss_and_slope(*cloud, (0, 0))
    assert loss == pytest.approx(np.log(2), rel=1e-12)


def test_loss_survives_huge_weights(cloud):
    assert np.isfinite(logistic.loss_and_slope(*cloud, (1e5, -1e5))[0])


@pytest.mark.parametrize("weights", [(0.0, 0.0), (2.0, -1.0), (-4.0, 3.0)])
def test_slope_equals_the_numeric_one(cloud, weights):
    exact = logistic.loss_and_slope(*cloud, weights, 0.3)[1]
    numeric = optimize.approx_fprime(
        np.array(weights), lambda place: logistic.loss_and_slope(*cloud, place, 0.3)[0], 1e-7
    )
    np.testing.assert_allclose(exact, numeric, atol=1e-5)


def test_descent_ends_where_logistic_regression_does(cloud):
    features, labels = cloud
    fit = LogisticRegression(C=np.inf, fit_intercept=False, tol=1e-10).fit(features, labels)
    end = logistic.descend(features, labels, (-4, -4), rate=1.0, num=3000)[-1]
    np.testing.assert_allclose(end, fit.coef_[0], atol=1e-3)


def test_landscape_holds_the_loss_of_every_pair_of_weights(cloud):
    land = logistic.landscape(*cloud, bias=0.5, num=5, limit=4)
    for row, second in enumerate((-4, -2, 0, 2, 4)):
        for column, first in enumerate((-4, -2, 0, 2, 4)):
            expected = logistic.loss_and_slope(*cloud, (first, second), 0.5)[0]
            assert land[row, column] == pytest.approx(expected, rel=1e-12)


def test_probability_is_one_half_on_the_line(cloud):
    assert logistic.probability([[2.0, 1.0]], (1.0, -3.0), 1.0) == pytest.approx(0.5)


def test_figure_draws_the_line_of_its_weights(cloud):
    figure = boundary.weight_figure(*cloud, (3.0, -2.0))
    assert line_of(figure) == pytest.approx(3 / 2)
    assert dot_of(figure) == [3.0, -2.0]


def test_figure_draws_an_upright_line_when_the_second_weight_is_0(cloud):
    figure = boundary.weight_figure(*cloud, (2.0, 0.0), bias=-1.0)
    assert list(figure.axes[0].lines[0].get_xdata()) == [0.5, 0.5]


def test_arrow_points_against_the_slope(cloud):
    figure = boundary.weight_figure(*cloud, (-4.0, -4.0))
    slope = logistic.loss_and_slope(*cloud, (-4.0, -4.0))[1]
    (arrow,) = [text for text in figure.axes[1].texts if text.arrow_patch]
    way = np.array(arrow.xyann) - np.array(arrow.xy)  # from the head to the foot
    assert np.dot(way, slope) / np.linalg.norm(way) / np.linalg.norm(slope) == pytest.approx(1)


@pytest.mark.parametrize(
    ("weights", "way"), [((-4, 0), "w₁ should rise"), ((8, 0), "w₁ should fall")]
)
def test_words_tell_which_way_is_down(cloud, weights, way):
    assert way in boundary.weight_text(*cloud, weights)


def test_words_tell_that_the_bottom_is_reached(cloud):
    bottom = logistic.descend(*cloud, (0, 0), num=3000)[-1]
    words = boundary.weight_text(*cloud, bottom)
    assert "w₁ should stay (slope +0.00) and w₂ should stay (slope +0.00)" in words


def test_moving_a_weight_changes_picture_and_words(cloud):
    found = explorer(cloud)
    picture = found["Picture"]
    before, words = picture.value, picture.alt
    found["weight w₁"].value = 5.0
    assert picture.value != before
    assert picture.alt != words and "+5.00" in picture.alt


def test_moving_the_bias_changes_the_landscape(cloud):
    low, high = logistic.landscape(*cloud, bias=0.0), logistic.landscape(*cloud, bias=3.0)
    assert np.abs(low - high).max() > 0.5
    found = explorer(cloud)
    words = found["Picture"].alt
    found["bias b"].value = 2.0
    assert found["Picture"].alt != words


def test_a_step_lowers_the_loss_and_moves_the_sliders(cloud):
    found = explorer(cloud)
    start = [found[name].value for name in ("weight w₁", "weight w₂")]
    found["1 step downhill"].click()
    end = [found[name].value for name in ("weight w₁", "weight w₂")]
    np.testing.assert_allclose(end, logistic.descend(*cloud, start, num=1)[-1])
    assert logistic.loss_and_slope(*cloud, end)[0] < logistic.loss_and_slope(*cloud, start)[0]


def test_twenty_steps_take_the_chosen_rate(cloud):
    found = explorer(cloud)
    found["learning rate"].value = 3.0
    found["20 steps"].click()
    end = [found[name].value for name in ("weight w₁", "weight w₂")]
    expected = logistic.descend(*cloud, (-4.0, -4.0), rate=3.0, num=20)[-1]
    np.testing.assert_allclose(end, expected, rtol=1e-9)


def test_start_again_goes_back(cloud):
    found = explorer(cloud)
    found["20 steps"].click()
    found["Start again"].click()
    assert [found[name].value for name in ("weight w₁", "weight w₂")] == [-4.0, -4.0]


def test_path_is_drawn_and_forgotten_when_moved_by_hand(cloud, monkeypatch):
    paths = []
    draw = boundary.weight_figure

    def spy(*arguments, path=None, **options):
        paths.append(None if path is None else len(path))
        return draw(*arguments, path=path, **options)

    monkeypatch.setattr(boundary, "weight_figure", spy)
    found = explorer(cloud)
    found["20 steps"].click()
    found["1 step downhill"].click()
    found["weight w₂"].value = 6.0
    assert paths == [None, 21, 22, None]


@pytest.mark.parametrize(("seconds", "continuous"), [(0.15, True), (0.4, False)])
def test_sliders_follow_the_mouse_as_long_as_a_draw_is_not_too_slow(cloud, seconds, continuous):
    made = boundary._Explorer(*cloud, ("x₁", "x₂"), ("bird", "elephant"), (0.0, 0.0))
    for _ in range(6):
        made.redraw.measure(seconds)
    assert made.sliders[0].continuous_update is continuous


def test_features_of_another_shape_are_refused():
    with pytest.raises(ValueError, match=r"`features` must have shape \(num, 2\)"):
        widgets.weight_explorer(np.zeros((4, 3)), np.zeros(4))


def test_the_widget_is_a_box():
    features = np.random.default_rng(0).normal(size=(8, 2))
    assert isinstance(widgets.weight_explorer(features, [0, 1] * 4), ipywidgets.VBox)
