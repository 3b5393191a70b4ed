"""How sure a share is: intervals for counts, and for pictures that come in groups."""

import math
import statistics

import numpy as np

from artlab import _arguments


def wilson_interval(num_right, num, confidence=0.95):
    """Where the true share may lie when `num_right` of `num` were right.

    Unlike `share ± 1.96 standard errors` it never leaves [0, 1] and is no point at 0 or `num`.

    Args:
        num_right: how many were right, 0 to `num`; a mean of several runs need not be whole.
        num: how many there were, 1 or more; independent of each other.
        confidence: in (0, 1).

    Returns:
        `(low, high)` in [0, 1].

    Raises:
        ValueError: for anything else.

    References:
        Wilson 1927, Probable inference, the law of succession, and statistical inference; Brown,
        Cai & DasGupta 2001, Interval estimation for a binomial proportion, equation 4.

    Example:

    >>> [round(end, 3) for end in wilson_interval(28, 35)]
    [0.641, 0.9]
    """
    num = _arguments.whole("num", num, 1)
    right = _arguments.number("num_right", num_right, f"from 0 to {num}", lambda n: 0 <= n <= num)
    z = _quantile(confidence)
    share, spread = right / num, z * z / num
    centre = (share + spread / 2) / (1 + spread)
    reach = z * math.sqrt(share * (1 - share) / num + spread / (4 * num)) / (1 + spread)
    return max(0.0, centre - reach), min(1.0, centre + reach)


def group_interval(values, groups, confidence=0.95, num_samples=2000, seed=0):
    """Where the mean may lie when whole groups are drawn anew: a bootstrap over groups.

    Paintings by one artist are right or wrong together; as single pictures they would count for
    more than they tell. Where all values are 0 or all are 1 nothing varies; then it is Wilson's
    interval with one try a group.

    Args:
        values: shape (num,), in [0, 1]: right or wrong, or the share of runs that were right.
        groups: one label per value, two or more different ones.
        confidence: in (0, 1).
        num_samples: how often groups are drawn, with replacement; 100 or more.
        seed: an int from 0.

    Returns:
        `(low, high)` in [0, 1].

    Raises:
        ValueError: for anything else.

    References:
        Efron & Tibshirani 1993, An Introduction to the Bootstrap, section 13.3 (percentiles);
        Cameron, Gelbach & Miller 2008, Bootstrap-based improvements for inference with clustered
        errors, section 3 (whole clusters are drawn).
    """
    values, groups = np.asarray(values, float).ravel(), np.asarray(groups).ravel()
    names, places = np.unique(groups, return_inverse=True)
    if len(values) != len(groups) or len(names) < 2:
        raise ValueError(
            "`groups` must have one label per value, two or more different ones. "
            f"Received: {len(groups)} labels, {len(names)} different, for {len(values)} values"
        )
    _quantile(confidence)
    _arguments.whole("num_samples", num_samples, 100)
    sums = np.bincount(places, values)
    sizes = np.bincount(places)
    if sums.sum() in (0, len(values)):
        return wilson_interval(len(names) * values.mean(), len(names), confidence)
    drawn = np.random.default_rng(seed).integers(len(names), size=(num_samples, len(names)))
    means = sums[drawn].sum(1) / sizes[drawn].sum(1)
    tail = (1 - confidence) / 2
    return tuple(float(end) for end in np.quantile(means, (tail, 1 - tail)))


def _quantile(confidence):
    """The z that a normal value's size stays below with this probability."""
    inside = _arguments.number("confidence", confidence, "in (0, 1)", lambda c: 0 < c < 1)
    return statistics.NormalDist().inv_cdf((1 + inside) / 2)
