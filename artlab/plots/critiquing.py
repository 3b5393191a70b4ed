"""One picture under the eyes of its measures: what they look at, drawn over it and beside it."""

import numpy as np
from matplotlib import patheffects
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle

from artlab import images
from artlab.plots.grids import FULL_WIDTH
from artlab.plots.style import FAINT, INK, PAPER, SIDE, VERMILION, _headings, fonts, readable

LEFT = SIDE * 72  # margin in CSS pixels
GAP = 16
MAIN, TALLEST = 380, 400  # limits of the large picture, in CSS pixels
STRIP = 34  # height of the palette
HEAD = 20  # height of a small title
LETTER = 5.9  # width of one of 10 points
LEAST_SHARE = 0.045  # of a colour that has room for its share in letters
MARKS = {  # word, and how it is drawn
    "thirds": "thirds",
    "focus": "focal point",
    "weight": "centre of visual weight",
    "horizon": "horizon",
}


def critique_sheet(
    picture,
    *,
    focus,
    weight,
    horizon,
    saliency,
    tones,
    tone_shares,
    colors,
    shares,
    names,
    title=None,
    subtitle=None,
):
    """A picture with its thirds, focal point, centre of weight and horizon; tones and palette.

    Args:
        picture: uint8 (height, width, 3).
        focus, weight: focal point and centre of visual weight, `(x, y)` in [0, 1], y down.
        horizon: its height, 0 top to 1 foot; None where none was found.
        saliency: (rows, columns) in [0, 1], of the picture's format.
        tones: (rows, columns) in [0, 1]: the picture in three tones of grey.
        tone_shares: share of the dark, the middle and the light tone, (3,).
        colors, shares, names: of the palette: uint8 (num, 3), (num,), num texts.
        title, subtitle: above everything.

    Returns:
        `Figure`.
    """
    sheet = _Sheet(picture, title, subtitle)
    sheet.overlays(focus, weight, horizon)
    sheet.aside(0, "In three tones", np.repeat(tones[..., None], 3, axis=-1))
    sheet.tone_bar(np.asarray(tones), tone_shares)
    sheet.aside(1, "What stands out", _spotlight(picture, saliency))
    sheet.legend(horizon is not None)
    sheet.palette(colors, shares, names)
    return sheet.figure


def _spotlight(picture, saliency):
    """The picture where it is salient, paper elsewhere; floats in [0, 1]."""
    rows, columns = np.shape(saliency)
    ys = (np.arange(rows) * len(picture)) // rows
    xs = (np.arange(columns) * picture.shape[1]) // columns
    small = picture[ys][:, xs] / 255
    shown = (0.06 + 0.94 * np.clip(saliency, 0, 1) ** 0.6)[..., None]
    return shown * small + (1 - shown) * (np.array([251, 248, 241]) / 255)


class _Sheet:
    """Axes counted in CSS pixels, y down; everything has its place on them."""

    def __init__(self, picture, title, subtitle):
        height, width = picture.shape[:2]
        scale = min(MAIN / width, TALLEST / height)
        self.size = width * scale, height * scale
        left = self.size[0] + 2 * GAP
        room = FULL_WIDTH - 2 * LEFT - left
        if is_tall := width < 0.7 * height:  # both small pictures side by side
            small = min((room - 2 * GAP) / 2 / width, 0.8 * self.size[1] / height)
        else:
            small = min(room / width, (max(self.size[1], 240) - 2 * HEAD - 48) / 2 / height)
        self.small = width * small, height * small
        step = (self.small[0] + 2 * GAP, 0) if is_tall else (0, self.small[1] + HEAD + 48)
        self.places = ((left, 0.0), (left + step[0], step[1]))
        self.foot = max(self.size[1] + 30, step[1] + HEAD + self.small[1]) + GAP
        self.figure, self.axis = _page(self.foot + HEAD + STRIP + 34, title, subtitle)
        self._show(images.to_uint8(picture), 0, 0, *self.size)

    def _show(self, pixels, left, top, width, height):
        extent = (left, left + width, top + height, top)
        self.axis.imshow(pixels, extent=extent, aspect="auto", interpolation="antialiased")
        frame = Rectangle((left, top), width, height, fill=False, edgecolor="#CFC6B4", lw=0.8)
        self.axis.add_patch(frame)

    def _write(self, x, y, text, **how):
        how = {"fontsize": 11, "color": INK, "va": "top", "family": fonts()} | how
        return self.axis.text(x, y, readable(text), **how)

    def overlays(self, focus, weight, horizon):
        """Lines and marks over the large picture, each light with a dark casing."""
        width, height = self.size
        for part in (1 / 3, 2 / 3):
            self._line((part * width,) * 2, (0, height), (0, (1, 2.4)), 1.1)
            self._line((0, width), (part * height,) * 2, (0, (1, 2.4)), 1.1)
        if horizon is not None:
            self._line((0, width), (horizon * height,) * 2, (0, (7, 3)), 1.8)
        _ring(self.axis, focus[0] * width, focus[1] * height)
        _cross(self.axis, weight[0] * width, weight[1] * height)

    def _line(self, xs, ys, dash, width):
        casing = [patheffects.withStroke(linewidth=width + 1.6, foreground=INK, alpha=0.55)]
        self.axis.plot(xs, ys, color="white", linestyle=dash, lw=width, path_effects=casing)

    def aside(self, place, head, pixels):
        """A small picture at the right, with its title."""
        left, top = self.places[place]
        self._write(left, top - 2, head, fontweight="bold", fontsize=12)
        self._show(pixels, left, top + HEAD, *self.small)

    def tone_bar(self, tones, shares):
        """Shares of the three tones, under the picture in three tones."""
        left, top = self.places[0][0], HEAD + self.small[1] + 6
        width = self.small[0]
        greys = np.unique(tones)
        for place, share in enumerate(shares):
            grey = greys[min(place, len(greys) - 1)]
            face = (grey,) * 3
            self.axis.add_patch(
                Rectangle((left, top), share * width, 11, fc=face, ec=FAINT, lw=0.6)
            )
            left += share * width
        told = zip(("dark", "mid", "light"), shares, strict=True)
        text = " · ".join(f"{name} {share:.0%}" for name, share in told)
        self._write(self.places[0][0], top + 15, text, fontsize=10, color=FAINT)

    def legend(self, has_horizon):
        """What the marks over the picture are, in one line below it."""
        y, x = self.size[1] + 16, 6.0
        for key, word in MARKS.items():
            if key == "horizon" and not has_horizon:
                continue
            x = self._sample(key, x, y)
            self._write(x, y, word, fontsize=10, va="center")
            x += LETTER * len(word) + 14

    def _sample(self, key, x, y):
        if key == "focus":
            _ring(self.axis, x + 5, y, 5)
            return x + 16
        if key == "weight":
            _cross(self.axis, x + 5, y, 5)
            return x + 16
        dash = (0, (7, 3)) if key == "horizon" else (0, (1, 2.4))
        self.axis.plot((x, x + 20), (y, y), color=INK, linestyle=dash, lw=1.6)
        return x + 26

    def palette(self, colors, shares, names):
        """The main colours, each as wide as its share."""
        width, left, top = FULL_WIDTH - 2 * LEFT, 0.0, self.foot + HEAD
        self._write(0, self.foot, "Palette", fontweight="bold", fontsize=12)
        for color, share, name in zip(colors, shares, names, strict=True):
            face = np.asarray(color) / 255
            self.axis.add_patch(Rectangle((left, top), share * width, STRIP, fc=face, ec="none"))
            if share >= LEAST_SHARE:
                self._write(left + 2, top + STRIP + 4, f"{share:.0%}", fontsize=10, color=FAINT)
            if share * width > LETTER * len(name) + 12:
                ink = INK if face @ (0.299, 0.587, 0.114) > 0.5 else PAPER
                self._write(left + 6, top + STRIP / 2, name, fontsize=10, color=ink, va="center")
            left += share * width
        self.axis.add_patch(Rectangle((0, top), width, STRIP, fill=False, ec="#CFC6B4", lw=0.8))


def _page(inner, title, subtitle):
    """A figure as wide as a notebook, with axes in CSS pixels below its headings."""
    width = FULL_WIDTH
    trial = Figure(figsize=(width / 72, 1))
    head = _headings(trial, readable(title or ""), subtitle) * 72 if title or subtitle else LEFT
    height = head + inner + LEFT / 2
    figure = Figure(figsize=(width / 72, height / 72), dpi=144, facecolor=PAPER)
    _headings(figure, readable(title or ""), subtitle)
    room = width - 2 * LEFT
    axis = figure.add_axes((LEFT / width, LEFT / 2 / height, room / width, inner / height))
    axis.set(xlim=(0, room), ylim=(inner, 0))
    axis.axis("off")
    return figure, axis


def _ring(axis, x, y, radius=9):
    for color, width in ((INK, 4.2), ("white", 2.0)):
        axis.add_patch(Circle((x, y), radius, fill=False, ec=color, lw=width, zorder=5))
    axis.add_patch(Circle((x, y), radius / 4, fc=VERMILION, ec="white", lw=0.8, zorder=6))


def _cross(axis, x, y, radius=9):
    for color, width in ((INK, 4.6), ("white", 2.0)):
        axis.plot((x - radius, x + radius), (y, y), color=color, lw=width, zorder=5)
        axis.plot((x, x), (y - radius, y + radius), color=color, lw=width, zorder=5)
