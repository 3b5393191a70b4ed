"""Several works at once: each model sees the whole batch, where it can take one."""

from artlab.studio import checks, describing, parts
from artlab.studio.progress import Clock, tell


def gallery(studio, settings, asked, notices, on_step=None):
    """Works that differ in their seeds.

    Args:
        studio: a `Studio`.
        settings: a list of `Settings`, one for each work.
        asked: what the writer is given; a text.
        notices: texts for the user.
        on_step: called as `on_step(step, values)` after each step, with a list.

    Returns:
        A list of `Artwork`; the timings of each are its share of the batch's.
    """
    clock, seeds = Clock(), [one.seed for one in settings]
    texts = clock("describe", describing.descriptions, studio, [asked] * len(seeds), seeds)
    tell(on_step, "description", texts)
    plans = clock("plan", plan_many, studio, texts, seeds)
    tell(on_step, "plan", plans)
    sketches = clock("draw", draw_many, studio, plans, seeds)
    tell(on_step, "sketch", sketches)
    bare = clock("paint", paint_many, studio, sketches, plans, seeds)
    tell(on_step, "painting", bare)
    finished = zip(bare, plans, seeds, strict=True)
    paintings = clock("finish", lambda: [studio.finished(*one) for one in finished])
    timings = clock.done(share=len(seeds))
    rows = zip(settings, texts, plans, sketches, paintings, strict=True)
    return [studio.work(*row, notices, timings) for row in rows]


def plan_many(studio, texts, seeds):
    """The plan of each description."""
    plans = _many(studio.reader, "read", [texts], seeds, "plan")
    return [checks.checked_plan(plan, studio.style) for plan in plans]


def draw_many(studio, plans, seeds):
    """A sketch of each plan."""
    sketches = _many(studio.drawer, "draw", [plans], seeds, "draw")
    return [checks.checked_sketch(sketch) for sketch in sketches]


def paint_many(studio, sketches, plans, seeds):
    """Paints one after the other: a painting fills the cores by itself, and its pixels must
    not depend on what else is painted."""
    rows = zip(sketches, plans, seeds, strict=True)
    return [studio.bare(sketch, plan, seed, studio.size) for sketch, plan, seed in rows]


def _many(part, method, columns, seeds, step):
    return parts.many(part, method, columns, [parts.child_seed(seed, step) for seed in seeds])
