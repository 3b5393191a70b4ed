"""From a sentence to a painting: the writer describes, the drawer plans and draws, the painter
paints, and finishing lays paper and snow over it."""

import dataclasses

from artlab.studio import checks, codes, describing, parts, provenance, text, wording
from artlab.studio.artwork import Artwork
from artlab.studio.codes import Settings
from artlab.studio.progress import Clock, tell
from artlab.world.scene import Scene
from artlab.world.sketch import Sketch

MOST = 64  # works in a gallery


class Studio:
    """Paints sentences.

    Args:
        seed: what decides where the models have a choice; an int from 0 to 2**31 - 1.
        style: one of `world.scene.STYLES`, whatever the sentences say; None to obey them.
        writer: takes the writer's place: a function from a prompt to a description, or an
            object with a method `write`. It may take a `seed`.
        drawer: takes the drawer's place: a function from a plan (a `Scene`) to a `Sketch`, or
            an object with a method `draw`; where it has a method `read` (description -> plan),
            that is used too. They may take a `seed`.
        painter: takes the painter's place: a function of a sketch and its plan that returns
            pixels, or an object with a method `paint`. It may take a `size` and a `seed`.
        describe_with: another name for `writer`, for language models of the hub.
        size: longer side of the paintings in pixels; 64 to 1024.
        finish: whether paper, grain, snow and seal are laid over the painting.

    Raises:
        ValueError: for anything else.

    Example:
        studio = Studio(seed=3)
        studio.paint("two mountains behind a lake at dusk").save("lake.png")
    """

    def __init__(
        self,
        seed=0,
        style=None,
        writer=None,
        drawer=None,
        painter=None,
        describe_with=None,
        size=codes.USUAL,
        finish=True,
    ):
        if writer is not None and describe_with is not None:
            raise ValueError("`describe_with` must be None where `writer` is given")
        writer = describe_with if writer is None else writer
        self.seed, self.style = codes.check_seed(seed), codes.check_style(style)
        self.size, self.finish = codes.check_size(size), finish
        self.writer = parts.Part("writer", writer)
        self.drawer = parts.Part("drawer", drawer)
        self.painter = parts.Part("painter", painter)

    # The steps

    def describe(self, prompt, seed=None, on_step=None):
        """What the writer makes of a prompt.

        Args:
            prompt: a text, English or Chinese.
            seed: an int; the studio's by default.
            on_step: as in `paint`.

        Returns:
            The description, a str in the prompt's language.
        """
        asked, _ = self._asked(prompt)
        return self._describe(asked, self._seed(seed), on_step)

    def plan(self, description, seed=None):
        """What the drawer reads in a description.

        Args:
            description: a text.
            seed: an int; the studio's by default. It decides what the text leaves open.

        Returns:
            A `Scene`.
        """
        return self._plan(description, self._seed(seed), self.style)

    def sketch(self, description, seed=None, on_step=None):
        """Draws a description.

        Args:
            description: a text, or the plan (a `Scene`) that was read in one.
            seed: an int; the studio's by default.
            on_step: as in `paint`.

        Returns:
            A `Sketch`.
        """
        is_plan = isinstance(description, Scene)
        plan = description if is_plan else self.plan(description, seed)
        return self._draw(plan, self._seed(seed), on_step)

    def paint_sketch(self, sketch, plan=None, seed=None, size=None):
        """Paints a sketch, also one that nobody planned: your own.

        Args:
            sketch: a `Sketch`.
            plan: a `Scene`, of which style, time, weather and palette count; or a text in
                which the drawer reads them; a clear day in the studio's style by default.
            seed: an int; the studio's by default.
            size: longer side in pixels; the studio's by default.

        Returns:
            uint8 array of shape (height, width, 3).
        """
        if not isinstance(sketch, Sketch):
            raise ValueError(f"`sketch` must be a Sketch. Received: {type(sketch).__name__}")
        if plan is None:
            plan = Scene(style=self.style or "ink")
        elif not isinstance(plan, Scene):
            plan = self.plan(plan, seed)
        plan = dataclasses.replace(plan, format=sketch.format)
        size = self.size if size is None else codes.check_size(size)
        seed = self._seed(seed)
        return self.finished(self.bare(sketch, plan, seed, size), plan, seed)

    # The whole way

    def paint(self, prompt, seed=None, on_step=None):
        """From a prompt to a painting.

        Args:
            prompt: a text, English or Chinese; empty for a scene of the studio's own choice.
            seed: an int; the studio's by default.
            on_step: called as `on_step(step, value)` while the work goes on: "text" (the
                description so far), "description", "plan", "stroke" (a `Stroke`), "sketch",
                "painting" (before finishing).

        Returns:
            An `Artwork`. The same prompt and seed give the same pixels.

        Raises:
            ValueError: `prompt` is no text, or a part of your own returned something else
                than its step must.
        """
        seed = self._seed(seed)
        asked, notices = self._asked(prompt)
        settings = self.settings(prompt, seed)
        clock = Clock()
        description = clock("describe", self._describe, asked, seed, on_step)
        tell(on_step, "description", description)
        plan = clock("plan", self._plan, description, seed, self.style)
        return self._rest(settings, description, plan, notices, clock, on_step)

    def gallery(self, prompt, n=9, seed=None, on_step=None):
        """Several works of one prompt, a batch at a time.

        Args:
            prompt: as in `paint`.
            n: how many; 1 to 64.
            seed: that of the first; the others count on from it.
            on_step: as in `paint`, with lists of values, and without "text" and "stroke".

        Returns:
            A list of `Artwork`.
        """
        if isinstance(n, bool) or not isinstance(n, int) or not 1 <= n <= MOST:
            raise ValueError(f"`n` must be an int from 1 to {MOST}. Received: {n!r}")
        first = self._seed(seed)
        settings = [self.settings(prompt, first + number) for number in range(n)]
        from artlab.studio import batches

        return batches.gallery(self, settings, *self._asked(prompt), on_step)

    def revise(self, artwork, description, on_step=None):
        """Changes the description of a work: only what it says differently is drawn anew.

        Strokes of elements that the new plan shares with the old one are kept as they are.
        The new description decides the style too, whatever the studio's.

        Args:
            artwork: an `Artwork`.
            description: the new text.
            on_step: as in `paint`.

        Returns:
            An `Artwork`.
        """
        description = checks.checked_text("description", description)
        old = artwork.settings
        settings = dataclasses.replace(
            old, revisions=(*old.revisions, description), own=self.own_weights
        )
        clock = Clock()
        plan = clock("plan", self._plan, description, artwork.seed, None)
        plan = dataclasses.replace(plan, palette=artwork.plan.palette)
        tell(on_step, "description", description)
        notices = wording.unknown(description)
        return self._rest(settings, description, plan, notices, clock, on_step, artwork)

    def repaint(self, settings):
        """Paints what `Settings` say: an `Artwork` again, with its revisions.

        Raises:
            ValueError: they need weights of a student's own that this studio does not have.
        """
        checks.has_weights(settings.own, self.own_weights)
        own_finish = callable(self.finish) and settings.finish
        finish = self.finish if own_finish else settings.finish
        names = ("seed", "style", "size")
        studio = self.like(finish=finish, **{name: getattr(settings, name) for name in names})
        work = studio.paint(settings.prompt, settings.seed)
        for description in settings.revisions:
            work = studio.revise(work, description)
        return work

    def like(self, **changes):
        """A studio with the same parts, and other settings: `seed`, `style`, `size`, `finish`."""
        names = ("seed", "style", "size", "finish")
        settings = {name: getattr(self, name) for name in names} | changes
        given = {part.name: part.given for part in self.parts}
        return Studio(**given, **settings)

    # Inside

    def settings(self, prompt, seed):
        """The `Settings` of a work of this studio."""
        own = self.own_weights
        return Settings(
            wording.cut(prompt), seed, self.style, self.size, bool(self.finish), own=own
        )

    @property
    def parts(self):
        """Writer, drawer and painter: a tuple of `Part`."""
        return self.writer, self.drawer, self.painter

    @property
    def own_weights(self):
        """Weights of a student's own that its works need, as `Part.weights` tells: a tuple."""
        return tuple(part.weights for part in self.parts if part.weights)

    def _rest(self, settings, description, plan, notices, clock, on_step, old=None):
        """From the plan to the work; `old` is the work whose strokes may be kept."""
        seed = settings.seed
        tell(on_step, "plan", plan)
        keep = None if old is None else (old.plan, old.sketch)
        sketch = clock("draw", self._draw, plan, seed, on_step, keep)
        tell(on_step, "sketch", sketch)
        bare = clock("paint", self.bare, sketch, plan, seed, settings.size)
        tell(on_step, "painting", bare)
        painting = clock("finish", self.finished, bare, plan, seed)
        return self.work(settings, description, plan, sketch, painting, notices, clock.done())

    def work(self, settings, description, plan, sketch, painting, notices, timings):
        """Puts an `Artwork` together."""
        own = {part.name: part.told for part in self.parts if part.told}
        origin = provenance.record(settings, own)
        made = (description, plan, sketch, painting, settings.seed, timings, notices, origin)
        return Artwork(settings.prompt, *made)

    def _seed(self, seed):
        return self.seed if seed is None else codes.check_seed(seed)

    def _asked(self, prompt):
        """What the writer is given, and what the user is told about it."""
        kept, whole = wording.cut(prompt), wording.one_line(prompt)
        language = text.language_of(whole)
        notices = [] if kept else [wording.notice("empty", language)]
        if kept != whole:
            sizes = {"kept": len(kept), "whole": len(whole)}
            notices.append(wording.notice("cut", language, **sizes))
        asked = kept or wording.ANYTHING[language]
        if self.style is not None:
            asked = wording.with_style(asked, self.style, language)
        return asked, [*notices, *wording.unknown(kept)]

    def _describe(self, asked, seed, on_step=None):
        on_text = None if on_step is None else lambda so_far: on_step("text", so_far)
        return describing.descriptions(self, [asked], [seed], on_text)[0]

    @property
    def reader(self):
        """The part that reads plans: the student's own drawer, where it can read."""
        return self.drawer if self.drawer.has("read") else parts.Part("drawer")

    def plan_of(self, description, seed):
        """What the drawer reads in a description, whatever the studio's style."""
        description = checks.checked_text("description", description)
        return checks.checked_plan(
            self.reader("read", description, seed=parts.child_seed(seed, "plan"))
        )

    def _plan(self, description, seed, style):
        return checks.checked_plan(self.plan_of(description, seed), style)

    def _draw(self, plan, seed, on_step=None, keep=None):
        options = {"seed": parts.child_seed(seed, "draw"), "keep": keep}
        if on_step is not None:
            options["on_stroke"] = lambda stroke: on_step("stroke", stroke)
        return checks.checked_sketch(self.drawer("draw", plan, **options))

    def bare(self, sketch, plan, seed, size):
        """The painting as the painter leaves it, before finishing."""
        options = {"seed": parts.child_seed(seed, "paint"), "size": size}
        return checks.checked_painting(self.painter("paint", sketch, plan, **options))

    def finished(self, painting, plan, seed):
        """The painting on its paper."""
        if not self.finish:
            return painting
        from artlab.studio import finishing

        finish = self.finish if callable(self.finish) else finishing.finish
        return checks.checked_painting(finish(painting, plan, parts.child_seed(seed, "finish")))
