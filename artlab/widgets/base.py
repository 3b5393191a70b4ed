"""Controls with names, pictures with alt text, and the wires between them.

Everything here exists in ipywidgets 7.7.1 (Colab) and 8. Pictures are `widgets.HTML` values:
they work in every front end, and without one their repr is the alt text.
"""

import math
import statistics
import time

import ipywidgets as widgets
import numpy as np
from matplotlib.figure import Figure

from artlab import images, plots
from artlab.classroom.cards import Feedback

FAST = 0.06  # seconds a redraw may take while a slider moves; slower ones wait for its release
WIDE = {"description_width": "initial"}


def figure_image(figure):
    """Bytes of a PNG of a figure, encoded for speed."""
    return plots.png_bytes(figure, fast=True)


class Picture(widgets.HTML):
    """A place for a picture that changes; its repr is the picture's alt text.

    Args:
        picture: what to show first, or None; as in `show`.
        alt: its alt text.

    Example:

    >>> picture = Picture()
    >>> picture.show(np.zeros((8, 8, 1)), "A grey square")
    >>> picture
    A grey square
    """

    def __init__(self, picture=None, alt="", **options):
        super().__init__(**options)
        self.alt = "An empty picture"
        if picture is not None:
            self.show(picture, alt)

    def show(self, picture, alt, width=None):
        """Replaces the picture.

        Args:
            picture: a matplotlib figure, or one image (height, width[, channels]): float in
                [-1, 1] or uint8. Small images are enlarged without blur.
            alt: what is to be seen, in words; escaped.
            width: width of an image on screen in CSS pixels.

        Raises:
            ValueError: `alt` is empty.
        """
        if isinstance(picture, Figure):
            markup = plots.figure_html(picture, alt, fast=True)
        else:
            markup = _image_html(picture, alt, width)
        self.alt = str(alt)
        self.value = markup

    def __repr__(self):
        return self.alt


def _image_html(picture, alt, width):
    if not str(alt).strip():
        raise ValueError(f"`alt` must say in words what the picture shows. Received: {alt!r}")
    pixels = images.to_uint8(np.asarray(picture))
    across = pixels.shape[1]
    width = width or max(across, min(392, across * math.ceil(224 / across)))
    return images.html(images.enlarge(pixels, max(1, round(2 * width / across))), alt, width)


def slider(label, value, low, high, step=None, formatted=".2f"):
    """A slider for a real number.

    Args:
        label: its name, read aloud by screen readers; with the unit.
        value, low, high: start and limits.
        step: distance of its places; by default 1, 2 or 5 times a power of ten, about a
            hundredth of the range, so that round values lie on a place.
        formatted: how the number is written, as in `format`.

    Returns:
        `widgets.FloatSlider`.
    """
    return widgets.FloatSlider(
        value=value,
        min=low,
        max=high,
        step=_round_step(high - low) if step is None else step,
        readout_format=formatted,
        **_named(label),
    )


def _round_step(length):
    """The largest of 1, 2, 5 times a power of ten that is no more than a hundredth of a length."""
    wanted = length / 100
    power = 10.0 ** math.floor(math.log10(wanted) + 1e-9)
    return next(factor * power for factor in (5, 2, 1) if factor * power <= wanted * (1 + 1e-9))


def int_slider(label, value, low, high, step=1):
    """A slider for a whole number; arguments as in `slider`."""
    return widgets.IntSlider(value=value, min=low, max=high, step=step, **_named(label))


def choice(label, options, value=None):
    """A drop-down list.

    Args:
        label: its name.
        options: texts, or `(text, value)` pairs.
        value: the one chosen first; the first by default.

    Returns:
        `widgets.Dropdown`.
    """
    start = {} if value is None else {"value": value}
    return widgets.Dropdown(options=options, **start, **_named(label, width="auto"))


def switch(label, value=False):
    """A check box with its name beside it."""
    box = widgets.Checkbox(value=value, indent=False, **_named(label, width="auto"))
    return box


def text(label, value=""):
    """A line to type in; it reports when Enter is pressed or the line is left.

    Args:
        label: its name.
        value: what stands in it first.

    Returns:
        `widgets.Text`.
    """
    return widgets.Text(value=value, continuous_update=False, **_named(label, width="48em"))


def buttons(*labels, tooltips=()):
    """Buttons in a row.

    Args:
        *labels: their texts.
        tooltips: longer explanations, one per button.

    Returns:
        Tuple of `widgets.Button`; connect each with `.on_click(function_of_the_button)`.
    """
    tooltips = tooltips or labels
    return tuple(
        widgets.Button(
            description=_checked(label), tooltip=text, layout=widgets.Layout(width="auto")
        )
        for label, text in zip(labels, tooltips, strict=True)
    )


def play(label, low, high, step=1, interval=200):
    """A slider that runs by itself when its play button is pressed.

    Args:
        label: its name.
        low, high, step: whole numbers.
        interval: milliseconds between two places.

    Returns:
        `(slider, box)`: the slider whose `value` to connect, and the box to put on a panel.
    """
    runner = widgets.Play(value=low, min=low, max=high, step=step, interval=interval)
    runner.description = _checked(label)
    place = int_slider(label, low, low, high, step)
    widgets.jslink((runner, "value"), (place, "value"))
    return place, widgets.HBox([runner, place])


def panel(*children, title=""):
    """Controls and pictures, one below the other; a list or tuple becomes a row.

    Args:
        *children: widgets, or lists of widgets that stand side by side.
        title: a line above, or "".

    Returns:
        `widgets.VBox`.
    """
    rows = [widgets.HTML(Feedback("list", title)._repr_html_())] if title else []
    wrap = widgets.Layout(flex_flow="row wrap")
    for child in children:
        several = isinstance(child, list | tuple)
        rows.append(widgets.HBox(list(child), layout=wrap) if several else child)
    return widgets.VBox(rows)


def connect(draw, **controls):
    """Calls `draw` now, and again whenever a control moves.

    Front ends hold back moves while the kernel is busy, so there is never a queue of old
    ones; when drawing is slow nevertheless (median over 60 ms), the sliders report only when
    they are released.

    Args:
        draw: called with the value of every control under its name.
        **controls: widgets with a `value`.

    Returns:
        `refresh()`, which draws once more with the present values. Its attribute `fast` is the
        limit of 60 ms, for a picture that is worth a slower drag.
    """
    redraw = _Redraw(draw, controls)
    for control in controls.values():
        control.observe(lambda _: redraw(), names="value")
    redraw()
    return redraw


class _Redraw:
    """Draws with the newest values; a move during a draw leads to one more, not to a nested one."""

    def __init__(self, draw, controls):
        self.draw, self.controls = draw, controls
        self.busy, self.stale, self.times, self.fast = False, False, [], FAST

    def __call__(self):
        self.stale = True
        if self.busy:
            return
        self.busy = True
        try:
            while self.stale:
                self.stale = False
                start = time.perf_counter()
                self.draw(**{name: control.value for name, control in self.controls.items()})
                self.measure(time.perf_counter() - start)
        finally:
            self.busy = False

    def measure(self, seconds):
        """Keeps the last five times; the first one, which loads fonts, does not count."""
        self.times = [*self.times, seconds][-6:]
        later = self.times[1:]
        if len(later) >= 2:
            slow = statistics.median(later) > self.fast
            for control in self.controls.values():
                if control.has_trait("continuous_update"):
                    control.continuous_update = not slow


def _named(label, width="30em"):
    """Keywords of a control with a name; `WIDE` keeps long names whole."""
    layout = widgets.Layout(width=width, max_width="100%")
    return {"description": _checked(label), "style": WIDE, "layout": layout}


def _checked(label):
    if not str(label).strip():
        raise ValueError(f"`label` must name the control for who listens. Received: {label!r}")
    return str(label)
