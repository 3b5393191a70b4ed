"""The figure of `benchmarks.personalising`, drawn from its result and the painters that it kept.

python -m benchmarks.personalising_figure    (writes docs/figures/personalising.png and
    personalising_met.jpg; the latter trains for 100 steps where its painter is not kept yet)
"""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
from PIL import Image

from artlab.plots import BLUE, FAINT, GREEN, PAPER, VERMILION, image_grid, panels, png_bytes
from artlab.plots.style import axis_labels, light_grid
from artlab.runtime import atomic_write
from artlab.world import looks
from benchmarks import personalising

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "benchmarks" / "results" / "personalising.json"
FIGURE = ROOT / "docs" / "figures" / "personalising.png"
KEPT = personalising.KEPT / "met"
TITLES = (
    *("The Harvesters", "Hagar in the Wilderness", "Wheat Field with Cypresses"),
    *("Haystacks: Autumn", "Jalais Hill, Pontoise", "Wheat Fields"),
)
SHOWN = (5, 20)  # numbers of pictures whose paintings are shown
SCENES = (0, 4, 6)
LEGEND = {"frameon": False, "fontsize": 10.5, "labelspacing": 0.3, "handlelength": 2.4}


def paintings() -> tuple[list, list]:
    """Held-out scenes as each way paints them, row by row, and the titles of the first row."""
    from artlab.gallery import match_colors
    from artlab.studio import Painter, PersonalPainter

    pairs = personalising.scenes(personalising.FIRST_HELD_OUT, personalising.NUM_HELD_OUT)
    plans, sketches = zip(*[pairs[place] for place in SCENES], strict=True)
    with looks.jade():
        truth = personalising.rendered([pairs[place] for place in SCENES])
    plain = Painter.load().paint_many(sketches, plans)
    pool = np.concatenate(looks.jade_pictures(5, 0), axis=1)
    columns = [plain, [match_colors(one, pool) for one in plain]]
    titles = ["before", "colours matched, 5"]
    for num in SHOWN:
        painter = PersonalPainter.load(personalising.KEPT / f"{num}_0")
        columns.append(painter.paint_many(sketches, plans))
        titles.append(f"personal, {num} pictures")
    columns.append(truth)
    return columns, [*titles, "what it should be"]


def strip(columns: list, titles: list):
    """The paintings in rows, one scene each."""
    rows = [column[row] for row in range(len(SCENES)) for column in columns]
    blank = [""] * len(columns) * (len(SCENES) - 1)
    return image_grid(
        np.stack(rows),
        len(columns),
        blank + titles,
        "A painter of one's own: five pictures give the colours, not the brush",
        "Scenes that it never saw, in a look that the shipped painter never saw",
        size=158,
    )


def charts(result: dict):
    """Distances against the number of pictures, and what a writer repeats."""
    canvas, axes = panels(
        1,
        3,
        width=12.4,
        height=4.3,
        titles=("Pixels: distance to the truth", "Marks: distance to the truth", "The writer"),
        gap=0.95,
    )
    for axis, measure in zip(axes[0], ("pixels", "features"), strict=False):
        _distances(axis, result["painter"], measure)
    _lines(axes[0, 2], result["writer"])
    return canvas


def _distances(axis, rows, measure):
    light_grid(axis)
    (shipped,) = (row for row in rows if row["way"] == "shipped")
    axis.axhline(shipped[measure], color=FAINT, linestyle=(0, (1.2, 1.4)), label="before")
    for way, color, marker in (("colours matched", VERMILION, "^"), ("personal", BLUE, "o")):
        found = [row for row in rows if row["way"] == way]
        sizes = sorted({row["pictures"] for row in found})
        groups = [[row[measure] for row in found if row["pictures"] == size] for size in sizes]
        axis.plot(sizes, list(map(np.mean, groups)), color=color, linewidth=2, label=way)
        across = [size for size, group in zip(sizes, groups, strict=True) for _ in group]
        axis.plot(across, np.concatenate(groups), marker, color=color, markersize=6)
    own = shipped["in its own look"][measure]
    axis.axhline(
        own, color=GREEN, linestyle=(0, (5, 1.6)), label="the shipped one, in its own look"
    )
    axis.set_xscale("log")
    axis.set_xticks(personalising.PICTURES, [str(n) for n in personalising.PICTURES])
    axis.minorticks_off()
    axis.set_ylim(0, 1.75 * shipped[measure])
    axis.legend(loc="upper right", **LEGEND)
    axis_labels(axis, "pictures learned from")


def _lines(axis, rows):
    light_grid(axis)
    rows = [row for row in rows if row["lines"]]
    shown = (
        ("verbatim", "copied, word for word", VERMILION, "^", "-"),
        ("of the grammar", "a right line", BLUE, "o", (0, (5, 1.6))),
        ("asked for", "has a thing asked for", GREEN, "s", (0, (1.2, 1.4))),
    )
    across = [row["lines"] for row in rows]
    for name, label, color, marker, dash in shown:
        shares = [100 * row[name] for row in rows]
        axis.plot(across, shares, color=color, marker=marker, linestyle=dash, label=label, lw=2)
    axis.set_xscale("log")
    axis.set_xticks(across, [str(n) for n in across])
    axis.minorticks_off()
    axis.set_ylim(0, 140)
    axis.set_yticks(range(0, 101, 25), [f"{share}%" for share in range(0, 101, 25)])
    axis.legend(loc="upper right", **LEGEND)
    axis_labels(axis, "lines learned from")


def masters() -> tuple[list, list]:
    """Six landscapes by six painters, and the studio's scenes before and after learning them."""
    from artlab.datasets import met_paintings
    from artlab.gallery import fast_transfer
    from artlab.studio import Painter, PersonalPainter, personalise_painter
    from artlab.studio.training import personal_pictures

    found = met_paintings(tag="Landscapes")
    learned = [painting for painting in found if painting.title in TITLES]
    if not (KEPT / "README.md").exists():
        made = personalise_painter(learned, name="Six fields", steps=100, base="watercolour")
        made.save(KEPT)
    painter, pairs = PersonalPainter.load(KEPT), looks.jade_scenes(len(learned), 60_000_000)
    plans, sketches = zip(*pairs, strict=True)
    plain = Painter.load().paint_many(sketches, plans)
    squares = personal_pictures.read(learned)
    one_pass = [fast_transfer(*pair, size=256).image for pair in zip(plain, squares, strict=True)]
    rows = [squares, plain, painter.paint_many(sketches, plans), one_pass]
    return rows, ["learned from", "before", "personal", "one pass each"]


def sheet(rows: list, titles: list):
    """The masters' figure: one row for each way."""
    names = [title for title in titles for _ in rows[0]]
    return image_grid(
        np.concatenate([np.stack(row) for row in rows]),
        len(rows[0]),
        names,
        "Six landscapes by six painters: a personal painter learns their mean, and no brush",
        "100 steps on two cores. The last row is style transfer, from the picture above each",
        size=134,
    )


def joined(figures: list) -> bytes:
    """Figures below each other, as a PNG."""
    sheets = [Image.open(io.BytesIO(png_bytes(figure))).convert("RGB") for figure in figures]
    width = max(sheet.width for sheet in sheets)
    page = Image.new("RGB", (width, sum(sheet.height for sheet in sheets)), PAPER)
    top = 0
    for sheet in sheets:
        page.paste(sheet, (0, top))
        top += sheet.height
    data = io.BytesIO()
    page.save(data, "PNG", optimize=True)
    return data.getvalue()


def main() -> None:
    """Draws the figure anew."""
    result = json.loads(RESULT.read_text(encoding="utf-8"))
    with atomic_write(FIGURE) as temporary:
        temporary.write_bytes(joined([strip(*paintings()), charts(result)]))
    page = Image.open(io.BytesIO(png_bytes(sheet(*masters())))).convert("RGB")
    with atomic_write(FIGURE.with_name("personalising_met.jpg")) as temporary:
        page.save(temporary, quality=86, optimize=True)


if __name__ == "__main__":
    main()
