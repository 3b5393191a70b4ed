# %% [markdown]
# # Let a language model draw
#
# You type a sentence. A small GPT reads it, writes down what will be in the picture, and then
# draws it, stroke by stroke, with the only thing that it can do: choosing the next token. You
# open it, bend single numbers of its drawing, forbid it things, and teach it a new word.
#
# | | |
# |---|---|
# | Level | after lesson 01; PyTorch is read here, not needed before |
# | Class | CORE 45 min, STUDIO 40 min |
# | Compute | CPU: 75 s of processor time, measured on a busy machine; GPU: not measured |
# | Memory | about 1.5 GB |
# | You need | nothing from another lesson |
# | You end up with | a drawing that moves when you edit its text, and a drawer that knows lighthouses |
#
# **You will** turn strokes into tokens and back; see where the next point may go; mask what is
# not allowed; measure what a plan brings; and fine-tune the drawer on an element of your own.

# %% tags=["setup", "core"]
import sys
if "google.colab" in sys.modules:  # Colab lacks some small packages and the course itself
    # %pip install -q --no-deps onnxruntime anywidget psygnal git+https://github.com/artlab-course/artlab
    print("artlab is here")
import artlab
import numpy as np
from artlab import plots, runtime, widgets
from artlab.classroom import check, glossary, hint, outcome, predict, quiz, recap, solution
transformers = runtime.load("transformers")
print(runtime.summary())

# %% [markdown] tags=["core"]
# ## The result first: type a sentence
#
# Change the sentence, in English or Chinese, and press Enter. Then press play. At the right you
# see all that the model writes: first a **plan**, then a list of **tokens**. At the left is the
# same list, drawn.

# %% [markdown] tags=["instructor", "core"]
# **5 min** · At the right stands all that the model writes; at the left is the same list, drawn.
#
# - **Slide:** First a plan, then tokens
# - **Slide:** Press play: strokes appear as tokens stream
# - **Ask:** where in the list does the boat begin?
# - **Goes wrong:** the player is dragged to the end at once. Play it once at full length.

# %% tags=["core"]
from artlab.studio import tokens
from artlab.studio.drawer import Drawer

drawer = Drawer.load()

def plan_and_drawing(sentence, seed):
    plan = drawer.read(sentence, seed=seed)
    sketch = drawer.draw(plan, seed=seed)
    return tokens.encode_plan(plan) + tokens.encode_sketch(sketch)

sentence = "two high mountains behind a lake, a boat, three birds and the evening sun"
widgets.stroke_player(plan_and_drawing, sentence, seed=3)

# %% [markdown] tags=["core"]
# ## 1. A picture becomes a sentence
#
# A **token** is one entry of a fixed list, the **vocabulary**; to the model it is a number. A
# language model reads and writes tokens. Popular texts say that GPT-2 “generates a sketch”. It
# cannot: its tokens are pieces of words. A language model draws only where tokens, or lines of code,
# *stand for strokes* (Painter 2023; SketchAgent 2024).
#
# So we agree on a language. `[bird]` begins a bird. `x12` and `y140` are a place: width and height
# are divided into 256 levels, 0 to 255. `|` lifts the pen. `<end>` ends the drawing. The land tells
# each point by its place. All else tells its first point so, and then **steps**: `dx+10` `dy-6`
# goes 10 right and 6 up. So a bird is the same list wherever it flies.
#
# By hand: x = 0.6 is level 0.6 · 255 = 153. A shore and two birds:

# %% [markdown] tags=["instructor", "core"]
# **8 min** · A language model draws only where tokens stand for strokes.
#
# - **Slide:** `[bird]` begins a bird; `x12` `y140` are a place; `dx+10` `dy-6` a step
# - **Slide:** 256 levels: k = round(255 · x)
# - **Slide:** A drawing is a list of whole numbers
# - **Ask:** by how many pixels of 512 can a point move by rounding?
# - **Goes wrong:** exercise 08.1 with 256 instead of 255: 1 becomes 256, which is no level. 0.6
#   must give 153.
# - **Goes wrong:** the levels are cut off instead of rounded: every point drifts to the upper left.

# %% tags=["core"]
from artlab.world import Scene, Sketch, Stroke, draw

wings = np.array([[0, 0], [10, -6], [20, 0], [30, -6], [40, 0]])
lines = {"shore": ("sea", [[0, 0.6], [1, 0.6]])}
lines |= {f"bird at {at}": ("bird", (wings + at) / 255) for at in (51, 153)}
for name, (element, points) in lines.items():
    print(f"{name}:", *tokens.token_names(tokens.encode_points([points], element)))
print(len(tokens.TOKENS), "tokens for plans and drawings,", tokens.NUM_TEXT, "for words")
#> shore: [sea] x0 y153 x255 y153
#> bird at 51: [bird] x51 y51 dx+10 dy-6 dx+10 dy+6 dx+10 dy-6 dx+10 dy+6
#> bird at 153: [bird] x153 y153 dx+10 dy-6 dx+10 dy+6 dx+10 dy-6 dx+10 dy+6
#> 1121 tokens for plans and drawings, 2048 for words

# %% [markdown] tags=["core"]
# ### Exercise 08.1: there and back
#
# Write both directions. `values` are coordinates in [0, 1]. Return the `levels`, whole numbers from
# 0 to 255, and the coordinates that you get **back** from them. Check yourself: 0.6 becomes 153
# and 0.6 again; 1 becomes 255 and 1 again.

# %% tags=["core"]
def there_and_back(values):
    ### BEGIN SOLUTION
    ### STUB: return ...
    levels = np.rint(values * 255)
    return levels, levels / 255
    ### END SOLUTION

predict("08.a", ...)
check("08.1", there_and_back)

# %% tags=["core"]
scene = Scene(mountains=("high", "middle"), water="lake", light="sun", boats=1, pavilions=1, birds=3)
original = draw(scene, seed=5)

def coarse(sketch, num_levels):
    steps = num_levels - 1
    moved = [np.rint(stroke.points * steps) / steps for stroke in sketch.strokes]
    pairs = zip(sketch.strokes, moved, strict=True)
    return Sketch([Stroke(stroke.element, points, stroke.instance) for stroke, points in pairs])

back = tokens.decode_sketch(tokens.encode_sketch(original))
pairs = zip(original.strokes, back.strokes, strict=True)
farthest = max(np.abs(before.points - after.points).max() for before, after in pairs)
print(f"{original.num_points} points, {len(tokens.encode_sketch(original))} tokens")
outcome("08.a", round(512 * farthest, 2))
shown = [original, back, coarse(original, 32), coarse(original, 12)]
plots.show(
    plots.image_grid(
        np.stack([sketch.raster(300, color=True) for sketch in shown]), 4,
        ["as drawn", "256 levels", "32 levels", "12 levels"], "A drawing and its levels", size=146,
    ),
    alt="The same landscape four times. With 256 levels it looks like the original, with 32 levels "
    "the lines jump, with 12 levels boat and birds are broken.",
)

# %% [markdown] tags=["core"]
# **Takeaway:** a drawing is a list of whole numbers. What reads and writes lists can draw.
#
# ## 2. The next token, and the next, and the next
#
# A GPT does one thing. Given all tokens so far, it gives every token of the vocabulary a score, its
# **logit**. The **softmax** turns logits into probabilities: e^logit, divided by the sum. By hand:
# logits 2, 1, 0 give 7.39, 2.72, 1, so 0.67, 0.24, 0.09.
#
# One token is drawn by lot, put behind the others, and the model is asked again. This is all there
# is to writing, and here to drawing. Training taught it by **next-token prediction**: for thousands
# of drawings of the course's world, guess each token from those before it.
#
# The drawer has the architecture of GPT-2 (Radford et al. 2019), in small.

# %% [markdown] tags=["instructor", "core"]
# **10 min** · The text is the drawing: change a token, and all that follows follows.
#
# - **Slide:** A score for every token, softmax, a lot, ask again
# - **Slide:** The architecture of GPT-2, in small
# - **Slide:** Change the boat's first number: the whole boat sails
# - **Ask:** after an x, what comes? Nobody wrote a rule for it.
# - **Goes wrong:** a number in the middle of a mountain is changed and the rest stays. Switch *the
#   model writes the rest* on.
# - **Late:** skip to *3. Where may the next point go?*; do the editor on the projector only.

# %% tags=["core"]
import torch
from artlab.studio.training import drawer as drawer_training

torch.set_num_threads(1)  # leaves the other cores to you
gpt, tokenizer = drawer_training.load_original()
gpt2 = transformers.GPT2Config()  # the smallest GPT-2 that was published
for name, config in (("our drawer", gpt.config), ("GPT-2", gpt2)):
    print(f"{name}: {config.n_layer} layers, {config.n_embd} numbers per token, {config.n_head} heads,",
          f"{config.vocab_size:,} tokens, {config.n_positions:,} places")
print(f"{type(gpt).__name__}: {gpt.num_parameters():,} weights")

# %% tags=["core"]
def next_probabilities(ids):
    with torch.no_grad():
        logits = gpt(torch.tensor([ids])).logits[0, -1]  # (vocabulary,), behind the last token
    return torch.softmax(logits.double(), dim=0).numpy()

plan = tokens.encode_plan(scene)
drawing = tokens.encode_sketch(original)
boat, sun, bird, land = (drawing.index(tokens.TAGS[n]) for n in ("boat", "sun", "bird", "ground"))
beginning = plan + drawing[: boat + 2]  # all that stands before the boat, its tag, an x
chances = next_probabilities(beginning)
best = np.argsort(-chances)[:12]
names = tokens.token_names(best)
plots.show(
    plots.bars(names, chances[best], "probability",
               f"After {' '.join(tokens.token_names(beginning[-2:]))}: the twelve likeliest tokens",
               formatted="{:.3f}"),
    alt=f"Bars: {', '.join(f'{n} {p:.3f}' for n, p in zip(names, chances[best], strict=True))}.",
)
kinds = {"y": chances[tokens.Y0 : tokens.Y0 + 256].sum(), "all": chances.sum()}
print({name: round(float(value), 4) for name, value in kinds.items()})

# %% [markdown] tags=["core"]
# No rule told it that y comes after x. It has seen that it does.
#
# ### Edit one number, and the mountain moves
#
# Below is the whole writer. `cache` keeps what the network computed for the tokens so far, so each
# step computes one token only.
#
# Under it is your drawing as a list. Move *its number*: one point of a mountain moves. Choose the
# first number of the boat: the whole boat sails, because its other points are steps. Then switch
# *the model writes the rest* on. It reads your number as if it were its own and goes on from there.

# %% tags=["core"]
def write_on(ids, stop, seed=0, temperature=1.0, most=120):
    lots = torch.Generator().manual_seed(seed)
    new, cache, fresh = [], None, list(ids)
    while len(new) < most:
        with torch.no_grad():
            answer = gpt(torch.tensor([fresh]), past_key_values=cache, use_cache=True)
        chances = torch.softmax(answer.logits[0, -1] / temperature, dim=0)
        token = int(torch.multinomial(chances, 1, generator=lots))
        if token in stop:
            break
        new, cache, fresh = [*new, token], answer.past_key_values, [token]
    return new

ends = {*tokens.TAGS.values(), tokens.END}
print(*tokens.token_names(write_on(plan + drawing[:2], ends, seed=4)))
written = plan_and_drawing(sentence, seed=3)
widgets.token_editor(written, finish=lambda beginning: write_on(beginning, ends, seed=1))

# %% [markdown] tags=["core"]
# **Takeaway:** the text *is* the drawing. Change a token, and all that follows follows.
#
# ## 3. Where may the next point go?
#
# The model never says “here”. It has an opinion about *every* place: a probability for each x, and
# then, given that x, for each y. Multiplied, P(x) · P(y | x), they are a **field** over the paper.
# By hand: P(x = 40) = 0.1 and P(y = 200 | x = 40) = 0.5 make 0.05 for this point.
#
# 256 questions about y, one for every x, are asked in one batch.

# %% [markdown] tags=["instructor", "core"]
# **6 min** · What the drawer knows about landscapes is in these glows.
#
# - **Slide:** $P(x) \cdot P(y \mid x)$: a field over the paper
# - **Slide:** No line of code says that boats float
# - **Ask:** where will the glow be for a bird, and where for a boat?
# - **Goes wrong:** bright is taken for "right". It is where training drawings had their points.

# %% tags=["core"]
def next_point_field(ids):
    with torch.no_grad():
        first = gpt(torch.tensor([ids]), use_cache=True)
        across = torch.softmax(first.logits[0, -1, tokens.X0 : tokens.X0 + 256], dim=0)  # (256,)
        cache = first.past_key_values
        cache.batch_repeat_interleave(256)
        every_x = torch.arange(tokens.X0, tokens.X0 + 256)[:, None]
        second = gpt(every_x, past_key_values=cache).logits[:, -1, tokens.Y0 : tokens.Y0 + 256]
        down = torch.softmax(second, dim=1)  # (x, y)
    return (across[:, None] * down).T.numpy()  # rows are y, columns are x

print(next_point_field(plan + drawing[:2]).shape)
#> (256, 256)

# %% tags=["core", "cover"]
from artlab.widgets.point_fields import point_field

places = {
    "the first ridge begins": 2, "the ridge, after 5 points": 12, "the land begins": land + 1,
    "a boat begins": boat + 1, "the sun begins": sun + 1, "a bird begins": bird + 1,
}
fields = [next_point_field(plan + drawing[:num]) for num in places.values()]
seen = [widgets.strokes.sketch_of(plan + drawing[:num]) for num in places.values()]
plots.show(
    point_field(fields, seen, list(places), "Where may the next point go?",
                "Glow: probability. Blue: of x alone (below) and of y alone (right).", columns=3),
    alt="Six drawings, begun, with a glow where the next point is likely. " + "; ".join(
        f"{name}: brightest at x {int(field.sum(0).argmax())}, y {int(field.sum(1).argmax())}"
        for name, field in zip(places, fields, strict=True)),
)
shore = int(255 * original.of("lake")[0][0].points[:, 1].min())
for name, field in zip(list(places)[3:], fields[3:], strict=True):
    print(f"{name}: {field[shore:].sum():.0%} below the far shore")

# %% [markdown] tags=["core"]
# Compare the boat with the sun and the bird. No line of code says that boats float and birds fly.
# The model has seen where they were in its training drawings, and nothing else.
#
# **Takeaway:** what the drawer knows about landscapes is in these glows.
#
# ## 4. Temperature
#
# Divide all logits by a number T, the **temperature**, before the softmax (Ackley, Hinton and
# Sejnowski 1985). Below 1 the differences grow and the likeliest wins; above 1 they shrink and
# anything may come. By hand, logits 2, 1, 0: with T = 0.5 they become 4, 2, 0.

# %% [markdown] tags=["instructor", "core"]
# **3 min** · Temperature trades surprise against care.
#
# - **Slide:** Divide the logits by T before the softmax
# - **Slide:** 0.1, 0.7, 1.0, 1.6: from alike to wild
# - **Ask:** which row would you hang?
# - **Late:** skip to *5. Forbid it: a grammar as a mask*; lesson 06 has the same.

# %% tags=["core"]
def softmax(logits):
    powers = np.exp(logits - np.max(logits))
    return powers / powers.sum()

for temperature in (0.5, 1.0, 2.0):
    print(temperature, softmax(np.array([2.0, 1.0, 0.0]) / temperature).round(2))
#> 0.5 [0.87 0.12 0.02]
#> 1.0 [0.67 0.24 0.09]
#> 2.0 [0.51 0.31 0.19]

# %% tags=["core"]
temperatures = (0.1, 0.7, 1.0, 1.6)
rows = [
    drawer.draw_many([scene] * 4, seeds=range(4), temperature=temperature)
    for temperature in temperatures
]
pictures = np.stack([sketch.raster(280, color=True) for row in rows for sketch in row])
titles = [f"T = {temperature}, seed {seed}" for temperature in temperatures for seed in range(4)]
plots.show(
    plots.image_grid(pictures, 4, titles, "One plan, four temperatures", size=146),
    alt="Four rows of four drawings of one plan, from temperature 0.1 at the top, where they "
    "resemble each other most, to 1.6 at the bottom, where they differ most.",
)

# %% [markdown] tags=["core"]
# **Takeaway:** temperature trades surprise against care.
#
# ## 5. Forbid it: a grammar as a mask
#
# A drawing can be wrong in *form*: an x without a y, a third boat, no end. The rules form a
# **grammar**: after `[boat]` an x, after an x a y, at most as many boats as planned. At each step it
# says which tokens are allowed. This is **constrained decoding** (for language models: Scholak et
# al. 2021; Geng et al. 2023).
#
# How do you forbid a token? Its probability must become exactly 0, so its logit −∞, *before* the
# softmax, which then shares all probability among the rest. By hand: logits 2, 1, 0 with the first
# forbidden: 0, 2.72 / 3.72 = 0.73, 1 / 3.72 = 0.27.
#
# ### Exercise 08.2: mask before the softmax
#
# `allowed` is True where a token may come. Return the probabilities; `softmax` is that of part 4.

# %% [markdown] tags=["instructor", "core"]
# **10 min** · A mask guarantees form; beauty must be learned.
#
# - **Slide:** At each step the grammar says which tokens may come
# - **Slide:** Logit −∞ before the softmax, not 0 after it
# - **Slide:** Trained without mask, trained with it, random weights with it
# - **Ask:** random weights behind the mask: how many of ten drawings are valid?
# - **Goes wrong:** exercise 08.2 sets forbidden logits to 0: $e^0 = 1$, so they may still come.
# - **Goes wrong:** probabilities are set to 0 afterwards and no longer add up to 1. Before the
#   softmax, it shares anew.
# - **Goes wrong:** the mask is multiplied in: 0 times infinity is NaN. Choose with `np.where`.

# %% tags=["core"]
def masked_softmax(logits, allowed):
    ### BEGIN SOLUTION
    ### STUB: return ...
    return softmax(np.where(allowed, logits, -np.inf))
    ### END SOLUTION

check("08.2", masked_softmax)

# %% [markdown] tags=["core"]
# The same in `transformers`: a `LogitsProcessor` gets the scores of all tokens before each draw, and
# may change them. One `Grammar` for each row of the batch follows what has been written.

# %% tags=["core"]
from artlab.studio.grammar import Grammar

class GrammarMask(transformers.LogitsProcessor):
    def __init__(self, plan, num, extras=()):
        self.grammars = [Grammar(plan, extras) for _ in range(num)]

    def __call__(self, input_ids, scores):
        masked = torch.full_like(scores, -torch.inf)
        for row, grammar in enumerate(self.grammars):
            grammar.take(int(input_ids[row, -1]))  # the token that was just written
            allowed = torch.from_numpy(grammar.allowed().nonzero()[0])
            masked[row, allowed] = scores[row, allowed]
        return masked

grammar = Grammar(Scene(water="lake", boats=1))
for token in tokens.encode_sketch(draw(Scene(water="lake", boats=1), seed=0))[:3]:
    grammar.push(token)
allowed = grammar.allowed()
print(allowed[tokens.X0 : tokens.X0 + 256].sum(), allowed[tokens.Y0 : tokens.Y0 + 256].sum())
#> 0 256

# %% [markdown] tags=["core"]
# Now the trial. Ten drawings of one plan each: the trained drawer without a mask, the trained
# drawer behind the mask, and a model of random weights, which has learned *nothing*, behind the
# same mask.

# %% tags=["core"]
from artlab.studio.training.model import build

predict("08.b", ...)
predict("08.c", ...)

def first_slip(drawing, plan):
    grammar = Grammar(plan)
    for place, token in enumerate(drawing):
        if token >= tokens.NUM_TOKENS or not grammar.allowed()[token]:
            return place
        grammar.take(token)
    return None if grammar.done else len(drawing)

def write_many(model, scene, num, masked, extras=()):
    torch.manual_seed(8)
    start = torch.tensor([[*tokens.encode_plan(scene, extras), tokens.DRAW]] * num)
    rules = transformers.LogitsProcessorList([GrammarMask(scene, num, extras)] if masked else [])
    written = model.generate(
        start, attention_mask=torch.ones_like(start), do_sample=True, top_k=0, logits_processor=rules,
        max_new_tokens=600, eos_token_id=tokens.END, pad_token_id=tokens.END,
    )
    rows = [row[start.shape[1] - 1 :].tolist() for row in written]
    return [row[: row.index(tokens.END) + 1] if tokens.END in row else row for row in rows]

# %% tags=["core"]
trials = {"trained, no mask": (gpt, False), "trained, mask": (gpt, True),
          "random weights, mask": (build(seed=1), True)}
drawings = {name: write_many(model, scene, 10, masked) for name, (model, masked) in trials.items()}
slips = {name: [first_slip(row, scene) for row in rows] for name, rows in drawings.items()}
valid = {name: sum(slip is None for slip in found) for name, found in slips.items()}
print("valid, of 10:", valid)
for name, trial in (("08.b", "trained, no mask"), ("08.c", "random weights, mask")):
    outcome(name, {0: "none", 10: "all"}.get(valid[trial], "some"))

pictures, titles = [], []
for name, rows in drawings.items():
    order = sorted(range(10), key=lambda index: slips[name][index] is None)  # broken ones first
    for index in order[:5]:
        slip = slips[name][index]
        pictures.append(widgets.strokes.sketch_of(rows[index][:slip]).raster(240, color=True))
        titles.append("valid" if slip is None else f"broken at token {slip}")
plots.show(
    plots.image_grid(np.stack(pictures), 5, titles, "No mask; mask; random weights behind the mask",
                     "Broken drawings come first and are shown up to their first slip", size=115),
    alt=f"Three rows of five drawings. Valid of 10: {valid}. The last row, of random weights, is scribbles.",
)

# %% [markdown]
# **Takeaway of the CORE part:** a mask guarantees form. Beauty must be learned.
#
# ---
# # STUDIO: plans, and a new word
#
# ## 6. Plan first
#
# A painter decides what will be in the picture before the first stroke. So does the drawer: it
# writes `mountains=2`, `boats=1`, `birds=3` before it draws. (In text, stories written from a plan
# hold together better: Yao et al. 2019.)
#
# Does it *read* its plan when it draws? Ask without a mask: plan n birds, put k birds on the
# paper, and look at the probability that another `[bird]` comes next. A drawer that reads its plan
# has high numbers where k is below n, and low ones elsewhere. One that has not learned to has the same
# numbers in every row; then only the mask makes it keep its plan.

# %% [markdown] tags=["instructor", "studio"]
# **22 min** · Change one thing, keep the seeds, compare in pairs, and say how long you trained.
#
# - **Slide:** It writes `boats=1` before it draws
# - **Slide:** An ablation: leave the plan out, keep all else
# - **Slide:** A plan makes learning faster: that is all that this shows
# - **Ask:** what else must stay the same, so that the plan alone is tested?
# - **Goes wrong:** exercise 08.3 pairs the runs in the order in which they stand. Look for the
#   partner with the same seed and the same steps.
# - **Goes wrong:** the means of all runs are compared: seeds and steps are mixed in.
# - **Late:** skip to *7. Teach it a new word* after the table of birds.

# %% tags=["studio"]
import dataclasses

flock = draw(dataclasses.replace(scene, birds=5), seed=6)
ids = tokens.encode_sketch(flock)
starts = [place for place, token in enumerate([*ids, tokens.TAGS["bird"]]) if token == tokens.TAGS["bird"]]
starts = [*starts[:5], len(ids) - 1]  # where bird 1, 2, ... begins, and where the last one ends
another = np.zeros((5, 6))
for planned in range(1, 6):
    plan_of = tokens.encode_plan(dataclasses.replace(scene, birds=planned))
    for drawn, place in enumerate(starts):
        another[planned - 1, drawn] = next_probabilities(plan_of + ids[:place])[tokens.TAGS["bird"]]
plots.show(
    plots.matrix(another, [f"{n} planned" for n in range(1, 6)], [f"{k} drawn" for k in range(6)],
                 "Probability of one more bird", "Without any mask", low=0, high=1, width=8.0),
    alt=f"A table of probabilities, 5 planned numbers by 6 drawn: {another.round(2).tolist()}",
)

# %% [markdown] tags=["studio"]
# ### Does a plan help? A clean comparison
#
# To know what the plan brings, leave it out and train again: an **ablation**. All else must stay
# the same: drawings, steps, weights at the start, batches. The **seed** decides the last two, so
# runs are compared in pairs with the same seed.
#
# ### Exercise 08.3
#
# `runs` is a list of dicts with `plan` (True or False), `seed`, `steps` and `score`. Return a list
# with the gain, score with a plan minus score without, of every pair that differs in nothing but
# the plan.

# %% tags=["studio"]
def gains(runs):
    ### BEGIN SOLUTION
    ### STUB: return ...
    found = []
    for one in runs:
        for other in runs:
            same = one["seed"] == other["seed"] and one["steps"] == other["steps"]
            if one["plan"] and not other["plan"] and same:
                found.append(one["score"] - other["score"])
    return found
    ### END SOLUTION

check("08.3", gains)

# %% [markdown] tags=["studio"]
# The drawer took hours, so here is a smaller question that takes seconds. Someone asks for *two boat
# no bird three mountain*, in any order. A GPT with two layers answers with tags alone, one for each
# thing, always mountains first. Half of the models write a plan before that.

# %% tags=["studio"]
LARGEST = {"mountain": 4, "boat": 3, "pavilion": 2, "bird": 5}
NUMBERS = ["no", "one", "two", "three", "four", "five"]
WORDS = ["<plan>", "<draw>", "<end>", *NUMBERS, *LARGEST, *(f"[{name}]" for name in LARGEST)]
WORDS += [f"{name}s={n}" for name, most in LARGEST.items() for n in range(most + 1)]
ASKED = 2 * len(LARGEST)  # words of a request

def answer(rng, plan):
    counts = {name: int(rng.integers(most + 1)) for name, most in LARGEST.items()}
    order = rng.permutation(list(LARGEST))
    asked = [word for name in order for word in (NUMBERS[counts[name]], name)]
    planned = ["<plan>", *(f"{name}s={n}" for name, n in counts.items())] if plan else []
    drawn = [f"[{name}]" for name, n in counts.items() for _ in range(n)]
    return [*asked, *planned, "<draw>", *drawn, "<end>"]

for plan in (True, False):
    print(*answer(np.random.default_rng(3), plan))

# %% tags=["studio"]
from torch.nn import functional
from torch.nn.utils import clip_grad_norm_, rnn

def next_token_loss(model, rows, starts):  # each row is learned from its start on
    ids = rnn.pad_sequence([torch.tensor(row) for row in rows], True, padding_value=-100)
    wanted = ids[:, 1:].clone()  # behind each token stands the next one
    for row, start in zip(wanted, starts, strict=True):
        row[: start - 1] = -100  # given; -100 is left out of the loss
    real = (ids[:, :-1] >= 0).int()  # 0 where a short row was filled up
    logits = model(ids[:, :-1].clamp(min=0), attention_mask=real).logits
    return functional.cross_entropy(logits.flatten(0, 1), wanted.flatten())

def train(model, steps, rate, loss_at):
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate)
    for step in range(steps):
        for group in optimizer.param_groups:  # up, level, down
            group["lr"] = rate * min(10 * (step + 1) / steps, 2 - 2 * step / steps, 1)
        loss_at(step).backward()
        clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
    return model

# %% tags=["studio"]
def train_small(plan, seed, steps=200, batch=32):
    torch.manual_seed(seed)  # the same weights at the start
    rng = np.random.default_rng(seed)  # the same requests in the same order
    model = transformers.GPT2LMHeadModel(transformers.GPT2Config(
        vocab_size=len(WORDS), n_positions=48, n_embd=64, n_layer=2, n_head=4,
        resid_pdrop=0, embd_pdrop=0, attn_pdrop=0, bos_token_id=None, eos_token_id=None,
    ))
    def loss_at(step):
        rows = [[WORDS.index(word) for word in answer(rng, plan)] for _ in range(batch)]
        return next_token_loss(model, rows, [ASKED] * batch)
    return train(model, steps, 3e-3, loss_at)

def share_right(model, plan, num=128):
    rng = np.random.default_rng(10_000)  # the same new requests for every model
    rows = [[WORDS.index(word) for word in answer(rng, plan)] for _ in range(num)]
    asked, end = torch.tensor([row[:ASKED] for row in rows]), WORDS.index("<end>")
    written = model.eval().generate(
        asked, attention_mask=torch.ones_like(asked), do_sample=False, max_new_tokens=24,
        eos_token_id=end, pad_token_id=end,
    ).tolist()
    tags = [WORDS.index(f"[{name}]") for name in LARGEST]
    counts = [[[row.count(tag) for tag in tags] for row in some] for some in (rows, written)]
    return np.mean(np.equal(*counts))  # of 4 numbers in each of 128 requests

predict("08.d", ...)

# %% tags=["studio"]
runs = [{"plan": plan, "seed": seed, "steps": 200} for seed in range(3) for plan in (True, False)]
for run in runs:
    run["score"] = share_right(train_small(run["plan"], run["seed"], run["steps"]), run["plan"])
names = [f"seed {run['seed']}, {'plan first' if run['plan'] else 'no plan'}" for run in runs]
percent = [100 * run["score"] for run in runs]
plots.show(
    plots.bars(names, percent, "asked numbers that came out right (%)",
               "Plan first against no plan", "The same seeds, requests and 200 steps",
               highlight=names[::2], formatted="{:.0f}", limits=(0, 100)),
    alt="Bars: " + ", ".join(f"{n} {p:.0f}%" for n, p in zip(names, percent, strict=True)),
)
gained = np.subtract(percent[::2], percent[1::2])
print("gain of the pairs:", gained.round(1), "percentage points")
outcome("08.d", "better" if min(gained) > 0 else "worse" if max(gained) < 0 else "it depends on the seed")

# %% [markdown] tags=["studio"]
# Why should a plan help? The request has no fixed order, so whoever draws must search it at every
# tag. A plan puts the answers in order *once*; then drawing is reading off.
#
# Three limits. Answers with a plan are five tokens longer. Three pairs are few. And 200 steps are
# few: with 700, both score high and the gap is small (try it). A plan that makes *learning faster*
# is all that this shows.
#
# **Takeaway:** change one thing, keep the seeds, compare in pairs, and say how long you trained.
#
# ## 7. Teach it a new word
#
# The vocabulary has four tags that mean nothing yet, `<extra_0>` to `<extra_3>`. **Fine-tuning**
# trains the shipped weights a little more, on drawings in which `<extra_0>` is a lighthouse.
#
# First the lighthouse itself, on a rock, with two beams of light. Write your own: at most 12
# strokes with 2 to 16 points each.

# %% [markdown] tags=["instructor", "studio"]
# **18 min** · A word means what its examples show; rehearse the old while you teach the new.
#
# - **Slide:** `<extra_0>` becomes a lighthouse, in 20 steps
# - **Slide:** Learn the new tokens alone, or all tokens of the drawing?
# - **Slide:** Catastrophic forgetting: surprised by ordinary drawings
# - **Ask:** after learning only the lighthouse, how surprised is it by an ordinary drawing?
# - **Goes wrong:** a lighthouse of one's own has 17 points in a stroke, or 13 strokes. At most 12
#   strokes of 2 to 16 points.

# %% tags=["studio"]
def lighthouse(x, y, height, rng):  # its rock lies at (x, y); y points down
    wide, reach = height * rng.uniform(0.12, 0.16), height * rng.uniform(0.3, 0.5)
    neck, foot = 0.6 * wide, y + 0.06 * height
    gallery, lamp, beam = (y - share * height for share in (0.7, 0.84, 0.9))
    return [
        [(x - 2.4 * wide, foot), (x - wide, y), (x + wide, y), (x + 2.6 * wide, foot)],
        [(x - wide, y), (x - neck, gallery), (x + neck, gallery), (x + wide, y)],
        [(x - wide, gallery), (x + wide, gallery)],
        [(x - neck, gallery), (x - neck, lamp), (x, y - height), (x + neck, lamp), (x + neck, gallery)],
        [(x - wide, lamp), (x - wide - reach, beam)],
        [(x + wide, lamp), (x + wide + reach, beam)],
    ]

SEA = dict(water="sea", trees="none", num_trees=0, boats=0, pavilions=0, birds=0, clouds=0,
           mountains=("low",), view="level", foreground="none", format="square")

def seascape(seed):  # a plan with <extra_0>, its drawing, and a lighthouse at the end
    scene, rng = sample(seed, **SEA), np.random.default_rng(seed)
    drawing = tokens.encode_sketch(draw(scene, seed))
    horizon = (drawing[drawing.index(tokens.TAGS["sea"]) + 2] - tokens.Y0) / 255
    place = rng.uniform(0.2, 0.8), horizon + rng.uniform(0.04, 0.14)
    lines = lighthouse(*place, rng.uniform(0.26, 0.36), rng)
    house = tokens.encode_points([np.clip(line, 0, 1) for line in lines], "<extra_0>")
    return [*tokens.encode_plan(scene, extras=[0]), *drawing[:-1], *house, tokens.END]

# %% tags=["studio"]
from artlab.world import sample

def shown(rows):
    return np.stack([widgets.strokes.sketch_of(row).raster(230, color=True) for row in rows])

examples = [seascape(seed) for seed in range(5)]
plots.show(
    plots.image_grid(shown(examples), 5, None, "What it shall learn from", size=115),
    alt="Five drawings of a sea with a low mountain. In each stands a lighthouse on a rock, purple, "
    "with two beams of light.",
)
print(*tokens.token_names(examples[0][-45:]))

# %% [markdown] tags=["studio"]
# Two ways to learn. Either only the **lighthouse's** tokens count in the loss: they are what is
# new. Or **all tokens of the drawing** count, mountain, sea and sun too, though it knows them.
#
# Which is better? Ask two questions: how surprised is it by a new lighthouse, and how surprised by
# an ordinary drawing? The loss tells both, in **nats** a token: a token of probability p costs
# −log p. By hand: p = 0.5 costs 0.69, p = 0.05 costs 3.00. A model that worsens at what it knew
# has **catastrophic forgetting**.

# %% tags=["studio"]
def last(row, token):
    return len(row) - 1 - row[::-1].index(token)

def fine_tune(learned, steps=20, batch=8):
    model, _ = drawer_training.load_original()
    def loss_at(step):
        rows = [seascape(step * batch + place) for place in range(batch)]
        return next_token_loss(model, rows, [last(row, learned) for row in rows])
    return train(model, steps, 1e-3, loss_at).eval()

EXTRA = tokens.TAGS["<extra_0>"]
plain = [sample(20_000 + seed, format="square") for seed in range(10)]
ordinary = [tokens.encode_plan(one) + tokens.encode_sketch(draw(one, 0)) for one in plain]
unseen = [seascape(seed) for seed in range(10_000, 10_010)]

def surprise(model):
    with torch.no_grad():
        houses = next_token_loss(model, unseen, [last(row, EXTRA) for row in unseen])
        others = next_token_loss(model, ordinary, [last(row, tokens.DRAW) for row in ordinary])
    return float(houses), float(others)

predict("08.e", ...)

# %% tags=["studio"]
models = {"as shipped": gpt, "lighthouse alone": fine_tune(EXTRA), "all tokens": fine_tune(tokens.DRAW)}
table = np.array([surprise(model) for model in models.values()])
plots.show(
    plots.matrix(table, list(models), ["a new lighthouse", "an ordinary drawing"],
                 "How surprised, in nats a token?", "Smaller is better", width=8.0),
    alt="; ".join(f"{name}: lighthouse {one:.2f}, ordinary drawing {other:.2f}"
                  for name, (one, other) in zip(models, table, strict=True)),
)
before, after = table[0, 1], table[1, 1]
outcome("08.e", "more" if after > before + 0.05 else "less" if after < before - 0.05 else "as much as before")

# %% tags=["studio"]
night = sample(3, **SEA, time="night", light="moon")
rows = [row for model in models.values() for row in write_many(model, night, 5, True, extras=[0])]
plots.show(
    plots.image_grid(shown(rows), 5, None, "Shipped; lighthouse alone; all tokens",
                     "One plan with <extra_0>, drawn behind the mask", size=115),
    alt="Three rows of five drawings of a sea, one row for each model: as shipped, after learning "
    "the lighthouse's tokens alone, after learning all tokens. What <extra_0> drew is purple.",
)

# %% [markdown]
# Learning all tokens rehearses what a seascape holds, and no pine and no pavilion. So even there
# ordinary drawings may pay a little. Shaky? It has seen 160 lighthouses, and a drawer thousands of boats.
#
# **Takeaway of the STUDIO part:** a word means what its examples show. Rehearse the old while you
# teach the new.

# %% [markdown]
# ## Recap
#
# - A language model draws where tokens stand for strokes: 256 levels, k = round(255 · x), x = k / 255.
# - It writes one token at a time, each drawn by lot from softmax(logits / T).
# - P(x) · P(y | x) is its opinion about every place of the paper.
# - A mask of −∞ before the softmax makes every drawing valid; it makes none beautiful.
# - A plan first is worth its tokens if a clean comparison says so: one change, same seeds, pairs.
# - Fine-tuning teaches a new word in seconds, and can cost the old ones.

# %% [markdown] tags=["instructor", "core"]
# **1 min** · Tokens for strokes, a lot for each, a mask for form.
#
# - **Slide:** k = round(255 · x), x = k / 255
# - **Slide:** Form from the mask, sense from training

# %% tags=["core"]
recap("08")

# %% [markdown]
# ## Quiz and glossary

# %% [markdown] tags=["instructor", "core"]
# **2 min** · Five questions; the third is about the mask.
#
# - **Slide:** Five questions, wrong answers explained

# %% tags=["core"]
quiz("08")

# %% tags=["core"]
glossary("08")

# %% [markdown]
# ## On your own
#
# - Give `train_small` 700 steps. What is left of the gain? Then give models without a plan five
#   empty words to write first: is it the plan that helps, or the room to compute?
# - Teach `<extra_1>` an element of yours, and fine-tune for 200 steps.
# - Hand yours to the studio: `export_gpt` of `artlab.studio.training.export_gpt` writes it into a
#   folder, `Drawer.load(folder).draw(plan, extras=[0])` draws with it.
#
# ## Further reading
#
# - Ha and Eck 2017, *A Neural Representation of Sketch Drawings*: Sketch-RNN, strokes from a recurrent
#   network.
# - Radford et al. 2019, *Language Models are Unsupervised Multitask Learners*: GPT-2.
# - Pourreza et al. 2023, *Painter*, and Vinker et al. 2024, *SketchAgent*: language models that
#   draw because tokens or code stand for strokes.
# - Ackley, Hinton and Sejnowski 1985, *A Learning Algorithm for Boltzmann Machines*: temperature.
# - Scholak et al. 2021, *PICARD*; Geng et al. 2023, *Grammar-Constrained Decoding*.
# - Yao et al. 2019, *Plan-and-Write*; Nye et al. 2021, *Show Your Work*: writing down steps in between.
# - McCloskey and Cohen 1989, *Catastrophic Interference in Connectionist Networks*: forgetting.
