"""Lesson 01: drag a weight; the decision boundary and the loss move, an arrow shows the slope.

The model is that of `artlab.widgets.logistic`: two weights, a bias, a sigmoid, cross-entropy.
"""

import numpy as np

from artlab import plots
from artlab.plots import style
from artlab.widgets import base
from artlab.widgets.logistic import LIMIT, descend, landscape, loss_and_slope, probability

NUM_FIELD = 60  # places per side at which the probability is drawn
LONGEST = 3.0  # of an arrow, in units of weight
LIVE = 0.25  # seconds a redraw may take and still follow the mouse: four pictures a second
RATES = (0.3, 1.0, 3.0, 30.0)


def weight_figure(
    features,
    labels,
    weights,
    bias=0.0,
    *,
    feature_names=("x₁", "x₂"),
    class_names=("class 0", "class 1"),
    land=None,
    path=None,
):
    """The classifier at the left, its loss over the plane of its weights at the right.

    Args:
        features: shape (num, 2).
        labels: shape (num,), 0 or 1.
        weights: shape (2,).
        bias: a number.
        feature_names: what the two features measure.
        class_names: what 0 and 1 mean.
        land: what `landscape` returned for this bias; computed when None.
        path: places (steps, 2) where the weights have been.

    Returns:
        `Figure`.
    """
    features, labels = np.asarray(features, float), np.asarray(labels).ravel()
    land = landscape(features, labels, bias) if land is None else land
    loss, slope = loss_and_slope(features, labels, weights, bias)
    right = np.mean((probability(features, weights, bias) > 0.5) == (labels == 1))
    canvas, axes = plots.panels(
        1,
        2,
        9.0,
        4.9,
        f"Loss {loss:.3f}, {right:.0%} right",
        f"slope {_signed(slope[0])} along w₁, {_signed(slope[1])} along w₂; a dark rim: wrong name",
        ("The model", "Its loss, for every w₁ and w₂"),
        left=0.75,
        gap=0.95,
    )
    for axis in axes[0]:  # a fixed height: matplotlib need not look for one, a quarter of the time
        look = {"fontsize": 13, "fontweight": "bold", "family": style.fonts(), "color": plots.INK}
        axis.set_title(axis.get_title(loc="left"), loc="left", y=1.0, pad=12, **look)
    _draw_model(axes[0, 0], features, labels, weights, bias, class_names)
    style.axis_labels(axes[0, 0], *feature_names)
    _draw_land(axes[0, 1], land, np.asarray(weights, float), slope, path)
    style.axis_labels(axes[0, 1], "weight w₁", "weight w₂")
    return canvas


def weight_text(features, labels, weights, bias=0.0):
    """Alt text of `weight_figure`: where the weights stand, the loss, which way is down."""
    loss, slope = loss_and_slope(features, labels, weights, bias)
    right = np.mean((probability(features, weights, bias) > 0.5) == (np.ravel(labels) == 1))
    ways = [
        f"w{name} should {_way(part)} (slope {_signed(part)})"
        for name, part in zip("₁₂", slope, strict=True)
    ]
    return (
        f"Weights {_signed(weights[0])} and {_signed(weights[1])}, bias {_signed(bias)}: a "
        f"straight boundary that gets {right:.0%} right, loss {loss:.3f}. The arrow on the loss "
        f"points downhill: {' and '.join(ways)}."
    )


def weight_explorer(
    features,
    labels,
    feature_names=("x₁", "x₂"),
    class_names=("class 0", "class 1"),
    start=(-4.0, -4.0),
):
    """Sliders for two weights and a bias; buttons that step downhill.

    Args:
        features: shape (num, 2), best with mean 0 and deviation 1.
        labels: shape (num,), 0 or 1.
        feature_names: what the two features measure.
        class_names: what 0 and 1 mean.
        start: the weights at first.

    Returns:
        A widget.

    Raises:
        ValueError: `features` has another shape, or another length than `labels`.
    """
    features, labels = np.asarray(features, float), np.asarray(labels).ravel()
    if features.shape != (len(labels), 2):
        raise ValueError(
            f"`features` must have shape (num, 2), with one label each. "
            f"Received: {features.shape} and {labels.shape}"
        )
    return _Explorer(features, labels, feature_names, class_names, start).box


class _Explorer:
    """The controls, the path of the steps, and the landscape of the present bias."""

    def __init__(self, features, labels, feature_names, class_names, start):
        self.features, self.labels, self.start = features, labels, start
        self.names = {"feature_names": feature_names, "class_names": class_names}
        self.path, self.bias, self.land = None, None, None
        self.sliders = [
            base.slider(f"weight w{name}", value, -LIMIT, LIMIT, 0.05)
            for name, value in zip("₁₂", start, strict=True)
        ]
        shift = base.slider("bias b", 0.0, -4.0, 4.0, 0.05)
        self.rate = base.choice("learning rate", [(f"{rate:g}", rate) for rate in RATES], 1.0)
        self.picture = base.Picture()
        self.shift = shift
        one, many, again = base.buttons("1 step downhill", "20 steps", "Start again")
        one.on_click(lambda _: self.step(1))
        many.on_click(lambda _: self.step(20))
        again.on_click(lambda _: self.restart())
        self.redraw = base.connect(self.draw, w1=self.sliders[0], w2=self.sliders[1], bias=shift)
        self.redraw.fast = LIVE
        controls = [*self.sliders, shift, [one, many, again, self.rate]]
        self.box = base.panel(*controls, self.picture)

    def draw(self, w1, w2, bias):
        if bias != self.bias:  # another slice of the landscape: old steps mean nothing here
            self.bias, self.land = bias, landscape(self.features, self.labels, bias)
            self.path = None
        where = (w1, w2)
        if self.path is not None and not np.allclose(self.path[-1], where):
            self.path = None  # moved by hand
        figure = weight_figure(
            self.features, self.labels, where, bias, land=self.land, path=self.path, **self.names
        )
        self.picture.show(figure, weight_text(self.features, self.labels, where, bias))

    def step(self, num):
        where = [slider.value for slider in self.sliders]
        steps = descend(self.features, self.labels, where, self.shift.value, self.rate.value, num)
        path = steps if self.path is None else np.concatenate([self.path, steps[1:]])
        self.move(steps[-1], path)

    def restart(self):
        self.move(self.start, None)

    def move(self, where, path):
        """Sets both sliders, then draws once."""
        self.redraw.busy = True
        try:
            for slider, value in zip(self.sliders, where, strict=True):
                slider.value = float(value)
        finally:
            self.redraw.busy = False
        self.path = path
        self.redraw()


def _draw_model(axis, features, labels, weights, bias, class_names):
    low, high = features.min(axis=0) - 0.3, features.max(axis=0) + 0.3
    extent = (low[0], high[0], low[1], high[1])
    across, up = np.linspace(*extent[:2], NUM_FIELD), np.linspace(*extent[2:], NUM_FIELD)
    places = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
    field = probability(places, weights, bias).reshape(NUM_FIELD, NUM_FIELD)
    picture = {"origin": "lower", "vmin": 0, "vmax": 1, "aspect": "auto", "cmap": style.OPINION}
    axis.imshow(field, extent=extent, **picture)
    _draw_line(axis, across, weights, bias)
    wrong = (probability(features, weights, bias) > 0.5) != (labels == 1)
    for value, colour, marker in ((0, plots.VERMILION, "^"), (1, plots.BLUE, "o")):
        cloud = features[labels == value]
        axis.scatter(*cloud.T, s=17, marker=marker, color=colour, edgecolor=plots.PAPER, lw=0.4)
        bad = features[(labels == value) & wrong]
        axis.scatter(*bad.T, s=17, marker=marker, color=colour, edgecolor=plots.INK, lw=1.1)
    axis.set(xlim=extent[:2], ylim=extent[2:])
    axis.locator_params(nbins=4)
    _name_classes(axis, features, labels, class_names)


def _name_classes(axis, features, labels, class_names):
    """Writes each name into the corner on its cloud's side."""
    centre = features.mean(axis=0)
    for value, colour, sign in ((0, plots.VERMILION, "▲"), (1, plots.BLUE, "●")):
        away = features[labels == value].mean(axis=0) - centre
        right, up = away[0] > 0, value == 0
        place = {"xycoords": "axes fraction", "ha": "right" if right else "left"}
        text = f"{sign} {class_names[value]}"
        corner = (0.97 if right else 0.03, 0.94 if up else 0.06)
        plots.label(axis, *corner, text, colour, **place).set(fontweight="bold")


def _draw_line(axis, across, weights, bias):
    """The line w₁ x₁ + w₂ x₂ + b = 0, upright when w₂ is 0."""
    first, second = weights
    if abs(second) > 1e-9:
        axis.plot(across, -(first * across + bias) / second, color=plots.INK, linewidth=2)
    elif abs(first) > 1e-9:
        axis.axvline(-bias / first, color=plots.INK, linewidth=2)


def _draw_land(axis, land, weights, slope, path):
    extent = (-LIMIT, LIMIT, -LIMIT, LIMIT)
    high = float(np.sqrt(land.max()))  # colour by the root: the valley has colours too
    shown = {"origin": "lower", "extent": extent, "aspect": "auto"}
    axis.imshow(np.sqrt(land), cmap=style.INTENSITY, vmin=0, vmax=high, **shown)
    levels = [level for level in (0.2, 0.3, 0.5, 1, 2, 4, 6) if land.min() < level < land.max()]
    axis.contour(land, levels, origin="lower", extent=extent, colors=plots.FAINT, linewidths=0.8)
    if path is not None:
        axis.plot(*np.transpose(path), ".-", color=plots.INK, markersize=4, linewidth=1)
    length = np.hypot(*slope)
    arrow = -slope * min(4.0, LONGEST / length) if length > 1e-6 else np.zeros(2)
    axis.annotate(
        "",
        weights + arrow,
        weights,
        arrowprops={"arrowstyle": "-|>", "lw": 2.4, "color": plots.VERMILION, "mutation_scale": 17},
    )
    axis.plot(*weights, "o", color=plots.VERMILION, markersize=9, markeredgecolor=plots.PAPER)
    axis.set(xlim=extent[:2], ylim=extent[2:], xticks=range(-8, 9, 4), yticks=range(-8, 9, 4))


def _way(slope):
    return "stay" if abs(slope) < 0.005 else "rise" if slope < 0 else "fall"


def _signed(value):
    """A number with its sign, as a person writes it; no minus before 0.00."""
    return f"{round(float(value), 2) + 0.0:+.2f}".replace("-", "−")
