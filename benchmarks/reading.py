"""What the gallery's classifiers read: our own world, the studio's paintings, the Met's.

    python -m benchmarks.reading                 # all three, about five CPU minutes
    python -m benchmarks.reading --only met

Reading the results (`benchmarks/results/reading.json`), accuracies with 95% intervals:

- `world`: the scene reader on rendered paintings of scenes that neither its training nor whoever
  chose its settings has seen (seeds from 600,001,536 on), field by field; `balanced` counts every
  answer alike, `majority` is what always giving the most frequent answer would reach.
  `lake_from_sea` is how often the reader tells the two apart where one of them is there: the
  pixels hardly show it. `seconds` is the process time of one reading, one thread.
- `studio`: the reader on paintings of the whole studio (writer, drawer, painter, finishing) for
  free prompts that nothing was trained on, against the plan. What disagrees is a mistake of the
  painter, of the drawer, or of the reader. `rendered` is the reader on renderings of the same
  plans and sketches: how far it can be trusted there.
- `met`: period and culture of the Met's paintings, five folds split by artist, five repeats, for
  each kind of features; intervals from a bootstrap over artists. `painting` is inside the frame,
  `pixels` the whole photograph.
- `leak`: quarters of the paintings, colour features, split in three ways; read by the nearest
  neighbour, which leaks most, and by the default model.
- `frame`: `rim` reads the outermost 6% of the photographs alone. `planted` puts a gold frame round
  all paintings before 1500, in training and in the test; `taken_away` shows the test pictures
  without it, `moved` puts it round the others instead. `flips` is how many of the photographs
  that show a frame (those cut by eye in `met_frames`) get another period once their frame is
  covered, from a classifier that learned on whole photographs by other artists.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np

from artlab import runtime
from artlab.gallery import (
    cross_validate,
    framed,
    leak,
    load_reader,
    met_question,
    picture_features,
    rim_features,
    wilson_interval,
)
from artlab.gallery.analysis import classifying, masters, reader_network, scenes, seeing
from benchmarks import machine

KINDS = seeing.KINDS
FREE = Path(__file__).parents[1] / "tests" / "data" / "free_prompts"
REPEATS = 5
FIRST_SEED = 660_000_000


def share(right) -> dict:
    """A share of right answers with Wilson's interval."""
    right = np.asarray(right, bool)
    low, high = wilson_interval(int(right.sum()), len(right))
    return {"accuracy": float(right.mean()), "low": low, "high": high, "num": len(right)}


def summary(scores) -> dict:
    """The numbers of `Scores`."""
    low, high = scores.interval
    return {
        "accuracy": scores.accuracy,
        "low": low,
        "high": high,
        "balanced": scores.balanced_accuracy,
        "majority": scores.majority,
        "num": len(scores.labels),
    }


# Our own world


def fields_read(paintings, plans) -> dict:
    """Accuracy of every field of the reader, against plans."""
    reader = load_reader()
    shares = reader.probabilities(paintings)
    wanted = [reader_network.as_read(plan) for plan in plans]
    found = {}
    for name, answers in reader.fields.items():
        truth = np.array([answers.index(row[name]) for row in wanted])
        right = shares[name].argmax(1) == truth
        classes = np.unique(truth)
        found[name] = {
            **share(right),
            "balanced": float(np.mean([right[truth == each].mean() for each in classes])),
            "majority": float(max(np.mean(truth == each) for each in classes)),
        }
    return found


def lake_from_sea(paintings, plans) -> dict:
    """How often lakes and seas are told apart, of those paintings that have one of them."""
    network, right = load_reader().network, []
    import torch

    for painting, plan in zip(paintings, plans, strict=True):
        if plan.water in ("lake", "sea"):
            with torch.no_grad():
                seen = network(reader_network.tensor(reader_network.view(painting)[None]))[0]
            lake, sea = seen["water"][0, 1], seen["water"][0, 3]
            right.append(bool((sea > lake) == (plan.water == "sea")))
    return share(right)


def world(folder, shards=range(24, 40)) -> dict:
    """The reader on held-out renderings; shards 0 to 23 were looked at while it was made."""
    paintings, plans = [], []
    for number in shards:
        scenes.make_shard(folder, number, scenes.HELD_OUT)
        pictures, _, found = scenes.load_shard(folder, number)
        paintings += list(pictures)
        plans += found
    return {
        "fields": fields_read(paintings, plans),
        "lake_from_sea": lake_from_sea(paintings, plans),
        "seconds": seconds_of(paintings[0]),
    }


def seconds_of(painting) -> float:
    """Process time of one reading, the best of ten."""
    reader, times = load_reader(), []
    for _ in range(10):
        started = time.process_time()
        reader.read(painting)
        times.append(time.process_time() - started)
    return min(times)


def studio(number=100) -> dict:
    """The reader on what the studio paints for free prompts: two English to one Chinese."""
    from artlab import world
    from artlab.studio import Studio

    prompts = [
        row["prompt"]
        for language, part in (("en", number - number // 3), ("zh", number // 3))
        for row in json.loads((FREE / f"{language}.json").read_text(encoding="utf-8"))[:part]
    ]
    atelier = Studio()
    works = [atelier.paint(prompt, seed=FIRST_SEED + i) for i, prompt in enumerate(prompts)]
    plans = [work.plan for work in works]
    rendered = [world.render(work.plan, work.sketch, 256, i) for i, work in enumerate(works)]
    found = {
        "painted": fields_read([work.painting for work in works], plans),
        "rendered": fields_read(rendered, plans),
    }
    means = {
        name: float(np.mean([field["accuracy"] for field in fields.values()]))
        for name, fields in found.items()
    }
    return {**found, "mean": means}


# The Met


def met_features() -> dict:
    """Features of all paintings, of the paint alone and of the whole photographs."""
    paintings = masters.met_question("period").paintings
    found = {}
    for view in ("painting", "pixels"):
        pictures = [getattr(painting, view) for painting in paintings]
        parts = {kind: picture_features(pictures, kind) for kind in KINDS[:-1]}
        found[view] = parts | {"all": np.concatenate(list(parts.values()), axis=1)}
    return found


def met(features) -> dict:
    """Both questions, every kind of features, with and without what surrounds the paint."""
    numbers = {p.object_id: i for i, p in enumerate(met_question("period").paintings)}
    found = {}
    for what in ("period", "culture"):
        question = met_question(what)
        rows = [numbers[painting.object_id] for painting in question.paintings]
        found[what] = {"classes": {}}
        for name in np.unique(question.labels):
            found[what]["classes"][str(name)] = int((question.labels == name).sum())
        for view, kinds in features.items():
            found[what][view] = {
                kind: summary(
                    cross_validate(table[rows], question.labels, question.groups, repeats=REPEATS)
                )
                for kind, table in kinds.items()
            }
    return found


def leaks() -> dict:
    """Quarters of the paintings, split in three ways, read by two models."""
    models = {"nearest": masters.nearest(), "logistic": classifying.default_model()}
    found = {}
    for what in ("period", "culture"):
        question = met_question(what)
        pictures = [painting.painting for painting in question.paintings]
        for name, model in models.items():
            scores = leak(pictures, question.labels, question.groups, model=model)
            found[f"{what}, {name}"] = {split: summary(each) for split, each in scores.items()}
    return found


def frames(features) -> dict:
    """What frames tell: real ones, and one that is planted."""
    question = met_question("period")
    labels, artists = question.labels, question.groups
    photographs = [painting.pixels for painting in question.paintings]
    rims = rim_features(photographs)
    found = {"rim": summary(cross_validate(rims, labels, artists, repeats=REPEATS))}
    plain, old = [painting.painting for painting in question.paintings], labels == "before 1500"
    with_frame = picture_features([framed(picture) for picture in plain], "color")
    without = features["painting"]["color"]
    planted = np.where(old[:, None], with_frame, without)
    moved = np.where(old[:, None], without, with_frame)
    for name, shown in (("planted", None), ("taken_away", without), ("moved", moved)):
        found[name] = summary(
            cross_validate(planted, labels, artists, repeats=REPEATS, shown=shown)
        )
    return {**found, "flips": flips(question, features["pixels"]["all"])}


def flips(question, table) -> dict:
    """How often covering a real frame changes the period that is read."""
    from artlab.datasets.met_frames import INNER

    changed, before, after = [], [], []
    for place, painting in enumerate(question.paintings):
        if painting.object_id not in INNER:
            continue
        others = question.groups != question.groups[place]
        model = classifying.default_model().fit(table[others], question.labels[others])
        classifier = classifying.Classifier(model, "all")
        left, top, right, bottom = INNER[painting.object_id]
        seen = np.zeros((1, 100, 100), np.float32)
        seen[0, top:bottom, left:right] = 1
        answers = [
            classifier.classes[int(classifier.covered(painting.pixels, mask)[0].argmax())]
            for mask in (None, seen)
        ]
        changed.append(answers[0] != answers[1])
        before.append(answers[0] == question.labels[place])
        after.append(answers[1] == question.labels[place])
    return {
        "num": len(changed),
        "changed": int(sum(changed)),
        "right_with_frame": int(sum(before)),
        "right_without": int(sum(after)),
    }


def main() -> None:
    """Measure, keep what was measured before of parts that are not asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--only", choices=("world", "studio", "met", "leak"), help="one part alone")
    parser.add_argument("--data", type=Path, default=runtime.cache_dir() / "reader" / "held_out")
    options = parser.parse_args()
    path = Path(__file__).parent / "results" / "reading.json"
    found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    found["device"] = runtime.summary()
    if options.only in (None, "world"):
        found["world"] = world(options.data)
    if options.only in (None, "studio"):
        found["studio"] = studio()
    if options.only in (None, "met"):
        features = met_features()
        found |= {"met": met(features), "frame": frames(features)}
    if options.only in (None, "met", "leak"):
        found["leak"] = leaks()
    machine.report("reading", found)


if __name__ == "__main__":
    main()
