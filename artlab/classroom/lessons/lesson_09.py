"""Lesson 09, sketch to painting: exercises, predictions, quiz, glossary."""

import numpy as np

from artlab.classroom.answers import as_array, as_function, as_number, close, something
from artlab.classroom.lesson import Choice, Open, Prediction, Question, Right, Term, Wrong, exercise


def _features():
    """Deep features (3, 4, 5) and the skip (6, 8, 2) that belongs to them."""
    rng = np.random.default_rng(9)
    return rng.normal(size=(3, 4, 5)), rng.normal(size=(6, 8, 2))


def larger(deep):
    """Every pixel four times, as the lesson's upsampling does it."""
    return deep.repeat(2, axis=0).repeat(2, axis=1)


@exercise(
    "09.1",
    "Join a skip",
    hints=(
        "The deep features have half the rows and half the columns of the skip. First make them "
        "as large: every pixel becomes a square of four.",
        "`deep.repeat(2, axis=0)` repeats every row, `.repeat(2, axis=1)` every column.",
        "Then lay the channels behind each other: `np.concatenate([larger, skip], axis=-1)`. "
        "Nothing is added up.",
    ),
    solution="""
def join(deep, skip):
    larger = deep.repeat(2, axis=0).repeat(2, axis=1)
    return np.concatenate([larger, skip], axis=-1)
""",
)
def join(answer):
    """Features of unequal size and unequal channels, so that every shortcut shows."""
    function = as_function(answer, "join")
    deep, skip = _features()
    try:
        returned = function(deep.copy(), skip.copy())
    except ValueError as error:
        why = _why_it_failed(str(error).replace(" ", ""))
        if why is None:
            raise
        raise Wrong(why) from error
    if isinstance(returned, tuple | list) and len(returned) in (2, 7):
        raise Wrong(
            "Two things have come back side by side. Lay the channels of both into one array: "
            "`np.concatenate([larger, skip], axis=-1)`."
        )
    joined = as_array(returned, what="the joined features")
    if joined.shape == (6, 8, 7):
        return _order(joined, deep, skip)
    raise Wrong(_shapes().get(joined.shape, f"The result should have shape (6, 8, 7): as large as "
                f"the skip, with 5 + 2 channels. Yours has {joined.shape}."))  # fmt: skip


def _why_it_failed(complaint):
    """What NumPy's complaint, without blanks, means here; None for another one."""
    if "broadcast" in complaint and "(6,8,5)" in complaint:
        return (
            "You add the skip to the features, and a sum needs equal channels: 5 and 2 do not fit. "
            "A U-Net lays them behind each other, so that nothing is mixed before the next "
            "convolution has weighed it."
        )
    if "broadcast" in complaint:
        return (
            "The two are still of different size, (3, 4) and (6, 8), and you add them. First make "
            "the deep ones larger; and then do not add, lay the channels behind each other."
        )
    if "cannotreshape" in complaint or "samenumberofdimensions" in complaint:
        return (
            "`reshape` only lays the same numbers out anew, and `repeat` without `axis` makes one "
            "long row. Repeat every row, then every column: `deep.repeat(2, axis=0).repeat(2, "
            "axis=1)`."
        )
    if "musthavethesameshape" in complaint:
        return (
            "`np.stack` lays equal arrays on top of each other and makes a new axis. Here the "
            "channels of both stand in the axis that is there: `np.concatenate`, `axis=-1`."
        )
    if "concatenat" in complaint or "mustmatchexactly" in complaint:
        return (
            "Only arrays with the same rows and columns can be laid behind each other along their "
            "channels. Make the deep features as large as the skip first, and use `axis=-1`."
        )
    return None


def _shapes():
    return {
        (6, 8, 5): "The skip is not in it: 5 channels are those of the deep features alone. If you "
        "added it to some of them, the others know nothing of it.",
        (6, 8, 2): "Only the channels of the skip are left. The deep features must be there too.",
        (3, 4, 7): "You made the skip smaller. Then its fine lines are lost, and it was brought "
        "here because of them. Make the deep features larger.",
        (12, 8, 5): "They stand below each other, as two pictures. Stack the channels: `axis=-1`.",
    }


def _order(joined, deep, skip):
    big = larger(deep)
    if close(joined, np.concatenate([big, skip], axis=-1)):
        return Right("As large as the skip, with the channels of both: 5 + 2 = 7.")
    if close(joined, np.concatenate([skip, big], axis=-1)):
        return Right("Skip first works as well: the next convolution learns which is which.")
    if close(joined[..., 5:], skip) and close(joined[..., :5], np.tile(deep, (2, 2, 1))):
        raise Wrong(
            "`np.tile` sets four small copies side by side. Each pixel must become a square of "
            "four, so that left stays left: use `repeat`."
        )
    zeros = np.zeros_like(big)
    zeros[::2, ::2] = deep
    if close(joined, np.concatenate([zeros, skip], axis=-1)):
        raise Wrong(
            "You leave zeros between the pixels. That is how a transposed convolution begins; here "
            "every pixel is repeated."
        )
    if close(joined[..., :5], np.resize(deep, big.shape)):
        raise Wrong(
            "`np.resize` fills the larger array with the numbers one after the other, so they "
            "leave their places. Use `repeat`, along each of the two axes."
        )
    raise Wrong(
        "The shape is right, the values are not: repeat every pixel, and leave the numbers as "
        "they are."
    )


SIZES = ((1, 64, 64), (8, 256, 128), (2, 66, 70))  # batch, height, width


def patch_shape(batch, height, width):
    """Shape of the lesson's patch discriminator: two strides of 2, the rest 1, padding "same"."""
    return batch, -(-height // 4), -(-width // 4), 1


SHAPE_MISTAKES = (
    (
        lambda b, h, w: (b, 1),
        "That is the discriminator of the earlier lessons: one number for a whole picture. This "
        "one ends in a convolution, not in a dense layer, and gives a number for each place.",
    ),
    (lambda b, h, w: (), "A scalar would judge a whole batch at once. There is one number a patch, "
     "for every picture."),
    (
        lambda b, h, w: (b, -(-h // 2), -(-w // 2), 1),
        "You halved once. Two layers have stride 2, and strides multiply: 2 · 2 = 4.",
    ),
    (
        lambda b, h, w: (b, -(-h // 16), -(-w // 16), 1),
        "You halved in all four layers. The last two have stride 1 and keep the size.",
    ),
    (
        lambda b, h, w: (b, -(-h // 8), -(-w // 8), 1),
        "You halved three times. Only two layers have stride 2.",
    ),
    (
        lambda b, h, w: (b, 26, 26, 1),
        "26 is how many pixels one number sees, the receptive field. The question is how many "
        "numbers there are.",
    ),
    (
        lambda b, h, w: (b, -(-h // 4), -(-w // 4), 3),
        "Three channels are colours. D gives one opinion a place: one channel.",
    ),
    (
        lambda b, h, w: (b, -(-h // 4), -(-w // 4), 48),
        "48 channels has the layer before the last. The last one has a single kernel: 1 channel.",
    ),
    (
        lambda b, h, w: (b, -(-h // 4) * -(-w // 4)),
        "The number of opinions is right. They keep their places, though: rows and columns.",
    ),
    (
        lambda b, h, w: (b, -(-h // 4), -(-w // 4)),
        "Almost: a convolution has a channel axis, even with a single channel.",
    ),
    (
        lambda b, h, w: (b, -(-w // 4), -(-h // 4), 1),
        "Rows and columns are changed over: height comes first.",
    ),
    (
        lambda b, h, w: (b, round(h / 4), round(w / 4), 1),
        "`round` goes to the nearest whole number. A side that is not filled still counts as one: "
        "round up.",
    ),
    (
        lambda b, h, w: (b, h // 4 + 1, w // 4 + 1, 1),
        "One too many where 4 divides the side. Round up only what has a remainder.",
    ),
    (
        lambda b, h, w: (1, -(-h // 4), -(-w // 4), 1),
        "Rows and columns are right. The batch is not always 1: hand on what came in.",
    ),
    (
        lambda b, h, w: (1, 16, 16, 1),
        "That is right for one picture of 64 x 64. Compute it from what comes in.",
    ),
    (
        lambda b, h, w: (b, 1, -(-h // 4), -(-w // 4)),
        "The channel stands first, as in PyTorch. Keras has it last.",
    ),
    (
        lambda b, h, w: (-(-h // 4), -(-w // 4), 1),
        "The batch is missing: there is an answer for each picture.",
    ),
    (
        lambda b, h, w: (b, h // 4, w // 4, 1),
        "Right for sides that 4 divides. With padding \"same\" a stride of 2 takes 66 to 33 and 33 "
        "to 17: round up.",
    ),
)  # fmt: skip


@exercise(
    "09.2",
    "Shape of D's answer",
    hints=(
        "Go through the layers: which of them change the height, which change the channels?",
        'With padding "same" a layer of stride 2 halves the sides, rounded up; a layer of stride 1 '
        "keeps them.",
        "Two layers have stride 2, so the sides are divided by 4. The last layer has one kernel.",
    ),
    solution="""
def patch_shape(batch, height, width):
    rows = -(-height // 4)  # two strides of 2, rounded up
    columns = -(-width // 4)
    return batch, rows, columns, 1
""",
)
def shape_of_d(answer):
    """Three sizes; one of them is not a multiple of 4."""
    function = as_function(answer, "patch_shape")
    got = [_as_shape(function(*case)) for case in SIZES]
    if got == [patch_shape(*case) for case in SIZES]:
        return Right("16 x 16 opinions on 64 x 64 pixels, and more of them on a larger picture.")
    for mistake, why in SHAPE_MISTAKES:
        if got == [mistake(*case) for case in SIZES]:
            raise Wrong(why)
    case, shape = next((c, g) for c, g in zip(SIZES, got, strict=True) if g != patch_shape(*c))
    number, height, width = case
    raise Wrong(
        f"For {number} picture{'s' * (number > 1)} of {height} x {width} it should be "
        f"{patch_shape(*case)}. Yours is {shape}."
    )


def _as_shape(returned):
    """A shape as a tuple of ints; one number alone is the empty shape's scalar."""
    if returned is ...:
        raise Open
    something(returned, "the shape")
    if isinstance(returned, tuple | list) and any(part is None for part in returned):
        raise Wrong(
            "Keras writes None for a batch of any size. Here `batch` is handed in: return it."
        )
    if isinstance(returned, str):
        raise Wrong("Return the numbers themselves, without quotes: `batch, rows, columns, 1`.")
    if isinstance(returned, int | float):
        as_number(returned, "the shape")
        return ()
    numbers = as_array(returned if len(np.shape(returned)) else [returned], (None,), "the shape") \
        if not _is_empty(returned) else np.zeros(0)  # fmt: skip
    if not close(numbers, np.rint(numbers), 1e-9):
        raise Wrong(f"A shape holds whole numbers, and {numbers.max():g} is none: round up.")
    return tuple(int(number) for number in numbers)


def _is_empty(returned):
    return isinstance(returned, tuple) and not returned


WEIGHTS = (0.0, 60.0, np.inf)
DISTANCES = np.array([0.032, 0.032, 0.020, 0.080])  # veil, strand, nothing, everything
OPINIONS = np.array([1.0, 0.0, 1.0, 1.0])
OTHERS = np.array([0.60, 0.35, 0.10, 0.20]), np.array([0.05, 0.1, 0.9, 0.4])
TIED = np.array([0.30, 0.10, 0.20, 0.10]), np.array([0.3, 8.0, 0.2, 9.0])  # D decides at 0 only


def _chosen(distances, opinions, weight):
    return int(np.argmin(distances if np.isinf(weight) else weight * distances + opinions))


WEIGHT_MISTAKES = (
    (
        lambda d, o, w: np.argmin(o if np.isinf(w) else d + w * o),
        "Your weight stands at D's opinion, so a large one makes the painting sharper. That is the "
        "common mistake, “L1 sharpens”. The weight stands at L1, and L1 alone paints the "
        "safest row.",
    ),
    (
        lambda d, o, w: np.argmax(d if np.isinf(w) else w * d + o),
        "You take the highest loss. Training walks to the lowest: `np.argmin`.",
    ),
    (
        lambda d, o, w: np.argmin(w * d + o),
        "0 and 60 are right. Infinity times anything is infinity, so all four losses are equal and "
        "`argmin` gives the first. Where the weight is infinite, compare the distances alone.",
    ),
    (
        lambda d, o, w: np.argmin(d + np.divide(o, w)),
        "You divide D's opinion by the weight. For finite weights above 0 it is the same bargain, "
        "but 0 divides by nothing: multiply the distance instead.",
    ),
    (
        lambda d, o, w: _chosen(d, o, w) + 1,
        "Python counts rows from 0: `np.argmin` gives the index as it is.",
    ),
    (
        lambda d, o, w: np.argmin(d if np.isinf(w) else 60 * d + o),
        "The weight is always 60 here, or infinite. Use the one that comes in.",
    ),
    (
        lambda d, o, w: np.argmin(d if np.isinf(w) else w * (d + o)),
        "The weight stands at both. It belongs to the distance alone.",
    ),
    (
        lambda d, o, w: np.argmin(o if np.isinf(w) else w * d + o),
        "0 and 60 are right. Where L1 weighs infinitely much, D's opinion no longer counts: "
        "compare the distances.",
    ),
    (
        lambda d, o, w: np.argmin(w * d * o),
        "You multiply the two. A loss adds what it minds.",
    ),
    (
        lambda d, o, w: np.argmin(d + o),
        "The weight is not used: three weights, one answer.",
    ),
    (
        lambda d, o, w: np.argmin(d),
        "You look at L1 alone. With weight 0 it must not count at all.",
    ),
    (
        lambda d, o, w: np.argmin(o),
        "You look at D's opinion alone. That is weight 0; with a large weight L1 wins.",
    ),
    (
        lambda d, o, w: np.argmin(d if np.isinf(w) else w * d - o),
        "You subtract D's opinion. It is a loss already, (D - 1)²: small when D takes the row for "
        "real.",
    ),
)


@exercise(
    "09.3",
    "L1 weight 0, 60, infinite",
    hints=(
        "For a finite weight the loss of each row is `l1_weight * distances + opinions`. Which "
        "row has the lowest?",
        "`np.argmin(losses)` gives its index. Try it for 0 and 60.",
        "For an infinite weight the opinion no longer counts: `np.argmin(distances)`. "
        "`np.isinf(l1_weight)` tells.",
    ),
    solution="""
def lowest(distances, opinions, l1_weight):
    if np.isinf(l1_weight):  # D's opinion no longer counts
        return int(np.argmin(distances))
    return int(np.argmin(l1_weight * distances + opinions))
""",
)
def l1_weight(answer):
    """The lesson's four rows and four others, each with weight 0, 60 and infinity."""
    function = as_function(answer, "lowest")
    cases = [(d, o, w) for d, o in ((DISTANCES, OPINIONS), OTHERS, TIED) for w in WEIGHTS]
    with np.errstate(all="ignore"):
        returned = [function(d.copy(), o.copy(), w) for d, o, w in cases]
        if np.size(returned[1]) == len(DISTANCES):
            raise Wrong("One number is asked for, the index of the best row: `np.argmin`.")
        if isinstance(returned[1], float | np.floating) and close(
            returned[1], np.min(60 * DISTANCES + OPINIONS)
        ):
            raise Wrong("That is the lowest loss itself. `np.argmin` gives the row it stands in.")
        got = [as_number(row, "the index") for row in returned]
        if got == [_chosen(*case) for case in cases]:
            return Right("0: only D counts. 60: sharp and near. Infinite: L1 alone, nothing hangs.")
        for mistake, why in WEIGHT_MISTAKES:
            if got == [mistake(*case) for case in cases]:
                raise Wrong(why)
    names = ("0", "60", "infinity")
    place = next(i for i, case in enumerate(cases) if got[i] != _chosen(*case))
    raise Wrong(
        f"With weight {names[place % 3]} the row should be {_chosen(*cases[place])}. "
        f"Yours is {got[place]:g}."
    )


PREDICTIONS = (
    Prediction(
        "09.a",
        "A willow's strands may hang anywhere in its crown. What does a painter paint that only "
        "minimises the mean absolute difference?",
        "No place is right often enough for a dark strand, so the safest value everywhere is "
        "grey: the median of all right answers.",
        choices=("clear strands", "a grey veil", "an empty crown"),
    ),
    Prediction(
        "09.b",
        "Layers from picture to logit: kernel 4 stride 2, kernel 4 stride 2, kernel 3, kernel 3. "
        "How many pixels wide is the patch that one logit sees?",
        "Backwards from 1: 3, 5, (5 - 1) · 2 + 4 = 12, (12 - 1) · 2 + 4 = 26.",
        tolerance=0.01,
        unit="pixels",
    ),
    Prediction(
        "09.c",
        "Which painter has the smaller L1 on drawings that neither has seen?",
        "L1 alone is trained for nothing else. A smaller L1 is not a better painting.",
        choices=("L1 alone", "L1 + GAN"),
    ),
)

QUESTIONS = (
    Question(
        "Why does L1 alone paint a grey veil instead of strands?",
        (
            Choice(
                "The veil is the safest answer: the median of all right paintings",
                True,
                "A strand in the wrong place is punished twice: where it is, and where it is not.",
            ),
            Choice(
                "The network is too small to paint strands",
                False,
                "The same network paints them when D judges as well.",
            ),
            Choice(
                "It was trained too briefly",
                False,
                "Longer training moves it closer to the median, not away from it.",
            ),
        ),
    ),
    Question(
        "A patch discriminator looks at a picture of 256 x 256. What does it answer?",
        (
            Choice("A grid of logits, one for each patch", True, "64 x 64 of them here."),
            Choice("One logit", False, "That is a discriminator with a dense layer at its end."),
            Choice(
                "A picture of the errors",
                False,
                "It never sees the true painting of a fake, so it knows no errors.",
            ),
            Choice("A class for each pixel", False, "It knows two answers, real and fake."),
        ),
    ),
    Question(
        "What does a skip bring to the way up?",
        (
            Choice(
                "Where the lines are", True, "At full size, without the way through the bottom."
            ),
            Choice(
                "Faster gradients only",
                False,
                "They help as well, but cut the skips of a trained U-Net and the lines are gone.",
            ),
            Choice(
                "The true painting", False, "It comes from the drawing's own features, at its size."
            ),
        ),
    ),
    Question(
        "FiLM receives the vector of another style. What changes in the network?",
        (
            Choice(
                "A scale and a shift for each channel",
                True,
                "h · (1 + scale) + shift: two numbers a channel; kernels stay as they are.",
            ),
            Choice(
                "The kernels", False, "They are the same for all styles; only their output is bent."
            ),
            Choice("The drawing", False, "It goes in unchanged: same lines, other paint."),
            Choice("Nothing, until it is trained again", False, "It was trained with all four."),
        ),
    ),
    Question(
        "The weight of L1 goes up without limit. The paintings become",
        (
            Choice("smoother", True, "L1 alone decides, and its best answer is a median."),
            Choice("sharper", False, "Sharpness comes from D, whose voice is drowned."),
            Choice(
                "less like the drawing",
                False,
                "That is what weight 0 risks: only D holds it there.",
            ),
        ),
    ),
)

TERMS = (
    Term(
        "image-to-image translation", "图像到图像翻译", "a network turns one picture into another"
    ),
    Term("pair", "图像对", "a drawing and a painting of it, pixel on pixel"),
    Term("L1", "L1 距离", "the mean absolute difference of two pictures"),
    Term("median", "中位数", "the value in the middle; it minimises the mean absolute difference"),
    Term("U-Net", "U 形网络", "down to few large pixels, up again, with skips across"),
    Term(
        "skip connection", "跳跃连接", "features of the way down, laid beside those of the way up"
    ),
    Term("bottleneck", "瓶颈", "the smallest features, at the bottom of the U"),
    Term("patch discriminator", "块判别器", "judges every patch of a picture: a grid of logits"),
    Term("receptive field", "感受野", "the pixels that one number of a network depends on"),
    Term(
        "least-squares GAN",
        "最小二乘生成对抗网络",
        "real should give 1, fake 0; errors are squared",
    ),
    Term("power spectrum", "功率谱", "how much energy a picture has at each fineness of detail"),
    Term("frequency band", "频带", "details between two sizes, counted in cycles per picture"),
    Term("FiLM", "特征线性调制", "a condition scales and shifts each channel"),
    Term(
        "channel dropout",
        "通道丢弃",
        "hiding inputs in training, so that work goes on without them",
    ),
    Term("snapshot", "快照", "the weights as they were at one moment of the training"),
)
