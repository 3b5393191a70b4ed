"""A scene in words: from three words to several sentences, in English and in Chinese.

Everything said is true of the scene; much may stay unsaid.
"""

import numpy as np

from artlab import _arguments
from artlab.world.scene import Scene

LANGUAGES = ("en", "zh")
ABSENT = ("boat", "pavilion", "bird", "cloud")


class Description(str):
    """A text that knows what it claims.

    Attributes:
        mentions: dict from a name to what is said of it. Elements map to their number, to 0
            where the text says that there is none, or to "some"; "heights" maps to the
            heights that are told; "water", "trees" and "light" to "none" where they are
            denied; "time", "weather", "style", "view", "layout" and "format" to their values.
        language: "en" or "zh".
    """

    def __new__(cls, text, mentions, language):
        made = super().__new__(cls, text)
        made.mentions, made.language = dict(mentions), language
        return made


def describe(scene, language="en", seed=0):
    """Says what is in a scene.

    Args:
        scene: a `Scene`.
        language: "en" or "zh".
        seed: an int; it chooses what is said, and the words.

    Returns:
        A `Description`: a str with `mentions`.

    Example:

    >>> text = describe(Scene(water="lake", boats=1), "en", seed=1)
    >>> set(text.mentions.items()) <= {("lake", 1), ("boat", 1), ("mountain", 0), ("bird", 0),
    ...     ("cloud", 0), ("pavilion", 0), ("trees", "none"), ("light", "none"), ("time", "day"),
    ...     ("weather", "clear"), ("style", "ink"), ("view", "level"), ("format", "square")}
    True
    """
    if not isinstance(scene, Scene):
        raise ValueError(f"`scene` must be a Scene. Received: {type(scene).__name__}")
    if not isinstance(language, str) or language not in LANGUAGES:
        raise ValueError(
            f"`language` must be one of: {', '.join(LANGUAGES)}. Received: {language!r}"
        )
    seed = _arguments.whole("seed", seed, 0)
    generator = np.random.default_rng([seed, 3, LANGUAGES.index(language)])
    facts = _facts(scene, generator)
    if language == "en":
        from artlab.world.english import English as Grammar
    else:
        from artlab.world.chinese import Chinese as Grammar
    grammar = Grammar(scene, generator)
    text = grammar.write(facts)
    return Description(text, grammar.mentions, language)


def _facts(scene, generator):
    """What is to be said: pairs of a name and a value, elements first."""
    talkative = float(generator.choice([0.35, 0.7, 0.95, 1.0], p=[0.2, 0.25, 0.25, 0.3]))
    facts = [(n, k) for n, k in scene.counts.items() if generator.random() < talkative]
    if not facts and scene.counts:
        names = list(scene.counts)
        name = names[int(generator.integers(len(names)))]
        facts = [(name, scene.counts[name])]
    for name, chance in (("time", 0.65), ("weather", 0.45), ("style", 0.4)):
        if name == "weather" and scene.weather == "clear":
            chance = 0.15
        if generator.random() < chance * (0.5 + 0.5 * talkative):
            facts.append((name, getattr(scene, name)))
    for name, chance in (("view", 0.08), ("layout", 0.2), ("format", 0.07)):
        tellable = name != "layout" or (scene.mountains and len(scene.mountains) <= 2)
        if tellable and generator.random() < chance:
            facts.append((name, getattr(scene, name)))
    return facts + _denials(scene, generator) or [("style", scene.style)]


def _denials(scene, generator):
    """Sometimes a text says what is not there."""
    if generator.random() > 0.16:
        return []
    absent = [name for name in (*ABSENT, "mountain") if not scene.counts.get(name)]
    absent += [kind for kind in ("water", "trees", "light") if getattr(scene, kind) == "none"]
    if scene.foreground == "bough":  # a branch is a part of some tree
        absent = [name for name in absent if name != "trees"]
    number = min(len(absent), int(generator.integers(1, 3)))
    return [(str(name), 0) for name in generator.permutation(absent)[:number]]
