# %% [markdown]
# # Teach a small network to tell animals apart
#
# A picture is an array. A model is a function with weights. Learning is walking downhill.
# Three ideas carry this whole course; here you build each of them by hand.
#
# | | |
# |---|---|
# | Level | beginner: school mathematics, a little Python |
# | Class | CORE 45 min, STUDIO 40 min |
# | Compute | CPU: about 20 s in all; GPU: not measured |
# | Memory | 1 GB |
# | You need | nothing from another lesson |
# | You end up with | a network of 25,153 weights, written in NumPy alone, that tells horses from dogs |
#
# **You will** read a picture as numbers; multiply (32, 784) by (784, 10); count your way to the
# logarithm; drag a weight and see the loss move; write a two-layer network, its slopes and its
# training; and meet the same network in Keras.
#
# *Who may skip:* if you can write a softmax that survives a score of 1000, and say which way
# the slope sends a weight and why, go to lesson 02.

# %% tags=["setup", "core"]
import os
import sys
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small products are quickest on one core
if "google.colab" in sys.modules:  # Colab has all but the course itself
    # %pip install -q --no-deps git+https://github.com/artlab-course/artlab
    print("artlab is here")
import numpy as np
from artlab import datasets, plots, runtime, widgets
from artlab.classroom import check, glossary, hint, outcome, predict, quiz, solution
print(runtime.summary())

# %% [markdown] tags=["core"]
# ## The result first
#
# The next cell trains a network on 8,743 silhouettes of ten animals, then asks it about 24
# pictures that it has never seen. Do not read the code yet. At the end of this lesson every
# line of it is an old friend.

# %% [markdown] tags=["instructor", "core"]
# **4 min** · At the end of this lesson every line of this cell is an old friend.
#
# - **Slide:** 8,743 silhouettes to learn from, the rest to be asked about
# - **Slide:** Framed pictures got the wrong name
# - **Ask:** look at the framed ones. Would you have known?
# - **Goes wrong:** students start to read the code. Stop them; it comes back at the end of STUDIO.
# - **Goes wrong:** the first cell waits for TensorFlow, some ten seconds. Run it while people sit
#   down.

# %% tags=["core", "cover"]
keras = runtime.load("keras")
animals = datasets.animals()
train, test = animals.split(0.9, seed=0)

keras.utils.set_random_seed(0)
network = keras.Sequential([
    keras.Input((28, 28, 1)),
    keras.layers.Flatten(),
    keras.layers.Dense(128, activation="relu"),
    keras.layers.Dense(10),
])
surprise = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
network.compile(optimizer="adam", loss=surprise)
epochs = runtime.budget(cpu=6, gpu=6, studio=30)
network.fit(train.images, train.labels, batch_size=128, epochs=epochs, verbose=2)

guesses = network.predict(test.images, verbose=0).argmax(axis=1)
wrong = np.flatnonzero(guesses != test.labels)
figure = plots.image_grid(
    test.images[:24], columns=8, titles=[animals.class_names[guess] for guess in guesses[:24]],
    title="What the network says", highlight=wrong[wrong < 24],
    subtitle=f"{np.mean(guesses == test.labels):.0%} of {len(test)} held-out pictures are right; framed ones are not")
plots.show(figure, "24 animal silhouettes with the network's guess under each; a few are framed as wrong.",
           caption=f"Silhouettes: {animals.source}. {animals.license}.")

# %% [markdown] tags=["core"]
# ## A picture is an array
#
# An *array* is a block of numbers with a **shape** and a **dtype**, the kind of its numbers.
# The animals are one array of four axes: which picture, which row, which column, which colour
# channel. This order is called **NHWC** (number, height, width, channels). Silhouettes have one
# channel; a colour photograph has three.
#
# Move the window. Black is -1, white is 1, and the edges of the animal have values between.

# %% [markdown] tags=["instructor", "core"]
# **5 min** · A picture is a block of numbers with a shape, a kind and a range.
#
# - **Slide:** NHWC: number, height, width, channels
# - **Slide:** `pixels / 127.5 - 1`: from 0…255 to -1…1
# - **Slide:** Two faults: dividing by 255; arithmetic on `uint8`
# - **Ask:** what is 128 + 128 in `uint8`?
# - **Goes wrong:** "dividing by 255 is scaling too". It is, to another range: half of [-1, 1] stays
#   empty, and lesson 03 shows who pays for it.
# - **Late:** skip to *A model is a function with weights*; let them move the window later.

# %% tags=["core"]
picture = animals.of_class("horse").images[39]
widgets.pixel_reader(picture)

# %% [markdown] tags=["core"]
# Files hold whole numbers from 0 to 255 (dtype `uint8`). Networks work on fractions around 0.
# So a picture is scaled on its way in: `pixels / 127.5 - 1`. Two mistakes are common.
# Dividing by 255 ends in [0, 1], not [-1, 1]: half of the range is missing. And arithmetic on
# `uint8` wraps around without a word, because there is no 256.

# %% tags=["core"]
print(animals.images.shape, animals.images.dtype, picture.min(), picture.max())
stored = np.array([0, 64, 128, 255], dtype="uint8")
print("scaled  ", (stored / 127.5 - 1).round(2))
print("only/255", (stored / 255).round(2))
print("doubled ", stored + stored)
#> (9716, 28, 28, 1) float32 -1.0 1.0
#> scaled   [-1.  -0.5  0.   1. ]
#> only/255 [0.   0.25 0.5  1.  ]
#> doubled  [  0 128   0 254]

# %% [markdown] tags=["core"]
# ## A model is a function with weights
#
# The simplest model gives each pixel a **weight**, multiplies, and adds everything up to one
# **score**. By hand, for a picture of two pixels, (1, -1), and weights (0.5, -2):
# 0.5 · 1 + (-2) · (-1) = 2.5.
#
# For many pictures at once this is a **matrix product**, `@` in Python. Each *row* on the left
# (a picture) meets each *column* on the right (the weights of one score). The two inner lengths
# must be equal; they are summed away. The outer lengths remain.

# %% [markdown] tags=["instructor", "core"]
# **8 min** · Inner lengths meet and are summed away; outer lengths remain.
#
# - **Slide:** Each pixel has a weight; multiply, add up: a score
# - **Slide:** (32, 784) @ (784, 10) = (32, 10)
# - **Slide:** Weights are a picture: mean horse minus mean dog
# - **Ask:** of 100 held-out horses and dogs, how many does a guessed picture of weights get right?
# - **Goes wrong:** exercise 01.1 with (32, 784) for the weights: then 784 meets 32, and NumPy
#   refuses. Draw the two rectangles side by side.
# - **Goes wrong:** (784, 32), a column per picture: the same weights must serve a batch of any
#   size.

# %% tags=["core"]
pixels = np.array([[1.0, -1.0], [0.0, 1.0], [1.0, 1.0]])  # 3 pictures of 2 pixels
weights = np.array([[0.5], [-2.0]])  # 2 pixels, 1 score
print(pixels.shape, "@", weights.shape, "=", (pixels @ weights).shape)
print(pixels @ weights)
#> (3, 2) @ (2, 1) = (3, 1)
#> [[ 2.5]
#>  [-2. ]
#>  [-1.5]]

# %% [markdown] tags=["core"]
# ### Exercise 01.1
#
# 32 pictures of 28 · 28 = 784 pixels lie in an array of shape (32, 784). You want ten scores for
# each picture, one per animal. Which shape do the weights have, and which shape do the scores
# `pixels @ weights` have?

# %% tags=["core"]
### BEGIN SOLUTION
### STUB: shapes = ...  # ((…, …), (…, …)): the weights, then the scores
shapes = ((784, 10), (32, 10))
### END SOLUTION
check("01.1", shapes)

# %% [markdown] tags=["core"]
# ### Weights are a picture
#
# There are as many weights as pixels, so you can look at them. A first idea, without learning:
# the average horse minus the average dog. Where it is bright, ink counts for "horse"; where it
# is dark, for "dog". The score of a picture is its product with these weights, measured from the
# score half-way between the two averages.
#
# **Predict**, in the first line: of 100 held-out horses and dogs, how many get the right name?

# %% tags=["core"]
predict("01.a", ...)  # a number in place of the dots, before you run this


def pair(dataset, one, other):
    """Pixels (num, 784), and labels (num, 1): 1 for `one`, 0 for `other`."""
    first, second = [dataset.class_names.index(name) for name in (one, other)]
    chosen = np.isin(dataset.labels, [first, second])
    pixels = dataset.images[chosen].reshape(-1, 784)
    return pixels, (dataset.labels[chosen] == first).astype("float32")[:, None]


pixels, labels = pair(train, "horse", "dog")
held_out_pixels, held_out_labels = pair(test, "horse", "dog")
horse, dog = [pixels[labels[:, 0] == label].mean(axis=0) for label in (1, 0)]
template = (horse - dog)[:, None]  # (784, 1)
scores = (held_out_pixels - (horse + dog) / 2) @ template
right = np.mean((scores > 0) == held_out_labels)
grid = np.stack([horse, dog, template[:, 0] / np.abs(template).max()]).reshape(3, 28, 28, 1)
figure = plots.image_grid(grid, titles=["mean horse", "mean dog", "difference"], size=130)
plots.show(figure, "Two blurred animals and their difference: bright around the horse's long body.")
outcome("01.a", 100 * right)

# %% [markdown] tags=["core"]
# **Takeaway.** A score is a sum of pixels times weights. To learn better ones, first measure
# how bad they are.
#
# ## Bad means surprised
#
# You guess coin tosses: one right guess has probability 1/2, three in a row 1/8. Measure
# **surprise** by the tosses an event is worth: 1/8 is worth three. That count is a logarithm,
# $\log_2(1/p)$. Networks use the natural one, $-\log p$, in another unit, *nats*.
#
# An **expectation** is an average by counting. It rains on 20 of 100 days. Who says "20%" every
# day is surprised by $-\log 0.2 = 1.609$ on 20 days, by $-\log 0.8 = 0.223$ on 80: on average
# (20 · 1.609 + 80 · 0.223) / 100 = 0.500 nats, the **cross-entropy**.
#
# **Predict**: which forecast has the lowest average: `"0.01"`, `"0.2"` or `"0.5"`?

# %% [markdown] tags=["instructor", "core"]
# **8 min** · The loss is how surprised the model is, on average, by the truth.
#
# - **Slide:** Surprise of an event with probability $p$: $-\log p$
# - **Slide:** Rain on 20 of 100 days: who says 20% is surprised least, 0.500 nats
# - **Slide:** Sigmoid: score to probability. Log: probability to price
# - **Ask:** which forecast is cheapest in the long run: 0.01, 0.2 or 0.5?
# - **Goes wrong:** somebody computes with $\log_{10}$ or $\log_2$ and gets other numbers. Networks
#   count in nats; the best forecast is the same.
# - **Late:** skip to *Slope and descent* after the curve of the forecasts; softplus comes again in
#   lesson 04.

# %% tags=["core"]
predict("01.b", ...)  # one of the three, in quotes, before you run this

forecast = np.linspace(0.01, 0.99, 99)
average = (20 * -np.log(forecast) + 80 * -np.log(1 - forecast)) / 100
best = forecast[average.argmin()]
figure = plots.curves(
    forecast, {"20 wet days of 100": average}, "forecast: probability of rain",
    "average surprise (nats)", "The honest forecast surprises least",
    x_limits=(0, 1), y_limits=(0, 3), marks={f"lowest at {best:.2f}": best}, height=3.6)
plots.show(figure, f"The average surprise falls to its lowest point, 0.5 nats, at {best:.2f}, then rises.")
outcome("01.b", f"{best:.1f}")

# %% [markdown] tags=["core"]
# A score can be any number; a probability cannot. The **sigmoid** turns one into the other:
# $p = 1/(1+e^{-s})$. Score 0 gives 1/2, score 2 gives 0.881, score -2 gives 0.119. A score that
# goes into a sigmoid is called a **logit**.
#
# The **loss** of the model is its average surprise at the true names: $-\log p$ for a horse
# (label 1), $-\log(1-p)$ for a dog (label 0). For both cases that is $\log(1+e^{-s})$ when $s$ is
# the score *in favour of the truth*, a form that never takes the logarithm of 0.

# %% tags=["core"]
def probability(logits):
    """The sigmoid: logits of any shape to probabilities."""
    return 1 / (1 + np.exp(-logits))


def loss(logits, labels):
    """Cross-entropy: the average surprise, in nats."""
    in_favour = np.where(labels == 1, logits, -logits)
    return np.logaddexp(0, -in_favour).mean()  # log(e^0 + e^-s)


print(probability(np.array([-2.0, 0.0, 2.0])).round(3))
print(loss(2.0, 1).round(3), loss(2.0, 0).round(3), -np.log(1 - probability(2.0)).round(3))
#> [0.119 0.5   0.881]
#> 0.127 2.127 2.127

# %% [markdown] tags=["core"]
# **Takeaway.** The loss is how surprised the model is, on average, by the truth.
#
# ## Slope and descent
#
# The **slope** says how much the loss rises when a weight rises a little. Take
# $L(w) = (w-3)^2$ at $w = 1$. Numerically: nudge $w$ both ways, and divide the change of $L$ by the
# change of $w$. Exactly: the derivative is $2(w-3) = -4$. The slope is negative, the loss falls
# to the right, so go right: against the slope, by a small **learning rate** times its size.
# From 1 with rate 0.1: $1 - 0.1 \cdot (-4) = 1.4$.
#
# **Predict**: ten such steps, but with rate 1.1. Does $w$ end `"nearer to 3"`,
# `"farther from 3"` or `"exactly at 3"`? Guess in the second cell.

# %% [markdown] tags=["instructor", "core"]
# **9 min** · Learning is a walk against the slope of the loss.
#
# - **Slide:** Nudge a weight both ways: change of the loss by change of the weight
# - **Slide:** New weight = weight - rate × slope
# - **Slide:** Too small a rate crawls, too large a one leaps
# - **Ask:** rate 1.1, ten steps: nearer to 3, farther, or exactly there?
# - **Goes wrong:** exercise 01.2 with a plus. From weight 2 with slope -4 and rate 0.25 the step
#   leads to 3; let them do this one aloud.
# - **Goes wrong:** `-=` changes the caller's array. The exercise asks for new weights.
# - **Goes wrong:** dragging both weights at once teaches nothing. One at a time, then press *20
#   steps*.

# %% tags=["core"]
def bowl(weight):
    return (weight - 3) ** 2


nudge = 0.001
numeric = (bowl(1 + nudge) - bowl(1 - nudge)) / (2 * nudge)
exact = 2 * (1 - 3)
print("slope:", round(numeric, 6), "and", exact)
print("after one step:", 1 - 0.1 * exact)
#> slope: -4.0 and -4
#> after one step: 1.4

# %% tags=["core"]
predict("01.c", ...)  # one of the three, in quotes, before you run this

series, ends = {}, {}
for rate in (0.1, 0.5, 1.1):
    path = [1.0]
    for _ in range(10):
        path.append(path[-1] - rate * 2 * (path[-1] - 3))
    series[f"rate {rate}"], ends[rate] = path, path[-1]
figure = plots.curves(
    np.arange(11), series, "step", "weight w", "Too small a step crawls, too large a step leaps",
    "the lowest place is w = 3", y_limits=(-8, 14), height=4.0)
plots.show(figure, "Rate 0.1 nears 3 slowly, 0.5 is there at once, 1.1 swings farther away with each step.")
outcome("01.c", "farther from 3" if abs(ends[1.1] - 3) > 2 else "nearer to 3")

# %% [markdown] tags=["core"]
# ### Drag a weight
#
# A real loss now. From each elephant and bird take two numbers: its **area** (how much of the
# picture it fills) and its **height** (rows that it touches), shifted and scaled to mean 0 and
# deviation 1. The model: two weights, and a **bias**, a number added to every score.
#
# Left, every animal is a point. The line is where the model says one half; a dark rim marks a
# wrong name. Right, the loss for every pair of weights; the dot is this model, and the arrow
# points downhill, longer where it is steeper. Drag a weight and watch both sides. Then press
# **20 steps** and let the slope do the work. Try every learning rate.

# %% tags=["core"]
silhouettes, kinds = pair(train, "elephant", "bird")
ink = (silhouettes[:300] + 1) / 2  # 0 ground, 1 animal
height = (ink.reshape(-1, 28, 28) > 0.5).any(axis=2).sum(axis=1)
features = np.stack([ink.mean(axis=1), height], axis=1)  # (300, 2)
features = (features - features.mean(axis=0)) / features.std(axis=0)
widgets.weight_explorer(
    features, kinds[:300], ("area (standardised)", "height (standardised)"), ("bird", "elephant"))

# %% [markdown] tags=["core"]
# ### Exercise 01.2
#
# Write the step that the button makes: from the weights, the slope and the learning rate to the
# new weights. It must work for a single number and for arrays.

# %% tags=["core"]
def descent_step(weights, slope, rate):
    ### BEGIN SOLUTION
    return weights - rate * slope
    ### END SOLUTION


check("01.2", descent_step)

# %% [markdown] tags=["core"]
# **Takeaway.** Learning is a walk against the slope of the loss.
#
# ## Two layers, by hand
#
# One layer can only weigh pixels. A **hidden layer** first makes features of its own: 32 scores,
# each cut off below zero (`maximum(0, …)`, called ReLU). A second set of weights scores those.
# Without the cut, two layers melt into one: $(xA)B = x(AB)$.
#
# The slope at the logit is **probability minus label**, the error. If the model says 0.881 and
# the truth is 0, raising the score by 0.01 raises the surprise by 0.0088. From there
# **backpropagation** goes from the end to the start: error times output weights gives the error
# of each hidden unit (0 where it was cut off); error times input, averaged, is a weight's slope.
#
# <details><summary>Proof</summary>
#
# For label 0 the surprise is $\log(1+e^{s})$, with derivative $e^s/(1+e^s) = p$. For label 1 it
# is $\log(1+e^{-s})$, with derivative $p - 1$. Both are $p - y$. The logit is
# $s = \sum_j h_j v_j + c$ with $h_j = \max(0, \sum_i x_i w_{ij} + b_j)$. So, by the chain rule,
# $\partial s/\partial v_j = h_j$, and $\partial s/\partial w_{ij} = v_j x_i$ where $h_j > 0$, else 0.
#
# </details>

# %% [markdown] tags=["instructor", "core"]
# **5 min** · Error goes backwards along the same weights that carried the score forwards.
#
# - **Slide:** A hidden layer makes features; ReLU cuts below zero
# - **Slide:** Without the cut, two layers are one: $(xA)B = x(AB)$
# - **Slide:** At the logit, the slope is probability minus label
# - **Ask:** what would be lost without the cut?
# - **Goes wrong:** the eyes glaze over at the backward pass. Skip the proof; show the four `True`
#   lines: nudged and derived slopes agree.
# - **Late:** skip to *The bridge: walk downhill on the picture*; show the curve and the surest
#   mistakes only.

# %% tags=["core"]
def forward(pixels, parameters):
    """Pixels (batch, 784) to hidden units (batch, 32) and logits (batch, 1)."""
    hidden_weights, hidden_bias, output_weights, output_bias = parameters
    hidden = np.maximum(0, pixels @ hidden_weights + hidden_bias)
    return hidden, hidden @ output_weights + output_bias


def gradients(pixels, labels, parameters):
    """The slope of the loss along every parameter: four arrays, shaped like the parameters."""
    hidden, logits = forward(pixels, parameters)
    error = (probability(logits) - labels) / len(labels)  # (batch, 1)
    hidden_error = (error @ parameters[2].T) * (hidden > 0)  # (batch, 32)
    return [pixels.T @ hidden_error, hidden_error.sum(axis=0), hidden.T @ error, error.sum(axis=0)]


def new_parameters(num_hidden, num_scores, seed=0):
    """Small random weights, so that hidden units differ; biases of 0."""
    rng = np.random.default_rng(seed)
    hidden_weights = rng.normal(0, 784**-0.5, (784, num_hidden))
    output_weights = rng.normal(0, num_hidden**-0.5, (num_hidden, num_scores))
    return [hidden_weights, np.zeros(num_hidden), output_weights, np.zeros(num_scores)]

# %% [markdown] tags=["core"]
# Never trust slopes that you derived yourself: nudge one weight of each array, as with the bowl,
# and compare. Then train: draw 64 pictures, compute the slopes, step, repeat.
#
# Training pictures can be learnt by heart, so the loss and the accuracy that count are those of
# the **held-out** pictures, which no step uses; a growing gap between the two is **overfitting**.
# There are 200 held-out pictures: one is half a percent. And look at the mistakes themselves.

# %% tags=["core"]
parameters = new_parameters(32, 1)
slopes = gradients(pixels[:64], labels[:64], parameters)
for array, slope in zip(parameters, slopes, strict=True):
    place = np.unravel_index(np.abs(slope).argmax(), slope.shape)
    array[place] += 1e-5
    ahead = loss(forward(pixels[:64], parameters)[1], labels[:64])
    array[place] -= 2e-5
    behind = loss(forward(pixels[:64], parameters)[1], labels[:64])
    array[place] += 1e-5
    print(array.shape, np.isclose((ahead - behind) / 2e-5, slope[place], rtol=1e-3))
#> (784, 32) True
#> (32,) True
#> (32, 1) True
#> (1,) True

# %% tags=["core"]
from tqdm.auto import tqdm

def learn(parameters, pixels, labels, gradients, num_steps, rate=0.1, watch=None, seed=0):
    """Gradient descent on batches of 64; `watch(parameters)` is noted every 20 steps."""
    rng, seen = np.random.default_rng(seed), []
    for step in tqdm(range(num_steps + 1), desc="descent"):
        if watch and step % 20 == 0:
            seen.append(watch(parameters))
        batch = rng.integers(0, len(pixels), 64)
        slopes = gradients(pixels[batch], labels[batch], parameters)
        parameters = [array - rate * slope for array, slope in zip(parameters, slopes, strict=True)]
    return parameters, np.array(seen)


def both_losses(parameters):
    return [loss(forward(pixels, parameters)[1], labels),
            loss(forward(held_out_pixels, parameters)[1], held_out_labels)]


num_steps = runtime.budget(cpu=1000, gpu=1000, studio=5000)
parameters, seen = learn(new_parameters(32, 1), pixels, labels, gradients, num_steps, watch=both_losses)
figure = plots.curves(
    np.arange(len(seen)) * 20, {"training": seen[:, 0], "held out": seen[:, 1]},
    "step", "loss (nats)", "The loss walks downhill", y_limits=(0, 0.8), height=3.8)
plots.show(figure, f"Both losses fall from about 0.7; after the last step training is at {seen[-1, 0]:.2f}, held-out pictures at {seen[-1, 1]:.2f}.")

# %% tags=["core"]
chances = probability(forward(held_out_pixels, parameters)[1])[:, 0]
truth = held_out_labels[:, 0]
two_layers = np.mean((chances > 0.5) == truth)
mistakes = np.flatnonzero((chances > 0.5) != truth)
mistakes = mistakes[np.argsort(-np.abs(chances[mistakes] - 0.5))][:12]
names = [f"{'horse' if chances[index] > 0.5 else 'dog'} {max(chances[index], 1 - chances[index]):.0%}"
         for index in mistakes]
figure = plots.image_grid(
    held_out_pixels[mistakes].reshape(-1, 28, 28, 1), columns=6, titles=names, size=86,
    title="The surest mistakes, with what the network says",
    subtitle=f"{two_layers:.1%} of {len(truth)} held-out pictures are right; the template had {right:.1%}")
plots.show(figure, f"{len(mistakes)} silhouettes that got the wrong name; many are seen from the front or cut off.")

# %% [markdown] tags=["core"]
# **Takeaway.** Two layers, their slopes, and a thousand small steps beat the guessed weights.
#
# ## The bridge: walk downhill on the picture
#
# Backpropagation need not stop at the weights. One more product gives the slope along every
# *pixel*. Keep the network fixed, take a dog, ask for "horse", and step on the picture.

# %% [markdown] tags=["instructor", "core"]
# **3 min** · The network's opinion has told pixels how to change; that is what a GAN lives on.
#
# - **Slide:** Keep the network, step on the picture
# - **Slide:** A dog becomes "horse", and is still a dog
# - **Ask:** what if, in place of the pixels, a network that draws received these slopes?

# %% tags=["core"]
def picture_slope(picture, parameters, label=1.0):
    """The slope of the loss along each pixel (1, 784), if the picture were called `label`."""
    hidden, logits = forward(picture, parameters)
    hidden_error = ((probability(logits) - label) @ parameters[2].T) * (hidden > 0)
    return hidden_error @ parameters[0].T


dogs = np.flatnonzero((truth == 0) & (chances < 0.01))
start = moving = held_out_pixels[dogs[:1]]
frames, shown = [start], (0, 4, 8, 16)
for _ in range(max(shown)):
    moving = np.clip(moving - 0.2 * picture_slope(moving, parameters), -1, 1)
    frames.append(moving)
says = [f"step {step}: {probability(forward(frames[step], parameters)[1]).item():.0%}" for step in shown]
grid = [*(frames[step] for step in shown), np.clip(4 * (moving - start), -1, 1)]
figure = plots.image_grid(
    np.reshape(grid, (-1, 28, 28, 1)), titles=[*says, "change × 4"], size=112,
    title="“Horse”, says the network, and the dog is still a dog")
plots.show(figure, "The same dog four times, hardly changed, while the network goes from sure of a dog to sure of a horse; then the change, four times stronger: faint grey specks.")

# %% [markdown] tags=["core"]
# The network is fooled, you are not: it only ever saw clean pictures. But its *opinion* has told
# pixels how to change. Put a network that draws in the place of those pixels; let the first one
# go on learning to tell drawings from real animals. Now let two such networks play against each
# other: that is a **GAN**, and lesson 02. End of CORE.

# %% [markdown] tags=["studio"]
# # STUDIO: ten animals, and Keras
#
# Ten animals need ten scores, and probabilities that add up to 1. Count: a bag holds 1 bear,
# 2 birds and 5 cats, so the shares are 1/8, 2/8, 5/8. **Softmax** does that with scores that are
# logarithms of counts: raise *e* to each score, then divide by the sum.

# %% [markdown] tags=["instructor", "studio"]
# **40 min** · Two lines change from two animals to ten; then Keras turns out to hold the same
# arrays.
#
# - **Slide:** Softmax: $e$ to each score, divided by the sum
# - **Slide:** Take off the largest score, and nothing overflows
# - **Slide:** A fresh network on ten animals: $\log 10 = 2.303$ nats, if it favours none
# - **Slide:** Keras holds the same arrays in layers; one step, four arrays, equal
# - **Ask:** what does a network that knows nothing pay on ten animals?
# - **Goes wrong:** exercise 01.3 adds up over the whole batch: each row must sum to 1. `axis=1,
#   keepdims=True` is what is missing.
# - **Goes wrong:** a score of 1000 gives `nan`: infinity by infinity. Subtract each row's maximum.
# - **Goes wrong:** "Keras is built on TensorFlow": print `keras.backend.backend()`; Keras 3 has
#   several.

# %% tags=["studio"]
scores = np.log([1, 2, 5])
counts = np.exp(scores)
print(counts.round(6), "->", counts / counts.sum())
with np.errstate(over="ignore", invalid="ignore"):
    large = np.exp(np.array([1000.0, 1001.0]))
    print(large, "->", large / large.sum())
small = np.exp(np.array([1000.0, 1001.0]) - 1001)
print(small.round(3), "->", (small / small.sum()).round(3))
#> [1. 2. 5.] -> [0.125 0.25  0.625]
#> [inf inf] -> [nan nan]
#> [0.368 1.   ] -> [0.269 0.731]

# %% [markdown] tags=["studio"]
# The last two lines show a trap and its cure. Taking the same number off every score divides
# all counts by the same factor, so the shares stay. Take off the largest, and nothing overflows.
#
# ### Exercise 01.3
#
# Write `softmax` for a whole batch: scores (num, classes) in, probabilities of the same shape
# out, each row adding up to 1, and safe for scores of 1000.

# %% tags=["studio"]
def softmax(scores):
    ### BEGIN SOLUTION
    counts = np.exp(scores - scores.max(axis=1, keepdims=True))
    return counts / counts.sum(axis=1, keepdims=True)
    ### END SOLUTION


check("01.3", softmax)

# %% [markdown] tags=["studio"]
# The loss stays what it was, the average of $-\log p$ at the true name. Its slope at the scores
# keeps its form too: **probability minus label**, where the label is now a row of ten, 1 at the
# true animal and 0 elsewhere (*one-hot*). So two lines change, and `forward` and `learn` stay.
#
# **Predict**: the average surprise of a fresh network on ten animals, in nats.
#
# <details><summary>Proof of the slope</summary>
#
# With $p_k = e^{s_k}/\sum_j e^{s_j}$ the surprise at the true class $t$ is
# $-\log p_t = -s_t + \log\sum_j e^{s_j}$. Its derivative along $s_k$ is $-[k=t] + p_k$.
#
# </details>

# %% tags=["studio"]
predict("01.d", ...)  # a number in place of the dots, before you run this

all_pixels, all_labels = train.images.reshape(-1, 784), np.eye(10)[train.labels]  # one-hot


def shares(scores):  # Keras's softmax: your own may still be open
    return np.asarray(keras.ops.softmax(scores, axis=1))


def gradients_of_ten(pixels, labels, parameters):
    """As `gradients`, with softmax in place of the sigmoid."""
    hidden, scores = forward(pixels, parameters)
    error = (shares(scores) - labels) / len(labels)  # (batch, 10)
    hidden_error = (error @ parameters[2].T) * (hidden > 0)
    return [pixels.T @ hidden_error, hidden_error.sum(axis=0), hidden.T @ error, error.sum(axis=0)]


fresh = new_parameters(32, 10)
first_shares = shares(forward(all_pixels, fresh)[1])
outcome("01.d", -np.log((first_shares * all_labels).sum(axis=1)).mean())

# %% tags=["studio"]
num_steps = runtime.budget(cpu=1500, gpu=1500, studio=15_000)
ten, _ = learn(fresh, all_pixels, all_labels, gradients_of_ten, num_steps)
numpy_guesses = forward(test.images.reshape(-1, 784), ten)[1].argmax(axis=1)
accuracy = {"a tenth, by chance": 10.0}
accuracy["yours: NumPy, 32 hidden units"] = 100 * np.mean(numpy_guesses == test.labels)
accuracy["the first cell: Keras, 128 hidden units"] = 100 * np.mean(guesses == test.labels)
figure = plots.bars(
    list(accuracy), list(accuracy.values()), "held-out pictures named correctly (%)",
    "Ten animals", f"{len(test)} pictures", formatted="{:.1f}", limits=(0, 100))
plots.show(figure, "Bars: " + ", ".join(f"{name} {value:.1f}%" for name, value in accuracy.items()))

# %% [markdown] tags=["studio"]
# ### The same in Keras
#
# Keras holds the same arrays in **layers** and finds all slopes by itself. To see that nothing
# else is hidden there, give a Keras network your weights, let both make one descent step on the
# same 64 pictures, and compare all four arrays.
#
# A common sentence says that Keras is built on TensorFlow. Keras 3 runs on several *backends*,
# TensorFlow, JAX and PyTorch among them; `keras.backend.backend()` tells which one.

# %% tags=["studio"]
twin = keras.Sequential([
    keras.Input((784,)), keras.layers.Dense(32, activation="relu"), keras.layers.Dense(10)])
twin.set_weights(fresh)
twin.compile(keras.optimizers.SGD(0.1), keras.losses.CategoricalCrossentropy(from_logits=True))
twin.train_on_batch(all_pixels[:64], all_labels[:64])

slopes = gradients_of_ten(all_pixels[:64], all_labels[:64], fresh)
stepped = [array - 0.1 * slope for array, slope in zip(fresh, slopes, strict=True)]
for ours, theirs in zip(stepped, twin.get_weights(), strict=True):
    print(ours.shape, np.allclose(ours, theirs, atol=1e-5))
#> (784, 32) True
#> (32,) True
#> (32, 10) True
#> (10,) True

# %% [markdown] tags=["studio"]
# Go back to the first cell now. `Flatten` is `reshape(-1, 784)`; `Dense` is a matrix product and
# a bias; `"relu"` is `maximum(0, …)`; `from_logits=True` says that softmax is part of the loss;
# an **epoch** is one pass over all training pictures. Only `"adam"` is new: a descent that
# gives every weight its own step length, from the sizes of its recent slopes.
#
# ### Look at the mistakes
#
# One number hides which animals are confused. A **confusion matrix** counts, for every true
# animal (row), how often each name was given (column).

# %% tags=["studio"]
table = np.zeros((10, 10), int)
np.add.at(table, (test.labels, guesses), 1)
figure = plots.matrix(
    table, animals.class_names, animals.class_names, "Who is taken for whom",
    "counts of held-out pictures; the diagonal is right", x_label="what the network says",
    y_label="what it is", formatted="{:.0f}", width=9.0)
off = np.where(np.eye(10), 0, table)
real, said = np.unravel_index(off.argmax(), off.shape)
plots.show(figure, f"Confusion matrix. Most often a {animals.class_names[real]} is called a {animals.class_names[said]}: {off.max()} times.")

# %% [markdown] tags=["studio"]
# ## Recap
#
# - A picture is an array: shape (N, H, W, C), float32 in [-1, 1].
# - A model is a function with weights; a layer is a matrix product, a bias and a bend.
# - The loss is the average surprise at the truth. Honest probabilities keep it lowest.
# - The slope at a logit is probability minus label; earlier slopes follow by products.
# - A step goes against the slope, scaled by the learning rate.
# - Keras adds comfort, not magic: the same products, slopes and steps.
# - Slopes can flow into the picture as well. Lesson 02 lets a network live there.

#
# ## Quiz

# %% [markdown] tags=["instructor", "core"]
# **1 min** · Picture, weights, surprise, slope: the four words of this course.
#
# - **Slide:** A picture is an array, a model has weights, a loss is surprise
# - **Slide:** Learning walks against the slope

# %% [markdown] tags=["instructor", "core"]
# **2 min** · Five questions; the first one whose answer surprises you is the one to talk about.
#
# - **Slide:** Five questions, wrong answers explained

# %%
quiz("01")

# %% [markdown]
# ## Glossary

# %%
glossary("01")

# %% [markdown]
# ## On your own
#
# - Train `pair(train, "cat", "dog")`. Which pair of animals is the hardest? Guess from the
#   confusion matrix first.
# - Take the `maximum(0, …)` out of `forward` (and `hidden > 0` out of the slopes). What is lost?
# - Walk downhill on a picture of pure noise until the network says "horse". Does it look like one?
#
# ## Further reading
#
# - Goodfellow, Bengio and Courville, *Deep Learning*, MIT Press 2016: surprise and
#   cross-entropy (section 3.13), softmax and its overflow (section 4.1, eq. 4.1), gradient
#   descent (section 4.3, eq. 4.5), sigmoid and softmax outputs (section 6.2.2),
#   backpropagation (section 6.5).
# - Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors",
#   *Nature* 323, 1986: the hidden layer learns its own features. Four pages.
# - Gneiting and Raftery, "Strictly proper scoring rules, prediction, and estimation", *JASA* 102,
#   2007: why the honest forecast surprises least, in general.
# - Szegedy et al., "Intriguing properties of neural networks", 2014 (arXiv 1312.6199): small
#   changes of a picture that fool a network, as in the bridge.
# - Kingma and Ba, "Adam: a method for stochastic optimization", 2015 (arXiv 1412.6980).
