"""One training as a doctor of GANs sees it: curves at the left, pictures over time at the right."""

from matplotlib.figure import Figure

from artlab import images
from artlab.plots.charts import draw_lines, name_ends
from artlab.plots.grids import FULL_WIDTH
from artlab.plots.style import (
    FAINT,
    INK,
    PAPER,
    _dress,
    _headings,
    fonts,
    light_grid,
    readable,
)

# CSS pixels: what one snapshot takes, and where the curves stand.
BLOCK, GAP, CAPTION = 122, 8, 20
LEFT, WIDE, NAMES = 50, 138, 66
STRIP_COLUMNS, ACROSS = 3, 4
BETWEEN, FOOT = 34, 42
TITLES = ("losses", "D(real), D(fake), variety")
SHARES = (-0.11, 1.05)  # room under 0 for two names
GROUND = tuple(int(PAPER[place : place + 2], 16) for place in (1, 3, 5))


def patient_sheet(patient, title=None, subtitle=None):
    """The two losses, what D says, the variety, and sixteen fixed latents at six steps.

    Args:
        patient: has `steps` (num,), `curves` ("discriminator_loss", "generator_loss",
            "real_probability", "fake_probability" -> (num,)), `variety_steps` and `variety`
            (k,), `snapshot_steps` (s,) and `snapshots` uint8 (s, 16, height, width, 1).
        title, subtitle: above everything. Nothing else on the sheet names the patient.

    Returns:
        `Figure`: curves left, snapshots right, time from left to right.
    """
    rows = -(-len(patient.snapshots) // STRIP_COLUMNS)
    inner = rows * (BLOCK + CAPTION + GAP) - GAP
    height = _head(title, subtitle) + inner + FOOT
    canvas = Figure(figsize=(FULL_WIDTH / 72, height / 72), dpi=144, facecolor=PAPER)
    _headings(canvas, readable(title or ""), subtitle)
    _curves(canvas, patient, inner, height)
    _strip(canvas, patient, inner, height)
    return canvas


def _head(title, subtitle):
    trial = Figure(figsize=(FULL_WIDTH / 72, 1))
    return _headings(trial, readable(title or ""), subtitle) * 72 + 4


def _axes(canvas, left, bottom, wide, tall, height):
    """Axes at a place in CSS pixels, y up."""
    return canvas.add_axes([left / FULL_WIDTH, bottom / height, wide / FULL_WIDTH, tall / height])


def _curves(canvas, patient, inner, height):
    tall = (inner - CAPTION - BETWEEN) / 2
    upper = _axes(canvas, LEFT, FOOT + tall + BETWEEN, WIDE, tall, height)
    lower = _axes(canvas, LEFT, FOOT, WIDE, tall, height)
    curves = patient.curves
    losses = {"D": curves["discriminator_loss"], "G": curves["generator_loss"]}
    _panel(upper, TITLES[0], patient.steps, losses)
    answers = {"D(real)": curves["real_probability"], "D(fake)": curves["fake_probability"]}
    variety = (patient.variety_steps, patient.variety)
    _panel(lower, TITLES[1], patient.steps, answers | {"variety": variety}, SHARES)
    upper.set_xticklabels([])
    lower.set_xlabel("step", labelpad=3, fontsize=11, color=INK, family=fonts())


def _panel(axis, title, steps, series, limits=None):
    _dress(axis)
    light_grid(axis)
    ends = draw_lines(axis, steps, series)
    for line in axis.lines:
        line.set_linewidth(1.7)
    axis.set_xlim(0, steps[-1])
    low, high = limits or axis.get_ylim()
    axis.set_ylim(low, max(high, 1.0) if limits is None else high)  # a flat line stays flat
    axis.set_title(title, loc="left", fontsize=11, color=INK, pad=5, family=fonts())
    axis.tick_params(labelsize=10)
    axis.locator_params(nbins=4)
    name_ends(axis, ends)


def _strip(canvas, patient, inner, height):
    """Blocks of sixteen pictures, in rows; the step stands over each."""
    left = LEFT + WIDE + NAMES
    axis = _axes(canvas, left, FOOT, FULL_WIDTH - left, inner, height)
    axis.set(xlim=(0, FULL_WIDTH - left), ylim=(inner, 0))
    axis.axis("off")
    for place, (step, frame) in enumerate(
        zip(patient.snapshot_steps, patient.snapshots, strict=True)
    ):
        row, column = divmod(place, STRIP_COLUMNS)
        x, y = column * (BLOCK + GAP), row * (BLOCK + CAPTION + GAP)
        style = {"fontsize": 11, "color": FAINT, "family": fonts(), "va": "bottom"}
        axis.text(x, y + CAPTION - 4, f"step {step}", **style)
        tiles = images.tile(frame, ACROSS, background=GROUND)
        axis.imshow(tiles, extent=(x, x + BLOCK, y + CAPTION + BLOCK, y + CAPTION), aspect="auto")
