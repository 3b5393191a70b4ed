"""Prompts, what they ask for, and descriptions of scenes that agree: what teaches the writer."""

import numpy as np

from artlab.studio import notes
from artlab.studio.training.readings import LANGUAGES, MANY, roughen, told
from artlab.world import sample
from artlab.world.describe import describe
from artlab.world.prompts import ask
from artlab.world.prose import narrate

SOURCES = {ask: 0.86, describe: 0.10, narrate: 0.04}  # shares of what prompts are written by
HELD_OUT = 1 << 41  # seeds from here on are for tests
MOST_PROMPT = 160  # tokens of a prompt that are read


class Corpus:
    """Endless pairs of a prompt and a description, by seed alone.

    Args:
        encode: function from a str to a list of ids of the shared tokenizer.
        rough: chance of careless typing, in [0, 1]; see `readings.roughen`.
    """

    def __init__(self, encode, rough=0.2):
        self.encode, self.rough = encode, rough
        self.kinds, self.shares = list(SOURCES), np.array(list(SOURCES.values()))

    def texts(self, seed, language=None):
        """A prompt and the scene that it asks for.

        Args:
            seed: an int.
            language: "en", "zh", or `None` to let the seed choose.

        Returns:
            A pair of a `Description` and a `Scene`.
        """
        generator = np.random.default_rng([seed, 14])
        scene = sample(int(generator.integers(MANY)))
        kind = self.kinds[int(generator.choice(len(self.kinds), p=self.shares))]
        chosen = LANGUAGES[int(generator.integers(2))]
        prompt = kind(scene, language or chosen, seed=int(generator.integers(MANY)))
        return prompt, told(prompt, scene)

    def item(self, seed, whole=True):
        """One sequence, and the place of its first token that is to be learned.

        Args:
            seed: an int.
            whole: whether the description stands behind the notes.

        Returns:
            A pair of a list of ids and an int.
        """
        generator = np.random.default_rng([seed, 15])
        prompt, scene = self.texts(seed)
        typed = roughen(str(prompt), generator, self.rough) if self.rough else str(prompt)
        typed = self.encode(typed)[:MOST_PROMPT]
        text = None
        if whole:
            text = narrate(scene, prompt.language, seed=int(generator.integers(MANY)))
            text = self.encode(str(text))
        return notes.sequence(typed, prompt.mentions, text), len(typed) + 2
