"""Arguments that fit, by the name of the argument; `OWN` has those that one function calls so."""

import functools
import tempfile
from pathlib import Path
from types import SimpleNamespace

import numpy as np

FOLDER = Path(tempfile.gettempdir()) / "artlab-faults"


@functools.cache
def picture():
    rows, columns = np.mgrid[:48, :64]
    pixels = np.stack([rows * 5, columns * 3, (rows + columns) * 2], axis=-1).astype(np.uint8)
    pixels.flags.writeable = False
    return pixels


@functools.cache
def batch(num=6, shape=(28, 28, 1)):
    found = np.tanh(np.random.default_rng(0).standard_normal((num, *shape))).astype("float32")
    found.flags.writeable = False
    return found


@functools.cache
def rows(num=12, width=3, seed=0):
    found = np.random.default_rng(seed).standard_normal((num, width))
    found.flags.writeable = False
    return found


def labels(num=12):
    return np.arange(num) % 2


@functools.cache
def scene():
    from artlab import world

    return world.sample(3)


@functools.cache
def sketch():
    from artlab import world

    return world.draw(scene(), 0)


@functools.cache
def studio():
    import sys

    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "studio"))
    from parts_by_rule import Drawer, Painter, Writer

    from artlab.studio import Studio

    return Studio(writer=Writer(), drawer=Drawer(), painter=Painter(), size=64)


@functools.cache
def artwork():
    return studio().paint("a lake")


@functools.cache
def figure():
    from artlab import plots

    return plots.curves([0, 1, 2], {"one": [0.0, 1.0, 4.0]}, "x", "y", "A curve")


@functools.cache
def snapshots():
    from artlab.gan import Snapshots

    return Snapshots(np.array([0, 5]), np.zeros((2, 6, 28, 28, 1), np.uint8))


@functools.cache
def history():
    from artlab.gan import History

    run = History()
    for step in range(3):
        run.append([0.5, 0.7, 0.6, 0.4], float(step))
    return run


@functools.cache
def language():
    """A tiny GPT, its tokenizer, its ids."""
    import torch

    from artlab import gpt

    class Letters:
        bos_token_id, eos_token_id, unk_token_id = None, 1, None
        all_special_ids = ()

        def __call__(self, texts, verbose=True, return_tensors=None, **options):
            one = isinstance(texts, str)
            ids = [[ord(c) % 29 for c in t] for t in ([texts] if one else list(texts))]
            if return_tensors:
                return SimpleNamespace(input_ids=torch.tensor(ids))
            return {"input_ids": ids[0] if one else ids}

        def decode(self, ids, **options):
            return "".join(chr(97 + int(i)) for i in ids)

        def convert_ids_to_tokens(self, ids):
            one = not hasattr(ids, "__len__") and not hasattr(ids, "tolist")
            return chr(97 + int(ids)) if one else [chr(97 + int(i)) for i in ids]

    config = gpt.GPTConfig(vocab_size=29, num_positions=24, num_layers=1, num_heads=1, width=8)
    letters, texts = Letters(), ["two mountains", "a lake at dusk", "the sea by night"]
    return SimpleNamespace(
        config=config,
        model=gpt.GPT(config, 0).eval(),
        tokenizer=letters,
        corpus=gpt.Corpus(texts, letters, held_out=1),
        ids=torch.tensor([[3, 4, 5]]),
        scores=torch.linspace(-1, 1, 29)[None],
        floats=torch.linspace(-1, 1, 2 * 5 * 8).reshape(2, 5, 8),
        torch=torch,
    )


@functools.cache
def classifier():
    from artlab import gallery

    pictures = [np.full((24, 24, 3), 20 * n, np.uint8) for n in range(12)]
    return gallery.train_classifier(pictures, labels(), kind="color")


def of(name):
    """A value by the attribute of `language()`."""
    return lambda: getattr(language(), name)


def fixed(value):
    return lambda: value


NAMED = {
    "image": picture,
    "picture": picture,
    "painting": picture,
    "content": picture,
    "style": picture,
    "example": picture,
    "images": batch,
    "pictures": lambda: [picture()] * 3,
    "points": rows,
    "factor": fixed(2),
    "alt": fixed("A picture"),
    "title": fixed("A title"),
    "text": fixed("a lake"),
    "path": lambda: FOLDER / "picture.png",
    "seed": fixed(1),
    "labels": labels,
    "name": fixed("ink"),
    "class_names": fixed(("a", "b")),
    "scene": scene,
    "plan": scene,
    "sketch": sketch,
    "size": fixed(64),
    "strokes": lambda: sketch().strokes,
    "fields": lambda: scene().to_dict(),
    "fake_logits": fixed([0.5, -1.0]),
    "real_logits": fixed([0.5, -1.0]),
    "loss": fixed("hinge"),
    "fake_scores": fixed([0.5, -1.0]),
    "real_scores": fixed([0.5, -1.0]),
    "prompt": fixed("a lake"),
    "real_features": rows,
    "fake_features": lambda: rows(seed=1),
    "features_a": rows,
    "features_b": lambda: rows(seed=1),
    "candidates": lambda: batch(12),
    "real_images": batch,
    "step": fixed(3),
    "num_classes": fixed(3),
    "config": of("config"),
    "model": of("model"),
    "corpus": of("corpus"),
    "tokenizer": of("tokenizer"),
    "input_ids": of("ids"),
    "documents": lambda: (
        language().corpus.train if hasattr(language().corpus, "train") else [[1, 2]]
    ),
    "num_tokens": fixed(3),
    "scores": of("scores"),
    "length": fixed(3),
    "batch_size": fixed(2),
    "min_p": fixed(0.1),
    "top_k": fixed(3),
    "top_p": fixed(0.9),
    "temperature": fixed(0.8),
    "penalty": fixed(1.1),
    "texts": fixed(["a lake", "the sea"]),
    "num": fixed(3),
    "features": rows,
    "artwork": artwork,
    "groups": lambda: np.arange(12) // 2,
    "values": lambda: rows()[:, 0],
    "classifier": classifier,
    "num_right": fixed(3),
    "description": fixed("A lake at dusk."),
    "entries": fixed([]),
    "figure": figure,
    "snapshots": snapshots,
    "history": history,
    "names": fixed(["a", "b"]),
    "x_label": fixed("x"),
    "y_label": fixed("y"),
    "tokens": fixed(["a", "b", "c"]),
    "counts": lambda: np.array([[3, 1], [0, 2]]),
    "classes": fixed(["a", "b"]),
    "label": fixed("size"),
    "value": fixed(1),
    "low": fixed(0),
    "high": fixed(3),
    "options": fixed(["a", "b"]),
    "number": fixed("03"),
    "guess": fixed(0.5),
    "code": fixed("nothing"),
    "studio": studio,
    "extent": fixed((-2.0, 2.0, -2.0, 2.0)),
    "maps": lambda: np.tril(np.ones((1, 1, 3, 3))) / np.arange(1, 4)[:, None],
    "left": picture,
    "right": picture,
    "left_name": fixed("L"),
    "right_name": fixed("R"),
    "column": fixed("culture"),
    "paintings": lambda: owner("datasets.Paintings"),
    "ids": fixed([3, 4, 5]),
    "evaluation": fixed(None),
    "element": fixed("mountain"),
    "where": lambda: FOLDER,
    "folder": lambda: FOLDER,
    "steps": fixed(2),
    "settings": fixed({}),
    "metrics": fixed([0.1] * 4),
    "seconds": fixed(1.0),
    "rows": fixed(2),
    "layer": fixed(0),
    "about": fixed("a writer"),
}

OWN = {
    "widgets.pixel_reader.picture": lambda: batch()[0],
    "gan.Trainer.generator": lambda: _players()[0],
    "gan.Trainer.discriminator": lambda: _players()[1],
    "images.to_float.images": picture,
    "gpt.Corpus.part.num": fixed(1),
    "gpt.GPTConfig.vocab_size": fixed(29),
    "gpt.token_stream.max_new_tokens": fixed(3),
    "gpt.visible_tokens.input_ids": fixed([3, 4, 5]),
    "gpt.cache_times.model": lambda: _gpt2(),
    "gallery.Classifier.covered.seen": lambda: np.ones((2, 48, 64)),
    "gallery.examples.name": fixed("contrast"),
    "datasets.folder.path": lambda: FOLDER / "pictures",
    "datasets.Dataset.labels": lambda: labels(6),
    "datasets.Dataset.of_class.name": fixed("cat"),
    "runtime.budget.cpu": fixed(10),
    "runtime.budget.gpu": fixed(100),
    "runtime.version.package": fixed("numpy"),
    "runtime.seed_everything.seed": fixed(1),
    "world.Stroke.element": fixed("mountain"),
    "world.Stroke.points": lambda: np.array([[0.1, 0.2], [0.5, 0.6]]),
    "world.Sketch.from_dict.fields": lambda: sketch().to_dict(),
    "world.Sketch.from_image.image": picture,
    "gan.losses.gradient_penalty.gradients": lambda: batch(),
    "gan.losses.r1_penalty.gradients": lambda: batch(),
    "gan.Snapshots.steps": lambda: np.array([0, 5]),
    "gan.Snapshots.images": lambda: np.zeros((2, 6, 28, 28, 1), np.uint8),
    "gan.Snapshots.at.step": fixed(5),
    "gan.metrics.variety.real_images": lambda: batch(12),
    "gan.metrics.variety.images": lambda: batch(12),
    "gpt.Corpus.documents": fixed(["two mountains", "a lake", "the sea"]),
    "gpt.TrainingText.documents": fixed([[1, 2, 3, 4], [4, 5, 6]]),
    "gpt.longest_copied_span.documents": fixed([[1, 2, 3, 4], [4, 5, 6]]),
    "gpt.held_out_loss.documents": fixed([[1, 2, 3, 4], [4, 5, 6]]),
    "gpt.next_token_loss.inputs": of("ids"),
    "gpt.next_token_loss.labels": of("ids"),
    "gpt.beam_search.num_beams": fixed(2),
    "gpt.Writer.name": fixed("me"),
    "gallery.adain.content": lambda: language().floats[..., None],
    "gallery.adain.style": lambda: language().floats[..., None],
    "gallery.gram_matrix.features": lambda: language().floats[..., None],
    "gallery.relative_distance.found": lambda: language().floats,
    "gallery.relative_distance.wanted": lambda: language().floats + 1,
    "gallery.total_variation.pictures": lambda: language().floats[None],
    "gallery.wilson_interval.num": fixed(10),
    "gallery.group_interval.values": lambda: np.arange(12) % 3 / 2,
    "gallery.train_classifier.pictures": lambda: [picture()] * 12,
    "gallery.leak.pictures": lambda: [picture()] * 12,
    "gallery.Scores.labels": labels,
    "gallery.Scores.predictions": labels,
    "gallery.Scores.classes": fixed((0, 1)),
    "gallery.Reading.value": fixed("lake"),
    "gallery.Reading.probability": fixed(0.5),
    "studio.Artwork.from_code.code": lambda: artwork().code,
    "studio.read_codes.text": lambda: artwork().code,
    "studio.wall_html.painted": fixed([]),
    "studio.finish.painting": picture,
    "plots.arrows.vectors": rows,
    "plots.arrows.points": lambda: rows(12, 2),
    "plots.arrows.vectors ": lambda: rows(12, 2),
    "plots.boundary.points": lambda: rows(12, 2),
    "plots.boundary.function": fixed(lambda points: 1 / (1 + np.exp(-np.asarray(points)[:, 0]))),
    "plots.bars.values": fixed([1.0, 2.0]),
    "plots.attention_maps.maps": lambda: [np.eye(3)],
    "plots.curves.x": fixed([0, 1, 2]),
    "plots.curves.series": fixed({"one": [1.0, 2.0, 3.0]}),
    "plots.heat_map.values": lambda: rows(4, 5),
    "plots.matrix.values": lambda: np.eye(2),
    "plots.matrix.row_names": fixed(["a", "b"]),
    "plots.matrix.column_names": fixed(["a", "b"]),
    "plots.occlusion.heat": lambda: np.zeros((48, 64)),
    "plots.scatter.clouds": lambda: {"one": rows(12, 2)},
    "plots.score_intervals.values": fixed([0.5, 0.6]),
    "plots.score_intervals.lows": fixed([0.4, 0.5]),
    "plots.score_intervals.highs": fixed([0.6, 0.7]),
    "plots.token_bars.chances": fixed([0.5, 0.3, 0.2]),
    "plots.label.axis": lambda: figure().axes[0],
    "plots.label.x": fixed(0.5),
    "plots.label.y": fixed(0.5),
    "widgets.training_scrubber.snapshots": snapshots,
    "widgets.latent_walk.frames": lambda: batch(4),
    "widgets.weight_explorer.features": lambda: rows(12, 2),
    "widgets.attention_reader.maps": lambda: np.stack([np.tril(np.ones((2, 3, 3)))] * 2) / 3,
    "widgets.token_editor.ids": lambda: _tokens(),
    "widgets.panel.children": fixed(()),
    "widgets.patch_hover.paintings": lambda: {"one": picture()},
    "widgets.patch_hover.maps": lambda: {"one": np.full((5, 7), 0.5)},
    "widgets.patch_hover.field": fixed(16),
    "widgets.patch_hover.stride": fixed(8),
    "widgets.patch_hover.offset": fixed(0),
    "widgets.style_mixer.styles": lambda: {"one": picture()},
    "classroom.check.name": fixed("03.1"),
    "classroom.hint.name": fixed("03.1"),
    "classroom.solution.name": fixed("03.1"),
    "classroom.predict.name": fixed("03.a"),
    "classroom.outcome.name": fixed("03.a"),
    "preflight.decode.code": fixed("nothing"),
    "preflight.read_codes.given": fixed([]),
}


@functools.cache
def _players():
    from artlab.gan import networks

    return networks.dense_generator(4, (8, 8, 1)), networks.dense_discriminator((8, 8, 1))


@functools.cache
def _gpt2():
    import transformers

    sizes = {"vocab_size": 29, "n_positions": 24, "n_embd": 8, "n_layer": 1, "n_head": 1}
    return transformers.GPT2LMHeadModel(transformers.GPT2Config(**sizes)).eval()


def _tokens():
    from artlab.studio import tokens

    return tokens.encode_plan(scene()).tolist()


@functools.cache
def files():
    """Files that arguments of the table name."""
    from artlab import images

    images.save_png(FOLDER / "picture.png", picture())
    for name in ("cats", "dogs"):
        images.save_png(FOLDER / "pictures" / name / "1.png", picture())


@functools.cache
def owner(dotted):
    """An object of a class whose methods are called."""
    import importlib

    room, name = dotted.rsplit(".", 1)
    kind = getattr(importlib.import_module(f"artlab.{room}"), name)
    made = {
        "datasets.Dataset": lambda: kind(batch(), np.arange(6) % 2, ("cat", "dog")),
        "datasets.Paintings": lambda: importlib.import_module("artlab.datasets").met_paintings()[
            :6
        ],
        "world.Scene": scene,
        "world.Sketch": sketch,
        "gan.Snapshots": snapshots,
        "gan.History": history,
        "gpt.Corpus": of("corpus"),
        "gpt.TrainingText": lambda: kind([[1, 2, 3, 4], [4, 5, 6]]),
        "gpt.MinP": lambda: kind(0.1),
        "gpt.TopK": lambda: kind(3),
        "gpt.TopP": lambda: kind(0.9),
        "gpt.Temperature": lambda: kind(0.5),
        "gpt.RepetitionPenalty": lambda: kind(1.1),
        "gpt.Settings": kind,
        "gallery.Classifier": classifier,
        "studio.Artwork": artwork,
        "studio.Studio": studio,
    }
    return made[dotted]()
