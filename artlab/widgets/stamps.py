"""Pictures for two ideas of lesson 05: stamps that overlap, and balls round points."""

import numpy as np
from matplotlib.patches import Circle, Rectangle
from matplotlib.ticker import MaxNLocator

from artlab import plots
from artlab.gan import metrics
from artlab.plots.style import INTENSITY, TEXT_SIZE, axis_labels, fonts
from artlab.widgets import base

CLOUDS = ("good", "collapsed", "two of three", "spread too wide")


def stamps_figure(kernel, stride, num=5):
    """How often a transposed convolution writes on each place of its output.

    Args:
        kernel: length of the kernel (all ones), 1 or more.
        stride: distance of two stamps, 1 or more.
        num: input values (all ones).

    Returns:
        `Figure`: the stamps of a row one below the other with their sum, and the sum of a
        picture of num x num.
    """
    row = stamp_counts(kernel, stride, num)
    canvas, axes = plots.panels(
        1, 2, 9.0, 4.0, f"Kernel {kernel}, stride {stride}: {evenness(kernel, stride)}",
        titles=("One row: five stamps and their sum", "A picture: the sum"), gap=0.7,
    )  # fmt: skip
    left, right = axes[0]
    for index in range(num):
        place = (index * stride, num - index - 0.4)
        colour = plots.PALETTE[index % len(plots.PALETTE)]
        left.add_patch(Rectangle(place, kernel, 0.75, color=colour, alpha=0.55, linewidth=0))
    for place, count in enumerate(row):
        shade = plots.SKY if count == max(row) else "#CFE0E8"
        left.add_patch(Rectangle((place, -1.1), 1, 1, facecolor=shade, edgecolor=plots.PAPER))
        style = {"ha": "center", "va": "center", "fontsize": TEXT_SIZE, "family": fonts()}
        left.text(place + 0.5, -0.6, str(count), color=plots.INK, **style)
    left.set(xlim=(-0.2, len(row) + 0.2), ylim=(-1.3, num + 0.6), yticks=[])
    left.spines["left"].set_visible(False)
    left.xaxis.set_major_locator(MaxNLocator(integer=True))
    axis_labels(left, f"output place (size {len(row)})")
    right.imshow(np.outer(row, row), cmap=INTENSITY, vmin=0, interpolation="nearest")
    right.set(xticks=[], yticks=[])
    axis_labels(right, f"{len(row)} columns", f"{len(row)} rows")
    return canvas


def stamp_counts(kernel, stride, num):
    """How many of `num` stamps cover each output place: int (num - 1) * stride + kernel."""
    counts = np.zeros((num - 1) * stride + kernel, int)
    for index in range(num):
        counts[index * stride : index * stride + kernel] += 1
    return counts


def evenness(kernel, stride):
    """What a kernel and a stride do to an even input, in words."""
    if kernel < stride:
        return "gaps between the stamps"
    if kernel % stride:
        return "a checkerboard"
    return "even inside" if kernel > stride else "even"


def stamp_sliders(kernel=3, stride=2):
    """Two sliders: kernel and stride of a transposed convolution, and where its stamps overlap.

    Args:
        kernel, stride: where the sliders start.

    Returns:
        A widget.
    """
    picture = base.Picture()

    def draw(kernel, stride):
        counts = stamp_counts(kernel, stride, 5)
        text = f"Kernel {kernel}, stride {stride}: {evenness(kernel, stride)}. Sum of a row: "
        picture.show(stamps_figure(kernel, stride), text + " ".join(map(str, counts)))

    controls = {
        "kernel": base.int_slider("kernel size (pixels)", kernel, 1, 6),
        "stride": base.int_slider("stride (pixels)", stride, 1, 4),
    }
    base.connect(draw, **controls)
    return base.panel(list(controls.values()), picture)


def toy_clouds(kind, seed=0):
    """Real points on three islands of the plane, and fakes of a generator with a fault or none.

    Args:
        kind: one of `CLOUDS`.
        seed: of both clouds.

    Returns:
        `(real, fake)`, float arrays (24, 2) each.
    """
    rng = np.random.default_rng(seed)
    islands = np.array([[-2.0, 0.0], [2.0, 0.0], [0.0, 2.6]])
    real = np.repeat(islands, 8, axis=0) + rng.normal(0, 0.45, (24, 2))
    noise = rng.normal(0, 0.45, (24, 2))
    fakes = {
        "good": np.repeat(islands, 8, axis=0) + noise,
        "collapsed": islands[0] + 0.1 * noise,
        "two of three": np.repeat(islands[:2], 12, axis=0) + noise,
        "spread too wide": [0.0, 0.9] + 5.5 * noise,
    }
    if kind not in fakes:
        raise ValueError(f"`kind` must be one of {', '.join(CLOUDS)}. Received: {kind!r}")
    return real, fakes[kind]


def balls_figure(real, fake, num_neighbors):
    """Precision and recall as pictures: whose points lie in whose balls.

    Args:
        real, fake: (num, 2).
        num_neighbors: a ball reaches to this nearest neighbour of its own kind.

    Returns:
        `Figure`: at the left fakes in real balls (precision), at the right reals in fake
        balls (recall); points inside are filled, points outside are hollow.
    """
    scores = metrics.precision_recall(real, fake, num_neighbors)
    titles = [
        f"Precision {scores[0]:.2f}: fakes in real balls",
        f"Recall {scores[1]:.2f}: reals in fake balls",
    ]
    canvas, axes = plots.panels(
        1, 2, 9.0, 4.7, f"Balls that reach to neighbour number {num_neighbors}", titles=titles
    )
    clouds = (real, plots.REAL, "o"), (fake, plots.FAKE, "^")
    limits = _square(np.concatenate([real, fake]))
    for axis, (centres, *_), (points, colour, marker) in zip(
        axes[0], clouds, clouds[::-1], strict=True
    ):
        ball_colour = plots.REAL if centres is real else plots.FAKE
        radii = ball_radii(centres, num_neighbors)
        for centre, radius in zip(centres, radii, strict=True):
            axis.add_patch(Circle(centre, radius, color=ball_colour, alpha=0.13, linewidth=0))
        gaps = np.linalg.norm(points[:, None] - centres[None], axis=-1)
        inside = (gaps <= radii).any(axis=1)
        style = {"marker": marker, "s": 44, "edgecolor": colour, "linewidth": 1.4, "zorder": 3}
        axis.scatter(*points[inside].T, facecolor=colour, **style)
        axis.scatter(*points[~inside].T, facecolor=plots.PAPER, **style)
        axis.set(**limits)
        axis.set_aspect("equal", adjustable="box")
        axis_labels(axis, "feature 1", "feature 2")
    return canvas


def ball_radii(cloud, num_neighbors):
    """Distance of each point to its k-th nearest other point: (num,)."""
    gaps = np.linalg.norm(cloud[:, None] - cloud[None], axis=-1)
    return np.sort(gaps, axis=1)[:, num_neighbors]  # column 0 is the point itself


def _square(points):
    centre = (points.min(axis=0) + points.max(axis=0)) / 2
    half = np.ptp(points, axis=0).max() / 2 + 1.0
    return {
        "xlim": (centre[0] - half, centre[0] + half),
        "ylim": (centre[1] - half, centre[1] + half),
    }


def precision_balls(kind="good", num_neighbors=3):
    """Choose a generator with a fault, and see its precision and recall as balls.

    Args:
        kind: one of `CLOUDS`, the one shown first.
        num_neighbors: where the slider starts.

    Returns:
        A widget.
    """
    picture = base.Picture()

    def draw(kind, num_neighbors):
        real, fake = toy_clouds(kind)
        precision, recall = metrics.precision_recall(real, fake, num_neighbors)
        text = f"Fakes: {kind}. Precision {precision:.2f}, recall {recall:.2f}."
        picture.show(balls_figure(real, fake, num_neighbors), text)

    controls = {
        "kind": base.choice("fakes", CLOUDS, kind),
        "num_neighbors": base.int_slider("neighbours that set a ball", num_neighbors, 1, 8),
    }
    base.connect(draw, **controls)
    return base.panel(list(controls.values()), picture)
