"""The gallery: one picture painted in the manner of another, on networks that work offline.

result = transfer(content, style)
images.save_png("mine.png", result.image)

Nothing is loaded before it is used; the networks run on PyTorch.
"""

import importlib

# class or function -> module inside artlab.gallery
HOME = {
    "StyleResult": "results",
    "StyleStep": "results",
    "gram_matrix": "losses",
    "hed_vgg16": "features",
    "imagenet_vgg19": "imagenet",
    "match_colors": "colors",
    "relative_distance": "losses",
    "synthesise": "style",
    "total_variation": "losses",
    "transfer": "style",
}

__all__ = sorted(HOME)


def __getattr__(name):
    if name not in HOME:
        raise AttributeError(f"artlab.gallery has no {name!r}. It has: {', '.join(sorted(HOME))}")
    return getattr(importlib.import_module(f"artlab.gallery.{HOME[name]}"), name)


def __dir__():
    return sorted({*globals(), *HOME})
