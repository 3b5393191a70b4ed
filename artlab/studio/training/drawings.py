"""What the drawer learns from: scenes of the world and their drawings, as tokens."""

from pathlib import Path

import numpy as np

from artlab.runtime import atomic_write, cache_dir
from artlab.studio import tokens
from artlab.world import draw, sample

HELD_OUT = 900_000_000  # seeds from here on are never trained on
NOT_SQUARE = 5  # one scene in so many has a format of its own


def scene_of(seed):
    """The scene of a seed: a square picture, save for one in five; a `Scene`."""
    return sample(seed + 1_000_000, **({} if seed % NOT_SQUARE == 0 else {"format": "square"}))


def drawings(num, start=0, folder=None, show=None):
    """Scenes and their drawings as tokens, made once and then read from a file.

    Args:
        num: how many; some 60 a second are made on one core.
        start: seed of the first.
        folder: where the file lies; by default the course's cache folder.
        show: called with a line of text now and then, or `None`.

    Returns:
        A list of pairs of uint16 arrays: a plan from `<plan>` on, a drawing from `<draw>` on.
    """
    path = Path(folder or cache_dir() / "drawer") / f"drawings_{start}_{num}.npz"
    if not path.exists():
        pairs = []
        for seed in range(start, start + num):
            if show and (seed - start) % 1000 == 0:
                show(f"drew {seed - start:,} of {num:,} scenes")
            scene = scene_of(seed)
            pairs += [tokens.encode_plan(scene), tokens.encode_sketch(draw(scene, seed))]
        _save(path, pairs)
    with np.load(path, allow_pickle=False) as arrays:
        pieces = np.split(arrays["tokens"], np.cumsum(arrays["lengths"])[:-1])
    return list(zip(pieces[::2], pieces[1::2], strict=True))


def _save(path, pieces):
    with atomic_write(path) as temporary:
        np.savez_compressed(
            temporary,
            tokens=np.concatenate(pieces).astype(np.uint16),
            lengths=np.array([len(piece) for piece in pieces]),
        )
