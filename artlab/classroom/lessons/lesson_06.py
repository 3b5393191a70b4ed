"""Lesson 06, how GPT writes: exercises, predictions, quiz, glossary."""

import numpy as np

from artlab.classroom.answers import as_array, as_function, changed_note, close, is_rounded
from artlab.classroom.lesson import Choice, Open, Prediction, Question, Right, Term, Wrong, exercise

LOGITS = np.array([2.0, 1.0, 0.0, -1.0])
TEMPERATURE = 0.5


def softmax(scores):
    """Probabilities along the last axis, shifted so that nothing overflows."""
    powers = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def _shares(values):
    return values / values.sum()


HEAT_MISTAKES = (
    (
        lambda z, t: softmax(softmax(z) / t),
        "You divide the probabilities, not the logits, and take a softmax again. Probabilities "
        "all lie between 0 and 1, so the second softmax makes them nearly equal: divide the "
        "logits, then take one softmax.",
    ),
    (
        lambda z, t: softmax(z) / t,
        "You divide the probabilities by T. They no longer add up to 1. The temperature acts on "
        "the logits, before the softmax.",
    ),
    (
        lambda z, t: softmax(z * t),
        "You multiply by T. Then a low temperature would make everything equally likely. Divide.",
    ),
    (
        lambda z, t: softmax(z),
        "These are softmax(logits): the temperature has no effect. It has none either when you "
        "divide the probabilities by T and then by their sum, or subtract T from all logits: it "
        "cancels. Divide the logits.",
    ),
    (
        lambda z, t: z / t,
        "These are the divided logits. Now turn them into probabilities with `softmax`.",
    ),
    (
        lambda z, t: np.exp(z / t),
        "These are the powers of e. Divide them by their sum; `softmax` does both.",
    ),
    (
        lambda z, t: softmax(-z / t),
        "The minus turns it round: the likeliest token has become the least likely.",
    ),
    (
        lambda z, t: softmax(z) ** (1 / t),
        "Probabilities to the power 1/T, a fine way too. But their sum is not 1: divide by "
        "their sum.",
    ),
    (
        lambda z, t: 1 / (1 + np.exp(-z / t)),
        "That is the sigmoid of each logit by itself. The tokens share one probability: `softmax`.",
    ),
    (
        lambda z, t: np.exp(z) / t,
        "T divides e to the logit here. It belongs inside, below the logit; and a sum is missing.",
    ),
)


@exercise(
    "06.1",
    "Temperature",
    hints=(
        "Which numbers may be any real number, and which are squeezed between 0 and 1?",
        "The temperature divides the logits. The softmax comes after that, once.",
        "`return softmax(logits / temperature)`",
    ),
    solution="""
def with_temperature(logits, temperature):
    return softmax(logits / temperature)
""",
)
def with_temperature(answer):
    """Four logits at temperature 0.5, and at two others, so that no constant passes."""
    function = as_function(answer, "with_temperature")
    given = LOGITS.copy()
    returned = function(given, TEMPERATURE)
    if returned is ...:
        return Open()
    got = as_array(returned, LOGITS.shape, "the probabilities")
    for mistake, why in HEAT_MISTAKES:
        if close(got, mistake(LOGITS, TEMPERATURE)):
            return Wrong(why)
    wanted = softmax(LOGITS / TEMPERATURE)
    if not close(got, wanted) and is_rounded(got, wanted):
        return Wrong("You round. Hand the probabilities over as they are: they must add up to 1.")
    if not close(got, wanted):
        return Wrong(
            f"Logits 2, 1, 0, -1 at T = 0.5 are 4, 2, 0, -2 before the softmax, so the first "
            f"token has {wanted[0]:.3f}. Yours has {got[0]:.3f}, all together {got.sum():.3f}."
        )
    for temperature in (1.0, 2.0):
        again = as_array(function(LOGITS.copy(), temperature), LOGITS.shape, "the probabilities")
        if not close(again, softmax(LOGITS / temperature)):
            return Wrong(f"It is right at T = 0.5, and no longer at T = {temperature:g}.")
    return Right(
        "Low temperatures stretch the differences between logits, high ones shrink them."
        + changed_note(given, LOGITS)
    )


SCORES = np.array(
    [
        [1.0, 2.0, 0.0, -1.0],
        [2.0, 1.0, 3.0, 0.0],
        [1.0, 2.0, 0.0, 4.0],
        [0.0, 1.0, 2.0, 0.5],
    ]
)
PAST = np.tril(np.ones((4, 4), bool))


def _quietly(function, *arguments):
    with np.errstate(all="ignore"):
        return function(*arguments)


def _columns(scores):
    return softmax(scores.T).T


MASK_MISTAKES = (
    (
        lambda s: softmax(np.where(PAST, s, 0.0)),
        "You set the scores of later words to 0 before the softmax. But e^0 is 1, not 0: each "
        "later word keeps a share. Which score has e^score = 0?",
    ),
    (
        lambda s: np.where(PAST, softmax(s), 0.0),
        "Later words have weight 0. But the rows no longer add up to 1, because the softmax had "
        "shared the weight among all words. Mask the scores before the softmax.",
    ),
    (
        lambda s: softmax(np.where(PAST.T, s, -np.inf)),
        "You mask the past and keep the future: the last word sees only itself. Row i may look at "
        "the columns 0 to i.",
    ),
    (
        lambda s: softmax(np.where(np.tril(PAST, -1), s, -np.inf)),
        "You mask the word itself too. Then the first word may look at nothing: its row is 0/0. "
        "A word may look at itself: keep the diagonal.",
    ),
    (
        lambda s: softmax(np.where(np.tril(PAST, -1), s, -1e9)),
        "You mask the word itself too. The first word is left with forbidden places alone, and "
        "shares its weight among them. A word may look at itself: keep the diagonal.",
    ),
    (
        lambda s: softmax(np.where(np.tri(4, 4, 1, dtype=bool), s, -np.inf)),
        "Every word still sees the one behind it, which is the word to be guessed. The diagonal is "
        "the last place that a row may look at.",
    ),
    (
        lambda s: _columns(np.where(PAST, s, -np.inf)),
        "The mask is right, and the softmax runs down the columns. Each row belongs to the word "
        "that looks, so each row must add up to 1: `axis=-1`.",
    ),
    (
        lambda s: _whole(np.where(PAST, s, -np.inf)),
        "The whole table adds up to 1. Each row is a word that looks, and adds up to 1 by itself.",
    ),
    (
        lambda s: softmax(np.where(PAST, -np.inf, s)),
        "`np.where(mask, a, b)` takes a where the mask is True. You put minus infinity where a "
        "word may look: change the two over.",
    ),
    (
        lambda s: softmax(np.where(PAST, s, np.inf)),
        "Plus infinity would give all weight to later words. It is `-np.inf`: e^(-inf) = 0.",
    ),
    (
        lambda s: softmax(np.where(PAST, s, -np.inf)).T,
        "The table is turned over. Row i is the word that looks.",
    ),
    (
        lambda s: _down(np.where(PAST, softmax(s), 0.0)),
        "You divide by the sums of the columns. Each row must add up to 1: `axis=1`.",
    ),
    (
        lambda s: PAST / PAST.sum(axis=1, keepdims=True),
        "Every word looks at all earlier ones alike, and the scores are not used.",
    ),
    (
        lambda s: PAST * 1.0,
        "This is the mask alone. Put minus infinity into `scores` where it is 0, then `softmax`.",
    ),
    (
        lambda s: softmax(np.where(PAST, s / 2, -np.inf)),
        "The scores are divided by √d already. Leave them as they are.",
    ),
    (
        lambda s: softmax(s * PAST - np.inf * ~PAST),
        "0 times infinity is not a number (NaN). Choose with `np.where(mask, scores, -np.inf)` "
        "instead of multiplying.",
    ),
    (lambda s: softmax(s), "Nothing is masked: the first word looks at all four."),
    (
        lambda s: np.where(PAST, s, -np.inf),
        "The scores are masked. Now turn every row into weights with `softmax`.",
    ),
    (
        lambda s: np.where(PAST, s, 0.0),
        "These are scores with zeros in them. Put `-np.inf` there, then take the `softmax`.",
    ),
)


def _down(weights):
    return weights / weights.sum(axis=0)


def _whole(scores):
    powers = np.exp(scores)
    return powers / powers.sum()


@exercise(
    "06.2",
    "The causal mask",
    hints=(
        "Row i is the word that looks, column j the word that is looked at. Which j are later?",
        "A place that may not be looked at needs weight 0, so its score must be minus infinity "
        "before the softmax: e^(-inf) = 0.",
        "`np.tri(4)` is 1 where j is at most i. `np.where(mask, scores, -np.inf)` does the rest.",
    ),
    solution="""
def causal_weights(scores):
    may_look = np.tri(len(scores), dtype=bool)
    return softmax(np.where(may_look, scores, -np.inf))
""",
)
def causal_weights(answer):
    """A table of four by four scores; then one of two by two, so that the size is not built in."""
    function = as_function(answer, "causal_weights")
    given = SCORES.copy()
    returned = function(given)
    if returned is ...:
        return Open()
    got = _table(returned)
    for mistake, why in MASK_MISTAKES:
        if np.allclose(got, _quietly(mistake, SCORES), atol=1e-6, equal_nan=True):
            return Wrong(why)
    got = as_array(returned, SCORES.shape, "the weights")
    wanted = softmax(np.where(PAST, SCORES, -np.inf))
    if close(got, wanted) and got[~PAST].max() > 1e-9:
        return Wrong(
            f"Later words still keep {got[~PAST].max():.0e} of the weight: your score is small, "
            "and e to its power is not 0. Take `-np.inf`."
        )
    if not close(got, wanted):
        return Wrong(
            f"The first word sees only itself: weights 1, 0, 0, 0. The second has "
            f"{wanted[1, 0]:.2f}, {wanted[1, 1]:.2f}, 0, 0. Your first rows are "
            f"{_row(got[0])} and {_row(got[1])}."
        )
    small = as_array(function(SCORES[:2, :2].copy()), (2, 2), "the weights of two words")
    if not close(small, wanted[:2, :2]):
        return Wrong("It is right for four words, and no longer for two: use the size of `scores`.")
    return Right(
        "Every row adds up to 1, and no word has seen what comes after it."
        + changed_note(given, SCORES)
    )


def _table(returned):
    """The answer as a float array of four by four, infinities and NaN allowed."""
    array = returned.detach() if hasattr(returned, "detach") else returned
    try:
        found = np.asarray(array, dtype=float)
    except (TypeError, ValueError):
        return as_array(returned, SCORES.shape, "the weights")
    return found if found.shape == SCORES.shape else as_array(returned, SCORES.shape, "the weights")


def _row(values):
    return ", ".join(f"{value:.2f}" for value in values)


CHANCES = np.array(
    [0.05, 0.4, 0.1, 0.3, 0.15]
)  # not sorted: tokens stand in the vocabulary's order
P, OTHER_P = 0.8, 0.5
KEPT = np.array([0.0, 0.4, 0.0, 0.3, 0.15])


def _nucleus(chances, keep):
    """Probabilities of the kept tokens, shared anew; `keep` says how many of the sorted ones."""
    order = np.argsort(-chances)
    kept = np.zeros_like(chances)
    kept[order[:keep]] = chances[order[:keep]]
    return kept


def _smallest(chances, p):
    """How many of the likeliest tokens reach p together."""
    return int(np.searchsorted(np.cumsum(np.sort(chances)[::-1]), p - 1e-12) + 1)


TAIL_MISTAKES = (
    (
        lambda c, p: _shares(np.where(c >= p, c, 0)),
        "You hold each probability against p, and none is as large. Add them up, the largest "
        "first, until the sum reaches p.",
    ),
    (
        lambda c, p: _shares(np.where(c > 1 - p, c, 0)),
        "You hold each probability against 1 - p. Top-p looks at sums: add up, the largest first.",
    ),
    (
        lambda c, p: _shares(_nucleus(c, int(p * len(c)))),
        "You keep a share p of the *tokens*. p is a share of the probability: where the model is "
        "sure, few tokens have it.",
    ),
    (
        lambda c, p: _shares(_nucleus(c, 1)),
        "Only the likeliest token is left. p = 0.8 asks for the fewest that reach 0.8 together.",
    ),
    (
        lambda c, p: _shares(c * (_rising(c) < p)),
        "You add up from the least likely on, so the likeliest can fall out. Sort the other way: "
        "`np.argsort(-chances)`.",
    ),
    (
        lambda c, p: 1.0 * (_nucleus(c, _smallest(c, p)) > 0),
        "The right tokens, each with 1. Let them keep their probabilities, divided by their sum.",
    ),
    (
        lambda c, p: _shares(1.0 * (_nucleus(c, _smallest(c, p)) > 0)),
        "The right tokens, all alike. Let them keep their probabilities, divided by their sum.",
    ),
    (
        lambda c, p: softmax(np.where(_nucleus(c, _smallest(c, p)) > 0, c, -np.inf)),
        "These are probabilities already: no `softmax` again. Divide the kept ones by their sum.",
    ),
    (
        lambda c, p: _shares(_nucleus(c, _smallest(c, p) - 1)),
        "You drop the token that crosses p. 0.40 and 0.30 make 0.70, which is less than 0.8, so "
        "the next one, 0.15, must stay: the smallest set that reaches p.",
    ),
    (
        lambda c, p: _nucleus(c, _smallest(c, p)),
        "The right tokens stay. But they add up to 0.85: divide by their sum, so that it is 1.",
    ),
    (
        lambda c, p: _shares(np.sort(_nucleus(c, _smallest(c, p)))[::-1]),
        "The right probabilities, and in another order. Each token must keep its place in the "
        "list, or the model draws a token and writes a neighbour.",
    ),
    (
        lambda c, p: _shares(np.where(np.cumsum(c) - c < p, c, 0)),
        "You add up in the order of the vocabulary. Sort first: the likeliest tokens come first.",
    ),
    (
        lambda c, p: _shares(np.where(c >= c.max() * p, c, 0)),
        "You keep what has a share of the largest probability. That is min-p, another rule. Top-p "
        "adds probabilities up, the largest first, until they reach p.",
    ),
    (
        lambda c, p: _shares(_nucleus(c, _smallest(c, p) + 1)),
        "You keep one token too many: 0.40, 0.30 and 0.15 reach 0.8 already.",
    ),
    (
        lambda c, p: _shares(np.where(_rank(c) >= _smallest(c, p), c, 0)),
        "You keep the tail and cut the likeliest tokens off. It is the other way round.",
    ),
    (lambda c, p: c, "Nothing is cut: these are the probabilities that came in."),
)


def _rising(chances):
    """What stands before each token, if the least likely come first."""
    order = np.argsort(chances)
    before = np.empty_like(chances)
    before[order] = np.cumsum(chances[order]) - chances[order]
    return before


def _rank(chances):
    return np.argsort(np.argsort(-chances))


@exercise(
    "06.3",
    "Top-p",
    hints=(
        "Sort the probabilities, the largest first, and add them up. Where is p reached?",
        "A token stays if those before it do not reach p yet. So the one that crosses p stays too.",
        "`order = np.argsort(-chances)`, `before = np.cumsum(chances[order]) - chances[order]`; "
        "keep `order[before < p]`, put 0 elsewhere, divide by the sum.",
    ),
    solution="""
def top_p(chances, p):
    order = np.argsort(-chances)
    before = np.cumsum(chances[order]) - chances[order]
    kept = np.zeros_like(chances)
    kept[order[before < p]] = chances[order[before < p]]
    return kept / kept.sum()
""",
)
def top_p(answer):
    """Five probabilities that are not sorted; then a p so small that only one token stays."""
    function = as_function(answer, "top_p")
    given = CHANCES.copy()
    returned = _quietly(function, given, P)
    if returned is ...:
        return Open()
    other = _quietly(function, CHANCES.copy(), OTHER_P)
    got = _quietly(np.asarray, returned)
    for mistake, why in TAIL_MISTAKES:
        if _alike(got, _quietly(mistake, CHANCES, P)) and _alike(
            other, _quietly(mistake, CHANCES, OTHER_P)
        ):
            return Wrong(why)
    got = as_array(returned, (None,), "the probabilities")
    if got.shape == (3,) and close(got, [1, 3, 4]):
        return Wrong("These are the places of the kept tokens. Return the probabilities of all.")
    if got.shape == (3,) and close(np.sort(got), np.sort(_shares(KEPT))[2:]):
        return Wrong(
            "You give back the kept tokens alone, and the others are gone. Keep five places, with "
            "0 where a token is cut: a token is its place in the list."
        )
    got = as_array(returned, CHANCES.shape, "the probabilities")
    wanted = _shares(KEPT)
    if not close(got, wanted):
        return Wrong(
            f"With p = 0.8 the tokens with 0.40, 0.30 and 0.15 stay. All five: {_row(wanted)}. "
            f"Yours: {_row(got)}."
        )
    least = as_array(function(CHANCES.copy(), 0.01), CHANCES.shape, "the probabilities")
    if not close(least, [0, 1, 0, 0, 0]):
        return Wrong("With p = 0.01 the likeliest token must stay: one token always does.")
    return Right(
        "The likeliest tokens that reach p together, shared anew, each in its place."
        + changed_note(given, CHANCES)
    )


def _alike(one, other):
    try:
        return np.shape(one) == np.shape(other) and np.allclose(
            one, other, atol=1e-6, equal_nan=True
        )
    except (TypeError, ValueError):
        return False


PREDICTIONS = (
    Prediction(
        "06.a",
        "Every token has a row of numbers. Whose row is most like that of 山?",
        "Nobody gave it a dictionary. Requests in both languages wanted the same pictures, so "
        "tokens that ask for the same thing got rows that are alike.",
        choices=("水", "月", "mountain"),
    ),
    Prediction(
        "06.b",
        "At temperature 2, which token has the longest bar?",
        "Dividing all logits by the same number changes the lengths, never the order.",
        choices=("the same as at temperature 1", "another one", "it is drawn by lot"),
    ),
    Prediction(
        "06.c",
        "You change the last word of a sentence. For how many of the words before it does GPT "
        "compute something else?",
        "The mask forbids every word to look ahead. So nothing before a change can know of it.",
        tolerance=0.0,
        unit="words",
    ),
    Prediction(
        "06.d",
        "Attention is switched off: in every layer it adds nothing. What comes behind “two boats "
        "and one”, and behind “three birds and one”?",
        "Without attention each token is alone. The network still turns its vector into "
        "probabilities and writes, and it does not know what stood before “one”.",
        choices=("nothing", "what came before, for each", "the same behind both"),
    ),
    Prediction(
        "06.e",
        "The likeliest token every time, 250 times, and no end allowed: how many of its runs of "
        "four tokens have stood in the text before?",
        "Once a phrase has led back to its own beginning, the likeliest token is mostly the same.",
        tolerance=0.2,
        unit="%",
    ),
)

QUESTIONS = (
    Question(
        "The softmax of a language model runs over …",
        (
            Choice(
                "all tokens of the vocabulary",
                True,
                "One logit for each token: its row of the matrix W_E times the last hidden state.",
            ),
            Choice(
                "the words of the text so far",
                False,
                "That is the softmax inside attention. It mixes the context and chooses no token.",
            ),
            Choice(
                "the similarities between the next word and the last one",
                False,
                "A formula of that kind is popular. It would choose echoes: mountains, peaks.",
            ),
            Choice(
                "the tokens that are grammatical",
                False,
                "Nobody told the model a grammar. Every token has a probability, if a tiny one.",
            ),
        ),
    ),
    Question(
        "What does attention do?",
        (
            Choice(
                "It mixes what stands before a token into the vector of that token",
                True,
                "Weights from a softmax, times values: out comes a vector. Tokens are chosen "
                "elsewhere.",
            ),
            Choice(
                "It generates the next word",
                False,
                "Without attention the model still writes, only without knowing its context.",
            ),
            Choice(
                "It picks the most important word of the sentence",
                False,
                "Every layer has several heads, every token its own weights, and they are shares.",
            ),
            Choice(
                "It removes unimportant words",
                False,
                "Nothing is removed. A word with weight 0 in one head may have 0.9 in another.",
            ),
        ),
    ),
    Question(
        "Someone asks BERT to write the next chapter. What is wrong?",
        (
            Choice(
                "BERT is trained to fill gaps, with both sides in sight",
                True,
                "It has no causal mask and was never asked what comes next (Devlin et al. 2019).",
            ),
            Choice(
                "BERT is too small",
                False,
                "BERT large has 340 million weights, more than the smallest GPT-2.",
            ),
            Choice(
                "BERT does not use attention",
                False,
                "It is made of the same blocks. The mask and the task differ.",
            ),
        ),
    ),
    Question(
        "A base model is given “Paint a landscape.” What may it write?",
        (
            Choice(
                "Something that often follows such a line, perhaps more exercises of the kind",
                True,
                "A base model continues. Answering is learned later, by instruction tuning.",
            ),
            Choice(
                "A landscape, because it understands the order",
                False,
                "To a base model an order is text like any other.",
            ),
            Choice(
                "Nothing, because it cannot paint",
                False,
                "It writes in any case: something always has the largest probability.",
            ),
            Choice(
                "An apology",
                False,
                "Apologies are a manner of instruction-tuned assistants.",
            ),
        ),
    ),
    Question(
        "`generate(..., max_length=50)` answers a prompt of 45 tokens with five. Why?",
        (
            Choice(
                "max_length counts the prompt too",
                True,
                "45 + 5 = 50. Use `max_new_tokens`, which counts what is written.",
            ),
            Choice(
                "The model had no more to say",
                False,
                "It would have gone on. It was stopped at 50 tokens in all.",
            ),
            Choice(
                "Greedy decoding is short",
                False,
                "Greedy decoding repeats itself, and for as long as you let it.",
            ),
        ),
    ),
)

TERMS = (
    Term("token", "词元", "one entry of the vocabulary: a word, a piece of a word, a character"),
    Term("vocabulary", "词表", "the list of all tokens; a token is its number in that list"),
    Term(
        "byte-pair encoding",
        "字节对编码",
        "builds a vocabulary: merges the most frequent neighbours, again and again",
    ),
    Term("embedding", "词嵌入", "the row of numbers that stands for a token"),
    Term("hidden state", "隐藏状态", "the vector at one place, when the network has read up to it"),
    Term("logit", "对数几率", "a token's score before the softmax, any real number"),
    Term("softmax", "softmax 函数", "turns scores into shares: e^score divided by the sum"),
    Term("temperature", "温度", "divides the logits: below 1 sharper choices, above 1 bolder ones"),
    Term("sampling", "采样", "drawing the next token by lot, each with its probability"),
    Term("greedy decoding", "贪心解码", "always taking the likeliest token"),
    Term("top-k", "前 k 采样", "only the k likeliest tokens may be drawn"),
    Term("top-p", "核采样", "only the likeliest tokens that reach p together may be drawn"),
    Term(
        "attention",
        "注意力",
        "a weighted mean of values; the weights come from queries and keys",
    ),
    Term("query, key, value", "查询、键、值", "what a token looks for, offers, and hands over"),
    Term("head", "注意力头", "one attention with its own queries, keys and values, beside others"),
    Term("causal mask", "因果掩码", "forbids each token to look at later ones"),
    Term("pretraining", "预训练", "next-token prediction on as much text as there is"),
    Term("base model", "基座模型", "a model after pretraining: it continues text"),
    Term("instruction tuning", "指令微调", "further training, on requests and answers"),
    Term("chat template", "对话模板", "the special tokens that mark who speaks"),
    Term("key-value cache", "键值缓存", "keeps the keys and values of the text so far"),
    Term("hallucination", "幻觉", "fluent text that is not true, or that nobody asked for"),
)
