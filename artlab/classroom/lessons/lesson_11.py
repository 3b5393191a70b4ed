"""Lesson 11, style transfer: exercises, predictions, quiz, glossary."""

import sys

import numpy as np

from artlab.classroom.answers import as_array, as_function, as_number, close, something
from artlab.classroom.lesson import (
    Choice,
    Open,
    Prediction,
    Question,
    Right,
    Term,
    Wrong,
    exercise,
)


def call(function, *arrays):
    """What a function returns for NumPy arrays, or for tensors if it can only read those."""
    try:
        return function(*(array.copy() for array in arrays))
    except Exception:
        torch = sys.modules.get("torch")
        if torch is None:
            raise
        try:
            return function(*(torch.tensor(array) for array in arrays))
        except Exception:
            pass
        raise


FEATURES = np.random.default_rng(11).uniform(0, 3, (3, 2, 4)).round(1)
FLAT = FEATURES.reshape(3, 8)


def gram_of(flat):
    """The Gram matrix of features (channels, positions)."""
    return flat @ flat.T / flat.shape[1]


CENTRED = FLAT - FLAT.mean(axis=1, keepdims=True)
MIXED = FEATURES.reshape(8, 3)
GRAM_SHAPES = {
    (8, 8): "Your matrix is pixels by pixels: it says which *places* look alike, and keeps where "
    "they are. Style wants channels by channels: the sum runs over the positions, "
    "`flat @ flat.T`.",
    (3, 2, 2): "You multiply row by row of the picture: each channel gets a matrix of its own, and "
    "no two channels meet. Lay all positions side by side first.",
    (4, 4): "You take the last axis for the channels. Here they stand in front, as in PyTorch: "
    "(channels, height, width).",
    (): "One number has come back. There is one for every pair of channels.",
    (3,): "These are the squares alone, the diagonal of G. Which channels fire *together* stands "
    "beside it.",
}
GRAM_MISTAKES = (
    (
        FLAT @ FLAT.T,
        "The sum is not normalised: divide by the number of positions. As it is, a picture of "
        "twice the size has a Gram matrix four times as large, though its texture is the same.",
    ),
    (
        FLAT @ FLAT.T / FLAT.size,
        "You divide by channels times positions. Others do (Johnson et al. 2016); here a mean over "
        "positions is asked for, so that the number of channels changes nothing.",
    ),
    (
        FLAT @ FLAT.T / 2,
        "You divide by the height alone. The positions are height times width.",
    ),
    (
        FLAT @ FLAT.T / 4,
        "You divide by the width alone. The positions are height times width.",
    ),
    (
        FLAT @ FLAT.T / np.sqrt(8),
        "You divide by the root of the number of positions. A mean divides by the number itself.",
    ),
    (
        FLAT @ FLAT.T / 7,
        "You divide by one position too few. A mean divides by the number of all.",
    ),
    (
        CENTRED @ CENTRED.T / 7,
        "You subtract the means first: this is the covariance, as `np.cov` gives it. A Gram matrix "
        "keeps the means in, and with them how strongly a channel fires at all.",
    ),
    (
        FLAT @ FLAT.T // 8,
        "`//` cuts the decimals off. Divide with `/`.",
    ),
    (
        np.triu(FLAT @ FLAT.T / 8),
        "Half of the matrix is empty. Channels 0 and 1 fire together as often as 1 and 0: both "
        "places hold the number.",
    ),
    (
        FLAT @ FLAT.T / 3,
        "You divide by the number of channels. What is summed over are the positions: divide by "
        "their number.",
    ),
    (
        FLAT @ FLAT.T / (4 * 9 * 64),
        "1 / (4 N² M²) is the factor in the loss of Gatys et al., after the difference has been "
        "squared. Here: the mean over the positions.",
    ),
    (
        CENTRED @ CENTRED.T / 8,
        "You subtract the means first: this is the covariance. A Gram matrix keeps the means in, "
        "and with them how strongly a channel fires at all.",
    ),
    (
        np.corrcoef(FLAT),
        "These are correlations, 1 on the diagonal: how strongly a channel fires has been divided "
        "away. Take the bare products.",
    ),
    (
        FLAT @ FLAT.T / np.outer(np.linalg.norm(FLAT, axis=1), np.linalg.norm(FLAT, axis=1)),
        "You divide by the lengths of the channels: these are cosines, 1 on the diagonal. How "
        "strongly a channel fires belongs to the style.",
    ),
    (
        MIXED.T @ MIXED / 8,
        "The shape is right, the numbers are mixed: `reshape(-1, channels)` cuts the row of "
        "numbers anew, so that your columns are no channels. Keep the channels in front: "
        "`reshape(channels, -1)`.",
    ),
)


@exercise(
    "11.1",
    "The Gram matrix",
    hints=(
        "Forget that the picture has rows and columns: lay all positions of a channel side by "
        "side.",
        "`flat = features.reshape(features.shape[0], -1)` is (channels, positions). Which product "
        "of it with itself is (channels, channels)?",
        "`flat @ flat.T / flat.shape[1]`.",
    ),
    solution="""
def gram(features):
    flat = features.reshape(features.shape[0], -1)
    return flat @ flat.T / flat.shape[1]
""",
)
def gram(answer):
    """Three channels of 2 x 4 positions, then the same picture twice over."""
    function = as_function(answer, "gram")
    returned = call(function, FEATURES)
    if returned is ...:
        return Open()
    found = as_array(returned, what="the Gram matrix")
    if found.shape in GRAM_SHAPES:
        return Wrong(GRAM_SHAPES[found.shape])
    found = as_array(returned, (3, 3), "the Gram matrix")
    for mistake, why in GRAM_MISTAKES:
        if close(found, mistake):
            return Wrong(why, right="the shape: channels by channels.")
    if not close(found, gram_of(FLAT)):
        return Wrong(
            f"For three channels the entry (0, 1) should be {gram_of(FLAT)[0, 1]:.3f}: the mean of "
            f"the products of channels 0 and 1. Yours is {found[0, 1]:.4g}."
        )
    twice = np.concatenate([FEATURES, FEATURES], axis=1)
    if not close(as_array(call(function, twice), (3, 3), "the Gram matrix"), gram_of(FLAT)):
        return Wrong(
            "For a picture of 2 by 4 it is right. The same picture twice, 4 by 4, must give the "
            "same: divide by the number of positions that there are."
        )
    return Right("Nine numbers, and no trace of where.")


PIXELS = np.random.default_rng(3).uniform(-3, 3, (1, 2, 2, 3)).round(2)  # nothing is cut at 1
WEIGHTS = np.array([[1.0, -0.5], [0.4, 1.2], [-0.8, 0.6]])
WANTED = np.random.default_rng(4).uniform(-1, 1, (1, 3, 2, 3)).round(2)
STEPS, RATE = 4, 0.9


def slope(pixels):
    """The gradient of the mean squared distance to `WANTED`, worked out by hand."""
    missing = np.einsum("oi,bihw->bohw", WEIGHTS, pixels) - WANTED
    return 2 * np.einsum("oi,bohw->bihw", WEIGHTS, missing) / WANTED.size


def walk(move=lambda pixels, slopes: -RATE * slopes[-1], steps=STEPS):
    """Where a rule of moving leads; it sees the pixels and all slopes so far."""
    pixels, slopes = PIXELS, []
    for _ in range(steps):
        slopes.append(slope(pixels))
        pixels = pixels + move(pixels, slopes)
    return pixels


DESCENT_MISTAKES = (
    (
        walk(lambda pixels, slopes: RATE * slopes[-1]),
        "You climb: the gradient points uphill. The loss shall fall, so subtract.",
    ),
    (
        walk(lambda pixels, slopes: -RATE * np.sum(slopes, axis=0)),
        "Old slopes stay: `backward()` adds to `picture.grad`, and you never empty it. Call "
        "`optimizer.zero_grad()`, or set `picture.grad = None`, in every step.",
    ),
    (
        walk(lambda pixels, slopes: -RATE * slopes[0]),
        "You measure the slope once, at the start, and walk on blindly. Where you have come to, it "
        "is another one: compute it in every step.",
    ),
    (
        walk(steps=STEPS - 1),
        "That is one step too few: `range(steps)` makes `steps` of them.",
    ),
    (
        walk(steps=STEPS + 1),
        "That is one step too many: `range(steps)` makes `steps` of them.",
    ),
    (
        slope(walk(steps=STEPS - 1)),
        "You return the last slope. Hand back the picture instead.",
    ),
    (
        walk(lambda pixels, slopes: np.clip(pixels - RATE * slopes[-1], -1, 1) - pixels),
        "You cut the picture off at -1 and 1 in each step. Nobody asks for that here: the step is "
        "the slope times the rate.",
    ),
    (
        walk(lambda pixels, slopes: -RATE * slopes[-1] / np.linalg.norm(slopes[-1])),
        "You make every slope as long as 1. A gentle slope must give a short step: leave its "
        "length as it is.",
    ),
    (
        walk(lambda pixels, slopes: -0.1 * slopes[-1]),
        "Your rate is always 0.1. Use the `rate` that comes in.",
    ),
    (
        walk(steps=1),
        "You take one step only. `steps` of them are asked for: the loop is missing, or `return` "
        "stands inside it.",
    ),
    (
        walk(lambda pixels, slopes: -slopes[-1]),
        "You take the whole gradient as your step. Its length says how steep it is, not how far to "
        "go: multiply by `rate`.",
    ),
    (
        walk(lambda pixels, slopes: -RATE * np.sign(slopes[-1])),
        "You take the sign of the gradient: every pixel moves by `rate`, whether it matters or "
        "not. Take the gradient itself.",
    ),
)


COMPLAINTS = (  # of PyTorch, in words of the lesson
    (
        "multiply sequence",
        "`torch.autograd.grad` returns a tuple with one gradient in it. Unpack it: "
        "`(slope,) = torch.autograd.grad(…)`.",
    ),
    (
        "does not require grad",
        "PyTorch was not told to watch the picture. Call `requires_grad_()` on a copy of it before "
        "the loss is computed, in every step.",
    ),
    (
        "leaf Variable",
        "A picture that is watched cannot be changed in place (`-=`). Make a new one, "
        "`(picture - rate * slope).detach()`, or step inside `torch.no_grad()`.",
    ),
    (
        "must match the size",
        "Two shapes do not fit. Does the goal get the features, `goal(network(picture))`? It "
        "cannot judge the picture itself.",
    ),
)


def bench():
    """A tiny network with weights that could be trained, and its goal, in PyTorch."""
    import torch

    network = torch.nn.Conv2d(2, 3, 1, bias=False).double()
    with torch.no_grad():
        network.weight.copy_(torch.tensor(WEIGHTS)[:, :, None, None])
    wanted = torch.tensor(WANTED)
    return torch.tensor(PIXELS), network, lambda features: (features - wanted).square().mean()


@exercise(
    "11.2",
    "Who moves?",
    hints=(
        "Three things could move: the network's weights, the goal, the picture. Only one of them "
        "is what you want in the end.",
        "Start from `picture.clone().requires_grad_()`. In each step: the loss of the present "
        "picture, its gradient with respect to the picture, and picture − rate · gradient.",
        "`torch.optim.SGD([picture], lr=rate)` takes such steps: `zero_grad()`, `backward()`, "
        "`step()`.",
    ),
    solution="""
import torch

def descend(picture, network, goal, steps, rate):
    picture = picture.clone().requires_grad_()
    for _ in range(steps):
        (slope,) = torch.autograd.grad(goal(network(picture)), picture)
        picture = (picture - rate * slope).detach().requires_grad_()
    return picture.detach()
""",
    seconds=10.0,
)
def descend(answer):
    """Four steps through a network of six weights, held against a gradient worked out by hand."""
    function = as_function(answer, "descend")
    picture, network, goal = bench()
    try:
        returned = function(picture, network, goal, STEPS, RATE)
    except (RuntimeError, TypeError) as error:
        why = next((why for words, why in COMPLAINTS if words in str(error)), None)
        if why is None:
            raise
        raise Wrong(why) from error
    if returned is ...:
        return Open()
    trained = not close(network.weight.detach().numpy()[:, :, 0, 0], WEIGHTS)
    found = as_array(returned, what="the picture")
    if found.shape != PIXELS.shape:
        return Wrong(
            f"Return the picture, of the shape that came in, {PIXELS.shape}. Yours has "
            f"{found.shape}: is it the loss, or the features?"
        )
    still = close(found, PIXELS)
    if trained and still:
        return Wrong(
            "You train the network: its weights have moved and the picture has not. Then the "
            "network sees the goal in any picture. Give the optimiser the picture, `[picture]`."
        )
    if trained:
        return Wrong(
            "Picture and network both move. A judge who bends his standards is soon content: leave "
            "the weights as they are."
        )
    return _painted(found, still, kept=close(picture.detach().numpy(), PIXELS))


def _painted(found, still, kept):
    """The verdict on a picture, where the network was left alone."""
    if still:
        return Wrong(
            "The picture comes back as it went in. Is what you return what has moved, and did you "
            "call `requires_grad_()` on it?"
        )
    for mistake, why in DESCENT_MISTAKES:
        if close(found, mistake):
            return Wrong(why, right="the picture moves, and the network stands still.")
    if not close(found, walk()):
        return Wrong(
            f"After {STEPS} steps of rate {RATE} the first pixel should be "
            f"{walk().flat[0]:.4f}. Yours is {found.flat[0]:.4g}."
        )
    if not kept:
        return Wrong(
            "You have painted over the picture that came in, and the content is lost for whoever "
            "still needs it. Start from `picture.clone()`.",
            right="where it ends.",
        )
    return Right("The network stood still, and the picture went down the slope.")


ASKED = ((1.0, 30.0, 4.0), (2.0, 5.0, 3.0), (0.5, 8.0, 10.0))


def ratios(pairs):
    """How much more the style counts against content than it did, for each pair."""
    return [
        (style / content) / (old_style / old_content)
        for (content, style), (old_content, old_style, _) in zip(pairs, ASKED, strict=True)
    ]


def _with(rule):
    return [rule(*asked) for asked in ASKED]


BARGAINS = (
    (
        _with(lambda content, style, times: 1.0),
        "You raise both: their ratio, and so the picture with the least loss, is what it was. Only "
        "the loss has become larger. Move one of the two.",
    ),
    (
        _with(lambda content, style, times: 1 / times),
        "This is the other way round: content now counts that much more. Raise the style weight, "
        "or lower the content weight.",
    ),
    (
        _with(lambda content, style, times: times**2),
        "You pay twice: multiplying the one and dividing the other gives times². One of them is "
        "enough.",
    ),
    (
        _with(lambda content, style, times: style ** (times - 1)),
        "You raise to a power. Four times as much is a product.",
    ),
    (
        _with(lambda content, style, times: times + 1),
        "The old weight comes in once more. Four times as much is 4 · 30, not 30 + 4 · 30.",
    ),
    (
        _with(lambda content, style, times: (times / 1) / (style / content)),
        "You throw both old weights away. The new ratio is `times` the old one.",
    ),
    (
        _with(lambda content, style, times: (style + times) / style),
        "You add. Four times as much is a product: from 30 to 120, not to 34.",
    ),
    (
        _with(lambda content, style, times: (times / content) / (style / content)),
        "You put `times` in place of the style weight, whatever it was before. Multiply the one "
        "that came.",
    ),
    (
        _with(lambda content, style, times: (content / (style * times)) / (style / content)),
        "The pair is the wrong way round: content first, then style.",
    ),
)


@exercise(
    "11.3",
    "A stronger style",
    hints=(
        "Which picture has the least loss, if both weights are doubled?",
        "The same one: twice the loss everywhere moves no valley. Only the ratio counts.",
        "`return content_weight, times * style_weight` is one of many.",
    ),
    solution="""
def stronger(content_weight, style_weight, times):
    return content_weight, times * style_weight
""",
)
def stronger(answer):
    """Three bargains; every pair with the right ratio will do."""
    function = as_function(answer, "stronger")
    returned = [function(*asked) for asked in ASKED]
    if any(pair is ... for pair in returned):
        return Open()
    pairs = [_pair(pair) for pair in returned]
    found = ratios(pairs)
    for bargain, why in BARGAINS:
        if close(found, bargain):
            return Wrong(why)
    if close(found, _with(lambda content, style, times: times)):
        return Right("Only the ratio counts: there is a right pair for every content weight.")
    asked = [asked for asked, ratio in zip(ASKED, found, strict=True) if not close(ratio, asked[2])]
    (content, style, times), place = asked[0], ASKED.index(asked[0])
    return Wrong(
        f"From ({content:g}, {style:g}), with times = {times:g}, style should count {times:g} "
        f"times as much against content. With your pair, ({pairs[place][0]:g}, "
        f"{pairs[place][1]:g}), it is {found[place]:.3g} times."
    )


def _pair(returned):
    something(returned, "the result")
    if isinstance(returned, dict) or not hasattr(returned, "__len__") or len(returned) != 2:
        raise Wrong("Return two weights: `return content_weight, style_weight`.")
    pair = [as_number(weight, "a weight") for weight in returned]
    if min(pair) <= 0:
        raise Wrong(f"Both weights should be above 0. Yours are {pair[0]:g} and {pair[1]:g}.")
    return pair


CONTENT = np.random.default_rng(5).normal((1, -2, 4), (1, 2, 0.5), (6, 3)).T.round(1)
STYLE = np.random.default_rng(6).normal((10, 0, -3), (3, 0.7, 1.5), (9, 3)).T.round(1)


def moments(values, ddof=0):
    """Mean and standard deviation of each channel, as columns."""
    return values.mean(1, keepdims=True), values.std(1, keepdims=True, ddof=ddof)


def mixed(content, style, ddof=0):
    """AdaIN, equation 8 of Huang and Belongie."""
    mean, spread = moments(content, ddof)
    wanted_mean, wanted_spread = moments(style, ddof)
    return wanted_spread * (content - mean) / spread + wanted_mean


NORMAL = (CONTENT - CONTENT.mean(1, keepdims=True)) / CONTENT.std(1, keepdims=True)
(MEAN, SPREAD), (STYLE_MEAN, STYLE_SPREAD) = moments(CONTENT), moments(STYLE)
ADAIN_MISTAKES = (
    (
        (CONTENT - CONTENT.mean()) / CONTENT.std() * STYLE.std() + STYLE.mean(),
        "You take one mean and one spread for all channels together. Each channel has its own: "
        "`mean(1, keepdims=True)`.",
    ),
    (
        (CONTENT - CONTENT.mean(0)) / CONTENT.std(0) * STYLE_SPREAD + STYLE_MEAN,
        "Your content's means run over the channels, axis 0. Each channel is for itself: axis 1.",
    ),
    (
        NORMAL * STYLE_MEAN + STYLE_SPREAD,
        "Mean and spread of the style have changed places: multiply by the spread, add the mean.",
    ),
    (
        NORMAL * STYLE_SPREAD,
        "The spread is right. The style's mean is missing: add it.",
    ),
    (
        NORMAL * STYLE_SPREAD - STYLE_MEAN,
        "You subtract the style's mean. Add it: the result shall have it.",
    ),
    (
        (CONTENT - MEAN / SPREAD) * STYLE_SPREAD + STYLE_MEAN,
        "Brackets are missing: the difference, as a whole, is divided by the spread.",
    ),
    (
        CONTENT - MEAN + STYLE_MEAN,
        "Only the means are exchanged. The spread is half of the style: divide by that of the "
        "content, multiply by that of the style.",
    ),
    (
        (CONTENT - MEAN) / SPREAD,
        "This is instance normalisation: mean 0, spread 1. Now give it those of the style.",
    ),
    (
        STYLE_SPREAD * (CONTENT - MEAN) / SPREAD + MEAN,
        "You put the content's own mean back. Add that of the style.",
    ),
    (
        STYLE_SPREAD * (CONTENT - MEAN) + STYLE_MEAN,
        "You multiply by the style's spread and leave the content's in: divide by it first.",
    ),
    (
        STYLE_SPREAD**2 * (CONTENT - MEAN) / SPREAD**2 + STYLE_MEAN,
        "These are variances. The spread is their square root: `std`, not `var`.",
    ),
    (
        mixed(CONTENT, STYLE, ddof=1),
        "Nearly: your standard deviation divides by n − 1, as PyTorch's does by default. Here it "
        "divides by n: `std(1, correction=0)`.",
    ),
    (
        STYLE_SPREAD * CONTENT / SPREAD + STYLE_MEAN,
        "You do not take the content's mean away before you scale, so it comes along.",
    ),
)


@exercise(
    "11.4",
    "Adaptive instance normalisation",
    hints=(
        "Two moves: give every channel mean 0 and spread 1, then the style's spread and mean.",
        "Means and spreads run over the positions, axis 1; `keepdims=True` keeps them as columns.",
        "`(content - content.mean(1, keepdims=True)) / content.std(1, keepdims=True)`, and then "
        "times the style's std, plus its mean.",
    ),
    solution="""
def adain(content, style):
    normal = (content - content.mean(1, keepdims=True)) / content.std(1, keepdims=True)
    return normal * style.std(1, keepdims=True) + style.mean(1, keepdims=True)
""",
)
def adain(answer):
    """Three channels; content and style have different numbers of positions."""
    function = as_function(answer, "adain")
    try:
        returned = call(function, CONTENT, STYLE)
    except ValueError as error:
        if "broadcast" not in str(error):
            raise
        raise Wrong(
            "The means of three channels, shape (3,), do not fit to (3, 6). "
            "`keepdims=True` keeps them as a column, (3, 1): one for each row."
        ) from error
    if returned is ...:
        return Open()
    found = as_array(returned, what="the result")
    if found.shape == STYLE.shape:
        return Wrong(
            "The two are changed over: your result has the positions of the style. The content "
            "keeps its places and takes the style's statistics."
        )
    found = as_array(returned, CONTENT.shape, "the result")
    for mistake, why in ADAIN_MISTAKES:
        if close(found, mistake):
            return Wrong(why)
    if close(found, mixed(CONTENT, STYLE)):
        return Right("The content's places, the style's colours and strength.")
    return Wrong(
        f"The first number of channel 0 should be {mixed(CONTENT, STYLE)[0, 0]:.3f}. Yours is "
        f"{found[0, 0]:.4g}."
    )


PREDICTIONS = (
    Prediction(
        "11.a",
        "Bruegel in 16 pieces laid anew, Bruegel with all pixels shuffled, another master's "
        "landscape: which is nearest to Bruegel in style, as Gram matrices measure it?",
        "Gram matrices forget where something is, so pieces may lie anywhere. But the channels "
        "look at neighbours, and those are lost when single pixels are shuffled.",
        choices=("in 16 pieces", "pixels shuffled", "Patinir"),
    ),
    Prediction(
        "11.b",
        "From noise, only the Gram matrices of The Harvesters are asked for. Will the harvesters "
        "come back?",
        "Nothing asks for a person at a place, only for channels that fire together: cloth, straw, "
        "shade. Each of them comes back, and nobody is put together from them.",
        choices=("yes, where they were", "yes, but elsewhere", "no, only their texture"),
    ),
    Prediction(
        "11.c",
        "The style weight rises from 0.03 to 30, a thousand times. What does the distance to the "
        "content do?",
        "What the picture gains in style it pays for in content: the loss forgives content what "
        "it saves on style.",
        choices=("it rises", "it stays", "it falls"),
    ),
    Prediction(
        "11.d",
        "How many times as long does the search of 30 evaluations take as one pass of the trained "
        "decoder?",
        "Each evaluation goes through the network and back again. The one pass goes through it "
        "for both pictures, and once through the decoder.",
        tolerance=0.4,
    ),
)

QUESTIONS = (
    Question(
        "While a picture takes on a style, what does the optimiser change?",
        (
            Choice(
                "The pixels of the picture",
                True,
                "Or numbers from which the pixels follow. The network only looks.",
            ),
            Choice(
                "The weights of the VGG",
                False,
                "They stand still. If they moved, the network would learn to call any picture a "
                "Bruegel.",
            ),
            Choice(
                "The Gram matrices of the style picture",
                False,
                "They are the goal, computed once at the start.",
            ),
            Choice(
                "Pixels and weights by turns",
                False,
                "That would be a game of two, as in a GAN. Here one side only judges.",
            ),
        ),
    ),
    Question(
        "A painting is cut into large tiles, and these are laid anew. Its Gram matrices ...",
        (
            Choice(
                "hardly change",
                True,
                "Positions are summed away. Only along the cuts do the channels see something new.",
            ),
            Choice(
                "change completely, because everything stands elsewhere",
                False,
                "Where something stands is exactly what they do not know.",
            ),
            Choice(
                "do not change at all",
                False,
                "Not quite: convolutions look across the cuts, and see edges that were not there.",
            ),
        ),
    ),
    Question(
        "“Shallow layers hold the style, deep layers the content.” What is wrong with it?",
        (
            Choice(
                "Style is read off all layers; what sets content apart is that it keeps positions",
                True,
                "Depth sets the scale of the texture. One deep layer serves for content because it "
                "forgives small changes.",
            ),
            Choice(
                "It is the other way round",
                False,
                "Conv4_1 alone still gives texture from noise: no objects come back.",
            ),
            Choice(
                "Nothing: Gatys et al. found it so",
                False,
                "They take style from five layers, from conv1_1 to conv5_1.",
            ),
        ),
    ),
    Question(
        "You copy “content 1, style 1e6” from another program. What will you get in yours?",
        (
            Choice(
                "It cannot be told: it depends on how both normalise their losses",
                True,
                "Sums or means, over pixels, channels, layers: each moves the scale by powers of "
                "ten.",
            ),
            Choice(
                "The same balance: weights are weights",
                False,
                "A weight multiplies a number. In another program that number has another size.",
            ),
            Choice(
                "Almost only style: a million is a lot",
                False,
                "Not if its style loss was divided by 4 N² M², which may be 10¹².",
            ),
        ),
    ),
    Question(
        "Why is the feed-forward way of Huang and Belongie so fast?",
        (
            Choice(
                "A decoder has been trained before, and each picture needs only one pass",
                True,
                "The search is paid for once, in training, and for all styles together.",
            ),
            Choice(
                "It computes smaller Gram matrices",
                False,
                "It computes none: mean and standard deviation of each channel.",
            ),
            Choice(
                "It takes fewer steps of the same descent",
                False,
                "It takes no step of descent at all while it paints.",
            ),
            Choice(
                "It knows one style only",
                False,
                "That is true of Johnson et al. (2016). AdaIN takes any style picture.",
            ),
        ),
    ),
)

TERMS = (
    Term("style transfer", "风格迁移", "painting what one picture shows in the manner of another"),
    Term("content", "内容", "what is seen and where: features with their positions"),
    Term("style", "风格", "here: which features come together, wherever; much less than in art"),
    Term("feature", "特征", "what a channel of a network answers at a position"),
    Term("channel", "通道", "one question that a layer asks at every position"),
    Term("Gram matrix", "格拉姆矩阵", "means of the products of two channels over all positions"),
    Term("texture", "纹理", "colours, grain and strokes, without what they make up"),
    Term("texture synthesis", "纹理合成", "making a texture from noise"),
    Term("relative distance", "相对距离", "mean squared difference over the mean square wanted"),
    Term("content weight", "内容权重", "what a unit of content distance costs"),
    Term("style weight", "风格权重", "what a unit of style distance costs"),
    Term("Adam", "Adam 优化器", "gradient descent with a step length of its own for each number"),
    Term("L-BFGS", "有限内存拟牛顿法", "descent that learns from earlier slopes where to go"),
    Term("luminance", "亮度", "how light a pixel is, without its colour"),
    Term("feed-forward", "前馈", "in one pass, without a search"),
    Term("AdaIN", "自适应实例归一化", "giving each channel mean and spread of the style's"),
    Term("decoder", "解码器", "a network that paints what features mean"),
    Term("copyright", "著作权", "the right in a work; not in a manner of working"),
    Term("public domain", "公有领域", "works that nobody owns any more"),
    Term("open access", "开放获取", "given to everyone by whoever has it, here under CC0"),
)
