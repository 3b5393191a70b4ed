"""The gallery: one picture painted in the manner of another, on networks that work offline.

result = transfer(content, style)
images.save_png("mine.png", result.image)

Nothing is loaded before it is used; the networks run on PyTorch.
"""

from artlab import _lazy

# class or function -> module inside artlab.gallery
HOME = {
    "Classifier": "analysis.classifying",
    "Scores": "analysis.classifying",
    "adain": "instance_norm",
    "fast_transfer": "fast",
    "StyleResult": "results",
    "StyleStep": "results",
    "cross_validate": "analysis.classifying",
    "gram_matrix": "losses",
    "group_interval": "analysis.intervals",
    "hed_vgg16": "features",
    "imagenet_vgg19": "imagenet",
    "match_colors": "colors",
    "picture_features": "analysis.seeing",
    "relative_distance": "losses",
    "sonify": "sound.playing",
    "synthesise": "style",
    "total_variation": "losses",
    "train_classifier": "analysis.classifying",
    "transfer": "style",
    "wilson_interval": "analysis.intervals",
}

__all__, __getattr__, __dir__ = _lazy.names(__name__, HOME)
