"""Lesson 02: you are the generator, and a small discriminator learns after every move."""

import math

import numpy as np

from artlab.widgets import _plane
from artlab.widgets._plane import signed
from artlab.widgets.base import Picture, buttons, connect, panel, slider, switch
from artlab.widgets.quadratic import (
    QuadraticDiscriminator,
    generate,
    generator_slope,
    latents,
    value,
)

EXTENT = (-4.0, 4.0, -4.0, 4.0)
REAL_WEIGHTS = (1.2, 0.8, 0.7)  # centre and spread of the real cloud
START = (-1.6, -1.2, 0.35)  # where the player's cloud begins
LOWEST, HIGHEST, NOTCH = (-3.0, -3.0, 0.1), (3.0, 3.0, 1.5), 0.05  # of the three sliders
NUM_POINTS = 180
LONGEST_STEP = 0.5  # of G's weights, in data units


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

    def push(self):
        """A step uphill on mean log D(G(z)) by G's three weights, float64 (3,), not too long."""
        step = 0.4 * generator_slope(self.discriminator, self.noise, self.weights)
        return step * min(1.0, LONGEST_STEP / max(np.abs(step).max(), 1e-12))

    def advice(self):
        """The weights after such a step, in whole notches of the sliders, as `(x, y, spread)`.

        A weight whose step is shorter than a notch moves by one, unless its slope is gone.
        """
        notches = np.round(self.push() / NOTCH)
        short = (notches == 0) & (np.abs(self.push()) > 0.008)
        notches[short] = np.sign(self.push()[short])
        wanted = np.round(self.weights + NOTCH * notches, 6)
        return tuple(map(float, np.clip(wanted, LOWEST, HIGHEST)))

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
        arrow = (start, start + 1.6 * self.push()[:2])
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
        name: slider(f"{name} of your cloud", start, low, high, NOTCH)
        for name, start, low, high in zip(("x", "y", "spread"), START, LOWEST, HIGHEST, strict=True)
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
