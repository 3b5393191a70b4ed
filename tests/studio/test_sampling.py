"""The sampler obeys its mask, its seed and its temperature."""

import numpy as np
import pytest

from artlab.studio.sampling import choose, probabilities

LOGITS = np.array([0.0, 1.0, 2.0, 3.0, -1.0])


def _many(number, **how):
    generators = [np.random.default_rng(seed) for seed in range(number)]
    return choose(np.tile(LOGITS, (number, 1)), generators=generators, **how)


def test_shares_follow_the_scores():
    found = np.bincount(_many(4000), minlength=5) / 4000
    expected = np.exp(LOGITS) / np.exp(LOGITS).sum()
    assert np.abs(found - expected).max() < 0.03


def test_only_allowed_tokens_are_drawn():
    mask = np.array([True, False, True, False, True])
    assert set(_many(200, mask=mask)) <= {0, 2, 4}
    assert choose(LOGITS[None], temperature=0, mask=mask).tolist() == [2]


def test_the_same_seed_draws_the_same_tokens():
    assert np.array_equal(_many(50, temperature=0.8), _many(50, temperature=0.8))


def test_top_p_keeps_the_head_of_the_distribution():
    assert np.flatnonzero(probabilities(LOGITS, top_p=0.6)).tolist() == [3]
    assert np.flatnonzero(probabilities(LOGITS, top_p=0.8)).tolist() == [2, 3]


def test_low_temperatures_sharpen():
    assert probabilities(LOGITS, temperature=0.3)[3] > probabilities(LOGITS)[3]


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"temperature": -1}, "`temperature` must be 0 or more"),
        ({"top_p": 0}, "`top_p` must be above 0"),
        ({"temperature": 1}, "`generators` must be one for each sequence"),
        ({"temperature": 1, "mask": np.zeros(5, bool), "generators": [0]}, "must allow a token"),
    ],
)
def test_bad_arguments_are_named(how, message):
    with pytest.raises(ValueError, match=message):
        choose(LOGITS[None], **how)
