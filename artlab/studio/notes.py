"""What the writer notes down of a prompt before it writes: one token for each thing that is asked.

A prompt is read into notes, and the description is written from the notes:

    <ask> prompt <notes> mountain=2 high lake=1 time=dusk <tell> description <end>

What a prompt leaves open is not noted: there the writer is free.
"""

import itertools

from artlab.studio.text import ASK, END, PAD, TELL
from artlab.world.scene import CHOICES, HEIGHTS, LARGEST, MAX_MOUNTAINS

START = 2048  # ids below it belong to the tokenizer
SOME = "some"
VALUES = {
    "mountain": (*range(MAX_MOUNTAINS + 1), SOME),
    "heights": HEIGHTS[::-1],
    "water": ("none", SOME),
    **{name: (1,) for name in ("lake", "river", "sea")},
    "trees": ("none", SOME),
    **{name: (*range(1, LARGEST["num_trees"] + 1), SOME) for name in ("pine", "willow", "bamboo")},
    "light": ("none",),
    **{name: (1,) for name in ("sun", "moon")},
    "boat": (*range(LARGEST["boats"] + 1), SOME),
    "pavilion": (*range(LARGEST["pavilions"] + 1), SOME),
    "bird": (*range(LARGEST["birds"] + 1), SOME),
    "cloud": (*range(LARGEST["clouds"] + 1), SOME),
    **{name: (1,) for name in ("rock", "bough")},
    **{name: CHOICES[name] for name in ("time", "weather", "style", "view", "layout", "format")},
}
"""What can be noted, in the order in which it is."""
TOKENS = ("<notes>", *(f"{name}={value}" for name in VALUES for value in VALUES[name]))
IDS = {name: START + place for place, name in enumerate(TOKENS)}
NOTES = START
VOCABULARY_SIZE = START + 96
BACKWARDS = {
    START + 1 + place: pair
    for place, pair in enumerate((name, value) for name in VALUES for value in VALUES[name])
}


def encode(mentions):
    """Notes of what a text mentions.

    Args:
        mentions: as in `world.describe.Description`.

    Returns:
        A list of ids that starts with `<notes>`.

    Example:

    >>> decode(encode({"time": "dusk", "mountain": 2, "heights": ("low", "high")}))
    {'mountain': 2, 'heights': ('high', 'low'), 'time': 'dusk'}
    """
    ids = [NOTES]
    for name in VALUES:
        if name not in mentions:
            continue
        value = mentions[name]
        values = sorted(value, key=HEIGHTS[::-1].index) if name == "heights" else [value]
        ids += [IDS[f"{name}={one}"] for one in values]
    return ids


def decode(ids):
    """What notes say: a dict like `mentions`."""
    found = {}
    for name, value in (BACKWARDS[i] for i in map(int, ids) if i in BACKWARDS):
        if name == "heights":
            found[name] = (*found.get(name, ()), value)
        else:
            found.setdefault(name, value)
    return found


def sequence(prompt, mentions=None, description=None):
    """One sequence of the writer, as far as it is given.

    Args:
        prompt: ids of the prompt.
        mentions: what it asks for, or `None`.
        description: ids of the description, or `None`.

    Returns:
        A list of ids.
    """
    ids = [ASK, *prompt]
    if mentions is not None:
        ids += [*encode(mentions), TELL]
    if description is not None:
        ids += [*description, END]
    return ids


def after(token):
    """Which notes may follow a note, or `<notes>`: a list of ids; each is told once, in order."""
    if token == NOTES:
        return [*BACKWARDS, TELL]
    name, value = BACKWARDS[token]
    later = list(itertools.dropwhile(lambda other: other != name, VALUES))[1:]
    ids = [IDS[f"{other}={one}"] for other in later for one in VALUES[other]]
    if name == "heights":
        start = HEIGHTS[::-1].index(value)
        ids += [IDS[f"heights={one}"] for one in HEIGHTS[::-1][start:]]
    return [*ids, TELL]


__all__ = ["ASK", "END", "NOTES", "PAD", "TELL", "after", "decode", "encode", "sequence"]
