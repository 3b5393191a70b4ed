"""The studio in the notebook: a sentence fills four panels; a changed word changes its strokes."""

import html
import time

import ipywidgets as widgets

from artlab import images
from artlab.studio import codes, panels
from artlab.widgets import base
from artlab.world.scene import STYLES
from artlab.world.sketch import Sketch

FREE = "as the words say"  # no style chosen
LAST_SEED = 99  # of the slider
EVERY = 0.05  # seconds between two pictures of a sketch that grows
WIDTH = 260  # of the pictures, in CSS pixels
KEPT, NEW, GONE = "#A49C8C", "#C2410C", "#C9BFA9"
HEADS = ("1 You ask", "2 The writer describes", "3 The drawer draws", "4 The painter paints")
LINE = '<polyline fill="none" stroke="{color}" stroke-width="{width}"{dash} points="{points}"/>'


def studio_panel(prompt="two mountains behind a lake at dusk", style=None, seed=0, studio=None):
    """A line to type in, and four panels that fill one after the other.

    Args:
        prompt: the first sentence.
        style: the style chosen first, or None.
        seed: the seed chosen first; 0 to 99.
        studio: a `Studio` whose parts work here; the shipped models by default.

    Returns:
        A widget; its `artwork` is the newest `Artwork`, or None while nothing is painted.

    Raises:
        ValueError: `style` or `seed` is none of those that can be chosen.
    """
    if codes.check_seed(seed) > LAST_SEED:
        raise ValueError(f"`seed` must be an int from 0 to {LAST_SEED}. Received: {seed!r}")
    controls = {
        "prompt": base.text("what to paint", prompt),
        "style": base.choice("style", (FREE, *STYLES), codes.check_style(style) or FREE),
        "seed": base.int_slider("seed", seed, 0, LAST_SEED),
    }
    box = _StudioPanel(controls, studio)
    _on_release(box.paint, **controls)
    return box


def _on_release(draw, **controls):
    """`base.connect` for work of a second: sliders and lines report when they are let go."""
    for control in controls.values():
        if control.has_trait("continuous_update"):
            control.continuous_update = False
    base.connect(draw, **controls).fast = 0.0


class _StudioPanel(widgets.VBox):
    """Four places for HTML, filled while the work goes on; its repr tells them in words."""

    def __init__(self, controls, studio):
        layout = widgets.Layout(flex="1 1 220px", max_width="330px", min_width="180px")
        self.places = [widgets.HTML(layout=layout) for _ in HEADS]
        self.studio, self.artwork = studio, None
        rows = (controls["prompt"], [controls["style"], controls["seed"]], self.places)
        super().__init__(base.panel(*rows).children)

    def __repr__(self):
        return "Studio panel, nothing painted" if self.artwork is None else self.artwork.alt

    def show(self, number, body):
        self.places[number].value = panels.panel(HEADS[number], body)

    def paint(self, prompt, style, seed):
        """Paints a prompt, panel by panel; what goes wrong is said in the first one."""
        for number in range(1, len(HEADS)):
            self.show(number, "<p>…</p>")
        self.show(0, panels.words(prompt))
        self.strokes, self.drawn = [], 0.0
        try:
            style = None if style == FREE else style
            work = _studio_of(self.studio, style, seed).paint(prompt, on_step=self.step)
        except ValueError as error:
            for number in range(1, len(HEADS)):
                self.show(number, "")
            self.show(0, panels.words(prompt) + panels.notice(str(error)))
            self.artwork = None
            return
        self.show(0, panels.words(prompt) + "".join(map(panels.notice, work.notices)))
        self.show(2, panels.sketch(work.sketch, work.plan, WIDTH))
        self.show(3, panels.painting(work, WIDTH))
        self.artwork = work

    def step(self, step, value):
        """One event of `Studio.paint`."""
        if step in ("text", "description"):
            self.show(1, panels.words(value))
        elif step == "plan":
            self.plan = value
            self.show(2, panels.small(panels.plan_text(value)))
        elif step == "stroke":
            self.strokes.append(value)
            if time.perf_counter() - self.drawn > EVERY:
                self.drawn = time.perf_counter()
                growing = Sketch(self.strokes, self.plan.format)
                self.show(2, panels.sketch(growing, self.plan, WIDTH))
        elif step == "painting":
            self.show(3, images.html(value, "The painting, before it is finished", WIDTH))


def _studio_of(studio, style, seed):
    """The parts of a studio, with the style and seed of the controls."""
    from artlab.studio.pipeline import Studio

    if studio is None:
        return Studio(seed=seed, style=style)
    return studio.like(seed=seed, style=style)


def description_editor(artwork, studio=None):
    """The description of a work to edit: only strokes that it concerns are drawn anew.

    Args:
        artwork: an `Artwork`.
        studio: a `Studio` with its parts; the shipped models by default.

    Returns:
        A widget; its `artwork` is the revised `Artwork`.
    """
    words = widgets.Textarea(
        value=artwork.description,
        description="description",
        continuous_update=False,
        style=base.WIDE,
        layout=widgets.Layout(width="100%", max_width="60em", height="7em"),
    )
    (again,) = base.buttons(
        "Draw the changed text", tooltips=["Draws what the text says; so does leaving the field"]
    )
    box = _Editor(artwork, studio, words, again)
    _on_release(box.draw, description=words)
    again.on_click(lambda _: box.draw(words.value))
    return box


class _Editor(widgets.VBox):
    """The old sketch, what changes in it, and the painting that follows."""

    def __init__(self, artwork, studio, words, button):
        self.first = self.artwork = artwork
        self.studio, self.drawn = studio, None
        self.before, self.after, self.result = (widgets.HTML() for _ in range(3))
        row = [self.before, self.after, self.result]
        super().__init__(base.panel(words, [button], row).children)

    def __repr__(self):
        return difference(self.first.sketch, self.artwork.sketch)

    def draw(self, description):
        """Revises the first work; a text that was drawn already is not drawn again."""
        description = " ".join(description.split())
        if description == self.drawn:
            return
        self.drawn, note, work = description, "", self.first
        if description != " ".join(self.first.description.split()):
            try:
                studio = _studio_of(self.studio, None, self.first.seed)
                work = studio.revise(self.first, description)
                note = "".join(map(panels.notice, work.notices))
            except ValueError as error:
                note = panels.notice(str(error))
        self.artwork = work
        self.show(work, note)

    def show(self, work, note):
        old = self.first
        told = difference(old.sketch, work.sketch)
        changes = changes_svg(old.sketch, work.sketch, WIDTH)
        width = work.sketch.shape(WIDTH)[1]
        picture = panels.svg(changes, told, width) + panels.small(told) + note
        first = panels.sketch(old.sketch, old.plan, WIDTH)
        self.before.value = panels.panel("The sketch so far", first)
        self.after.value = panels.panel("What changes", picture)
        self.result.value = panels.panel("The painting", panels.painting(work, WIDTH))


def changed_strokes(old, new):
    """Strokes of a sketch that an older one has not, and those that went: two lists."""
    added = [stroke for stroke in new.strokes if stroke not in old.strokes]
    gone = [stroke for stroke in old.strokes if stroke not in new.strokes]
    return added, gone


def difference(old, new):
    """What changed between two sketches, in a sentence."""
    added, gone = changed_strokes(old, new)
    kept = len(new.strokes) - len(added)
    if not added and not gone:
        return f"All {kept} strokes stay as they are."
    names = ", ".join(dict.fromkeys(stroke.element for stroke in added)) or "nothing"
    went = ", ".join(dict.fromkeys(stroke.element for stroke in gone)) or "nothing"
    return (
        f"{kept} of {len(new.strokes)} strokes are kept (thin). "
        f"Drawn anew (bold): {names}. Gone (dashed): {went}."
    )


def changes_svg(old, new, size=WIDTH):
    """An SVG document: kept strokes thin and grey, new ones bold and red, gone ones dashed."""
    height, width = new.shape(size)
    added, gone = changed_strokes(old, new)
    kept = [stroke for stroke in new.strokes if stroke not in added]
    looks = (
        (gone, GONE, 1.0, ' stroke-dasharray="3 4"'),
        (kept, KEPT, 1.3, ""),
        (added, NEW, 2.4, ""),
    )
    lines = []
    for strokes, color, thick, dash in looks:
        for stroke in strokes:
            points = " ".join(f"{x * width:.1f},{y * height:.1f}" for x, y in stroke.points)
            lines.append(LINE.format(color=color, width=thick, dash=dash, points=points))
    label = html.escape(difference(old, new), quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{label}"><rect width="{width}" height="{height}" fill="#ffffff"/>'
        f"{''.join(lines)}</svg>"
    )
