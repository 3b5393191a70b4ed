"""The studio: a sentence becomes a description, the description a sketch, the sketch a painting.

artwork = Studio(seed=3).paint("two mountains behind a lake at dusk")
artwork.save("lake.png")

Nothing is loaded before it is used: neither ONNX Runtime nor any training framework.
"""

import importlib

# class or function -> module inside artlab.studio
HOME = {
    "Artwork": "artwork",
    "Drawer": "drawer",
    "Painter": "painter",
    "Studio": "pipeline",
    "Writer": "writer",
    "finish": "finishing",
}

__all__ = sorted(HOME)


def __getattr__(name):
    if name not in HOME:
        raise AttributeError(f"artlab.studio has no {name!r}. It has: {', '.join(sorted(HOME))}")
    return getattr(importlib.import_module(f"artlab.studio.{HOME[name]}"), name)


def __dir__():
    return sorted({*globals(), *HOME})
