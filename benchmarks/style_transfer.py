"""Time to a given loss: our style transfer beside the recipe of TensorFlow's tutorial.

    python -m benchmarks.style_transfer       (40 minutes; with --rounds 1 --kinds smooth, 6)

Both sides see the same pictures through the same convolutions and want the same thing: content
distance plus 30 times style distance, as `artlab.gallery` defines them, at 256 px. That the two
frameworks compute the same numbers is checked before anything is timed. The recipe is written
from the tutorial's description ("Neural style transfer", tensorflow.org): one compiled step,
Adam with rate 0.02, beta_1 0.99 and epsilon 0.1 on pixels in [0, 1], clipped after each step,
started from the content picture, with 30 times the total variation added. Its loss is scaled so
that the content term is the tutorial's 10,000 times a mean square. `without` leaves the total
variation away, which is of no use for the loss that is compared, and favours the recipe.

A run gives for each side the time until its picture, as it would be shown (clipped), reaches what
the recipe has reached after 50, 100 and 200 steps. Tracing and compiling are not counted for the
recipe; everything is counted for ours. Rounds alternate, the medians are compared. `trained` are
the convolutions as trained (max pooling, zeros round the picture), `smooth` as we use them.
"""

from __future__ import annotations

import argparse
import dataclasses
import statistics
import time

import numpy as np

from artlab import images, runtime
from benchmarks import machine

SIZE = 256
STYLE_WEIGHT = 30.0
TARGETS = (50, 100, 200)  # steps of the recipe
OUR_STEPS = 100
ROUNDS = 3
NETWORKS = {"smooth": ("average", "reflect"), "trained": ("max", "zeros")}
CONTENT_SCALE, VARIATION_WEIGHT = 1e4, 30.0


def pictures() -> dict:
    """Content and style, by name: a photograph and two paintings."""
    from sklearn.datasets import load_sample_image

    from artlab.datasets import met_paintings

    cypresses = met_paintings(title="Wheat Field with Cypresses")[0].painting
    trees = met_paintings(title="Trees and Houses Near the Jas de Bouffan")[0].painting
    hagar = met_paintings(title="Hagar in the Wilderness")[0].painting
    return {
        "china.jpg, van Gogh": (load_sample_image("china.jpg"), cypresses),
        "Corot, Cézanne": (hagar, trees),
    }


@dataclasses.dataclass
class Trace:
    """Times and losses of one run: seconds since its start, and the loss at each."""

    seconds: list
    losses: list

    def time_to(self, loss: float) -> float:
        """Seconds until the loss was reached; infinite if it was not."""
        reached = (t for t, found in zip(self.seconds, self.losses, strict=True) if found <= loss)
        return next(reached, float("inf"))


class Recipe:
    """The tutorial's way, in TensorFlow, on our convolutions."""

    def __init__(self, network, goal, content, variation: bool):
        import tensorflow as tf

        self.tf, self.layers = tf, goal.layers
        self.smooth = network.edge == "reflect"
        self.mean = tf.constant(network.mean.numpy().reshape(3))
        self.kernels = {
            name: tf.constant(network._weights(name)[0].numpy().transpose(2, 3, 1, 0))
            for name in network.layers
        }
        self.biases = {
            name: tf.constant(network._weights(name)[1].numpy()) for name in self.kernels
        }
        self.wanted = tf.constant(goal.content.numpy().transpose(0, 2, 3, 1))
        self.content_layer = goal.content_layer
        self.grams = {name: tf.constant(gram[0].numpy()) for name, gram in goal.grams.items()}
        self.start = (images.to_float(content)[None] + 1) / 2  # in [0, 1]
        self.pixels = tf.Variable(self.start)
        self.scale = CONTENT_SCALE * float(goal.content.square().mean())
        self.variation = VARIATION_WEIGHT if variation else 0.0
        self.step = tf.function(self._step)

    def activations(self, pixels) -> dict:
        """Activations of all layers for pixels in [0, 1]."""
        tf = self.tf
        pool = tf.nn.avg_pool2d if self.smooth else tf.nn.max_pool2d
        hidden, found = pixels[..., ::-1] * 255 - self.mean, {}
        for name in self.kernels:
            if name.endswith("_1") and name != "conv1_1":
                hidden = pool(hidden, 2, 2, "VALID")
            if self.smooth:
                hidden = tf.pad(hidden, [[0, 0], [1, 1], [1, 1], [0, 0]], "REFLECT")
            padding = "VALID" if self.smooth else "SAME"
            hidden = tf.nn.conv2d(hidden, self.kernels[name], 1, padding) + self.biases[name]
            found[name] = hidden = tf.nn.relu(hidden)
        return found

    def loss(self, pixels):
        """Content distance plus weighted style distance."""
        tf, seen = self.tf, self.activations(pixels)

        def distance(found, wanted):
            return tf.reduce_mean((found - wanted) ** 2) / tf.reduce_mean(wanted**2)

        style = 0.0
        for name, weight in self.layers.items():
            flat = tf.reshape(seen[name], (-1, seen[name].shape[-1]))
            gram = tf.matmul(flat, flat, transpose_a=True) / tf.cast(tf.shape(flat)[0], tf.float32)
            style += weight * distance(gram, self.grams[name])
        return distance(seen[self.content_layer], self.wanted) + STYLE_WEIGHT * style

    def _step(self):
        with self.tf.GradientTape() as tape:
            loss = self.loss(self.pixels)
            total = self.scale * loss
            if self.variation:
                total += self.variation * self.tf.image.total_variation(self.pixels)[0]
        self.adam.apply_gradients([(tape.gradient(total, self.pixels), self.pixels)])
        self.pixels.assign(self.tf.clip_by_value(self.pixels, 0.0, 1.0))
        return loss

    def run(self, steps: int) -> Trace:
        """Steps with their times; the loss at a time is that of the picture of then."""
        import keras

        self.adam = keras.optimizers.Adam(0.02, beta_1=0.99, epsilon=1e-1)
        self.adam.build([self.pixels])
        self.step = self.tf.function(self._step)
        self.step()  # traces
        self.pixels.assign(self.start)
        for variable in self.adam.variables:
            if "momentum" in variable.path or "velocity" in variable.path:
                variable.assign(self.tf.zeros_like(variable.value))
            if variable.path.endswith("iteration"):
                variable.assign(0)
        trace, started = Trace([], []), time.perf_counter()
        for _ in range(steps):
            loss = float(self.step())  # of the picture before this step
            trace.losses.append(loss)
            trace.seconds.append(time.perf_counter() - started)
        trace.losses = [*trace.losses[1:], float(self.loss(self.pixels))]
        return trace


def ours(content, style, network, goal) -> Trace:
    """`gallery.transfer` with its defaults; losses are measured behind the clock."""
    import torch

    from artlab import gallery
    from artlab.gallery import features

    seen, started = [], time.perf_counter()
    result = gallery.transfer(
        content,
        style,
        size=SIZE,
        steps=OUR_STEPS,
        style_weight=STYLE_WEIGHT,
        network=network,
        on_step=lambda step: seen.append((time.perf_counter() - started, step.tensor)),
    )
    full = [(t, tensor) for t, tensor in seen if tensor.shape[2:] == result.image.shape[:2]]
    losses = []
    with torch.no_grad():
        for _, tensor in full:
            shown = features.as_tensor(features.as_picture(tensor))
            found = goal.measure(shown)
            losses.append(float(found[0] + STYLE_WEIGHT * found[1]))
    return Trace([t for t, _ in full], losses)


def goal_of(content, style, network):
    """The common goal at full size, and the content picture at that size."""
    from artlab.gallery import style as transfer

    work = transfer._Work(
        network=network,
        weights=(1.0, STYLE_WEIGHT, 0.0),
        layers=transfer.STYLE_LAYERS,
        content_layer=transfer.CONTENT_LAYER,
        optimizer="lbfgs",
        style_scale=1.0,
        steps=1,
        on_step=None,
    )
    size = transfer._sizes(content.shape, SIZE, 1)[-1]
    return work._goal(content, style, size), transfer.checks.resized(content, size)


def check_equal(recipe, goal, content) -> float:
    """Relative difference of the two frameworks' losses; raises if they are not the same."""
    from artlab.gallery import features

    pixels = (0.7 * content + 20).astype(np.uint8)
    found = goal.measure(features.as_tensor(pixels))
    torch_loss = float(found[0] + STYLE_WEIGHT * found[1])
    gap = abs(float(recipe.loss(pixels[None].astype(np.float32) / 255)) / torch_loss - 1)
    if gap > 1e-3:
        raise RuntimeError(f"The two losses differ by {gap:.1e}: nothing can be compared.")
    return gap


def compare(content, style, network, rounds=ROUNDS) -> dict:
    """Medians over the rounds, for one pair of pictures and one network."""
    goal, small = goal_of(content, style, network)
    recipes = {
        "recipe": Recipe(network, goal, small, variation=True),
        "without": Recipe(network, goal, small, variation=False),
    }
    gap = check_equal(recipes["recipe"], goal, small)
    ratios, times = {name: [] for name in recipes}, []
    for _ in range(rounds):
        mine = ours(content, style, network, goal)
        for name, recipe in recipes.items():
            trace = recipe.run(max(TARGETS))
            best = np.minimum.accumulate(trace.losses)
            row = []
            for steps in TARGETS:
                loss = float(best[steps - 1])
                theirs = trace.time_to(loss)
                row.append((loss, theirs, mine.time_to(loss)))
            ratios[name].append(row)
        times.append((mine.seconds[-1], min(mine.losses)))
    return {
        "difference_of_losses": gap,
        "ours_seconds": statistics.median(t for t, _ in times),
        "ours_loss": statistics.median(loss for _, loss in times),
        **{name: summary(rows) for name, rows in ratios.items()},
    }


def summary(rows) -> list:
    """For each target the medians of loss and times, and how many times faster we are."""
    table = []
    for number, steps in enumerate(TARGETS):
        loss, theirs, mine = (statistics.median(row[number][k] for row in rows) for k in range(3))
        table.append(
            {
                "recipe_steps": steps,
                "loss": loss,
                "recipe_seconds": theirs,
                "our_seconds": mine,
                "times_faster": theirs / mine,
            }
        )
    return table


def measure(rounds=ROUNDS, kinds=tuple(NETWORKS)) -> dict:
    """Run the comparison."""
    torch, tensorflow = runtime.load("torch", "tensorflow")
    from artlab.gallery import hed_vgg16

    found = {}
    for label, (content, style) in pictures().items():
        for kind in kinds:
            network = hed_vgg16(*NETWORKS[kind])
            found[f"{label}, {kind}"] = compare(content, style, network, rounds)
    return {
        "device": runtime.summary(),
        "torch": torch.__version__,
        "tensorflow": tensorflow.__version__,
        "threads": torch.get_num_threads(),
        "size": SIZE,
        "rounds": rounds,
        "pictures": found,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--kinds", nargs="+", choices=NETWORKS, default=list(NETWORKS))
    machine.report("style_transfer", measure(**vars(parser.parse_args())))
