"""The gallery: one picture painted in the manner of another, on networks that work offline.

result = transfer(content, style)
images.save_png("mine.png", result.image)

Nothing is loaded before it is used; the networks run on PyTorch.
"""

from artlab import _lazy

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

__all__, __getattr__, __dir__ = _lazy.names(__name__, HOME)
