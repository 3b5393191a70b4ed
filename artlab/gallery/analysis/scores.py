"""What cross-validation found: shares, intervals, confusions."""

import dataclasses

import numpy as np

from artlab.gallery.analysis import intervals


@dataclasses.dataclass(frozen=True, eq=False)
class Scores:
    """What cross-validation found.

    Args:
        classes: names of the classes, sorted.
        labels: the true class of each picture, shape (num,).
        predictions: what was read in each picture in each repeat, by a model that had not seen
            it; shape (repeats, num).
        groups: the group of each picture, shape (num,), or None where each stood alone.
        confidence: of `interval`.
    """

    classes: tuple
    labels: np.ndarray
    predictions: np.ndarray
    groups: np.ndarray | None = None
    confidence: float = 0.95

    @property
    def right(self):
        """Share of the repeats in which each picture was read right: float (num,)."""
        return (self.predictions == self.labels).mean(axis=0)

    @property
    def accuracy(self):
        """Share of right predictions."""
        return float(self.right.mean())

    @property
    def balanced_accuracy(self):
        """Mean over the classes of the share that was read right: each class counts alike."""
        return float(np.mean([self.right[self.labels == name].mean() for name in self.classes]))

    @property
    def majority(self):
        """Accuracy of always saying the most frequent class: what a model must beat."""
        return float(max(np.mean(self.labels == name) for name in self.classes))

    @property
    def interval(self):
        """`(low, high)` for the accuracy: Wilson's, or from a bootstrap over the groups.

        It holds for other pictures of this kind, with the models as they were trained here; what
        other training pictures would have given is not in it.
        """
        if self.groups is None:
            number = len(self.labels)
            return intervals.wilson_interval(self.right.sum(), number, self.confidence)
        return intervals.group_interval(self.right, self.groups, self.confidence)

    @property
    def confusion(self):
        """How many pictures of each class (row) were read as each (column): means over repeats.

        Float (num_classes, num_classes); rows sum to the sizes of the classes.
        """
        found = np.zeros((len(self.classes),) * 2)
        for repeat in self.predictions:
            true, read = (np.searchsorted(self.classes, row) for row in (self.labels, repeat))
            np.add.at(found, (true, read), 1 / len(self.predictions))
        return found

    def __repr__(self):
        low, high = self.interval
        return (
            f"Scores(accuracy {self.accuracy:.3f} [{low:.3f}, {high:.3f}], balanced "
            f"{self.balanced_accuracy:.3f}, majority {self.majority:.3f}, {len(self.labels)} "
            f"pictures, {len(self.classes)} classes)"
        )
