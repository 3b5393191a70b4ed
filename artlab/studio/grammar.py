"""Which token may come next: every sequence that obeys is a valid drawing of its plan."""

import numpy as np

from artlab.studio import tokens
from artlab.studio.forms import DRAW_ORDER, FORMS, PLACED
from artlab.world.scene import HEIGHTS, Scene

MOST_GROUND = 6  # pieces of land; the plan does not count them
FIELD_TOKENS = {
    field: {value: tokens.IDS[f"{field}={value}"] for value in tokens.field_values(field)}
    for field in tokens.PLAN_FIELDS
}
X, Y = (slice(start, start + tokens.LEVELS) for start in (tokens.X0, tokens.Y0))


def _least_length(form):
    """Tokens of an element's tag, of its points and of the `|` between its strokes."""
    strokes = form.strokes[: form.least]
    return len(strokes) + 2 * sum(least for least, _ in strokes)


LEAST_LENGTH = {name: max(map(_least_length, forms)) for name, forms in FORMS.items()}


class PlanGrammar:
    """Rules of a plan: each field once, in order, and no scene that could not be.

    Args:
        extras: if True, the plan may ask for extra elements at its end.
    """

    def __init__(self, extras=False):
        self.extras = extras
        self.values, self.heights, self.asked = {}, [], []
        self.waiting = list(tokens.PLAN_FIELDS)

    @property
    def done(self):
        return not self.waiting

    def allowed(self):
        """Ids of the tokens that may come next; a list of ints."""
        if self.done:
            more = range((self.asked or [-1])[-1] + 1, tokens.NUM_EXTRAS) if self.extras else ()
            return [tokens.DRAW, *(tokens.TAGS[f"<extra_{number}>"] for number in more)]
        field = self.waiting[0]
        return [i for value, i in FIELD_TOKENS[field].items() if self._may(field, value)]

    def _may(self, field, value):
        has = self.values.get
        if field == "light":
            return (value, has("time")) not in (("sun", "night"), ("moon", "day"))
        if field == "height":
            order = HEIGHTS[::-1].index
            return not self.heights or order(value) >= order(self.heights[-1])
        if field == "view":
            return value != "high" or "high" in self.heights
        return field != "boats" or value == 0 or has("water") != "none"

    def push(self, token):
        """Takes the next token."""
        if token in tokens.TAG_NAMES:
            self.asked.append(int(tokens.TAG_NAMES[token][7:-1]))
            return
        field = self.waiting[0]
        value = next(value for value, i in FIELD_TOKENS[field].items() if i == token)
        if field == "height":
            self.heights.append(value)
        else:
            self.values[field] = value
        self._advance(field)

    def _advance(self, field):
        if field == "height" and len(self.heights) < self.values["mountains"]:
            return
        self.waiting.pop(0)
        skip = (field == "mountains" and self.values["mountains"] == 0) or (
            field == "trees" and self.values["trees"] == "none"
        )
        if skip:
            self.waiting.pop(0)

    def scene(self):
        """The `Scene` of a plan that is done."""
        return Scene(mountains=tuple(self.heights), **{
            name: value for name, value in self.values.items() if name != "mountains"
        })  # fmt: skip


class Grammar:
    """A state machine over one sequence, from `<plan>` or, with a plan given, from `<draw>` on.

    Args:
        plan: a `Scene`, or `None`: then the plan's own tokens come first.
        extras: numbers of extra elements to draw, with a plan; if True without a plan, it may
            ask for them.

    Example:

    >>> grammar = Grammar(Scene(water="sea"))
    >>> for token in (tokens.DRAW, tokens.TAGS["sea"], tokens.X0 + 9):
    ...     grammar.push(token)
    >>> allowed = grammar.allowed()  # a height for the first point
    >>> bool(allowed[tokens.Y0 : tokens.Y0 + 256].all()), int(allowed.sum())
    (True, 256)
    """

    def __init__(self, plan=None, extras=()):
        self.plan_grammar = None
        self.done = False
        self._start = tokens.PLAN if plan is None else tokens.DRAW
        self._queue, self._element = [], None
        if plan is None:
            self.plan_grammar = PlanGrammar(extras=extras is True)
        else:
            self._queue = _queue(plan, extras)

    def allowed(self):
        """What may come next: bool array of shape (`tokens.NUM_TOKENS`,)."""
        mask = np.zeros(tokens.NUM_TOKENS, bool)
        if self.done:
            mask[tokens.PAD] = True
        elif self._start is not None:
            mask[self._start] = True
        elif self.plan_grammar is not None:
            mask[self.plan_grammar.allowed()] = True
        elif self._element is None or self._element.allow(mask):
            mask[self._next_tags()] = True
        return mask

    def least_left(self):
        """How many tokens the elements that are still to come take at least; an int."""
        return sum(least * LEAST_LENGTH.get(name, 6) for name, least, _ in self._queue)

    def push(self, token):
        """Takes the next token.

        Args:
            token: an id that `allowed` allows.

        Raises:
            ValueError: for any other id.
        """
        token = int(token)
        if not (0 <= token < tokens.NUM_TOKENS and self.allowed()[token]):
            name = tokens.token_names([token])[0]
            raise ValueError(f"`token` must be one that the grammar allows. Received: {name}")
        self.take(token)

    def take(self, token):
        """`push` without the check, for tokens that were chosen by `allowed`."""
        if self.done:
            return
        if self._start is not None:
            self._start = None
        elif self.plan_grammar is not None:
            self._take_plan(token)
        elif token == tokens.END:
            self.done = True
        elif token in tokens.TAG_NAMES:
            self._begin(tokens.TAG_NAMES[token])
        else:
            self._element.take(token)

    def _take_plan(self, token):
        if token != tokens.DRAW:
            self.plan_grammar.push(token)
            return
        self._queue = _queue(self.plan_grammar.scene(), self.plan_grammar.asked)
        self.plan_grammar = None

    def _begin(self, name):
        while self._queue[0][0] != name:
            self._queue.pop(0)
        _, least, most = self._queue.pop(0)
        if most > 1:
            self._queue.insert(0, (name, max(least - 1, 0), most - 1))
        self._element = _Element(name)

    def _next_tags(self):
        """Tags of the elements that may be next, and the end where nothing must follow."""
        found = []
        for name, least, _ in self._queue:
            found.append(tokens.TAGS[name])
            if least > 0:
                return found
        return [*found, tokens.END]


def _queue(plan, extras):
    """Elements still to draw: lists of (name, least, most) in the order of drawing."""
    counts = plan.counts
    needs_land = plan.water != "sea" or plan.num_trees or plan.pavilions
    queue = []
    for name in DRAW_ORDER:
        if name == "ground":
            queue.append((name, 1 if needs_land else 0, MOST_GROUND))
        elif counts.get(name):
            queue.append((name, counts[name], counts[name]))
    return queue + [(f"<extra_{number}>", 1, 1) for number in sorted(extras)]


class _Element:
    """The strokes of one element while they are drawn."""

    def __init__(self, name):
        self.forms = FORMS[name] if name in FORMS else FORMS["extra"]
        self.is_placed = name in PLACED
        self.lengths, self.place, self.x = [0], None, None

    def allow(self, mask):
        """Marks points and `|` that may come next; returns whether the element may end."""
        number, points = len(self.lengths) - 1, self.lengths[-1]
        first = self.forms[0]
        if self.x is not None:
            low = self.place[1] if points and number in first.downwards + first.level else 0
            mask[self._ways(1, low)] = True
            if points and number in first.level:
                mask[tokens.Y0 + low + 1 : Y.stop] = False
            return False
        may_end = False
        for form in self.forms:
            least, most = form.strokes[number]
            if points < most:
                low = self.place[0] if points and number in form.rightwards else 0
                mask[self._ways(0, low)] = True
            if least <= points <= most:
                mask[tokens.LIFT] |= number + 1 < len(form.strokes)
                may_end |= number + 1 >= form.least
        return may_end

    def _ways(self, axis, low):
        """Tokens that lead to a level from `low` to 255; a slice."""
        if self.is_placed or self.place is None:
            return slice((X, Y)[axis].start + low, (X, Y)[axis].stop)
        here, still = self.place[axis], (tokens.DX, tokens.DY)[axis]
        back = min(here - low, tokens.LONGEST)
        forth = min(tokens.LEVELS - 1 - here, tokens.LONGEST - 1)
        return slice(still - back, still + forth + 1)

    def take(self, token):
        if token == tokens.LIFT:
            self.lengths.append(0)
            self.forms = [form for form in self.forms if form.admits(self.lengths[:-1])]
            return
        before = self.place or (0, 0)
        if tokens.is_across(token):
            self.x = tokens.level_of(token, before[0])
        else:
            self.place, self.x = (self.x, tokens.level_of(token, before[1])), None
            self.lengths[-1] += 1
