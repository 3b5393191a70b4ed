"""Lesson 02: you are the generator, and a small discriminator learns after every move.

The discriminator is a logistic regression on six features (1, x, y, x^2, xy, y^2),
fitted by Newton's method from where it stood before the move. For two round Gaussian clouds
the best discriminator has exactly this form: its logit, log p(x) - log q(x), is quadratic.
"""

import math

import numpy as np

from artlab.widgets import _plane
from artlab.widgets._plane import as_points, signed
from artlab.widgets.base import Picture, buttons, connect, panel, slider, switch

EXTENT = (-4.0, 4.0, -4.0, 4.0)
REAL_WEIGHTS = (1.2, 0.8, 0.7)  # centre and spread of the real cloud
START = (-1.6, -1.2, 0.35)  # where the player's cloud begins
NUM_POINTS = 180
LONGEST_STEP = 0.5  # of G's weights, in data units
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


class Game:
    """The state behind the widget: two clouds, a discriminator, and the value so far.

    Args:
        seed: of the two samples of noise.
    """

    def __init__(self, seed=0):
        self.noise = latents(NUM_POINTS, seed)
        self.real = generate(latents(NUM_POINTS, seed + 1), REAL_WEIGHTS)
        self.places = _plane.places(EXTENT)
        self.restart()

    def restart(self):
        """Forgets all moves and D's weights."""
        self.discriminator = QuadraticDiscriminator()
        self.weights, self.values = START, []

    def move(self, weights, learns=True):
        """Puts the player's cloud somewhere; D learns again from where it stood.

        Args:
            weights: `(x, y, spread)`.
            learns: `False` leaves D as it is.
        """
        self.weights = tuple(map(float, weights))
        if learns:
            self.discriminator.fit(self.real, self.fake)
        self.values = [*self.values, value(self.discriminator, self.real, self.fake)][-80:]

    @property
    def fake(self):
        """The player's points (num, 2)."""
        return generate(self.noise, self.weights)

    def advice(self):
        """Weights one step uphill on mean log D(G(z)): what a trained generator would do."""
        step = 0.4 * generator_slope(self.discriminator, self.noise, self.weights)
        step *= min(1.0, LONGEST_STEP / max(np.abs(step).max(), 1e-12))
        x, y, spread = self.weights + step
        return (
            float(np.clip(x, -3, 3)),
            float(np.clip(y, -3, 3)),
            float(np.clip(spread, 0.1, 1.5)),
        )

    def field(self):
        """D at the places of the heat map, shape (num_places,)."""
        return self.discriminator(self.places)

    def picture(self):
        """The state as `(svg, alt)`."""
        now = self.values[-1]
        on_real, on_fake = self.discriminator(self.real), self.discriminator(self.fake)
        readings = [
            ("V(D, G), the value", signed(now)),
            ("−log 4, where nobody can tell", signed(-math.log(4))),
            ("D of real points (mean)", signed(on_real.mean())),
            ("D of your points (mean)", signed(on_fake.mean())),
            ("most that D differs from ½", signed(np.abs(self.field() - 0.5).max())),
        ]
        alt = (
            f"Real cloud at ({REAL_WEIGHTS[0]:g}, {REAL_WEIGHTS[1]:g}), your cloud at "
            f"({self.weights[0]:.2f}, {self.weights[1]:.2f}) with spread {self.weights[2]:.2f}. "
            f"The value is {now:.3f}; minus log 4 is -1.386. "
            f"D says {on_real.mean():.2f} to real and {on_fake.mean():.2f} to your points."
        )
        start = np.array(self.weights[:2])
        push = 1.6 * (np.array(self.advice())[:2] - start)
        arrow = (start, start + push)
        svg = _plane.picture(
            self.real, self.fake, self.field(), EXTENT, self.values, readings, alt, arrow
        )
        return svg, alt


def be_the_generator(seed=0):
    """You are the generator: move your cloud until D is grey everywhere.

    Three sliders are the generator's weights. At each move a discriminator learns again and
    the plane takes the colour of its answers. A switch stops it from learning, and a button
    takes the step that its slope advises, shown as an arrow.

    Args:
        seed: of the two clouds.

    Returns:
        `ipywidgets.VBox`, with the `Game` as its `game` and the picture as its `picture`.
    """
    game, picture = Game(seed), Picture()
    weights = {
        "x": slider("x of your cloud", START[0], -3, 3, 0.05),
        "y": slider("y of your cloud", START[1], -3, 3, 0.05),
        "spread": slider("spread of your cloud", START[2], 0.1, 1.5, 0.05),
    }
    learns = switch("D learns after every move", True)
    step, again = buttons(
        "Let G take a step",
        "Start again",
        tooltips=("Follow the arrow: one step along D's slope", "Back to the first place"),
    )

    def draw(x, y, spread, learns):
        game.move((x, y, spread), learns)
        picture.value, picture.alt = game.picture()

    refresh = connect(draw, **weights, learns=learns)

    def put(wanted):
        refresh.busy = True  # three sliders move, one picture is drawn
        for control, number in zip(weights.values(), wanted, strict=True):
            control.value = number
        refresh.busy = False
        refresh()

    step.on_click(lambda _: put(game.advice()))
    again.on_click(lambda _: (game.restart(), put(START)))
    box = panel([*weights.values()], [learns, step, again], picture)
    box.game, box.picture = game, picture
    return box


def _sigmoid(logits):
    return 0.5 * (1 + np.tanh(np.asarray(logits) / 2))  # no overflow at either end
