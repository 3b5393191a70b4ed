"""Texts and the plans that they ask for: what teaches the drawer to read."""

import dataclasses
import importlib

import numpy as np

from artlab.studio import tokens
from artlab.world import sample

SOURCES = {  # share of each kind of text, and where it is written
    "describe": (0.20, "artlab.world.describe", "describe"),
    "ask": (0.40, "artlab.world.prompts", "ask"),
    "narrate": (0.40, "artlab.world.prose", "narrate"),
}
LANGUAGES = ("en", "zh")
NO_TEXT = 0.02  # share of empty texts: the plan is free
MOST_TEXT = 220  # tokens of a text that are read
MANY = 1 << 40  # seeds


def source(name):
    """The function that writes one kind of text: `(scene, language, seed) -> str`."""
    _, module, function = SOURCES[name]
    return getattr(importlib.import_module(module), function)


def told(text, scene):
    """The scene that a text asks for: square, unless the text tells its format."""
    if "format" in text.mentions:
        return scene
    return dataclasses.replace(scene, format="square")


def text_of(kind, scene, language, seed):
    """A text of one kind and the scene that it asks for."""
    text = source(kind)(scene, language, seed=seed)
    return text, told(text, scene)


def roughen(text, generator, chance=0.25):
    """Types a text carelessly: other case, no full stop, a letter lost or doubled or swapped.

    Args:
        text: a str.
        generator: a `numpy.random.Generator`.
        chance: chance of each kind of carelessness, in [0, 1].

    Returns:
        A str.
    """
    if generator.random() < chance:
        text = text.lower()
    if generator.random() < chance:
        text = text.rstrip(" .!。！")
    if generator.random() < chance:
        text = text.replace("，", " ").replace("。", " ") if generator.random() < 0.5 else text
        text = text.replace(", ", " ") if generator.random() < 0.5 else text
    words = text.split(" ")
    for index, word in enumerate(words):
        if word.isascii() and word.isalpha() and len(word) > 4 and generator.random() < chance / 12:
            words[index] = _typo(word, generator)
    return " ".join(words)


def _typo(word, generator):
    """One slip of the finger behind the first letter."""
    at = int(generator.integers(1, len(word) - 1))
    kind = generator.integers(3)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


class Readings:
    """Endless pairs of a text and its plan, as tokens.

    Args:
        encode: function from a str to a list of ids of the shared tokenizer.
        sources: names among `SOURCES`; their shares are scaled to sum to 1.
        rough: chance of careless typing, in [0, 1]; see `roughen`.
    """

    def __init__(self, encode, sources=tuple(SOURCES), rough=0.2):
        self.encode, self.rough, self.sources = encode, rough, tuple(sources)
        shares = np.array([SOURCES[name][0] for name in self.sources])
        self.shares = shares / shares.sum()

    def pair(self, seed):
        """The pair of a seed: ids of a text (behind the drawing tokens), ids of its plan."""
        generator = np.random.default_rng([seed, 8])
        scene = sample(int(generator.integers(MANY)))
        kind = str(generator.choice(self.sources, p=self.shares))
        language = LANGUAGES[int(generator.integers(2))]
        text, scene = text_of(kind, scene, language, int(generator.integers(MANY)))
        if generator.random() < NO_TEXT:
            return [], tokens.encode_plan(dataclasses.replace(scene, format="square"))
        return self.prefix(text, generator), tokens.encode_plan(scene)

    def about(self, scene, seed):
        """Ids of a text about a scene whose plan must stay as it is."""
        generator = np.random.default_rng([seed, 9])
        for _ in range(4):
            kind = str(generator.choice(self.sources, p=self.shares))
            language = LANGUAGES[int(generator.integers(2))]
            text, asked = text_of(kind, scene, language, int(generator.integers(MANY)))
            if asked == scene:
                return self.prefix(text, generator)
        return []

    def prefix(self, text, generator=None):
        """Ids of a text; roughened where a generator is given."""
        if generator is not None and self.rough:
            text = roughen(str(text), generator, self.rough)
        return tokens.encode_text(self.encode(str(text))[:MOST_TEXT])
