# %% [markdown]
# # See how GPT writes
#
# You write a sentence by clicking on bars. Then you open every number between a text and its next
# word: pieces, rows of numbers, attention, scores, chances. In the end you ask for a landscape, and
# every language model that is on your machine answers.
#
# | | |
# |---|---|
# | Level | after lesson 01; PyTorch is read here, and a phrasebook from Keras is at the end |
# | Class | CORE 45 min, STUDIO 45 min |
# | Compute | CPU: 16 s of processor time, 25 s where SmolLM2 is here; GPU: none is used |
# | Memory | 1.0 GB; 1.8 GB where SmolLM2 is here |
# | You need | nothing from another lesson |
# | You end up with | a sentence written by clicking, and a map of where each of its words looked |
#
# **You will** cut text into tokens; work GPT's formula out by hand and meet the library's numbers;
# bend chances with temperature and top-p; compute attention for four words; and tell a model that
# continues from one that answers.

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
# ## The result first: write by clicking
#
# This is a small GPT that has read descriptions of landscapes, in English and Chinese, and nothing
# else. For the text in the field it says how probable each next piece is: the bars.
#
# Click a piece: it is written, and the model is asked again. Write a sentence. Then move the
# temperature to 2, to 0.3, and *draw ten* by lot. Then begin with 山水. (`<tell>` is a piece of its own:
# it says that a description follows.)

# %% [markdown] tags=["instructor", "core"]
# **5 min** · The model has an opinion about every next piece; you choose.
#
# - **Slide:** The bars: how probable is each next piece?
# - **Slide:** Click one: it is written, and the model is asked again
# - **Ask:** write a sentence, then the same at temperature 2 and 0.3. What changes?
# - **Goes wrong:** people look for their own topic. It has read descriptions of landscapes, and
#   nothing else.

# %% tags=["core"]
import torch

torch.set_num_threads(1)  # leaves the other cores to you
writer = gpt.load_writer("course")
model, tokenizer = writer.model, writer.tokenizer
widgets.next_token_bars(model, tokenizer, "The mountains")

# %% [markdown] tags=["core"]
# ## 1. Text in pieces
#
# A model reads numbers. A **token** is a piece of text with a number; the list of all tokens is the
# **vocabulary**. Ours has frequent English words, pieces for all others, and one token for each
# Chinese character. ␣ is a space that belongs to its token. What the vocabulary lacks becomes `<unk>`.
#
# So a language model chooses no words: it chooses tokens.

# %% [markdown] tags=["instructor", "core"]
# **6 min** · A language model chooses no words, it chooses tokens.
#
# - **Slide:** Frequent words are one token, rare ones several
# - **Slide:** GPT-2 starts from bytes: 山水 is six of them
# - **Slide:** What is seldom read costs more tokens
# - **Ask:** how many tokens is your name?
# - **Goes wrong:** "one token is one word". Show *Mountainscape* and 龍.
# - **Late:** skip to *2. A score for every token* after the four printed lines; byte pairs are for
#   readers.

# %% tags=["core"]
def show_tokens(text):
    ids = tokenizer(text, add_special_tokens=False)["input_ids"]
    print(f"{text}: {' | '.join(gpt.visible_tokens(tokenizer, ids))}  {ids}")

for text in ("The mountains rise.", "Mountainscape", "画一幅山水画", "龍"):
    show_tokens(text)
print(f"{len(tokenizer):,} tokens")
#> The mountains rise.: ␣the | ␣mountains | ␣rise | .  [972, 1042, 1135, 19]
#> Mountainscape: ␣mountains | c | ape  [1042, 46, 1087]
#> 画一幅山水画: ␣ | 画 | 一 | 幅 | 山 | 水 | 画  [82, 671, 87, 404, 377, 585, 671]
#> 龍: ␣ | <unk>  [82, 0]
#> 2,144 tokens

# %% [markdown] tags=["core"]
# ### Why 山水 is several tokens to GPT-2
#
# GPT-2 starts not from letters but from **bytes**, the 256 values that files are made of. So nothing is
# unknown to it. In UTF-8 an English letter is one byte, a Chinese character three. **Byte-pair encoding**
# (Sennrich et al. 2016) joins the two neighbours that occur most often into a new token, again and again.
#
# GPT-2's pairs were counted on web pages that are nearly all English; what is rare there stays in
# pieces. SmolLM2 of part 5 works the same way, and makes five tokens of 山水.
#
# We count pairs in 300 descriptions, once English ones, once in both languages:

# %% tags=["core"]
from artlab import world
from artlab.world.prose import narrate
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

print("bytes of 山水:", "山水".encode().hex(" "))
read = {language: [str(world.describe(world.sample(seed), language, seed)) for seed in range(300)]
        for language in ("en", "zh")}

def byte_pairs(texts, size=1200):
    alphabet = pre_tokenizers.ByteLevel.alphabet()  # a sign for each of the 256 bytes
    found = Tokenizer(models.BPE())
    found.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    options = {"vocab_size": size, "initial_alphabet": alphabet, "show_progress": False}
    found.train_from_iterator(texts, trainers.BpeTrainer(**options))
    return found

for name, texts in {"English": read["en"], "both": read["en"] + read["zh"]}.items():
    found = byte_pairs(texts)
    print(name, {text: len(found.encode(text).ids) for text in (" two mountains", "山水")})
#> bytes of 山水: e5 b1 b1 e6 b0 b4
#> English {' two mountains': 2, '山水': 6}
#> both {' two mountains': 2, '山水': 2}

# %% [markdown] tags=["core"]
# **Takeaway:** what a model has seldom read costs it more tokens.
#
# ## 2. A score for every token
#
# Each token has a row of 192 numbers, its **embedding**; all rows are the matrix $W_E$. The network
# turns the rows of a text into one vector at each place, the **hidden state**. The last of them, multiplied
# with $W_E$, gives each token of the vocabulary a score, its **logit**. The **softmax** makes chances of the
# scores: e to the power of each, divided by the sum (Radford et al. 2018, equation 2):
#
# $$P(w_i \mid w_1 \dots w_{i-1}) = \mathrm{softmax}(W_E\, h_{i-1})_{w_i}$$
#
# By hand: logits 2, 1, 0 give 7.39, 2.72, 1; divided by 11.11: 0.67, 0.24, 0.09.
#
# Now for all 2,144 tokens:

# %% [markdown] tags=["instructor", "core"]
# **7 min** · Next token = softmax of one big table times one computed vector.
#
# - **Slide:** $P(w_i \mid w_1 \dots w_{i-1}) = \mathrm{softmax}(W_E\, h_{i-1})_{w_i}$
# - **Slide:** Logits 2, 1, 0 give 0.67, 0.24, 0.09
# - **Slide:** Not similarity of words: the vector is computed from the whole context
# - **Ask:** whose row is nearest to 山, after 山 itself?
# - **Goes wrong:** "the next word is the most similar one". Print the popular formula beside the
#   model: it echoes.

# %% tags=["core"]
def softmax(scores):
    powers = np.exp(scores - np.max(scores, axis=-1, keepdims=True))  # nothing overflows
    return powers / powers.sum(axis=-1, keepdims=True)

ids = tokenizer("The mountains", return_tensors="pt")["input_ids"]  # <tell>, ␣the, ␣mountains
with torch.no_grad():
    hidden = model.transformer(ids).last_hidden_state[0, -1].numpy()  # (192,)
    library = torch.softmax(model(ids).logits[0, -1], dim=-1).numpy()  # (2144,)
W_E = model.transformer.wte.weight.detach().numpy()  # (2144, 192)
chances = softmax(W_E @ hidden)

print(f"chances by hand {chances.shape}, their sum {chances.sum():.4f}")
print(f"largest difference to the library: {np.abs(chances - library).max():.1e}")
for token in gpt.next_token_table(model, tokenizer, "The mountains", 3):
    print(f"{token.token}: {chances[token.id]:.3f} by hand, {token.probability:.3f} in the table")
predict("06.a", ...)  # one of the three, in quotes, before you run the next cell

# %% [markdown] tags=["core"]
# ### The formula that popular texts print
#
# They write $e_i = \mathrm{sim}(w_i, w_1 \dots w_{i-1})$: the next word is the one most *similar* to the
# words before. There is a grain of truth: a logit is a product with a row of $W_E$, the same table in
# which the model looks its input up. But the other factor is no word. It is $h$, which the whole network
# has computed of the context.
#
# Test it. *Similar* means that two rows point the same way: the cosine between them is near 1. The context
# is the sum of its rows.

# %% tags=["core"]
pieces = W_E[5:2000] - W_E[5:2000].mean(axis=0)  # all that are text, about their mean
pieces /= np.linalg.norm(pieces, axis=1, keepdims=True)

def row_of(piece):
    return pieces[tokenizer.convert_tokens_to_ids(piece) - 5]

def nearest(vector, num=5):
    return gpt.visible_tokens(tokenizer, 5 + np.argsort(-pieces @ vector)[:num])

print("popular formula:", *nearest(row_of("▁the") + row_of("▁mountains")))
print("the model:      ", *gpt.visible_tokens(tokenizer, np.argsort(-chances)[:5]))
english = ("mountain", "lake", "boat", "moon", "willow", "bird", "cloud", "snow")
chinese = dict(zip("山湖船月柳鸟云雪", ["shān", "hú", "chuán", "yuè", "liǔ", "niǎo", "yún", "xuě"], strict=True))
alike = np.array([[row_of(f"▁{one}") @ row_of(other) for other in chinese] for one in english])
plots.show(
    plots.matrix(alike, english, [f"{sign} {sound}" for sign, sound in chinese.items()],
                 "Embeddings: how alike are the rows?", "Cosine; nobody gave it a dictionary", low=0, width=8.4),
    alt=f"Table of cosines, 8 English by 8 Chinese words. On the diagonal {alike.diagonal().min():.2f} to "
    f"{alike.diagonal().max():.2f}; elsewhere {np.median(alike):.2f} in the middle.",
)
outcome("06.a", nearest(row_of("山"), 2)[1].strip("␣"))

# %% [markdown] tags=["core"]
# Similarity is an echo: *mountains* makes *peaks* likely. The model says *and*. Similar rows do mean
# something: tokens that are used alike. In training, 山 and *mountain* asked for the same things.
#
# **Takeaway:** next token = softmax of $W_E$ times one computed vector. Not similarity of words.
#
# ## 3. Temperature
#
# **Sampling** means drawing the next token by lot, each with its chance. Before the softmax all logits
# are divided by a number T, the **temperature** (Ackley et al. 1985). By hand, with T = 0.5: logits 2,
# 1, 0 become 4, 2, 0, so 54.6, 7.39, 1, so 0.87, 0.12, 0.02. With T = 2: 0.51, 0.31, 0.19.
#
# ### Exercise 06.1
#
# Return the probabilities of `logits`, a NumPy array, at a `temperature`. `softmax` is that of part 2.

# %% [markdown] tags=["instructor", "core"]
# **7 min** · Temperature changes how bold the lot is, not what the model thinks.
#
# - **Slide:** Divide all logits by T, then softmax
# - **Slide:** T = 0.5: 0.87, 0.12, 0.02. T = 2: 0.51, 0.31, 0.19
# - **Slide:** Cold: the likeliest wins. Hot: anything may come
# - **Ask:** at temperature 2, which token is the likeliest?
# - **Goes wrong:** exercise 06.1 applies T to the probabilities. They no longer add up to 1; divide
#   the logits.
# - **Goes wrong:** logits are multiplied by T: then hot is cold.

# %% tags=["core"]
def with_temperature(logits, temperature):
    ### BEGIN SOLUTION
    ### STUB: return ...
    return softmax(logits / temperature)
    ### END SOLUTION

display(check("06.1", with_temperature))
predict("06.b", ...)  # one of the three, in quotes, before you run the next cell

# %% tags=["core", "cover"]
likely = gpt.next_token_table(model, tokenizer, "Two boats", len(tokenizer))  # all of them
logits = torch.tensor([[token.logit for token in likely]])
names = [*(token.token for token in likely[:8]), "2,136 others"]
heated = {}
for t in (0.5, 1.0, 2.0):
    shares = torch.softmax(gpt.Temperature(t)(None, logits)[0], dim=-1).numpy()
    heated[f"T = {t}"] = [*shares[:8], shares[8:].sum()]
plots.show(
    plots.token_bars(names, heated, "“Two boats …”: the same logits, three temperatures",
                     "Cold: the likeliest wins. Hot: the others are unlikely one by one, and many."),
    alt="Bars of the eight likeliest tokens. " + " ".join(
        f"{t}: {', '.join(f'{n} {c:.2f}' for n, c in zip(names, shares, strict=True))}."
        for t, shares in heated.items()),
)
for t in (0.5, 1.0, 2.0):
    print(f"T = {t}:", " |".join(writer.continue_text("Two boats", 8, t, seed) for seed in range(3)))
same = all(np.argmax(shares[:8]) == 0 for shares in heated.values())
outcome("06.b", "the same as at temperature 1" if same else "another one")

# %% [markdown] tags=["core"]
# **Takeaway:** temperature changes how bold the lot is, not what the model thinks.
#
# ## 4. Attention: what a token may know
#
# What follows *drift*? That depends on who drifts, and the row of *drift* alone does not know.
# **Attention** fetches it (Vaswani et al. 2017). Each token has three vectors: a **query** (what do I look
# for?), a **key** (what do I offer?), a **value** (what do I hand over?). Scores are query · key, divided by
# √d, where d is their length; softmax makes them weights; the result is the weighted mean of the values.
#
# By hand, for *drift* in *two boats drift by*. It looks for things (4) and numbers (2). With d = 4, the
# scores of *two*, *boats*, *drift* are 2/2, 4/2, 0/2. So 2.72, 7.39, 1: weights 0.24, 0.67, 0.09.

# %% [markdown] tags=["instructor", "core"]
# **11 min** · Attention fetches what the token itself does not know; it does not write.
#
# - **Slide:** Query: what do I look for? Key: what do I offer? Value: what do I hand over?
# - **Slide:** Scores over $\sqrt{d}$, softmax, weighted mean of the values
# - **Slide:** Causal mask: no word may look at a later one
# - **Slide:** GPT writes from left to right; BERT fills gaps
# - **Ask:** we change the last word. In how many earlier places does GPT's state change?
# - **Goes wrong:** exercise 06.2 puts zeros after the softmax, or 0 before it. A score of 0 is not
#   nothing: $e^0 = 1$. It must be −∞.
# - **Goes wrong:** the maps are read as reasons. They say what is mixed, not why the answer is so.
# - **Late:** skip to *5. “GPT obeys: paint a landscape”* after the mask; BERT and attention come
#   again in the quiz.

# %% tags=["core"]
words = ["two", "boats", "drift", "by"]
keys = np.eye(4)  # what each offers: a number, a thing, a deed, a direction
queries = np.array([[0, 0, 0, 0], [4, 2, 0, 0], [2, 4, 0, 0], [0, 2, 4, 0]], float)
values = np.array([[2, 0], [0, 1], [0, 0], [0, 0]], float)  # how many; is it afloat

scores = queries[2] @ keys[:3].T / np.sqrt(4)  # "drift" asks itself and those before it
weights = softmax(scores)
print(scores, weights.round(2), (weights @ values[:3]).round(2))

from artlab.gpt.attention import attention

tensors = [torch.tensor(part) for part in (queries, keys, values)]
mixed, table = attention(*tensors, gpt.causal_mask(4))
library = torch.nn.functional.scaled_dot_product_attention(*(part[None] for part in tensors), is_causal=True)
print("artlab:", mixed[2].numpy().round(2), "| PyTorch:", library[0, 2].numpy().round(2))
print("all four words agree:", torch.allclose(mixed, library[0]))
#> [1. 2. 0.] [0.24 0.67 0.09] [0.49 0.67]
#> artlab: [0.49 0.67] | PyTorch: [0.49 0.67]
#> all four words agree: True

# %% [markdown] tags=["core"]
# ### Exercise 06.2: the causal mask
#
# In training all words are guessed at once, so all rows are computed at once, in a table: row i is the
# word that looks, column j the word that is looked at. No word may look at a later one: that is the word
# it shall guess. This is the **causal mask**.
#
# `scores` is such a table, already divided by √d. Return the weights. `np.tri(n)` is a triangle of ones.

# %% tags=["core"]
def causal_weights(scores):
    ### BEGIN SOLUTION
    ### STUB: return ...
    may_look = np.tri(len(scores), dtype=bool)
    return softmax(np.where(may_look, scores, -np.inf))
    ### END SOLUTION

plots.show(
    plots.attention_maps({"": table}, words, "Four words look back", "Hatched: may not be looked at"),
    alt=f"A triangle of weights. Rows: {dict(zip(words, table.numpy().round(2).tolist(), strict=True))}.",
)
display(check("06.2", causal_weights))
predict("06.c", ...)  # a number in place of the dots, before you run the next cell

# %% [markdown] tags=["core"]
# ### GPT against BERT
#
# Popular lists name BERT beside GPT, as if it wrote too. It is built of the same blocks, but without
# the mask: it fills gaps with both sides in sight (Devlin et al. 2019). GPT may not look ahead, so it can
# write from left to right.
#
# We change the last word of a sentence and ask which hidden states change. This BERT has random
# weights: who may look at whom does not depend on training.

# %% tags=["core"]
torch.manual_seed(0)
sizes = {"hidden_size": 192, "num_hidden_layers": 4, "num_attention_heads": 6, "intermediate_size": 768}
bert = transformers.BertModel(transformers.BertConfig(vocab_size=2144, **sizes)).eval()
pair = [tokenizer(f"two boats drift on the {end}", return_tensors="pt")["input_ids"] for end in ("lake", "sea")]
place_names = gpt.visible_tokens(tokenizer, pair[0][0])
print(*place_names[:-1], "lake/sea")

changed = {}
for name, network in {"GPT": model.transformer, "BERT": bert}.items():
    with torch.no_grad():
        lake, sea = (network(ids).last_hidden_state[0] for ids in pair)
    changed[name] = ((lake - sea).abs().amax(dim=1) > 1e-4).int().tolist()
    print(f"{name}: changed at", changed[name])
outcome("06.c", sum(changed["GPT"][:-1]))

# %% [markdown] tags=["core"]
# ### Where the writer looks
#
# It has 4 **layers**, one behind the other, with 6 **heads** each: six attentions side by side, each with
# queries and keys of its own. That makes 24 maps for every text. What is crossed depends on who crosses:
# here are the heads in which *crosses* looks most at *bird*, and at *one*.
#
# Below, move through all 24 with a Chinese line: “a small boat floats on the water, two birds fly through the
# air”.
#
# A map says what is mixed, not why the answer is so (Jain and Wallace 2019).

# %% tags=["core"]
written_out = gpt.GPT.from_transformers(model)  # the same network in 150 readable lines: artlab/gpt/attention.py

def look(text):
    ids = tokenizer(text, return_tensors="pt")["input_ids"]
    with torch.no_grad():
        logits, maps = written_out(ids, return_attention=True)
        print(f"largest difference to transformers: {(logits - model(ids).logits).abs().max():.1e}")
    return gpt.visible_tokens(tokenizer, ids[0]), maps[:, 0]  # (layer, head, row, column)

names, maps = look("Two boats drift on the lake and one bird crosses the sky")
crosses, found = names.index("␣crosses"), {}
for what in ("␣bird", "␣one"):
    shares = maps[:, :, crosses, names.index(what)]  # (layer, head)
    layer, head = divmod(int(shares.argmax()), 6)
    found[f"layer {layer + 1}, head {head + 1}: ␣crosses on {what} {shares.max():.2f}"] = maps[layer, head]
plots.show(
    plots.attention_maps(found, names, "Two of 24 heads", "Rows look, columns are looked at", columns=2),
    alt="Two attention maps, each a triangle: " + "; ".join(found),
)
names, maps = look("水面浮着一只小船，空中飞过两只鸟")
layer, head = divmod(int(maps[:, :, -1, names.index("飞")].argmax()), 6)  # where 鸟, bird, looks at 飞, fly
display(widgets.attention_reader(maps, names, layer + 1, head + 1))
predict("06.d", ...)  # one of the three, in quotes, before you run the next cell

# %% [markdown] tags=["core"]
# ### “Attention generates the text”
#
# Another popular sentence. Attention hands out vectors. Behind it stand a small network for each token, the
# product with $W_E$, the softmax, and the lot. Switch attention off: what it adds becomes 0 in all layers.

# %% tags=["core"]
import copy

deaf = copy.deepcopy(model)
for block in deaf.transformer.h:
    torch.nn.init.zeros_(block.attn.c_proj.weight)
    torch.nn.init.zeros_(block.attn.c_proj.bias)

answers = []
for name, network in {"with attention": model, "without": deaf}.items():
    for text in ("Two boats and one", "Three birds and one"):
        best = gpt.next_token_table(network, tokenizer, text, 4)
        answers.append([(token.token, round(token.probability, 3)) for token in best])
        print(f"{name}: {text} …", ", ".join(f"{token} {chance:.2f}" for token, chance in answers[-1]))
outcome("06.d", "the same behind both" if answers[2] == answers[3] else "what came before, for each")

# %% [markdown] tags=["core"]
# **Takeaway:** attention brings the context in. Softmax and the lot write.
#
# ## 5. “GPT obeys: paint a landscape”
#
# A **base model** has learned one thing, what comes next; it *continues*. Answering is trained
# afterwards on requests with answers, **instruction tuning** (Ouyang et al. 2022). A **chat template** puts
# special tokens round what you say, so that the model knows whose turn it is.
#
# The course's writer shows both, with the same weights. Plain text gets `<tell>` in front, and is continued
# like a description. Between `<ask>` and `<notes>` the same words are a request, and are answered.
# (It never was a base model of the whole web: it has seen requests and descriptions from its first day.)

# %% [markdown] tags=["instructor", "core"]
# **6 min** · A base model continues; tuning and a template make it answer.
#
# - **Slide:** Plain text is continued
# - **Slide:** Between `<ask>` and `<notes>` the same words are a request
# - **Slide:** Three lines call any writer that is here
# - **Ask:** which of these two outputs would you call obeying?
# - **Goes wrong:** SmolLM2 or GPT-2 are not on this machine. The list says how they come; the
#   course's own writer is always there.

# %% tags=["core"]
request = "Paint a landscape"
said = [{"role": "user", "content": request}]
asked = tokenizer.apply_chat_template(said, add_generation_prompt=True, tokenize=False)
print("as plain text:", tokenizer.decode(tokenizer(request)["input_ids"]))
print("as a request: ", asked)
widgets.side_by_side({
    "continued": request + writer.continue_text(request, seed=0),
    "answered": writer.write(request, seed=0),
    "画一幅山水画, continued": "画一幅山水画" + writer.continue_text("画一幅山水画", seed=0),
    "画一幅山水画, answered": writer.write("画一幅山水画", seed=0),
})

# %% [markdown] tags=["core"]
# ### Every writer that is here
#
# Three lines call any of them: `load_writer`, `write`, print. What is not here says how it comes. The
# course's writer knows landscapes only. SmolLM2 has read two trillion tokens, nearly all English, and was tuned
# to answer: see what it makes of the Chinese request. GPT-2 is a base model: it continues.

# %% tags=["core"]
for status in gpt.available_writers():
    print(f"{'here' if status.here else '----'}  {status.name}: {status.about}\n      {status.how}")

local = [status.name for status in gpt.available_writers() if status.here and status.name != "openai"]
writers = {name: writer if name == "course" else gpt.load_writer(name) for name in local}
# Any server that speaks the OpenAI protocol. One of your own: in a terminal, in the course's folder,
#     transformers serve artlab/weights/writer --port 8000      (pip install -e ".[api]" brings what it needs)
# writers["server"] = gpt.load_writer("openai", base_url="http://127.0.0.1:8000/v1", model="artlab/weights/writer")
widgets.side_by_side({
    f"{name}: {request}": one.write(request, max_new_tokens=100, seed=1)
    for name, one in writers.items() for request in ("Paint a landscape.", "画一幅山水画。")
})

# %% [markdown]
# **Takeaway of the CORE part:** tokens, scores, a lot. Attention brings the context in. A base model
# continues; tuning and a template make it answer.
#
# ---
# # STUDIO: cutting, looping, inventing
#
# ## 6. Cut the tail
#
# Two thousand unlikely tokens are together not so unlikely, and one of them spoils a sentence. **Top-k**
# keeps the k likeliest (Fan et al. 2018). **Top-p** keeps the fewest likeliest that *reach* p together
# (Holtzman et al. 2020): few where the model is sure, many where it is not. **Min-p** keeps what is at least p
# times as likely as the likeliest (Nguyen et al. 2024).
#
# ### Exercise 06.3: top-p
#
# `chances` are probabilities in the order of the vocabulary. Return them with the tail cut to 0, and with
# sum 1.

# %% [markdown] tags=["instructor", "studio"]
# **10 min** · Top-k counts tokens, top-p counts probability.
#
# - **Slide:** Two thousand unlikely tokens are together not so unlikely
# - **Slide:** Top-p: the fewest likeliest that reach p together
# - **Ask:** where does top-p keep many, where few?
# - **Goes wrong:** exercise 06.3 drops the token that crosses p. It stays: the kept ones must reach
#   p.
# - **Goes wrong:** the kept tokens are returned alone. A token is its place in the list: zeros for
#   the rest.

# %% tags=["studio"]
def top_p(chances, p):
    ### BEGIN SOLUTION
    ### STUB: return ...
    order = np.argsort(-chances)
    before = np.cumsum(chances[order]) - chances[order]
    kept = np.zeros_like(chances)
    kept[order[before < p]] = chances[order[before < p]]
    return kept / kept.sum()
    ### END SOLUTION

check("06.3", top_p)

# %% tags=["studio"]
def logits_behind(text):
    with torch.no_grad():
        return model(tokenizer(text, return_tensors="pt")["input_ids"]).logits[:, -1]

cutters = {"nothing cut": [], "top-k 3": [gpt.TopK(3)], "top-p 0.9": [gpt.TopP(0.9)], "min-p 0.2": [gpt.MinP(0.2)]}
for text in ("Two mountains stand behind a", "It is", "One pavilion"):
    shares = {}
    for name, cutter in cutters.items():
        scores = logits_behind(text)
        for one in cutter:
            scores = one(None, scores)
        shares[name] = torch.softmax(scores[0], dim=-1)
    print(f"{text} …", {name: int((some > 0).sum()) for name, some in shares.items()})
best = shares["nothing cut"].topk(8).indices
names = gpt.visible_tokens(tokenizer, best)
plots.show(
    plots.token_bars(names, {name: some[best].numpy() for name, some in shares.items()},
                     "“One pavilion …”: three ways to cut", "What stays is shared anew"),
    alt="; ".join(f"{name}: {int((some > 0).sum())} tokens stay" for name, some in shares.items()),
)
predict("06.e", ...)  # a number in place of the dots, before you run the next cell

# %% [markdown] tags=["studio"]
# **Takeaway:** top-k counts tokens, top-p counts probability.
#
# ## 7. Why it repeats itself, and why it invents
#
# **Greedy decoding** takes the likeliest token each time. Once a phrase has led back to its own beginning,
# the likeliest next token is mostly the same again: a loop (Holtzman et al. 2020).
#
# Our writer ends its texts before that. So we forbid `<end>`, and it must go on, as large models do by
# themselves. We count runs of four tokens that stood there before. For comparison: descriptions of the kind
# that it learned from, which the course's rules write, one behind the other.

# %% [markdown] tags=["instructor", "studio"]
# **11 min** · Whoever always takes the likeliest ends in a loop, and no token means "I do not
# know".
#
# - **Slide:** Greedy: a phrase leads back to its own beginning
# - **Slide:** Nothing in the formula asks whether the text is true
# - **Ask:** 250 tokens, greedy, no end allowed: how much of it stood there before?
# - **Goes wrong:** the loop is called a bug of this small model. Holtzman et al. 2020 show it in
#   GPT-2.

# %% tags=["studio"]
class NoEnd(transformers.LogitsProcessor):
    def __call__(self, input_ids, scores):
        scores[:, tokenizer.eos_token_id] = -torch.inf
        return scores

def repeated(ids, length=4):
    runs = [tuple(ids[place : place + length]) for place in range(len(ids) - length + 1)]
    return 100 * (1 - len(set(runs)) / len(runs))

start = tokenizer("The mountains", return_tensors="pt")["input_ids"]
ways = {"greedy": dict(temperature=0), "greedy, repetition penalty 1.3": dict(temperature=0, repetition_penalty=1.3),
        "T = 0.7": dict(temperature=0.7), "top-p 0.9": dict(top_p=0.9), "T = 1": {}}
texts = {name: [list(gpt.token_stream(model, start, 250, [NoEnd(), *gpt.processors(**how)], seed))
                for seed in range(1 if "greedy" in name else 5)] for name, how in ways.items()}
true = [" ".join(narrate(world.sample(12 * row + n), "en", n) for n in range(12)) for row in range(5)]
texts["written by rules"] = [tokenizer(some, verbose=False)["input_ids"][:250] for some in true]
shares = {name: np.mean([repeated(ids) for ids in some]) for name, some in texts.items()}
plots.show(
    plots.bars(list(shares), list(shares.values()), "runs of four tokens that stood there before (%)",
               "250 tokens behind “The mountains”", "No end allowed; where there is a lot, means of five",
               formatted="{:.0f}", limits=(0, 100), highlight="greedy"),
    alt="Bars: " + ", ".join(f"{name} {share:.0f}%" for name, share in shares.items()),
)
print("greedy, its end: …", tokenizer.decode(texts["greedy"][0][-25:]))
outcome("06.e", round(shares["greedy"]))

# %% [markdown] tags=["studio"]
# ### It invents
#
# Some token is always the likeliest. Nothing in the formula asks whether the text is true, or whether it was
# wanted. In large models this is called **hallucination**. Ours shows it openly: it first notes what it has
# understood of a request, then describes.

# %% tags=["studio"]
requests = ("a boat on a lake", "a dragon over a lake", "Write a poem about cats.",
            "What is the capital of France?")
widgets.side_by_side({
    f"{request} (understood: {', '.join(writer.notes(request)) or 'nothing'})": writer.write(request, seed=1)
    for request in requests
})

# %% [markdown] tags=["studio"]
# Fluent, and sure of itself, whatever was asked: no token means “I do not know”, and no training text said so.
#
# **Takeaway:** probable is not true. And whoever always takes the likeliest ends in a loop.
#
# ## 8. In everyday use
#
# ### Stream and stop
#
# Tokens come one by one, so you can read along, and stop. For each new token the network needs the keys and
# values of all tokens before; it keeps them in a **key-value cache** instead of computing them again.

# %% [markdown] tags=["instructor", "studio"]
# **18 min** · Count what is written, not the prompt; draw by lot; let people stop it.
#
# - **Slide:** A cache keeps keys and values: one new token, one step
# - **Slide:** `max_length` counts the prompt; without `do_sample` every run is the same
# - **Slide:** Keras on the left, PyTorch on the right
# - **Ask:** step by hand: weights 1, 2, input 1, 1, loss 9. Where do the weights go at rate 0.1?
# - **Goes wrong:** `zero_grad` is forgotten. In PyTorch slopes add up until they are thrown away.
# - **Late:** skip to *9. What makes a model large* after the mended listing; the phrasebook is a
#   reference.

# %% tags=["studio"]
times = gpt.cache_times(model, start, 200)
print(f"a token takes {1000 * times.with_cache:.1f} ms with a cache, {1000 * times.without_cache:.1f} ms without")
widgets.writing(writers, "two mountains behind a lake at dusk, in ink", max_new_tokens=160)

# %% [markdown] tags=["studio"]
# ### A popular listing, mended
#
# Many texts call GPT-2 with `model.generate(ids, max_length=50)`. Two things go wrong. `max_length` counts the
# prompt too, so a long prompt gets a short answer, or none. And without `do_sample` it is greedy: it loops, and
# every run gives the same text.

# %% tags=["studio"]
transformers.logging.set_verbosity_error()
prompt = tokenizer("two mountains stand behind a", return_tensors="pt")
popular = {"max_length": 8, "max_new_tokens": None, "do_sample": False}  # as in the listing
mended = {"max_new_tokens": 8, "do_sample": True, "temperature": 0.8, "top_p": 0.95}
print("the prompt has", prompt["input_ids"].shape[1], "tokens")
for name, how in {"popular": popular, "mended": mended}.items():
    made = set()
    for seed in range(5):
        torch.manual_seed(seed)
        made.add(tuple(model.generate(**prompt, **how)[0, 6:].tolist()))
    print(f"{name}: {max(map(len, made))} new tokens;", "one text" if len(made) == 1 else "several texts")
#> the prompt has 6 tokens
#> popular: 2 new tokens; one text
#> mended: 8 new tokens; several texts

# %% [markdown] tags=["studio"]
# **Takeaway:** count what is written, not the prompt; draw by lot; let people stop it.
#
# ### From Keras to PyTorch: a phrasebook
#
# | | Keras | PyTorch |
# |---|---|---|
# | layer, 3 to 4 | `Dense(4)` | `nn.Linear(3, 4)` |
# | its weights | `layer.kernel`, (3, 4) | `layer.weight`, (4, 3) |
# | rows of tokens | `Embedding(2144, 192)` | `nn.Embedding(2144, 192)` |
# | own model | `keras.Model` with `call` | `nn.Module` with `forward` |
# | softmax | `ops.softmax(x)` | `torch.softmax(x, dim=-1)` |
# | loss | `SparseCategoricalCrossentropy(from_logits=True)(labels, logits)` | `cross_entropy(logits, labels)` |
# | slopes | `tape.gradient(loss, weights)` | `loss.backward()`, then `weight.grad` |
# | step | `optimizer.apply(slopes, weights)` | `optimizer.step()`, `optimizer.zero_grad()` |
# | no slopes | outside a tape | `with torch.no_grad():` |
# | not training | `model(x, training=False)` | `model.eval()` |
# | pictures | (batch, height, width, channels) | (batch, channels, height, width) |
#
# A step by hand: weights 1, 2 and input 1, 1 give 3; loss 3² = 9; slopes 2 · 3 · 1 = 6; rate 0.1.

# %% tags=["studio"]
layer = torch.nn.Linear(2, 1, bias=False)
torch.nn.init.constant_(layer.weight[:, :1], 1.0), torch.nn.init.constant_(layer.weight[:, 1:], 2.0)
optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
loss = layer(torch.tensor([[1.0, 1.0]])).square().mean()
loss.backward()
print("loss", loss.item(), "slopes", layer.weight.grad.tolist())
optimizer.step()
optimizer.zero_grad()  # slopes add up until they are thrown away
print("new weights", [round(weight, 4) for weight in layer.weight[0].tolist()])
#> loss 9.0 slopes [[6.0, 6.0]]
#> new weights [0.4, 1.4]

# %% [markdown] tags=["studio"]
# ## 9. What makes a model large
#
# **Pretraining** is next-token prediction on as much text as there is: GPT-2, 40 GB of web pages (Radford et
# al. 2019); GPT-3, 300 billion tokens (Brown et al. 2020); SmolLM2-135M, two trillion (Allal et al. 2025). The
# loss falls smoothly as weights, text and computing grow (Kaplan et al. 2020). The formula of part 2 stays the
# same.
#
# How many weights? A layer of width d has about 12 d²: 4 d² in attention, 8 d² in the network behind it.

# %% [markdown] tags=["instructor", "studio"]
# **6 min** · The formula stays the same; weights, text and computing grow.
#
# - **Slide:** A layer of width d has about 12 d² weights
# - **Slide:** Ours 2 million, GPT-2 0.1 to 1.6 billion, GPT-3 174 billion by this rule
# - **Ask:** what else has to grow when the weights do?

# %% tags=["studio"]
configs = {"the course's writer": model.config, "GPT-2, smallest": transformers.GPT2Config(),
           "GPT-2, largest": transformers.GPT2Config(n_layer=48, n_embd=1600, n_head=25)}
for name, config in configs.items():
    with torch.device("meta"):  # shapes only: no memory is taken
        size = transformers.GPT2LMHeadModel(config).num_parameters()
    print(f"{name}: {config.n_layer} layers of {config.n_embd}, {size:,} weights;",
          f"12 d² a layer makes {12 * config.n_layer * config.n_embd**2:,}")
print(f"GPT-3: 96 layers of 12288, so about {12 * 96 * 12288**2 / 1e9:.0f} billion")
#> the course's writer: 4 layers of 192, 2,252,928 weights; 12 d² a layer makes 1,769,472
#> GPT-2, smallest: 12 layers of 768, 124,439,808 weights; 12 d² a layer makes 84,934,656
#> GPT-2, largest: 48 layers of 1600, 1,557,611,200 weights; 12 d² a layer makes 1,474,560,000
#> GPT-3: 96 layers of 12288, so about 174 billion

# %% [markdown]
# ## Recap
#
# - Text becomes tokens; what was seldom read becomes many.
# - P(next) = softmax of $W_E$ times the hidden state, over the whole vocabulary.
# - Temperature divides logits; top-k and top-p cut the tail; then comes the lot.
# - Attention mixes values of earlier tokens, with weights from queries and keys. The mask hides later ones.
# - GPT writes from left to right; BERT fills gaps.
# - A base model continues. Instruction tuning and a template make it answer.
# - Greedy decoding loops. Probable is not true.
# - What is cut, what is drawn, and when it stops is your choice, not the model's.

# %% [markdown] tags=["instructor", "core"]
# **1 min** · Tokens, scores, a lot; attention brings the context in.
#
# - **Slide:** Text → tokens → scores → a lot
# - **Slide:** Probable is not true

# %% tags=["core"]
recap("06")

# %% [markdown]
# ## Quiz and glossary

# %% [markdown] tags=["instructor", "core"]
# **2 min** · Five questions, in both languages of the glossary if you like.
#
# - **Slide:** Five questions, wrong answers explained

# %% tags=["core"]
quiz("06")

# %% tags=["core"]
glossary("06")

# %% [markdown]
# ## On your own
#
# - Click the *least* likely sentence that is still English. How long does the model take to find back?
# - Feed `byte_pairs` your own language. How many tokens does your name cost?
# - Find a head that looks at the token before, and one that looks at `<tell>`. Who needs them?
# - How surprising is your sentence? `gpt.log_probability(model, tokenizer, text)` tells, token by token.
# - `gpt.beam_search` follows several texts at once. Is its text likelier than the greedy one? Is it better?
#
# ## Further reading
#
# - Vaswani et al. 2017, *Attention Is All You Need*: equation 1 is part 4.
# - Radford et al. 2018, *Improving Language Understanding by Generative Pre-Training*: equation 2 is part 2;
#   2019, *Language Models are Unsupervised Multitask Learners*: GPT-2 and its bytes.
# - Devlin et al. 2019, *BERT*; Ouyang et al. 2022, *Training language models to follow instructions*.
# - Holtzman et al. 2020, *The Curious Case of Neural Text Degeneration*: loops, top-p. Fan et al. 2018,
#   *Hierarchical Neural Story Generation*: top-k. Nguyen et al. 2024, *Turning Up the Heat*: min-p.
# - Ackley, Hinton and Sejnowski 1985, *A Learning Algorithm for Boltzmann Machines*: temperature.
# - Sennrich et al. 2016, *Neural Machine Translation of Rare Words with Subword Units*.
# - Jain and Wallace 2019, *Attention is not Explanation*.
# - Brown et al. 2020, *Language Models are Few-Shot Learners*; Kaplan et al. 2020, *Scaling Laws*; Allal et al.
#   2025, *SmolLM2*.
