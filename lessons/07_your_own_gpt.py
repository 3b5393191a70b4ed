# %% [markdown]
# # Train a GPT of your own
#
# In half a minute a network that knows nothing learns to describe landscapes, in two languages,
# before your eyes. Then you find out what its numbers mean, whether it has learned or copied, how to
# give it a voice, and what would change if you had more of everything.
#
# | | |
# |---|---|
# | Level | after lesson 06; PyTorch is read here |
# | Class | CORE 45 min, STUDIO 45 min |
# | Compute | CPU: about 70 s of processor time; GPU: none is used |
# | Memory | 1.2 GB |
# | You need | nothing from another lesson |
# | You end up with | a GPT of your own, a painter's voice, and a measure of who copied from whom |
#
# **You will** cut texts into training examples; train a GPT and read its loss; turn the loss into a
# perplexity and hold it against simpler models; catch a network learning by heart; fine-tune the
# course's writer on a text of yours; and see what size changes.

# %% tags=["setup", "core"]
import sys
if "google.colab" in sys.modules:  # Colab lacks some small packages and the course itself
    # %pip install -q --no-deps onnxruntime anywidget psygnal git+https://github.com/artlab-course/artlab
    print("artlab is here")
import artlab
import numpy as np
from artlab import gpt, plots, runtime, widgets
from artlab.classroom import check, glossary, hint, outcome, predict, quiz, recap, solution
transformers = runtime.load("transformers")
print(runtime.summary())

# %% [markdown] tags=["core"]
# ## The result first: it learns to write
#
# Run the cell and read the cards. Always the same beginnings, *Two mountains* and 一座山, and
# always the same lots: what changes is what the network has learned. At step 0 it throws pieces
# of words about. At 50 it knows which pieces are frequent, at 200 it has phrases, at the end it
# has grammar, in both languages. Nobody told it that there are two.

# %% [markdown] tags=["instructor", "core"]
# **7 min** · Always the same beginnings and the same lots; what changes is what it has learned.
#
# - **Slide:** Step 0: pieces. 50: which pieces are frequent. 200: phrases. End: grammar
# - **Slide:** Two languages, and nobody told it that there are two
# - **Ask:** at which card would you begin to say that it writes?
# - **Goes wrong:** the training takes half a minute or more. Start it, then read the first cards
#   aloud in Chinese and English.

# %% tags=["core"]
import torch

torch.set_num_threads(1)  # leaves the other cores to you
writer = gpt.load_writer("course")  # for its tokenizer; its weights come later
tokenizer = writer.tokenizer
corpus = gpt.Corpus(gpt.landscapes(4000), tokenizer, held_out=400)
sizes = dict(num_layers=3, num_heads=4, width=128, num_positions=64, activation="gelu")
model = gpt.GPT(gpt.GPTConfig(vocab_size=2000, **sizes))

watch = gpt.Watch(["Two mountains", "一座山"], num_tokens=56)
trainer = gpt.Trainer(model, corpus, steps=runtime.budget(cpu=1000, gpu=1000, studio=5000))
losses = trainer.fit(callbacks=[watch, widgets.LiveWriting(watch)])
print(f"{sum(p.numel() for p in model.parameters()):,} weights, {sum(trainer.seconds):.0f} s")

# %% [markdown] tags=["core"]
# ## 1. The text
#
# `artlab.world` invents a scene and describes it by rules, as often as we like. That makes a small
# **language of landscapes**: some 700 of the tokenizer's 2,000 pieces, few phrases. A network of this
# size can learn it in half a minute. It could not learn English.
#
# Each description is a **document**. 400 documents, each a scene of its own, are **held out**: the
# network never trains on them. They tell later what it has learned. (One text came twice, and counts once.) The
# rest is laid end to end into one row of tokens, `<tell>` in front of each document, `<end>` behind it.

# %% [markdown] tags=["instructor", "core"]
# **8 min** · Text is its own teacher; nobody has labelled anything.
#
# - **Slide:** 400 documents are held out: the network never trains on them
# - **Slide:** Row 5 6 7 8 9, start 1, length 3: inputs 6 7 8, labels 7 8 9
# - **Slide:** One window of 64 tokens is 64 questions
# - **Ask:** where do the labels come from?
# - **Goes wrong:** exercise 07.1 shifts inside the window, and both rows lose a token. The last
#   label stands in `ids`, one place behind.
# - **Goes wrong:** the library shifts as well, and then it is shifted twice: the network learns to
#   skip a token.

# %% tags=["core"]
print(f"{len(corpus.train):,} training documents, {len(corpus.ids):,} tokens, "
      f"{len(np.unique(corpus.ids))} different ones")
print(f"{len(corpus.held_out)} held-out documents; also in training:",
      len(set(corpus.held_out_texts) & set(corpus.train_texts)))
for text in corpus.train_texts[4:8]:
    print("-", text)
print(*gpt.visible_tokens(tokenizer, corpus.ids[:32]))

# %% [markdown] tags=["core"]
# ### Exercise 07.1: inputs and labels
#
# A training example is a **window**: `length` tokens of the row, from a random `start`. Behind each of
# them the network shall guess the token that follows there: its **label**. So one window of 64 tokens
# is 64 questions. The causal mask of lesson 06 makes sure that no answer is in sight.
#
# By hand: in the row 5 6 7 8 9, start 1, length 3, the inputs are 6 7 8 and the labels 7 8 9.
#
# Write `window(ids, start, length)`. It returns both.

# %% tags=["core"]
def window(ids, start, length):
    ### BEGIN SOLUTION
    ### STUB: return ...
    return ids[start : start + length], ids[start + 1 : start + 1 + length]
    ### END SOLUTION

check("07.1", window)

# %% [markdown] tags=["core"]
# **Takeaway:** text is its own teacher. Nobody has labelled anything.
#
# ## 2. The training loop
#
# For each question the network gives a probability to every token. Its **loss** is −log p of the one that
# came, in **nats**; the loss of a step is the mean over all questions of its windows (Radford et al. 2018,
# equation 1). By hand: a network that knows nothing gives 1/2000 to each, −ln(1/2000) = 7.60. That is
# where the curve above starts.
#
# Then every weight moves a little, downhill. Three habits of the trade: the learning rate rises in a
# **warm-up** and then falls along half a **cosine** (Loshchilov and Hutter 2017); the gradient is
# **clipped**, shortened to length 1 if it is longer (Pascanu et al. 2013); and **AdamW** pulls the
# matrices towards 0 a little (Loshchilov and Hutter 2019).

# %% [markdown] tags=["instructor", "core"]
# **7 min** · Guess, compare, move; all the rest is size.
#
# - **Slide:** Loss: $-\log p$ of the token that came
# - **Slide:** A network that knows nothing: $\ln 2000 = 7.60$
# - **Slide:** Warm-up, cosine, clipping, AdamW
# - **Ask:** where must the curve start?
# - **Goes wrong:** somebody's curve starts at 7.3 and is called wrong. Fresh weights are not quite
#   even.
# - **Late:** skip to *3. Perplexity: what the loss means*; that the package is this loop can be
#   believed.

# %% tags=["core"]
from torch.nn import functional

def rate_at(step, steps=1000, most=3e-3, warmup=50, floor=0.1):
    if step < warmup:
        return most * (step + 1) / warmup
    gone = (step - warmup) / (steps - warmup)  # from 0 to 1
    return most * (floor + (1 - floor) * (1 + np.cos(np.pi * gone)) / 2)

def train(model, num_steps):
    matrices = [p for p in model.parameters() if p.ndim >= 2]
    others = [p for p in model.parameters() if p.ndim < 2]
    groups = [{"params": matrices, "weight_decay": 0.1}, {"params": others, "weight_decay": 0.0}]
    optimizer, losses = torch.optim.AdamW(groups, betas=(0.9, 0.99)), []
    for step in range(num_steps):
        for group in optimizer.param_groups:
            group["lr"] = rate_at(step)
        inputs, labels = map(torch.from_numpy, corpus.batch(step, 8, 64))  # 8 windows: (8, 64)
        logits = model(inputs)  # (8, 64, 2000): a score for each token behind each place
        loss = functional.cross_entropy(logits.flatten(0, 1), labels.flatten())
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        losses.append(loss.item())
    return losses

# %% [markdown] tags=["core"]
# `gpt.Trainer` is this loop plus plumbing: the stop button, checkpoints, 16-bit products where the
# processor has them. Do not believe it; compare. Same weights at the start, same windows:

# %% tags=["core"]
def new_model(seed=0, **changes):
    return gpt.GPT(gpt.GPTConfig(vocab_size=2000, **(sizes | changes)), seed)

by_hand = train(new_model(), 5)
packaged = gpt.Trainer(new_model(), corpus, precision="float32").fit(until=5)
print("by hand:", np.round(by_hand, 4))
print("package:", packaged.round(4))
print("the same to four digits:", np.allclose(by_hand, packaged, rtol=1e-4))

# %% [markdown] tags=["core"]
# **Takeaway:** guess, compare, move. All the rest is size.
#
# ## 3. Perplexity: what the loss means
#
# A loss of 0.8 nats says little. **Perplexity** is e to the mean loss: *among how many tokens is it as if
# the network were guessing?* (Jelinek et al. 1977). By hand: two tokens with probabilities 1/2 and 1/8 cost
# 0.69 and 2.08, in the mean 1.386; e to that is 4.
#
# ### Exercise 07.2
#
# `chances` are the probabilities that a model gave to the tokens that came. Return the perplexity.

# %% [markdown] tags=["instructor", "core"]
# **8 min** · Among how many tokens is it as if the network were guessing?
#
# - **Slide:** Perplexity = $e^{\text{mean loss}}$
# - **Slide:** Chances 1/2 and 1/8: 4
# - **Slide:** Beside a baseline, on held-out text, with the same tokens
# - **Ask:** what is the perplexity of your GPT on texts that it never saw?
# - **Goes wrong:** exercise 07.2 takes $e$ to the summed loss: it grows with the length of the
#   text. Mean first.
# - **Goes wrong:** perplexities with different tokenizers are compared. They count other pieces.

# %% tags=["core"]
def perplexity(chances):
    ### BEGIN SOLUTION
    ### STUB: return ...
    return np.exp(-np.mean(np.log(chances)))
    ### END SOLUTION

display(check("07.2", perplexity))
predict("07.a", ...)  # a number in place of the dots, before you run the next cell

# %% [markdown] tags=["core"]
# Is a number good? Ask what is easy. A **unigram** model counts how often each token comes. A **bigram**
# model counts what comes behind which token. (What it has seen too seldom, it fills up with the unigram:
# five imagined sightings.) All are measured on the held-out documents, on the 64 tokens behind `<tell>`.

# %% tags=["core"]
from itertools import pairwise

single = np.bincount(corpus.ids, minlength=2000) + 0.1
single = single / single.sum()
pairs = np.zeros((2000, 2000))
np.add.at(pairs, (corpus.ids[:-1], corpus.ids[1:]), 1)
bigram = (pairs + 5 * single) / (pairs.sum(axis=1, keepdims=True) + 5)  # rows add up to 1

def surprise(chance_of):  # mean loss over the held-out documents, in nats a token
    return -np.mean([np.log(chance_of(one, two)) for ids in corpus.held_out for one, two in pairwise(ids[:65])])

loss_of = {"a die": np.log(2000), "unigram": surprise(lambda one, two: single[two]),
           "bigram": surprise(lambda one, two: bigram[one, two]), "your GPT": gpt.held_out_loss(model, corpus.held_out)}
perplexities = {name: float(np.exp(loss)) for name, loss in loss_of.items()}
names = [f"{name}: perplexity {value:,.1f}" for name, value in perplexities.items()]
plots.show(
    plots.bars(names, list(loss_of.values()), "loss (nats a token)", "How surprised by new descriptions?",
               highlight=names[-1]),
    alt="Bars: " + "; ".join(f"{name}, loss {loss:.2f}" for name, loss in zip(names, loss_of.values(), strict=True)),
)
outcome("07.a", round(perplexities["your GPT"], 1))

# %% [markdown] tags=["core"]
# **Takeaway:** a perplexity means something on held-out text, beside a baseline, with the same tokens.
#
# ## 4. Learned, or copied?
#
# The same network again, with one thing changed: it gets 40 documents instead of 3,599. It sees each
# of them many times over.

# %% [markdown] tags=["instructor", "core"]
# **12 min** · Whether a model copies, no loss can tell; compare its texts with true ones that it
# never saw.
#
# - **Slide:** 40 documents instead of 3,599
# - **Slide:** The training loss is the best of all, and worth nothing
# - **Slide:** Red: stands verbatim in the training text
# - **Slide:** Longest copied span, written against true
# - **Ask:** the held-out loss of the 40: does it fall, or rise, or first the one and then the
#   other?
# - **Goes wrong:** red text is taken for theft. At 6 tokens both are red: a language repeats itself
#   anyway.
# - **Late:** skip to *Recap* after the slider; the median bars are the answer to exercise 07.3.

# %% tags=["core"]
predict("07.b", ...)  # one of the three, in quotes, before you run the next cell

# %% tags=["core"]
small = corpus.part(40)  # held out is what was
small_watch = gpt.Watch(watch.prompts, steps=(0, 20, 50, 75, 100, 150, 200), num_tokens=56)
small_trainer = gpt.Trainer(new_model(), small, steps=runtime.budget(cpu=250, gpu=250, studio=1000))
small_trainer.fit(callbacks=[small_watch])
small_model = small_trainer.model

# %% tags=["core", "cover"]
curves = {}
for name, seen in (("3,599", watch), ("40", small_watch)):
    steps = [found.step for found in seen.snapshots]
    curves[f"{name} texts: held out"] = (steps, [found.held_out for found in seen.snapshots])
    curves[f"{name} texts: training"] = (steps, [found.train for found in seen.snapshots])
plots.show(
    plots.curves(None, curves, "step", "loss (nats a token)", "Overfitting: the gap that opens",
                 "Each network on texts it trained on, and on texts that neither has seen", x_log=False),
    alt="; ".join(f"{name}: from {values[0]:.2f} over {min(values):.2f} to {values[-1]:.2f}"
                  for name, (_, values) in curves.items()),
)
held = curves["40 texts: held out"][1]
outcome("07.b", "it rises from the start" if min(held) == held[0] else
        "it falls, then rises" if held[-1] > min(held) + 0.1 else "it falls and falls")

# %% [markdown] tags=["core"]
# The training loss of the 40 is the best of all, and worth nothing. This is **overfitting**.
#
# ### One sentence, rewritten
#
# What does it look like? Move the slider through both trainings. **Red and underlined** is what stands
# verbatim, that many tokens in a row, in the texts that this network was trained on. Point at it: which one?
#
# Then move the second slider down to 6. Now both are red. Are both thieves?

# %% tags=["core"]
widgets.writing_scrubber({"3,599 texts": (watch, corpus), "40 texts": (small_watch, small)})

# %% [markdown] tags=["core"]
# ### The longest copied span, and a fair comparison
#
# The **longest copied span** of a text is its longest run of tokens that stands in the training text. By
# hand: *a b c d* against *x b c y* shares *b c*, so 2. It grows with what a language repeats anyway. So ask
# the same of *true* held-out texts: nobody can have copied those. (We let both networks write at temperature
# 1: colder texts are more typical than true ones.)
#
# Large models copy too. Carlini et al. (2021) let GPT-2 write, chose 1,800 suspicious texts, and found 604 word for
# word in what it was trained on.

# %% tags=["core"]
def longest_copied(ids, documents):
    best = 0
    for start in range(len(ids)):
        run = ids[start : start + best + 1]  # one more than the best so far
        while len(run) > best and any(stands_in(run, document) for document in documents):
            best, run = len(run), ids[start : start + len(run) + 1]
    return best

def stands_in(run, document):
    return any(document[place : place + len(run)] == run for place in range(len(document) - len(run) + 1))

ids = watch.snapshots[-1].texts[0]
print("by hand:", longest_copied(ids, small.train), " package:", gpt.longest_copied_span(ids, small.train))
predict("07.c", ...)  # one of the three, in quotes, before you run the next cell but one

# %% tags=["core"]
def write_many(model, num=30, length=60, seed=0):
    lots = torch.Generator().manual_seed(seed)
    ids = torch.full((num, 1), tokenizer.bos_token_id)  # <tell>
    for _ in range(length):
        with torch.no_grad():
            out = model(ids)
        logits = getattr(out, "logits", out)[:, -1]  # (num, vocabulary)
        chances = torch.softmax(logits, dim=-1)
        ids = torch.cat([ids, torch.multinomial(chances, 1, generator=lots)], dim=1)
    end = tokenizer.eos_token_id
    rows = [row[1:].tolist() for row in ids]
    return [row[: row.index(end)] if end in row else row for row in rows]

# %% tags=["core"]
true = [ids[1:-1][:60] for ids in corpus.held_out]  # without <tell> and <end>
spans = {}
for name, network, some in (("3,599 texts", model, corpus), ("40 texts", small_model, small)):
    training_text = gpt.TrainingText(some.train)  # the package's search: an index of the text
    spans[f"{name}: written"] = [training_text.longest(ids).length for ids in write_many(network)]
    spans[f"{name}: true"] = [training_text.longest(ids).length for ids in true]
medians = {name: float(np.median(lengths)) for name, lengths in spans.items()}
plots.show(
    plots.bars(list(medians), list(medians.values()), "longest copied span (tokens, median)",
               "Who copies?", "Written texts against true texts that were held out",
               highlight="40 texts: written", formatted="{:.0f}"),
    alt="Bars: " + ", ".join(f"{name} {value:.0f} tokens" for name, value in medians.items()),
)
ratio = medians["3,599 texts: written"] / medians["3,599 texts: true"]
outcome("07.c", "much longer" if ratio > 1.5 else "much shorter" if ratio < 1 / 1.5 else "much the same")

# %% [markdown]
# **Takeaway of the CORE part:** whether a model copies, no loss can tell. Compare its texts with true ones
# that it never saw.
#
# ---
# # STUDIO: a verdict, a voice, and more of everything
#
# ### Exercise 07.3: learned by heart?
#
# `report` is a dict with `train_loss`, `held_out_loss`, and two lists of longest copied spans: `copied`, of the
# model's own texts, and `true`, of held-out ones. Return True if the median of `copied` is more than twice
# that of `true`. Which of the four entries do you need?

# %% [markdown] tags=["instructor", "studio"]
# **7 min** · Two of the four entries decide; the two losses do not.
#
# - **Slide:** More than twice as long as true texts share: learned by heart
# - **Ask:** which of the four entries do you need?
# - **Goes wrong:** exercise 07.3 looks at the training loss, or at one text instead of the median.

# %% tags=["studio"]
def memorises(report):
    ### BEGIN SOLUTION
    ### STUB: return ...
    return bool(np.median(report["copied"]) > 2 * np.median(report["true"]))
    ### END SOLUTION

check("07.3", memorises)

# %% [markdown] tags=["studio"]
# ## 5. Your own voice
#
# **Fine-tuning** trains a trained model a little more. Here the course's writer learns the voice of a painter
# whose diary comes with the course: 65 entries, 1,400 words. Put the path of your own text in place of the
# default, `gpt.read_text("mine.txt")`: plain text, 1,000 letters or more, English or Chinese, blank lines
# between paragraphs.
#
# Be warned: the writer has only ever read about landscapes. A text on other things it spells out in
# pieces, and badly.

# %% [markdown] tags=["instructor", "studio"]
# **14 min** · A voice comes quickly, and then it is learned by heart.
#
# - **Slide:** 65 diary entries, 1,400 words, 200 steps
# - **Slide:** Early stopping: keep the step with the lowest held-out loss
# - **Slide:** It got worse at landscapes: catastrophic forgetting
# - **Ask:** how perplexed is it by the diary before it has read any of it?
# - **Goes wrong:** a student's own text is about other things than landscapes. It is spelled out in
#   pieces, and badly; say so before.

# %% tags=["studio"]
entries = gpt.read_text()  # or gpt.read_text("mine.txt")
voice = gpt.Corpus(entries, tokenizer, held_out=0.1)
print(f"{len(voice.train)} entries to learn from, {len(voice.held_out)} held out, {len(voice.ids):,} tokens")
for entry in voice.train_texts[2:6]:
    print("-", entry)
predict("07.d", ...)  # one of the three, in quotes, before you run the next cell

# %% tags=["studio"]
import copy

tuned = copy.deepcopy(writer.model)
tuned.set_attn_implementation("eager")  # the formula of lesson 06 as it is: faster to train on a CPU
voice_watch = gpt.Watch(["Noon.", "Two boats"], steps=(0, 10, 25, 50, 75, 100, 150), num_tokens=50,
                        temperature=0.7)
tuner = gpt.Trainer(tuned, voice, steps=runtime.budget(cpu=200, gpu=200, studio=400), batch_size=4,
                    length=64, rate=2e-3, warmup=10)
tuner.fit(callbacks=[voice_watch])
before = np.exp(voice_watch.snapshots[0].held_out)
print(f"perplexity on held-out entries: before {before:,.0f}, "
      f"best {np.exp(min(found.held_out for found in voice_watch.snapshots)):.0f}")
outcome("07.d", "about 20" if before < 100 else "about 500" if before < 2144 else "more than 2,144")

# %% [markdown] tags=["studio"]
# Now look at it arrive. At step 0 the writer knows no *noon* that is not a landscape. Then the voice comes. And
# then, with the slider far to the right, whole sentences turn red.

# %% tags=["studio"]
widgets.writing_scrubber({"the diary": (voice_watch, voice)}, shortest=10)

# %% tags=["studio"]
steps = [found.step for found in voice_watch.snapshots]
lines = {"diary: held out": [found.held_out for found in voice_watch.snapshots],
         "diary: training": [found.train for found in voice_watch.snapshots]}
best = steps[int(np.argmin(lines["diary: held out"]))]
plots.show(
    plots.curves(steps, lines, "step", "loss (nats a token)", "A voice comes quickly, and then it is learned by heart",
                 marks={f"lowest on held-out entries: step {best}": best}),
    alt=f"The training loss falls to {lines['diary: training'][-1]:.2f}. The held-out loss falls until step {best} "
    f"and ends at {lines['diary: held out'][-1]:.2f}.",
)
landscapes = corpus.held_out[:100]
forgot = [gpt.held_out_loss(one, landscapes) for one in (writer.model, tuned)]
print(f"landscapes, held out: {forgot[0]:.2f} nats a token before, {forgot[1]:.2f} after")

# %% [markdown] tags=["studio"]
# **Early stopping** keeps the step with the lowest held-out loss. The voice has cost something: at landscapes the
# writer is worse now (**catastrophic forgetting**, lesson 08). And with 1,400 words, a voice and a copy lie close
# together.
#
# Keep yours: a folder that any program with `transformers` opens, and `load_writer` too.

# %% tags=["studio"]
transformers.logging.disable_progress_bar()
folder = runtime.cache_dir() / "my_voice"
tuned.save_pretrained(folder)
tokenizer.save_pretrained(folder)

mine = gpt.load_writer(folder)
for beginning in ("Snow.", "Two boats", "The goat"):
    print(beginning + mine.continue_text(beginning, max_new_tokens=50, temperature=0.6, seed=1))

# %% [markdown] tags=["studio"]
# ## 6. Stop, and go on
#
# Long trainings are interrupted. The stop button ends `fit` after the step under way; what was learned stays.
# With a **checkpoint** file a run survives even a dead battery. Is it then the same run? The windows depend on
# the step alone, and the file holds weights *and* the optimiser's memory. So it must be, bit for bit:

# %% [markdown] tags=["instructor", "studio"]
# **6 min** · A checkpoint holds weights and the optimiser's memory; then a run goes on bit for bit.
#
# - **Slide:** The windows depend on the step alone
# - **Ask:** what would differ if only the weights were kept?
# - **Late:** skip to *7. What scaling changes*; lesson 03 has shown the same for a GAN.

# %% tags=["studio"]
quick = dict(steps=20, batch_size=4, length=32)
path = runtime.cache_dir() / "lesson_07.safetensors"
path.unlink(missing_ok=True)

whole = gpt.Trainer(new_model(width=32), corpus, **quick)
whole.fit()
gpt.Trainer(new_model(width=32), corpus, path, **quick).fit(until=7)  # the lights go out
resumed = gpt.Trainer(new_model(seed=9, width=32), corpus, path, **quick)
resumed.fit()
weights = zip(whole.model.parameters(), resumed.model.parameters(), strict=True)
print("all weights equal:", all(torch.equal(one, two) for one, two in weights), resumed.step)
#> all weights equal: True 20

# %% [markdown] tags=["studio"]
# ## 7. What scaling changes
#
# Kaplan et al. (2020) trained many GPTs and found **power laws**: with enough text, the loss falls as
# $N^{-0.076}$ with the number of weights N (embeddings not counted); with a large enough network, as
# $D^{-0.095}$ with the tokens D of the text. By hand: ten times the weights multiply the loss by
# $10^{-0.076}$ = 0.84.
#
# A small study of our own: five widths, three amounts of text, 1,000 steps each, the lowest held-out loss
# of each run. It took minutes, so the course ships its numbers. One of the points is your own GPT.

# %% [markdown] tags=["instructor", "studio"]
# **18 min** · Size needs text, and text needs size.
#
# - **Slide:** Ten times the weights: loss times $10^{-0.076} = 0.84$
# - **Slide:** $L(N, D) = 1.69 + 406.4 / N^{0.34} + 410.7 / D^{0.28}$
# - **Slide:** Both grow alike: about 20 tokens per weight
# - **Ask:** for which amount of text does size help the most?
# - **Goes wrong:** the laptop's study is read as a law. Our weights span a factor of 230, theirs
#   more than a million.

# %% tags=["studio"]
predict("07.e", ...)  # one of the three, in quotes, before you run the next cell

# %% tags=["studio"]
table = gpt.scaling_table()  # as `python -m benchmarks.gpt_scaling` measured it
plots.show(
    plots.curves(None, {f"{num:,} texts": (list(row), list(row.values())) for num, row in table.items()},
                 "weights in the blocks", "lowest held-out loss (nats a token)", "Size needs text, and text needs size",
                 "Each point is a network of its own, 1,000 steps", x_log=True, y_limits=(0, 4.2)),
    alt="; ".join(f"{num:,} texts: from {max(row.values()):.2f} to {min(row.values()):.2f}" for num, row in table.items()),
)
gains = {num: next(iter(row.values())) - list(row.values())[-1] for num, row in table.items()}
outcome("07.e", {40: "with 40 texts", 3599: "with 3,599 texts"}.get(max(gains, key=gains.get), "with 400 texts"))
inside = sum(p.numel() for p in model.blocks.parameters())  # embeddings not counted
print(f"your GPT, {inside:,} weights in its blocks: {gpt.held_out_loss(model, corpus.held_out[:200]):.2f} here,",
      f"{table[3599][inside]:.2f} in the table")

# %% [markdown] tags=["studio"]
# A large network with little text learns it by heart; a small one with much text cannot hold it. So which
# of the two should grow? Hoffmann et al. (2022) fitted
#
# $$L(N, D) = 1.69 + 406.4 / N^{0.34} + 410.7 / D^{0.28}$$
#
# for N weights and D tokens. 1.69 nats are the language itself: nobody can guess better. Computing is about
# 6 N D (Kaplan et al. 2020, section 2.1). For a given sum both should grow alike, to about 20 tokens per
# weight. Chinchilla, with 70 billion weights and 1.4 trillion tokens, beat Gopher, four times as large.

# %% tags=["studio"]
def hoffmann(num_weights, num_tokens):
    return 1.69 + 406.4 / num_weights**0.34 + 410.7 / num_tokens**0.28

for name, num_weights, num_tokens in (("Gopher", 280e9, 300e9), ("Chinchilla", 70e9, 1.4e12)):
    print(f"{name}: computing {6 * num_weights * num_tokens:.1e}, loss {hoffmann(num_weights, num_tokens):.2f} nats")
num_weights, num_tokens = sum(p.numel() for p in model.parameters()), 8 * 64 * trainer.step
print(f"your GPT: {num_tokens / num_weights:.1f} tokens per weight, computing {6 * num_weights * num_tokens:.1e}")

# %% [markdown]
# **What a laptop cannot show.** Our weights span a factor of 230, theirs more than a million. Our steps are
# few, so the largest is not done learning. And our language ends soon: in the end there is nothing to guess but
# which scene was drawn, and no network can know that. What large models can do *besides* a lower loss, no small
# one foretells.
#
# **Takeaway of the STUDIO part:** data decide what can be learned, held-out data what has been.

# %% [markdown]
# ## Recap
#
# - Text is its own teacher: the label of a token is the token behind it.
# - Loss: −log p of what came. Perplexity: e to the mean loss. Both mean something on held-out text, beside a
#   baseline.
# - Overfitting: the training loss falls, the held-out loss rises.
# - Memorising: texts share longer spans with the training text than true held-out texts do.
# - Fine-tuning brings a voice in seconds; copying and forgetting come soon after.
# - A checkpoint holds weights and the optimiser's memory; then a run goes on bit for bit.
# - More weights and more text help, as power laws, as long as neither runs out.

# %% [markdown] tags=["instructor", "core"]
# **1 min** · Data decide what can be learned, held-out data what has been.
#
# - **Slide:** The label of a token is the token behind it
# - **Slide:** Overfitting: training falls, held out rises

# %% tags=["core"]
recap("07")

# %% [markdown]
# ## Quiz and glossary

# %% [markdown] tags=["instructor", "core"]
# **2 min** · Five questions; the red slider answers one of them.
#
# - **Slide:** Five questions, wrong answers explained

# %% tags=["core"]
quiz("07")

# %% tags=["core"]
glossary("07")

# %% [markdown]
# ## On your own
#
# - How many documents does it take? Try `corpus.part(400)`. Where does copying end?
# - Fine-tune on your own text. Then mix in landscapes: `gpt.Corpus(entries + gpt.landscapes(60), tokenizer)`. Does it
#   forget less?
# - Train on English alone, `gpt.landscapes(4000, languages=("en",))`. Is the English better than in two languages?
# - With `ARTLAB_BUDGET=studio` the first training takes five times as long. What is gained?
#
# ## Further reading
#
# - Radford et al. 2018, *Improving Language Understanding by Generative Pre-Training*: the loss is equation 1.
# - Jelinek et al. 1977, *Perplexity, a Measure of the Difficulty of Speech Recognition Tasks*.
# - Loshchilov and Hutter 2017, *SGDR* (the cosine is equation 5), and 2019, *Decoupled Weight Decay Regularization*
#   (AdamW). Pascanu et al. 2013, *On the Difficulty of Training Recurrent Neural Networks*: clipping.
# - Carlini et al. 2021, *Extracting Training Data from Large Language Models*; 2023, *Quantifying Memorization Across
#   Neural Language Models*: larger models and repeated texts are repeated more.
# - Lee et al. 2022, *Deduplicating Training Data Makes Language Models Better*.
# - Kaplan et al. 2020, *Scaling Laws for Neural Language Models*; Hoffmann et al. 2022, *Training Compute-Optimal
#   Large Language Models*: the formula is equation 10. Besiroglu et al. 2024, *Chinchilla Scaling: A Replication
#   Attempt*, correct its constants.
# - Karpathy, *nanoGPT*: a training loop of this kind, for larger machines.
