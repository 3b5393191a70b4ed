"""A small discriminator and a small generator of the plane, in NumPy.

The discriminator is a logistic regression on six features (1, x, y, x^2, xy, y^2), fitted by
Newton's method from where it stood before the move. For two round Gaussian clouds the best
discriminator has exactly this form: its logit, log p(x) - log q(x), is quadratic.
"""

import numpy as np

from artlab.widgets._plane import as_points

RIDGE = 1e-3  # holds D's weights finite when the clouds lie apart


class QuadraticDiscriminator:
    """A small D: logistic regression on quadratic or linear features of the plane.

    Args:
        degree: 2 for the features (1, x, y, x^2, xy, y^2), 1 for (1, x, y) only.

    Attributes:
        weights: float64 (6,) or (3,), one per feature; zeros answer 1/2 everywhere.

    Example:

    >>> float(QuadraticDiscriminator()([[3.0, -1.0]])[0])
    0.5
    """

    def __init__(self, degree=2):
        if degree not in (1, 2):
            raise ValueError(f"`degree` must be 1 or 2. Received: {degree!r}")
        self.degree = degree
        self.weights = np.zeros(6 if degree == 2 else 3)

    def __call__(self, points):
        """Probability of "real" at points (num, 2), shape (num,)."""
        return _sigmoid(self.logits(points))

    def logits(self, points):
        """Logit of "real" at points (num, 2), shape (num,)."""
        return self._features(points) @ self.weights

    def slopes(self, points):
        """Slope of the logit by x and y at points (num, 2), shape (num, 2)."""
        x, y = as_points("points", points).T
        _, by_x, by_y, *squares = self.weights
        if self.degree == 1:
            return np.stack([np.full_like(x, by_x), np.full_like(y, by_y)], axis=1)
        xx, xy, yy = squares
        return np.stack([by_x + 2 * xx * x + xy * y, by_y + xy * x + 2 * yy * y], axis=1)

    def fit(self, real, fake, num_steps=20):
        """Minimises the cross-entropy -V(D, G) by Newton steps from the present weights.

        Args:
            real, fake: points (num, 2).
            num_steps: Newton steps at most; it stops when the slope is gone.

        Returns:
            The discriminator itself.
        """
        real, fake = self._features(real), self._features(fake)
        for _ in range(num_steps):
            slope, curvature = self._slope_and_curvature(real, fake)
            if np.abs(slope).max() < 1e-9:
                break
            self._descend(np.linalg.solve(curvature, slope), real, fake)
        return self

    def _slope_and_curvature(self, real, fake):
        on_real, on_fake = _sigmoid(real @ self.weights), _sigmoid(fake @ self.weights)
        slope = (on_real - 1) @ real / len(real) + on_fake @ fake / len(fake)
        bend = (real.T * (on_real * (1 - on_real))) @ real / len(real)
        bend += (fake.T * (on_fake * (1 - on_fake))) @ fake / len(fake)
        return slope + RIDGE * self.weights, bend + RIDGE * np.eye(len(slope))

    def _descend(self, step, real, fake):
        """Takes the step, halved until the loss does not rise."""
        before, start = self._loss(self.weights, real, fake), self.weights
        for halvings in range(20):
            self.weights = start - step / 2**halvings
            if self._loss(self.weights, real, fake) <= before:
                return
        self.weights = start

    def _loss(self, weights, real, fake):
        wrong = np.logaddexp(0, -real @ weights).mean() + np.logaddexp(0, fake @ weights).mean()
        return wrong + RIDGE / 2 * weights @ weights

    def _features(self, points):
        x, y = as_points("points", points).T
        squares = [x * x, x * y, y * y] if self.degree == 2 else []
        return np.stack([np.ones_like(x), x, y, *squares], axis=1)


def value(discriminator, real, fake):
    """V(D, G): mean log D(x) over real points plus mean log(1 - D(x)) over generated ones.

    Args:
        discriminator: a `QuadraticDiscriminator`.
        real, fake: points (num, 2).

    Returns:
        float, at most 0; minus log 4 when D answers 1/2 everywhere.

    References:
        Goodfellow et al. 2014, equation 1.

    Example:

    >>> round(value(QuadraticDiscriminator(), [[0, 0]], [[1, 1]]), 3)
    -1.386
    """
    on_real, on_fake = discriminator.logits(real), discriminator.logits(fake)
    return -float(np.logaddexp(0, -on_real).mean() + np.logaddexp(0, on_fake).mean())


def latents(num, seed):
    """Round cloud around the origin whose mean is exactly 0 and covariance exactly 1.

    Args:
        num: number of points, at least 3.
        seed: int.

    Returns:
        float64 (num, 2).
    """
    points = np.random.default_rng(seed).standard_normal((num, 2))
    points -= points.mean(axis=0)
    root = np.linalg.cholesky(np.linalg.inv(points.T @ points / num))
    return points @ root


def generate(noise, weights):
    """The player's generator: it moves and stretches noise.

    Args:
        noise: latents (num, 2).
        weights: `(x, y, spread)`, its three weights.

    Returns:
        Points (num, 2).
    """
    return np.array(weights[:2]) + weights[2] * np.asarray(noise)


def generator_slope(discriminator, noise, weights):
    """Slope of mean log D(G(z)) by G's three weights, by the chain rule through D.

    Args:
        discriminator: a `QuadraticDiscriminator`.
        noise: latents (num, 2).
        weights: `(x, y, spread)`.

    Returns:
        float64 (3,). G wants to climb: this is the non-saturating loss, downhill.

    References:
        Goodfellow et al. 2014, section 3.
    """
    fake = generate(noise, weights)
    # d log sigmoid(logit) = (1 - D) * d logit, and a point moves by (1, 1, z) per weight.
    pushes = (1 - discriminator(fake))[:, None] * discriminator.slopes(fake)
    return np.array([*pushes.mean(axis=0), (pushes * noise).sum(axis=1).mean()])


def _sigmoid(logits):
    return 0.5 * (1 + np.tanh(np.asarray(logits) / 2))  # no overflow at either end
