"""Pictures to learn from, each set with its licence and source.

Every loader returns a `Dataset`: `images` float32 (num, height, width, channels) in [-1, 1],
`labels`, `class_names`. `animals`, `digits` and `folder` work with the network off.
`met_paintings` finds paintings of the Met and returns `Paintings`, with a `dataset` of their own.
"""

from artlab.datasets.base import Dataset
from artlab.datasets.met import Paintings, met_paintings
from artlab.datasets.offline import animals, digits
from artlab.datasets.online import fashion_mnist, mnist
from artlab.datasets.own import folder

__all__ = [
    "Dataset",
    "Paintings",
    "animals",
    "digits",
    "fashion_mnist",
    "folder",
    "met_paintings",
    "mnist",
]
