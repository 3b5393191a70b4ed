# %% [markdown]
# # Turn a sketch into a painting
#
# A sketch goes in, a painting comes out: that is the course's painter, a GAN of the kind *pix2pix*.
# You write both of its networks, train it twice, once with a judge and once without, and see on one
# willow what the judge is for. Then you scrub through the long training that made the shipped one.
#
# | | |
# |---|---|
# | Level | after lesson 05: convolution, conditional GAN |
# | Class | CORE 45 min, STUDIO 35 min |
# | Compute | CPU: 60 s of processor time, spread over the cores; GPU: not measured |
# | Memory | about 1.5 GB |
# | You need | nothing from another lesson; the network may be off |
# | You end up with | a willow that you can wipe from veil to strands, and a judge whose eye you can follow |
#
# **You will** write a U-Net and a patch discriminator; work out by hand which pixels one of its
# opinions sees; train with L1 alone and with L1 and a GAN; measure the difference as a spectrum;
# cut the skips; and bend one network into four styles.

# %% tags=["setup", "core"]
import sys
if "google.colab" in sys.modules:  # Colab lacks some small packages and the course itself
    # %pip install -q --no-deps onnxruntime anywidget psygnal git+https://github.com/artlab-course/artlab
    print("artlab is here")
import artlab
import numpy as np
from artlab import images, plots, runtime, widgets
from artlab.classroom import check, glossary, hint, outcome, predict, quiz, recap, solution
from IPython.display import display
print(runtime.summary())

# %% [markdown] tags=["core"]
# ## The result first: one sketch, four paintings
#
# `draw` makes a sketch of lines that know their names. The painter turns it into paint. Change the
# seed, or the words of the scene.

# %% [markdown] tags=["instructor", "core"]
# **3 min** · The sketch is the condition, as the name was in lesson 05.
#
# - **Slide:** One network, one sketch, four styles
# - **Slide:** The lines know their names
# - **Ask:** change the seed. What stays?

# %% tags=["core", "cover"]
import dataclasses
from itertools import pairwise

from artlab.studio.painter import Painter
from artlab.world import Scene, draw, render
from artlab.world.scene import STYLES

painter = Painter.load()
scene = Scene(mountains=("high", "middle"), water="lake", trees="willow", num_trees=2, boats=1, birds=2)
sketch = draw(scene, seed=4)
plans = [dataclasses.replace(scene, style=style) for style in STYLES]
paintings = painter.paint_many([sketch] * 4, plans)
plots.show(
    plots.image_grid(np.stack([sketch.raster(256, color=True), *paintings]), 5, ["sketch", *STYLES],
                     "One sketch, one network, four styles", size=116),
    alt="A line drawing of mountains, a lake, willows and a boat, and four paintings of it: in ink, "
    "in blue and green, in watercolour and as a woodblock print.",
)

# %% [markdown] tags=["core"]
# ## 1. Pairs
#
# Earlier, G painted from noise. Here it translates: a drawing goes in, a painting of the *same
# place* comes out, pixel on pixel. It learns from **pairs**. This is **image-to-image translation**
# (Isola et al. 2017); the drawing is the condition, as the class name was in lesson 05.
#
# The pairs come from the course's renderer, which paints scenes by rules. You take 160 willows in
# ink, and cut windows of 64 × 64 pixels.
#
# G sees the drawing as 25 planes: sixteen for the lines of mountain, willow, boat ...; eight for the
# areas that they enclose; one for all lines together.

# %% [markdown] tags=["instructor", "core"]
# **6 min** · A drawing does not say where each strand hangs; a painter must decide.
#
# - **Slide:** A drawing in, a painting of the same place out
# - **Slide:** One drawing has many right paintings
# - **Ask:** trained to be right on average, what will it paint where many answers are right?
# - **Goes wrong:** the three paintings are called different drawings. It is one drawing; the
#   renderer's seed differs.

# %% tags=["core"]
from artlab.studio import conditions
from artlab.world import sample

WILLOWS = dict(style="ink", format="square", trees="willow", num_trees=2, time="day", weather="clear",
               palette=0, light="none", foreground="none", view="level")

def window(sketch, side):  # a square round the crowns, in a picture of 160 pixels
    points = np.concatenate([s.points for s in sketch.strokes if s.element == "willow"])
    middle = (points.min(axis=0) + points.max(axis=0)) / 2 * 160 - [0, 4]
    left, top = np.clip(middle - side / 2, 0, 160 - side).astype(int)
    return slice(top, top + side), slice(left, left + side)

def make_pair(seed, side=80):
    scene = sample(seed, **WILLOWS)
    sketch = draw(scene, seed)
    planes = conditions.channels(sketch, scene, 160)[..., : conditions.PLAIN + 1]
    painting = render(scene, sketch, 160, seed=seed)
    place = window(sketch, side)
    return planes[place].astype("float16"), painting[place] / np.float32(127.5) - 1

drawings, real_paintings = map(np.stack, zip(*map(make_pair, range(160)), strict=True))
test_drawings, test_paintings = map(np.stack, zip(*(make_pair(s, 64) for s in range(900, 916)), strict=True))
print(drawings.shape, test_paintings.shape)
#> (160, 80, 80, 25) (16, 64, 64, 3)

# %% tags=["core"]
def as_lines(drawings):  # the plane of all lines, black on white
    return np.repeat(1 - 2 * drawings[..., -1:].astype("float32"), 3, axis=-1)

chosen = sample(900, **WILLOWS)
strokes = draw(chosen, 900)
answers = np.stack([render(chosen, strokes, 160, seed=s)[window(strokes, 64)] for s in range(25)])
answers = answers / np.float32(127.5) - 1  # (25, 64, 64, 3): all of them right
shown = np.concatenate([as_lines(test_drawings[:1]), answers[:3]])
plots.show(
    plots.image_grid(shown, 4, ["the drawing", "right", "right as well", "and right"],
                     "One drawing has many right paintings", size=147),
    alt="A drawing of two willows and three ink paintings of it. Trunks agree, the thin hanging "
    "strands are in other places in each.",
)
predict("09.a", ...)

# %% [markdown] tags=["core"]
# **Takeaway:** a drawing does not say where each strand hangs. A painter must decide.
#
# ## 2. Down, up, and across: a U-Net
#
# Recap: a **convolution** slides a kernel over all channels; with **stride** 2 it goes in steps of
# two, and the sides halve. By hand, 64 pixels with kernel 4, stride 2 and one pixel of padding on
# each side: (64 + 2 − 4) / 2 + 1 = 32.
#
# To know that a line belongs to a crown you must see far. So G goes *down*: 64, 32, 16, 8. There one
# pixel knows much, but not where the lines are. Then it goes *up*: every pixel becomes
# four (**upsampling**, without checkerboards: Odena et al. 2016), and a convolution refines them.
#
# **Skip connections** give back what was lost on the way: they lay the features of the same size
# beside those of the way up. A **U-Net** (Ronneberger et al. 2015).

# %% [markdown] tags=["instructor", "core"]
# **7 min** · The bottom of the U knows what, the skips know where.
#
# - **Slide:** 64 → 32 → 16 → 8, and back up
# - **Slide:** (64 + 2 − 4) / 2 + 1 = 32
# - **Slide:** Skips are laid beside, not added
# - **Ask:** what would be lost without the skips?
# - **Goes wrong:** exercise 09.1 adds features with unequal channels. Lay them beside: 64 and 32
#   make 96.
# - **Goes wrong:** `np.tile` sets four small copies side by side. Each pixel becomes a square of
#   four: `repeat`.

# %% tags=["core"]
tf, keras = runtime.load("tensorflow", "keras")
from keras import layers

def convolve(features, filters, kernel=3, strides=1):
    layer = layers.Conv2D(filters, kernel, strides, padding="same", kernel_initializer="he_normal")
    return layers.LeakyReLU(0.2)(layer(features))

def build_generator(cut=()):
    drawing = keras.Input((64, 64, 25))
    seen = [convolve(drawing, 8, kernel=1)]  # 64 x 64
    features = drawing
    for filters in (16, 32, 64):  # 32 x 32, 16 x 16, 8 x 8
        features = convolve(features, filters, kernel=4, strides=2)
        seen.append(features)
    features = convolve(features, 64)  # the bottom of the U
    for level, filters in ((2, 32), (1, 16), (0, 12)):  # 16 x 16, 32 x 32, 64 x 64
        skip = 0.0 * seen[level] if level in cut else seen[level]
        features = layers.Concatenate()([layers.UpSampling2D(2)(features), skip])
        features = convolve(features, filters)
    painting = layers.Conv2D(3, 3, padding="same", activation="tanh")(features)
    return keras.Model(drawing, painting)

generator = build_generator()
print([layer.output.shape[1:] for layer in generator.layers if isinstance(layer, layers.Concatenate)])
print(f"{generator.count_params():,} weights")
#> [(16, 16, 96), (32, 32, 48), (64, 64, 24)]
#> 122,147 weights

# %% [markdown] tags=["core"]
# At 16 × 16 meet 64 channels from below and 32 from across: 96.
#
# ### Exercise 09.1: join a skip
#
# Write that step for one picture, in NumPy. `deep` has shape (rows, columns, channels); `skip` has
# twice as many rows and columns, and its own number of channels.

# %% tags=["core"]
def join(deep, skip):
    ### BEGIN SOLUTION
    ### STUB: return ...
    larger = deep.repeat(2, axis=0).repeat(2, axis=1)
    return np.concatenate([larger, skip], axis=-1)
    ### END SOLUTION

check("09.1", join)

# %% [markdown] tags=["core"]
# ## 3. L1 alone
#
# How far is a fake from the true painting? The simplest measure is **L1**: the mean absolute
# difference of all values. By hand: (0.2, 0.9) against (0.5, 1) gives (0.3 + 0.1) / 2 = 0.2.
#
# `tf.function` compiles the step once, then each call is fast. A **batch** has four windows, at
# random places, half of them mirrored. Watch the second row: first row drawings, third row true
# paintings; none of them is trained on.

# %% [markdown] tags=["instructor", "core"]
# **9 min** · L1 does not ask for a painting; it asks for the middle of all paintings.
#
# - **Slide:** Mean absolute difference: (0.2, 0.9) and (0.5, 1) give 0.2
# - **Slide:** The best answer to many right ones is their median
# - **Slide:** Trunks are there, crowns are veils
# - **Ask:** is the network too small, or the time too short?
# - **Goes wrong:** "train longer". Show the median of 25 right paintings beside it: that is what L1
#   asks for.
# - **Late:** skip to *4. A judge who looks at patches* once the training stands; show the veil,
#   leave the code.

# %% tags=["core"]
def batch(rng, num=4):
    drawn, painted = [], []
    for index in rng.integers(len(drawings), size=num):
        top, left = rng.integers(0, 17, size=2)
        place = np.s_[index, top : top + 64, left : left + 64 :]
        flip = rng.choice([-1, 1])
        drawn.append(drawings[place][:, ::flip])
        painted.append(real_paintings[place][:, ::flip])
    return np.stack(drawn).astype("float32"), np.stack(painted)

def paint(generator):  # the 16 drawings that nobody trains on
    return np.array(generator(test_drawings.astype("float32")))

def train(step, generator, num_steps):
    rng, live = np.random.default_rng(0), widgets.Picture()
    display(live)
    for number in range(1, num_steps + 1):
        step(*batch(rng))
        if number in (1, num_steps) or number % 50 == 0:
            rows = [as_lines(test_drawings[:6]), paint(generator)[:6], test_paintings[:6]]
            picture = images.tile(np.concatenate(rows), columns=6)
            live.show(picture, f"Drawings, paintings at step {number}, truth", width=648)

# %% tags=["core"]
num_steps = runtime.budget(cpu=500, gpu=2000)
tf.config.optimizer.set_experimental_options({"remapping": False})  # it fails here, with a loud message

def falling_adam(variables):  # the learning rate falls to a twentieth
    rate = keras.optimizers.schedules.PolynomialDecay(2e-3, num_steps, 1e-4)
    optimizer = keras.optimizers.Adam(rate, beta_1=0.5)
    optimizer.build(variables)
    return optimizer

def l1_step(generator):
    variables = generator.trainable_variables
    optimizer = falling_adam(variables)

    @tf.function
    def step(drawings, paintings):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.abs(generator(drawings) - paintings))
        optimizer.apply(tape.gradient(loss, variables), variables)
        return loss
    return step

keras.utils.set_random_seed(0)
l1_generator = build_generator()
train(l1_step(l1_generator), l1_generator, num_steps)

# %% [markdown] tags=["core"]
# Trunks are there, crowns are veils. The network is not too small and the time not too short: this
# *is* the best answer. Of all values, the **median** has the smallest mean absolute difference to
# many right answers. By hand: ink 0, 0, 1 has the median 0; guessing 0 costs 1/3 on average,
# guessing 1/3 costs (1/3 + 1/3 + 2/3) / 3 = 4/9.
#
# You can compute it: 25 right paintings of one drawing, and their median, pixel by pixel.

# %% tags=["core"]
l1_paintings = paint(l1_generator)
median = np.median(answers, axis=0)
costs = {"one of them": answers[1], "their median": median, "L1 alone": l1_paintings[0]}
costs = {name: np.abs(answers[1:] - picture).mean() / 2 for name, picture in costs.items()}
plots.show(
    plots.image_grid(np.stack([answers[0], answers[1], median, l1_paintings[0]]), 4,
                     ["right", "right as well", "median of 25", "your painter, L1 alone"],
                     "The safest painting is a veil", size=147),
    alt="Two paintings with clear strands, their median with a grey crown, and the painting of the "
    "network trained with L1, whose crown is grey in the same way.",
)
print({name: round(float(cost), 3) for name, cost in costs.items()})

# %% [markdown] tags=["core"]
# The median is nearer to the right paintings than one of them is to the others, and it is none of
# them.
#
# **Takeaway:** L1 does not ask for a painting. It asks for the middle of all paintings.
#
# ## 4. A judge who looks at patches
#
# What is wrong with a veil? No painting looks like it. That is a judgement that D can make: real or
# fake? And it needs no whole picture: a small patch tells. So D ends in a convolution instead of a
# dense layer, and gives one logit for each place: a **patch discriminator** (Isola et al. 2017,
# section 3.2.2). L1 holds the large forms, D looks after the texture.
#
# D sees the lines too: a fine strand where none is drawn is a fake.

# %% [markdown] tags=["instructor", "core"]
# **7 min** · No painting looks like a veil; a judge of small patches can say so.
#
# - **Slide:** One logit for each place, not for the picture
# - **Slide:** What one logit sees: 26 × 26 pixels here, 70 × 70 in the paper
# - **Slide:** $r \leftarrow (r - 1) \cdot s + k$, backwards
# - **Ask:** how many pixels does one opinion of D see?
# - **Goes wrong:** exercise 09.2 answers with a scalar, or with a dense layer's (batch, 1). 64
#   gives 16, and odd sizes are rounded up.

# %% tags=["core"]
def build_patch_discriminator():
    line, painting = keras.Input((64, 64, 1)), keras.Input((64, 64, 3))
    features = layers.Concatenate()([line, painting])
    for filters in (24, 48):
        features = convolve(features, filters, kernel=4, strides=2)
    features = convolve(features, 48)
    logits = layers.Conv2D(1, 3, padding="same")(features)
    return keras.Model([line, painting], logits)

keras.utils.set_random_seed(1)
patch_discriminator = build_patch_discriminator()
predict("09.b", ...)

# %% [markdown] tags=["core"]
# ### Exercise 09.2: the shape of its answer
#
# Give the shape of `logits` for a batch of any size, and pictures of any height and width.

# %% tags=["core"]
def patch_shape(batch, height, width):
    ### BEGIN SOLUTION
    ### STUB: return ...
    rows = -(-height // 4)  # two strides of 2, rounded up
    columns = -(-width // 4)
    return batch, rows, columns, 1
    ### END SOLUTION

check("09.2", patch_shape)

# %% [markdown] tags=["core"]
# ### What one logit sees
#
# Its **receptive field** is found by walking backwards. One logit sees 3 × 3 features of the layer
# before. If so far r places in a row count, then one layer earlier, with kernel k and stride s, they
# stand on (r − 1) · s + k places. By hand:
#
# 1 → 3 → 5 → (5 − 1) · 2 + 4 = 12 → (12 − 1) · 2 + 4 = 26.
#
# Do not believe it: take the slope of one logit at every pixel. Where it is 0, D does not look.

# %% tags=["core"]
def receptive_field(layers_of_d):
    field = 1
    for kernel, stride in reversed(layers_of_d):
        field = (field - 1) * stride + kernel
    return field

print(receptive_field([(4, 2), (4, 2), (3, 1), (3, 1)]))          # ours
print(receptive_field([(4, 2), (4, 2), (4, 2), (4, 1), (4, 1)]))  # that of Isola et al.
outcome("09.b", receptive_field([(4, 2), (4, 2), (3, 1), (3, 1)]))
picture, line = map(tf.constant, (test_paintings[:1], as_lines(test_drawings[:1])[..., :1]))
with tf.GradientTape() as tape:
    tape.watch(picture)
    logit = patch_discriminator([line, picture])[0, 8, 8, 0]
slope = np.abs(tape.gradient(logit, picture))[0].sum(axis=-1)
print(np.count_nonzero(slope.any(axis=1)), np.count_nonzero(slope.any(axis=0)))
#> 26
#> 70
#> 26 26

# %% [markdown] tags=["core"]
# ## 5. L1 and a GAN
#
# G now pays twice: 20 times L1, plus (D(fake) − 1)², averaged over all patches. D pays half the sum of
# D(fake)² and (D(real) − 1)²: the **least-squares GAN** (Mao et al. 2017, equation 9). By hand: D says
# 0.3 to a fake and 0.8 to a true patch, so G pays 0.49 and D pays (0.09 + 0.04) / 2 = 0.065.
#
# All else stays: the same seed, the same network, the same batches, the same number of steps.

# %% [markdown] tags=["instructor", "core"]
# **9 min** · L1 keeps things in place, D asks that every patch look painted.
#
# - **Slide:** G pays 20 · L1 + $(D(\text{fake}) - 1)^2$
# - **Slide:** Same seed, same network, same batches, same steps
# - **Slide:** Wipe: L1 alone at the left, L1 + GAN at the right
# - **Ask:** which of the two has the lower L1?
# - **Goes wrong:** the edge of the wipe is not found. It is the thin line in the middle; the arrow
#   keys move it too.
# - **Goes wrong:** the spectrum is skipped as too hard. Say: coarse at the left, strands at the
#   right, 1 is as in the truth.
# - **Late:** skip to *6. Scrub through the long run* after the wipe; spectrum and map of D are one
#   picture each.

# %% tags=["core"]
L1_WEIGHT = 20.0

def gan_step(generator, discriminator):
    players = generator.trainable_variables, discriminator.trainable_variables
    optimizers = [falling_adam(variables) for variables in players]

    @tf.function
    def step(drawings, paintings):
        lines = 1 - 2 * drawings[..., -1:]
        with tf.GradientTape() as g_tape, tf.GradientTape() as d_tape:
            fakes = generator(drawings)
            of_real, of_fake = discriminator([lines, paintings]), discriminator([lines, fakes])
            opinion = tf.reduce_mean((of_fake - 1) ** 2)
            l1 = tf.reduce_mean(tf.abs(fakes - paintings))
            g_loss = L1_WEIGHT * l1 + opinion
            d_loss = (tf.reduce_mean((of_real - 1) ** 2) + tf.reduce_mean(of_fake**2)) / 2
        slopes = g_tape.gradient(g_loss, players[0]), d_tape.gradient(d_loss, players[1])
        for optimizer, slope, variables in zip(optimizers, slopes, players, strict=True):
            optimizer.apply(slope, variables)
        return l1, opinion, d_loss
    return step

predict("09.c", ...)

# %% [markdown] tags=["core"]
# ### Train it, and wipe
#
# When it is done, move the edge over the willow, with the mouse, a finger, or the slider's arrow
# keys. At its left is L1 alone, at its right L1 + GAN. Nothing in the losses speaks of strands: D
# finds out by itself what gives a veil away.

# %% tags=["core"]
keras.utils.set_random_seed(0)
gan_generator = build_generator()
train(gan_step(gan_generator, patch_discriminator), gan_generator, num_steps)
gan_paintings = paint(gan_generator)
widgets.wipe(l1_paintings[0], gan_paintings[0], "L1 alone", "L1 + GAN")

# %% [markdown] tags=["core"]
# ### The same as numbers: a spectrum
#
# Any picture is a sum of waves. The **power spectrum** tells how much energy waves of each fineness
# have: one cycle per picture is a large wash, 32 cycles are strands of one pixel. You compare four
# **frequency bands** with those of the true paintings. 1 means as much detail as there should be.

# %% tags=["core"]
BANDS = (1, 4, 8, 16, 33)  # cycles per picture

def band_energy(paintings, limits=BANDS):
    grey = np.asarray(paintings, float).mean(axis=-1)
    grey -= grey.mean(axis=(1, 2), keepdims=True)
    side = grey.shape[1]
    window = np.hanning(side)[:, None] * np.hanning(side)  # fades borders out
    power = np.abs(np.fft.fft2(grey * window)) ** 2
    cycles = np.fft.fftfreq(side, 1 / side)
    radius = np.hypot(cycles[:, None], cycles)
    rings = [(radius >= low) & (radius < high) for low, high in pairwise(limits)]
    return np.array([power[:, ring].mean() for ring in rings])

rivals = {"L1 alone": l1_paintings, "L1 + GAN": gan_paintings}
energy = np.stack([band_energy(p) for p in rivals.values()]) / band_energy(test_paintings)
l1 = {name: float(np.abs(p - test_paintings).mean() / 2) for name, p in rivals.items()}
plots.show(
    plots.matrix(energy, [f"{n}: L1 {l1[n]:.3f}" for n in rivals], ["1 to 3", "4 to 7", "8 to 15", "16 to 32"],
                 "Energy by cycles per picture, true paintings = 1", low=0, high=1, width=8.0),
    alt=f"Energy in four bands, coarse to fine. {dict(zip(rivals, energy.round(2).tolist(), strict=True))}",
)
display(outcome("09.a", "a grey veil" if energy[0, -1] < 0.6 else "clear strands"))
outcome("09.c", min(l1, key=l1.get))

# %% [markdown] tags=["core"]
# L1 loses the finest band; with the GAN much of it is back, for about the same L1. So L1 cannot be
# the measure of a good painting.
#
# ### Where D is suspicious
#
# At the right stands D's map: blue means “real”, red means “fake”. Point at any place, or tap it: you
# see the 26 × 26 pixels behind this one opinion. No mouse? The slider walks from the patch that D
# trusts least to the one it trusts most.

# %% tags=["core"]
suspects = {"L1 alone": l1_paintings[0], "L1 + GAN": gan_paintings[0], "true": test_paintings[0]}
line = as_lines(test_drawings[:1])[..., :1]
maps = {name: np.array(patch_discriminator([line, p[None]]))[0, ..., 0] for name, p in suspects.items()}
print({name: round(float(opinions.mean()), 2) for name, opinions in maps.items()})
widgets.patch_hover(suspects, maps, field=26, stride=4, offset=-11)

# %% [markdown] tags=["core"]
# **Takeaway:** L1 puts everything in its place, D asks that every patch look painted.
#
# ## 6. Scrub through the long run
#
# Your painter has seen 2,000 windows of one tree. The shipped one is the same idea with 26 times the
# weights of yours, all 16 elements, four styles, and a long training (`artlab train painter`): first
# pictures of 128 pixels, then of 256. Move through it. In which order do colour, form and texture
# come? In the curves, look at the last third: L1 goes on falling, the finest bands do not follow.

# %% [markdown] tags=["instructor", "core"]
# **1 min** · Colour, form, texture: in which order do they come?
#
# - **Slide:** The same idea, 26 times the weights, a long training
# - **Ask:** at which snapshot would you have stopped?

# %% tags=["core"]
from artlab.studio import snapshots

long_run = snapshots.load()
widgets.snapshot_scrubber(long_run)

# %% [markdown]
# **Takeaway of the CORE part:** a U-Net paints, L1 keeps it in place, a judge of patches makes it a
# painting.
#
# ---
# # STUDIO: weights, skips, styles
#
# ## 7. How much L1?
#
# A strand hangs in one of five places, each equally likely, in a patch of 50 pixels. Four rows that
# G might paint, each with its mean L1 to the five right answers. The ideal D gives 1 to a row that
# can occur and 0 to any other, so its opinion costs (1 − 1)² = 0 or (0 − 1)² = 1.
#
# By hand, “nothing”: it misses one pixel, 1/50 = 0.02. One strand: in 4 of 5 cases two pixels are
# wrong, 0.8 · 2/50 = 0.032.

# %% [markdown] tags=["instructor", "studio"]
# **10 min** · L1 is a leash: too long, and G runs; too short, and it lies down.
#
# - **Slide:** Veil, one strand, nothing, everything: which is cheapest?
# - **Slide:** From weight 83 on: nothing
# - **Slide:** L1 does not sharpen
# - **Ask:** at weight 0, what holds G to the drawing?
# - **Goes wrong:** exercise 09.3 lets D's opinion count at infinite weight, or adds `inf * 0`.
#   Infinite means L1 alone.

# %% tags=["studio"]
rows = {"veil": np.full(5, 0.2), "one strand": np.eye(5)[2], "nothing": np.zeros(5), "everything": np.ones(5)}
distances = np.array([np.abs(np.eye(5) - row).sum(axis=1).mean() / 50 for row in rows.values()])
opinions = np.array([1.0, 0.0, 1.0, 1.0])
for name, distance, opinion in zip(rows, distances, opinions, strict=True):
    print(f"{name}: L1 {distance:.3f}, opinion {opinion:.0f}")
#> veil: L1 0.032, opinion 1
#> one strand: L1 0.032, opinion 0
#> nothing: L1 0.020, opinion 1
#> everything: L1 0.080, opinion 1

# %% [markdown] tags=["studio"]
# ### Exercise 09.3: weight 0, 60, infinite
#
# Return the index of the row with the lowest loss, `l1_weight` · L1 + opinion. An infinite weight
# means: L1 alone. 60 is the weight of the shipped painter.

# %% tags=["studio"]
def lowest(distances, opinions, l1_weight):
    ### BEGIN SOLUTION
    ### STUB: return ...
    if np.isinf(l1_weight):  # D's opinion no longer counts
        return int(np.argmin(distances))
    return int(np.argmin(l1_weight * distances + opinions))
    ### END SOLUTION

check("09.3", lowest)

# %% tags=["studio"]
weights = np.linspace(0, 120, 121)
names = ("veil", "one strand", "nothing")
losses = {name: weights * d + o for name, d, o in zip(names, distances, opinions, strict=False)}
turn = 1 / (0.032 - 0.020)
plots.show(
    plots.curves(weights, losses, "weight of L1", "loss", "Which row does G paint? The lowest",
                 y_limits=(0, 5), marks={"shipped": 60.0, f"from {turn:.0f} on: nothing": turn}),
    alt=f"Three rising lines. One strand is the lowest up to a weight of {turn:.0f}; after that "
    "painting nothing is.",
)

# %% [markdown] tags=["studio"]
# With weight 0, any strand will do, also a wrong one: only D, which sees the lines, holds G to the
# drawing. With a very large weight G leaves the strand out. Popular texts say that L1 “sharpens”.
# It does the opposite: it is there to keep the picture in place.
#
# **Takeaway:** L1 is a leash. Too long, and G runs; too short, and it lies down.
#
# ## 8. Cut the skips
#
# What do the skips carry? Cut them in your trained painter, one at a time: their features become 0,
# all weights stay. That is a hard test, since the network has learned to rely on them. So the last
# picture is fair: a network that was trained, as long as yours, without any.

# %% [markdown] tags=["instructor", "studio"]
# **9 min** · A lesion is a hard test; the fair one is trained without.
#
# - **Slide:** Cut 64 × 64, 32 × 32, 16 × 16, one at a time
# - **Slide:** The last picture was trained without any
# - **Ask:** which cut hurts most, and why that one?
# - **Late:** skip to *9. One network, four styles: FiLM*; it trains another network.

# %% tags=["studio"]
keras.utils.set_random_seed(0)
bare = build_generator(cut=(0, 1, 2))
train(l1_step(bare), bare, num_steps)
results = {"all skips": l1_paintings}
for name, cut in (("64 x 64 cut", (0,)), ("32 x 32 cut", (1,)), ("16 x 16 cut", (2,))):
    lesioned = build_generator(cut)
    lesioned.set_weights(l1_generator.get_weights())
    results[name] = paint(lesioned)
results["trained without"] = paint(bare)
distance = {name: np.abs(p - test_paintings).mean() / 2 for name, p in results.items()}
shown = np.concatenate([np.stack([p[index] for p in results.values()]) for index in (0, 3)])
titles = [""] * 5 + [f"{name}: {value:.3f}" for name, value in distance.items()]
plots.show(
    plots.image_grid(shown, 5, titles, "What skips carry", "L1 alone; the numbers are L1 on 16 drawings", size=116),
    alt="Two willow scenes by five painters, L1 in brackets: "
    + ", ".join(f"{name} ({value:.3f})" for name, value in distance.items()),
)

# %% [markdown] tags=["studio"]
# **Takeaway:** the bottom of the U knows what, the skips know where.
#
# ## 9. One network, four styles: FiLM
#
# The shipped painter has one set of kernels for all styles. Style, time, weather and palette are a
# vector. Two small dense layers turn it into two numbers for each channel, and every feature h
# becomes h · (1 + scale) + shift: **FiLM** (Perez et al. 2018, equation 2). By hand: h = 2, scale
# 0.5, shift −1 give 2 · 1.5 − 1 = 2. Scale −1 wipes a channel out, and the shift fills it evenly.
#
# Then bend the real network: the drawing stays, only the vector changes. Half-way between two
# vectors lie styles that nobody painted.

# %% [markdown] tags=["instructor", "studio"]
# **8 min** · A condition need not be a picture; two numbers a channel repaint the world.
#
# - **Slide:** $h \cdot (1 + \text{scale}) + \text{shift}$
# - **Slide:** Half-way between two vectors lie styles that nobody painted
# - **Ask:** what does a scale of −1 do?

# %% tags=["studio"]
def film(features, scale, shift):  # (rows, columns, channels), one scale and shift a channel
    return features * (1 + scale) + shift

features = np.array([[[2.0, 4.0], [1.0, 0.0]]])
print(film(features, scale=np.array([0.5, -1.0]), shift=np.array([-1.0, 3.0])))
#> [[[2.  3. ]
#>   [0.5 3. ]]]

# %% tags=["studio"]
planes = conditions.channels(sketch, scene, 256)
kinds = [plans[0], plans[3], dataclasses.replace(plans[3], time="night"), dataclasses.replace(plans[2], weather="snow")]
vectors = [conditions.style_vector(plan) for plan in kinds]
shares = np.linspace(0, 1, 3)[:-1]
walk = [(1 - share) * one + share * other for one, other in pairwise(vectors) for share in shares]
walk.append(vectors[-1])
bent = np.concatenate([painter.run([planes], [vector.astype("float32")]) for vector in walk])
titles = ["ink", "half-way", "woodblock", "half-way", "woodblock, night", "half-way", "watercolour, snow"]
plots.show(
    plots.image_grid(bent, 4, titles, "The same drawing under seven vectors", size=147),
    alt="Seven paintings of one drawing: ink, woodblock, woodblock by night, watercolour in snow, "
    "and a mixture between each two.",
)

# %% [markdown] tags=["studio"]
# **Takeaway:** a condition need not be a picture. Two numbers a channel repaint the world.
#
# ## 10. A drawing by hand
#
# Your own drawing has lines, but no names: nobody told the painter what is a mountain. So in 35% of
# its training the planes of names and areas were empty, and the lines trembled: **channel
# dropout**. It had to guess from the shape. This is what the renderer cannot do, and why a network
# is worth its trouble.

# %% [markdown] tags=["instructor", "studio"]
# **8 min** · This is what the renderer cannot do, and why a network is worth its trouble.
#
# - **Slide:** In 35% of the training the names were empty
# - **Slide:** Four lines, no names, four paintings
# - **Ask:** what does it take the lowest line for?
# - **Goes wrong:** a closed shape is drawn and becomes a pond or a sun by its place. It guesses
#   from shape and place, nothing else.

# %% tags=["studio"]
from artlab.world import Sketch, Stroke
from artlab.world.sketch import PLAIN

ridge = [(0, 0.55), (0.1, 0.46), (0.22, 0.3), (0.3, 0.2), (0.38, 0.31), (0.5, 0.43), (0.62, 0.36), (0.8, 0.5), (1, 0.56)]
angles = np.linspace(0, 2 * np.pi, 24)
sun = np.stack([0.78 + 0.06 * np.cos(angles), 0.17 + 0.06 * np.sin(angles)], axis=1)
shore = [(0, 0.86), (0.25, 0.82), (0.5, 0.87), (0.75, 0.93), (1, 0.95)]
far_shore = [(0, 0.58), (0.5, 0.575), (1, 0.58)]
mine = Sketch([Stroke(PLAIN, line, number) for number, line in enumerate([ridge, sun, far_shore, shore])])
try:
    render(plans[1], mine)
except ValueError as error:
    print(f"The renderer says: {error}")

pictures = [sketch.raster(256, color=True), *painter.paint_many([sketch] * 2, plans[:2]),
            *painter.paint_many([sketch] * 2, plans[:2], plain=True),
            mine.raster(256, color=True)]
pictures += painter.paint_many([mine] * 4, [dataclasses.replace(p, time="dusk") for p in plans])
titles = ["a sketch", "with names", "with names", "without", "without", "four lines", *STYLES]
plots.show(
    plots.image_grid(np.stack(pictures), 5, titles, "With names, without names, and by hand", size=116),
    alt="Above, a sketch painted with and without the names of its lines. Below, four lines drawn by "
    "hand, a ridge, a sun and two shores, as paintings in four styles.",
)

# %% [markdown]
# ## Recap
#
# - pix2pix learns from pairs; the drawing is the condition.
# - A U-Net goes down to understand and up to paint; skips are laid beside, not added, and carry the
#   lines.
# - L1 alone paints the median of all right paintings, which is none of them.
# - A patch discriminator gives a grid of opinions; r ← (r − 1) · s + k finds what each one sees.
# - L1 keeps things in place, D gives texture; more L1 means smoother.
# - FiLM bends one network by two numbers a channel; dropout of channels makes it read plain lines.

# %% [markdown] tags=["instructor", "core"]
# **1 min** · A U-Net paints, L1 keeps it in place, a judge of patches makes it a painting.
#
# - **Slide:** L1: in place. D: texture

# %% tags=["core"]
recap("09")

# %% [markdown]
# ## Quiz and glossary

# %% [markdown] tags=["instructor", "core"]
# **2 min** · Five questions; "L1 sharpens" is one of the wrong answers.
#
# - **Slide:** Five questions, wrong answers explained

# %% tags=["core"]
quiz("09")

# %% tags=["core"]
glossary("09")

# %% [markdown]
# ## On your own
#
# - Set `L1_WEIGHT` to 0 and train again. What keeps G near the drawing now?
# - Give D a third stride of 2. What does the field become, and what do the strands become?
# - Draw with mouse or finger and see it painted: `widgets.draw_and_paint()`.
# - Choose `trees="bamboo"` in `WILLOWS` (and in `window`). Which leaves does L1 lose?
#
# ## Further reading
#
# - Isola, Zhu, Zhou and Efros 2017, *Image-to-Image Translation with Conditional Adversarial
#   Networks*: equations 3 and 4 are your losses (with cross-entropy and weight 100); figure 4
#   compares L1, GAN and both.
# - Ronneberger, Fischer and Brox 2015, *U-Net*: written to find cells under the microscope.
# - Mao et al. 2017, *Least Squares Generative Adversarial Networks*: equation 9.
# - Perez et al. 2018, *FiLM: Visual Reasoning with a General Conditioning Layer*.
# - Odena, Dumoulin and Olah 2016, *Deconvolution and Checkerboard Artifacts*: why we upsample.
