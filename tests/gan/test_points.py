"""The ring of islands: its points, and counting what a cloud reaches."""

import numpy as np
import pytest

from artlab.gan import points
from artlab.gan.points import islands, islands_covered, ring


def test_islands_lie_on_the_circle_at_equal_angles():
    centres = islands()
    gaps = np.linalg.norm(centres - np.roll(centres, 1, axis=0), axis=1)
    np.testing.assert_allclose(np.linalg.norm(centres, axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(gaps, 2 * np.sin(np.pi / 8), atol=1e-6)


def test_ring_has_the_spread_it_promises():
    cloud = ring(20_000)
    nearest = np.linalg.norm(cloud[:, None] - islands()[None], axis=2).argmin(axis=1)
    steps = cloud - islands()[nearest]
    assert cloud.dtype == np.float32
    assert steps.std() == pytest.approx(points.SPREAD, rel=0.02)
    np.testing.assert_allclose(np.bincount(nearest) / len(cloud), 1 / 8, atol=0.01)


def test_real_points_cover_all_islands():
    num_covered, share = islands_covered(ring(2000))
    # A normal step in the plane stays within 3 spreads with probability 1 - exp(-9/2).
    assert num_covered == 8 and share == pytest.approx(1 - np.exp(-4.5), abs=0.01)


@pytest.mark.parametrize(
    ("cloud", "expected"),
    [
        (np.zeros((10, 2)), (0, 0.0)),
        (np.repeat(islands()[2:3], 5, axis=0), (1, 1.0)),
        (np.concatenate([islands()[:3], np.full((3, 2), 9.0)]), (3, 0.5)),
        # One point in 100 is less than a tenth of an even share, 1.25; two are more.
        (np.concatenate([np.repeat(islands()[:1], 99, axis=0), islands()[1:2]]), (1, 1.0)),
        (np.concatenate([np.repeat(islands()[:1], 98, axis=0), islands()[[1, 1]]]), (2, 1.0)),
        (np.full((4, 2), np.nan), (0, 0.0)),
    ],
)
def test_islands_covered_counts(cloud, expected):
    assert islands_covered(cloud) == expected


def test_islands_covered_names_a_wrong_shape():
    with pytest.raises(ValueError, match=r"`points` must have shape .*Received: \(8, 3\)"):
        islands_covered(np.zeros((8, 3)))
