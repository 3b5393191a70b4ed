# %% [markdown]
# # Paint an animal by name
#
# You ask for an elephant; a network paints one that nobody drew. This lesson builds that network
# from its smallest part, the convolution, and then asks two hard questions: how good are the
# pictures, and are they new?
#
# | | |
# |---|---|
# | Level | after lessons 03 and 04: a GAN, its training step, its losses |
# | Class | CORE 45 min, STUDIO 45 min |
# | Compute | CPU: 70 s of processor time, spread over the cores; GPU: not measured |
# | Memory | about 2 GB |
# | You need | nothing from another lesson |
# | You end up with | a pad on which an elephant becomes a bird, and five honest numbers about it |
#
# **You will** work out convolutions and transposed convolutions by hand; build a DCGAN that obeys
# a class name; walk from one animal to another; look for copies; and measure quality and variety
# apart.

# %% tags=["setup", "core"]
import sys
if "google.colab" in sys.modules:  # Colab has all but the course itself
    # %pip install -q --no-deps git+https://github.com/artlab-course/artlab
    print("artlab is here")
import artlab
import numpy as np
from artlab import datasets, plots, runtime, widgets
from artlab.classroom import check, glossary, hint, outcome, predict, quiz, recap, solution
keras = runtime.load("keras")
print(runtime.summary())

# %% [markdown] tags=["core"]
# ## The result first: draw an elephant
#
# The course ships the weights of a long training run (`artlab train animals-gan`; its card in
# `artlab/weights/animals_gan/` gives time, seed and scores). A picture is made from two things:
# **latents**, 64 random numbers, and a **label**, the number of a class.
#
# Change the name, and the seed.

# %% [markdown] tags=["instructor", "core"]
# **4 min** · The picture is made from 64 random numbers and a name.
#
# - **Slide:** Latents: which elephant. Label: that it is one
# - **Slide:** Nobody drew these
# - **Ask:** change the name. Which animal does it paint worst?
# - **Goes wrong:** a name that is not one of the ten raises `ValueError`. `print(names)` lists
#   them; "elephants" is none.

# %% tags=["core", "cover"]
from artlab.gan import animals_gan

dataset = datasets.animals()
names = dataset.class_names
painter = animals_gan.load()

def paint(latents, labels):
    return np.array(painter([np.float32(latents), np.array(labels)]))

def draw(name, num, seed=0):
    latents = np.random.default_rng(seed).standard_normal((num, 64))
    return paint(latents, [names.index(name)] * num)

elephants = draw("elephant", 16)
plots.show(
    plots.image_grid(elephants, columns=8, title="Sixteen elephants that nobody drew"),
    alt="Sixteen generated silhouettes of elephants, most of them seen from the side.",
)

# %% [markdown] tags=["core"]
# ## 1. Convolution: one small window for every place
#
# The networks of lesson 03 were **dense**: every output pixel had a weight for every input pixel.
# Move the elephant two pixels to the right, and to a dense layer it is a new animal.
#
# A **convolution** slides one small array of weights, the **kernel**, over the picture. At each
# place it multiplies what it covers, value by value, and adds up. The **stride** is how many
# pixels it moves at a time. The result is a **feature map**: large where the kernel finds its
# pattern.
#
# By hand: the row 0 0 1 1 1 under the kernel -1 0 1 gives 1 (0 to 1), 1, and 0 (1 to 1).

# %% [markdown] tags=["instructor", "core"]
# **6 min** · Nine weights serve every place, and a moved animal gives moved maps.
#
# - **Slide:** Slide a kernel, multiply, add up
# - **Slide:** 0 0 1 1 1 under −1 0 1 gives 1 1 0
# - **Slide:** To a dense layer, a moved elephant is a new animal
# - **Ask:** what does the kernel −1 0 1 find?
# - **Goes wrong:** "a convolution flips the kernel". In mathematics it does; the libraries of deep
#   learning do not.
# - **Late:** skip to *2. The way back: a transposed convolution stamps* if lesson 01's readers know
#   convolution; show the maps.

# %% tags=["core"]
from keras import initializers, layers, ops

def convolve(image, kernel, stride=1):
    size = len(kernel)
    rows = range(0, image.shape[0] - size + 1, stride)
    columns = range(0, image.shape[1] - size + 1, stride)
    sums = [[np.sum(image[r : r + size, c : c + size] * kernel) for c in columns] for r in rows]
    return np.array(sums)

step = np.array([[0.0, 0, 1, 1, 1]] * 4)
edge = np.array([[-1.0, 0, 1]] * 3)
print(convolve(step, edge))
theirs = ops.conv(step[None, ..., None], edge[..., None, None])
print(np.array_equal(theirs[0, ..., 0], convolve(step, edge)))
#> [[3. 3. 0.]
#>  [3. 3. 0.]]
#> True

# %% tags=["core"]
elephant = dataset.of_class("elephant").images[0, ..., 0]
moved = np.roll(elephant, 5, axis=1)
kernels = {"left and right edges": edge, "top and bottom edges": edge.T, "blur": np.full((3, 3), 1 / 9)}
pictures, titles = [elephant, moved], ["elephant", "moved by 5"]
for name, kernel in kernels.items():
    for picture, title in ((elephant, name), (moved, "the same, moved")):
        found = convolve(np.pad(picture, 1, constant_values=-1), kernel)  # padding keeps 28 x 28
        pictures.append(found / np.abs(found).max())
        titles.append(title)
plots.show(
    plots.image_grid(np.stack(pictures), 4, titles, "What three kernels find", size=140),
    alt="An elephant, the same one moved five pixels, and their feature maps for three kernels. "
    "The maps of the moved elephant are the same maps, moved by five pixels.",
)

# %% [markdown] tags=["core"]
# **Takeaway:** nine weights serve every place, and a moved animal gives moved maps.
#
# ## 2. The way back: a transposed convolution stamps
#
# A discriminator shrinks a picture to one number. With **padding** p (extra places round the
# input) a convolution takes size n to (n + 2p - k) / s + 1, rounded down: 28 with kernel 4,
# stride 2, padding 1 gives 26 / 2 + 1 = 14.
#
# A generator must go the other way. In a **transposed convolution** every input value *stamps* a
# copy of the kernel, multiplied by itself, onto the output; neighbouring stamps start `stride`
# places apart; where they overlap, they add up. By hand, values 1 and 2, kernel 1 1 1, stride 2:
# 1 1 1 · · plus · · 2 2 2 is 1 1 3 2 2.
#
# <details><summary>Why “transposed”?</summary>
#
# Write the convolution of five places with kernel 1 1 1 and stride 2 as a matrix C with rows
# (1 1 1 0 0) and (0 0 1 1 1). It takes five numbers to two. Its transpose takes two to five:
# Cᵀ(1, 2) = (1, 1, 1+2, 2, 2). Training needs Cᵀ anyway: it carries gradients back through a
# convolution. It is not the inverse of C, so “deconvolution” is a misleading name.
# </details>

# %% [markdown] tags=["instructor", "core"]
# **6 min** · A transposed convolution makes pictures larger; it undoes nothing.
#
# - **Slide:** Every input value stamps a copy of the kernel
# - **Slide:** 1 and 2, kernel 1 1 1, stride 2: 1 1 3 2 2
# - **Slide:** The size comes back, the picture does not
# - **Ask:** why is "deconvolution" a misleading name?

# %% tags=["core"]
def stamp(values, kernel, stride):
    output = np.zeros((len(values) - 1) * stride + len(kernel))
    for index, value in enumerate(values):
        output[index * stride : index * stride + len(kernel)] += value * np.array(kernel)
    return output

print(stamp([1, 2], [1, 1, 1], stride=2))
theirs = ops.conv_transpose(np.float32([[[1], [2]]]), np.ones((3, 1, 1), "float32"), strides=2)
print(np.array_equal(theirs[0, :, 0], stamp([1, 2], [1, 1, 1], stride=2)))
#> [1. 1. 3. 2. 2.]
#> True

# %% tags=["core"]
kernel = np.full((4, 4, 1, 1), 1 / 16, "float32")
padded = np.pad(elephant, 1, constant_values=-1)[None, ..., None]  # (1, 30, 30, 1)
small = ops.conv(padded, kernel, strides=2)  # (1, 14, 14, 1)
back = ops.conv_transpose(small, 4 * kernel, strides=2)[:, 1:-1, 1:-1]  # (1, 28, 28, 1)
shown = np.stack([elephant, np.kron(small[0, ..., 0], np.ones((2, 2))), back[0, ..., 0]])
titles = ["28 x 28", "convolved: 14 x 14", "transposed: 28 x 28"]
plots.show(
    plots.image_grid(shown, 3, titles, "The size comes back, the picture does not", size=150),
    alt="An elephant, its blurred version of half the size, and the transposed convolution of "
    "that: full size again, but blurred even more.",
)
predict("05.a", ...)

# %% [markdown] tags=["core"]
# **Takeaway:** a transposed convolution makes pictures larger. It undoes nothing.
#
# ## 3. Checkerboards
#
# Stamps of 3 at a distance of 2 overlap at every second place. So a perfectly even input comes
# out striped, and in two dimensions as a **checkerboard**. Kernel 4 with stride 2 covers every
# inner place twice: the kernel's size is a multiple of the stride. Move the sliders and find the
# other pairs that are even.
#
# There is another way to grow: repeat every pixel (**upsampling**), then convolve with stride 1.

# %% [markdown] tags=["instructor", "core"]
# **6 min** · Choose a kernel size that the stride divides, or upsample.
#
# - **Slide:** Kernel 3, stride 2: every second place gets two stamps
# - **Slide:** Kernel 4, stride 2: inner places get two each
# - **Slide:** Size: $(n - 1)s + k - 2p$
# - **Ask:** which other pairs of kernel and stride are even?
# - **Goes wrong:** exercise 05.1 without the stride, or with padding added. Padding is cut off
#   here; 7, 4, 2, 1 must give 14.

# %% tags=["core"]
widgets.stamp_sliders(kernel=3, stride=2)

# %% tags=["core"]
flat = np.ones((1, 8, 8, 1), "float32")
rng = np.random.default_rng(4)
grown = {}
for size in (3, 4):
    kernels = rng.uniform(0, 2, (size, size, 200, 1)).astype("float32")  # 200 random kernels
    grown[f"kernel {size}, stride 2"] = ops.conv_transpose(flat, kernels, strides=2)
kernels = rng.uniform(0, 2, (3, 3, 1, 200)).astype("float32")
grown["repeat, then kernel 3"] = ops.conv(flat.repeat(2, axis=1).repeat(2, axis=2), kernels)

spreads = {}
for name, pictures in grown.items():
    inside = np.array(pictures)[0, 4:-4, 4:-4]  # (rows, columns, 200)
    spreads[name] = np.mean(inside.std(axis=(0, 1)) / inside.mean(axis=(0, 1)))
plots.show(
    plots.bars(list(spreads), list(spreads.values()), "unevenness: spread / mean (200 kernels)",
               "Three ways to double an even picture"),
    alt="Bars: " + ", ".join(f"{name} {value:.2f}" for name, value in spreads.items()),
)
outcome("05.a", "3")

# %% [markdown] tags=["core"]
# Kernel 4 *can* be even: all places get two stamps in each direction. Whether its weights use
# that is up to training. Kernel 3 must fight its geometry. Repeating pixels cannot fail.
#
# **Takeaway:** choose a kernel size that the stride divides, or upsample.
#
# ### Exercise 05.1: how large does it get?
#
# Write the size of the output of a transposed convolution. `padding` places are **cut off** the
# output at each end. Check yourself: 7 with kernel 4, stride 2, padding 1 must give 14.

# %% tags=["core"]
def transposed_size(size, kernel, stride, padding):
    ### BEGIN SOLUTION
    ### STUB: return ...
    last_start = (size - 1) * stride
    return last_start + kernel - 2 * padding
    ### END SOLUTION

check("05.1", transposed_size)

# %% [markdown] tags=["core"]
# ## 4. DCGAN: five rules, and what became of them
#
# Radford, Metz and Chintala (2016, section 3) made convolutional GANs train, with five rules:
#
# 1. No pooling: **strided** convolutions shrink, transposed ones grow. *We keep it.*
# 2. **Batch normalisation** in both networks. *We use pixel norm: it divides the channels of
#    each pixel by their root mean square, so a picture never depends on its neighbours in the
#    batch. By hand: (3, 4) has root mean square 3.54 and becomes (0.85, 1.13).*
# 3. No hidden dense layers. *D keeps one small one.*
# 4. ReLU in G, tanh at its end. *We use LeakyReLU and tanh.*
# 5. LeakyReLU in D. *We keep it.*
#
# Below is the very network that painted your elephants.

# %% [markdown] tags=["instructor", "core"]
# **4 min** · Ten years on, two rules stand as they were.
#
# - **Slide:** Strided convolutions, no pooling: kept
# - **Slide:** Batch normalisation: here pixel norm, which ignores the neighbours in the batch
# - **Slide:** LeakyReLU in D: kept
# - **Ask:** why may a picture's look depend on its neighbours in a batch?
# - **Late:** skip to *5. Both players must hear the name*; the network below the rules is for
#   reading at home.

# %% tags=["core"]
def pixel_norm(features):
    return features * ops.rsqrt(ops.mean(ops.square(features), axis=-1, keepdims=True) + 1e-8)

def build_generator():
    latents, labels = keras.Input((64,)), keras.Input((), dtype="int32")
    vectors = layers.Embedding(10, 64, embeddings_initializer=initializers.RandomNormal(stddev=1))
    features = layers.Concatenate()([latents, vectors(labels)])  # the name joins the noise
    features = layers.Reshape((7, 7, 128))(layers.Dense(7 * 7 * 128)(features))
    features = layers.LeakyReLU(0.2)(pixel_norm(features))
    for filters in (64, 32):
        grow = layers.Conv2DTranspose(filters, 4, strides=2, padding="same")
        features = layers.LeakyReLU(0.2)(pixel_norm(grow(features)))
    images = layers.Conv2D(1, 3, padding="same", activation="tanh")(features)
    return keras.Model([latents, labels], images)

for layer in build_generator().layers:
    if len(layer.output.shape) == 4 and layer.weights:
        print(type(layer).__name__, layer.output.shape[1:])
#> Conv2DTranspose (14, 14, 64)
#> Conv2DTranspose (28, 28, 32)
#> Conv2D (28, 28, 1)

# %% [markdown] tags=["core"]
# ## 5. Both players must hear the name
#
# A **conditional GAN** gives the label y to both players (Mirza and Osindero 2014, equation 2):
# G paints G(z, y), and D judges a picture *together with* its name. A fine bird labelled
# “elephant” is a fake.
#
# The label enters as an **embedding**: a table with one learned vector for each class. G appends
# that vector to its latents. D compares: it turns the picture into 128 features and adds to its
# logit the dot product of features and class vector (Miyato and Koyama 2018, section 3). By hand:
# features (2, 1), elephant (1, 0), bird (-1, 1): as an elephant the picture gets +2, as a bird -1.

# %% [markdown] tags=["instructor", "core"]
# **7 min** · A fine bird labelled "elephant" is a fake.
#
# - **Slide:** The name enters as a learned vector, in both players
# - **Slide:** G appends it to its latents; D adds features · vector to its logit
# - **Slide:** Exercise 05.2: one latent, ten animals
# - **Ask:** what does a latent mean, if not the animal?
# - **Goes wrong:** labels are one-hot rows. The embedding looks up by number: integers of shape
#   (10,).
# - **Goes wrong:** ten latents for one animal: turned round. Every row of the grid should share a
#   pose.

# %% tags=["core"]
def build_discriminator():
    images, labels = keras.Input((28, 28, 1)), keras.Input((), dtype="int32")
    features = images
    for filters in (32, 64, 128):  # 14 x 14, 7 x 7, 4 x 4
        shrink = layers.Conv2D(filters, 4, strides=2, padding="same")
        features = layers.LeakyReLU(0.2)(shrink(features))
    features = layers.LeakyReLU(0.2)(layers.Dense(128)(layers.Flatten()(features)))  # (batch, 128)
    vectors = layers.Embedding(10, 128, embeddings_initializer=initializers.RandomNormal(stddev=0.1))
    match = layers.Dot(axes=1)([features, vectors(labels)])  # does the picture fit its name?
    logits = layers.Add()([layers.Dense(1)(features), match])
    return keras.Model([images, labels], logits)

print(build_discriminator().output.shape)
#> (None, 1)

# %% [markdown] tags=["core"]
# ### Exercise 05.2: one latent, ten animals
#
# What does a latent mean, if not the animal? Give **one** latent to all ten classes. Write a
# function that takes `latent`, shape (64,), and returns what the generator needs for ten
# pictures: `latents`, shape (10, 64), and `labels`, integers of shape (10,). Once it is right,
# you see the pictures.

# %% tags=["core"]
def one_pose(latent):
    ### BEGIN SOLUTION
    ### STUB: return ...
    latents = np.tile(latent, (10, 1))
    labels = np.arange(10)
    return latents, labels
    ### END SOLUTION

verdict = check("05.2", one_pose)
if verdict.right:
    poses = np.random.default_rng(3).standard_normal((4, 64))
    rows = np.concatenate([paint(*one_pose(latent)) for latent in poses])
    plots.show(
        plots.image_grid(rows, 10, [""] * 30 + list(names), "Each row is one latent"),
        alt="Four rows of ten animals. Animals of a row share their latent, and often their pose.",
    )
verdict

# %% [markdown] tags=["core"]
# **Takeaway:** the name enters as a learned vector, in both players.
#
# ## 6. Train it
#
# The step is that of lesson 03, with labels. The **hinge** loss asks D for logits above 1 on real
# pictures and below -1 on fakes, and for no more; G raises its logits. **R1** adds D's squared
# slope at real pictures to D's loss, so that D stays smooth (Mescheder et al. 2018, equation 9).
# `ema` keeps an average of G's weights: part 11 measures what that brings.
#
# The shipped weights began just like this, and went on for thirty times as many steps. Watch the
# columns: first fog, then blobs whose shape depends on the name. The slider after that goes through
# such a long run: when do legs come?

# %% [markdown] tags=["instructor", "core"]
# **5 min** · Blobs that depend on the name come within seconds, legs take thousands of steps.
#
# - **Slide:** Hinge loss, R1, an average of G's weights
# - **Slide:** The shipped weights went on for thirty times as many steps
# - **Goes wrong:** the class is disappointed by blobs. Say beforehand that the last row has the
#   shipped weights of the same network.

# %% tags=["core"]
from artlab.gan import Trainer

keras.utils.set_random_seed(5)
trainer = Trainer(
    build_generator(), build_discriminator(),
    loss="hinge", learning_rate=5e-4, batch_size=64, ema=0.999, r1=0.02,
)
steps = runtime.budget(cpu=240, gpu=3000)
view = widgets.LiveView(columns=20)
history = trainer.fit(dataset.images, steps, labels=dataset.labels, callbacks=[view])

# %% tags=["core"]
longer = build_generator()
longer.set_weights(painter.get_weights())  # the network that you wrote, trained for longer
seen = trainer.snapshots
latents = np.random.default_rng(0).standard_normal((10, 64)).astype("float32")
early = [picture[:10] / 127.5 - 1 for picture in (seen.images[0], seen.at(steps // 4), seen.images[-1])]
grid = np.concatenate([*early, np.array(longer([latents, np.arange(10)]))])
title = f"Step 0, {steps // 4} and {steps}; the last row has the shipped weights"
plots.show(
    plots.image_grid(grid, 10, [""] * 30 + list(names), title),
    alt="Ten columns, one per animal. Noise at step 0, blobs of different shape for each class at "
    "the end of the short run, and animals with legs and heads from the shipped weights.",
)
display(widgets.training_scrubber(animals_gan.training_snapshots(), columns=10))
predict("05.b", ...)

# %% [markdown] tags=["core"]
# Early on you see part 3's checkerboard: kernel 4 can be even, and has to learn it.
#
# **Takeaway:** blobs that depend on the name come within seconds, legs and heads take thousands
# of steps.
#
# ## 7. From elephant to bird
#
# A class vector is a point in a space, and between two points lie others. Fix the latents, walk
# in small steps from the elephant's vector to the bird's, on to the giraffe's and back: at every
# step the generator paints something, although nobody taught it what lies between.
#
# On the pad below the class changes from left to right, the latents from bottom to top. Beside
# your picture stands the **nearest training picture**, and the share of pixels in which the two
# differ. Is the painter only handing out what it has seen? Other seeds give other poses, and some
# failures.

# %% [markdown] tags=["instructor", "core"]
# **5 min** · Look at the nearest training picture before you call anything new.
#
# - **Slide:** Between two class vectors lie others
# - **Slide:** Pad: class from left to right, latents from bottom to top
# - **Slide:** A copier's curve would rise at 0
# - **Ask:** is it handing out what it has seen? Say which number would show it.
# - **Goes wrong:** a failure on the pad is taken for the rule. Try three seeds.

# %% tags=["core"]
from itertools import pairwise

decoder, vectors = animals_gan.decoder()  # the same network, class vector laid open
stops = [vectors[names.index(name)] for name in ("elephant", "bird", "giraffe", "elephant")]
shares = np.linspace(0, 1, 16, endpoint=False)[:, None]
path = np.concatenate([(1 - shares) * one + shares * other for one, other in pairwise(stops)])
latents = np.random.default_rng(11).standard_normal((1, 64)).repeat(len(path), axis=0)
frames = np.array(decoder([np.float32(latents), np.float32(path)]))
widgets.latent_walk(frames, "An elephant turns into a bird, a giraffe, and an elephant again.")

# %% tags=["core"]
widgets.morph_pad("elephant", "bird", seed=5)

# %% tags=["core"]
from artlab.gan import metrics

def nearest_share(images, candidates):  # share of pixels that differ from the nearest candidate
    found = metrics.nearest(images, candidates)[:, 0]
    return np.mean((images - candidates[found]) ** 2, axis=(1, 2, 3)) / 4

order = np.random.default_rng(0).permutation(len(dataset))
probes, others = dataset.images[order[:300]], dataset.images[order[300:]]
noise = np.random.default_rng(1).standard_normal((300, 64))
fakes = paint(noise, dataset.labels[order[:300]])
real, fake = 100 * nearest_share(probes, others), 100 * nearest_share(fakes, others)
half = np.median(real), np.median(fake)
share = np.linspace(0, 100, 300)  # of the pictures, the nearest first
series = {"real": (np.sort(real), share), "generated": (np.sort(fake), share)}
plots.show(
    plots.curves(share, series, "pixels that differ from the nearest training picture (%)",
                 "pictures (%)", "A copier would rise at 0", x_limits=(0, 12)),
    alt=f"Two rising curves, close together. Half of the real pictures differ from their nearest "
    f"by less than {half[0]:.1f}%, half of the generated ones by less than {half[1]:.1f}%.",
)
low, high = np.quantile(real, [0.1, 0.9])
answer = "a copy" if half[1] < low else "as near as real ones" if half[1] < high else "far from all"
outcome("05.b", answer)

# %% [markdown]
# **Takeaway of the CORE part:** stamps grow pictures, a name that both players hear steers them,
# and the nearest training picture tells whether they are new.
#
# ---
# # STUDIO: how good is it?
#
# ## 8. The Frechet distance
#
# A pixel is a poor judge: move an animal by two pixels and every edge differs. So pictures are
# first turned into **features**, here 64 numbers from a classifier of the ten animals. The
# **Frechet distance** fits a bell curve to each cloud of features and compares the two. In one
# dimension: (difference of means)² + (difference of spreads)².
#
# By hand: mean 0, spread 1 against mean 3, spread 2 gives 9 + 1 = 10.
#
# <details><summary>In 64 dimensions</summary>
#
# d² = ‖m₁ − m₂‖² + trace(C₁ + C₂ − 2 (C₁C₂)^½) with covariances C (Heusel et al. 2017, equation
# 6). If C₁ and C₂ are diagonal with variances a² and b², the trace is Σ(a² + b² − 2ab) = Σ(a − b)².
# “FID” means this distance in Inception features; ours is in other features and not comparable
# with any FID that you read.
# </details>

# %% [markdown] tags=["instructor", "studio"]
# **5 min** · A Frechet distance belongs to its features; name them.
#
# - **Slide:** Two clouds of features, two bell curves, one number
# - **Slide:** Mean 0, spread 1 against mean 3, spread 2: 9 + 1 = 10
# - **Goes wrong:** it is compared with FID values from papers. Other features, other numbers.

# %% tags=["studio"]
one = np.array([[-1.0], [0.0], [1.0]])   # mean 0, spread 1
other = np.array([[1.0], [3.0], [5.0]])  # mean 3, spread 2
print(round(metrics.frechet_distance(one, other), 6))
#> 10.0

# %% [markdown] tags=["studio"]
# **Takeaway:** a Frechet distance belongs to its features. Name them.
#
# ## 9. Quality and variety are two things
#
# One number cannot say *what* is wrong. Draw a ball round every real point, up to its third
# nearest neighbour. **Precision** is the share of fakes inside some real ball: are they
# plausible? Now draw balls round the fakes. **Recall** is the share of reals inside some fake
# ball: is everything within reach? (Kynkäänniemi et al. 2019, equations 1 and 2)
#
# Choose “collapsed”: precision is perfect, and the generator is useless.

# %% [markdown] tags=["instructor", "studio"]
# **9 min** · Precision asks about the fakes, recall about the reals.
#
# - **Slide:** Balls round the reals: are the fakes plausible?
# - **Slide:** Balls round the fakes: is everything within reach?
# - **Slide:** Collapsed: precision perfect, generator useless
# - **Ask:** choose "collapsed". Which of the two numbers notices?
# - **Goes wrong:** exercise 05.3 with the two swapped, or with radii of the wrong cloud. The radii
#   belong to the balls.

# %% tags=["studio"]
widgets.precision_balls("good")

# %% tags=["studio"]
def distances(points, centres):
    return np.linalg.norm(points[:, None] - centres[None], axis=-1)

def radii(cloud, num_neighbors):  # to the k-th nearest; column 0 is the point itself
    return np.sort(distances(cloud, cloud), axis=1)[:, num_neighbors]

def share_inside(points, centres, ball_radii):
    return float((distances(points, centres) <= ball_radii).any(axis=1).mean())

# Exercise 05.3: precision and recall, each with one call of share_inside.
def precision_recall(real, fake, num_neighbors):
    ### BEGIN SOLUTION
    ### STUB: return ...
    precision = share_inside(fake, real, radii(real, num_neighbors))
    recall = share_inside(real, fake, radii(fake, num_neighbors))
    return precision, recall
    ### END SOLUTION

check("05.3", precision_recall)

# %% [markdown] tags=["studio"]
# **Takeaway:** precision asks about the fakes, recall about the reals.
#
# ## 10. Five generators on trial
#
# Recall has a weak spot: one wild fake has a huge ball, and every real point is in it. Two other
# numbers use real balls only (Naeem et al. 2020, equations 3 and 4). **Density** counts the real
# balls round each fake, divided by the number of neighbours; it may exceed 1. **Coverage** is the
# share of real balls with a fake in them.
#
# On trial: other real pictures (the yardstick), the shipped weights, your short run, one elephant
# over and over, and a **copier** that hands out training pictures. Who wins?

# %% [markdown] tags=["instructor", "studio"]
# **10 min** · No distance between two clouds notices memorising.
#
# - **Slide:** Other real pictures are the yardstick, and do not reach 0
# - **Slide:** The copier has distance 0, precision 1, recall 1
# - **Ask:** who wins, and is that just?

# %% tags=["studio"]
first, second = dataset.images[order[:2000]], dataset.images[order[2000:4000]]
wanted = dataset.labels[order[2000:4000]]
noise = np.random.default_rng(8).standard_normal((2000, 64)).astype("float32")
suspects = {
    "other real pictures": second,
    "shipped weights": painter.predict([noise, wanted], batch_size=500, verbose=0),
    "your short run": trainer.generate(latents=noise, labels=wanted),
    "one elephant": np.repeat(elephants[:1], 2000, axis=0),
    "copier": first,
}
real_features = metrics.silhouette_features(first)
features = {name: metrics.silhouette_features(images) for name, images in suspects.items()}
distance = {
    name: max(0.0, metrics.frechet_distance(real_features, cloud)) for name, cloud in features.items()
}
plots.show(
    plots.bars(list(distance), list(distance.values()), "Frechet distance in silhouette features",
               "Smaller is better, and the copier is best", formatted="{:.1f}"),
    alt="Bars: " + ", ".join(f"{name} {value:.1f}" for name, value in distance.items()),
)

# %% tags=["studio"]
def scores(cloud):
    pair = metrics.precision_recall(real_features, cloud)
    return [*pair, *metrics.density_coverage(real_features, cloud)]

table = np.array([scores(cloud) for cloud in features.values()])
columns = ["precision", "recall", "density", "coverage"]
rows = zip(features, table.round(2).tolist(), strict=True)
plots.show(
    plots.matrix(table, list(features), columns, "Four numbers tell what is wrong", low=0, high=1, width=8.0),
    alt=f"A table of {', '.join(columns)}. " + ". ".join(f"{name}: {row}" for name, row in rows),
)

# %% tags=["studio"]
counts = [70, 100, 200, 400, 800, 2000]
second_features = features["other real pictures"]
falling = [metrics.frechet_distance(real_features[:n], second_features[:n]) for n in counts]
plots.show(
    plots.curves(counts, {"real against real": falling}, "pictures on each side", "Frechet distance",
                 "Two piles of real pictures, counted in part", x_log=True, y_limits=(0, None)),
    alt=f"A falling curve: {falling[0]:.0f} with 70 pictures on each side, {falling[-1]:.1f} with 2,000.",
)

# %% [markdown] tags=["studio"]
# The copier has distance 0, precision 1, recall 1. **No distance between two clouds notices
# memorising**; the nearest training picture does (part 7). And other real pictures do not reach
# 0: the fewer you count, the larger the distance. Compare only numbers of the same features and
# the same count (Chong and Forsyth 2020).
#
# ## 11. Average the weights
#
# An **exponential moving average** keeps a second set of weights, which follows the first one a
# small part of the way after each step (Karras et al. 2018, appendix A.1): average ← decay ·
# average + (1 − decay) · weight. By hand, decay 0.9: 10 and a new 20 give 9 + 2 = 11.
#
# Popular texts say that this makes pictures much better. In the long run it lags behind while G
# learns fast. Once the steps are small, the newest weights jump up and down, and the average falls
# at every measurement: you may stop anywhere.

# %% [markdown] tags=["instructor", "studio"]
# **5 min** · Averaging calms a network that circles; one that still travels it holds back.
#
# - **Slide:** average ← decay · average + (1 − decay) · weight
# - **Goes wrong:** the short run's average looks worse, and averaging is dismissed. The run is
#   short: it still travels.
# - **Late:** skip to *13. Walk on the sphere*; sections 11 and 12 are one picture each.

# %% tags=["studio"]
measured = animals_gan.record()
late = measured["step"] >= 1000
series = {"newest weights": measured["raw"][late], "averaged weights": measured["average"][late]}
last = [values[-1] for values in series.values()]
plots.show(
    plots.curves(measured["step"][late], series, "step", "Frechet distance, 1,000 pictures",
                 "Newest weights against their average, from step 1,000",
                 marks={"smaller steps from here": animals_gan.FIRST_STEPS}),
    alt=f"Two falling curves. They end at {last[0]:.1f} (newest) and {last[1]:.1f} (averaged).",
)
for name, ema in (("newest", False), ("averaged", True)):
    cloud = metrics.silhouette_features(trainer.generate(latents=noise, labels=wanted, ema=ema))
    print(f"your short run, {name}: {metrics.frechet_distance(real_features, cloud):.1f}")

# %% [markdown] tags=["studio"]
# **Takeaway:** averaging brings calm to a network that circles; one that still travels it holds back.
#
# ## 12. Trade variety for quality: truncation
#
# Rare latents give odd pictures. The **truncation trick** draws again every number beyond a limit
# (Brock et al. 2019, section 3.1), so that latents stay where the generator had most practice.
# Popular texts promise better pictures for less variety. Its inventors found that few of their
# networks keep that promise without extra care. Does yours?

# %% [markdown] tags=["instructor", "studio"]
# **5 min** · Down to limit 1 quality is bought with variety; below, variety is only lost.
#
# - **Slide:** Draw again every number beyond a limit
# - **Ask:** does our network keep the promise of better pictures?

# %% tags=["studio"]
def truncated(num, limit, seed=0):
    rng = np.random.default_rng(seed)
    latents = rng.standard_normal((num, 64))
    while (far := np.abs(latents) > limit).any():
        latents = np.where(far, rng.standard_normal(latents.shape), latents)
    return latents.astype("float32")

limits, pairs, sheep = [0.2, 0.5, 1.0, 3.0], [], []
for limit in limits:
    images = painter.predict([truncated(2000, limit), wanted], batch_size=500, verbose=0)
    pairs.append(metrics.precision_recall(real_features, metrics.silhouette_features(images)))
    sheep.append(paint(truncated(10, limit, seed=1), [names.index("sheep")] * 10))
series = dict(zip(("precision", "recall"), np.transpose(pairs), strict=True))
title = "Sheep, with limits 0.2, 0.5, 1 and 3 from top to bottom"
plots.show(plots.image_grid(np.concatenate(sheep), 10, title=title),
           alt="Four rows of ten sheep. With limit 0.2 they look alike, with limit 3 they differ.")
plots.show(plots.curves(limits, series, "limit of the latents", "share", "What truncation does here", y_limits=(0, 1)),
           alt=f"Precision and recall at the limits {limits}: {np.round(pairs, 2).tolist()}")
predict("05.c", ...)

# %% [markdown] tags=["studio"]
# **Takeaway:** down to limit 1 quality is bought with variety; below, variety is only lost.
#
# ## 13. Walk on the sphere
#
# In 64 dimensions, N(0, 1) is not a heap round the origin but a thin shell: the squared length is
# a sum of 64 squares with mean 1, so the length is near √64 = 8. A straight line between two
# points of the shell (**lerp**) cuts through the empty inside. **Spherical interpolation**
# (slerp; White 2016, section 2) walks along the shell.

# %% [markdown] tags=["instructor", "studio"]
# **11 min** · In 64 dimensions the latents are a thin shell of radius 8.
#
# - **Slide:** Length near $\sqrt{64} = 8$
# - **Slide:** A straight line cuts through the empty inside
# - **Ask:** how long is the latent half-way on the straight line?
# - **Goes wrong:** exercise 05.4 normalises the straight line: right length, wrong angle a quarter
#   of the way.

# %% tags=["studio"]
# Exercise 05.4: cut the angle between start and end, not the straight line.
def slerp(start, end, share):
    ### BEGIN SOLUTION
    ### STUB: return ...
    cosine = start @ end / (np.linalg.norm(start) * np.linalg.norm(end))
    angle = np.arccos(cosine)
    weights = np.sin((1 - share) * angle), np.sin(share * angle)
    return (weights[0] * start + weights[1] * end) / np.sin(angle)
    ### END SOLUTION

check("05.4", slerp)

# %% tags=["studio"]
from artlab.widgets.latents import spherical  # the same as the solution of exercise 05.4

ends = np.random.default_rng(9).standard_normal((2, 2000, 64))
shares = np.linspace(0, 1, 9)
walks = {
    "lerp": [(1 - share) * ends[0] + share * ends[1] for share in shares],
    "slerp": [np.stack([spherical(*pair, share) for pair in ends.swapaxes(0, 1)]) for share in shares],
}
lengths = {name: np.linalg.norm(walk, axis=-1).mean(axis=1) for name, walk in walks.items()}
plots.show(
    plots.curves(shares, lengths, "share of the way", "length of the latents",
                 "A straight line leaves the shell", y_limits=(0, 9)),
    alt=f"Half-way, lerp has length {lengths['lerp'][4]:.1f}; slerp stays near 8.",
)
for name, walk in walks.items():
    images = painter.predict([np.float32(walk[4]), wanted], batch_size=500, verbose=0)
    pair = metrics.precision_recall(real_features, metrics.silhouette_features(images))
    print(f"{name} half-way: precision {pair[0]:.2f}, recall {pair[1]:.2f}")
outcome("05.c", lengths["lerp"][4])

# %% [markdown]
# ## Recap
#
# - A convolution uses one small kernel everywhere; a transposed one stamps, and (n − 1)s + k − 2p
#   is its size. It brings the size back, not the picture.
# - A kernel that the stride does not divide makes a checkerboard.
# - A conditional GAN tells the name to both players.
# - Precision asks about the fakes, recall about the reals; the Frechet distance mixes both and
#   means nothing without its features and its count.
# - None of them notices a copier. Look at the nearest training picture.
# - Half-way on a straight line latents are too short, which works like truncation: fewer kinds.

# %% [markdown] tags=["instructor", "core"]
# **1 min** · Stamps, names, and the nearest training picture.
#
# - **Slide:** Precision about fakes, recall about reals, neither about copies

# %% tags=["core"]
recap("05")

# %% [markdown]
# ## Quiz and glossary

# %% [markdown] tags=["instructor", "core"]
# **1 min** · Five questions for the way home.
#
# - **Slide:** Five questions, wrong answers explained

# %% tags=["core"]
quiz("05")

# %% tags=["core"]
glossary("05")

# %% [markdown]
# ## On your own
#
# - Swap the two transposed convolutions for upsampling and a convolution. Is the short run better?
# - Give D no labels (hand it zeros) and train again. Does G still obey?
# - Run with `ARTLAB_BUDGET=studio` and compare your precision and recall with the shipped ones.
#
# ## Further reading
#
# - Dumoulin and Visin 2016, *A guide to convolution arithmetic for deep learning*: chapter 2 has
#   the size of a convolution, chapter 4 that of a transposed one.
# - Odena, Dumoulin and Olah 2016, *Deconvolution and Checkerboard Artifacts*: with moving figures.
# - Radford et al. 2016, *Unsupervised Representation Learning with DCGANs*: section 3, the rules.
# - Mirza and Osindero 2014, *Conditional GANs*; Miyato and Koyama 2018, *cGANs with Projection
#   Discriminator*.
# - Heusel et al. 2017 (Frechet distance); Kynkäänniemi et al. 2019 (precision and recall); Naeem
#   et al. 2020 (density and coverage); Chong and Forsyth 2020 (why the count matters).
# - Karras et al. 2018, *Progressive Growing of GANs*: section 4.2, pixel norm; appendix A.1, averaging.
# - Brock et al. 2019, *BigGAN*: truncation. White 2016, *Sampling Generative Networks*: slerp.
