"""What every loader returns: pictures, labels, names, and where they come from."""

import dataclasses
import html

import numpy as np

from artlab import _arguments

GRID_COLUMNS = 12


@dataclasses.dataclass(frozen=True, eq=False)
class Dataset:
    """Labelled pictures with their licence and source.

    Args:
        images: float32 array of shape (num, height, width, channels) in [-1, 1].
        labels: int64 array of shape (num,); positions in `class_names`.
        class_names: one name per class.
        name: what the set is called.
        license: the licence of the pictures.
        source: where they come from.
        skipped: files that `folder` could not read, each as `(path, reason)`.

    Example:

    >>> dataset = Dataset(np.zeros((2, 4, 4, 1), "float32"), np.array([0, 1]), ("dot", "line"))
    >>> len(dataset), dataset.of_class("line").labels
    (2, array([0]))
    """

    images: np.ndarray
    labels: np.ndarray
    class_names: tuple[str, ...]
    name: str = "pictures"
    license: str = "unknown"
    source: str = "unknown"
    skipped: tuple[tuple[str, str], ...] = ()

    def __post_init__(self):
        if not isinstance(self.images, np.ndarray):
            raise ValueError(f"`images` must be an array. Received: {self.images!r}")
        if self.images.ndim != 4 or self.images.dtype != np.float32:
            raise ValueError(
                "`images` must be float32 of shape (num, height, width, channels). "
                f"Received: {self.images.dtype} {self.images.shape}"
            )
        if isinstance(self.class_names, str) or not hasattr(self.class_names, "__len__"):
            raise ValueError(f"`class_names` must be names. Received: {self.class_names!r}")
        labels = np.asarray(self.labels)
        if labels.shape != (len(self.images),) or not np.issubdtype(labels.dtype, np.integer):
            raise ValueError(
                f"`labels` must be integers of shape ({len(self.images)},). "
                f"Received: {labels.dtype} {labels.shape}"
            )
        if len(labels) and not 0 <= labels.min() <= labels.max() < len(self.class_names):
            raise ValueError(
                f"`labels` must be in [0, {len(self.class_names)}), one per class name. "
                f"Received: {labels.min()} to {labels.max()}"
            )
        object.__setattr__(self, "labels", labels.astype(np.int64))
        object.__setattr__(self, "class_names", tuple(self.class_names))

    def __len__(self):
        return len(self.images)

    def __repr__(self):
        shape = "x".join(str(side) for side in self.images.shape[1:])
        return (
            f"Dataset({self.name!r}, {len(self)} images {shape}, {len(self.class_names)} classes)"
        )

    @property
    def counts(self):
        """Number of pictures of each class: a dict from class name to int."""
        numbers = np.bincount(self.labels, minlength=len(self.class_names))
        return {name: int(number) for name, number in zip(self.class_names, numbers, strict=True)}

    def split(self, fraction=0.9, seed=0):
        """Cuts the set in two so that both parts hold every class in the same proportion.

        Args:
            fraction: share of each class that goes to the first part; in (0, 1). A class
                of two pictures or more has at least one on each side.
            seed: which pictures go where; an int.

        Returns:
            `(train, test)`, two `Dataset`s that share no picture; each is shuffled.
        """
        _arguments.number("fraction", fraction, "in (0, 1)", lambda value: 0 < value < 1)
        generator = np.random.default_rng(_arguments.whole("seed", seed, 0))
        train, test = [], []
        for label in range(len(self.class_names)):
            members = generator.permutation(np.flatnonzero(self.labels == label))
            cut = round(fraction * len(members))
            if len(members) > 1:
                cut = min(max(cut, 1), len(members) - 1)
            train.append(members[:cut])
            test.append(members[cut:])
        return tuple(self._take(generator.permutation(np.concatenate(p))) for p in (train, test))

    def of_class(self, name):
        """The pictures of one class.

        Args:
            name: one of `class_names`.

        Returns:
            A `Dataset` with that class alone; its labels are all 0.
        """
        if not isinstance(name, str) or name not in self.class_names:
            known = ", ".join(self.class_names)
            raise ValueError(f"`name` must be one of: {known}. Received: {name!r}")
        part = self._take(np.flatnonzero(self.labels == self.class_names.index(name)))
        labels = np.zeros_like(part.labels)
        full_name = f"{self.name}: {name}"
        return dataclasses.replace(part, labels=labels, class_names=(name,), name=full_name)

    def _take(self, indices):
        return dataclasses.replace(self, images=self.images[indices], labels=self.labels[indices])

    def _first_of_each_class(self, num):
        positions = [np.flatnonzero(self.labels == k)[:num] for k in range(len(self.class_names))]
        return np.sort(np.concatenate(positions)) if positions else np.zeros(0, int)

    def _repr_html_(self):
        from artlab import images

        shown = self._first_of_each_class(max(1, 4 * GRID_COLUMNS // max(1, len(self.class_names))))
        shown = shown[: 8 * GRID_COLUMNS]
        counts = ", ".join(f"{name} {number}" for name, number in self.counts.items())
        lines = [f"<b>{html.escape(repr(self))}</b>", html.escape(counts)]
        if len(shown):
            grid = images.tile(self.images[shown], columns=GRID_COLUMNS)
            factor = max(1, 56 // self.images.shape[1])
            text = images.describe(self.images[shown], what=f"Examples of {self.name}")
            lines.append(images.html(images.enlarge(grid, factor), alt=text))
        lines.append(html.escape(f"Licence: {self.license}. Source: {self.source}"))
        return "<div>" + "<br>".join(lines) + "</div>"
