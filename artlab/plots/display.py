"""From a figure to PNG bytes, to HTML with alt text, and into the notebook."""

import html
import io
import sys
import warnings

from artlab import images
from artlab.plots.style import PAPER

DOTS_PER_INCH = 144  # two dots per CSS pixel: crisp on screens of double density
FIGURE = '<figure class="artlab-figure" style="margin: 0.4em 0; padding: 0">{}{}</figure>'
CAPTION = '<figcaption style="font-size: 0.9em; margin-top: 0.3em">{}</figcaption>'


def png_bytes(figure, fast=False):
    """Draws a figure into the bytes of a PNG file, always on opaque paper.

    Args:
        figure: a `matplotlib.figure.Figure`, made by this package or by pyplot.
        fast: compress little; half the time and twice the bytes, for widgets that redraw.

    Returns:
        bytes; 144 dots per inch.
    """
    buffer = io.BytesIO()
    background = figure.get_facecolor() if figure.get_facecolor()[-1] == 1 else PAPER
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        figure.savefig(
            buffer,
            format="png",
            dpi=DOTS_PER_INCH,
            facecolor=background,
            bbox_inches=None,
            pil_kwargs={"compress_level": 1 if fast else 6},
        )
    return buffer.getvalue()


def figure_html(figure, alt, caption=None, fast=False):
    """A `<figure>` element that carries the picture and its alt text.

    Args:
        figure: a matplotlib figure.
        alt: what is to be seen, in words; escaped here.
        caption: a line under the figure; escaped here.
        fast: as in `png_bytes`.

    Returns:
        A string of HTML.

    Raises:
        ValueError: `alt` is empty: somebody listens to this lesson instead of looking.
    """
    if not str(alt).strip():
        raise ValueError(f"`alt` must say in words what the figure shows. Received: {alt!r}")
    width = round(figure.get_size_inches()[0] * 72)
    picture = images.html(png_bytes(figure, fast), alt, width=width)
    line = CAPTION.format(html.escape(str(caption))) if caption else ""
    return FIGURE.format(picture, line)


class Shown:
    """What a notebook displays: the figure as HTML, its alt text where there is only text."""

    def __init__(self, markup, alt):
        self._markup, self._alt = markup, str(alt)

    def _repr_html_(self):
        return self._markup

    def __repr__(self):
        return self._alt


def show(figure, alt, caption=None):
    """Displays a figure with its alt text, and closes it.

    Args:
        figure: a matplotlib figure, made by this package or by pyplot.
        alt: what is to be seen, in words: the reading, not only the kind of chart. It is
            escaped, and stands in for the figure where only text can be shown.
        caption: a visible line under the figure.
    """
    from IPython.display import display

    display(Shown(figure_html(figure, alt, caption), alt))
    if "matplotlib.pyplot" in sys.modules:  # a pyplot figure would be shown a second time
        sys.modules["matplotlib.pyplot"].close(figure)
