"""The studio's landscape world: a scene in words, as lines, and as a painting.

scene = sample(seed=3)
sentence = describe(scene, "en", seed=0)
sketch = draw(scene, seed=0)
painting = render(scene, sketch, size=256, seed=0)
"""

from artlab.world.describe import Description, describe
from artlab.world.drawing import draw
from artlab.world.render import render
from artlab.world.sampling import sample
from artlab.world.scene import ELEMENTS, Scene
from artlab.world.sketch import Sketch, Stroke

__all__ = [
    "ELEMENTS",
    "Description",
    "Scene",
    "Sketch",
    "Stroke",
    "describe",
    "draw",
    "render",
    "sample",
]
