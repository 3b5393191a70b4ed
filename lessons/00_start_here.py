# %% [markdown]
# # Paint with a sentence
#
# You type a sentence, in English or Chinese. A small language model writes a description of it,
# another one draws it stroke by stroke, and a GAN paints the strokes. It takes about a second, on
# this machine, with the network off. Here you paint, find out what decides a painting, and see how
# this course works.
#
# | | |
# |---|---|
# | Level | none: you have never programmed? You are right here |
# | Class | CORE 28 min, STUDIO 15 min |
# | Compute | CPU: about 20 s in all on 2 cores; GPU: not used |
# | Memory | 0.5 GB |
# | You need | nothing |
# | You end up with | paintings of your own sentences, each with a code that paints it again anywhere |
#
# **You will** paint a sentence; change the seed, one noun, the style, one at a time; save a
# painting; look into each stage of the studio; find your way through the course.
#
# *How to run it:* this page is a **notebook**. A grey box is a **cell** of code. Click into it
# and press Shift+Enter; or choose *Run*, *Run All Cells*.

# %% tags=["setup", "core"]
import sys
if "google.colab" in sys.modules:  # Colab lacks one small package and the course itself
    # %pip install -q --no-deps onnxruntime git+https://github.com/artlab-course/artlab
    print("artlab is here")
from artlab import plots, runtime, widgets
from artlab.classroom import (check, course_map, diagnostic, glossary, hint, outcome, predict,
                              progress, quiz, recap, solution, what_next)
from artlab.studio import Artwork, Studio
from IPython.display import display
print(runtime.summary())

# %% [markdown] tags=["core"]
# ## The result first
#
# Run the next cell. The words in quotes are the **prompt**: what you ask for.

# %% [markdown] tags=["instructor", "core"]
# **4 min** · You type, two language models and a GAN answer; nothing here needs the network.
#
# - **Slide:** A sentence goes in, a painting comes out, in about a second
# - **Slide:** Words, plan, strokes, paint: four panels, three models
# - **Slide:** English or Chinese
# - **Ask:** which of the four panels is the first that you could not have predicted?
# - **Goes wrong:** nobody dares to change a cell. Change the words in front of the class, run, and
#   break one on purpose.
# - **Goes wrong:** Run All is pressed and the page scrolls away. Let it: it ends within half a
#   minute, and every cell can be run again.

# %% tags=["core"]
artwork = Studio(seed=3).paint("two mountains behind a lake at dusk")
artwork

# %% [markdown] tags=["core"]
# You see four panels. You ask; the **writer** describes; the **drawer** plans and draws; the
# **painter** paints. Change the words in the cell above and run it again. Nothing can break.
#
# Chinese works as well. The next prompt says: an ink landscape, a lone boat on a lake, mist on
# the far mountains.

# %% tags=["core"]
Studio(seed=8).paint("水墨山水：湖上孤舟，远山有雾")

# %% [markdown] tags=["core"]
# ## Type a line
#
# Now without code. Type what you like, press Enter, and watch the panels fill: words, strokes,
# paint. Move the seed. Choose a style.
#
# The studio knows one world: landscapes, with mountains, lakes, rivers, a sea, pines, willows,
# bamboo, boats, pavilions, birds, clouds, rocks, sun and moon, from dawn to night, in mist or snow. Ask
# for a dragon, and it says what it cannot draw.

# %% [markdown] tags=["instructor", "core"]
# **5 min** · Five minutes of play now save you questions for an hour.
#
# - **Slide:** Type, press Enter, watch the panels fill
# - **Slide:** The studio knows one world: landscapes
# - **Slide:** Ask for a dragon, and it says what it cannot draw
# - **Ask:** who has found something that it refuses? Read the notice aloud.
# - **Goes wrong:** the panel shows no controls: widgets are switched off in this room's JupyterLab.
#   Paint from the cells above; all else works.
# - **Late:** skip to *1. Change the seed*; the panel is for the break.

# %% tags=["core"]
widgets.studio_panel("a pavilion under two pines, birds, the moon over the sea", seed=3)

# %% [markdown] tags=["core"]
# ## 1. Change the seed
#
# Your prompt leaves much open. Where do the mountains stand? Is there a cloud? Somebody must
# choose, and it is chance: random numbers. A computer makes them from one number, the **seed**.
# Same seed, same random numbers.
#
# **Predict** before you look: in this course you often guess first, because a guess that fails is
# what you remember. You paint the sentence with seed 3 once more. Of the thousands of pixels,
# how many differ from the first painting? Write a number in place of the dots.

# %% [markdown] tags=["instructor", "core"]
# **5 min** · The seed is where all chance comes from, and it is not quality.
#
# - **Slide:** Same prompt, same seed: the same pixels
# - **Slide:** Another seed: other choices for all that you left open
# - **Slide:** Neighbouring seeds are strangers
# - **Ask:** the same sentence, seed 3 once more: how many pixels differ? Hands up before the cell
#   runs.
# - **Goes wrong:** "a higher seed paints better": hang seeds 3, 4, 5 and 3000, and let the room
#   vote without the labels.
# - **Goes wrong:** the sentence is changed together with the seed. Then nobody can tell which of
#   them did it.

# %% tags=["core"]
predict("00.a", ...)

# %% tags=["core"]
sentence = "two mountains behind a lake at dusk"
one, two = Studio(seed=3).paint(sentence), Studio(seed=3).paint(sentence)
differ = (one.painting != two.painting).any(axis=-1).sum()  # pixels in which any colour differs
outcome("00.a", differ)

# %% tags=["core"]
def hang(works, names, title, subtitle, columns=4):
    """Paintings side by side on a wall, each with its name below."""
    figure = plots.wall([work.painting for work in works], names, columns, title, subtitle)
    plots.show(figure, "; ".join(work.alt.partition(":")[0] for work in works))

seeds = (3, 4, 5, 3000)  # three neighbours, and one that is far away
works = [Studio(seed=seed).paint(sentence) for seed in seeds]
hang(works, [f"seed {seed}" for seed in seeds], "One sentence, four seeds", sentence)

# %% [markdown] tags=["core"]
# ### Exercise 00.1: what the seed decides
#
# An exercise is a line with dots. Put your answer there; `check` says whether it is right, and if
# not, why. It never breaks anything, and you may ask as often as you like. Stuck? Run the cell below it:
# each `hint` tells more, up to the third.
#
# Paint the sentence a second time, with a seed of your choice. Then: the seed decides …
#
# - A: how good the painting is; a higher seed paints better.
# - B: what the sentence leaves open.
# - C: how far the painting is from that of seed 1; seed 2 differs a little, seed 100 a lot.
# - D: which things are in the picture; with a bad seed the boat is missing.

# %% tags=["core"]
my_sentence = "a boat on a misty lake"
first = Studio(seed=1).paint(my_sentence)
### BEGIN SOLUTION
### STUB: second = ...  # the same sentence, another seed
### STUB: letter = ...  # "A", "B", "C" or "D", with the quotes
second = Studio(seed=12).paint(my_sentence)
letter = "B"
### END SOLUTION
check("00.1", (first, second, letter))

# %% tags=["core"]
hint("00.1")

# %% [markdown] tags=["core"]
# **Takeaway.** The prompt says what you want. The seed chooses the rest.
#
# ## 2. Change one noun
#
# You want to know what a word does. So change this word, and *nothing else*. If two things change
# at once, you cannot tell which of them made the difference. This holds for every experiment in
# this course.
#
# ### Exercise 00.2: a fair comparison
#
# Exchange one noun, a thing in the picture, for another thing. Keep everything else. After you
# have tried, `solution` in the cell below shows one answer. Yours may be another, and right too.

# %% [markdown] tags=["instructor", "core"]
# **3 min** · Change one thing, keep the rest: every experiment of this course is built like this.
#
# - **Slide:** Change one word, and nothing else
# - **Slide:** Two changes, one difference: nobody can tell which made it
# - **Ask:** why may more than the lake change, although one noun did?
# - **Goes wrong:** an adjective is exchanged, or a word is added. The exercise wants one thing of
#   the picture for another.
# - **Late:** skip to *Keep what you like*; show the row of three nouns without comment.

# %% tags=["core"]
before = Studio(seed=3).paint("two mountains behind a lake at dusk")
### BEGIN SOLUTION
### STUB: after = ...
after = Studio(seed=3).paint("two mountains behind a river at dusk")
### END SOLUTION
check("00.2", (before, after))

# %% tags=["core"]
solution("00.2")

# %% tags=["core"]
nouns = ("a lake", "the sea", "a bamboo grove")
works = [Studio(seed=3).paint(f"two mountains behind {noun} at dusk") for noun in nouns]
hang(works, nouns, "One seed, three nouns", "two mountains behind … at dusk", columns=3)

# %% [markdown] tags=["core"]
# More than the noun may change: the writer describes a lake in other words than a sea, and every
# later choice hangs on these words. Lesson 10 shows how to change one word of the *description*
# and keep all strokes that it does not concern.
#
# ## 3. Change the style
#
# `Studio(style=…)` fixes how it is painted, whatever the sentence says. There are four styles:
# `"ink"`, `"blue-green"`, `"watercolour"`, `"woodblock"`.

# %% [markdown] tags=["instructor", "core"]
# **2 min** · Style is a number that the painter gets, whatever the sentence says.
#
# - **Slide:** Ink, blue-green, watercolour, woodblock
# - **Slide:** `Studio(style="ink")` overrules the sentence
# - **Ask:** which of the eight would you hang?

# %% tags=["core", "cover"]
styles = ("ink", "blue-green", "watercolour", "woodblock")
prompts = ("two mountains behind a lake at dusk, a boat, birds", "青山绿水，松树，月亮")
works = [Studio(seed=3, style=style).paint(prompt) for prompt in prompts for style in styles]
hang(works, 2 * styles, "Two sentences, four styles", "\n".join(prompts))

# %% [markdown] tags=["core"]
# ## Keep what you like
#
# `save` writes a PNG file next to this notebook; find it in the file browser at the left. The
# description, the plan, the strokes and the versions of the models travel *inside* the file.
#
# A painting is also a **code**, short enough for a chat message. It holds the sentence, the seed
# and the settings. Whoever has the course can paint the picture again.

# %% [markdown] tags=["instructor", "core"]
# **2 min** · A painting is a code of one line that paints it again anywhere.
#
# - **Slide:** The record of its making travels inside the PNG
# - **Slide:** The code holds sentence, seed and settings
# - **Ask:** swap codes with your neighbour and paint theirs.
# - **Goes wrong:** the code was cut when it was copied. It begins with `art1.` and has no blanks.

# %% tags=["core"]
path = artwork.save("paintings/my_first_painting.png")
opened = Artwork.load(path)
again = opened.replay()  # from the sentence, through all stages
print(opened.description == artwork.description)
print((again.painting == artwork.painting).all())
print((Artwork.from_code(artwork.code).painting == artwork.painting).all())
#> True
#> True
#> True

# %% [markdown] tags=["core"]
# Here is your code, and one that somebody sent you. What is inside?

# %% tags=["core"]
print(artwork.code)
Artwork.from_code("art1.q1YqULJSejl71dMlc97v6Xm-euezedOBjCc7Gp7uWv5k19qnaycAuc_mdDzZtU5JR6lYycrIUEepEqgpKac0VTe9KDU1T6kWAA")

# %% [markdown] tags=["core"]
# ## The map of the course
#
# Every stage of the studio is opened in some lesson: you train it, break it and build your own.
# Go in the order of the numbers, or enter where you are curious: no lesson needs a file from
# another one. A lesson has a **CORE** part for one class and a **STUDIO** part that goes deeper.

# %% [markdown] tags=["instructor", "core"]
# **1 min** · Enter where you are curious; no lesson needs a file from another one.
#
# - **Slide:** Every stage of the studio is opened in some lesson
# - **Slide:** CORE for one class, STUDIO for those who go deeper

# %% tags=["core"]
course_map()

# %% [markdown] tags=["core"]
# ## Where do you begin?
#
# Ten questions, three minutes, no mark. *I do not know yet* is a good answer: the course is there
# for it. Each answer is explained, and the first one counts.
#
# Without buttons, write your letters: `diagnostic("ABCDABCDAB")`.

# %% [markdown] tags=["instructor", "core"]
# **3 min** · What you know already, you need not sit through.
#
# - **Slide:** Ten questions, no mark; the first answer counts
# - **Slide:** `what_next()` names the next exercise, and says why
# - **Ask:** who may skip lesson 01? Hands up, and you know your class.
# - **Goes wrong:** somebody looks answers up. The course then skips what they need.
# - **Goes wrong:** people share a computer, and so one record. `ARTLAB_PROGRESS` names a file for
#   each.

# %% tags=["core"]
diagnostic()

# %% [markdown] tags=["core"]
# From your answers, checks, hints and quizzes the course estimates what you know. `what_next`
# names the exercise that brings you furthest, and says why. Three routes lead through the same
# lessons: `"artist"`, `"coder"`, `"teacher"`.

# %% tags=["core"]
what_next()  # or what_next(route="artist")

# %% [markdown] tags=["core"]
# `progress` shows the map with all that you have done. It lives in one file on this computer.
# Nobody else sees it. In Colab, `keep_on_drive()` from `artlab.classroom` keeps it on your Drive.

# %% tags=["core"]
progress()

# %% [markdown] tags=["core"]
# ## If something does not work
#
# Ask the doctor. It looks at the machine and names, for each problem, the line that mends it. A
# *note* limits you but breaks nothing. In a terminal: `artlab doctor`.

# %% [markdown] tags=["instructor", "core"]
# **1 min** · Ask the doctor before you ask me: it names the line that mends it.
#
# - **Slide:** `artlab doctor` in a terminal, or this cell
# - **Slide:** A note limits you, only *broken* stops you
# - **Goes wrong:** a note is taken for a fault. Notes about the network are the usual case in a
#   classroom; all lessons run without it.

# %% tags=["core"]
from artlab import doctor

findings = doctor.checks()
for finding in findings:
    if finding.status != "ok":
        print(f"{finding.status}: {finding.name}: {finding.text}")
        print("    to mend it:", finding.mend or "nothing to do")
print(sum(finding.status == "ok" for finding in findings), "of", len(findings), "things are in order.")

# %% [markdown] tags=["studio"]
# Here CORE ends.
#
# ## STUDIO: look into each stage
#
# ### The writer: words from words
#
# The writer is a **language model**, a small GPT. It first notes what you ask for. Then it writes a
# description, one **token** (a word or a piece of one) after the other. Each token is drawn by
# lot, likely ones more often: that is where the seed comes in. What you leave open, it makes up.
# Now and then it forgets something that you asked for; then it has to write again.

# %% [markdown] tags=["instructor", "studio"]
# **15 min** · Each stage sees only what the one before hands on.
#
# - **Slide:** Writer: words from words, one token at a time, by lot
# - **Slide:** Drawer: reads the description, plans, then draws
# - **Slide:** Painter: cannot read; strokes and a few numbers go in
# - **Slide:** Finishing: paper, grain, snow, laid on by plain code
# - **Ask:** order the five stages. What must lie on each one's table before it can begin?
# - **Goes wrong:** in exercise 00.3 the painter comes first, as if the GAN read the text. Ask what
#   its input is.
# - **Goes wrong:** everybody guesses that drawing or painting is slow. Run the timing on the
#   projector.

# %% tags=["studio"]
import textwrap

studio = Studio(seed=3)
description = studio.describe(sentence)
print("asked for:", studio.writer("notes", sentence))
for seed in (3, 4, 5):
    print(textwrap.fill(f"seed {seed}: {studio.describe(sentence, seed)}", width=90))

# %% [markdown] tags=["studio"]
# ### The drawer: a plan, then strokes
#
# The drawer is a language model too, but it never sees your prompt. It reads the description,
# and first writes a **plan**: how many of which things, and style, time and weather. Then it draws
# what the plan counts. Its tokens stand for places and steps on the paper, so to write is to
# draw. Lesson 08 opens it.

# %% tags=["studio"]
from artlab.world import Sketch

plan = studio.plan(description)
print(plan.counts, plan.style, plan.time, plan.weather)
sketch = studio.sketch(plan)

num = len(sketch.strokes)
shares = [max(1, num * part // 4) for part in (1, 2, 3, 4)]
growing = [Sketch(sketch.strokes[:share], sketch.format).raster(256, color=True) for share in shares]
figure = plots.wall(growing, [f"{share} strokes" for share in shares], title="The drawing grows")
plots.show(figure, f"A line drawing after {shares[0]}, {shares[1]}, {shares[2]} and all {num} strokes.")

# %% [markdown] tags=["studio"]
# ### The painter: pixels from strokes
#
# The painter is a **GAN**. It cannot read. It gets the strokes and a few numbers: which style,
# time of day and weather. It paints all pixels at once. It learned this from thousands of pairs of
# sketch and painting, while a second network judged its work. Lessons 02 to 05 and 09 open it.
#
# Here the strokes stay the same, line for line. Only the numbers change.

# %% tags=["studio"]
from dataclasses import replace

plain = replace(plan, style="watercolour", time="dusk", weather="clear")
changes = {"dusk": {}, "dawn": {"time": "dawn"}, "snow": {"weather": "snow"},
           "ink, mist": {"style": "ink", "weather": "mist"}}
painted = [studio.paint_sketch(sketch, replace(plain, **change)) for change in changes.values()]
figure = plots.wall(painted, list(changes), title="The same strokes, other numbers")
plots.show(figure, "One drawing painted four times: at dusk, at dawn, in snow, and in ink and mist.")

# %% [markdown] tags=["studio"]
# ### Finishing: the paper
#
# Grain, snowflakes and a seal look random in every picture. A network would learn to smear them.
# So they are laid on at the end, by plain code. Look at the details.

# %% tags=["studio"]
winter = replace(plain, weather="snow", style="ink")
bare = Studio(seed=3, finish=False).paint_sketch(sketch, winter)
figure = plots.wall([bare, studio.paint_sketch(sketch, winter)], ["the painter's work", "finished"],
                    columns=2, size=290, title="Paper, snow and a seal")
plots.show(figure, "Twice the same snowy ink painting; the right one has paper grain, flakes and a red seal.")

# %% [markdown] tags=["studio"]
# ### Exercise 00.3: order the stages
#
# Here are the five stages, shuffled: `paint`, `plan`, `finish`, `draw`, `describe`. Put them in
# order. Ask of each: what must lie on its table before it can begin?

# %% tags=["studio"]
### BEGIN SOLUTION
### STUB: order = ...  # ["…", "…", "…", "…", "…"]
order = ["describe", "plan", "draw", "paint", "finish"]
### END SOLUTION
check("00.3", order)

# %% [markdown] tags=["studio"]
# **Predict**, in the first line: which of the five takes the longest?

# %% tags=["studio"]
predict("00.b", ...)  # one of the five, in quotes, before you run this

times = Studio(seed=3).paint(sentence).timings
total = times.pop("total")
slowest = max(times, key=times.get)
figure = plots.bars(list(times), [1000 * seconds for seconds in times.values()], "milliseconds on this machine",
                    f"A painting in {total:.1f} seconds", highlight=slowest, formatted="{:.0f} ms")
plots.show(figure, "; ".join(f"{name}: {1000 * seconds:.0f} ms" for name, seconds in times.items()))
outcome("00.b", slowest)

# %% [markdown]
# **Takeaway.** Words, plan, strokes, pixels, paper: a chain. Each stage sees only what the one
# before hands on.
#
# ## Recap
#
# - Prompt and seed go in; the same two give the same painting.
# - The seed chooses what the prompt leaves open. It is not quality.
# - To learn what something does, change it alone.
# - Two language models write and draw; a GAN paints, and cannot read.
#
# ## Quiz and glossary
#
# Press *Check* under each question: wrong answers are explained.

# %% [markdown] tags=["instructor", "core"]
# **1 min** · Prompt and seed go in; the same two give the same painting.
#
# - **Slide:** The prompt says what you want, the seed chooses the rest
# - **Slide:** To learn what something does, change it alone

# %% [markdown] tags=["instructor", "core"]
# **1 min** · Five questions for home; wrong answers are explained.
#
# - **Slide:** Press *Check* under each question

# %%
display(recap("00"), quiz("00"), glossary("00"))

# %% [markdown]
# ## On your own
#
# - Hang a wall: `works = Studio(seed=1).gallery("snow on pines", 9)` makes nine works at once.
# - Find the shortest prompt that always gives you a picture that you like.
# - Ask for something that the studio cannot draw. What does it paint instead?
# - In a terminal: `artlab paint "a lake at night" --style ink --seed 5`.
#
# ## Further reading
#
# - Radford et al., *Language Models are Unsupervised Multitask Learners* (2019): GPT-2, whose
#   architecture writer and drawer have, much smaller.
# - Goodfellow et al., *Generative Adversarial Nets* (2014), arXiv 1406.2661: the GAN.
# - Isola et al., *Image-to-Image Translation with Conditional Adversarial Networks* (2017),
#   arXiv 1611.07004: the painter's recipe, pix2pix.
# - Ha and Eck, *A Neural Representation of Sketch Drawings* (2017), arXiv 1704.03477: a network
#   that draws strokes.
# - Guo Xi, *The Lofty Message of Forests and Streams* (c. 1117): high, deep and level views.
