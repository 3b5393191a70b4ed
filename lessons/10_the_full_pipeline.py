# %% [markdown]
# # Open the full pipeline
#
# A sentence goes in, a painting comes out. Between them stand a language model that describes, a
# language model that draws, and a GAN that paints. Here you call each by itself, change one word
# in the middle, put your own functions and your own drawing into the chain, and find out who is to
# blame when a painting is wrong.
#
# | | |
# |---|---|
# | Level | after lesson 00; lessons 08 and 09 open the drawer and the painter themselves |
# | Class | CORE 45 min, STUDIO 35 min |
# | Compute | CPU: about 20 s of processor time; GPU: none is used |
# | Memory | about 0.8 GB; neither TensorFlow nor PyTorch is needed |
# | You need | nothing from another lesson |
# | You end up with | paintings of your own lines, and a page of your works to send round |
#
# **You will** look at every step between words and pixels; change a word and count the strokes
# that stay; swap each stage for a function of yours; draw by hand; locate faults; and prove how a
# picture was made.

# %% tags=["setup", "core"]
import sys
if "google.colab" in sys.modules:  # Colab lacks some small packages and the course itself
    # %pip install -q --no-deps onnxruntime anywidget psygnal git+https://github.com/artlab-course/artlab
    print("artlab is here")
import artlab
import numpy as np
from artlab import plots, runtime, widgets, world
from artlab.classroom import check, glossary, hint, outcome, predict, quiz, recap, solution
from artlab.studio import Studio
print(runtime.summary())

# %% [markdown] tags=["core"]
# ## The result first: one sentence, four panels
#
# A **prompt** is what you ask for. The **seed** is the number from which all chance of a work
# follows. Change both. Then ask in Chinese.

# %% [markdown] tags=["instructor", "core"]
# **3 min** · Today nothing is new but the seams.
#
# - **Slide:** Prompt and seed; then the same in Chinese
# - **Ask:** which panel would you edit, if you could edit one?

# %% tags=["core", "cover"]
studio = Studio(seed=2)
work = studio.paint("two mountains behind a lake at dusk, a boat and three birds, ink")
work

# %% tags=["core"]
chinese = studio.paint("水彩画：雪后孤舟，远山，一轮明月")
chinese

# %% [markdown] tags=["core"]
# ## 1. Four stages, three models
#
# | stage | reads | writes | what it is |
# |---|---|---|---|
# | **writer** | your prompt | a **description**: text | a small GPT |
# | **reader** | the description | a **plan**: what is in the picture | the drawer, first part |
# | **drawer** | the plan | a **sketch**: strokes with names | the drawer, second part: a GPT |
# | **painter** | sketch and plan | pixels | a GAN |
#
# Popular texts say that “GPT obeys: paint a landscape”. A **base model** only continues text;
# obeying must be trained, by **instruction tuning** (Ouyang et al. 2022). Our writer was trained on
# nothing but pairs, a request and its description, so it continues a request with a description. And a
# text model draws nothing, unless tokens stand for strokes (Painter 2023; SketchAgent 2024): see
# lesson 08.
#
# The whole work again, step by step:

# %% [markdown] tags=["instructor", "core"]
# **7 min** · The prompt reaches the painting through the description, and on no other way.
#
# - **Slide:** Writer, reader, drawer, painter: text, plan, strokes, pixels
# - **Slide:** Hold everything fixed, change one thing, watch
# - **Slide:** A plan has no language
# - **Ask:** two prompts that share no word, one fixed description: which stages notice?
# - **Goes wrong:** "the GAN reads the text". Replace the writer by a function that always says the
#   same: same pixels.

# %% tags=["core"]
description = studio.describe(work.prompt)
plan = studio.plan(description)
sketch = studio.sketch(plan)
painting = studio.paint_sketch(sketch, plan)

for made in (description, plan, sketch, painting):
    print(type(made).__name__)
print("the same pixels:", np.array_equal(painting, work.painting))
#> str
#> Scene
#> Sketch
#> ndarray
#> the same pixels: True

# %% tags=["core"]
print(description, "\n")
print({name: value for name, value in plan.to_dict().items() if value not in ("none", 0)}, "\n")
for stroke in sketch.strokes[:4]:
    points = ", ".join(f"({x:.2f}, {y:.2f})" for x, y in stroke.points[:3])
    print(f"{stroke.element} {stroke.instance}: {points}, ...")
print(painting.shape, painting.dtype, f"{painting.min()} to {painting.max()}")
predict("10.a", ...)

# %% [markdown] tags=["core"]
# Each stage speaks a language of its own: sentences; a form with seventeen fields; points in
# [0, 1]; pixels. Which of them reads *your* words?
#
# Test it as one tests a cause: hold everything fixed, change one thing, watch. Below, the writer
# is replaced by a function that always says the same. Two prompts that share no word go in.

# %% tags=["core"]
fixed = Studio(seed=2, writer=lambda prompt: work.description)
one, other = fixed.paint("two boats on a river in the snow"), fixed.paint("月夜，竹林")
print("same plan:", one.plan == other.plan, "| same sketch:", one.sketch == other.sketch)
same = np.array_equal(one.painting, other.painting)
print("same pixels:", same)
outcome("10.a", "the writer" if same else "writer and drawer")

# %% [markdown] tags=["core"]
# **Takeaway:** the prompt reaches the painting through the description, and on no other way.
#
# ### A plan has no language
#
# So Chinese works at once: only writer and reader know words. Below is one scene, told in two
# languages. What the reader finds in both is the same form; what a text leaves open, the reader
# fills in by chance.

# %% tags=["core"]
scene = world.Scene(("high", "low"), "lake", "pine", 2, light="moon", boats=1, birds=2,
                    time="night", style="ink")
told = {
    "asked": None,
    "English": "A night in ink: a high mountain and a low one, a lake, two pines, one boat, "
    "two birds, the moon.",
    "Chinese": "水墨夜景：一座高山，一座矮山，湖上一叶小舟，两棵松树，两只鸟，月亮。",
}
plans = {name: studio.plan(text) if text else scene for name, text in told.items()}
print(" " * 10, *(f"{name:18}" for name in plans))
for field in ("mountains", "water", "trees", "num_trees", "light", "boats", "birds", "time", "style"):
    print(f"{field:10}", *(f"{getattr(plan, field)!s:18}" for plan in plans.values()))
predict("10.b", ...)

# %% [markdown] tags=["core"]
# ## 2. Edit one word of the description
#
# The plan is read *from the description*. So you may step in there. `studio.revise` reads the new
# text, compares the two plans, keeps the strokes of every element that both share, and draws only
# the rest.
#
# By hand: the old plan has 2 mountains, 1 lake, 1 boat; the new one 2 mountains, 1 sea, 1 boat.
# Mountains and boat stay. The lake goes, a sea comes.
#
# First in code, with a description of your own making. Below it is an editor: make it two boats,
# turn dusk into night, write it in Chinese, and press the button. New strokes are bold, strokes
# that went are dashed.

# %% [markdown] tags=["instructor", "core"]
# **9 min** · A change runs down the chain, never up, and only along what it concerns.
#
# - **Slide:** lake → sea: mountains and boat stay, stroke for stroke
# - **Slide:** dusk → dawn concerns no stroke; the painter alone does other work
# - **Ask:** of all strokes, how many percent stay when the lake becomes a sea?
# - **Goes wrong:** the *prompt* is edited instead of the description. Then the writer writes all
#   anew.
# - **Goes wrong:** an edit that the reader does not understand changes nothing. Keep to the things
#   of this world, one per edit.

# %% tags=["core"]
text = ("Two high mountains stand behind a lake at dusk. One boat drifts on the water, three birds "
        "fly above, and a pavilion stands on the shore. The sun hangs low. An ink wash painting.")

def kept(before, after):
    """Strokes of the old sketch that stand, point for point, in the new one."""
    return [stroke for stroke in before.sketch.strokes if stroke in after.sketch.strokes]

before = studio.revise(work, text)
after = studio.revise(before, text.replace("lake", "sea"))
stay, old = kept(before, after), before.sketch.strokes
print(f"{len(stay)} of {len(old)} strokes stay:", *dict.fromkeys(s.element for s in stay))
print("gone:", *dict.fromkeys(s.element for s in old if s not in stay))
print("new: ", *dict.fromkeys(s.element for s in after.sketch.strokes if s not in stay))
outcome("10.b", 100 * len(stay) / len(old))

# %% tags=["core"]
widgets.description_editor(before)

# %% tags=["core"]
def mat(pictures, side=256):  # pictures of any format on square sheets, to stand in a row
    sheets = np.full((len(pictures), side, side, 3), 251, "uint8")
    for sheet, picture in zip(sheets, pictures, strict=True):
        top, left = (side - np.array(picture.shape[:2])) // 2
        sheet[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
    return sheets

def marked(before, after):  # kept strokes grey, new ones black
    stay = kept(before, after)
    new = [stroke for stroke in after.sketch.strokes if stroke not in stay]
    layers = [world.Sketch(some, after.plan.format).raster(256) for some in (stay, new)]
    shown = np.minimum(255 - (255 - layers[0].astype(int)) // 3, layers[1])
    return np.stack([shown] * 3, axis=-1)

edits = {"lake": "sea", "One boat drifts": "Three boats drift", "dusk": "dawn", "An ink wash painting": "A woodblock print"}
revised = [studio.revise(before, text.replace(word, new)) for word, new in edits.items()]
titles = list(edits.values()) + [f"{len(kept(before, one))} of {len(old)} strokes kept" for one in revised]
rows = [one.painting for one in revised] + [marked(before, one) for one in revised]
plots.show(
    plots.image_grid(mat(rows), 4, titles, "One edit each; new strokes are black", size=147),
    alt="Four paintings, each from one edit of the same description, and below them their sketches: "
    + "; ".join(f"{edit}: {told}" for edit, told in zip(titles[:4], titles[4:], strict=True)) + ".",
)

# %% [markdown] tags=["core"]
# “Dawn” and “woodblock” concern no stroke: the drawing stays, and the painter alone does other
# work. That is how you tell *who depends on what*: intervene, and see how far the change runs.
#
# **Takeaway:** a change runs down the chain, never up, and only along what it concerns.
#
# ## 3. Swap any stage
#
# An **interface** is what two stages agree on. Whoever keeps to it may take the place of a model: a
# writer is text → text, a drawer is plan → `Sketch`, a painter is (sketch, plan) → pixels. Three
# plain functions:

# %% [markdown] tags=["instructor", "core"]
# **11 min** · Whoever keeps to the interface may take the place of a model.
#
# - **Slide:** Text → text, plan → sketch, sketch and plan → pixels
# - **Slide:** A wrong shape is loud, a wrong range is silent
# - **Slide:** Black is −1, white is 1
# - **Ask:** a painter returns [0, 1]. What will you see?
# - **Goes wrong:** exercise 10.1 returns uint8, or one grey plane, or channels first. Floats in
#   [-1, 1], (height, width, 3).
# - **Goes wrong:** the range is right and ink is white. Look at black and white first.
# - **Late:** skip to *4. Your own lines* after the pale picture; do exercise 10.1 together on the
#   projector.

# %% tags=["core"]
from artlab.world import Scene, Sketch, Stroke

def proverb(prompt):  # a writer without a model
    return "Three mountains, one high, at the sea. The moon at night. A woodblock print."

def waves(plan):  # a drawer that is a rule
    x, strokes = np.linspace(0, 1, 40), []
    for number, height in enumerate(plan.mountains):
        middle = (number + 1) / (len(plan.mountains) + 1)
        peak = {"low": 0.12, "middle": 0.25, "high": 0.4}[height]
        ridge = 0.64 - peak * np.exp(-(((x - middle) / 0.15) ** 2))
        strokes.append(Stroke("mountain", np.stack([x, ridge], axis=1), number))
    if plan.water != "none":
        shore = 0.66 + 0.006 * np.sin(40 * x)
        strokes.append(Stroke("sea" if plan.water == "sea" else "lake", np.stack([x, shore], axis=1)))
    if plan.light != "none":
        turn = 2 * np.pi * x
        disc = np.stack([0.8 + 0.06 * np.cos(turn), 0.2 + 0.06 * np.sin(turn)], axis=1)
        strokes.append(Stroke(plan.light, disc.clip(0, 1)))
    return Sketch(strokes, plan.format)

# %% tags=["core"]
def hatching(sketch, plan):  # a painter that hatches: denser with every line that it crosses
    height, width = sketch.shape(256)
    lines = sketch.raster(256) < 128
    crossed = np.cumsum(np.diff(lines.astype(int), axis=0, prepend=0) == 1, axis=0)
    rows, columns = np.mgrid[:height, :width]
    slant = np.where(crossed % 2 == 1, rows + columns, rows - columns)
    hatched = (slant % np.maximum(4, 16 - 3 * crossed)) == 0
    ink, paper = np.array([-0.75, -0.7, -0.6]), np.array([0.9, 0.85, 0.7])
    if plan.time == "night":
        ink, paper = paper, ink
    return np.where((lines | hatched)[..., None], ink, paper)  # (height, width, 3) in [-1, 1]

prompt = "a high mountain at night, the moon above the sea"
studios = (studio, Studio(seed=2, writer=proverb), Studio(seed=2, drawer=waves),
           Studio(seed=2, painter=hatching, finish=False))
pictures = [one.paint(prompt).painting for one in studios]
titles = ["all models", "my writer", "my drawer", "my painter"]
plots.show(
    plots.image_grid(mat(pictures), 4, titles, f"“{prompt}”", size=147),
    alt="Four paintings of one prompt: by the models; with a writer that ignores it; with mountains "
    "that are smooth bells, drawn by a rule; and hatched with slanting lines.",
)
predict("10.c", ...)

# %% [markdown] tags=["core"]
# ### The fault that no check sees
#
# Most faults are loud: a wrong type or shape raises an error that names the stage. A wrong **value
# range** can be silent. A file holds whole numbers from 0 (black) to 255 (white). A network that
# ends in tanh returns floats from -1 to 1. By hand: black is 0 / 127.5 − 1 = −1, white is
# 255 / 127.5 − 1 = 1.
#
# What if a painter returns [0, 1]?

# %% tags=["core"]
def faded(sketch, plan):
    return (hatching(sketch, plan) + 1) / 2  # [-1, 1] becomes [0, 1]

pale = Studio(seed=2, painter=faded, finish=False).paint(prompt).painting
plots.show(
    plots.image_grid(mat([pictures[3], pale]), 2, ["as agreed: [-1, 1]", "the same in [0, 1]"],
                     "Shape right, type right, range wrong", size=220),
    alt=f"Twice the same hatched painting. As agreed, its darkest value is {pictures[3].min()} of 255; "
    f"in the wrong range it is pale, and the darkest is {pale.min()}.",
)
outcome("10.c", "a pale picture")

# %% [markdown] tags=["core"]
# ### Exercise 10.1: a painter of your own
#
# Write a painter that shows the bare lines: black on white, as a network would return them, floats
# in [-1, 1] of shape (height, width, 3). `sketch.raster(256)` gives the lines as uint8 of shape
# (height, width): 0 is ink, 255 is paper. Once it is right, it paints your prompt.

# %% tags=["core"]
def paint_lines(sketch, plan):
    ### BEGIN SOLUTION
    ### STUB: return ...
    grey = sketch.raster(256).astype("float32") / 127.5 - 1
    return np.repeat(grey[..., None], 3, axis=-1)
    ### END SOLUTION

verdict = check("10.1", paint_lines)
if verdict.right:
    mine = Studio(seed=2, painter=paint_lines, finish=False).paint(prompt).painting
    plots.show(plots.image_grid(mat([mine]), 1, ["your painter"], size=220), alt="The bare lines.")
verdict

# %% [markdown] tags=["core"]
# **Takeaway:** whoever keeps to the interface fits in. Look at black and white first.
#
# ## 4. Your own lines
#
# Students ask: why a GAN, when the course has `world.render`, a program that paints every sketch by
# rules, and made the very pictures that the GAN learned from? Here are a few lines drawn by hand.
# Nobody wrote beside them what they are.

# %% [markdown] tags=["instructor", "core"]
# **12 min** · A rule that nobody wrote cannot be called; it can be learned.
#
# - **Slide:** The renderer asks for names; the GAN guesses from shapes
# - **Slide:** Draw with mouse, finger or arrow keys
# - **Slide:** A photo of a sheet is thinned to lines
# - **Ask:** why a GAN, when `world.render` paints every sketch by rules?
# - **Goes wrong:** exercise 10.2 without turning: paper is 255 and must become 0. Grey 180 becomes
#   0.29.
# - **Goes wrong:** a drawing fills only a corner, and the rest is guessed. Use the whole sheet,
#   shore and ridge from edge to edge.
# - **Late:** skip to *Recap* after the drawing panel; the sheet of paper is for home.

# %% tags=["core"]
ridge = [[0, 0.62], [0.1, 0.5], [0.17, 0.44], [0.25, 0.26], [0.31, 0.17], [0.37, 0.28], [0.45, 0.4],
         [0.53, 0.53], [0.62, 0.64]]
behind = [[0.44, 0.39], [0.55, 0.36], [0.64, 0.29], [0.71, 0.36], [0.8, 0.4], [0.9, 0.5], [1, 0.55]]
shore = [[0, 0.66], [0.3, 0.655], [0.6, 0.665], [1, 0.65]]
turn = np.linspace(0, 2 * np.pi, 20)
sun = np.stack([0.84 + 0.05 * np.cos(turn), 0.17 + 0.05 * np.sin(turn)], axis=1)
hull = [[0.66, 0.79], [0.7, 0.82], [0.79, 0.82], [0.84, 0.78], [0.66, 0.79]]
sail = [[0.74, 0.79], [0.74, 0.68], [0.8, 0.77]]
bird = [[0.5, 0.16], [0.525, 0.145], [0.54, 0.165], [0.555, 0.145], [0.58, 0.16]]
drawing = Sketch([Stroke("line", points) for points in (ridge, behind, shore, sun, hull, sail, bird)])

try:
    world.render(Scene(), drawing)
except ValueError as error:
    print(error)
print(studio.paint_sketch(drawing).shape)
#> `sketch` must say what its lines are. Received: plain lines
#> (256, 256, 3)

# %% tags=["core"]
looks = [Scene(style="ink", weather="mist"), Scene(style="blue-green"),
         Scene(style="watercolour", time="dusk"), Scene(style="woodblock", time="dusk")]
pictures = [studio.paint_sketch(drawing, look) for look in looks]
lines = np.repeat(drawing.raster(256)[..., None], 3, axis=-1)
titles = ["seven lines", *(look.style for look in looks)]
plots.show(
    plots.image_grid(np.stack([lines, *pictures]), 5, titles, "Nobody said what the lines are", size=116),
    alt="A line drawing of two ridges, a shore, a sun, a boat and a bird, and four paintings of it, in "
    "ink, blue-green, watercolour and woodblock.",
)

# %% [markdown] tags=["core"]
# In a third of its training pictures the names were hidden, so the GAN had to guess from shapes what a
# line is: under a peaked line there is a body of rock, under a long flat one there is water. A rule
# that nobody wrote cannot be called; it can be learned. What does it take the ring for?
#
# Draw! With mouse or finger; or with the keyboard: arrow keys move the pen, space sets it down, `e`
# is the eraser, `u` undoes. Where do its guesses fail?

# %% tags=["core"]
panel = widgets.draw_and_paint(start=drawing, style="watercolour")
panel

# %% [markdown] tags=["core"]
# ### From a sheet of paper
#
# `Sketch.from_image` reads a photo or a scan: it evens out the light, finds the ink, and
# **thins** each line to a path. Here a photo is imitated: pencil, light from one side, grain. Put
# the path of your own photo in its place.

# %% tags=["core"]
import tempfile
from pathlib import Path
from artlab import images

folder = Path(tempfile.mkdtemp())  # put a folder of yours here to keep what follows
page = 255 - 0.55 * (255.0 - drawing.raster(480, width=1.2))  # grey pencil
light = np.linspace(0.55, 1.0, 480)[None, :] * np.linspace(1.0, 0.85, 480)[:, None]
page = page * light + np.random.default_rng(0).normal(0, 5, page.shape)
images.save_png(folder / "photo.png", page.clip(0, 255).astype("uint8"))

traced = Sketch.from_image(folder / "photo.png")
row = [images.read_image(folder / "photo.png"),
       np.repeat(traced.raster(480)[..., None], 3, axis=-1),
       studio.paint_sketch(traced, Scene(style="ink"), size=480)]
titles = ["a photo", f"{len(traced.strokes)} lines read", "painted"]
plots.show(
    plots.image_grid(np.stack(row), 3, titles, "From paper to paint", size=196),
    alt="A grey, unevenly lit photo of the drawing; the clean lines that were read; the ink painting.",
)

# %% [markdown] tags=["core"]
# ### Exercise 10.2: what the painter sees
#
# The painter does not see a picture of your page. It sees a **plane** of numbers: 1 where ink is,
# 0 where paper is, between them for grey pencil. Turn a page, uint8 with dark lines on light
# paper, into that plane: floats of the same shape.

# %% tags=["core"]
def ink(page):
    ### BEGIN SOLUTION
    ### STUB: return ...
    return 1 - page / 255
    ### END SOLUTION

check("10.2", ink)

# %% tags=["core"]
from artlab.studio import Painter, conditions

look = Scene(style="blue-green")
planes = conditions.channels(drawing, look, 256)  # (256, 256, channels)
turned = planes.copy()
turned[..., conditions.PLAIN] = 1 - planes[..., conditions.PLAIN]  # paper becomes ink
vector = conditions.style_vector(look)
right, wrong = Painter.load().run([planes, turned], [vector, vector])
plots.show(
    plots.image_grid(np.stack([right, wrong]), 2, ["ink is 1", "paper is 1"],
                     "Black and white turned", size=220),
    alt="At the left a landscape; at the right what the same painter makes of the same drawing when "
    "paper and ink are exchanged: no landscape.",
)

# %% [markdown]
# **Takeaway of the CORE part:** stages meet in interfaces. What keeps to them, fits: your words, your
# functions, your lines.
#
# ---
# # STUDIO: answer for it
#
# ## 5. Locate a fault
#
# Below are three broken paintings. In each chain **one** stage did something else than it should.
# Go from left to right and ask at every step: does the output follow from the *input of this step*?
# The first step where it does not is at fault. All later ones only pass on what they got.

# %% [markdown] tags=["instructor", "studio"]
# **14 min** · At fault is the first stage whose output does not follow from its own input.
#
# - **Slide:** Go from left to right, ask at every step
# - **Slide:** All later stages only pass on what they got
# - **Slide:** A chain is as good as the product of its links
# - **Ask:** which stage is never at fault for a count, and why?
# - **Goes wrong:** exercise 10.3 blames the painter for what is missing in the plan. Compare plan
#   and description first.

# %% tags=["studio"]
from IPython.display import display
from artlab.classroom.lessons.lesson_10 import broken_works

for letter, broken in broken_works().items():
    print(letter)
    display(broken)

# Exercise 10.3: for each letter "writer", "reader", "drawer" or "painter".
### BEGIN SOLUTION
### STUB: faults = {"A": ..., "B": ..., "C": ...}
faults = {"A": "reader", "B": "writer", "C": "painter"}
### END SOLUTION
check("10.3", faults)

# %% [markdown] tags=["studio"]
# The drawer is never at fault for a count: its **grammar** lets it draw exactly what the plan lists
# (lesson 08). And before it? The writer first takes **notes** of what a prompt asks for, then writes.
# The studio distrusts it: it reads each description again, and where the plan lacks what the notes
# hold, the writer must try again, up to four times.
#
# Measure it. Prompts are made here from known scenes, so we know what each asks for.

# %% tags=["studio"]
from artlab.studio import Writer
from artlab.studio.batches import plan_many
from artlab.studio.describing import descriptions, unmet
from artlab.world.prompts import ask

seeds = list(range(24))
asked = [ask(world.sample(2**41 + seed), ("en", "zh")[seed % 2], 2**41 + seed) for seed in seeds]
wanted = [{name: value for name, value in prompt.mentions.items() if name != "heights"} for prompt in asked]
prompts, writer = [str(prompt) for prompt in asked], Writer.load()
first = plan_many(studio, writer.write_many(prompts, seeds), seeds)
again = plan_many(studio, descriptions(studio, prompts, seeds), seeds)

asked_for = sum(map(len, wanted))
pairs = zip(map(writer.notes, prompts), wanted, strict=True)
lost = [sum(note.get(name) != value for note, wish in pairs for name, value in wish.items())]
lost += [sum(map(len, map(unmet, wanted, plans))) for plans in (first, again)]
names = ["in the writer's notes", "in the plan of its first text", "in the plan, after reading again"]
share = 100 * (1 - np.array(lost) / asked_for)
plots.show(
    plots.bars(names, list(share), f"of {asked_for} things asked for (%)", "What survives",
               formatted="{:.0f}"),
    alt="Bars: " + ", ".join(f"{name} {value:.0f}%" for name, value in zip(names, share, strict=True)),
)

# %% [markdown] tags=["studio"]
# **Takeaway:** a chain is as good as the product of its links. Mend the first bad one.
#
# ## 6. One prompt, many works
#
# A **gallery** is one prompt under several seeds, computed in batches. The seed is not quality; it
# only decides what you left open. Choosing is your part of the art.

# %% [markdown] tags=["instructor", "studio"]
# **4 min** · The seed is not quality; choosing is your part of the art.
#
# - **Slide:** Six seeds, one sentence
# - **Ask:** which one would you keep? Defend it in one sentence.

# %% tags=["studio"]
gallery = studio.gallery("an old pavilion among pines, a river, mist", 6)
titles = [f"seed {one.seed}" for one in gallery]
plots.show(
    plots.image_grid(mat([one.painting for one in gallery]), 6, titles,
                     "One sentence, six seeds", size=98),
    alt="Six paintings of one sentence; they differ in layout, drawing and style.",
)

# %% [markdown] tags=["studio"]
# ## 7. How do you prove how it was made?
#
# **Provenance** is the record of how a work came about: settings, models with the **hash** (a
# fingerprint) of their weights, versions, licences of the data. `save` writes it into the PNG file;
# any picture viewer still opens it.
#
# A record can be copied into another picture. A **replay** finds that out: it paints again from the
# prompt, and you compare.

# %% [markdown] tags=["instructor", "studio"]
# **11 min** · A record tells, a replay proves.
#
# - **Slide:** Settings, hashes of the weights, versions, licences: in the PNG
# - **Slide:** A record can be copied; the replay finds it out
# - **Ask:** a red square under an honest record: who notices?
# - **Goes wrong:** the replay differs on another machine. The promise holds for the same type of
#   machine and versions.
# - **Late:** skip to *8. A page of your works*; show the two printed lines of the forgery.

# %% tags=["studio"]
from artlab.studio import Artwork

path = work.save(folder / "lake.png")
texts = images.load_png_metadata(path)
print({name: len(text) for name, text in texts.items()})  # lengths in characters
for name, told in Artwork.load(path).provenance["models"].items():
    print(name, {file: code[:12] + "…" for file, code in told["sha256"].items()})
print("repaint it anywhere:", work.code)

# %% tags=["studio"]
forged = work.painting.copy()
forged[20:60, 20:60] = (200, 30, 30)  # a red square, under the honest record
images.save_png(folder / "forged.png", forged, work.metadata())

for name in ("lake.png", "forged.png"):
    loaded = Artwork.load(folder / name)
    print(name, np.array_equal(loaded.replay().painting, loaded.painting))
print("from the code:", np.array_equal(Artwork.from_code(work.code).painting, work.painting))
#> lake.png True
#> forged.png False
#> from the code: True

# %% [markdown] tags=["studio"]
# The promise holds on the same type of machine with the same versions and weights. Elsewhere the
# last digits may differ; so the record names them all.
#
# ## 8. A page of your works
#
# The **portfolio** is one HTML file: paintings, prompts, descriptions, codes, provenance. It loads
# nothing and runs nothing, so you can mail it. Each painting in it is again a PNG file with its
# record. Open *How it was made*.

# %% [markdown] tags=["instructor", "studio"]
# **6 min** · One file, nothing loaded, nothing run: you can mail it.
#
# - **Slide:** Paintings, prompts, descriptions, codes, provenance
# - **Ask:** what would you want to know about a picture before you hang it?

# %% tags=["studio"]
from artlab.studio.portfolio import Portfolio

portfolio = Portfolio([work, chinese, *gallery[:2]], "Four works", author="you",
                      statement="Painted with a small language model, a drawer and a GAN.")
print("saved as", portfolio.save(folder / "portfolio.html").name)
portfolio

# %% [markdown]
# ## Recap
#
# - Writer, reader, drawer, painter: text, plan, strokes, pixels. Each can be called alone.
# - The chain is causal: a changed word changes what it concerns, and nothing above it.
# - Keep to the interface, and any function takes the place of a model. A wrong range is silent.
# - The GAN paints lines without names; a renderer cannot.
# - At fault is the first stage whose output does not follow from its input.
# - A record tells how a work was made; a replay proves it.
#
# ### Four sentences from popular texts
#
# - *“A GAN is a kind of reinforcement learning.”* It is a game of two networks; gradients flow
#   through D into G (Goodfellow et al. 2014, section 3). No reward is sampled.
# - *“GANs imitate, language models create.”* Both are fitted to examples. Language models repeat
#   training text word for word (Carlini et al. 2021); a GAN can be trained to leave the known styles
#   (Elgammal et al. 2017).
# - *“GANs are how AI makes pictures.”* Diffusion models overtook them in quality (Dhariwal and Nichol
#   2021). GANs stay what you saw: small, and done in one step.
# - *“Realistic and creative.”* Say how it was measured, as in part 5, or do not say it.

# %% [markdown] tags=["instructor", "core"]
# **1 min** · Text, plan, strokes, pixels; each can be called alone.
#
# - **Slide:** The first stage whose output does not follow is at fault

# %% tags=["core"]
recap("10")

# %% [markdown]
# ## Quiz and glossary

# %% [markdown] tags=["instructor", "core"]
# **2 min** · Four popular sentences, five questions.
#
# - **Slide:** Which of the four sentences would you have signed?

# %% tags=["core"]
quiz("10")

# %% tags=["core"]
glossary("10")

# %% [markdown]
# ## On your own
#
# - Write a writer that turns a line of a poem into a description, by looking up words in a dict.
# - Let `world.draw` draw and the GAN paint; then the drawer draw and `world.render` paint. Which
#   swap changes more?
# - Draw one thing that the painter takes for another, and say which of its habits you found.
# - Break the chain for a neighbour, at one stage, and let them find it.
#
# ## Further reading
#
# - Ouyang et al. 2022, *Training language models to follow instructions with human feedback*.
# - Liu et al. 2023, *Painter: Teaching Auto-regressive Language Models to Draw Sketches*; Vinker et
#   al. 2024, *SketchAgent*: language models that draw.
# - Isola et al. 2017, *Image-to-Image Translation with Conditional Adversarial Networks*: pix2pix.
# - Goodfellow et al. 2014, *Generative Adversarial Nets*; Dhariwal and Nichol 2021, *Diffusion Models
#   Beat GANs on Image Synthesis*.
# - Elgammal et al. 2017, *CAN: Creative Adversarial Networks*; Carlini et al. 2021, *Extracting
#   Training Data from Large Language Models*.
# - Zhang and Suen 1984, *A fast parallel algorithm for thinning digital patterns*.
