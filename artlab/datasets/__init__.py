"""Pictures to learn from, each set with its licence and source.

Every loader returns a `Dataset`: `images` float32 (num, height, width, channels) in [-1, 1],
`labels`, `class_names`. `animals` and `digits` work with the network off.
"""

from artlab.datasets.offline import animals
from artlab.datasets.base import Dataset

__all__ = ["Dataset", "animals"]
