"""What a language model says: chances of tokens, and where attention looks."""

import numpy as np
from matplotlib.patches import Polygon

from artlab.plots.charts import text_width
from artlab.plots.style import (
    BLUE,
    FAINT,
    GRID,
    INK,
    INTENSITY,
    PAPER,
    SIDE,
    TEXT_SIZE,
    axis_labels,
    fonts,
    has_glyphs,
    label,
    panels,
    readable,
)

ROW = 0.33  # inches of a bar with its name
CELL = (0.26, 0.62)  # least and largest inches of a cell of an attention map
NUMBERED = 6  # maps of so many tokens or fewer have their weights written into the cells


def token_label(token):
    """A token as an axis can show it: by its code points where no font here can draw it.

    Example:

    >>> token_label("▁the")
    '▁the'
    """
    token = str(token)
    if has_glyphs(token):
        return token
    return " ".join(f"U+{ord(character):X}" for character in token)


def token_bars(tokens, chances, title, subtitle=None, *, x_label="probability", width=9.0):
    """The same tokens with several sets of probabilities, side by side.

    Args:
        tokens: one text per row, from top to bottom.
        chances: dict from name to probabilities, (num tokens,) each; one panel each.
        title, subtitle: as in `figure`.
        x_label: what the bars measure.
        width: inches; the height follows from the number of tokens.

    Returns:
        `Figure`; all panels have one scale. A bar of 0 says "cut".

    Raises:
        ValueError: a set has not one value per token.
    """
    tokens = [token_label(token) for token in tokens]
    chances = {name: np.asarray(values, float) for name, values in chances.items()}
    for name, values in chances.items():
        if values.shape != (len(tokens),):
            raise ValueError(
                f"`chances[{name!r}]` must have one value per token ({len(tokens)}). "
                f"Received: shape {values.shape}"
            )
    canvas, axes = panels(
        1, len(chances), width, 2.05 + ROW * len(tokens), title, subtitle, tuple(chances),
        left=SIDE + 0.2 + _inches(tokens), gap=0.55,
    )  # fmt: skip
    longest = max(values.max() for values in chances.values())
    for axis, values in zip(axes[0], chances.values(), strict=True):
        _bars(axis, values, longest)
        axis.set_yticks(range(len(tokens)), [])
        axis_labels(axis, x_label)
    axes[0, 0].set_yticks(range(len(tokens)), [readable(token) for token in tokens])
    return canvas


def _bars(axis, values, longest):
    rows = np.arange(len(values))
    axis.barh(rows, values, height=0.68, color=BLUE)
    for row, value in zip(rows, values, strict=True):
        text = f"{value:.3f}" if value else "cut"
        label(axis, value, row, text, INK if value else FAINT, xytext=(5, 0), fontsize=11)
    axis.set(xlim=(0, 1.32 * longest), ylim=(len(values) - 0.4, -0.6), xticks=[])
    axis.tick_params(axis="y", length=0, labelsize=TEXT_SIZE)
    axis.spines["bottom"].set_visible(False)


def attention_maps(maps, tokens, title, subtitle=None, *, columns=3, causal=True, width=9.0):
    """Attention as tables: rows are the tokens that look, columns those that are looked at.

    Args:
        maps: dict from name to weights, (num tokens, num tokens) each, rows that add up to 1.
        tokens: one text per token.
        title, subtitle: as in `figure`.
        columns: maps in a row.
        causal: draws the part that is masked, above the diagonal, as empty paper.
        width: inches, at most; few small maps take less.

    Returns:
        `Figure`. Names of tokens stand at the left and below.

    Raises:
        ValueError: a map is not square, or has not one row per token.
    """
    names = [token_label(token) for token in tokens]
    maps = {name: np.asarray(weights, float) for name, weights in maps.items()}
    for name, weights in maps.items():
        if weights.shape != (len(names), len(names)):
            raise ValueError(
                f"`maps[{name!r}]` must have one row and one column per token ({len(names)}). "
                f"Received: shape {weights.shape}"
            )
    canvas, axes = _sheet(len(maps), names, title, subtitle, columns, width, any(maps))
    for axis, (name, weights) in zip(axes, maps.items(), strict=True):
        _map(axis, weights, causal)
        if name:
            axis.set_title(
                readable(name), loc="left", fontsize=12, fontweight="bold", color=INK, pad=6,
                family=fonts(),
            )  # fmt: skip
    return canvas


def _sheet(num, names, title, subtitle, columns, width, titled):
    """A figure with `num` square axes, token names at the left and below; (figure, axes)."""
    columns = min(columns, num)
    rows = -(-num // columns)
    names_wide, gap, head = SIDE + 0.12 + _inches(names), 0.3, 0.34 * titled
    room = (width - SIDE - names_wide - gap * (columns - 1)) / columns
    side = min(max(CELL[0] * len(names), min(room, CELL[1] * len(names))), room)
    below = 0.12 + (0.85 * _inches(names) if _slanted(names) else 0.25)
    top = 0.72 + 0.25 * (str(subtitle or "").count("\n") + bool(subtitle))
    tall = top + rows * (side + head) + (rows - 1) * gap + below + 0.15
    letters = max(0.145 * len(str(title)), *(0.1 * len(t) for t in str(subtitle or "").split("\n")))
    wide = names_wide + columns * side + (columns - 1) * gap + SIDE
    wide = max(wide, min(width, letters + 2 * SIDE))
    canvas, grid = panels(rows, columns, wide, tall, title, subtitle, gap=gap)
    for place, axis in enumerate(grid.flat):
        row, column = divmod(place, columns)
        left = names_wide + column * (side + gap)
        bottom = tall - top - (row + 1) * (side + head) - row * gap
        axis.set_position((left / wide, bottom / tall, side / wide, side / tall))
        _names(axis, names, left=column == 0, below=row == rows - 1 or place + columns >= num)
        axis.set_visible(place < num)
    return canvas, grid.flat[:num]


def _names(axis, names, left, below):
    places = range(len(names))
    size = 12 if len(names) <= 2 * NUMBERED else 10
    axis.set_yticks(places, names if left else [""] * len(names), fontsize=size, family=fonts())
    slant = {"rotation": 50, "ha": "right", "rotation_mode": "anchor"} if _slanted(names) else {}
    shown = names if below else [""] * len(names)
    axis.set_xticks(places, shown, fontsize=size, family=fonts(), **slant)
    axis.tick_params(length=0, pad=3, colors=FAINT, labelcolor=INK)


def _slanted(names):
    """Whether names are too long to stand upright under their columns."""
    return max(map(len, names)) > 2


def _inches(names):
    """Width of the longest name; a Chinese character is nearly twice as wide as a letter."""
    return text_width([name + "x" * sum(sign > "\u2fff" for sign in name) for name in names])


def _map(axis, weights, causal):
    num = len(weights)
    shown = np.where(np.tri(num) > 0, weights, np.nan) if causal else weights
    axis.imshow(shown, cmap=INTENSITY, vmin=0, vmax=1, aspect="auto")
    axis.spines[:].set_visible(False)
    axis.set_xticks(np.arange(1, num) - 0.5, minor=True)
    axis.set_yticks(np.arange(1, num) - 0.5, minor=True)
    axis.tick_params(which="minor", length=0)
    axis.grid(visible=True, which="minor", color=PAPER, linewidth=1)
    if causal:
        axis.add_patch(_stairs(num))
    for (row, column), value in np.ndenumerate(shown) if num <= NUMBERED else ():
        if np.isfinite(value):
            axis.text(
                column, row, f"{value:.2f}", ha="center", va="center", fontsize=11,
                color=PAPER if value > 0.5 else INK, family=fonts(),
            )  # fmt: skip


def _stairs(num):
    """The masked part above the diagonal: hatched, so that it is not mistaken for weight 0."""
    corners = [(num - 0.5, -0.5)]
    for step in range(num):
        corners += [(step + 0.5, step - 0.5), (step + 0.5, step + 0.5)]
    return Polygon(corners, facecolor=PAPER, edgecolor=GRID, hatch="///", linewidth=0)
