"""Figures: what they are made of, their words, and that pyplot is left alone."""

import colorsys
import io
import itertools
import subprocess
import sys
import warnings
from html.parser import HTMLParser

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from matplotlib import colors
from matplotlib.figure import Figure
from PIL import Image

from artlab import plots
from artlab.plots import display, histories, style

X = np.linspace(-4, 4, 50)
CLOUDS = {"real": np.random.default_rng(0).normal(size=(60, 2)), "generated": np.ones((5, 2))}
HISTORY = {
    "step": np.arange(1, 201),
    "discriminator_loss": np.full(200, 1.4),
    "generator_loss": np.full(200, 0.7),
    "real_probability": np.full(200, 0.6),
    "fake_probability": np.full(200, 0.4),
}
FIELD = np.linspace(0, 1, 30).reshape(5, 6)
KINDS = {
    "arrows": lambda: plots.arrows(X.reshape(-1, 2), -X.reshape(-1, 2), "t", marks={"m": (0, 0)}),
    "bars": lambda: plots.bars(["a", "b"], [1, -2], "x", "t"),
    "boundary": lambda: plots.boundary(lambda p: p[:, :1] > 0, X.reshape(-1, 2), X[:25] > 0, "t"),
    "curves": lambda: plots.curves(X, {"a": X, "b": -X}, "x", "y", "t", "s", marks={"here": 1}),
    "heat_map": lambda: plots.heat_map(FIELD, (0, 1, 0, 1), "t", clouds=CLOUDS, contour=0.5),
    "histogram": lambda: plots.histogram(CLOUDS, "x", "t"),
    "image_grid": lambda: plots.image_grid(np.zeros((5, 8, 8, 1)), 3, list("abcde"), "t", "s", [1]),
    "loss_curves": lambda: plots.loss_curves(HISTORY),
    "matrix": lambda: plots.matrix(FIELD[:2, :2], ["a", "b"], ["c", "d"], "t"),
    "scatter": lambda: plots.scatter(CLOUDS, "x", "y", "t"),
}


class Images(HTMLParser):
    def __init__(self, markup):
        super().__init__()
        self.tags, self.images = [], []
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.images += [dict(attrs)] if tag == "img" else []


def luminance(colour):
    """Relative luminance of WCAG 2.2."""
    parts = np.array(colors.to_rgb(colour))
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return linear @ (0.2126, 0.7152, 0.0722)


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def pixels(figure):
    return np.asarray(Image.open(io.BytesIO(plots.png_bytes(figure))).convert("RGBA"))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_draws_on_opaque_paper_without_warning(kind):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        drawn = pixels(KINDS[kind]())
    assert (drawn[..., 3] == 255).all()
    assert colors.to_hex(drawn[2, 2, :3] / 255).upper() == style.PAPER
    assert len(np.unique(drawn.reshape(-1, 4), axis=0)) > 20, "nothing was drawn"


def test_size_is_two_dots_per_css_pixel():
    figure = KINDS["curves"]()
    width, height = figure.get_size_inches()
    assert pixels(figure).shape[:2] == (round(height * 144), round(width * 144))
    (image,) = Images(plots.figure_html(figure, "words")).images
    assert int(image["width"]) == round(width * 72)


@pytest.mark.parametrize("colour", [style.INK, style.FAINT, *style.TEXT_COLOURS.values()])
def test_text_has_the_contrast_that_wcag_asks_for(colour):
    assert contrast(colour, style.PAPER) >= 4.5


@pytest.mark.parametrize("colour", style.PALETTE)
def test_a_name_has_the_hue_of_its_line(colour):
    hues = [colorsys.rgb_to_hls(*colors.to_rgb(c))[0] for c in (colour, style.TEXT_COLOURS[colour])]
    assert abs(hues[0] - hues[1]) < 0.06


def test_lines_differ_in_dash_not_only_in_colour():
    figure = plots.curves(X, {str(shift): X + shift for shift in range(6)}, "x", "y", "t")
    dashes = [(line.get_linestyle(), line._dash_pattern) for line in figure.axes[0].lines]
    assert all(one != other for one, other in itertools.combinations(dashes, 2))


def test_names_of_lines_that_end_together_do_not_overlap():
    figure = plots.curves(X, {"one": X, "two": X, "three": X + 0.01}, "x", "y", "t")
    pixels(figure)
    boxes = [text.get_window_extent() for text in figure.axes[0].texts]
    boxes.sort(key=lambda box: box.y0)
    assert all(low.y1 <= high.y0 + 1 for low, high in itertools.pairwise(boxes))


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"boundary"}))
def test_no_text_leaves_the_figure(kind):
    figure = KINDS[kind]()
    width, height = figure.get_size_inches()
    box = figure.get_tightbbox()
    assert box.x0 >= 0.05 and box.x1 <= width - 0.05
    assert box.y0 >= 0.05 and box.y1 <= height - 0.05


def test_spread_keeps_order_and_gap():
    wanted = np.array([3.0, 1.0, 1.1, 9.0, 1.05])
    placed = style.spread(wanted, gap=1.0)
    assert np.diff(np.sort(placed)).min() >= 1.0 - 1e-9
    assert (np.argsort(placed, kind="stable") == np.argsort(wanted, kind="stable")).all()


def test_spread_leaves_what_is_apart():
    assert style.spread([0.0, 5.0, 10.0], gap=2.0).tolist() == [0.0, 5.0, 10.0]


def test_running_mean_equals_the_mean_of_each_window():
    values = np.random.default_rng(0).normal(size=40)
    oracle = [values[max(0, end - 7) : end].mean() for end in range(1, 41)]
    assert np.allclose(histories.running_mean(values, 7), oracle)


def test_histogram_heights_are_percent_of_each_set():
    figure = plots.histogram({"few": [0.0, 0.0, 1.0], "many": np.ones(30)}, "x", "t", bins=2)
    heights = [patch.get_data().values for patch in figure.axes[0].patches]
    assert np.allclose(heights[0], [200 / 3, 100 / 3]) and np.allclose(heights[2], [0, 100])


def test_heat_map_has_its_first_row_at_the_bottom():
    values = np.zeros((20, 20))
    values[0] = 1.0
    axis = plots.heat_map(values, (0, 1, 0, 1), "t").axes[0]
    assert axis.images[0].origin == "lower" and axis.get_ylim() == (0, 1)


def test_names_of_clouds_stay_inside_the_axes():
    clouds = {"far": np.full((5, 2), 9.0), "half": np.array([[0.99, 0.99], [5.0, 5.0]])}
    axis = plots.heat_map(FIELD, (0, 1, 0, 1), "t", clouds=clouds).axes[0]
    (name,) = axis.texts  # the far cloud is out of sight, and so is its name
    assert name.get_text() == "half"
    assert 0 <= name.xy[0] <= 0.95 and 0 <= name.xy[1] <= 0.95


def test_boundary_lies_where_the_probability_is_one_half():
    points = np.array([[-1.0, -1.0], [1.0, 1.0]])
    figure = plots.boundary(lambda p: 1 / (1 + np.exp(-3 * (p[:, 0] - 0.25))), points, [0, 1], "t")
    (contour,) = [c for c in figure.axes[0].collections if type(c).__name__ == "QuadContourSet"]
    places = contour.get_paths()[0].vertices[:, 0]
    assert np.allclose(places, 0.25, atol=0.02)


def test_image_grid_shows_the_very_pixels():
    values = np.random.default_rng(0).integers(0, 256, (2, 4, 4, 3), dtype=np.uint8)
    drawn = pixels(plots.image_grid(values, columns=2, size=40))[..., :3]
    left = round(style.SIDE * 144)  # 40 CSS pixels are 80 dots: 20 a pixel
    centres = drawn[left + 10 : left + 80 : 20, left + 10 : left + 80 : 20]
    assert (np.abs(centres.astype(int) - values[0]) <= 1).all()


def test_image_grid_takes_grey_without_a_channel_axis():
    assert len(plots.image_grid(np.zeros((3, 8, 8))).axes[0].images) == 3


def test_highlight_is_a_mark_and_not_only_a_colour():
    plain, marked = (plots.image_grid(np.zeros((3, 8, 8)), highlight=h) for h in (None, [1]))
    assert (len(plain.axes[0].lines), len(marked.axes[0].lines)) == (0, 1)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: plots.image_grid(np.zeros((8, 8))), "`images` must have shape"),
        (
            lambda: plots.image_grid(np.zeros((2, 8, 8)), titles=["one"]),
            "`titles` must have one text",
        ),
        (lambda: plots.heat_map(np.zeros(3), (0, 1, 0, 1), "t"), "`values` must have shape"),
        (lambda: plots.scatter({"a": np.zeros(3)}, "x", "y", "t"), "must have shape (num, 2)"),
        (lambda: plots.curves(X, {"a": [1]}, "x", "y", "t"), "must have one value for each"),
        (lambda: plots.bars(["a"], [1, 2], "x", "t"), "`names` must have one text per value"),
        (lambda: plots.arrows([[0, 0]], [[1, 1], [2, 2]], "t"), "must both have shape"),
        (lambda: plots.matrix(np.zeros((2, 3)), ["a"], ["b"], "t"), "must have shape (1, 1)"),
        (lambda: plots.figure_html(Figure(), " "), "`alt` must say in words"),
    ],
)
def test_errors_name_the_argument_the_rule_and_what_came(make, words):
    with pytest.raises(ValueError) as caught:
        make()
    assert words in str(caught.value) and "Received: " in str(caught.value)


def test_alt_text_is_escaped():
    (image,) = Images(plots.figure_html(Figure(), '"><script>alert(1)</script>')).images
    assert image["alt"] == '"><script>alert(1)</script>'


def test_caption_is_escaped():
    assert "script" not in Images(plots.figure_html(Figure(), "a", "<script>")).tags


def test_show_displays_html_with_the_alt_text_as_plain_text():
    InteractiveShell.instance()
    try:
        with capture_output() as captured:
            plots.show(KINDS["bars"](), "Two bars, the second below zero.")
        (output,) = captured.outputs
        assert output.data["text/plain"] == "Two bars, the second below zero."
        assert "figure" in Images(output.data["text/html"]).tags
    finally:
        InteractiveShell.clear_instance()


def test_show_closes_a_pyplot_figure():
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure = pyplot.figure()
    plots.show(figure, "empty")
    assert not pyplot.fignum_exists(figure.number)


def test_transparent_figures_get_paper():
    assert (pixels(Figure(facecolor="none"))[..., 3] == 255).all()


def test_plots_leave_pyplot_alone():
    script = "import sys, artlab.plots; sys.exit('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0


def test_missing_glyphs_are_left_out_without_a_warning(monkeypatch):
    monkeypatch.setattr(style, "fonts", lambda: ("DejaVu Sans",))
    assert not plots.has_glyphs("大象")
    assert style.readable("Elephant (大象), by class") == "Elephant , by class"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        plots.png_bytes(plots.bars(["大象 elephant"], [1], "概率", "标题"))


def test_has_glyphs_knows_letters_and_formula_signs():
    assert plots.has_glyphs("loss ∂ √ η² x₁ −1 “real”") and not plots.has_glyphs("\U0010ffff")


def test_dollar_signs_do_not_start_a_formula():
    figure = plots.bars(["5$ and 6$"], [1], "x", "from $1 to $2")
    assert display.png_bytes(figure)
