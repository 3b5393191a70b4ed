"""The game of lesson 02 against closed forms and scikit-learn; its pictures follow the controls."""

import math
import re

import numpy as np
import pytest

from artlab import widgets
from artlab.widgets import _plane, arena, game, quadratic, saddle

EXTENT = (-4.0, 4.0, -4.0, 4.0)


def two_clouds(seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(80, 2)), 0.6 * rng.normal(size=(80, 2)) + [0.8, -0.4]


def box_parts(box):
    """Controls of a panel by their description."""
    found, stack = {}, [box]
    while stack:
        item = stack.pop()
        stack += getattr(item, "children", ())
        found[getattr(item, "description", "")] = item
    return found


# The discriminator ------------------------------------------------------------------------------


@pytest.mark.parametrize("degree", [1, 2])
def test_fit_finds_the_weights_of_scikit_learn(degree):
    linear_model = pytest.importorskip("sklearn.linear_model")
    real, fake = two_clouds()
    found = quadratic.QuadraticDiscriminator(degree).fit(real, fake)
    features = found._features(np.concatenate([real, fake]))
    # Our loss is a mean over 80 points per class plus RIDGE / 2 |w|^2, theirs C * sum + |w|^2 / 2.
    other = linear_model.LogisticRegression(
        C=1 / (80 * quadratic.RIDGE), fit_intercept=False, tol=1e-10, max_iter=5000
    ).fit(features, np.repeat([1, 0], 80))
    np.testing.assert_allclose(found.weights, other.coef_[0], atol=1e-3)


def test_fit_finds_the_logit_of_two_gaussians():
    real, fake = (
        quadratic.latents(4000, seed=0),
        quadratic.generate(quadratic.latents(4000, 1), (1.0, 0.0, 1.0)),
    )
    judge = quadratic.QuadraticDiscriminator().fit(real, fake)
    # log N(x; 0, 1) - log N(x; 1, 1) = 1/2 - x
    np.testing.assert_allclose(judge.weights, [0.5, -1, 0, 0, 0, 0], atol=0.12)


def test_fit_from_anywhere_ends_at_the_same_weights():
    real, fake = two_clouds()
    cold, warm = quadratic.QuadraticDiscriminator(), quadratic.QuadraticDiscriminator()
    warm.weights = np.array([3.0, -5.0, 4.0, 2.0, -3.0, 1.0])
    cold.fit(real, fake, 50), warm.fit(real, fake, 50)
    np.testing.assert_allclose(warm.weights, cold.weights, atol=1e-6)


@pytest.mark.parametrize("degree", [1, 2])
def test_slopes_are_those_of_finite_differences(degree):
    judge = quadratic.QuadraticDiscriminator(degree)
    judge.weights = np.random.default_rng(0).normal(size=len(judge.weights))
    points, size = two_clouds()[0], 1e-5
    for axis in (0, 1):
        move = size * np.eye(2)[axis]
        by_moving = (judge.logits(points + move) - judge.logits(points - move)) / (2 * size)
        np.testing.assert_allclose(judge.slopes(points)[:, axis], by_moving, atol=1e-6)


def test_generator_slope_is_that_of_finite_differences():
    real, noise = quadratic.latents(60, 0), quadratic.latents(60, 1)
    weights = np.array([-0.5, 0.3, 0.6])
    judge = quadratic.QuadraticDiscriminator().fit(real, quadratic.generate(noise, weights))

    def objective(place):
        return np.mean(np.log(judge(quadratic.generate(noise, place))))

    found = quadratic.generator_slope(judge, noise, weights)
    moves = 1e-5 * np.eye(3)
    wanted = [(objective(weights + move) - objective(weights - move)) / 2e-5 for move in moves]
    np.testing.assert_allclose(found, wanted, rtol=1e-5)


def test_latents_have_mean_zero_and_covariance_one():
    points = quadratic.latents(50, seed=3)
    np.testing.assert_allclose(points.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(points.T @ points / 50, np.eye(2), atol=1e-12)


@pytest.mark.parametrize("points", [[1.0, 2.0], np.zeros((4, 3))])
def test_points_of_another_shape_are_named(points):
    with pytest.raises(ValueError, match=r"`points` must have shape \(num, 2\)\. Received: \("):
        quadratic.QuadraticDiscriminator()(points)


def test_another_degree_is_refused():
    with pytest.raises(ValueError, match=r"`degree` must be 1 or 2\. Received: 3"):
        quadratic.QuadraticDiscriminator(3)


# The game ---------------------------------------------------------------------------------------


def test_plane_is_grey_and_value_minus_log_four_when_the_clouds_coincide():
    played = game.Game()
    played.move(game.START)
    assert np.abs(played.field() - 0.5).max() > 0.45
    played.move(game.REAL_WEIGHTS)
    np.testing.assert_allclose(played.field(), 0.5, atol=1e-6)
    assert played.values[-1] == pytest.approx(-math.log(4), abs=1e-9)


def test_place_of_the_real_cloud_lies_on_the_sliders():
    x, y, spread = game.REAL_WEIGHTS
    assert all((place / 0.05) == pytest.approx(round(place / 0.05)) for place in (x, y, spread))


@pytest.mark.parametrize("start", [game.START, (3.0, -3.0, 1.5), (-3.0, -3.0, 0.1)])
def test_following_the_advice_ends_exactly_at_the_real_cloud(start):
    played = game.Game()
    played.move(start)
    for _ in range(20):
        played.move(played.advice())
    assert played.weights == pytest.approx(game.REAL_WEIGHTS)
    assert played.advice() == pytest.approx(game.REAL_WEIGHTS)


def test_advice_lies_on_the_notches_of_the_sliders():
    played = game.Game()
    played.move(game.START)
    notches = np.array(played.advice()) / game.NOTCH
    np.testing.assert_allclose(notches, np.round(notches), atol=1e-9)


def test_sleeping_discriminator_can_be_fooled_below_minus_log_four():
    played = game.Game()
    played.move(game.START)
    before = played.field()
    played.move((3.0, 3.0, 0.3), learns=False)
    np.testing.assert_array_equal(played.field(), before)
    assert played.values[-1] < -math.log(4)
    played.move((3.0, 3.0, 0.3))
    assert played.values[-1] > -math.log(4)


# The widget -------------------------------------------------------------------------------------


def test_moving_a_slider_moves_the_cloud_and_recolours_the_plane():
    box = widgets.be_the_generator()
    before, field = box.picture.value, box.game.field()
    box_parts(box)["x of your cloud"].value = 1.2
    assert box.game.fake[:, 0].mean() == pytest.approx(1.2)
    assert np.abs(box.game.field() - field).max() > 0.3
    assert box.picture.value != before


def test_sliders_on_the_real_cloud_show_minus_log_four_and_grey():
    box = widgets.be_the_generator()
    parts = box_parts(box)
    for name, place in zip(("x", "y", "spread"), game.REAL_WEIGHTS, strict=True):
        parts[f"{name} of your cloud"].value = place
    assert box.picture.value.count("−1.386") == 2  # the value, and minus log 4 beside it
    assert "The value is -1.386" in box.picture.alt


def test_switch_stops_the_discriminator_from_learning():
    box = widgets.be_the_generator()
    parts = box_parts(box)
    parts["D learns after every move"].value = False
    weights = box.game.discriminator.weights.copy()
    parts["x of your cloud"].value = 2.0
    np.testing.assert_array_equal(box.game.discriminator.weights, weights)
    assert box.game.weights[0] == 2.0


def test_step_button_moves_the_sliders_along_the_slope_in_one_move():
    box = widgets.be_the_generator()
    parts, wanted = box_parts(box), box.game.advice()
    num_moves = len(box.game.values)
    parts["Let G take a step"].click()
    assert box.game.weights == pytest.approx(wanted)
    assert parts["y of your cloud"].value == pytest.approx(wanted[1])
    assert len(box.game.values) == num_moves + 1


def test_start_again_forgets_the_moves():
    box = widgets.be_the_generator()
    parts = box_parts(box)
    parts["x of your cloud"].value = 2.0
    parts["Start again"].click()
    assert (box.game.weights, len(box.game.values)) == (game.START, 1)


# The picture ------------------------------------------------------------------------------------


def draw(**changes):
    state = {
        "real": np.array([[0.0, 0.0]]),
        "fake": np.array([[1.0, 1.0], [9.0, 9.0]]),
        "field": np.full(_plane.NUM_SIDE**2, 0.5),
        "extent": EXTENT,
        "values": [-0.5, -1.0],
        "readings": [("V", "1 < 2")],
        "alt": 'a "quoted" <text>',
    }
    return _plane.picture(**(state | changes))


def test_picture_escapes_its_texts():
    svg = draw()
    assert "1 &lt; 2" in svg and "<text>" not in svg
    assert 'aria-label="a &quot;quoted&quot; &lt;text&gt;"' in svg


def test_points_stand_at_their_places_and_those_outside_are_left_out():
    triangles = re.search(r'<path d="([^"]*z)" fill="#D55E00"', draw())[1]
    left, top, width, height = _plane.PLANE
    assert triangles.count("M") == 1
    assert triangles.startswith(f"M{left + width * 5 / 8:.1f} {top + height * 3 / 8:.1f}")


def test_heat_map_has_its_first_row_at_the_bottom():
    field = np.zeros((_plane.NUM_SIDE, _plane.NUM_SIDE))
    field[0] = 1.0
    pixels = _plane.heat_pixels(field).astype(int)
    assert (pixels[-1, :, 2] > pixels[-1, :, 0]).all()  # blue: real
    assert (pixels[0, :, 0] > pixels[0, :, 2]).all()  # vermilion: generated


def test_one_half_is_grey():
    red, green, blue = _plane.heat_pixels(np.full(_plane.NUM_SIDE**2, 0.5))[0, 0].astype(int)
    assert max(red, green, blue) - min(red, green, blue) < 20


def test_trace_ends_at_the_last_value():
    _, top, _, height = _plane.TRACE
    assert f'cy="{top + height * 0.5:.1f}" r="5"' in draw(values=[-0.2, -1.0])


def test_arrow_points_from_start_to_end():
    assert "<polygon" in draw(arrow=([0, 0], [1, 1]))
    assert "<polygon" not in draw(arrow=([0, 0], [0, 0.001]))


# The arena --------------------------------------------------------------------------------------


def ring():
    angles = np.arange(8) * np.pi / 4
    return 2 * np.stack([np.cos(angles), np.sin(angles)], axis=1)


def filled_arena():
    centres = ring()
    live = widgets.Arena(centres, EXTENT, centres, radius=0.4)
    field = np.full(len(live.places), 0.5)
    live.update(0, np.tile(centres[0], (10, 1)), field, -0.5)
    live.update(20, np.repeat(centres, 5, axis=0) + 0.1, field + 0.3, -1.2)
    return live


def test_arena_counts_the_clumps_that_are_reached():
    live = filled_arena()
    assert "1 of 8" in _shown_at(live, 0) and "8 of 8" in _shown_at(live, 1)


def _shown_at(live, index):
    live.show_frame(index)
    return live.alt


def test_replay_goes_back_to_any_frame():
    box = filled_arena().replay()
    assert "Step 0" in box.picture.alt
    before = box.picture.value
    box.place.value = 1
    assert "Step 20" in box.picture.alt and box.picture.value != before


def test_shares_count_each_point_at_its_nearest_centre_only():
    found = arena.shares([[0.4, 0], [0.6, 0], [9, 9]], [[0, 0], [1, 0]], radius=0.7)
    np.testing.assert_allclose(found, [1 / 3, 1 / 3])


def test_planes_draw_each_state_in_its_own_axes():
    field = np.linspace(0, 1, len(widgets.plane_places(EXTENT)))
    figure = widgets.planes(
        {"one": (ring(), ring()[:3], field), "two": (ring(), ring(), 1 - field)}, EXTENT, "Two"
    )
    assert [axis.get_title("left") for axis in figure.axes] == ["one", "two"]
    first, second = (axis.images[0].get_array() for axis in figure.axes)
    np.testing.assert_allclose(np.asarray(first) + np.asarray(second), 1)
    assert len(figure.axes[0].collections[1].get_offsets()) == 3


# The saddle -------------------------------------------------------------------------------------


@pytest.mark.parametrize("rate", [0.1, 0.5, 1.3])
def test_simultaneous_steps_grow_by_the_root_of_one_plus_rate_squared(rate):
    length = np.hypot(*saddle.walk(saddle.simultaneous, 20, rate).T)
    np.testing.assert_allclose(length[1:] / length[:-1], math.sqrt(1 + rate**2))


@pytest.mark.parametrize("rate", [0.1, 0.5, 1.9])
def test_alternating_steps_stay_on_an_ellipse(rate):
    x, y = saddle.walk(saddle.alternating, 2000, rate).T
    np.testing.assert_allclose(x**2 - rate * x * y + y**2, 1, atol=1e-9)
    assert saddle.factor(saddle.alternating, rate) == pytest.approx(1)


@pytest.mark.parametrize("rate", [0.1, 0.5, 0.9])
def test_extra_gradient_steps_shrink_by_their_formula(rate):
    length = np.hypot(*saddle.walk(saddle.extra_gradient, 20, rate).T)
    np.testing.assert_allclose(length[1:] / length[:-1], math.sqrt(1 - rate**2 + rate**4))


@pytest.mark.parametrize(("rate", "damping"), [(0.2, 0.5), (0.5, 0.2), (0.3, 1.9)])
def test_damped_steps_have_the_factor_of_their_formula(rate, damping):
    wanted = math.sqrt(1 - rate * damping + rate**2)
    assert saddle.factor(saddle.damped, rate, damping) == pytest.approx(wanted)
    assert (wanted < 1) == (damping > rate)


def test_saddle_sliders_change_the_walks():
    box = widgets.saddle_walk()
    before, alt = box.picture.value, box.picture.alt
    box_parts(box)["step size η"].value = 0.4
    assert box.picture.value != before
    assert "simultaneous 1.020" in alt and "simultaneous 1.077" in box.picture.alt
    box_parts(box)["damping γ"].value = 0.0
    assert "damped 1.077" in box.picture.alt


def test_saddle_figure_draws_the_four_walks_and_their_distances():
    figure = saddle.saddle_figure(0.3, 0.5, 12)
    plane, chart = figure.axes[:2]
    drawn = plane.lines[0].get_xydata()
    np.testing.assert_allclose(drawn, saddle.walk(saddle.simultaneous, 12, 0.3))
    np.testing.assert_allclose(chart.lines[0].get_ydata(), np.hypot(*drawn.T))
