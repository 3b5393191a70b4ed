"""Figures of the course: dark ink on warm paper, readable in light and dark themes.

Every function returns a `matplotlib.figure.Figure` and leaves pyplot alone; `show` puts a
figure into the notebook together with its alt text. Colours are Okabe and Ito's, and no
fact is in a colour alone: lines differ in dash, clouds in marker, and most carry their name.
"""

from artlab.plots.charts import curves, histogram
from artlab.plots.classifying import confusion_matrix, occlusion, score_intervals
from artlab.plots.diffusing import (
    denoising_strip,
    noising_strip,
    picture_rows,
    quality_against_time,
)
from artlab.plots.display import figure_html, png_bytes, show
from artlab.plots.fields import arrows, boundary, heat_map
from artlab.plots.grids import image_grid
from artlab.plots.histories import loss_curves
from artlab.plots.language import attention_maps, token_bars
from artlab.plots.maps import picture_map
from artlab.plots.patients import patient_sheet
from artlab.plots.points import scatter
from artlab.plots.style import (
    BLUE,
    FAINT,
    FAKE,
    GREEN,
    GRID,
    INK,
    MARKERS,
    ORANGE,
    PALETTE,
    PAPER,
    PURPLE,
    REAL,
    SKY,
    VERMILION,
    YELLOW,
    figure,
    has_glyphs,
    label,
    panels,
)
from artlab.plots.tables import bars, matrix
from artlab.plots.walls import wall

__all__ = [
    "BLUE",
    "FAINT",
    "FAKE",
    "GREEN",
    "GRID",
    "INK",
    "MARKERS",
    "ORANGE",
    "PALETTE",
    "PAPER",
    "PURPLE",
    "REAL",
    "SKY",
    "VERMILION",
    "YELLOW",
    "arrows",
    "attention_maps",
    "bars",
    "boundary",
    "confusion_matrix",
    "curves",
    "denoising_strip",
    "figure",
    "figure_html",
    "has_glyphs",
    "heat_map",
    "histogram",
    "image_grid",
    "label",
    "loss_curves",
    "matrix",
    "noising_strip",
    "occlusion",
    "panels",
    "patient_sheet",
    "picture_map",
    "picture_rows",
    "png_bytes",
    "quality_against_time",
    "scatter",
    "score_intervals",
    "show",
    "token_bars",
    "wall",
]
