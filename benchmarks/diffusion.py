"""The diffusion model beside the GAN: how good the pictures are, and what they cost.

    python -m benchmarks.diffusion            (benchmarks.diffusion_figure draws the result)

Both paint 500 pictures, 50 of each animal, with each of three seeds. Distances are Frechet
distances in the features of the silhouette classifier to the nine tenths of the animals that the
diffusion model has learned from; the GAN has learned from all. 500 held-out pictures are measured
in the same way: nothing that is as good as real pictures comes closer than they do. Seconds are
those of 64 pictures on one thread, the quickest of several rounds, counted in processor time, so
that a busy machine does not spoil them.

`coverage`, `precision` and `density` are taken in the same features against 500 held-out pictures.
`nearest` is the median distance of a picture to the nearest one that was learned from (root mean
square of the pixels), in units of the same for held-out pictures; `copies` is the share of
pictures that are nearer than the nearest hundredth of the held-out ones are. The younger snapshots
and the 64 steps of DDPM have one seed.
"""

from __future__ import annotations

import functools
import os
import time

import numpy as np

from artlab import runtime
from benchmarks import machine

STEPS = (1, 2, 4, 8, 16, 32, 64)
SEEDS = (1, 2, 3)
PER_CLASS = 50
LABELS = np.repeat(np.arange(10), PER_CLASS)
TIMED = 64  # pictures
ONE_THREAD = {"TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1", "OMP_NUM_THREADS": "1"}


class Judge:
    """Real pictures and what fakes are measured by."""

    def __init__(self):
        from artlab.datasets import animals
        from artlab.gan import metrics

        learned, held_out = animals().split(0.9, seed=0)
        chosen = [np.flatnonzero(held_out.labels == label)[:PER_CLASS] for label in range(10)]
        self.learned = learned.images
        self.held_out = held_out.images[np.concatenate(chosen)]
        self.learned_features = metrics.silhouette_features(self.learned)
        self.held_out_features = metrics.silhouette_features(self.held_out)
        self.own = self.nearest(self.held_out)

    def nearest(self, pictures) -> np.ndarray:
        """Distance of each picture to the nearest that was learned from."""
        from artlab.gan import metrics

        found = self.learned[metrics.nearest(pictures, self.learned)[:, 0]]
        return np.sqrt(np.square(pictures - found).mean(axis=(1, 2, 3)))

    def scores(self, pictures) -> dict:
        """All measures of 500 pictures (500, 28, 28, 1), 50 of each class in order."""
        from artlab.gan import metrics, silhouettes

        features = metrics.silhouette_features(pictures)
        density, coverage = metrics.density_coverage(self.held_out_features, features)
        near = self.nearest(pictures)
        return {
            "distance": metrics.frechet_distance(self.learned_features, features),
            "precision": metrics.precision_recall(self.held_out_features, features)[0],
            "density": density,
            "coverage": coverage,
            "variety": metrics.variety(pictures, self.held_out),
            "agreement": float((silhouettes.logits(pictures).argmax(axis=1) == LABELS).mean()),
            "nearest": float(np.median(near) / np.median(self.own)),
            "copies": float((near < np.quantile(self.own, 0.01)).mean()),
        }


def spread(rows) -> dict:
    """Mean, least and largest of each measure over the seeds."""
    found = {name: [row[name] for row in rows] for name in rows[0]}
    return {name: [float(np.mean(of)), min(of), max(of)] for name, of in found.items()}


def seconds(paint, rounds: int) -> float:
    """Processor seconds of a call, the quickest of several."""
    paint()
    times = []
    for _ in range(rounds):
        started = time.process_time()
        paint()
        times.append(time.process_time() - started)
    return min(times)


def of_diffusion(judge, steps, *, snapshot=-1, seeds=SEEDS, **options) -> dict:
    """Scores of the diffusion model with a number of steps."""
    from artlab import diffusion

    model, names = diffusion.load(snapshot), [diffusion.NAMES[label] for label in LABELS]
    rows = []
    for seed in seeds:
        painted = diffusion.sample(model, len(names), names, steps=steps, seed=seed, **options)
        rows.append(judge.scores(painted[..., None]))
    found = {"steps": steps, **options, **spread(rows)}
    print(
        f"{steps} steps, {model.trained_steps} trained, {options}: {found['distance']}", flush=True
    )
    return found


def more(judge) -> list[dict]:
    """Other ways with the same weights; the longest has one seed."""
    found = []
    for name, steps, seeds, options in (
        ("DDPM, 16 steps", 16, SEEDS, {"method": "ddpm"}),
        ("DDPM, 64 steps", 64, SEEDS[:1], {"method": "ddpm"}),
        ("guidance 2, 16 steps", 16, SEEDS, {"guidance": 2.0}),
    ):
        scores = of_diffusion(judge, steps, seeds=seeds, **options)
        found.append({"name": name, **scores, **timed(steps, **options)})
    return found


def timed(steps, **options) -> dict:
    """Seconds that the diffusion model takes for 64 pictures."""
    from artlab import diffusion

    names = [diffusion.NAMES[place % 10] for place in range(TIMED)]
    model = diffusion.load()
    paint = functools.partial(diffusion.sample, model, TIMED, names, steps=steps, **options)
    return {"seconds": seconds(paint, 3)}


def of_real(judge) -> dict:
    """Held-out pictures, measured as the fakes are.

    What is measured against them is measured with as many learned ones.
    """
    from artlab.gan import metrics

    found = judge.scores(judge.held_out)
    chosen = np.random.default_rng(0).choice(len(judge.learned), len(LABELS), replace=False)
    others = judge.learned_features[chosen]
    density, coverage = metrics.density_coverage(judge.held_out_features, others)
    precision, _ = metrics.precision_recall(judge.held_out_features, others)
    found |= {"density": density, "coverage": coverage, "precision": precision}
    return spread([found])


def gan_painter():
    """The shipped generator as one compiled function of latents and labels."""
    import tensorflow as tf

    from artlab.gan import animals_gan

    model = animals_gan.load()
    paint = tf.function(lambda latents, labels: model([latents, labels], training=False))
    return lambda latents, labels: paint(tf.constant(latents), tf.constant(labels)).numpy()


def of_gan(judge) -> dict:
    """Scores and seconds of the shipped GAN."""
    paint, rows = gan_painter(), []
    for seed in SEEDS:
        rows.append(judge.scores(paint(_latents(len(LABELS), seed), LABELS.astype("int32"))))
    timed = np.arange(TIMED, dtype="int32") % 10
    found = spread(rows)
    found["seconds"] = seconds(lambda: paint(_latents(TIMED, 0), timed), 30)
    return found


def _latents(num: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((num, 64)).astype("float32")


def measure() -> dict:
    """Run the comparison."""
    os.environ.update(ONE_THREAD)
    tf = runtime.load("tensorflow")
    torch = runtime.load("torch")
    torch.set_num_threads(1)
    from artlab import diffusion

    judge, one = Judge(), SEEDS[:1]
    return {
        "device": runtime.summary(),
        "torch": torch.__version__,
        "tensorflow": tf.__version__,
        "threads": 1,
        "pictures": len(LABELS),
        "seeds": list(SEEDS),
        "real": of_real(judge),
        "gan": of_gan(judge),
        "diffusion": [of_diffusion(judge, steps) | timed(steps) for steps in STEPS],
        "more": more(judge),
        "snapshots": [
            {"trained_steps": trained, **of_diffusion(judge, 16, snapshot=place, seeds=one)}
            for place, trained in enumerate(diffusion.snapshots())
        ],
    }


if __name__ == "__main__":
    machine.report("diffusion", measure())
