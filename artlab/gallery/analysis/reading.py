"""An independent reader of paintings of our world: what is seen, whatever was asked for.

The reader learned from rendered paintings alone. It has never met the painter of the studio, nor
a prompt, nor a plan, so it can tell whether a painting shows what was asked. Its card is
`artlab/weights/reader/README.md`.
"""

import dataclasses
import functools
import importlib.resources

import numpy as np
import torch

from artlab.gallery import checks
from artlab.gallery.analysis import ink_times, pooling, reader_network
from artlab.gallery.analysis.reader_network import FIELDS

BATCH = 32
LARGER = 1.25  # of a view: trees in high views are a few pixels tall
LEAST_INK = 0.05  # a picture that may be ink
TONES = "tones."  # what the names of stored arrays of `ink_times` begin with


@dataclasses.dataclass(frozen=True)
class Reading:
    """What the reader sees in one respect.

    Args:
        value: a word of the field, as in `Scene`; True or False for what may be there.
        probability: what the reader gives it, in [0, 1].
    """

    value: object
    probability: float


class Reader:
    """Reads paintings with a trained `ReaderNetwork`; get the shipped one with `load_reader`.

    Args:
        network: a `ReaderNetwork`.
        tones: what tells dawn from day in ink, as from `ink_times.fit`, or None.

    Attributes:
        fields: dict from field to the answers that it can have.
    """

    fields = FIELDS

    def __init__(self, network, tones=None):
        self.network, self.tones = network.eval(), tones

    def probabilities(self, pictures):
        """Probabilities of all answers: means of four looks, at two sizes and mirrored or not.

        Args:
            pictures: a sequence of pictures, uint8 (height, width, 3), of any sizes.

        Returns:
            Dict from field to float array (num, num_answers).
        """
        views = [reader_network.view(picture) for picture in pictures]
        rows = {}
        for size in {seen.shape for seen in views}:
            places = [i for i, seen in enumerate(views) if seen.shape == size]
            for start in range(0, len(places), BATCH):
                chosen = places[start : start + BATCH]
                seen = np.stack([views[i] for i in chosen])
                found = self._looks(seen)
                for number, place in enumerate(chosen):
                    rows[place] = {name: array[number] for name, array in found.items()}
        return {name: np.stack([rows[i][name] for i in range(len(views))]) for name in FIELDS}

    def _looks(self, views):
        """Means of `_look` over views, larger ones, and the mirror images of both."""
        larger = np.stack([reader_network.scaled(view, LARGER) for view in views])
        sizes = (views, larger)
        looks = [self._look(seen[:, :, ::way]) for seen in sizes for way in (1, -1)]
        return {name: sum(look[name] for look in looks) / len(looks) for name in FIELDS}

    def _look(self, views):
        """Probabilities for views of one size, uint8 (num, rows, columns, 3)."""
        with torch.no_grad():
            logits = self.network(reader_network.tensor(views))[0]
        shares = {name: torch.softmax(logits[name], 1).numpy() for name in FIELDS}
        none, lake, river, sea = shares["water"].T
        shares["water"] = np.stack([none, lake + sea, river], axis=1)
        if self.tones is not None:
            self._tell_dawn_from_day(views, shares)
        return shares

    def _tell_dawn_from_day(self, views, shares):
        """In ink, what dawn and day have together is shared out by exact tones."""
        ink = shares["style"][:, FIELDS["style"].index("ink")]
        dawn, day = (FIELDS["time"].index(time) for time in ("dawn", "day"))
        for place in np.flatnonzero(ink > LEAST_INK):
            times = shares["time"][place]
            both = times[dawn] + times[day]
            share = ink_times.day_share(self.tones, ink_times.tones(views[place])[None])[0]
            times[day] += ink[place] * (both * share - times[day])
            times[dawn] = both - times[day]

    def read(self, picture):
        """What one picture shows: dict from field to `Reading`."""
        found = self.probabilities([picture])
        return {name: _best(answers, found[name][0]) for name, answers in FIELDS.items()}

    def field(self, name):
        """One field as a classifier: `classes`, `predict`, `probabilities`, `covered`.

        Raises:
            ValueError: there is no such field.
        """
        checks.one_of("name", name, tuple(FIELDS))
        return FieldClassifier(self, name)

    def covered(self, picture, seen):
        """Of one picture with parts covered by its mean colour, in one look.

        Args:
            picture: uint8 (height, width, 3).
            seen: float (num, rows, columns), 1 for seen and 0 for covered, at any size; or None.

        Returns:
            As `probabilities`, a row for each way of covering.
        """
        view = reader_network.view(picture)
        if seen is None:
            return self._look(view[None])
        seen = pooling.shrunk(seen, view.shape[:2])[..., None]
        grey = view.reshape(-1, 3).mean(0)
        found = []
        for start in range(0, len(seen), BATCH):
            part = seen[start : start + BATCH]
            found.append(self._look(np.rint(part * view + (1 - part) * grey).astype(np.uint8)))
        return {name: np.concatenate([row[name] for row in found]) for name in FIELDS}


@dataclasses.dataclass(frozen=True)
class FieldClassifier:
    """One field of a reader, with the methods of a `Classifier`.

    Args:
        reader: a `Reader`.
        name: of the field.
    """

    reader: Reader
    name: str

    @property
    def classes(self):
        """The answers that the field can have."""
        return tuple(FIELDS[self.name])

    def predict(self, picture):
        """The most probable answer."""
        shares = self.probabilities(picture)
        return max(shares, key=shares.get)

    def probabilities(self, picture):
        """A dict from answer to probability."""
        shares = self.covered(picture, None)[0]
        return dict(zip(self.classes, map(float, shares), strict=True))

    def covered(self, picture, seen):
        """Probabilities with parts covered by the mean colour: float (num, num_answers)."""
        return self.reader.covered(checks.picture("picture", picture), seen)[self.name]


@functools.cache
def load_reader():
    """The shipped reader."""
    from safetensors.torch import load_file

    home = importlib.resources.files("artlab") / "weights" / "reader"
    with importlib.resources.as_file(home / "reader.safetensors") as path:
        return restored(load_file(path))


def restored(tensors):
    """A reader of stored weights: those of the network, and of `ink_times` where there are any.

    Args:
        tensors: dict from name to tensor, of any precision.
    """
    tones = {
        name.removeprefix(TONES): value.double().numpy()
        for name, value in tensors.items()
        if name.startswith(TONES)
    }
    network = {name: value for name, value in tensors.items() if not name.startswith(TONES)}
    return Reader(reader_network.restored(network), tones or None)


def read_scene(picture):
    """What a painting of our world shows, read from its pixels alone.

    Args:
        picture: any picture; meant for paintings of the studio and of `artlab.world`. Of others
            it says nothing of worth: it must choose among its words.

    Returns:
        Dict from field to `Reading`: `style`, `time`, `weather`, `trees`, `light` and
        `foreground` with a word as in `Scene`; `water` with "none", "river" or "lake or sea",
        which pixels hardly tell apart; `mountains`, `boats`, `pavilions`, `birds` and `clouds`
        with True where there is one or more. How many there are, and layout, view and palette,
        are not read. The card says how often each is right.

    Raises:
        ValueError: `picture` is none.
    """
    return load_reader().read(checks.picture("picture", picture))


def _best(answers, shares):
    place = int(np.argmax(shares))
    return Reading(answers[place], float(shares[place]))
