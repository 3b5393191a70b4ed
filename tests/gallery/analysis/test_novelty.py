"""Novelty and typicality: a copy is not new, noise is not typical, neither is creative."""

import numpy as np
import pytest

from artlab.gallery.analysis import novelty, reference


@pytest.fixture(scope="module")
def known():
    return reference.load()


def noises():
    """Noise of several kinds, uint8 (256, 256, 3)."""
    generator = np.random.default_rng(0)
    white = generator.integers(0, 256, (256, 256, 3)).astype(np.uint8)
    blocks = white[:32, :32].repeat(8, axis=0).repeat(8, axis=1)
    grey = np.repeat(white[..., :1], 3, axis=-1)
    pixels = reference.painting(reference.FIRST_SEED).reshape(-1, 3)
    shuffled = generator.permutation(pixels)[: 128 * 128].reshape(128, 128, 3)
    return {"white": white, "blocks": blocks, "grey": grey, "shuffled": shuffled}


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_copy_of_a_reference_painting_is_not_new(known, place):
    seed = int(known.seeds[place])
    found = novelty.novelty(reference.painting(seed))
    assert found.nearest == seed
    assert found.distance < 0.02 and found.creativity < 0.15


@pytest.mark.parametrize("kind", ["white", "blocks", "grey", "shuffled"])
def test_noise_is_new_and_does_not_win_at_creativity(known, kind):
    found = novelty.novelty(noises()[kind])
    paintings = known.measures["world"][:, known.names.index("novelty")]
    assert found.novelty > np.quantile(paintings, 0.99)
    assert found.typicality == 0 and found.creativity == 0


def test_another_painting_of_our_world_is_typical_and_about_as_new(known):
    found = [novelty.novelty(reference.painting(900_000_000 + place)) for place in range(8)]
    assert 0.6 < np.median([one.distance for one in found]) < 1.5
    assert np.median([one.typicality for one in found]) > 0.2


def test_kind_is_the_style_that_was_painted(known):
    found = [novelty.novelty(reference.painting(900_000_000 + place)).kind for place in range(8)]
    styles = [reference.STYLES[place % 4] for place in range(8)]
    assert sum(a == b for a, b in zip(found, styles, strict=True)) >= 5  # by chance 1.6


def test_projection_keeps_distances():
    points = np.random.default_rng(1).standard_normal((40, 1920)).astype(np.float32)
    before = np.linalg.norm(points[:, None] - points, axis=-1)[np.triu_indices(40, 1)]
    placed = reference.projected(points)
    after = np.linalg.norm(placed[:, None] - placed, axis=-1)[np.triu_indices(40, 1)]
    assert np.abs(after / before - 1).max() < 0.25
    assert abs((after / before).mean() - 1) < 0.02


def test_share_below_is_where_a_value_lies():
    table = np.arange(10, dtype=np.float32)[:, None]
    known = reference.Reference(
        None, None, None, None, {"met": table, "world": table + 5}, ("x",), None, None
    )
    assert known.share_below("x", 5) == pytest.approx({"met": 0.55, "world": 0.05})


def test_table_is_what_is_measured_now(known):
    """Two paintings of our world, rendered and measured anew."""
    from artlab.gallery.analysis.measures import DEFINITIONS
    from artlab.gallery.analysis.viewing import View

    for place in (0, 3):
        seen = View(reference.painting(int(known.seeds[place])))
        for column, (name, one) in enumerate(DEFINITIONS.items()):
            shipped = known.measures["world"][place, column]
            assert known.names[column] == name
            np.testing.assert_allclose(one.find(seen), shipped, rtol=0.02, atol=0.01, err_msg=name)
