"""Lesson 09: scrubbing through the painter's long training."""

import base64
import html

from artlab import plots
from artlab.plots.style import axis_labels, light_grid
from artlab.widgets import base


def snapshot_scrubber(snapshots):
    """A slider through a long training: the same drawings, painted by younger and older weights.

    Args:
        snapshots: a `studio.snapshots.Snapshots`.

    Returns:
        A widget: play button, slider, drawings, paintings, true paintings, curve of L1.
    """
    place, box = base.play("snapshot", 0, len(snapshots) - 1, interval=700)
    pages, curve = base.Picture(), base.Picture()

    def draw(index):
        alt = snapshot_text(snapshots, index)
        strips = (snapshots.drawings, snapshots.strips[index], snapshots.paintings)
        names = ("the drawings", alt, "how the course's renderer paints them")
        pages.value = "".join(map(_strip, strips, names))
        pages.alt = f"Four scenes, drawn, painted and as they should be. {alt}"
        curve.show(distance_curve(snapshots, index), alt)

    base.connect(draw, index=place).fast = 0.2
    return base.panel(box, pages, curve)


def _strip(code, name):
    source = base64.b64encode(code).decode("ascii")
    text = html.escape(name)
    return (
        f'<p style="margin: .3em 0 .1em; font-size: 13px">{text}</p>'
        f'<img src="data:image/webp;base64,{source}" alt="{html.escape(name, quote=True)}" '
        'style="display: block; width: 100%; max-width: 832px">'
    )


def snapshot_text(snapshots, index):
    """One line about a snapshot: pictures seen, L1, and the energy of the finest band."""
    return (
        f"after {snapshots.seen[index]:,} pictures: L1 {snapshots.distances[index]:.3f}, finest "
        f"detail {snapshots.bands[index, -1]:.0%} of the true energy"
    )


def distance_curve(snapshots, index):
    """L1 and the energy of the finest band along the run, the present snapshot marked."""
    figure, axes = plots.panels(
        1, 2, 9.0, 2.9, titles=("L1, held-out scenes", "energy of each band, true = 1")
    )
    for axis in axes.flat:
        axis.set_xscale("log")
        light_grid(axis)
        axis_labels(axis, "pictures seen")
        axis.axvline(snapshots.seen[index], color=plots.INK, linewidth=1, linestyle=(0, (2, 2)))
    axes[0, 0].plot(snapshots.seen, snapshots.distances, color=plots.BLUE, marker="o")
    axes[0, 0].set_ylim(0, None)
    for band, color in enumerate((plots.SKY, plots.BLUE, plots.GREEN, plots.VERMILION)):
        axes[0, 1].plot(snapshots.seen, snapshots.bands[:, band], color=color, marker=".",
                        label=("coarsest", "coarse", "fine", "finest")[band])  # fmt: skip
    axes[0, 1].legend(frameon=False, fontsize=9, loc="upper left")
    axes[0, 1].set_ylim(0, None)
    return figure
