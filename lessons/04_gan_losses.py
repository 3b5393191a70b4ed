# %% [markdown]
# # Choose the loss of a GAN
#
# Lesson 03 ended with a collapse: many latents, one picture. Is another loss the cure? Here you
# try the famous ones, several seeds each, and count.
#
# | | |
# |---|---|
# | Level | after lessons 01 to 03, or: probabilities, slopes, a training step with a tape |
# | Class | CORE 45 min, STUDIO 50 min |
# | Compute | CPU: about 50 s in all; GPU: not measured |
# | Memory | under 2 GB |
# | You need | nothing from another lesson |
# | You end up with | a chart of which loss reaches how many of eight islands |
#
# **You will** compute cross-entropy by hand; see on a slider why one loss stalls where another
# pulls; watch an unbounded critic run away, and leash it; find four popular formulas failing, and
# mend them; learn what a loss can cure and what it cannot; and name the illness of six trainings.

# %% tags=["setup", "core"]
import os
import sys
if "google.colab" in sys.modules:  # Colab has all but the course itself
    # %pip install -q --no-deps git+https://github.com/artlab-course/artlab
    print("artlab is here")
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")  # small networks are quickest on one core
import artlab
from artlab import plots, runtime, widgets
from artlab.classroom import check, glossary, hint, outcome, predict, quiz, recap, solution
print(runtime.summary())

# %% [markdown] tags=["core"]
# ## The result first: three losses, eight islands
#
# Real points live on **eight islands** on a ring. Each island is a **mode**: a place where data
# are dense, as each kind of animal was in lesson 03. A good generator reaches all eight.
#
# Below, three losses train the same small networks, six runs each, which differ only in their
# seeds. One thing is unfair on purpose: the discriminator's steps are sixteen times as large
# as the generator's, so it is always ahead.

# %% [markdown] tags=["instructor", "core"]
# **7 min** · A cure is a count over seeds, not one lucky picture.
#
# - **Slide:** Eight islands are eight modes; a good G reaches all
# - **Slide:** Three losses, six seeds each, D's steps sixteen times as large
# - **Slide:** Circles are real, triangles generated
# - **Ask:** which row would you call cured, and which merely lucky?
# - **Goes wrong:** one picture of the grid is taken for the loss as such. Read a whole row.

# %% tags=["core", "cover"]
import numpy as np
from artlab.gan.ring import train_on_ring

STEPS = runtime.budget(cpu=1200, gpu=1200, studio=4800)
results = {
    "minimax": train_on_ring("minimax", STEPS),
    "non-saturating": train_on_ring("non_saturating", STEPS),
    "Wasserstein + penalty": train_on_ring("wasserstein", STEPS, gradient_penalty=1.0),
}

from artlab.widgets.losses import coverage_figure, coverage_text, ring_figure, ring_text
figure = ring_figure(results, "Same networks, same seeds, three losses",
                     "Circles: islands of real points. Triangles: generated points.")
plots.show(figure, ring_text(results))
widgets.ring_scrubber(results)

# %% [markdown] tags=["core"]
# An island counts as reached when it holds at least a tenth of its fair share of the points.
#
# Read the rows. *Minimax* learns next to nothing. *Non-saturating* lands well, but on some islands only:
# **mode collapse**, in part. *Wasserstein* reaches nearly all, with more points in the water.
#
# Now move the slider through the eighteen trainings. *Minimax* loses what it finds. *Non-saturating*
# keeps nearly all its islands, but after the first third it finds hardly a new one: more steps are
# no cure. The last row goes on finding. The next four sections say why. The words first: what does a
# discriminator pay?

# %% [markdown] tags=["core"]
# ## 1. Cross-entropy: the price of surprise
#
# D(x) is the probability that D gives to "real". In a sentence: *D pays minus the logarithm of
# the probability that it gave to the truth*. For a real picture the truth got D(x), for a fake
# one it got 1 − D(x).
#
# By hand: a real picture gets .9, so D pays −log .9 = .105. A fake gets .2, so the truth got .8,
# and D pays −log .8 = .223. Together .329. Being sure and wrong is dear: −log .01 = 4.605.
#
# $$L_D = -\,\mathbb{E}_x[\log D(x)] - \mathbb{E}_z[\log(1 - D(G(z)))]$$
#
# 𝔼 means: average over pictures x, or over latents z.

# %% [markdown] tags=["instructor", "core"]
# **9 min** · D pays minus the log of the probability that it gave to the truth.
#
# - **Slide:** Real gets .9: pays .105. Fake gets .2: pays .223
# - **Slide:** Sure and wrong is dear: $-\log .01 = 4.605$
# - **Slide:** Without the minus, D learns to be wrong
# - **Ask:** what does D pay for giving 0 to the truth?
# - **Goes wrong:** exercise 04.1 uses $\log_{10}$, or forgets the minus. .9 must cost .105.
# - **Goes wrong:** one number per picture comes back: the loss is their mean.
# - **Late:** skip to *2. Two losses for the generator* if lesson 03 was last week; do the two
#   numbers by hand only.

# %% [markdown] tags=["core"]
# ### Exercise 04.1: cross-entropy by hand
#
# Write it for a whole batch with NumPy: `labels` are 1 (real) and 0 (fake), `probabilities` is
# what D said. Return one number, the mean.

# %% tags=["core"]
def cross_entropy(labels, probabilities):
    ### BEGIN SOLUTION
    given_to_truth = labels * probabilities + (1 - labels) * (1 - probabilities)
    return -np.mean(np.log(given_to_truth))
    ### END SOLUTION

check("04.1", cross_entropy)

# %% tags=["core"]
import keras

for_real, for_fake = -np.log(0.9), -np.log(1 - 0.2)
print(f"{for_real:.3f} + {for_fake:.3f} = {for_real + for_fake:.3f}")
by_keras = keras.losses.BinaryCrossentropy()([[1.0], [0.0]], [[0.9], [0.2]])
print(f"mean by hand {(for_real + for_fake) / 2:.4f}, Keras {float(by_keras):.4f}")
#> 0.105 + 0.223 = 0.329
#> mean by hand 0.1643, Keras 0.1643

# %% [markdown] tags=["core"]
# **A popular slip.** Some texts print L_D without the minus signs, as 𝔼[log D(x)] +
# 𝔼[log(1 − D(G(z)))]. That is the *value* V of the game, which D **raises**. Hand it to an
# optimiser, which lowers, and D learns to be wrong. Here D is two free logits, one for real
# pictures and one for fakes. A **logit** is the number before the sigmoid: D = sigmoid(logit).

# %% tags=["core"]
import tensorflow as tf

def lower(loss, steps=100):
    logits = tf.Variable([0.0, 0.0])  # of a real and of a fake picture
    for _ in range(steps):
        with tf.GradientTape() as tape:
            price = loss(tf.sigmoid(logits[0]), tf.sigmoid(logits[1]))
        logits.assign_sub(0.1 * tape.gradient(price, logits))
    return tf.sigmoid(logits).numpy()

popular = lower(lambda real, fake: tf.math.log(real) + tf.math.log(1 - fake))
mended = lower(lambda real, fake: -tf.math.log(real) - tf.math.log(1 - fake))
for name, (real, fake) in {"popular": popular, "mended": mended}.items():
    print(f"{name}: D(real) {real:.2f}, D(fake) {fake:.2f}")
#> popular: D(real) 0.00, D(fake) 1.00
#> mended: D(real) 0.90, D(fake) 0.10

# %% [markdown] tags=["core"]
# **Takeaway.** Cross-entropy is minus the mean log of what the truth was given. The minus is not
# decoration.
#
# ## 2. Two losses for the generator
#
# G wants D to be wrong about fakes. There are two ways to write that.
#
# - **Minimax**: *lower* 𝔼[log(1 − D(G(z)))], just what D raises.
# - **Non-saturating**: *lower* −𝔼[log D(G(z))], as if fakes had the label 1.
#
# Both fall as D(G(z)) rises. But a loss moves G only through its **slope**. By the logit, minimax
# has slope −D, non-saturating has −(1 − D).

# %% [markdown] tags=["instructor", "core"]
# **10 min** · A loss moves G only through its slope.
#
# - **Slide:** Minimax: slope $-D$. Non-saturating: slope $-(1 - D)$
# - **Slide:** At logit −5: −.007 against −.993
# - **Slide:** Three popular slips: no G in it, reversed, "zero-sum"
# - **Ask:** D is sure that the fake is bad. Which of the two losses still pulls?
# - **Goes wrong:** the slider is read as "smaller is better". The slope is the help that G gets.
# - **Goes wrong:** "the gradient of $\log D(x)$ is small". There is none: x contains no G.

# %% tags=["core"]
predict("04.a", ...)  # "minimax", "non-saturating" or "both the same"

# %% tags=["core"]
def slope(loss, logit):
    logit = tf.constant(logit)
    with tf.GradientTape() as tape:
        tape.watch(logit)
        price = loss(tf.sigmoid(logit))
    return float(tape.gradient(price, logit))

def minimax(fake):
    return tf.math.log(1 - fake)

def non_saturating(fake):
    return -tf.math.log(fake)

for logit in (-5.0, 0.0, 5.0):
    print(f"logit {logit:4.1f}: {slope(minimax, logit):.3f} {slope(non_saturating, logit):.3f}")
#> logit -5.0: -0.007 -0.993
#> logit  0.0: -0.500 -0.500
#> logit  5.0: -0.993 -0.007

# %% [markdown] tags=["core"]
# Move the slider. At −5, D is sure of a bad fake, and G needs the most help: minimax offers a
# slope of −.007, non-saturating −.993. A loss whose slope dies is **saturated**. That is the
# first row of the result: D was far ahead, and minimax G had nothing to climb.

# %% tags=["core"]
from IPython.display import display

display(outcome("04.a", "non-saturating"), widgets.loss_slider())

# %% [markdown] tags=["core"]
# **Three more popular slips**, all about G.
#
# - "L_G = 𝔼[log D(x)]": there is no G in it. Its gradient is not small; there is none.
# - "G's loss is D's error on fakes", −𝔼[log(1 − D(G(z)))]: reversed. Lowering it makes fakes
#   *easier* to spot. G wants that error to **grow**.
# - "A GAN is a **zero-sum game**", where one player's gain is the other's loss. Compare the slopes
#   by a fake's logit at −2, where D = .119. D's own loss: .119. Minimax: −.119, just opposite.
#   Non-saturating: −.881, another game.
#
# The generator below is one number; its D is one line: logit = 2 · picture − 3.

# %% tags=["core"]
def after_training(loss, steps=50):
    fake, real = tf.Variable(1.0), tf.constant(2.0)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            price = loss(tf.sigmoid(2 * real - 3), tf.sigmoid(2 * fake - 3))
        gradient = tape.gradient(price, fake)
        if gradient is None:
            return "no gradient at all"
        fake.assign_sub(0.1 * gradient)
    return f"D(fake) from 0.27 to {tf.sigmoid(2 * fake - 3):.2f}"

print("log D(x):          ", after_training(lambda real, fake: tf.math.log(real)))
print("-log(1 - D(G(z))): ", after_training(lambda real, fake: -tf.math.log(1 - fake)))
print("mended, minimax:   ", after_training(lambda real, fake: minimax(fake)))
print("mended, non-sat.:  ", after_training(lambda real, fake: non_saturating(fake)))
own = slope(lambda fake: -tf.math.log(1 - fake), -2.0)
print(f"at -2: D {own:.3f}, minimax {slope(minimax, -2.0):.3f}, "
      f"non-saturating {slope(non_saturating, -2.0):.3f}")
#> log D(x):           no gradient at all
#> -log(1 - D(G(z))):  D(fake) from 0.27 to 0.05
#> mended, minimax:    D(fake) from 0.27 to 1.00
#> mended, non-sat.:   D(fake) from 0.27 to 0.94
#> at -2: D 0.119, minimax -0.119, non-saturating -0.881

# %% [markdown] tags=["core"]
# **Takeaway.** Slopes move generators, values do not. Minimax is zero-sum, and stalls when D is
# ahead. Non-saturating keeps its slope, and is not zero-sum.
#
# ## 3. A loss that knows how far
#
# One suspect for the lost islands: D gives *probabilities*, and where clouds do not overlap, a
# perfect D is right about everything, near or far.
#
# The **Wasserstein distance** knows how far. Think of sand: *what way, on average, must each grain
# be carried to turn one pile into the other?* On a line the best plan never crosses ways: the
# leftmost grain goes to the leftmost place. So sort both, and average the ways. By hand: {3, 0, 1}
# and {5, 8, 6}: 0 → 5, 1 → 6, 3 → 8, so 5.

# %% [markdown] tags=["instructor", "core"]
# **4 min** · A perfect D is right about everything, near or far; sand knows how far.
#
# - **Slide:** Carry each grain; average the ways
# - **Slide:** {3, 0, 1} to {5, 8, 6}: sort both, 5
# - **Ask:** double the gap between two clouds that no longer touch: what does the best D's loss do?
# - **Late:** skip to *5. Is it the cure?*; say that a bounded critic measures this distance.

# %% tags=["core"]
def wasserstein(one, other):
    return np.mean(np.abs(np.sort(one) - np.sort(other)))

print(wasserstein([3, 0, 1], [5, 8, 6]))
#> 5.0

# %% tags=["core"]
predict("04.b", ...)  # "it halves", "it stays" or "it doubles"

# %% tags=["core"]
places = np.linspace(-5, 10, 3001)
def bell(centre):  # a cloud of spread .5, as a density
    return np.exp(-0.5 * ((places - centre) / 0.5) ** 2) / (0.5 * np.sqrt(2 * np.pi)) + 1e-300

gaps, best, carried = np.linspace(0, 4, 41), [], []
grains = 0.5 * np.random.default_rng(0).standard_normal(2000)
for gap in gaps:
    p, q = bell(0), bell(gap)  # the best D is p / (p + q): lesson 02
    best.append(-np.sum(p * np.log(p / (p + q)) + q * np.log(q / (p + q))) * (places[1] - places[0]))
    carried.append(wasserstein(grains, grains + gap))
figure = plots.curves(gaps, {"loss of the best D": best, "Wasserstein": carried}, "gap between the clouds",
                      "loss (nats), distance (units)", "Near or far?", height=3.9)
plots.show(figure, "The best D's loss falls from 1.39 to nearly 0 at a gap of 3 and stays there; the distance is a straight line.")
outcome("04.b", "it stays")

# %% [markdown] tags=["core"]
# ## 4. The critic, and why it needs a leash
#
# In many dimensions nobody can sort. A network takes over: the **critic** f gives each point a
# score, any number. In a sentence: *the distance is the largest possible gap between the mean
# scores of real and fake points, if the critic is nowhere steeper than 1*. "Nowhere steeper than
# 1" is called **1-Lipschitz**.
#
# By hand: all fakes at 0, all real points at 4. The score f(x) = x has slope 1 and gap 4: the
# distance. f(x) = 100 x has gap 400 and measures nothing: without the leash the gap has no
# largest value.
#
# <details><summary>Proof that the gap never exceeds the distance</summary>
#
# Carry the grain at y to x. If f is 1-Lipschitz, f(x) − f(y) ≤ |x − y|. Average over all grains
# of the best plan: the left side is the gap of mean scores, the right side the distance. That
# some f reaches it is the Kantorovich-Rubinstein theorem.
# </details>

# %% [markdown] tags=["instructor", "core"]
# **8 min** · A critic measures distance only while its slope is bounded.
#
# - **Slide:** Largest gap of mean scores, if nowhere steeper than 1
# - **Slide:** $f(x) = 100x$ has gap 400 and measures nothing
# - **Slide:** Leash: mean of $(\lVert\text{slope}\rVert - 1)^2$, for each point between
# - **Ask:** what stops the free critic?
# - **Goes wrong:** exercise 04.3 takes the norm over the whole batch. (3, 4) has length 5 and pays
#   16: one point, one length.
# - **Goes wrong:** the penalty is taken at the real points only. `shares` says how far to go
#   between fake and real.

# %% [markdown] tags=["core"]
# ### Exercise 04.3: the gradient penalty
#
# The leash: at points **between** a real and a fake one, make the critic pay for the difference
# of its slope from 1: the mean of (‖slope‖ − 1)². ‖slope‖ is the length of the gradient of *one*
# point: the root of the sum of its squares. (3, 4) has length 5 and pays 16.
#
# `slopes(points)` gives one gradient per row, shape (batch, 2). `shares`, shape (batch, 1), says
# how far to go from fake (0) to real (1).

# %% tags=["core"]
def penalty(slopes, real_points, fake_points, shares):
    ### BEGIN SOLUTION
    points = shares * real_points + (1 - shares) * fake_points
    lengths = np.sqrt(np.sum(slopes(points) ** 2, axis=1))
    return np.mean((lengths - 1) ** 2)
    ### END SOLUTION

check("04.3", penalty)

# %% [markdown] tags=["core"]
# Now train two critics on a line, fakes around −2, real points around 2. Their distance by
# sorting is 4. One critic is free, one pays ten times the penalty. The slope comes from a second
# tape, which watches the points instead of the weights.

# %% tags=["core"]
from artlab.gan import losses

def train_critic(weight, real, fake, steps=300):
    critic = keras.Sequential([keras.Input((1,)), *[keras.layers.Dense(
        units, activation, kernel_initializer=keras.initializers.HeNormal(seed=units + 4))
        for units, activation in ((64, "relu"), (32, "relu"), (1, None))]])
    optimizer, draws = keras.optimizers.Adam(5e-3, beta_1=0.5), tf.random.Generator.from_seed(0)
    @tf.function
    def step():
        shares = draws.uniform((len(real), 1))
        points = shares * real + (1 - shares) * fake
        with tf.GradientTape() as tape:
            gap = tf.reduce_mean(critic(real)) - tf.reduce_mean(critic(fake))
            with tf.GradientTape() as inner:
                inner.watch(points)
                scores = critic(points)
            slopes = inner.gradient(scores, points)  # (batch, 1)
            price = -gap + weight * losses.gradient_penalty(slopes[:, None, None, :])
        weights = critic.trainable_variables
        optimizer.apply(tape.gradient(price, weights), weights)
        return gap, tf.reduce_mean(tf.abs(slopes))
    return np.array([step() for _ in range(steps)]).T

# %% tags=["core"]
rng = np.random.default_rng(0)
real, fake = (rng.normal(at, 0.5, (256, 1)).astype("float32") for at in (2.0, -2.0))
exact = wasserstein(real[:, 0], fake[:, 0])
free, leashed = train_critic(0.0, real, fake), train_critic(10.0, real, fake)
series = {"free critic": free[0], "with penalty": leashed[0],
          "by sorting": np.full(len(free[0]), exact)}
figure = plots.curves(np.arange(1, len(free[0]) + 1), series, "step", "gap of mean scores",
                      "Without a leash the scores run away", y_log=True, height=3.8)
gap, steep = leashed[:, -50:].mean(axis=1)
plots.show(figure, f"On a log scale: the free critic's gap climbs to {free[0, -1]:.0f} and on; with "
           f"the penalty it settles near {gap:.1f}; the distance is {exact:.1f}.")
print(f"last 50 steps: gap {gap:.1f}, slope {steep:.1f}, gap / slope {gap / steep:.1f}; "
      f"by sorting {exact:.1f}")

# %% [markdown] tags=["core"]
# The leash is elastic. A critic with slope s has the gap 4s and pays 10(s − 1)². It gains most
# at s = 1 + 4/20 = 1.2, where the gap is 4.8. So the raw gap is about a fifth too large; divided
# by the slope it is the distance.
#
# **Takeaway.** A critic measures distance only while its slope is bounded. Each point's slope
# counts, not the batch's.
#
# ## 5. Is it the cure?
#
# The first figure says so, but six runs are few. Repeat it with six other seeds. **Predict**: with
# the penalty, how many islands does the worst of the six new runs reach?

# %% [markdown] tags=["instructor", "core"]
# **4 min** · It spreads better; it does not paint better.
#
# - **Slide:** With the penalty: 7 or 8 islands in twelve runs
# - **Slide:** But a quarter of its points on land, against a half
# - **Ask:** six new seeds: how many islands does the worst run reach?
# - **Goes wrong:** the room's numbers differ from the text's by a run or two. Such games magnify
#   the last bit of a rounding.

# %% tags=["core"]
predict("04.c", ...)

# %% tags=["core"]
again = {
    "non-saturating, again": train_on_ring("non_saturating", STEPS, seed=10),
    "Wasserstein + penalty, again": train_on_ring("wasserstein", STEPS, gradient_penalty=1.0, seed=10),
}
figure = coverage_figure({**results, **again}, "A dot is a run",
                         "Right: mean islands, and the share of points that are on land")
plots.show(figure, coverage_text({**results, **again}))
outcome("04.c", min(again["Wasserstein + penalty, again"].final))

# %% [markdown] tags=["core"]
# On the machine of this course, twelve runs with the penalty reached 7 or 8 islands each. Twelve
# non-saturating runs reached 3 to 8, six minimax runs 1 to 3. Your numbers may differ a little:
# such games magnify the last bit of a rounding.
#
# So the new loss **spreads** better. It does not **paint** better: about a quarter of its points
# are on land, against half for non-saturating. A cure for one fault is not a cure for all.
#
# **Takeaway.** Count over seeds before you speak of a cure. Here CORE ends.

# %% [markdown] tags=["studio"]
# ## STUDIO: stay with the logit
#
# Our networks end without a sigmoid. Why? sigmoid(40) is exactly 1 in float32, and log(1 − 1) is
# −infinity. But −log sigmoid(s) = log(1 + e^(−s)), the **softplus** of −s, which a computer finds
# for any s. So a loss takes logits and hides the sigmoid inside. Apply one more outside, and the
# loss still falls, on the wrong numbers.

# %% [markdown] tags=["instructor", "studio"]
# **10 min** · A loss takes logits and hides the sigmoid inside.
#
# - **Slide:** sigmoid(40) is exactly 1 in float32
# - **Slide:** Twice a sigmoid: the loss falls, on the wrong numbers
# - **Goes wrong:** exercise 04.2 breaks at a logit of 1000: the sigmoid came first.
#   `np.logaddexp(0, x)` is softplus.

# %% tags=["studio"]
price = keras.losses.BinaryCrossentropy(from_logits=True)
fake, sure = np.array([[0.0]]), np.array([[40.0]], "float32")  # a fake; D is sure: real
with np.errstate(divide="ignore"):
    rounded = -np.log(1 - 1 / (1 + np.exp(-sure[0, 0])))
print(f"by probabilities {rounded}, by logits {float(price(fake, sure)):.1f}")
print(f"sigmoid twice {float(price(fake, tf.sigmoid(sure))):.3f}")
#> by probabilities inf, by logits 40.0
#> sigmoid twice 1.313

# %% [markdown] tags=["studio"]
# ### Exercise 04.2: the loss from logits
#
# Write the mean cross-entropy for `labels` and `logits`. It must survive a logit of 1000.
# `np.logaddexp(a, b)` is log(e^a + e^b) without overflow.

# %% tags=["studio"]
def loss_from_logits(labels, logits):
    ### BEGIN SOLUTION
    for_real, for_fake = np.logaddexp(0, -logits), np.logaddexp(0, logits)
    return np.mean(labels * for_real + (1 - labels) * for_fake)
    ### END SOLUTION

check("04.2", loss_from_logits)

# %% [markdown] tags=["studio"]
# ## STUDIO: more candidates
#
# - **Least squares**: D should say 1 for real and 0 for fake; both players pay half the squared
#   error. Slope for G: output − 1, large far away.
# - **Hinge**: D pays only for real points under 1 and fakes over −1. G lowers −output.
# - **R1**: the non-saturating loss, and D pays half the *squared* slope at real points.
# - **Free critic**: Wasserstein without penalty, to see what the leash is worth.

# %% [markdown] tags=["instructor", "studio"]
# **12 min** · What the two cures share is a bound on D's slope, not a formula.
#
# - **Slide:** Least squares and hinge: 4 to 7 islands
# - **Slide:** R1 matches the leashed critic
# - **Slide:** The free critic is a gamble: 8 or 1 to 3
# - **Ask:** which two rows are alike, and what do they share?

# %% tags=["studio"]
more = {
    "least squares": train_on_ring("least_squares", STEPS),
    "hinge": train_on_ring("hinge", STEPS),
    "non-saturating + R1": train_on_ring("non_saturating", STEPS, r1=0.1),
    "Wasserstein, free": train_on_ring("wasserstein", STEPS),
}
everything = {**results, **more}
figure = coverage_figure(everything, "Seven candidates, D ahead", "Six runs each; right: mean islands, share on land")
plots.show(figure, coverage_text(everything))

# %% [markdown] tags=["studio"]
# Measured here: R1 matches the leashed critic, 7 or 8 islands, and is as blurred. Least squares
# and hinge reach 4 to 7: no cure. The free critic is a gamble: three runs reach 8, three 1 to 3.
# What the two cures share is a bound on D's **slope**, not the formula of the loss.
#
# ## STUDIO: what no loss cures
#
# In lesson 03 it was **G** that was ahead, by a learning rate ten times D's. Here is that
# imbalance on the islands; and, last, minimax with rates that suit it: G's 2e-3, D's 1e-3.

# %% [markdown] tags=["instructor", "studio"]
# **18 min** · First balance the players, then bound D's slope, then argue about formulas.
#
# - **Slide:** G ahead: no loss holds
# - **Slide:** Balanced rates: plain minimax reaches 7 or 8
# - **Ask:** what would you change first in a GAN that collapses?
# - **Goes wrong:** the animals take long with the studio budget. Read the table in the text; the
#   class budget shows G ahead only.
# - **Late:** skip to *Recap*: show the chart of the three balances.

# %% tags=["studio"]
ahead = {"learning_rate": (5e-3, 5e-4)}
balance = {
    "G ahead: non-saturating": train_on_ring("non_saturating", STEPS, **ahead),
    "G ahead: Wasserstein + penalty": train_on_ring("wasserstein", STEPS, gradient_penalty=1.0, **ahead),
    "balanced: minimax": train_on_ring("minimax", STEPS, learning_rate=(2e-3, 1e-3)),
}
figure = coverage_figure(balance, "Another balance, another outcome", "Six runs each; right: mean islands, share on land")
plots.show(figure, coverage_text(balance))

# %% [markdown] tags=["studio"]
# With G ahead, no loss holds: the critic and its penalty reach 0 to 6 islands, non-saturating 1 to
# 7. The critic must be good before its score means anything, and here it has no time. With
# balanced rates plain minimax, the worst loss above, reaches 7 or 8.
#
# Now the animals of lesson 03, from scratch and short, two seeds. **Variety** is the pixel variance of the
# fakes divided by that of real pictures: 0 for one picture over and over.

# %% tags=["studio"]
import itertools
from artlab import datasets, gan
from artlab.gan.metrics import class_coverage, variety

animals = datasets.animals()
candidates = {"non-saturating": ("non_saturating", 0.0), "penalty": ("wasserstein", 10.0)}
balances = {"G ahead": (5e-4, 5e-5)}
if runtime.mode() == "studio":  # this takes minutes
    balances["D ahead"] = (2e-4, 1e-3)
for ahead, name, seed in itertools.product(balances, candidates, (0, 1)):
    players = gan.dense_generator(seed=seed), gan.dense_discriminator(seed=seed)
    loss, weight = candidates[name]
    run = gan.Trainer(*players, loss, learning_rate=balances[ahead], gradient_penalty=weight,
                      batch_size=32, seed=seed, snapshot_every=1000)
    run.fit(animals.images, runtime.budget(cpu=40, gpu=40, studio=400), progress=False)
    pictures = run.generate(256)
    print(f"{ahead}, {name}, seed {seed}: variety {variety(pictures, animals.images):.2f}, "
          f"classes {class_coverage(pictures).num_covered}")

# %% [markdown] tags=["studio"]
# With G ahead both losses end near variety 0. Longer runs do not help: after 400 steps (the studio
# budget) non-saturating stands at .04 and .03, the penalty at .00 twice.
#
# With **D** ahead the islands' story repeats after 400 steps: non-saturating has variety .46 and
# .49 and 1 class of ten, the penalty .83 and .85, and 7 classes both times.
#
# **Takeaway.** First balance the players, then bound D's slope, then argue about formulas.

# %% [markdown] tags=["studio"]
# ## STUDIO: the clinic
#
# Seven trainings with the animals, shipped as recordings. One is healthy. Each of the others is
# ill from **one** cause:
#
# | illness | cause |
# |---|---|
# | `"mode collapse"` | G's steps are ten times as large as D's |
# | `"winning discriminator"` | D's steps are a hundred times as large as G's |
# | `"saturated generator"` | G plays minimax |
# | `"swapped labels"` | D is taught: real is 0, fake is 1 |
# | `"forgotten freeze"` | lesson 03's popular loop, D never frozen: G's step moves D too |
# | `"wrong image range"` | G ends in a sigmoid; the animals lie in [−1, 1] |
#
# You get what a doctor gets: curves, and sixteen fixed latents at six steps. Ask: Do the sixteen
# differ? Do they still change? Which does D call real? Is the ground black?

# %% [markdown] tags=["instructor", "studio"]
# **10 min** · A loss says who is ahead; the illness is in all curves and the pictures together.
#
# - **Slide:** Do the sixteen differ? Do they still change?
# - **Slide:** Which does D call real? Is the ground black?
# - **Slide:** Two patients have both losses at 0: only D(real) tells them apart
# - **Ask:** three patients have a D that is always right. What else do you look at?
# - **Goes wrong:** the room decides by the losses alone. Cover the upper curves of two sheets and let
#   them find out from the rest.
# - **Goes wrong:** "it has collapsed" is said wherever variety is low. A low variety may be a
#   consequence of another cause; `check` says so.
# - **Late:** skip to *Recap*; show two sheets whose losses look alike, and name them.

# %% tags=["studio"]
from artlab.gan import clinic

for name, patient in clinic.ward().items():
    title = "The healthy training" if name == clinic.HEALTHY else f"Patient {name}"
    plots.show(plots.patient_sheet(patient, title), clinic.describe(patient))

# %% [markdown] tags=["studio"]
# ### Exercise 04.4: six patients
#
# Give each letter its illness. Letters that you leave at `...` are not judged yet.

# %% tags=["studio"]
### BEGIN SOLUTION
### STUB: diagnoses = {"A": ..., "B": ..., "C": ..., "D": ..., "E": ..., "F": ...}
diagnoses = {
    "A": "saturated generator", "B": "wrong image range", "C": "forgotten freeze",
    "D": "mode collapse", "E": "swapped labels", "F": "winning discriminator",
}
### END SOLUTION
check("04.4", diagnoses)

# %% [markdown]
# ## Recap
#
# - Cross-entropy: minus the mean log of what the truth was given. Work with logits.
# - A loss acts through its slope. Minimax: −D, dead when D is ahead. Non-saturating: −(1 − D).
# - L_G contains G, and L_D its minus signs. Only minimax is zero-sum.
# - A critic with slope at most 1 measures a distance; the penalty holds each point's slope near 1.
# - A collapse is cured or not *over seeds*, and the balance of the players is part of the cure.
# - A sick training is told by all its curves and its pictures together.
#
# ## Quiz and glossary

# %% [markdown] tags=["instructor", "core"]
# **1 min** · Slopes, signs, seeds, balance.
#
# - **Slide:** A loss acts through its slope
# - **Slide:** A cure is counted over seeds

# %% [markdown] tags=["instructor", "core"]
# **2 min** · Five questions; the slider answers one of them.
#
# - **Slide:** Five questions, wrong answers explained

# %%
display(recap("04"), quiz("04"), glossary("04"))

# %% [markdown]
# ## On your own
#
# - Change `gradient_penalty` to 0.1 and to 10. Which runs break first, and how?
# - Add R1 to the hinge and to least squares. Does your count change?
# - Write your own pair as `gan.losses.AdversarialLoss("mine", generator, discriminator)` and hand
#   it to `train_on_ring`.
#
# ## Further reading
#
# - Goodfellow et al. 2014, *Generative Adversarial Nets*: L_D is the negative of equation 1; section 3 proposes the
#   non-saturating loss.
# - Goodfellow 2016, *NIPS Tutorial: GANs*, section 3.2: which games are zero-sum.
# - Arjovsky, Chintala, Bottou 2017, *Wasserstein GAN*: equation 2 is the gap of scores; clipping.
# - Gulrajani et al. 2017, *Improved Training of Wasserstein GANs*: equation 3 is the penalty.
# - Mao et al. 2017, *Least Squares GANs*, equation 9. Lim and Ye 2017, *Geometric GAN*; Miyato et
#   al. 2018, equations 16 and 17: hinge.
# - Mescheder et al. 2018, *Which Training Methods for GANs do actually Converge?*: equation 9, R1.
# - Metz et al. 2017, *Unrolled GANs*, section 3.1: the ring. Lucic et al. 2018, *Are GANs Created
#   Equal?*: with enough tuning and seeds, many losses come out alike.
