"""The live view and the scrubber: what they draw, and what they cost."""

import types

import numpy as np
import pytest

from artlab.gan.records import History, Snapshots
from artlab.widgets import training

STEPS = np.array([0, 1, 2, 4, 8])
IMAGES = np.random.default_rng(0).integers(0, 256, (5, 64, 6, 6, 1)).astype("uint8")
SNAPSHOTS = Snapshots(STEPS, IMAGES)
VARIETY = np.array([0.9, 0.8, 0.3, 0.2, 0.7])


def history(num_steps):
    record = History()
    for step in range(num_steps):
        record.append([1.0, 0.5 + step, 0.6, 0.4, 0.1, -0.1], 0.1 * (step + 1))
    return record


class Clock:
    """A clock that moves only when it is told to."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(training.time, "perf_counter", clock)
    return clock


def test_live_view_stays_under_its_share_whatever_a_drawing_costs(clock, monkeypatch):
    view = training.LiveView(share=0.04)
    costs = iter([0.9, 0.1, 0.5, 2.0] * 100)
    monkeypatch.setattr(view, "draw", lambda run: setattr(clock, "now", clock.now + next(costs)))
    run = types.SimpleNamespace(history=history(3), snapshots=SNAPSHOTS)
    view.on_start(run)
    for _ in range(20_000):
        clock.now += 0.02  # a training step
        view.on_step(run)
        later = clock.now + 60
        assert view.seconds_drawing <= 0.04 * later + 2.0
    assert view.share <= 0.05
    assert view.seconds_drawing > 5


def test_live_view_shows_the_newest_snapshot_and_the_losses():
    view = training.LiveView()
    view.draw(types.SimpleNamespace(history=history(3), snapshots=SNAPSHOTS))
    assert "painted at step 8" in view.grid.alt
    assert "after 3 steps" in view.curves.alt
    assert "generator 2.50" in view.curves.alt


def test_live_curves_average_long_runs_over_windows():
    figure = training.live_curves(history(4000))
    longest = max(len(line.get_xdata()) for line in figure.axes[0].get_lines())
    assert longest == 400


def test_share_out_of_range_is_named():
    with pytest.raises(ValueError, match=r"`share` must lie in \(0, 1\). Received: 1"):
        training.LiveView(share=1)


def test_moving_the_scrubber_shows_that_snapshot_and_marks_collapse():
    panel = training.training_scrubber(SNAPSHOTS, VARIETY)
    box, grid, curve = panel.children
    slider = box.children[1]
    first = grid.value
    slider.value = 3
    assert grid.value != first
    assert "Step 4: variety 0.20, collapsed" in grid.alt
    slider.value = 4
    assert "collapsed" not in curve.alt


def test_variety_curve_crosses_out_exactly_the_collapsed_snapshots():
    axis = training.variety_curve(STEPS, VARIETY, 0).axes[0]
    crosses = next(line for line in axis.get_lines() if line.get_marker() == "x")
    assert STEPS[crosses.get_xdata()].tolist() == [2, 4]


def test_variety_curve_names_the_steps_under_their_places():
    axis = training.variety_curve(STEPS, VARIETY, 0).axes[0]
    assert [label.get_text() for label in axis.get_xticklabels()] == ["0", "1", "2", "4", "8"]
    assert axis.get_xticks().tolist() == [0, 1, 2, 3, 4]


def test_collapsed_frames_stand_on_red_ground():
    red = (213, 94, 0)  # vermilion of Okabe and Ito
    collapsed = training.snapshot_grid(IMAGES[0], columns=8, collapsed=True)
    plain = training.snapshot_grid(IMAGES[0], columns=8)
    assert (collapsed[0] == red).all() and (plain[0] == 255).all()
    np.testing.assert_array_equal(collapsed[2:8, 2:8], plain[2:8, 2:8])  # the pictures themselves


def test_scrubber_without_snapshots_or_with_another_length_is_refused():
    with pytest.raises(ValueError, match="`snapshots` must hold one"):
        training.training_scrubber(Snapshots(STEPS[:0], IMAGES[:0]))
    with pytest.raises(ValueError, match=r"one value per snapshot \(5\). Received: 2"):
        training.training_scrubber(SNAPSHOTS, VARIETY[:2])
