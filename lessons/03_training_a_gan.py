# %% [markdown]
# # Train a GAN and watch it paint
#
# Two networks, one game: a *generator* G paints, a *discriminator* D tells its fakes from real
# pictures, and each learns from the other. Here you write both, write the step that trains them,
# read their curves, break the game on purpose, and bring a killed run back to life.
#
# | | |
# |---|---|
# | Level | some Python and Keras; lessons 01 and 02, or the same from elsewhere |
# | Class | CORE 45 min, STUDIO 45 min |
# | Compute | CPU: about 60 s in all on 2 cores; GPU: not measured |
# | Memory | 2 GB |
# | You need | nothing from another lesson; the network may be off |
# | You end up with | 64 animals that nobody drew, and a slider through their whole training |
#
# **You will** train a GAN live; write G, D and their step; say what D(real) = 1/2 does *not*
# mean; cause mode collapse and measure it; interrupt, kill and resume a run; time the loop of
# popular tutorials and mend its faults.

# %% tags=["setup", "core"]
import sys
if "google.colab" in sys.modules:  # Colab has all but the course itself
    # %pip install -q --no-deps git+https://github.com/artlab-course/artlab
    print("artlab is here")
import artlab
import numpy as np
from artlab import datasets, gan, images, plots, runtime, widgets
from artlab.classroom import check, glossary, hint, outcome, predict, quiz, recap, solution
from IPython.display import display
print(runtime.summary())

# %% [markdown] tags=["core"]
# ## The result first
#
# Run the next cell and watch. The strip shows 64 pictures, always painted from the same 64 random
# inputs. They begin as fog. At step 400 there are bodies, at 800 legs and necks. The curves above
# are explained later in this lesson, and so is every line of the cell.

# %% [markdown] tags=["instructor", "core"]
# **6 min** · Sixty-four latents stay the same all the time; what changes is G.
#
# - **Slide:** 64 pictures, always from the same 64 random inputs
# - **Slide:** Fog, then bodies at step 400, legs and necks at 800
# - **Ask:** write down what you see at step 400 and at step 800.
# - **Goes wrong:** the training takes half a minute and the room talks. Start it first, then tell
#   what the strip shows.
# - **Goes wrong:** the notebook is run twice in one kernel: it trains again from the start. That is
#   meant.

# %% tags=["core", "cover"]
tf, keras = runtime.load("tensorflow", "keras")
animals = datasets.animals()
trainer = gan.Trainer(gan.dense_generator(), gan.dense_discriminator(), batch_size=128, seed=0,
                      learning_rate=(2e-4, 6e-4))  # D learns three times as fast as G
num_steps = runtime.budget(cpu=1500, gpu=3000, studio=8000)
history = trainer.fit(animals.images, num_steps, callbacks=[widgets.LiveView()])

painted = trainer.generate(24, seed=1)
figure = plots.image_grid(painted, columns=8, title="Nobody drew these animals",
                          subtitle=f"Painted from noise after {trainer.step} training steps")
plots.show(figure, images.describe(painted, what="Blurred silhouettes of four-legged animals"))

# %% [markdown] tags=["core"]
# ## The material: 9,716 silhouettes
#
# A picture is an array of shape (28, 28, 1) with values in [-1, 1]: the animal is bright, the
# ground is -1. Nine kinds are filled shapes. The tenth, the zebra, is not: zebras are grey
# pictures with stripes. G has to learn both kinds.
#
# The pictures stand in class order. Each step takes a **batch** of 128 in shuffled order.

# %% [markdown] tags=["instructor", "core"]
# **2 min** · Ten animals, white on black; zebras are the exception.
#
# - **Slide:** 28 × 28 pixels, float32, from -1 to 1
# - **Ask:** which class will be the hardest to paint?

# %% tags=["core"]
shown = np.concatenate([animals.of_class(name).images[5:7] for name in animals.class_names])
names = [name for name in animals.class_names for _ in range(2)]
greys = {name: np.mean(np.abs(animals.of_class(name).images) < 0.9) for name in ("horse", "zebra")}
figure = plots.image_grid(
    shown, columns=10, titles=names, title="Ten kinds of animals",
    subtitle="Pixels that are neither black nor white: "
    + ", ".join(f"{name} {share:.0%}" for name, share in greys.items()))
plots.show(figure, "Two pictures of each of ten animals: white shapes on black, but zebras are grey and striped.",
           caption=f"Silhouettes: {animals.source}. {animals.license}.")

# %% [markdown] tags=["core"]
# ## Two networks
#
# G starts from **latents**: 100 random numbers from a bell curve, written $z$. Three dense layers
# widen them, 256, 512, 1024, and a last one gives 784 pixels. It ends in **tanh**, because tanh
# reaches from -1 to 1, like the pictures. Between the layers stands **LeakyReLU**: it keeps positive
# numbers and shrinks negative ones to a fifth. (`he_normal` picks start weights that suit it.)
#
# D has the same hidden layers: 784, 256, 512, 1024, 1. Its one number is a **logit**: above 0 for "real",
# below 0 for "fake". There is no sigmoid at its end; the loss brings that along.
#
# By hand: G's first layer has 100 · 256 weights and 256 biases, 25,856 numbers.

# %% [markdown] tags=["instructor", "core"]
# **8 min** · G: noise in, picture out. D: picture in, one logit out. Both speak the same range.
#
# - **Slide:** G: 100 → 256 → 512 → 1024 → 784, tanh at the end
# - **Slide:** D: 784 → 1024 → … → 1, a logit, no sigmoid
# - **Slide:** First layer of G: 100 · 256 + 256 = 25,856 numbers
# - **Ask:** why does G end in tanh?
# - **Goes wrong:** exercise 03.1 scales both activations alike. If the ranges differ, D looks at
#   the range and wins.
# - **Goes wrong:** pixels are clipped instead of scaled: half of the greys are gone.

# %% tags=["core"]
layers = keras.layers

def widen(widths, last):
    hidden = [part for width in widths for part in
              (layers.Dense(width, kernel_initializer="he_normal"), layers.LeakyReLU(0.2))]
    return [*hidden, *last]

generator = keras.Sequential([
    keras.Input((100,)),
    *widen((256, 512, 1024), [layers.Dense(784, activation="tanh"), layers.Reshape((28, 28, 1))]),
])
discriminator = keras.Sequential([
    keras.Input((28, 28, 1)), layers.Flatten(),
    *widen((256, 512, 1024), [layers.Dense(1)]),
])
print(generator.layers[0].count_params(), generator.count_params(), discriminator.count_params())
print(len(generator.trainable_variables), len(discriminator.trainable_variables))
latents = tf.random.stateless_normal((3, 100), seed=[0, 0])
fakes = generator(latents)
print(latents.shape, "->", fakes.shape, "->", discriminator(fakes).shape)
#> 25856 1486352 858881
#> 8 8
#> (3, 100) -> (3, 28, 28, 1) -> (3, 1)

# %% [markdown] tags=["core"]
# ### Exercise 03.1: pictures that G can reach
#
# Files hold whole numbers from 0 to 255. Write `prepare(pixels, activation)`: it puts such pixels
# into the range that G's last layer can paint, for `"tanh"` and for `"sigmoid"`. If the ranges
# differ, D needs no eye for animals: it looks at the range, and wins.

# %% tags=["core"]
# def prepare(pixels, activation): ...
### BEGIN SOLUTION
### STUB: prepare = ...
def prepare(pixels, activation):
    shares = pixels / 255  # 0 to 1: what a sigmoid reaches
    return shares if activation == "sigmoid" else 2 * shares - 1
### END SOLUTION


check("03.1", prepare)

# %% [markdown] tags=["core"]
# **Takeaway.** G: noise in, picture out. D: picture in, one logit out. Both speak the same range.
#
# ## The two losses
#
# D wants to say 1 to real pictures and 0 to fakes. G wants D to say 1 to its fakes. "How far from
# the wish" is the **cross-entropy**: minus the log of the probability given to the wished label.
#
# By hand: D says 0.8 to a real picture and 0.3 to a fake. D's loss is -ln 0.8 - ln 0.7 = 0.223 +
# 0.357 = 0.580. G's loss is -ln 0.3 = 1.204. A D that says 1/2 to everything pays 2 ln 2 = 1.386.
#
# <details><summary>As formulas, and why logits</summary>
#
# $L_D = -E_x[\log D(x)] - E_z[\log(1 - D(G(z)))]$ and $L_G = -E_z[\log D(G(z))]$
# (Goodfellow et al. 2014, equation 1 with the sign of a loss, and section 3). With
# $D = \sigma(l) = 1/(1 + e^{-l})$: $-\log \sigma(l) = \log(1 + e^{-l}) = \mathrm{softplus}(-l)$, and
# $-\log(1 - \sigma(l)) = \mathrm{softplus}(l)$. A softplus never takes the log of 0, so it stays
# finite for any logit.
#
# </details>

# %% [markdown] tags=["instructor", "core"]
# **5 min** · Pay minus the log of the probability that you gave to the wished label.
#
# - **Slide:** D says 0.8 to real and 0.3 to fake: D pays 0.580, G pays 1.204
# - **Slide:** From logits: softplus never takes the log of 0
# - **Ask:** a D that says 1/2 to everything: what does it pay?
# - **Late:** skip to *One training step*; the same by hand opens lesson 04.

# %% tags=["core"]
cross_entropy = keras.losses.BinaryCrossentropy(from_logits=True)

def logit(probability):
    return tf.constant([[np.log(probability / (1 - probability))]], "float32")

one, zero = tf.ones((1, 1)), tf.zeros((1, 1))  # real, fake
real_logits, fake_logits = logit(0.8), logit(0.3)
d_loss = cross_entropy(one, real_logits) + cross_entropy(zero, fake_logits)
g_loss = cross_entropy(one, fake_logits)
print(f"D pays {float(d_loss):.3f}, G pays {float(g_loss):.3f}")
#> D pays 0.580, G pays 1.204

# %% [markdown] tags=["core"]
# ## One training step
#
# A **gradient tape** notes what is computed inside it, to find slopes afterwards. Two tapes watch
# the same pictures: one for D's loss, one for G's. Then each player's slopes are applied to *its
# own* variables. Nothing is frozen, and nothing needs to be: slopes flow *through* D to reach G,
# and flowing through moves nothing.
#
# `tf.function` turns the step into one program that runs without Python. The noise is
# **stateless**: a function of its seed, here of the step number. Step 500 draws the same latents
# whether the run was interrupted or not. (Even numbers only: the package keeps the odd ones for
# another purpose.) The optimiser is **Adam**: downhill, with a pace of its own for every weight.

# %% [markdown] tags=["instructor", "core"]
# **9 min** · Nothing is frozen, and nothing needs to be: slopes flow through D, and flowing through
# moves nothing.
#
# - **Slide:** Two tapes watch the same pictures
# - **Slide:** D's slopes to D's variables, G's slopes to G's
# - **Slide:** Noise is a function of seed and step
# - **Ask:** how many of D's 8 weight arrays does G's step move?
# - **Goes wrong:** exercise 03.2 with labels 0: then G learns to be recognised. G asks for label 1.
# - **Goes wrong:** all trainable variables are handed to the optimiser: D is pushed to call fakes
#   real.
# - **Goes wrong:** `No gradients provided`: the fakes were painted outside the tape.
# - **Late:** skip to *Read the curves*; that the package takes the same step can be believed once.

# %% tags=["core"]
g_optimizer = keras.optimizers.Adam(2e-4, beta_1=0.5)
d_optimizer = keras.optimizers.Adam(2e-4, beta_1=0.5)
g_optimizer.build(generator.trainable_variables)
d_optimizer.build(discriminator.trainable_variables)

@tf.function
def train_step(real_images, step):
    shape = (real_images.shape[0], 100)
    latents = tf.random.stateless_normal(shape, seed=[0, 2 * step], alg="philox")
    with tf.GradientTape() as g_tape, tf.GradientTape() as d_tape:
        fake_images = generator(latents, training=True)
        real_logits = discriminator(real_images, training=True)
        fake_logits = discriminator(fake_images, training=True)
        ones, zeros = tf.ones_like(fake_logits), tf.zeros_like(fake_logits)
        d_loss = cross_entropy(ones, real_logits) + cross_entropy(zeros, fake_logits)
        g_loss = cross_entropy(ones, fake_logits)
    d_slopes = d_tape.gradient(d_loss, discriminator.trainable_variables)
    g_slopes = g_tape.gradient(g_loss, generator.trainable_variables)
    d_optimizer.apply(d_slopes, discriminator.trainable_variables)
    g_optimizer.apply(g_slopes, generator.trainable_variables)
    return d_loss, g_loss

predict("03.a", ...)

# %% tags=["core"]
before = discriminator.get_weights()
with tf.GradientTape() as g_tape:
    g_loss = cross_entropy(tf.ones((3, 1)), discriminator(generator(latents)))
g_slopes = g_tape.gradient(g_loss, generator.trainable_variables)
plain = keras.optimizers.SGD(0.01)  # the plain step downhill of lesson 01
plain.apply(g_slopes, generator.trainable_variables)
moved = sum(not np.array_equal(old, new)
            for old, new in zip(before, discriminator.get_weights(), strict=True))
outcome("03.a", moved)

# %% [markdown] tags=["core"]
# ### Exercise 03.2: G's step
#
# Write G's half of the step as a function of its own. It moves G and nothing else, and returns its
# loss. You are handed everything that may or may not be needed.

# %% tags=["core"]
# def generator_step(generator, discriminator, optimizer, real_images, latents): ...
### BEGIN SOLUTION
### STUB: generator_step = ...
def generator_step(generator, discriminator, optimizer, real_images, latents):
    with tf.GradientTape() as tape:
        fake_logits = discriminator(generator(latents, training=True), training=True)
        loss = keras.ops.mean(keras.ops.softplus(-fake_logits))  # label 1
    slopes = tape.gradient(loss, generator.trainable_variables)
    optimizer.apply(slopes, generator.trainable_variables)
    return loss
### END SOLUTION


check("03.2", generator_step)

# %% [markdown] tags=["core"]
# ### The same through the package
#
# `Trainer` is this step plus plumbing: batches, progress, history, checkpoints. Do not believe it;
# compare. Both get the same start weights and the same batches, so their losses must agree up to
# rounding.

# %% tags=["core"]
from artlab.gan.batches import batch_indices

twin = gan.Trainer(gan.dense_generator(), gan.dense_discriminator(), batch_size=128, seed=0)
generator.set_weights(twin.generator.get_weights())
discriminator.set_weights(twin.discriminator.get_weights())

by_hand = []
for step in range(5):
    batch = animals.images[batch_indices(step, 128, len(animals), seed=0)]
    by_hand.append([float(loss) for loss in train_step(batch, tf.constant(step))])
packaged = twin.fit(animals.images, 5, progress=False).table()[:, :2]
print("by hand ", np.round([losses[0] for losses in by_hand], 4))
print("package ", np.round(packaged[:, 0], 4))
print("the same to three digits:", np.allclose(by_hand, packaged, rtol=1e-3))
predict("03.b", ...)  # "it falls to 0" or "it swings and stays well above 0"

# %% [markdown] tags=["core"]
# **Takeaway.** Two tapes, two lists of variables, labels 1 and 0, from logits. That is a GAN.
#
# ## Read the curves
#
# A classifier's loss falls, and lower is better. You have guessed how it is with G's loss. Look.

# %% [markdown] tags=["instructor", "core"]
# **4 min** · Curves tell who is ahead; pictures tell whether it is any good.
#
# - **Slide:** Pictures get better while both losses stay level
# - **Slide:** Bad signs: D(real) near 1 and D(fake) near 0 for good; NaN
# - **Slide:** A novice D says 0.50 to animals and to noise
# - **Ask:** D = 1/2 on both. What do you know?
# - **Goes wrong:** "the loss must fall". It measures the distance to a moving opponent.

# %% tags=["core"]
from artlab.widgets.training import describe_run

figure = plots.loss_curves(history, title="Good curves",
                           subtitle="D is right more often than not, and G keeps up")
plots.show(figure, describe_run(history))
late_loss = history["generator_loss"][-200:].mean()
outcome("03.b", "it falls to 0" if late_loss < 0.1 else "it swings and stays well above 0")

# %% [markdown] tags=["core"]
# The pictures got better while both losses stayed level: each player's loss measures its distance
# to a *moving* opponent. Bad signs are others: D(real) near 1 with D(fake) near 0 for good (D has
# won, G learns nothing), or a loss that becomes NaN.
#
# And D(real) = D(fake) = 1/2? Theory says: if D is **the best possible** for this G, then 1/2
# everywhere means the fakes are spread like the real pictures (Goodfellow 2014, proposition 1 and
# theorem 1). Without that "if" it means nothing. The next D has learnt nothing and sees noise.

# %% tags=["core"]
novice = gan.dense_discriminator(seed=7)
novice.layers[-1].kernel.assign(0.01 * novice.layers[-1].kernel)  # no opinion yet
noise = np.random.default_rng(0).uniform(-1, 1, (128, 28, 28, 1)).astype("float32")
real_opinion, noise_opinion = (
    float(tf.reduce_mean(tf.sigmoid(novice(pictures)))) for pictures in (animals.images[::76], noise))
print(f"D(animals) = {real_opinion:.2f}, D(noise) = {noise_opinion:.2f}")
#> D(animals) = 0.50, D(noise) = 0.50

# %% [markdown] tags=["core"]
# **Takeaway.** Curves tell who is ahead. Pictures and their variety tell whether it is any good.
#
# ## Break it: mode collapse
#
# **Variety** is the pixel variance of the fakes divided by that of real pictures: 0 for one picture
# over and over, 1 for fakes as varied as the animals. By hand, for pictures of one pixel: fakes
# 0.5, 0.5, 0.5 have variance 0, so variety 0, whatever the real ones are.
#
# Now two settings are wrong on purpose: from the trained pair on, G learns five times as fast and D
# thirty times as slowly. Whatever fools the slow D at this moment, all latents run there. By the time
# D has noticed, all run elsewhere. This is **mode collapse**. **Predict:** what is the variety of
# the 64 pictures afterwards?

# %% [markdown] tags=["instructor", "core"]
# **5 min** · Many latents, one picture; the losses look fine.
#
# - **Slide:** From the trained pair on, G five times as fast, D thirty times as slow
# - **Slide:** Variety: pixel variance of fakes over that of real pictures
# - **Slide:** Three seeds, one fate
# - **Ask:** what will the variety of the 64 pictures be?
# - **Goes wrong:** the low loss of G is called a success. Show the pictures next to it.

# %% tags=["core"]
def copy_of_players():
    players = gan.dense_generator(), gan.dense_discriminator()
    for copy, original in zip(players, (trainer.generator, trainer.discriminator), strict=True):
        copy.set_weights(original.get_weights())
    return players

predict("03.c", ...)

# %% tags=["core"]
broken = {}
for seed in (0, 1, 2):
    broken[seed] = gan.Trainer(*copy_of_players(), batch_size=128, seed=seed,
                               learning_rate=(1e-3, 2e-5), snapshot_every=10)
    broken[seed].fit(animals.images, runtime.budget(cpu=100, gpu=100, studio=200))

figure = plots.loss_curves(broken[0].history, title="The curves of this run", smooth=5)
plots.show(figure, describe_run(broken[0].history))

# %% [markdown] tags=["core"]
# G's loss is far lower than before, nothing becomes NaN, and D finds the fakes more real than the
# animals. Some texts would call that success. Now measure what matters. Besides variety, count the
# classes: the course's small classifier looks at the 64 pictures and says how many of the ten
# animals it finds.

# %% tags=["core"]
from artlab.gan.metrics import class_coverage, variety

real = animals.images[::10]
steps = broken[0].snapshots.steps
varieties, classes = {}, {}
for seed, run in broken.items():
    frames = [images.to_float(frame) for frame in run.snapshots.images]
    varieties[f"seed {seed}"] = [variety(frame, real) for frame in frames]
    classes[f"seed {seed}"] = [class_coverage(frame).num_covered for frame in frames]

def ends(series):
    first, last = (np.round([values[place] for values in series.values()], 2) for place in (0, -1))
    return f"{first} before, {last} after"

figure = plots.curves(steps, varieties, "step after the change", "variety", "Three seeds, one fate",
                      y_limits=(0, 1), height=3.6)
plots.show(figure, f"Variety falls for three seeds: {ends(varieties)}.")
figure = plots.curves(steps, classes, "step after the change", "classes found", "Several animals become one",
                      y_limits=(0, 10), height=3.6)
plots.show(figure, f"Classes among 64 pictures for three seeds: {ends(classes)}.")
outcome("03.c", np.mean([values[-1] for values in varieties.values()]))

# %% [markdown] tags=["core"]
# ## Scrub through the whole story
#
# Move the slider, or press play. The 64 latents stay the same from the first frame to the last:
# fog, bodies, animals, and then the collapse. The line below is variety. Frames in which it is
# under 0.25 stand on red and get a cross.
#
# You may find crosses in the early fog too. That is no mistake: before G has any shape to offer, it
# offers one blob to everybody. The healthy run leaves this state; the broken one does not.

# %% [markdown] tags=["instructor", "core"]
# **2 min** · Frames on red have collapsed; find the first one.
#
# - **Slide:** Drag the slider from fog to collapse
# - **Slide:** A cross marks variety under 0.25
# - **Goes wrong:** crosses in the early fog confuse. One blob for everybody is also a state of no
#   variety; the healthy run leaves it.

# %% tags=["core"]
healthy, fallen = trainer.snapshots, broken[0].snapshots
story = gan.Snapshots(np.concatenate([healthy.steps, trainer.step + fallen.steps[1:]]),
                      np.concatenate([healthy.images, fallen.images[1:]]))
story_variety = [variety(images.to_float(frame), real) for frame in story.images]
widgets.training_scrubber(story, story_variety, collapsed_below=0.25)

# %% [markdown] tags=["core"]
# **Takeaway.** Collapse is many latents, one picture. Losses may not show it; variety does.
# Lesson 04 takes up the cure: other losses. Here CORE ends.
#
# ## STUDIO: diagnose
#
# ### Exercise 03.3: three runs
#
# | run | D(real) | D(fake) | loss of D | variety |
# |---|---|---|---|---|
# | A | 0.74 | 0.30 | 0.83 | 0.72 |
# | B | 0.41 | 0.41 | 1.48 | 0.62 |
# | C | 0.99 | 0.00 | 0.01 | 0.00 |
#
# Which is `"healthy"`, which `"untrained"`, which `"collapsed"`?

# %% [markdown] tags=["instructor", "studio"]
# **6 min** · Variety first, then ask whether D may be trusted.
#
# - **Slide:** Healthy, untrained, collapsed: which is A, B, C?
# - **Goes wrong:** B is called healthy, because 0.41 and 0.41 look balanced. A D that has learnt
#   nothing says the same to everything.

# %% tags=["studio"]
### BEGIN SOLUTION
### STUB: diagnoses = ...  # {"A": "…", "B": "…", "C": "…"}
diagnoses = {"A": "healthy", "B": "untrained", "C": "collapsed"}
### END SOLUTION
check("03.3", diagnoses)

# %% [markdown] tags=["studio"]
# ## Interrupt, kill, resume
#
# A **checkpoint** is one file with everything: weights, optimisers, history, pictures. It is
# written under another name and then renamed, so a crash while writing leaves the old file whole.
#
# First a run of 60 steps that nobody disturbs. Then one that is stopped after step 30, as by the
# stop button, goes on, and is killed at step 45.

# %% [markdown] tags=["instructor", "studio"]
# **12 min** · Noise and batches hang on seed and step alone, so a lost step can be made again.
#
# - **Slide:** Stop at 30, killed at 45, resumed from the file: equal, bit for bit
# - **Slide:** A checkpoint: weights, optimisers, history, pictures
# - **Ask:** what is lost when the power goes at step 45?
# - **Goes wrong:** "bit for bit" is tried on two machines. It holds on one type of machine with one
#   set of versions.
# - **Late:** skip to *The loop of popular tutorials*; show the last two lines of the output.

# %% tags=["studio"]
import signal
import tempfile
from pathlib import Path

class After:
    """A callback: does something after one step."""
    def __init__(self, step, action):
        self.step, self.action = step, action

    def on_step(self, run):
        if run.step == self.step:
            self.action()

def new_run(checkpoint=None):
    players = gan.dense_generator(), gan.dense_discriminator()
    return gan.Trainer(*players, batch_size=32, checkpoint=checkpoint)

folder = tempfile.TemporaryDirectory()
path = Path(folder.name) / "run.safetensors"
whole, run = new_run(), new_run(path)
whole.fit(animals.images, 60)
run.fit(animals.images, 60, callbacks=[After(30, lambda: signal.raise_signal(signal.SIGINT))])
print(f"The file holds step {run.step} in {path.stat().st_size / 1e6:.0f} MB")

# %% tags=["studio"]
def power_cut():
    raise RuntimeError("the power is off")

try:
    run.fit(animals.images, 60, callbacks=[After(45, power_cut)], progress=False)
except RuntimeError as error:
    print(f"Step {run.step}: {error}. Steps 31 to 45 were never written to the file.")
del run  # what was in memory is gone

survivor = new_run(path)  # a new trainer, new networks
survivor.fit(animals.images, 60, progress=False)

def weights(run):
    return [*run.generator.get_weights(), *run.discriminator.get_weights()]

print("steps", len(survivor.history))
print("weights equal, bit for bit:",
      all(np.array_equal(*pair) for pair in zip(weights(whole), weights(survivor), strict=True)))
print("history equal, bit for bit:",
      np.array_equal(whole.history.table(), survivor.history.table()))
#> Step 45: the power is off. Steps 31 to 45 were never written to the file.
#> steps 60
#> weights equal, bit for bit: True
#> history equal, bit for bit: True

# %% [markdown] tags=["studio"]
# **Takeaway.** Noise and batches are functions of seed and step, so a step can be made again.
# (Bit for bit holds on one type of machine, one number of threads, one set of versions.)
#
# ## The loop of popular tutorials
#
# It compiles D, freezes it, and compiles a *stack* of G and D. A turn is then `predict` for the
# fakes, two calls of `train_on_batch` for D, one for the stack.
#
# Many listings lack the freeze: then the stack trains 16 arrays, and the step that should move G
# also moves D, towards calling fakes real. But with the freeze there is another surprise. Keras 2
# stored the flag at `compile`; Keras 3 reads it when the model first trains. See what D's own
# training moves.

# %% [markdown] tags=["instructor", "studio"]
# **27 min** · Keras 3 reads the flag `trainable` when a model first trains, not when it is
# compiled.
#
# - **Slide:** With the freeze: D's own training moves 0 arrays
# - **Slide:** Without it: the stack trains 16 arrays, D's among them
# - **Slide:** `predict` is made for data sets, and may be another network
# - **Slide:** A sigmoid cannot paint -1
# - **Ask:** how many times as fast is one program for the whole step?
# - **Goes wrong:** exercise 03.4 exchanges the flags: D rests in its own calls and moves in the
#   stack's. Read the two lines aloud.
# - **Goes wrong:** on a busy machine the times scatter. The order of the bars holds, the factor
#   does not.

# %% tags=["studio"]
import warnings

def popular_models():
    generator = gan.dense_generator()
    discriminator = keras.Sequential([gan.dense_discriminator(), layers.Activation("sigmoid")])
    discriminator.compile(keras.optimizers.Adam(2e-4, 0.5), "binary_crossentropy")
    discriminator.trainable = False  # the line that many listings lack
    latents = keras.Input((100,))
    stack = keras.Model(latents, discriminator(generator(latents)))
    stack.compile(keras.optimizers.Adam(2e-4, 0.5), "binary_crossentropy")
    return generator, discriminator, stack

noise, ones = np.random.default_rng(0).standard_normal((128, 100)), np.ones((128, 1))
for frozen in (True, False):
    _, popular_d, popular_stack = popular_models()
    popular_d.trainable = not frozen
    before = popular_d.get_weights()
    with warnings.catch_warnings(action="ignore"):  # Keras 3 warns, and carries on
        popular_d.train_on_batch(animals.images[::76], ones)
    moved = sum((old != new).any() for old, new in zip(before, popular_d.get_weights(), strict=True))
    print(f"frozen: {frozen!s:5} the stack trains {len(popular_stack.trainable_weights):2} arrays, D's own training moves {moved}")
#> frozen: True  the stack trains  8 arrays, D's own training moves 0
#> frozen: False the stack trains 16 arrays, D's own training moves 8

# %% [markdown] tags=["studio"]
# ### Exercise 03.4: mend the loop
#
# Write one turn in which D's two calls move D alone, and the stack's call moves G alone. The
# models come as `popular_models` made them: D is frozen.

# %% tags=["studio"]
# def mended_turn(generator, discriminator, stack, real_images, latents): ...
### BEGIN SOLUTION
### STUB: mended_turn = ...
def mended_turn(generator, discriminator, stack, real_images, latents):
    ones, zeros = np.ones((len(latents), 1)), np.zeros((len(latents), 1))
    painted = generator(latents, training=True)
    discriminator.trainable = True
    discriminator.train_on_batch(real_images, ones)
    discriminator.train_on_batch(painted, zeros)
    discriminator.trainable = False
    stack.train_on_batch(latents, ones)
### END SOLUTION


check("03.4", mended_turn)

# %% [markdown] tags=["studio"]
# ### Time it
#
# Next, the mended loop with `predict`, as it is usually written, against the one program of
# `Trainer`: same networks, same batch size. **Predict:** how many times as fast is the one program?

# %% tags=["studio"]
predict("03.d", ...)

# %% tags=["studio"]
import timeit

def seconds(function):
    function()  # the first call compiles
    return min(timeit.repeat(function, number=1, repeat=8))  # the best: other programs run too

batch, zeros = animals.images[::76], np.zeros((128, 1))
generator_p, discriminator_p, stack_p = popular_models()
discriminator_p.trainable = True
parts = {"predict the fakes": seconds(lambda: generator_p.predict(noise, verbose=0)),
         "train D, real": seconds(lambda: discriminator_p.train_on_batch(batch, ones)),
         "train D, fakes": seconds(lambda: discriminator_p.train_on_batch(batch, zeros))}
discriminator_p.trainable = False
parts["train the stack"] = seconds(lambda: stack_p.train_on_batch(noise, ones))
five_steps = seconds(lambda: twin.fit(animals.images, twin.step + 5, progress=False))
parts["all of it, one program"] = five_steps / 5
figure = plots.bars(list(parts), [1000 * value for value in parts.values()], "milliseconds on this machine",
                    "Four programs, or one", highlight="all of it, one program", formatted="{:.0f} ms")
plots.show(figure, "; ".join(f"{name}: {1000 * value:.0f} ms" for name, value in parts.items()))
one_program = parts.pop("all of it, one program")
outcome("03.d", sum(parts.values()) / one_program)

# %% [markdown] tags=["studio"]
# Why: `predict` is made for whole data sets. Each call builds a data pipeline and copies the
# pictures out of TensorFlow; `train_on_batch` copies them in again. Four programs run where one
# would do: G paints twice, D judges the fakes twice, and each waits for Python. One `tf.function`
# computes each thing once.
#
# ### `predict` may be another network
#
# **Dropout** switches features off at random while training; **batch normalisation** scales by the
# statistics of the batch while training and by stored averages otherwise. `predict` runs the other
# mode. So D is taught with pictures that the G being trained never paints. (Below both are at their
# start. Stored averages catch up in time; dropout's gap stays.)

# %% tags=["studio"]
keras.utils.set_random_seed(0)
for part in (layers.Dropout(0.5), layers.BatchNormalization()):
    model = keras.Sequential([keras.Input((100,)), layers.Dense(256), part, layers.Dense(784, "tanh")])
    predicted = model.predict(noise, verbose=0)
    trained = keras.ops.convert_to_numpy(model(noise, training=True))
    gap = np.abs(predicted - trained).mean()
    print(f"{type(part).__name__:18} mean difference of a pixel {gap:.2f} of a range of 2")

# %% [markdown] tags=["studio"]
# ### A sigmoid cannot paint -1
#
# Suppose G ends in a sigmoid while the pictures lie in [-1, 1]. Give it the best possible weights:
# the nearest it comes to each pixel is `clip(pixel, 0, 1)`. The ground turns grey, and one rule,
# "a pixel below -0.5 means real", is a perfect D.

# %% tags=["studio"]
real = animals.images[[5, 1500, 3500, 4500, 5500, 6500, 7500, 8500]]
best_copies = np.clip(real, 0, 1)
figure = plots.image_grid(np.concatenate([real, best_copies]), columns=8,
                          title="Real animals, and the best a sigmoid can do",
                          subtitle="With pictures in [-1, 1], 0 is a mid-grey")
plots.show(figure, "Above eight white animals on black; below the same on mid-grey ground.")
for name, pictures in (("real", real), ("sigmoid", best_copies)):
    print(f"{name:8} called real: {np.mean(pictures.min(axis=(1, 2, 3)) < -0.5):.0%}")

# %% [markdown]
# ## Recap
#
# - Latents in, picture out; picture in, one logit out.
# - One step: two tapes, labels 1 and 0, each player's slopes to its own variables.
# - Losses tell who is ahead. Pictures and variety tell whether G is any good.
# - D = 1/2 proves something for the best D only.
# - Collapse: many latents, one picture.
# - A run whose randomness hangs on seed and step can be killed and made again.
#
# ## Quiz and glossary

# %% [markdown] tags=["instructor", "core"]
# **2 min** · Two tapes, own variables, and never a verdict from losses alone.
#
# - **Slide:** Losses tell who is ahead; pictures and variety tell the rest

# %% [markdown] tags=["instructor", "core"]
# **2 min** · Five questions, and what you guessed against what came.
#
# - **Slide:** Guess against outcome: which surprised you?

# %%
display(recap("03"), quiz("03"), glossary("03"))

# %% [markdown]
# ## On your own
#
# - Train on your own pictures: `datasets.folder("my_pictures", size=28)`.
# - Take latents of length 2 (`gan.dense_generator(latent_dim=2)`) and paint a map of the plane.
# - Find the smallest ratio of learning rates that still collapses.
#
# ## Further reading
#
# - Goodfellow et al., *Generative Adversarial Nets* (2014), arXiv 1406.2661: the game (equation 1),
#   the loss of G used here (section 3), and what D = 1/2 means (theorem 1).
# - Goodfellow, *NIPS 2016 Tutorial*, arXiv 1701.00160: section 3.2.3 on this loss, 5.1.1 on collapse.
# - Radford, Metz, Chintala (2016), arXiv 1511.06434: section 4 has the settings used here, Adam
#   with 2e-4 and beta 0.5, and LeakyReLU with slope 0.2.
# - Heusel et al. (2017), arXiv 1706.08500: why G and D may learn at different rates, and when.
# - Mescheder, Geiger, Nowozin (2018), arXiv 1801.04406: when GAN training converges, and when not.
# - Keras guide, *Writing a training loop from scratch in TensorFlow*: tapes, slowly.
