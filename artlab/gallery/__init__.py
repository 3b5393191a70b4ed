"""The gallery: one picture painted in the manner of another, on networks that work offline.

result = transfer(content, style)
images.save_png("mine.png", result.image)

Nothing is loaded before it is used; the networks run on PyTorch.
"""

from artlab import _lazy

# class or function -> module inside artlab.gallery
HOME = {
    "Classifier": "analysis.classifying",
    "Critique": "analysis.critique",
    "Evaluation": "analysis.evaluating",
    "Measure": "analysis.evaluating",
    "Occlusion": "analysis.occluding",
    "PromptMatch": "analysis.prompts",
    "Reading": "analysis.reading",
    "Scores": "analysis.scores",
    "StyleResult": "results",
    "StyleStep": "results",
    "adain": "instance_norm",
    "critique": "analysis.critique",
    "cross_validate": "analysis.classifying",
    "evaluate": "analysis.evaluating",
    "examples": "analysis.examples",
    "fast_transfer": "fast",
    "framed": "analysis.masters",
    "gram_matrix": "losses",
    "group_interval": "analysis.intervals",
    "harmony": "analysis.hues",
    "hed_vgg16": "features",
    "horizon": "analysis.horizons",
    "imagenet_vgg19": "imagenet",
    "leak": "analysis.masters",
    "load_reader": "analysis.reading",
    "match_colors": "colors",
    "met_question": "analysis.masters",
    "novelty": "analysis.novelty",
    "occlusion_map": "analysis.occluding",
    "palette": "analysis.palette",
    "picture_features": "analysis.seeing",
    "prompt_match": "analysis.prompts",
    "read_scene": "analysis.reading",
    "relative_distance": "losses",
    "rim_features": "analysis.masters",
    "sonify": "sound.playing",
    "synthesise": "style",
    "total_variation": "losses",
    "train_classifier": "analysis.classifying",
    "transfer": "style",
    "wilson_interval": "analysis.intervals",
}

__all__, __getattr__, __dir__ = _lazy.names(__name__, HOME)
