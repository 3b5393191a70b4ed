"""What is in the picture: the vocabulary of the studio's landscape world, and its rules."""

import dataclasses

FORMATS = {"square": (1, 1), "4:3": (4, 3), "2:1": (2, 1), "1:2": (1, 2)}  # width, height
VIEWS = ("level", "deep", "high")
LAYOUTS = ("left", "right", "both")
HEIGHTS = ("low", "middle", "high")
WATERS = ("none", "lake", "river", "sea")
TREES = ("none", "pine", "willow", "bamboo")
LIGHTS = ("none", "sun", "moon")
FOREGROUNDS = ("none", "rock", "bough")
TIMES = ("dawn", "day", "dusk", "night")
WEATHERS = ("clear", "mist", "snow")
STYLES = ("ink", "blue-green", "watercolour", "woodblock")
NUM_PALETTES = 6
ELEMENTS = (
    "mountain",
    "lake",
    "river",
    "sea",
    "pine",
    "willow",
    "bamboo",
    "sun",
    "moon",
    "boat",
    "pavilion",
    "bird",
    "cloud",
    "rock",
    "bough",
    "ground",
)
"""Names that strokes carry, in the order in which plans list them; "ground" is never asked for."""

CHOICES = {
    "format": tuple(FORMATS),
    "view": VIEWS,
    "layout": LAYOUTS,
    "water": WATERS,
    "trees": TREES,
    "light": LIGHTS,
    "foreground": FOREGROUNDS,
    "time": TIMES,
    "weather": WEATHERS,
    "style": STYLES,
}
LARGEST = {"num_trees": 5, "boats": 3, "pavilions": 2, "birds": 5, "clouds": 3}
MAX_MOUNTAINS = 5


@dataclasses.dataclass(frozen=True)
class Scene:
    """One landscape, in words that a plan, a sketch and a painting share.

    Args:
        mountains: height of each mountain, "low", "middle" or "high"; 0 to 5 of them.
        water: "none", "lake", "river" or "sea".
        trees: "none", "pine", "willow" or "bamboo".
        num_trees: how many trees; 0 to 5, and 0 exactly when `trees` is "none".
        light: "none", "sun" (not at night) or "moon" (not by day).
        boats: 0 to 3; they need water.
        pavilions: 0 to 2.
        birds: 0 to 5.
        clouds: 0 to 3.
        foreground: "none", "rock" or "bough": what stands before everything else.
        time: "dawn", "day", "dusk" or "night".
        weather: "clear", "mist" or "snow".
        style: "ink", "blue-green", "watercolour" or "woodblock".
        format: width to height, "square", "4:3", "2:1" or "1:2".
        view: after Guo Xi. "level": a low horizon and much sky; "deep": a high horizon, plane
            behind plane; "high": a peak that fills three quarters, so it needs a high mountain.
        layout: where the main mass stands: "left", "right" or "both" sides.
        palette: which of the six palettes of its style and time; 0 to 5.

    References:
        Guo Xi, *The Lofty Message of Forests and Streams* (c. 1117), on the three distances.

    Example:

    >>> Scene(mountains=("high", "low"), water="lake", boats=1).counts
    {'mountain': 2, 'lake': 1, 'boat': 1}
    >>> Scene(boats=1)
    Traceback (most recent call last):
    ValueError: `boats` must be 0 without water. Received: boats=1, water='none'
    """

    mountains: tuple[str, ...] = ()
    water: str = "none"
    trees: str = "none"
    num_trees: int = 0
    light: str = "none"
    boats: int = 0
    pavilions: int = 0
    birds: int = 0
    clouds: int = 0
    foreground: str = "none"
    time: str = "day"
    weather: str = "clear"
    style: str = "ink"
    format: str = "square"
    view: str = "level"
    layout: str = "left"
    palette: int = 0

    def __post_init__(self):
        self._check_mountains()
        for name, allowed in CHOICES.items():
            _check_choice(name, getattr(self, name), allowed)
        for name, largest in LARGEST.items():
            _check_count(name, getattr(self, name), largest)
        _check_count("palette", self.palette, NUM_PALETTES - 1)
        for broken, rule in self._rules():
            if broken:
                raise ValueError(rule)

    def _check_mountains(self):
        if isinstance(self.mountains, str) or not isinstance(self.mountains, tuple | list):
            raise ValueError(
                f"`mountains` must be a tuple of heights. Received: {self.mountains!r}"
            )
        object.__setattr__(self, "mountains", tuple(self.mountains))
        if len(self.mountains) > MAX_MOUNTAINS:
            raise ValueError(
                f"`mountains` must name at most {MAX_MOUNTAINS} heights. "
                f"Received: {len(self.mountains)}"
            )
        for height in self.mountains:
            _check_choice("mountains", height, HEIGHTS)

    def _rules(self):
        """Pairs of (is it broken, what to say)."""
        yield (
            (self.trees == "none") != (self.num_trees == 0),
            "`num_trees` must be 0 exactly when `trees` is 'none'. "
            f"Received: num_trees={self.num_trees}, trees={self.trees!r}",
        )
        yield (
            self.boats > 0 and self.water == "none",
            f"`boats` must be 0 without water. Received: boats={self.boats}, water='none'",
        )
        yield (
            self.light == "sun" and self.time == "night",
            "`light` must not be 'sun' at night. Received: light='sun', time='night'",
        )
        yield (
            self.light == "moon" and self.time == "day",
            "`light` must not be 'moon' by day. Received: light='moon', time='day'",
        )
        yield (
            self.view == "high" and "high" not in self.mountains,
            "`view` must not be 'high' without a high mountain. "
            f"Received: view='high', mountains={self.mountains!r}",
        )

    @property
    def aspect(self):
        """Width divided by height; a float."""
        width, height = FORMATS[self.format]
        return width / height

    @property
    def counts(self):
        """How many of each element are in the picture: a dict, without those of which none is."""
        numbers = {
            "mountain": len(self.mountains),
            self.water: 1,
            self.trees: self.num_trees,
            self.light: 1,
            "boat": self.boats,
            "pavilion": self.pavilions,
            "bird": self.birds,
            "cloud": self.clouds,
            self.foreground: 1,
        }
        return {name: numbers[name] for name in ELEMENTS if numbers.get(name)}

    def to_dict(self):
        """The scene as a dict of strings, ints and one list, fit for JSON."""
        return {**dataclasses.asdict(self), "mountains": list(self.mountains)}

    @classmethod
    def from_dict(cls, fields):
        """The scene that `to_dict` wrote; what is missing takes its default.

        Raises:
            ValueError: for names that a scene does not have, and for values that break a rule.
        """
        if not isinstance(fields, dict):
            raise ValueError(f"`fields` must be a dict. Received: {fields!r}")
        known = {field.name for field in dataclasses.fields(cls)}
        if unknown := sorted(str(name) for name in set(fields) - known):
            raise ValueError(
                f"`fields` must have names among {', '.join(sorted(known))}. "
                f"Received: {', '.join(unknown)}"
            )
        return cls(**fields)


def _check_choice(name, value, allowed):
    if not isinstance(value, str) or value not in allowed:
        raise ValueError(f"`{name}` must be one of: {', '.join(allowed)}. Received: {value!r}")


def _check_count(name, value, largest):
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= largest:
        raise ValueError(f"`{name}` must be an int from 0 to {largest}. Received: {value!r}")
