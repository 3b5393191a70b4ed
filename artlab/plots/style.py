"""Paper, ink, colours, fonts, and the empty figure that every chart starts from.

References:
    Okabe and Ito, "Color Universal Design" (2008): the palette.
"""

from functools import cache

import numpy as np
from matplotlib import font_manager
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

PAPER, INK, FAINT, GRID = "#FBF8F1", "#26221C", "#6F685C", "#E4DDCE"
BLUE, VERMILION, GREEN, ORANGE = "#0072B2", "#D55E00", "#009E73", "#E69F00"
PURPLE, SKY, YELLOW = "#CC79A7", "#56B4E9", "#F0E442"
PALETTE = (BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY)
# A name in its line's colour: darkened where the colour itself is too pale on paper (4.5:1).
TEXT_COLOURS = {
    BLUE: "#0069A4",
    VERMILION: "#A84A00",
    GREEN: "#00724F",
    ORANGE: "#8A5F00",
    PURPLE: "#9A3F72",
    SKY: "#1F6F9E",
    YELLOW: "#6B6400",
}
DASHES = ("-", (0, (5, 1.6)), (0, (1.2, 1.4)), (0, (7, 1.6, 1.2, 1.6)), (0, (3, 1.2)), (0, (9, 3)))
MARKERS = ("o", "^", "s", "D", "v", "P")
REAL, FAKE = BLUE, VERMILION  # real pictures are blue circles, generated ones vermilion triangles

# 0 is vermilion (fake), 1 is blue (real), and one half is grey: "cannot tell".
OPINION = LinearSegmentedColormap.from_list(
    "opinion", ["#E2905B", "#EDC0A0", "#DDD9D0", "#A9CBE0", "#5E9FCB"]
)
INTENSITY = LinearSegmentedColormap.from_list(
    "intensity", ["#FBF8F1", "#CFE0E8", "#7FB2D2", "#2C78AE", "#0B3C66"]
)

TEXT_SIZE, TITLE_SIZE = 12, 16  # points; one point is one CSS pixel on screen
CHINESE_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Noto Sans CJK JP",  # a .ttc offers its first face only, which holds the Chinese glyphs too
    "Source Han Sans SC",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "SimHei",
    "Arial Unicode MS",
)
SIDE, TOP, BOTTOM = 0.3, 0.26, 0.62  # margins in inches; an inch is 72 CSS pixels


@cache
def fonts():
    """Font families in the order in which a glyph is looked for: matplotlib's own, a Chinese."""
    installed = {entry.name for entry in font_manager.fontManager.ttflist}
    return ("DejaVu Sans", *[name for name in CHINESE_FONTS if name in installed][:1])


@cache
def _glyphs(family):
    path = font_manager.findfont(font_manager.FontProperties(family=family))
    return frozenset(font_manager.get_font(path).get_charmap())


def has_glyphs(text):
    """Whether this system's fonts can draw every character of a text.

    Args:
        text: any text.

    Returns:
        bool. Titles and labels leave out what cannot be drawn; ask first where that matters.

    Example:

    >>> has_glyphs("loss, ∂L/∂w")
    True
    """
    return all(_drawable(character) for character in str(text))


def _drawable(character):
    return character.isspace() or any(ord(character) in _glyphs(name) for name in fonts())


def readable(text):
    """The text without the characters that no font here can draw, and without $ formulas."""
    text = str(text)
    if not has_glyphs(text):
        text = "".join(character for character in text if _drawable(character))
        text = " ".join(text.replace("()", "").split())
    return text.replace("$", r"\$")  # one dollar sign must not start a formula


def figure(width=9.0, height=5.0, title="", subtitle=None, *, right=SIDE, left=0.95):
    """An empty figure with one pair of axes in the style of the course.

    Args:
        width, height: size in inches; an inch is 72 CSS pixels, so 9 fills a notebook.
        title: what the figure shows, set at the left above everything.
        subtitle: how to read it, smaller, under the title.
        right, left: margins in inches beside the axes.

    Returns:
        `(figure, axes)`: a `matplotlib.figure.Figure` that pyplot does not know, and its axes.
    """
    canvas, grid = panels(
        1, 1, width=width, height=height, title=title, subtitle=subtitle, right=right, left=left
    )
    return canvas, grid[0, 0]


def panels(
    rows=1,
    columns=2,
    width=9.0,
    height=4.2,
    title="",
    subtitle=None,
    titles=(),
    *,
    right=SIDE,
    left=0.95,
    gap=0.85,
):
    """Several axes in one figure.

    Args:
        rows, columns: number of axes.
        width, height: size of the whole in inches.
        title, subtitle: above everything.
        titles: one text per axes, row by row.
        right, left: margins in inches; gap: inches between axes.

    Returns:
        `(figure, axes)`; `axes` is an object array (rows, columns).
    """
    canvas = Figure(figsize=(width, height), dpi=144, facecolor=PAPER)
    top = _headings(canvas, readable(title), subtitle) + (0.34 if len(titles) else 0.12)
    axes = canvas.subplots(rows, columns, squeeze=False)
    plot_width = (width - left - right - gap * (columns - 1)) / columns
    plot_height = (height - top - BOTTOM - gap * (rows - 1)) / rows
    canvas.subplots_adjust(
        left=left / width,
        right=1 - right / width,
        bottom=BOTTOM / height,
        top=1 - top / height,
        wspace=gap / plot_width,
        hspace=gap / plot_height,
    )
    for index, axis in enumerate(axes.flat):
        _dress(axis)
        if index < len(titles):
            heading(axis, titles[index])
    return canvas, axes


def _headings(canvas, title, subtitle):
    """Writes title and subtitle; returns how many inches of the top they take."""
    width, height = canvas.get_size_inches()
    top = TOP
    for text, size, weight, colour in (
        (title, TITLE_SIZE, "bold", INK),
        (readable(subtitle or ""), TEXT_SIZE, "normal", FAINT),
    ):
        if text:
            canvas.text(
                SIDE / width,
                1 - top / height,
                text,
                fontsize=size,
                fontweight=weight,
                color=colour,
                va="top",
                family=fonts(),
            )
            top += (size * 1.5 * (1 + text.count("\n"))) / 72
    return top + 0.1


def _dress(axis):
    axis.set_facecolor("none")
    for side, spine in axis.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set(color=FAINT, linewidth=0.8)
    axis.tick_params(
        colors=FAINT, labelcolor=INK, labelsize=11, length=3.5, width=0.8, labelfontfamily=fonts()
    )
    axis.grid(visible=False)


def heading(axis, text):
    """A small title above one of several axes."""
    axis.set_title(
        readable(text),
        loc="left",
        fontsize=13,
        fontweight="bold",
        color=INK,
        pad=12,
        family=fonts(),
    )


def axis_labels(axis, x_label="", y_label=""):
    """Names both axes; the vertical one stands upright above its axis, so nobody tilts a head."""
    style = {"fontsize": TEXT_SIZE, "color": INK, "family": fonts()}
    if x_label:
        axis.set_xlabel(readable(x_label), labelpad=7, **style)
    if y_label:
        axis.set_ylabel(readable(y_label), labelpad=8, **style)


def light_grid(axis, which="y"):
    """Thin lines behind the data, for reading values off."""
    axis.set_axisbelow(True)
    axis.grid(visible=True, axis=which, color=GRID, linewidth=0.8)


def label(axis, x, y, text, color=INK, **options):
    """Writes a text at a point of the data, in the course's fonts, on a veil of paper.

    Args:
        axis: the axes to write on.
        x, y: where, in data coordinates.
        text: what; characters without a glyph on this system are left out.
        color: a colour of the palette; pale ones are darkened until text is readable.
        **options: passed to `Axes.annotate`, such as `ha="right"`, `xytext=(6, 0)` (points).

    Returns:
        The annotation.
    """
    style = {
        "xytext": (0, 0),
        "textcoords": "offset points",
        "fontsize": TEXT_SIZE,
        "color": TEXT_COLOURS.get(color, color),
        "family": fonts(),
        "annotation_clip": False,
        "va": "center",
        "bbox": {"facecolor": PAPER, "edgecolor": "none", "alpha": 0.78, "pad": 1.2},
    }
    return axis.annotate(readable(text), (x, y), **(style | options))


def spread(positions, gap):
    """Moves positions apart to at least `gap`, keeping their order and, in the mean, their place.

    Example:

    >>> spread([1.0, 1.0, 5.0], gap=2.0)
    array([0., 2., 5.])
    """
    positions = np.asarray(positions, float)
    order = np.argsort(positions, kind="stable")
    groups = []  # [sum of the wished lowest positions, number of members]
    for wanted in positions[order]:
        groups.append([wanted, 1])
        while len(groups) > 1 and _overlap(groups[-2], groups[-1], gap):
            total, num = groups.pop()
            # A member's wish counted from its group's lowest place.
            groups[-1][0] += total - num * groups[-1][1] * gap
            groups[-1][1] += num
    placed = np.concatenate(
        [total / num + gap * np.arange(num) for total, num in groups] or [np.empty(0)]
    )
    result = np.empty_like(positions)
    result[order] = placed
    return result


def _overlap(lower, upper, gap):
    return upper[0] / upper[1] - (lower[0] / lower[1] + gap * (lower[1] - 1)) < gap
