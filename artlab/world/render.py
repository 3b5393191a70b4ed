"""From a sketch to a painting."""

import importlib

from artlab import _arguments
from artlab.world.scene import Scene
from artlab.world.sketch import Sketch

PAINTERS = {
    "ink": ("ink", "Ink"),
    "blue-green": ("blue_green", "BlueGreen"),
    "watercolour": ("watercolour", "Watercolour"),
    "woodblock": ("woodblock", "Woodblock"),
}
SMALLEST, LARGEST = 32, 1024


def render(scene, sketch, size=256, seed=0, finish=True):
    """Paints a sketch in the style, at the time and in the weather of a scene.

    Shapes come from the sketch alone, so the painting lies exactly on its lines; the scene
    gives style, time, weather and palette, and the seed the texture of the paint.

    Args:
        scene: a `Scene`.
        sketch: a `Sketch`; it may be another one than `draw` makes of the scene.
        size: longer side in pixels; 32 to 1024.
        seed: an int.
        finish: if False, paper tooth, silk, wood grain and misregistration are left out.
            With this and one seed for all, paintings hold little that their sketches do not
            tell: what a network needs that is to learn painting.

    Returns:
        uint8 array of shape (height, width, 3), sRGB.

    Raises:
        ValueError: for anything else.
    """
    if not isinstance(scene, Scene):
        raise ValueError(f"`scene` must be a Scene. Received: {type(scene).__name__}")
    if not isinstance(sketch, Sketch):
        raise ValueError(f"`sketch` must be a Sketch. Received: {type(sketch).__name__}")
    if sketch.is_plain:
        raise ValueError("`sketch` must say what its lines are. Received: plain lines")
    if isinstance(size, bool) or not isinstance(size, int) or not SMALLEST <= size <= LARGEST:
        raise ValueError(f"`size` must be an int from {SMALLEST} to {LARGEST}. Received: {size!r}")
    seed = _arguments.whole("seed", seed, 0)
    module, name = PAINTERS[scene.style]
    painter = getattr(importlib.import_module(f"artlab.world.{module}"), name)
    return painter(scene, sketch, size, seed).paint(finish)
