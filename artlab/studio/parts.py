"""The stages of the studio as parts that one can take out and replace by one's own."""

import functools
import importlib
import inspect

import numpy as np

from artlab.studio import codes

SHIPPED = {"writer": "Writer", "drawer": "Drawer", "painter": "Painter"}
STEPS = ("describe", "plan", "draw", "paint", "finish")
METHODS = {"writer": "write", "drawer": "draw", "painter": "paint"}


class Part:
    """One stage: the shipped model, or whatever a student put in its place.

    Args:
        name: "writer", "drawer" or "painter".
        given: None for the shipped model; else an object with the method of that stage
            (`write`, `draw`, `paint`), or a function that does the same.

    Raises:
        ValueError: `given` is neither.

    Example:

    >>> part = Part("writer", lambda prompt: f"A scene with {prompt}.")
    >>> part("write", "a lake", seed=3)
    'A scene with a lake.'
    """

    def __init__(self, name, given=None):
        method = METHODS[name]
        if given is not None and not callable(getattr(given, method, given)):
            raise ValueError(
                f"`{name}` must be a function or have a method `{method}`. Received: {given!r}"
            )
        self.name, self.given = name, given

    @property
    def own(self):
        """Name of what takes the model's place, or None."""
        if self.given is None:
            return None
        named = self.given if hasattr(self.given, "__qualname__") else type(self.given)
        return f"{named.__module__}.{named.__qualname__}"

    @property
    def told(self):
        """What a work tells of what takes the model's place: a dict, or None."""
        if self.given is None:
            return None
        known = getattr(self.given, "provenance", None)
        return {"name": self.own, **(known if isinstance(known, dict) else {}), "shipped": False}

    @property
    def weights(self):
        """Which weights of a student's own it needs: stage, fingerprint and name; or None.

        A personal model has a `fingerprint`; a function has none, and is not told apart.
        """
        print_of_it = getattr(self.given, "fingerprint", None)
        if not isinstance(print_of_it, str):
            return None
        return f"{self.name} {print_of_it} {getattr(self.given, 'name', '')}".strip()

    def load(self):
        """The object that does the work; a shipped model is loaded once a process."""
        return shipped(self.name) if self.given is None else self.given

    def has(self, method):
        """Whether the part can do something, such as "read" or "draw_many"."""
        return callable(getattr(self.load(), method, None))

    def __call__(self, method, *values, **options):
        """Calls a method, with those of the options that it takes.

        Args:
            method: such as "write"; a plain function stands for its part's only method.
            *values: what the method must take.
            **options: such as `seed=3`.
        """
        target = self.load()
        function = getattr(target, method, None)
        if function is None and method == METHODS[self.name]:
            function = target
        if function is None:
            raise ValueError(f"`{self.name}` must have a method `{method}`. Received: {target!r}")
        return function(*values, **_accepted(function, options))


def child_seed(seed, step):
    """The seed of one step: each step has random numbers of its own.

    So one can sample another sketch of the same description, and nothing but what follows from
    the sketch changes.

    Args:
        seed: the seed of the whole work.
        step: one of `STEPS`.

    Returns:
        An int from 0 to 2**31 - 1: a state of NumPy's `SeedSequence` of (seed, number of step).
    """
    sequence = np.random.SeedSequence([seed, STEPS.index(step)])
    return int(sequence.generate_state(1)[0]) & codes.MAX_SEED


@functools.cache
def shipped(name):
    """The shipped writer, drawer or painter, loaded once."""
    module = importlib.import_module(f"artlab.studio.{name}")
    return getattr(module, SHIPPED[name]).load()


def _accepted(function, options):
    """Those options that a function has a place for."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):  # some functions written in C do not say
        return {}
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
        return options
    names = {parameter.name for parameter in parameters}
    return {name: value for name, value in options.items() if name in names}


def many(part, method, columns, seeds, **options):
    """One call for a whole batch where the part has `METHOD_many`, else one call for each.

    Args:
        part: a `Part`.
        method: such as "write".
        columns: lists of what the method takes, one value for each call.
        seeds: an int for each call.
        **options: for single calls alone.

    Returns:
        A list of results.

    Raises:
        ValueError: a part of a student's own returned another number of results.
    """
    if len(seeds) > 1 and part.has(f"{method}_many"):
        results = list(part(f"{method}_many", *columns, seeds=seeds))
        if len(results) != len(seeds):
            raise ValueError(
                f"`{part.name}.{method}_many` must return {len(seeds)} results. "
                f"Received: {len(results)}"
            )
        return results
    rows = zip(*columns, seeds, strict=True)
    return [part(method, *values, seed=seed, **options) for *values, seed in rows]
