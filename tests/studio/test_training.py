"""What teaches the studio's models, and runs that go on where they were interrupted."""

import dataclasses
import itertools

import numpy as np
import pytest

from artlab.studio import notes, tokens
from artlab.studio.text import Tokenizer
from artlab.studio.training import hand, readings
from artlab.studio.training.corpus import Corpus
from artlab.world import draw, sample


@pytest.fixture(scope="module")
def tokenizer():
    return Tokenizer.load()


# Drawings by hand


@pytest.mark.parametrize("seed", range(5))
def test_drawings_by_hand_stay_on_the_paper_and_near_the_lines(seed):
    sketch = draw(sample(seed), seed)
    drawn, width = hand.by_hand(sketch, np.random.default_rng(seed))
    points = np.concatenate([stroke.points for stroke in drawn.strokes])
    assert points.min() >= 0 and points.max() <= 1 and 0.5 < width < 2.5
    assert set(drawn.elements) <= set(sketch.elements)
    assert drawn != sketch
    again, _ = hand.by_hand(sketch, np.random.default_rng(seed))
    assert again == drawn


def test_quantised_sketches_lie_on_the_grid():
    sketch = hand.quantised(draw(sample(1), 1), np.random.default_rng(0))
    points = np.concatenate([stroke.points for stroke in sketch.strokes]) * 256 - 0.5
    assert np.allclose(points, np.rint(points), atol=1e-3)


# Texts


@pytest.mark.parametrize("seed", range(12))
def test_the_writers_corpus_notes_what_its_prompt_mentions(tokenizer, seed):
    corpus = Corpus(tokenizer.encode, rough=0)
    prompt, scene = corpus.texts(seed)
    ids, start = corpus.item(seed)
    assert ids[0] == notes.ASK and ids[start - 1] == notes.NOTES and ids[-1] == notes.END
    end = ids.index(notes.TELL)
    noted = notes.decode(ids[start:end])
    for name in ("time", "weather", "style"):
        assert noted.get(name) == prompt.mentions.get(name)
    for name in set(noted) & set(scene.counts):
        assert noted[name] in (scene.counts[name], notes.SOME)


@pytest.mark.parametrize("seed", range(12))
def test_readings_are_texts_with_a_plan_that_can_be_read(tokenizer, seed):
    text, plan = readings.Readings(tokenizer.encode).pair(seed)
    assert all(token >= tokens.TEXT_START for token in text)
    assert tokens.encode_plan(tokens.decode_plan(plan)) == plan


def test_notes_follow_each_other_in_order():
    ids = notes.encode({"mountain": 2, "heights": ("low", "high"), "time": "dusk"})
    for before, after in itertools.pairwise(ids):
        assert after in notes.after(before)
    assert notes.IDS["mountain=2"] not in notes.after(notes.IDS["time=dusk"])


# Runs


def _same(one, other):
    from artlab.studio.training.model import load_weights

    left, right = load_weights(one)[0], load_weights(other)[0]
    return left.keys() == right.keys() and all(np.array_equal(left[k], right[k]) for k in left)


def test_a_writer_in_two_sittings_is_the_writer_of_one(tmp_path, monkeypatch):
    pytest.importorskip("torch")
    from artlab.studio.training import writer

    monkeypatch.setattr(writer, "LAYERS", 1)
    settings = writer.Settings(steps=4, prompts=2, whole=1, warmup=2)
    once, twice = (
        tmp_path / "once" / "writer.safetensors",
        tmp_path / "twice" / "writer.safetensors",
    )
    for path in (once, twice):
        path.parent.mkdir()
    writer.train(once, settings=settings, show=lambda line: None, save_every=2)
    writer.train(twice, settings=settings, show=lambda line: None, save_every=2, minutes=0)
    scores = writer.train(twice, settings=settings, show=lambda line: None, save_every=2)
    assert set(scores) == {"notes", "description"} and scores["notes"] > 0
    assert _same(once, twice)


def test_a_drawer_in_two_sittings_is_the_drawer_of_one(tmp_path):
    pytest.importorskip("torch")
    from artlab.studio.training import drawer

    settings = drawer.Settings(steps=2, drawings=8, batch=2, readings=2, warmup=2)
    once, twice = (
        tmp_path / "once" / "drawer.safetensors",
        tmp_path / "twice" / "drawer.safetensors",
    )
    for path in (once, twice):
        path.parent.mkdir()

    def stop(line):
        if line.startswith("step 2"):  # the first step is saved, the second is not
            raise KeyboardInterrupt

    quiet = {"settings": settings, "data": tmp_path, "save_every": 1}
    drawer.train(once, show=lambda line: None, **quiet)
    with pytest.raises(KeyboardInterrupt):
        drawer.train(twice, show=stop, **quiet)
    told = []
    drawer.train(twice, show=told.append, **quiet)
    assert "goes on at step 1" in told
    assert once.with_suffix(".onnx").exists() and _same(once, twice)


def test_the_painters_work_is_shared_between_its_phases():
    from artlab.studio.training.painter import Settings

    settings = Settings(small=40, large=10)
    assert [settings.phase(images) for images in (0, 39, 40)] == [0, 0, 1]
    assert [settings.share(images) for images in (0, 40, 50)] == [0, 0.5, 1]


def test_a_painter_goes_on_after_an_interrupt(tmp_path, monkeypatch):
    keras = pytest.importorskip("keras")
    from artlab.gan import checkpoints
    from artlab.studio.training import painter, painter_data

    monkeypatch.setattr(painter_data, "SHARD", 4)
    monkeypatch.setattr(painter_data, "SIZE", 64)
    monkeypatch.setattr(painter, "CHECKPOINT_SECONDS", 0)
    monkeypatch.setattr(painter, "held_out_distance", lambda model, data: 0.5)
    settings = painter.Settings(
        small=4, large=4, num_shards=1, batches=(2, 2), sizes=(32, 64), plain_share=0.5
    )
    short = dataclasses.replace(settings, large=0)
    path = tmp_path / "painter.safetensors"
    quiet = {"data": tmp_path / "shards", "report": lambda line: None}
    painter.train(path, settings=short, **quiet)
    scores = painter.train(path, settings=settings, **quiet)
    assert scores["images"] == 8
    assert keras.config.dtype_policy().name == "float32"  # as before
    assert path.with_suffix(".onnx").exists()
    _, about = checkpoints.load(path)
    assert about["settings"]["large"] == 4
    snapshots = sorted(one.name for one in tmp_path.glob("snapshot_*"))
    assert snapshots == ["snapshot_000004.safetensors", "snapshot_000008.safetensors"]
