# %% [markdown]
# # Play the game of two networks
#
# One player draws fakes. The other tells fakes from real things. Both get better because the
# other does. Here you play one side yourself, in the plane, where everything can be seen.
#
# | | |
# |---|---|
# | Level | after lesson 01: probabilities, logarithms, slopes, a small network |
# | Class | CORE 45 min, STUDIO 45 min |
# | Compute | CPU: about 25 s in all (22 s of processor time measured); GPU: not measured |
# | Memory | 0.8 GB |
# | You need | nothing from another lesson |
# | You end up with | two networks that turn random numbers into a ring of eight clumps |
#
# **You will** be a generator; compute the value of the game by hand; train a network that finds
# p / (p + q) from samples alone; learn why the game ends at −log 4, and why it may not end at
# all; and mend five statements about GANs that popular texts get wrong.

# %% tags=["setup", "core"]
import sys
if "google.colab" in sys.modules:  # Colab has all but the course itself
    # %pip install -q --no-deps git+https://github.com/artlab-course/artlab
    print("artlab is here")
import artlab
import numpy as np
from artlab import plots, runtime, widgets
from IPython.display import display
from artlab.classroom import check, glossary, hint, outcome, predict, quiz, recap, solution
print(runtime.summary())

# %% [markdown] tags=["core"]
# ## The result first: you are the generator
#
# Blue circles are **real**: they are given. Vermilion triangles are **generated**: they are
# yours. The colour of the plane is the opinion of your opponent. Where the plane is blue, it
# takes a point for real; where it is vermilion, for generated; where it is grey, it cannot tell.
#
# Move your cloud. Your opponent learns again after every move. **Make the whole plane grey.**

# %% [markdown] tags=["instructor", "core"]
# **8 min** · You are G; your opponent learns again after every move of yours.
#
# - **Slide:** Blue: D takes it for real. Vermilion: for generated. Grey: it cannot tell
# - **Slide:** Make the whole plane grey
# - **Slide:** The arrow is the slope that D offers you
# - **Ask:** who has got it grey? Read out your three numbers; they are nearly the same.
# - **Goes wrong:** with *D learns* off it is fooled in no time, and this is taken for winning. An
#   opponent that sleeps is easy to fool.
# - **Goes wrong:** the corners stay coloured. No point lies there, so nothing has taught D what to
#   say.

# %% tags=["core"]
widgets.be_the_generator()

# %% [markdown] tags=["core"]
# You have just been a **generator**, G: a function that turns random numbers, the **latents**,
# into points. Yours shifts and stretches one fixed cloud of latents. Your sliders are its three
# weights.
#
# Your opponent is a **discriminator**, D: a function from a point x to D(x), the probability that
# x is real. This one is a logistic regression (lesson 01) on six features: 1, x, y, x², xy, y².
# After each move it starts from its old weights and takes a few Newton steps, which are descent
# steps that also use the curvature.
#
# Now press **Let G take a step** a few times: the arrow is the slope that D offers you. Then
# switch **D learns** off and walk into the blue. An opponent that sleeps is easy to fool.

# %% [markdown] tags=["core"]
# ## 1. Two players, one number
#
# In words: *D is good if it gives high probability to real points, and low probability to
# generated ones.* One number says how good, the **value**:
#
# $$V(D, G) = \text{mean of } \log D(x) \text{ over real } x
# \;+\; \text{mean of } \log (1 - D(G(z))) \text{ over latents } z$$
#
# D wants V large. G wants V small (Goodfellow 2014, eq. 1).
#
# By hand: D says .8 to one real point and .3 to one generated point. Then
# V = log .8 + log .7 = −.223 − .357 = −.580.

# %% [markdown] tags=["instructor", "core"]
# **11 min** · One number, two wishes: D wants V large, G wants it small, and slopes run through D
# into G.
#
# - **Slide:** $V$ = mean of $\log D(x)$ over real + mean of $\log(1 - D(G(z)))$ over fakes
# - **Slide:** D's loss is $-V$: the minus is not decoration
# - **Slide:** G does not make D's error small, it raises it
# - **Slide:** No reward is sampled: the chain rule runs through D into G
# - **Ask:** D minimises $+V$ by mistake. What does it say to real points in the end?
# - **Goes wrong:** "a GAN is reinforcement learning": let the cell compare the slope through D with
#   bare verdicts, whose slope is 0.
# - **Late:** skip to *2. What the best D says* after the sign of the loss; the two popular
#   sentences are in the quiz.

# %% tags=["core"]
def value(on_real, on_fake):
    """V, from D's probabilities for real and for generated points."""
    return np.mean(np.log(on_real)) + np.mean(np.log(1 - on_fake))

print(f"{value(np.array([0.8]), np.array([0.3])):.3f}")
print(f"{value(np.array([0.99]), np.array([0.01])):.3f}")
#> -0.580
#> -0.020

# %% [markdown] tags=["core"]
# A D that is nearly always right has a V just below 0, the highest value there is.
#
# A network is trained by making a **loss** small. D wants V large, so its loss is **−V**. Some
# texts print V itself as D's loss. Does the sign matter?

# %% tags=["core"]
predict("02.a", ...)  # "real", "fake" or "one half"

# %% tags=["core"]
rng = np.random.default_rng(0)
real, fake = rng.normal(1, 1, 500), rng.normal(-1, 1, 500)

def sigmoid(logits):
    return 1 / (1 + np.exp(-np.asarray(logits)))

def train_tiny(sign, steps=200, rate=0.1):
    """D(x) = sigmoid(weight * x + bias) descends on sign * V; returns D at the real points."""
    weight, bias = 0.0, 0.0
    for _ in range(steps):
        # V's slope by the logit is 1 - D at a real point and -D at a generated one.
        on_real, on_fake = 1 - sigmoid(weight * real + bias), -sigmoid(weight * fake + bias)
        weight -= rate * sign * (np.mean(on_real * real) + np.mean(on_fake * fake))
        bias -= rate * sign * (np.mean(on_real) + np.mean(on_fake))
    return sigmoid(weight * real + bias)

print(f"loss -V: mean D(real) = {train_tiny(-1).mean():.2f}")
print(f"loss +V: mean D(real) = {train_tiny(+1).mean():.2f}")
outcome("02.a", "fake")

# %% [markdown] tags=["core"]
# ### "G's loss is D's error on the fakes": it is the other way round
#
# D's error on generated points is −mean log(1 − D(G(z))). G does not want it small. G wants D to
# be wrong, so **G raises that error**. What G makes small in practice is −mean log D(G(z)).
#
# Let the generated cloud come closer to the real one, with a fresh D at every distance. Watch both.

# %% tags=["core"]
from artlab.widgets.quadratic import QuadraticDiscriminator, latents

noise, real = latents(300, seed=0), latents(300, seed=1)
distances, error_of_d, loss_of_g = np.linspace(0, 3, 25), [], []
for distance in distances:
    fake = noise + np.array([distance, 0])
    on_fake = QuadraticDiscriminator().fit(real, fake)(fake)
    error_of_d.append(-np.mean(np.log(1 - on_fake)))
    loss_of_g.append(-np.mean(np.log(on_fake)))
figure = plots.curves(
    distances, {"D's error on fakes": error_of_d, "G's loss": loss_of_g},
    "distance between the clouds", "mean loss", "As G improves, D's error rises and G's loss falls",
    "read from right to left: the generated cloud comes closer")
plots.show(figure, "From distance 3 down to 0, D's error on fakes rises to log 2 and G's loss falls to log 2.")

# %% [markdown] tags=["core"]
# ### "A GAN is reinforcement learning": it is not
#
# In reinforcement learning a player gets a score and must find out by trying what would have been
# better. G gets more. D is a smooth function, so the chain rule runs **through D into G**: every
# generated point is told which way to move (Goodfellow 2014, section 3). That is the arrow in the
# widget.
#
# Below, the slope of mean log D(G(z)) by the cloud's x: by the chain rule, and by moving the
# cloud a little. Then D gives bare verdicts, real or fake, instead of probabilities.

# %% tags=["core"]
fake = 0.5 * noise + np.array([-1.5, 0])
opponent = QuadraticDiscriminator().fit(real, fake)

# d log D = (1 - D) * d logit, and every point moves by 1 when the cloud does.
through_d = np.mean((1 - opponent(fake)) * opponent.slopes(fake)[:, 0])

def wiggle(score, size=1e-5):
    move = np.array([size, 0])
    return (score(fake + move) - score(fake - move)) / (2 * size)

print(f"chain rule through D : {through_d:.4f}")
print(f"by moving the cloud  : {wiggle(lambda points: np.mean(np.log(opponent(points)))):.4f}")
print(f"verdicts only        : {wiggle(lambda points: np.mean(opponent(points) > 0.5)):.4f}")

# %% [markdown] tags=["core"]
# **Takeaway.** One number, two wishes: D minimises −V, G wants V small, and G learns from D's slope.
#
# ## 2. What the best D says
#
# In words: *at each spot, the best D answers with the share of real points there.* If 30 real and
# 10 generated points fall near x, D should say 30 / 40 = .75. The **density** of
# a cloud at x says how closely its points fall there. With p for real and q for generated:
#
# $$D^*(x) = \frac{p(x)}{p(x) + q(x)}$$
#
# <details><summary>Proof</summary>
#
# V adds up p(x) log d + q(x) log(1 − d) over all x, with d = D(x). At each x choose the best d. The
# slope by d is p/d − q/(1 − d). It is zero at d = p/(p + q), positive before and negative after,
# so this is the maximum (Goodfellow 2014, proposition 1).
# </details>
#
# **Exercise 02.1.** At some x, p(x) = .3 and q(x) = .1. What does the best D say there?

# %% [markdown] tags=["instructor", "core"]
# **13 min** · At each spot the best D answers with the share of real points there.
#
# - **Slide:** $D^*(x) = \frac{p(x)}{p(x) + q(x)}$
# - **Slide:** 30 real and 10 generated points near x: 30 / 40
# - **Slide:** D finds it from samples; it never sees p or q
# - **Ask:** how far from the formula does a network end up that has only seen samples?
# - **Goes wrong:** exercise 02.1 with .3: that is the density, not the share of the real. With 3:
#   those are the odds.
# - **Goes wrong:** while D trains, some look at the far ends of the curve and call it wrong. There
#   are no points there.
# - **Late:** skip to *3. Where the game ends: −log 4* once the formula stands; let the training run
#   in the background.

# %% tags=["core"]
### BEGIN SOLUTION
best = 0.3 / (0.3 + 0.1)
### END SOLUTION
check("02.1", best)

# %% [markdown] tags=["core"]
# Now a test of the formula. The world has one dimension, so that everything can be drawn. The real
# points come from two bell curves, the generated ones from two others. We know both densities.
# **D never sees them**: it gets samples with labels. Our network ends in a **logit**, the log of
# the odds; a sigmoid turns it into a probability.

# %% tags=["core"]
def density(x, centres, spreads, shares):
    """A mixture of bell curves, at places x of shape (num,)."""
    bells = np.exp(-0.5 * ((x[:, None] - centres) / spreads) ** 2)
    return bells / (spreads * np.sqrt(2 * np.pi)) @ shares

def draw(num, rng, centres, spreads, shares):
    """Samples of that mixture, float32 (num, 1)."""
    clump = rng.choice(len(shares), num, p=shares)
    return rng.normal(centres[clump], spreads[clump])[:, None].astype("float32")

# rows: centres, spreads, shares
real_world = np.array([[-2.0, 1.0], [0.5, 0.8], [0.4, 0.6]])
fake_world = np.array([[-0.5, 2.5], [0.8, 0.6], [0.6, 0.4]])
predict("02.b", ...)  # "under 0.02", "0.02 to 0.2" or "over 0.2"

# %% tags=["core"]
from tqdm.auto import tqdm
tf, keras = runtime.load("tensorflow", "keras")

def make_network(num_inputs, num_outputs=1, units=32, activation="tanh", seed=0):
    """Two hidden layers; no sigmoid at the end, so a discriminator gives logits."""
    keras.utils.set_random_seed(seed)
    return keras.Sequential([
        keras.Input((num_inputs,)),
        keras.layers.Dense(units, activation=activation),
        keras.layers.Dense(units, activation=activation),
        keras.layers.Dense(num_outputs),
    ])

def discriminator_loss(real_logits, fake_logits):
    """-V from logits: softplus(t) = log(1 + exp(t)) turns -logit into -log D."""
    on_real = keras.ops.mean(keras.ops.softplus(-real_logits))
    return on_real + keras.ops.mean(keras.ops.softplus(fake_logits))

# %% tags=["core"]
def train_discriminator(network, draw_real, draw_fake, steps, batch=1024, seed=0):
    """D alone learns, on fresh samples at every step; the step size falls to 0."""
    rate = keras.optimizers.schedules.CosineDecay(0.02, steps)
    optimizer = keras.optimizers.Adam(rate)
    optimizer.build(network.trainable_variables)

    @tf.function
    def step(real, fake):
        with tf.GradientTape() as tape:
            loss = discriminator_loss(network(real), network(fake))
        slopes = tape.gradient(loss, network.trainable_variables)
        optimizer.apply(slopes, network.trainable_variables)

    rng = np.random.default_rng(seed)
    for _ in tqdm(range(steps), desc="D learns"):
        step(draw_real(batch, rng), draw_fake(batch, rng))

learner = make_network(1)
train_discriminator(
    learner, lambda num, rng: draw(num, rng, *real_world),
    lambda num, rng: draw(num, rng, *fake_world), runtime.budget(cpu=600, gpu=600, studio=2000))

# %% tags=["core"]
x = np.linspace(-6, 6, 1201)
p, q = density(x, *real_world), density(x, *fake_world)
learned = sigmoid(learner(x[:, None]))[:, 0]
gap = np.sum(np.abs(learned - p / (p + q)) * (p + q) / 2) * (x[1] - x[0])

print(f"mean of |D - p/(p+q)| under (p+q)/2: {gap:.4f}, at most 0.02: {gap <= 0.02}")
figure = plots.curves(
    x, {"p / (p + q)": p / (p + q), "D, learned": learned, "p, real": p, "q, generated": q},
    "x", "probability, or density", "D finds p / (p + q) without ever seeing p or q",
    f"mean distance {gap:.4f}; D is one half where p and q cross")
plots.show(figure, f"The learned D lies on p/(p+q) with a mean distance of {gap:.4f}; it leaves it only where hardly any point falls.")
outcome("02.b", "under 0.02" if gap <= 0.02 else "0.02 to 0.2")

# %% [markdown] tags=["core"]
# Look at the far ends, where there are no points at all. D still answers, but nothing has taught
# it what to say there. The corners in the widget are coloured for the same reason.
#
# **Takeaway.** The best D says p / (p + q), and samples with labels are enough to learn it.
#
# ## 3. Where the game ends: −log 4
#
# Suppose that G is perfect: q = p everywhere. Then the best D says p / (p + p) = 1/2 to everything.
#
# **Exercise 02.2.** What is V then? Work it out with `np.log`.

# %% [markdown] tags=["instructor", "core"]
# **8 min** · Against the best D, the value is minus log 4 plus twice a distance.
#
# - **Slide:** G perfect: D says 1/2 to everything
# - **Slide:** $V = \log \frac12 + \log \frac12 = -\log 4$
# - **Slide:** $V(D^*, G) = -\log 4 + 2\,\mathrm{JS}$: lowest at q = p
# - **Ask:** what is V when nobody can tell?
# - **Goes wrong:** exercise 02.2 with 0, "because nobody wins". Put one half into both terms.
# - **Goes wrong:** `np.log10`: the value is in nats.

# %% tags=["core"]
### BEGIN SOLUTION
end = np.log(0.5) + np.log(1 - 0.5)
### END SOLUTION
check("02.2", end)

# %% [markdown] tags=["core"]
# In words: *against the best D, the value is −log 4 plus twice a distance between p and q.* The
# distance is the **Jensen-Shannon divergence**, JS. It is 0 when p = q and at most log 2. So G
# cannot push V below −log 4 against the best D, and gets there only with q = p.
#
# <details><summary>Proof</summary>
#
# Let m = (p + q)/2. Then D* = p/(2m) and 1 − D* = q/(2m). So V is the mean of log(p/m) over p
# plus the mean of log(q/m) over q, minus 2 log 2. The two means are, by definition, twice JS. Each
# is a Kullback-Leibler divergence, which is never negative and is 0 only if p = m, that is p = q
# (Goodfellow 2014, theorem 1).
# </details>

# %% tags=["core"]
grid = np.linspace(-8, 14, 2201)
width = grid[1] - grid[0]
shifts, values, divergences = np.linspace(0, 6, 31), [], []
for shift in shifts:
    p, q = (density(grid, np.array([c]), np.ones(1), np.ones(1)) for c in (0.0, shift))
    middle = (p + q) / 2
    values.append(np.sum(p * np.log(p / (p + q)) + q * np.log(q / (p + q))) * width)
    divergences.append(np.sum(p * np.log(p / middle) + q * np.log(q / middle)) / 2 * width)

figure = plots.curves(
    shifts, {"V(D*, G)": values, "−log 4 + 2 JS": -np.log(4) + 2 * np.array(divergences)},
    "distance between two bell curves of width 1", "value", "The best D leaves G only one way down",
    "0: D is always right; −log 4 = −1.386: nobody can tell", y_limits=(-1.5, 0.05))
plots.show(figure, "Both lines are one: they rise from minus log 4 at distance 0 towards 0 at distance 6.")

# %% [markdown] tags=["studio"]
# **Takeaway.** Against the best D, V is lowest at −log 4, and there the generated points are
# distributed as the real ones.
#
# *Here ends CORE. Go back to the widget: you now know each number that it shows.*
#
# # STUDIO
#
# ## 4. "D cannot tell, so it is realistic": which D?
#
# Theorem 1 speaks of the **best** D of all. Yours is some D. Take real points in two clumps, and a
# G that puts one clump between them, where nothing real is. Two D's look at the same points. The weak
# one has a single layer: it can part the plane with one straight line. The strong one is the
# network of section 2.
#
# The D of the widget is weak too: its six features compare means and spreads, nothing else.

# %% [markdown] tags=["instructor", "studio"]
# **10 min** · One half proves something for the best D only; yours is some D.
#
# - **Slide:** A weak D says 1/2 to a G that hits nothing real
# - **Slide:** Theorem 1 speaks of the best D of all
# - **Ask:** a straight line as D, two clumps, a fake clump between them: what does it say?
# - **Goes wrong:** exercise 02.3 with A or B. Point at the two panels: same points, two opinions.

# %% tags=["studio"]
predict("02.c", ...)  # "real", "fake" or "one half"

# %% tags=["studio", "cover"]
def two_clumps(num, rng):
    return (rng.choice([-2, 2], (num, 1)) * [1, 0] + 0.4 * rng.normal(size=(num, 2))).astype("float32")

def between(num, rng):
    return 0.4 * rng.normal(size=(num, 2)).astype("float32")

weak = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
judges = {"weak: one straight line": weak, "strong: two hidden layers": make_network(2)}
rng, extent, panels = np.random.default_rng(1), (-4, 4, -4, 4), {}
real, fake = two_clumps(300, rng), between(300, rng)
for name, judge in judges.items():
    train_discriminator(judge, two_clumps, between, steps=200)
    on_real, on_fake = sigmoid(judge(real)), sigmoid(judge(fake))
    print(f"{name}: mean D(real) {on_real.mean():.2f}, mean D(generated) {on_fake.mean():.2f}")
    panels[name] = (real, fake, sigmoid(judge(widgets.plane_places(extent))))
figure = widgets.planes(panels, extent, "The same points, two opinions")
plots.show(figure, "The weak D is grey everywhere; the strong D is blue on the two real clumps, vermilion on the generated one.")
outcome("02.c", "one half")

# %% [markdown] tags=["studio"]
# **Exercise 02.3.** Some D says 1/2 to every point, real or generated. What follows?
#
# - A. G is perfect.
# - B. The game is at its equilibrium: neither player can do better.
# - C. This D cannot tell them apart. Another one perhaps can.
# - D. D needs more training steps.

# %% tags=["studio"]
### BEGIN SOLUTION
answer = "C"
### END SOLUTION
check("02.3", answer)

# %% [markdown] tags=["studio"]
# **Takeaway.** D = 1/2 says something about G only if D is good. Judge G by something else too
# (lesson 05).
#
# ## 5. "It is zero-sum": only one pair of losses is
#
# **Zero-sum** means that the losses of the two players always add up to 0. −V for D and V for G do.
# In practice G minimises −mean log D(G(z)), the **non-saturating loss**: label the fakes 1, use
# cross-entropy. It pulls G the same way, but the sum is no longer fixed (Goodfellow 2016, section
# 3.2.3). Why anybody prefers it is the story of lesson 04.

# %% [markdown] tags=["instructor", "studio"]
# **5 min** · Ask which losses before you say zero-sum.
#
# - **Slide:** −V and V add up to 0
# - **Slide:** The non-saturating pair does not
# - **Ask:** which column of the table is zero in every row?
# - **Late:** skip to *6. Why it may never end: a saddle*; lesson 04 takes this up.

# %% tags=["studio"]
from artlab.gan import losses

print("logit of real, fake    minimax pair    non-saturating pair")
for real_logit, fake_logit in [(0.0, 0.0), (2.0, -2.0), (3.0, 1.0)]:
    real_logits, fake_logits = np.array([[real_logit]]), np.array([[fake_logit]])
    loss_of_d = float(discriminator_loss(real_logits, fake_logits))
    minimax = loss_of_d + value(sigmoid(real_logits), sigmoid(fake_logits))
    non_saturating = loss_of_d + float(losses.non_saturating_generator(fake_logits))
    print(f"{real_logit:7.1f} {fake_logit:6.1f} {abs(minimax):18.3f} {non_saturating:18.3f}")
#> logit of real, fake    minimax pair    non-saturating pair
#>     0.0    0.0              0.000              2.079
#>     2.0   -2.0              0.000              2.381
#>     3.0    1.0              0.000              1.675

# %% [markdown] tags=["studio"]
# **Takeaway.** Ask which losses before you say zero-sum.
#
# ## 6. Why it may never end: a saddle
#
# The end of the game is a **saddle point**: lowest in one player's direction, highest in the
# other's. The smallest one is f(x, y) = x·y at (0, 0). Player x descends, player y climbs. The
# slope by x is y; the slope by y is x.
#
# By hand, with step size η = .5 from (1, 0): x stays at 1 − .5·0 = 1; y goes to 0 + .5·1 = .5. The
# distance from the saddle was 1. Now it is √(1² + .5²) = 1.118: **further away**.
#
# **Exercise 02.4.** Write one simultaneous step: both players start from the same place.

# %% [markdown] tags=["instructor", "studio"]
# **15 min** · Two players who step at once do not circle; they spiral out.
#
# - **Slide:** $f(x, y) = x \cdot y$: x descends, y climbs
# - **Slide:** One step together: the distance grows by $\sqrt{1 + \eta^2}$
# - **Slide:** Taking turns: around. Looking ahead, or damping: in
# - **Ask:** which of the four walks ends at the saddle?
# - **Goes wrong:** exercise 02.4 lets y answer to the new x: that is the alternating step. Both
#   must start from the same place.
# - **Goes wrong:** γ below η in the widget, and damping "does not work". It must exceed η.

# %% tags=["studio"]
def step_together(x, y, rate):
    ### BEGIN SOLUTION
    return x - rate * y, y + rate * x
    ### END SOLUTION

check("02.4", step_together)

# %% [markdown] tags=["studio"]
# Pythagoras: (x − ηy)² + (y + ηx)² = (1 + η²)(x² + y²). **Simultaneous steps do not circle: they
# spiral out, by √(1 + η²) at every step.** Only infinitely small steps circle. Three ways to do better:
#
# - *alternating*: x steps, then y answers to the new x;
# - *extra-gradient*: look one step ahead, come back, and use the slope found there;
# - *damping*: pull y to 0 with strength γ. For GANs this is **R1**: D's slope at real points is
#   kept small (Mescheder 2018, eq. 9).
#
# Read the four functions. Where does each walk lead?

# %% tags=["studio"]
from artlab.widgets.saddle import factor, simultaneous, walk  # simultaneous is exercise 02.4

def alternating(x, y, rate, damping=0.0):
    x = x - rate * y
    return x, y + rate * x

def extra_gradient(x, y, rate, damping=0.0):
    ahead_x, ahead_y = simultaneous(x, y, rate)
    return x - rate * ahead_y, y + rate * ahead_x

def damped(x, y, rate, damping=0.0):
    return x - rate * y, y + rate * (x - damping * y)

predict("02.d", ...)  # alternating steps lead "out", "around" or "in"

# %% tags=["studio"]
display(outcome("02.d", "around"))
widgets.saddle_walk()

# %% tags=["studio"]
rate, damping = 0.2, 0.5

def per_step(step, num_steps=100):
    """Mean factor of the distance from the saddle, measured over a walk."""
    length = np.hypot(*walk(step, num_steps, rate).T)
    return (length[-1] / length[0]) ** (1 / num_steps)

x, y = walk(alternating, 1000, rate).T
kept = x**2 - rate * x * y + y**2
print(f"simultaneous   {per_step(simultaneous):.4f}  by formula {np.sqrt(1 + rate**2):.4f}")
print(f"alternating    x² - ηxy + y² between {kept.min():.4f} and {kept.max():.4f}")
print(f"extra-gradient {per_step(extra_gradient):.4f}  by formula {np.sqrt(1 - rate**2 + rate**4):.4f}")
print(f"damped         {factor(damped, rate, damping):.4f}  by formula {np.sqrt(1 - rate * damping + rate**2):.4f}")
#> simultaneous   1.0198  by formula 1.0198
#> alternating    x² - ηxy + y² between 1.0000 and 1.0000
#> extra-gradient 0.9806  by formula 0.9806
#> damped         0.9695  by formula 0.9695

# %% [markdown] tags=["studio"]
# Alternating steps stay on an ellipse, for η < 2. Extra-gradient steps shrink by √(1 − η² + η⁴), for
# η < 1. Damped ones shrink in the long run by √(1 − ηγ + η²), for η < γ < 2. In the widget, set γ
# below η: the damping is too weak, and that walk spirals out again.
#
# **Takeaway.** Two players who walk downhill at once need not arrive. Turns, foresight or damping
# help; for real GANs convergence is not guaranteed (Mescheder 2018).
#
# ## 7. Two networks play
#
# The data is a ring of eight clumps. G and D have two hidden layers of 64. Both step at once, so we
# add R1, the damping of section 6. G uses the non-saturating loss.

# %% [markdown] tags=["instructor", "studio"]
# **15 min** · G never saw a real point; all that it knows comes from D's slope.
#
# - **Slide:** A ring of eight clumps; both step at once; R1 damps
# - **Slide:** A hasty G without damping: everything in one clump, then the next
# - **Ask:** in the second game, where will the cloud be in a hundred steps?
# - **Goes wrong:** "it has found one, so it works". Count the clumps: this is mode collapse.
# - **Late:** skip to *Recap*: show the three moments of the second game instead of both trainings.

# %% tags=["studio"]
def make_step(generator, discriminator, generator_rate, discriminator_rate, r1):
    """One simultaneous step of both players, as a compiled function."""
    players = [(generator, keras.optimizers.Adam(generator_rate, beta_1=0.5)),
               (discriminator, keras.optimizers.Adam(discriminator_rate, beta_1=0.5))]
    for player, optimizer in players:
        optimizer.build(player.trainable_variables)

    @tf.function
    def step(real, noise):
        with tf.GradientTape(persistent=True) as tape:
            with tf.GradientTape() as inner:
                inner.watch(real)
                real_logits = discriminator(real)
            slope = inner.gradient(real_logits, real)  # of D's logit by the real points
            penalty = r1 / 2 * tf.reduce_mean(tf.reduce_sum(slope**2, axis=1))
            fake_logits = discriminator(generator(noise))
            generator_loss = tf.reduce_mean(tf.nn.softplus(-fake_logits))
            losses = [generator_loss, discriminator_loss(real_logits, fake_logits) + penalty]
        slopes = [tape.gradient(loss, player.trainable_variables)
                  for loss, (player, _) in zip(losses, players, strict=True)]
        for (player, optimizer), slope in zip(players, slopes, strict=True):
            optimizer.apply(slope, player.trainable_variables)
    return step

# %% tags=["studio"]
angles = np.arange(8) * np.pi / 4
centres = 2 * np.stack([np.cos(angles), np.sin(angles)], axis=1)

def ring(num, rng):
    return (centres[rng.integers(8, size=num)] + 0.1 * rng.normal(size=(num, 2))).astype("float32")

def play(generator_rate, discriminator_rate, r1, steps, seed=0):
    """Trains both players on the ring and draws them forty times on the way."""
    generator = make_network(2, 2, units=64, activation="relu", seed=seed)
    discriminator = make_network(2, 1, units=64, activation="relu", seed=seed + 1)
    step = make_step(generator, discriminator, generator_rate, discriminator_rate, r1)
    rng = np.random.default_rng(seed)
    shown, watched = ring(400, rng), rng.normal(size=(400, 2)).astype("float32")
    arena = widgets.Arena(shown, (-3, 3, -3, 3), centres, radius=0.4)
    display(arena)
    for number in tqdm(range(steps + 1), desc="both learn"):
        if number % (steps // 40) == 0:
            fake = generator(watched)
            now = -float(discriminator_loss(discriminator(shown), discriminator(fake)))
            arena.update(number, fake, sigmoid(discriminator(arena.places)), now)
        step(ring(256, rng), rng.normal(size=(256, 2)).astype("float32"))
    return arena

good = play(2e-3, 2e-3, r1=0.1, steps=runtime.budget(cpu=1000, gpu=1000, studio=4000))

# %% [markdown] tags=["studio"]
# G starts as a blot and spreads until it reaches the clumps. It never saw a real point: all that it
# knows, it learned from D's slope.
#
# Now let G learn five times faster than D, without R1. It rushes to a place that D takes for real,
# with nearly **everything**. When D has understood, G moves on, all at once.

# %% tags=["studio"]
hasty = play(1e-2, 2e-3, r1=0.0, steps=800)

# %% tags=["studio"]
dense = sorted(hasty.frames, key=lambda frame: frame["share"].max())[-3:]
moments = sorted(dense, key=lambda frame: frame["step"])
figure = widgets.planes(
    {f"step {frame['step']}: {frame['share'].max():.0%} in one": (hasty.real, frame["fake"], frame["field"]) for frame in moments},
    hasty.extent, "Three moments of the second game")
plots.show(figure, "Each time the whole generated cloud sits in or near one clump, and the clump changes.")
hasty.replay()

# %% [markdown] tags=["studio"]
# This is **mode collapse**: G draws a few kinds of sample and leaves out the rest. In the plane you
# see it at once. With pictures you need fixed latents, class counts and a trained eye: that is
# lesson 03.
#
# **Takeaway.** G learns the whole of the data only while the two players keep pace.

# %% [markdown]
# ## Recap
#
# - D raises V, G lowers it; D's loss is −V, and G learns through D's slope.
# - The best D says p / (p + q). Against it V = −log 4 + 2 JS, lowest at q = p.
# - D = 1/2 proves something only for the best D.
# - Zero-sum is the pair −V and V; the non-saturating pair is not.
# - Simultaneous steps on x·y spiral out by √(1 + η²); damping brings them in.
#
# ## Quiz
#
# First the table of what you guessed, then five questions.

# %% [markdown] tags=["instructor", "core"]
# **2 min** · V, the best D, minus log 4: three things to take home.
#
# - **Slide:** The best D says p / (p + q); against it V is lowest at −log 4
# - **Slide:** D = 1/2 proves something for the best D only

# %% [markdown] tags=["instructor", "core"]
# **3 min** · First your guesses against the outcomes, then five questions.
#
# - **Slide:** Which of your guesses was furthest off?

# %%
display(recap("02"), quiz("02"))

# %% [markdown]
# ## Glossary

# %%
glossary("02")

# %% [markdown]
# ## On your own
#
# - In the widget, switch D's learning off at the start. How low can you bring V? Below −log 4? Why?
# - Give the weak D of section 4 the feature x². Does it still say 1/2?
# - In section 7, play the first game with `r1=0.0`, for three seeds. What changes?
#
# ## Further reading
#
# - Goodfellow et al., "Generative Adversarial Nets", 2014 (arXiv 1406.2661): the value (eq. 1), the
#   best D (proposition 1), −log 4 (theorem 1), the non-saturating loss (section 3). Eight pages; you
#   can read all of them now.
# - Goodfellow, "NIPS 2016 Tutorial: Generative Adversarial Networks" (arXiv 1701.00160): zero-sum
#   and non-saturating games (sections 3.2.2 and 3.2.3), x·y as an exercise (section 7.2).
# - Mescheder, Geiger and Nowozin, "Which Training Methods for GANs do actually Converge?", 2018
#   (arXiv 1801.04406): the smallest GAN (definition 2.1), simultaneous and alternating steps (lemmas
#   2.3 and 2.4), R1 (eq. 9).
# - Gidel et al., "A Variational Inequality Perspective on Generative Adversarial Networks", 2019
#   (arXiv 1802.10551): extra-gradient for GANs (section 3), after Korpelevich, 1976.
# - Metz et al., "Unrolled Generative Adversarial Networks", 2017 (arXiv 1611.02163): the ring of
#   eight clumps and its collapse (section 3.1).
