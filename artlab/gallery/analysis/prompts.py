"""Prompt match: what was asked for, and what an independent reader sees in the painting.

The reader (`reading.read_scene`) learned on rendered paintings and knows neither the prompt nor
the plan. What was asked for is what the studio's writer notes in the prompt, `Artwork.asked`. How
many there are is not read: "2 boats" are met by any boat. Nor is a lake told from the sea.
"""

import dataclasses

from artlab.world.scene import FOREGROUNDS, LIGHTS, TREES, WATERS

FIELD_OF = {  # element -> the field that it is a value of
    element: field
    for field, elements in (
        ("water", WATERS), ("trees", TREES), ("light", LIGHTS), ("foreground", FOREGROUNDS)
    )
    for element in elements[1:]
}  # fmt: skip
THINGS = {"mountain": "mountains", "boat": "boats", "pavilion": "pavilions", "bird": "birds",
          "cloud": "clouds"}  # fmt: skip
GROUPS = ("water", "trees", "light")  # asked for as a whole: "none" or "some"
WORDS = ("time", "weather", "style")
MANY = ("bamboo",)  # words without an s for several


@dataclasses.dataclass(frozen=True)
class Asked:
    """One thing that was asked for.

    Attributes:
        name: such as "boat", "time", "water".
        wish: what was asked, in words: "2 boats", "no water", "dusk".
        seen: what the reader sees, in words: "boats", "no boats", "lake".
        agreed: whether that is what was asked.
        probability: of what is seen, says the reader.
    """

    name: str
    wish: str
    seen: str
    agreed: bool
    probability: float


@dataclasses.dataclass(frozen=True)
class PromptMatch:
    """What was asked for and what is seen, thing by thing.

    Attributes:
        items: tuple of `Asked`.
        unread: names of what was asked for and no reader tells, such as "layout".
        notices: what the studio told whoever asked, such as "I cannot draw: dragon."
    """

    items: tuple
    unread: tuple = ()
    notices: tuple = ()

    @property
    def share(self):
        """Share of the things that are as asked, in [0, 1]; nan where nothing was asked."""
        agreed = sum(one.agreed for one in self.items)
        return agreed / len(self.items) if self.items else float("nan")

    @property
    def missed(self):
        """What is not as asked, what the reader is surest of first: a tuple of `Asked`."""
        wrong = [one for one in self.items if not one.agreed]
        return tuple(sorted(wrong, key=lambda one: -one.probability))

    def __repr__(self):
        agreed = sum(one.agreed for one in self.items)
        told = "; ".join(f"{one.wish}: {one.seen}" for one in self.items)
        return f"PromptMatch({agreed} of {len(self.items)} as asked; {told})"


def is_asked(artwork):
    """Whether somebody asked for a picture: it says what for."""
    return hasattr(artwork, "asked") and hasattr(artwork, "painting")


def prompt_match(artwork, asked=None):
    """Compares what was asked for with what is seen.

    Args:
        artwork: an `Artwork`, or any picture if `asked` is given.
        asked: dict as in `world.describe.Description.mentions`, such as
            `{"boat": 2, "time": "dusk", "water": "none"}`; the artwork's own by default. For
            what the plan says, `plan_mentions(artwork.plan)`.

    Returns:
        A `PromptMatch`.

    Raises:
        ValueError: `asked` is not given, and the picture was not asked for.
    """
    from artlab.gallery.analysis.reading import read_scene

    if asked is None and not is_asked(artwork):
        raise ValueError(
            "`asked` must be given for a picture that is no Artwork. "
            f"Received: {type(artwork).__name__}"
        )
    asked = dict(artwork.asked if asked is None else asked)
    return compared(asked, read_scene(artwork), tuple(getattr(artwork, "notices", ())))


def plan_mentions(plan):
    """Everything that a plan says, as what is asked for: a dict.

    Args:
        plan: a `Scene`.

    Example:

    >>> from artlab.world import Scene
    >>> plan_mentions(Scene(mountains=("low",), water="sea"))["sea"]
    1
    """
    counts = plan.counts
    absent = {name: 0 for name in THINGS if name not in counts}
    denied = {name: "none" for name in GROUPS if getattr(plan, name) == "none"}
    return counts | absent | denied | {name: getattr(plan, name) for name in WORDS}


def compared(asked, readings, notices=()):
    """What was asked against what was read.

    Args:
        asked: dict as in `prompt_match`.
        readings: dict from fields to objects with `value` and `probability`.
        notices: as in `PromptMatch`.

    Returns:
        A `PromptMatch`.
    """
    found = {name: _compared(name, value, readings) for name, value in asked.items()}
    items = tuple(one for one in found.values() if one is not None)
    return PromptMatch(items, tuple(name for name, one in found.items() if one is None), notices)


def _compared(name, value, readings):
    """One `Asked`, or None where the reader has no such field, or leaves it open."""
    field = FIELD_OF.get(name) or THINGS.get(name) or name
    read = readings.get(field)
    if read is None or (value == 0 and _is_undecided(name, read.value)):
        return None
    seen, wish = _seen(name, read.value), _wish(name, value)
    return Asked(name, wish, seen, _agrees(name, value, read.value), float(read.probability))


def _is_undecided(name, seen):
    """Whether a reader that says "lake or sea" leaves open if there is a thing."""
    words = str(seen).split(" or ")
    return len(words) > 1 and name in words


def _agrees(name, value, seen):
    if name in WORDS:
        return seen == value
    wanted = value not in (0, "none")
    if name in FIELD_OF:
        return (name in str(seen).split(" or ")) == wanted
    if name in GROUPS:
        return (seen != "none") == wanted
    return bool(seen) == wanted


def _seen(name, seen):
    """What is read, in words."""
    if name in THINGS:
        return THINGS[name] if seen else f"no {THINGS[name]}"
    if seen == "none":
        return f"no {FIELD_OF.get(name, name)}"
    return str(seen)


def _wish(name, value):
    """What is asked, in words."""
    if name in WORDS:
        return str(value)
    several = name if name in (*MANY, *GROUPS) else f"{name}s"
    if value in (0, "none"):
        return f"no {name if name in FIELD_OF else several}"
    if value == 1 or name in GROUPS:
        return f"some {name}" if name in GROUPS else _one(name)
    return f"{value} {several}"


def _one(name):
    article = {"sun": "the ", "moon": "the ", "sea": "the ", "bamboo": ""}
    return article.get(name, "a ") + name
