"""The language model that draws: it reads a text, writes a plan, and draws the plan.

It runs on ONNX Runtime; `artlab.studio.training.drawer` opens and trains the PyTorch original.
"""

from pathlib import Path

import numpy as np

from artlab.studio import tokens
from artlab.studio.decoding import Row, write_rows
from artlab.studio.grammar import Grammar
from artlab.studio.onnx_gpt import OnnxGPT
from artlab.world.scene import Scene
from artlab.world.sketch import Stroke

WEIGHTS = Path(__file__).parents[1] / "weights"
MOST_TEXT = 220  # tokens of a text that are read
STROKE_TEMPERATURE = 0.7  # small shapes come out whole more often than at 1
TOP_P = 0.97  # of the strokes: very unlikely points are left out
PLAN_TEMPERATURE, PLAN_TOP_P = 0.7, 0.9
CANDIDATES = 4  # new elements among kept ones: the ones that fit best stay


class Drawer:
    """Reads plans in texts and draws them.

    Args:
        model: an `OnnxGPT` of the drawer's vocabulary.
        tokenizer: an object with `encode(text) -> list of ids`, or `None` to load the shipped
            one when a text is to be read.

    Example:
        drawer = Drawer.load()
        plan = drawer.read("two mountains behind a lake at dusk", seed=3)
        sketch = drawer.draw(plan, seed=3)
    """

    def __init__(self, model, tokenizer=None):
        self.model, self._tokenizer = model, tokenizer

    @classmethod
    def load(cls, folder=None, threads=1):
        """The shipped drawer, or the one of a folder with `drawer.onnx` in it.

        Args:
            folder: the folder, or `None`.
            threads: threads of ONNX Runtime.
        """
        return cls(OnnxGPT(Path(folder or WEIGHTS / "drawer") / "drawer.onnx", threads))

    @property
    def tokenizer(self):
        """What cuts texts into tokens."""
        if self._tokenizer is None:
            from artlab.studio.text import Tokenizer

            self._tokenizer = Tokenizer.load()
        return self._tokenizer

    # Reading

    def read(self, text, seed=0, temperature=PLAN_TEMPERATURE):
        """Reads the plan that a text asks for.

        Args:
            text: a str, English or Chinese; only its first 220 tokens count.
            seed: an int; it decides what the text leaves open.
            temperature: 0 for the likeliest plan.

        Returns:
            A `Scene`.
        """
        return self.read_many([text], [seed], temperature)[0]

    def read_many(self, texts, seeds, temperature=PLAN_TEMPERATURE):
        """Reads several texts side by side; see `read`.

        Returns:
            A list of `Scene`.
        """
        _check_pairs(texts, seeds, str, "texts")
        rows = []
        for text, seed in zip(texts, seeds, strict=True):
            ids = tokens.encode_text(self.tokenizer.encode(text)[:MOST_TEXT])
            rows.append(Row(_PlanOnly(), ids, seed))
        if rows:
            write_rows(self.model, rows, temperature, PLAN_TOP_P)
        return [tokens.decode_plan(row.written) for row in rows]

    # Drawing

    def draw(
        self,
        plan,
        seed=0,
        temperature=STROKE_TEMPERATURE,
        keep=None,
        on_stroke=None,
        extras=(),
        names=None,
    ):
        """Draws a plan.

        Args:
            plan: a `Scene`.
            seed: an int.
            temperature: 0 for the likeliest strokes; 1 for the variety of the world, and
                more small things that are scrawled.
            keep: a pair of an older plan and its sketch: elements that both plans have stay as
                they are, stroke for stroke, and only the others are drawn.
            on_stroke: called with each `Stroke` as soon as it is finished.
            extras: numbers of extra elements, 0 to 3, that a model of your own has learned.
            names: see `tokens.decode_sketch`.

        Returns:
            A `Sketch` whose elements, counted, are those of the plan, and "ground".
        """
        _check_pairs([plan], [seed], Scene, "plan")
        given = kept(*keep, plan) if keep else {}
        number = CANDIDATES if given and not _complete(given, plan) else 1
        teller = _Teller(on_stroke, names).take if on_stroke and number == 1 else None
        prompt = tokens.encode_plan(plan, extras)
        rows = [
            Row(Grammar(plan, extras), prompt, [seed, i] if i else seed, given, teller)
            for i in range(number)
        ]
        write_rows(self.model, rows, temperature, TOP_P)
        best = max(rows, key=lambda row: row.fit)
        sketch = tokens.decode_sketch(best.written, plan.format, names)
        if on_stroke and teller is None:
            for stroke in sketch.strokes:
                on_stroke(stroke)
        return sketch

    def draw_many(self, plans, seeds, temperature=STROKE_TEMPERATURE):
        """Draws several plans side by side; see `draw`.

        Returns:
            A list of `Sketch`.
        """
        _check_pairs(plans, seeds, Scene, "plans")
        rows = [
            Row(Grammar(plan), tokens.encode_plan(plan), seed)
            for plan, seed in zip(plans, seeds, strict=True)
        ]
        if rows:
            write_rows(self.model, rows, temperature, TOP_P)
        pairs = zip(rows, plans, strict=True)
        return [tokens.decode_sketch(row.written, plan.format) for row, plan in pairs]


class _PlanOnly(Grammar):
    """A grammar that is done when the plan is."""

    def take(self, token):
        self.done = token == tokens.DRAW
        super().take(token)
        self.done = token == tokens.DRAW


class _Teller:
    """Tells strokes while their tokens are written."""

    def __init__(self, on_stroke, names=None):
        self.on_stroke, self.names = on_stroke, names or {}
        self.element, self.instances = [], {}

    def take(self, token):
        """Takes the next token; a `|`, a tag or the end finishes a stroke."""
        is_tag = token in tokens.TAG_NAMES
        if self.element and (is_tag or token in (tokens.LIFT, tokens.END)):
            name = self._name(self.element[0])
            line = tokens.decode_element(self.element)[-1]
            self.on_stroke(Stroke(name, line, self.instances[name] - 1))
        if is_tag:
            name = self._name(token)
            self.element, self.instances[name] = [], self.instances.get(name, 0) + 1
        self.element.append(token)
        if token == tokens.DRAW:
            self.element = []

    def _name(self, token):
        name = tokens.TAG_NAMES[token]
        return self.names.get(name, "pavilion") if name.startswith("<") else name


def kept(old_plan, old_sketch, plan):
    """Elements of a sketch that a new plan leaves as they are.

    Args:
        old_plan: the `Scene` of the sketch.
        old_sketch: a `Sketch` that the drawer drew.
        plan: the new `Scene`.

    Returns:
        A dict from names to lists of elements, each a list of ids with its tag first. Of birds
        that have become fewer, the first ones; nothing where the format or the view is another.
    """
    old, new = tokens.canonical(old_plan), tokens.canonical(plan)
    if (old.format, old.view) != (new.format, new.view):
        return {}
    found = {}
    waters = {old.water, new.water}
    for name, ids in tokens.split_elements(tokens.encode_sketch(old_sketch)):
        found.setdefault(name, []).append(ids)
    if (old.mountains, old.layout) != (new.mountains, new.layout):
        found.pop("mountain", None)
    if len(waters) > 1 and waters != {"lake", "sea"}:
        found.pop("ground", None)
    limits = {**new.counts, "ground": len(found.get("ground", ()))}
    return {name: ids[: limits[name]] for name, ids in found.items() if limits.get(name)}


def _complete(given, plan):
    """Whether nothing is left to draw."""
    return all(len(given.get(name, ())) == number for name, number in plan.counts.items())


def _check_pairs(values, seeds, kind, name):
    for value in values:
        if not isinstance(value, kind):
            raise ValueError(
                f"`{name}` must be of type {kind.__name__}. Received: {type(value).__name__}"
            )
    if len(values) != len(seeds):
        raise ValueError(f"`seeds` must be {len(values)} ints. Received: {len(seeds)}")
    for seed in seeds:
        if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
            raise ValueError(f"`seed` must be an int from 0. Received: {seed!r}")
