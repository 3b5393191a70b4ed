"""Lessons 11 and 12: paintings to leaf through, by artist, subject, origin and time."""

import html

import ipywidgets as widgets

from artlab.datasets.met import Paintings, met_paintings, thumbnail
from artlab.datasets.met_search import made_in
from artlab.widgets import base

ALL = "all"
PER_PAGE = 12
WIDTH = 420  # of the large picture, in CSS pixels
FIELDS = ("artist", "tag", "culture")
LEFT = '<div style="display: flex; flex-wrap: wrap; max-width: 760px">{}</div>'


def painting_browser(paintings=None, artist=None, tag=None, culture=None):
    """Thumbnails to leaf through, with lists to choose from, and one painting large.

    Args:
        paintings: `Paintings`; all of the Met's by default.
        artist, tag, culture: what is chosen first; names as the Met writes them, or None.

    Returns:
        A widget; its `painting` is the one that is shown large, its `paintings` are those that
        fit the choice.

    Raises:
        ValueError: a name does not occur in the paintings.
    """
    paintings = met_paintings() if paintings is None else Paintings(paintings)
    if not len(paintings):
        raise ValueError("`paintings` must hold one or more. Received: none")
    return _Browser(paintings, {"artist": artist, "tag": tag, "culture": culture})


class _Browser(widgets.VBox):
    """Controls, a page of thumbnails, a large picture; its repr tells them in words."""

    def __init__(self, paintings, chosen):
        self.all, self.paintings = paintings, paintings
        self.lists = {name: _list_of(paintings, name, chosen[name]) for name in FIELDS}
        years = [p.begin for p in paintings], [p.end for p in paintings]
        self.years = _years(min(years[0]), max(years[1]))
        self.page = base.int_slider("page", 1, 1, 1)
        self.pick = base.choice("large", [("", None)])
        self.wall, self.large = widgets.HTML(), base.Picture()
        self.about = widgets.HTML()
        for control in (*self.lists.values(), self.years):
            control.observe(lambda _: self.sift(), names="value")
        self.page.observe(lambda _: self.leaf(), names="value")
        self.pick.observe(lambda _: self.show(), names="value")
        rows = ([*self.lists.values(), self.years], self.page, self.wall, [self.pick])
        super().__init__(base.panel(*rows, self.large, self.about).children)
        self.sift()

    def __repr__(self):
        return f"{len(self.paintings)} of {len(self.all)} paintings; large: {self.large.alt}"

    @property
    def painting(self):
        """The painting that is shown large, or None where none fits."""
        return self.pick.value

    def sift(self):
        """Keeps the paintings that fit the lists and the years, and shows their first page."""
        in_years = made_in(self.years.value)
        chosen = {name: box.value for name, box in self.lists.items() if box.value != ALL}
        self.paintings = Paintings(
            painting for painting in self.all if in_years(painting) and _fits(painting, chosen)
        )
        self.page.max = max(1, -(-len(self.paintings) // PER_PAGE))
        self.page.value = 1
        self.leaf()

    def leaf(self):
        """Shows a page of thumbnails."""
        start = (self.page.value - 1) * PER_PAGE
        page = self.paintings[start : start + PER_PAGE]
        told = f"<p>{len(self.paintings)} of {len(self.all)} paintings</p>"
        self.wall.value = told + LEFT.format("".join(map(thumbnail, page)))
        options = [(_short(painting), painting) for painting in page] or [("none fits", None)]
        self.pick.options = options
        self.pick.value = options[0][1]
        self.show()

    def show(self):
        """Shows the chosen painting large, with what the Met says of it."""
        painting = self.painting
        if painting is None:
            self.large.value, self.large.alt, self.about.value = "", "no painting", ""
            return
        pixels = painting.pixels
        width = min(WIDTH, pixels.shape[1])
        self.large.show(pixels, f"{painting.caption}, {painting.medium}", width)
        self.about.value = _about(painting)


def _fits(painting, chosen):
    """Whether a painting has every value that was chosen in a list."""
    return all(
        value in painting.tags if name == "tag" else getattr(painting, name) == value
        for name, value in chosen.items()
    )


def _list_of(paintings, name, chosen):
    """A drop-down list of the values of a column, in alphabetical order, with their numbers."""
    counts = paintings.counts(name)
    if chosen is not None and chosen not in counts:
        raise ValueError(f"`{name}` must occur in the paintings. Received: {chosen!r}")
    options = [(f"{value} ({counts[value]})", value) for value in sorted(counts)]
    return base.choice(name, [(ALL, ALL), *options], chosen or ALL)


def _years(first, last):
    """A slider with two ends, from the first to the last year."""
    return widgets.IntRangeSlider(
        value=(first, last),
        min=first,
        max=last,
        continuous_update=False,
        description="years",
        style=base.WIDE,
        layout=widgets.Layout(width="30em", max_width="100%"),
    )


def _short(painting):
    """Artist, title and date on one line of a list."""
    title = painting.title if len(painting.title) <= 50 else f"{painting.title[:49]}…"
    return f"{painting.artist}: {title}, {painting.date} ({painting.object_id})"


def _about(painting):
    """What the Met says of a painting, and its licence, as a list."""
    rows = {
        "medium": painting.medium,
        "from": painting.culture,
        "tags": ", ".join(painting.tags),
        "credit": painting.credit,
        "licence": painting.license,
        "address": painting.address,
    }
    cells = "".join(f"<dt>{name}</dt><dd>{html.escape(text)}</dd>" for name, text in rows.items())
    return f"<dl>{cells}</dl>"
