"""Lesson 07, your own GPT: exercises, predictions, quiz, glossary."""

import numpy as np

from artlab.classroom.answers import (
    as_array,
    as_function,
    as_number,
    close,
    describe,
    is_rounded,
    something,
)
from artlab.classroom.lesson import Choice, Open, Prediction, Question, Right, Term, Wrong, exercise

IDS = np.array([7, 3, 9, 4, 12, 5, 8, 2, 6, 10, 1, 11])
START, LENGTH = 2, 5
INPUTS, LABELS = IDS[START : START + LENGTH], IDS[START + 1 : START + 1 + LENGTH]
INPUT_MISTAKES = (
    (
        IDS[START:LENGTH],
        "A slice ends before its second number, and does not count from the first: "
        "`ids[start : start + length]` holds `length` tokens.",
    ),
    (
        IDS[START : START + LENGTH + 1],
        "The inputs are one token too long: the last one has no label any more.",
    ),
    (
        IDS[START - 1 : START - 1 + LENGTH],
        "The window starts one place too early: places are counted from 0, so `start` is the place "
        "itself.",
    ),
    (
        np.arange(START, START + LENGTH),
        "These are the places, not the tokens that stand there. Cut them out of `ids`.",
    ),
)
LABEL_MISTAKES = (
    (
        IDS[START + 1 : START + LENGTH],
        "The labels are one short: the label of the last token stands behind the window. End at "
        "`start + 1 + length`.",
    ),
    (
        INPUTS + 1,
        "You add 1 to the tokens. What comes next in the text is the token one *place* further, "
        "not the next number.",
    ),
    (
        IDS[START + LENGTH : START + 2 * LENGTH],
        "Your labels are the window behind. The label of a token is the one right behind it.",
    ),
    (
        INPUTS,
        "Your labels are the inputs. The network sees token i and shall name token i: it learns to "
        "copy, with a loss of nearly 0, and has nothing to say about what comes next.",
    ),
    (
        IDS[START + 2 : START + 2 + LENGTH],
        "You shift twice: behind 9 stands 4, and your first label is 12. Such a network learns to "
        "guess the token after the next one. (That happens easily where a library shifts by "
        "itself.)",
    ),
    (
        IDS[START - 1 : START - 1 + LENGTH],
        "You shift the wrong way: your labels are the tokens in front. The network has just read "
        "them, and learns to look back.",
    ),
    (
        np.roll(INPUTS, -1),
        "You turn the window round: behind its last token you put its first one, 9. What follows "
        "there is the next token of the text, so cut the labels out of `ids`.",
    ),
)


@exercise(
    "07.1",
    "Inputs and labels",
    hints=(
        "Write two rows under each other: what the network reads, and what comes right behind each "
        "of these tokens.",
        "Both rows are `length` long. The labels start one place later in `ids` than the inputs.",
        "`ids[start : start + length]` and `ids[start + 1 : start + 1 + length]`.",
    ),
    solution="""
def window(ids, start, length):
    inputs = ids[start : start + length]
    labels = ids[start + 1 : start + 1 + length]
    return inputs, labels
""",
)
def window(answer):
    """Five tokens of twelve that stand in no order."""
    returned = as_function(answer, "window")(IDS.copy(), START, LENGTH)
    if returned is ...:
        return Open()
    something(returned, "the result")
    if isinstance(returned, list) and close(returned, np.stack([INPUTS, LABELS], axis=1)):
        return Wrong("These are five pairs. Hand over two rows, first all inputs, then all labels.")
    if not isinstance(returned, tuple | list | np.ndarray) or len(returned) != 2:
        return Wrong("Return two rows: `return inputs, labels`.")
    if any(part is ... for part in returned):
        return Open()
    inputs, labels = (as_array(part, what=name) for part, name in zip(
        returned, ("`inputs`", "`labels`"), strict=True))  # fmt: skip
    if inputs.ndim == 1 and labels.size == 1:
        return Wrong(
            "One label for the whole window wastes the others: a GPT guesses behind every token at "
            "once, so each of the inputs has a label of its own."
        )
    return _rows(inputs, labels)


def _rows(inputs, labels):
    if close(inputs, LABELS) and close(labels, INPUTS):
        return Wrong("The two are changed over: first what the network reads, then the labels.")
    if close(inputs, IDS[:LENGTH]):
        return Wrong(f"The window starts at the front of the text. It should start at {START}.")
    if inputs.shape == labels.shape == (LENGTH - 1,):
        return Wrong(
            "Both rows have lost a token: you cut the window out first and shift inside it. The "
            "label of its last token stands in `ids`, one place behind the window."
        )
    for mistake, why in INPUT_MISTAKES:
        if close(inputs, mistake):
            return Wrong(why)
    if not close(inputs, INPUTS):
        shown = [int(i) for i in inputs.ravel()[:6]]
        return Wrong(f"The inputs from place 2 on should be {INPUTS.tolist()}. Yours are {shown}.")
    for mistake, why in LABEL_MISTAKES:
        if close(labels, mistake):
            return Wrong(why, right="the inputs.")
    if close(labels, LABELS):
        return Right("Five guesses from one window: behind each token stands its label.")
    shown = [int(i) for i in labels.ravel()[:6]]
    return Wrong(f"The labels should be {LABELS.tolist()}. Yours are {shown}.", right="the inputs.")


CHANCES = np.array([0.5, 0.125, 0.25, 0.9, 0.04])
PERPLEXITY_MISTAKES = (
    (
        lambda p: np.exp(-np.log(p).sum()),
        "You take e to the power of the summed loss. It grows with the length of the text: twice "
        "the text, squared perplexity. Take the mean, then a long and a short text can be "
        "compared.",
    ),
    (
        lambda p: np.exp(np.log(p).mean()),
        "The minus is missing. Yours is below 1: it is the typical probability, and perplexity is "
        "one over it.",
    ),
    (
        lambda p: -np.log(p).mean(),
        "This is the mean loss in nats. One step is missing: e to its power.",
    ),
    (
        lambda p: 1 / p.mean(),
        "You average the probabilities themselves. One good guess then hides a terrible one: 0.9 "
        "and 0.000001 would look like 2.2. Average the logarithms.",
    ),
    (
        lambda p: (1 / p).mean(),
        "You average 1/p. A single token that was nearly impossible then decides everything. "
        "Average the logarithms, and take e to the power of that.",
    ),
    (
        lambda p: np.exp(-np.log10(p).mean()),
        "You mix two bases: log10 with e. What you take the logarithm with, you undo with the "
        "power of the same number.",
    ),
    (
        lambda p: np.exp(-np.log(p)),
        "One number per token came back. Take the mean of the logarithms first.",
    ),
    (
        lambda p: -np.exp(np.log(p).mean()),
        "The minus stands outside. It belongs into the power: e to the mean of *minus* log p.",
    ),
    (
        lambda p: np.exp(-np.median(np.log(p))),
        "You take the median of the losses. Perplexity takes their mean.",
    ),
    (
        lambda p: np.exp(-p.mean()),
        "The logarithm is missing: the loss of a token is -log p.",
    ),
    (
        lambda p: np.exp(-np.log(p).sum() / (len(p) - 1)),
        "You divide by one token too few: a mean divides by the number of all.",
    ),
    (
        lambda p: np.exp(-np.log(p[0]) / len(p)),
        "Only the first token counts. Does `return` stand inside the loop?",
    ),
    (
        lambda p: np.exp(-np.log(p / p.sum()).mean()),
        "You divide by the sum first. These are no probabilities of one token: each belongs to "
        "another guess, and they need not add up to 1.",
    ),
    (
        lambda p: np.exp(-(p * np.log(p)).sum()),
        "You weigh the losses by p. That is the entropy of a list that adds up to 1. Here each "
        "token came once: a plain mean.",
    ),
    (
        lambda p: np.exp(-np.log2(p).mean()),
        "You mix two bases: log2 with e. Use `np.log`, or 2 to the power.",
    ),
    (
        lambda p: 2 ** -np.log(p).mean(),
        "You mix two bases: the natural logarithm with 2. Use `np.exp`, or `np.log2`.",
    ),
)


@exercise(
    "07.2",
    "Perplexity",
    hints=(
        "First the loss of each token, -log p. Then one number for all of them. Then e to its "
        "power.",
        "The mean, not the sum: a longer text must not be more perplexing because it is longer.",
        "`np.exp(-np.mean(np.log(chances)))`.",
    ),
    solution="""
def perplexity(chances):
    return np.exp(-np.mean(np.log(chances)))
""",
)
def perplexity(answer):
    """Five tokens, then the same twice over, which must change nothing."""
    function = as_function(answer, "perplexity")
    returned = function(CHANCES.copy())
    if returned is ...:
        return Open()
    if type(returned) is int:
        return Wrong("You round, or cut off. Hand the number over as it is.")
    got, wanted = as_array(returned, what="the perplexity"), np.exp(-np.log(CHANCES).mean())
    for mistake, why in PERPLEXITY_MISTAKES:
        if got.shape == np.shape(mistake(CHANCES)) and close(got, mistake(CHANCES)):
            return Wrong(why)
    got = as_number(returned, "the perplexity")
    if not close(got, wanted) and is_rounded(got, wanted):
        return Wrong("You round, or cut off. Hand the number over as it is.")
    if close(got, wanted, 2e-3) and not close(got, wanted):
        return Wrong("Nearly: is your e rounded? `np.exp` knows it to sixteen digits.")
    if not close(got, wanted):
        return Wrong(
            f"For the probabilities {CHANCES.tolist()} it should be {wanted:.2f}. Yours is "
            f"{got:.4g}."
        )
    twice = as_number(function(np.tile(CHANCES, 2)), "the perplexity")
    if not close(twice, wanted):
        return Wrong(
            f"For five tokens it is right. The same ones twice must give the same, {wanted:.2f}: "
            f"divide by the number of tokens that there are. Yours gives {twice:.4g}."
        )
    return Right(f"As if it guessed among {wanted:.1f} tokens, each as likely as the others.")


REPORTS = tuple(
    {"train_loss": train, "held_out_loss": held_out, "copied": copied, "true": true}
    for train, held_out, copied, true in (
        (0.20, 0.25, [13, 15, 14, 12, 16], [14, 13, 15, 12, 14]),  # an easy language, learned
        (0.90, 1.00, [41, 38, 9, 44, 40], [9, 8, 10, 9, 7]),  # a few texts were there very often
        (0.18, 4.00, [31, 28, 30, 33, 9], [8, 7, 9, 8, 8]),  # overfitted, and copies
        (
            1.50,
            3.00,
            [8, 7, 9, 8, 8],
            [8, 9, 7, 8, 8],
        ),  # overfitted, and writes nonsense of its own
        (0.60, 0.70, [33, 32, 34, 31, 36], [28, 27, 29, 30, 28]),  # a language of fixed phrases
        (0.25, 2.00, [7, 8, 7, 6, 7], [3, 3, 2, 3, 4]),  # short texts, copied
        (0.80, 0.95, [9, 8, 9, 60, 9], [8, 8, 7, 8, 9]),  # one accident
        (0.70, 0.85, [8, 9, 18, 8, 9], [8, 8, 9, 7, 8]),  # a small accident
        (2.40, 2.50, [3, 4, 3, 2, 3], [8, 7, 9, 8, 8]),  # hardly trained
        (0.50, 0.60, [7, 21, 9, 20, 20], [8, 9, 9, 8, 7]),  # copies; its middle entry does not
    )
)
"""Nine models; `copied` and `true` are longest copied spans, of samples and of held-out texts."""


def judged(report):
    """The verdict of the exercise."""
    return bool(np.median(report["copied"]) > 2 * np.median(report["true"]))


def _below(key):
    """All verdicts that come from one number of the report being below some limit."""
    values = np.array([np.median(report[key]) for report in REPORTS])
    return [(values <= limit).tolist() for limit in np.unique(values)]


def _all_of(verdict):
    return [[bool(verdict(report)) for report in REPORTS]]


MEMORY_MISTAKES = (
    (
        _all_of(lambda r: r["copied"] > 2 * r["true"]),
        "You compare the lists themselves. `2 * list` repeats a list, and `>` looks at the first "
        "entries. Take the medians: `np.median`.",
    ),
    (
        _all_of(lambda r: r["copied"][2] > 2 * r["true"][2]),
        "You take the entry in the middle of an unsorted list. The median is the middle of the "
        "sorted one: `np.median`.",
    ),
    (
        _all_of(lambda r: any(c > 2 * t for c, t in zip(r["copied"], r["true"], strict=True))),
        "You compare one by one, and a single pair decides. The spans are no pairs: compare the "
        "two medians.",
    ),
    (
        _all_of(lambda r: 2 * np.median(r["copied"]) > np.median(r["true"])),
        "The 2 stands at the wrong side: `copied` must be more than twice `true`.",
    ),
    (
        _all_of(lambda r: np.median(r["true"]) > 2 * np.median(r["copied"])),
        "The two lists are changed over: a copying model's own texts, `copied`, share more.",
    ),
    (
        _below("train_loss"),
        "You look at the training loss only. A low one also comes from an easy language that was "
        "truly learned (the first model); and the second model copies with a loss of 0.9, because "
        "what it copies is a small part of its text.",
    ),
    (
        [(~np.array(verdicts)).tolist() for verdicts in _below("held_out_loss")],
        "You look at the held-out loss only. It says how well new texts are guessed. Whether old "
        "ones are repeated, it does not say: the fourth model is bad and copies nothing.",
    ),
    (
        [
            (gaps > limit).tolist()
            for gaps in [np.array([r["held_out_loss"] - r["train_loss"] for r in REPORTS])]
            for limit in np.unique(gaps)[:-1]
        ],
        "You compare the two losses. A gap means overfitting, and that is not the same: the fourth "
        "model has a gap and copies nothing, the second has hardly one and copies.",
    ),
    (
        [(~np.array(verdicts)).tolist() for verdicts in _below("copied")],
        "You hold the spans against a fixed length. In a language of fixed phrases every true text "
        "shares 28 tokens with others (the fifth model). Compare with `true`.",
    ),
    (
        _all_of(lambda r: np.max(r["copied"]) > 2 * np.median(r["true"])),
        "You take the longest of all copied spans. One accident in five samples (the seventh "
        "model) then condemns it. Take the median.",
    ),
    (
        _all_of(lambda r: np.mean(r["copied"]) > 2 * np.mean(r["true"])),
        "You take means. One span of 60 pulls the mean of the seventh model up, although its other "
        "four samples are ordinary. Take the median.",
    ),
    (
        _all_of(lambda r: np.median(r["copied"]) > np.median(r["true"])),
        "You ask whether the samples share more at all. A token more or less is chance (the "
        "seventh model: 9 against 8). The rule says more than twice as much.",
    ),
    (
        [
            (gaps > limit).tolist()
            for gaps in [np.array([np.median(r["copied"]) - np.median(r["true"]) for r in REPORTS])]
            for limit in np.unique(gaps)[:-1]
        ],
        "You subtract. Five tokens more are little where true texts share 28, and much where they "
        "share 3. The rule says more than *twice* as much.",
    ),
    (
        _all_of(lambda r: not judged(r)),
        "The right comparison, with the verdicts the wrong way round: True means that it "
        "memorises.",
    ),
)


@exercise(
    "07.3",
    "Learned by heart?",
    hints=(
        "Two of the four entries of a report are about copying. The other two are about guessing.",
        "Long copied spans alone prove nothing: what do true texts share, that nobody copied?",
        '`np.median(report["copied"]) > 2 * np.median(report["true"])`.',
    ),
    solution="""
def memorises(report):
    return bool(np.median(report["copied"]) > 2 * np.median(report["true"]))
""",
)
def memorises(answer):
    """Nine models of which every shortcut misjudges some."""
    function = as_function(answer, "memorises")
    returned = [function({name: _copy(value) for name, value in r.items()}) for r in REPORTS]
    if any(verdict is ... for verdict in returned):
        return Open()
    something(returned[0], "the verdict")
    if not all(
        isinstance(v, bool | np.bool_) or (type(v) is int and v in (0, 1)) for v in returned
    ):
        return Wrong(
            f"Return True or False for a report, without quotes. You gave {describe(returned[0])}."
        )
    verdicts, wanted = [bool(verdict) for verdict in returned], [judged(r) for r in REPORTS]
    if verdicts == wanted:
        return Right("Whether a text is copied, only the text can tell.")
    for patterns, why in MEMORY_MISTAKES:
        if (
            verdicts in [list(map(bool, pattern)) for pattern in patterns]
            and len(set(verdicts)) == 2
        ):
            return Wrong(why)
    place = next(
        i for i, pair in enumerate(zip(verdicts, wanted, strict=True)) if len(set(pair)) > 1
    )
    copied, true = (np.median(REPORTS[place][name]) for name in ("copied", "true"))
    return Wrong(
        f"A model whose samples share {copied:g} tokens (median), where true texts share {true:g}: "
        f"the answer should be {wanted[place]}. Yours is {verdicts[place]}."
    )


def _copy(value):
    return list(value) if isinstance(value, list) else value


PREDICTIONS = (
    Prediction(
        "07.a",
        "A die with 2,000 sides has perplexity 2,000 on this text. What has your GPT on held-out "
        "texts, after 1,000 steps?",
        "Most tokens of such a text leave no choice: after “looks out over the” come few words. "
        "Only where the scene is decided, how many boats, which tree, there is something to guess.",
        tolerance=0.3,
    ),
    Prediction(
        "07.b",
        "The same network, 40 texts instead of 3,599. How does its loss on held-out texts go?",
        "First it learns what all texts share, and that helps everywhere. Then it learns the 40 by "
        "heart, and is sure of sentences that do not come.",
        choices=("it falls and falls", "it falls, then rises", "it rises from the start"),
    ),
    Prediction(
        "07.c",
        "The GPT that read 3,599 texts writes 30 new ones. Compared with true held-out texts, how "
        "long are the spans that it shares with its training text?",
        "This language has few phrases, so true texts share long spans too. Only what is longer "
        "than that is a sign of copying.",
        choices=("much longer", "much the same", "much shorter"),
    ),
    Prediction(
        "07.d",
        "The shipped writer has 2,144 tokens and knows landscapes. What is its perplexity on the "
        "painter's diary, before any training on it?",
        "A die would have 2,144. The writer is worse than a die: it is sure that a description "
        "goes on, and each “I” and “goat” is a token to which it gave next to nothing.",
        choices=("about 20", "about 500", "more than 2,144"),
    ),
    Prediction(
        "07.e",
        "Networks of five sizes, from 2,600 to 600,000 weights, on 40, 400 or 3,599 texts. Where "
        "does size lower the held-out loss most?",
        "A larger network can hold more, and needs more to fill it with. On 40 texts it soon "
        "learns by heart, whatever its size.",
        choices=("with 40 texts", "with 400 texts", "with 3,599 texts"),
    ),
)

QUESTIONS = (
    Question(
        "You cut `inputs` and `labels` yourself, and call transformers' "
        "`model(inputs, labels=labels)`. What does it learn?",
        (
            Choice(
                "To guess the token after the next one",
                True,
                "`GPT2LMHeadModel` shifts its labels by itself. With yours shifted already, that "
                "makes two. Hand it the inputs as labels.",
            ),
            Choice(
                "To guess the next token",
                False,
                "It would, if the model left the labels as they are. It shifts them once more.",
            ),
            Choice(
                "To copy its input",
                False,
                "That comes from no shift at all. Here there is one too many.",
            ),
            Choice(
                "Nothing: it raises an error",
                False,
                "All shapes fit, and the loss falls. That is why the mistake lives long.",
            ),
        ),
    ),
    Question(
        "Model A: perplexity 12 per token. Model B, with another tokenizer: 30 per token. "
        "Which guesses better?",
        (
            Choice(
                "It cannot be told from these numbers",
                True,
                "Longer tokens are harder to guess, and fewer are needed. Compare the loss of the "
                "whole text, per letter or per byte.",
            ),
            Choice(
                "A, because 12 is less than 30",
                False,
                "If A cuts the text into letters, 12 among letters may be a poor guess.",
            ),
            Choice(
                "B, because its tokens are longer",
                False,
                "Longer tokens explain a higher perplexity; whether they explain all of it is "
                "open.",
            ),
        ),
    ),
    Question(
        "Loss on training texts 0.2, on held-out texts 4.0. What has happened?",
        (
            Choice(
                "It fits its training texts, and not the language they are written in",
                True,
                "That is overfitting. More text, fewer steps or a smaller network help.",
            ),
            Choice(
                "It has not trained long enough",
                False,
                "Then the training loss would be high too. Here more steps make it worse.",
            ),
            Choice(
                "The held-out texts are harder",
                False,
                "They were drawn by lot from the same texts. A gap of 3.8 nats is not luck.",
            ),
        ),
    ),
    Question(
        "A model's texts share spans of 14 tokens with its training text. Does it copy?",
        (
            Choice(
                "That depends on what true texts share, which it has never seen",
                True,
                "Where true held-out texts share 14 too, this is the language, not a theft.",
            ),
            Choice(
                "Yes: 14 tokens in a row cannot be chance",
                False,
                "In a language with few phrases it is the rule. In novels it would be a sign.",
            ),
            Choice(
                "No: its held-out loss is low",
                False,
                "A model can guess new texts well and still repeat some old ones word for word.",
            ),
        ),
    ),
    Question(
        "You may compute four times as much. How do Hoffmann et al. (2022) spend it?",
        (
            Choice(
                "Twice the weights and twice the text",
                True,
                "Computing is about 6 · weights · tokens, and they found that both should grow "
                "alike.",
            ),
            Choice(
                "Four times the weights, the same text",
                False,
                "Near to what was done before: large models that had read too little. Chinchilla "
                "was four times smaller than Gopher, read more, and was better.",
            ),
            Choice(
                "The same weights, four times the text",
                False,
                "Good for a model that must stay small for its users; not the lowest loss for this "
                "computing.",
            ),
        ),
    ),
)

TERMS = (
    Term("corpus", "语料库", "the texts that a language model is trained and tested on"),
    Term("token", "词元", "a piece of text with a number; here a word, a piece of one, or a sign"),
    Term("window", "窗口", "a run of tokens that is cut out of the text for one training example"),
    Term("label", "标签", "the token that should be guessed: the one behind the input"),
    Term("held out", "留出", "kept away from training, to measure with"),
    Term("loss", "损失", "minus the logarithm of the probability of what came; in nats a token"),
    Term("nat", "奈特", "unit of the loss with the natural logarithm; 0.69 nats are one bit"),
    Term("perplexity", "困惑度", "e to the mean loss: among how many tokens it is as if guessing"),
    Term("bigram", "二元语法", "a model that looks at one token before, and counts"),
    Term("warm-up", "预热", "the first steps, in which the learning rate rises from near 0"),
    Term("cosine schedule", "余弦调度", "a learning rate that falls along half a cosine"),
    Term("gradient clipping", "梯度裁剪", "shortening a gradient that is too long"),
    Term("AdamW", "AdamW 优化器", "Adam, with a pull of the weights towards 0 beside the gradient"),
    Term("checkpoint", "检查点", "a file from which an interrupted training goes on"),
    Term("overfitting", "过拟合", "fitting the training texts better and new ones worse"),
    Term("memorising", "死记硬背", "repeating training text word for word"),
    Term(
        "longest copied span",
        "最长照抄片段",
        "longest run of tokens that stands in the training text",
    ),
    Term("early stopping", "提前停止", "ending the training where the held-out loss is lowest"),
    Term("fine-tuning", "微调", "training a trained model a little more, on something new"),
    Term("catastrophic forgetting", "灾难性遗忘", "losing old skills while learning new ones"),
    Term("scaling law", "缩放定律", "how the loss falls as weights, text and computing grow"),
)
