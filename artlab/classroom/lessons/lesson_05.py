"""Lesson 05, convolutional GAN: exercises, predictions, quiz, glossary."""

import numpy as np

from artlab.classroom.answers import as_array, as_function, as_number, close
from artlab.classroom.lesson import Choice, Open, Prediction, Question, Right, Term, Wrong, exercise

SIZES = ((7, 4, 2, 1), (14, 3, 2, 0), (5, 5, 3, 2), (1, 7, 1, 0))  # size, kernel, stride, padding
SIZE_MISTAKES = (
    (
        lambda n, k, s, p: n - 1 + k - 2 * p,
        "The stride is missing: neighbouring stamps start `stride` places apart, not one.",
    ),
    (
        lambda n, k, s, p: (n - 1) * s + k,
        "The padding is missing: `padding` places are cut off at each end of the output.",
    ),
    (
        lambda n, k, s, p: (n - 1) * s + k + 2 * p,
        "You add the padding. In a convolution it is laid round the input and makes it larger; "
        "in a transposed convolution it is cut off the output.",
    ),
    (
        lambda n, k, s, p: (n - 1) * s + k - p,
        "You cut the padding off once. It goes off at both ends: twice.",
    ),
    (
        lambda n, k, s, p: n * s + k - 2 * p,
        "One stride too many: `size` stamps have `size - 1` steps between them.",
    ),
    (
        lambda n, k, s, p: n * s,
        "`size * stride` is what Keras's padding \"same\" arranges. In general the kernel's "
        "overhang and the padding count too.",
    ),
    (
        lambda n, k, s, p: n - 1 * s + k - 2 * p,
        "Brackets are missing: `size - 1 * stride` takes 1 · stride off. `(size - 1) * stride`.",
    ),
    (
        lambda n, k, s, p: (n - 1) * k + s - 2 * p,
        "Kernel and stride are mixed up: the arguments come as size, kernel, stride, padding.",
    ),
    (
        lambda n, k, s, p: n * k - 2 * p,
        "You lay the stamps side by side. They start only `stride` places apart, and overlap.",
    ),
    (
        lambda n, k, s, p: (n + 2 * p - k) // s + 1,
        "This is the size of a convolution, which shrinks. Turn the formula round: solve it "
        "for the input size.",
    ),
)


@exercise(
    "05.1",
    "Size of a transposed convolution",
    hints=(
        "Count on the stamps: where does the first one start, where does the last one start, "
        "and how far does the last one reach?",
        "The last stamp starts at (size - 1) * stride and covers `kernel` places. That is the "
        "size before anything is cut off.",
        "Now cut `padding` places off at both ends: `- 2 * padding`.",
    ),
    solution="""
def transposed_size(size, kernel, stride, padding):
    last_start = (size - 1) * stride
    return last_start + kernel - 2 * padding
""",
)
def transposed_size(answer):
    """Sizes of four layers against (size - 1) * stride + kernel - 2 * padding."""
    function = as_function(answer, "transposed_size")
    got = [as_number(function(*case), "the size") for case in SIZES]
    if close(got, [_size(*case) for case in SIZES]):
        return Right("7 becomes 14 and 14 becomes 28: kernel 4, stride 2, padding 1.")
    for mistake, why in SIZE_MISTAKES:
        if close(got, [mistake(*case) for case in SIZES]):
            return Wrong(why)
    case, size = next((c, g) for c, g in zip(SIZES, got, strict=True) if not close(g, _size(*c)))
    return Wrong(
        "For size {}, kernel {}, stride {}, padding {} ".format(*case)
        + f"it gives {size:g}. It should be {_size(*case)}."
    )


def _size(size, kernel, stride, padding):
    return (size - 1) * stride + kernel - 2 * padding


@exercise(
    "05.2",
    "One latent, ten animals",
    hints=(
        "The generator takes one latent and one label for each picture. Ten pictures need ten "
        "rows of latents and ten labels.",
        "All ten rows of `latents` are the same; the labels are 0, 1, ..., 9.",
        "`np.tile(latent, (10, 1))` repeats a row ten times; `np.arange(10)` counts.",
    ),
    solution="""
def one_pose(latent):
    latents = np.tile(latent, (10, 1))
    labels = np.arange(10)
    return latents, labels
""",
)
def one_pose(answer):
    """Ten equal rows of latents and the labels 0 to 9, in this order."""
    latent = np.random.default_rng(5).standard_normal(64)
    returned = as_function(answer, "one_pose")(latent)
    if returned is ...:
        return Open()
    if not isinstance(returned, tuple | list) or len(returned) != 2:
        return Wrong("Return two things: `return latents, labels`.")
    first, second = as_array(returned[0], what="latents"), as_array(returned[1], what="labels")
    if first.ndim == 1 and second.ndim == 2 and second.shape[-1] == 64:
        return Wrong("Latents and labels are swapped: the generator takes `[latents, labels]`.")
    if second.shape == (10, 10):
        return Wrong(
            "These labels are one-hot rows. The generator has an embedding, which looks up a "
            "vector by number: it takes integers of shape (10,)."
        )
    if first.shape in ((64,), (1, 64)):
        return Wrong("There is one latent for ten labels. Repeat it: latents of shape (10, 64).")
    if first.shape == (640,):
        return Wrong(
            "The ten copies lie in one long row. `np.tile(latent, (10, 1))` lays them below each "
            "other: ten rows."
        )
    if first.shape == (10, 64) and close(first, np.repeat(latent, 10).reshape(10, 64)):
        return Wrong(
            "`np.repeat` writes each number ten times before the next one, so the rows are no "
            "copies of `latent`. `np.tile(latent, (10, 1))` repeats the whole row."
        )
    if first.shape != (10, 64) or second.shape != (10,):
        return Wrong(
            "Latents should have shape (10, 64) and labels (10,). "
            f"Yours have {first.shape} and {second.shape}."
        )
    return _same_pose(latent, first, second)


def _same_pose(latent, latents, labels):
    if np.ptp(labels) == 0 and np.ptp(latents, axis=0).max() > 0:
        return Wrong(
            "This holds the animal fixed and changes the latent: ten poses of one animal. "
            "Turn it round."
        )
    if np.ptp(latents, axis=0).max() > 0:
        return Wrong("The ten latents differ, so each animal gets a pose of its own.")
    if not close(latents[0], latent):
        return Wrong("All ten latents are the same, but they are not the `latent` handed in.")
    if sorted(labels) != list(range(10)):
        return Wrong(
            f"The labels should be 0 to 9, each once. Yours go from {labels.min():g} to "
            f"{labels.max():g}."
        )
    return Right("Same numbers, ten animals: what stays is what the latent means.")


def distances(points, centres):
    """Euclidean distances `(num_points, num_centres)`, as the lesson writes them."""
    return np.linalg.norm(points[:, None] - centres[None], axis=-1)


def radii(cloud, num_neighbors):
    """Distance of each point to its k-th nearest other point, as the lesson writes it."""
    return np.sort(distances(cloud, cloud), axis=1)[:, num_neighbors]


def share_inside(points, centres, ball_radii):
    """Share of points that lie in some ball, as the lesson writes it."""
    return float((distances(points, centres) <= ball_radii).any(axis=1).mean())


@exercise(
    "05.3",
    "Precision and recall",
    hints=(
        "Precision asks about the fakes, recall about the reals. Whoever is asked about stands "
        "in `points`; the other cloud makes the balls.",
        "Precision: `share_inside(fake, real, ...)`. The radii belong to the centres.",
        "Recall is the same with `real` and `fake` changed over: "
        "`share_inside(real, fake, radii(fake, num_neighbors))`.",
    ),
    solution="""
def precision_recall(real, fake, num_neighbors):
    precision = share_inside(fake, real, radii(real, num_neighbors))
    recall = share_inside(real, fake, radii(fake, num_neighbors))
    return precision, recall
""",
)
def precision_recall(answer):
    """Two clouds on which every typical mistake gives other numbers."""
    function = as_function(answer, "precision_recall")
    real, fake = _clouds()
    # One neighbour more or less must show, so two settings are asked for.
    try:
        returned = [function(real.copy(), fake.copy(), k) for k in (1, 2)]
    except ValueError as error:
        if "broadcast" not in str(error):
            raise
        raise Wrong("The radii belong to the balls, so to the cloud of the centres.") from error
    got = np.stack([as_array(pair, (2,), "the pair") for pair in returned])
    cases = [_pair(real, fake, k) for k in (1, 2)]
    if close(got, cases):
        return Right("Precision looks at the fakes, recall at the reals.")
    precision, recall = np.transpose(cases)
    crossed = [_crossed(real, fake, k) for k in (1, 2)]
    if close(got, np.stack([recall, precision], axis=1)):
        return Wrong(
            "The two are swapped. Precision: are the fakes plausible? Recall: is every real "
            "picture within reach of the generator?"
        )
    if close(got, crossed):
        return Wrong("The radii belong to the balls, so to the cloud of the centres.")
    if close(got, 1.0):
        return Wrong("You ask each cloud about its own balls; every point lies in its own ball.")
    for mistake, why in _near_misses(real, fake):
        if close(got, mistake):
            return Wrong(why)
    if close(got[:, 0], got[:, 1]):
        return Wrong("Both numbers are the same: one of them must ask the other way round.")
    place = 0 if not close(got[0], cases[0]) else 1
    return Wrong(
        f"For the test clouds and {place + 1} neighbour{'s' * place} the pair should be "
        f"{cases[place][0]:.2f}, {cases[place][1]:.2f}. Yours is {got[place, 0]:.2f}, "
        f"{got[place, 1]:.2f}."
    )


def _near_misses(real, fake):
    """Pairs for one and two neighbours that come of a slip, each with its explanation."""
    right = np.array([_pair(real, fake, k) for k in (1, 2)])
    return (
        (
            [_pair(real, fake, k - 1) for k in (1, 2)],
            "Your balls are one neighbour too small: column 0 is the point itself, so the k-th "
            "neighbour stands in column k, and `radii` does that already. Hand `num_neighbors` on.",
        ),
        (
            [_pair(real, fake, k + 1) for k in (1, 2)],
            "Your balls are one neighbour too large: `radii` leaves the point itself out already. "
            "Hand `num_neighbors` on as it is.",
        ),
        (
            [_pair(real, fake, 1)] * 2,
            "Your balls always reach the first neighbour. Hand `num_neighbors` on.",
        ),
        (100 * right, "These are percent. Shares lie between 0 and 1."),
        (
            np.stack([right[:, 0], 1 - right[:, 0]], axis=1),
            "Recall is not what precision leaves over. It asks about the other cloud.",
        ),
    )


def _clouds():
    rng = np.random.default_rng(3)
    return rng.normal(0, 1, (40, 2)), rng.normal([0.8, 0], [0.35, 0.9], (30, 2))


def _pair(real, fake, num_neighbors):
    precision = share_inside(fake, real, radii(real, num_neighbors))
    return precision, share_inside(real, fake, radii(fake, num_neighbors))


def _crossed(real, fake, num_neighbors):
    """The same with the radii of the points instead of the centres (cut to fit)."""
    real_radii, fake_radii = radii(real, num_neighbors), radii(fake, num_neighbors)
    inside_real = distances(fake, real) <= fake_radii[:, None]
    inside_fake = distances(real, fake) <= real_radii[:, None]
    return float(inside_real.any(axis=1).mean()), float(inside_fake.any(axis=1).mean())


@exercise(
    "05.4",
    "Spherical interpolation",
    hints=(
        "First the angle between the two: the cosine is their dot product divided by both lengths.",
        "The two weights are sin((1 - share) * angle) and sin(share * angle), both divided by "
        "sin(angle).",
        "`angle = np.arccos(start @ end / (np.linalg.norm(start) * np.linalg.norm(end)))`",
    ),
    solution="""
def slerp(start, end, share):
    cosine = start @ end / (np.linalg.norm(start) * np.linalg.norm(end))
    angle = np.arccos(cosine)
    weights = np.sin((1 - share) * angle), np.sin(share * angle)
    return (weights[0] * start + weights[1] * end) / np.sin(angle)
""",
)
def slerp(answer):
    """Points at a quarter and a half of the way, between latents of equal length."""
    function = as_function(answer, "slerp")
    start, end = _latents()
    with np.errstate(invalid="ignore"):
        points = [function(start.copy(), end.copy(), share) for share in (0.25, 0.5)]
    if any(isinstance(point, np.ndarray) and np.isnan(point).any() for point in points):
        return Wrong(
            "`np.arccos` takes a cosine, -1 to 1, and gives NaN for the rest. Divide the dot "
            "product by the length of `start` and by that of `end`."
        )
    got = np.stack([as_array(point, (64,), "the point on the way") for point in points])
    wanted = np.stack([_slerp(start, end, share) for share in (0.25, 0.5)])
    if close(got, wanted):
        return Right("The length stays, so every step of the walk is a typical latent.")
    straight = np.stack([(1 - share) * start + share * end for share in (0.25, 0.5)])
    length = np.linalg.norm(start)
    if close(got, straight):
        return Wrong(
            "This is the straight line (lerp), and it does not keep the norm: half-way the "
            f"length is {np.linalg.norm(straight[1]):.2f} instead of {length:.2f}."
        )
    scaled = straight * (length / np.linalg.norm(straight, axis=1, keepdims=True))
    if close(got, scaled):
        return Wrong(
            "A straight line pushed out to the sphere: the length is right, but a quarter of "
            "the way is not a quarter of the angle."
        )
    if close(got[1], wanted[1]) and not close(got[0], wanted[0]):
        return Wrong(
            "Half-way is right, a quarter is not: `share` and `1 - share` are changed over."
        )
    angle = np.arccos(start @ end / length**2)
    if close(got, wanted * np.sin(angle)):
        return Wrong("The division by sin(angle) is missing.")
    for mistake, why in _slerp_mistakes(start, end, angle):
        if close(got, mistake):
            return Wrong(why)
    ratio = np.linalg.norm(got, axis=1) / length
    return Wrong(
        f"A quarter of the way the length is {ratio[0]:.2f} times that of the ends, half-way "
        f"{ratio[1]:.2f} times. It should stay the same, 1.00."
    )


def _slerp_mistakes(start, end, angle):
    """Points at a quarter and a half that come of a slip, each with its explanation."""

    def walk(turn, first=np.sin, split=lambda share, turn: (1 - share) * turn):
        return [
            (first(split(share, turn)) * start + np.sin(share * turn) * end) / np.sin(turn)
            for share in (0.25, 0.5)
        ]

    length = np.linalg.norm(start)
    return (
        (
            np.array(walk(angle)) / length,
            "You walk from the unit vectors, so the points have length 1. Divide by the lengths "
            "for the angle only, and mix `start` and `end` themselves.",
        ),
        (
            walk(np.degrees(angle)),
            "Degrees went into `np.sin`, which takes radians. `np.arccos` gives radians: leave "
            "them as they are.",
        ),
        (
            walk(np.cos(angle)),
            "You take the cosine for the angle. `np.arccos` turns the one into the other.",
        ),
        (
            walk(angle, split=lambda share, turn: 1 - share * turn),
            "Brackets are missing: `(1 - share) * angle`.",
        ),
        (
            [np.cos(s * np.pi / 2) * start + np.sin(s * np.pi / 2) * end for s in (0.25, 0.5)],
            "These weights, cos and sin, keep the length only where the two stand at a right "
            "angle. Use the angle that they have.",
        ),
    )


def _latents():
    """Two latents of one length, 70 degrees apart."""
    start, other = np.random.default_rng(6).standard_normal((2, 64))
    other -= start * (other @ start) / (start @ start)
    other *= np.linalg.norm(start) / np.linalg.norm(other)
    angle = np.radians(70)
    return start, np.cos(angle) * start + np.sin(angle) * other


def _slerp(start, end, share):
    cosine = start @ end / (np.linalg.norm(start) * np.linalg.norm(end))
    angle = np.arccos(cosine)
    return (np.sin((1 - share) * angle) * start + np.sin(share * angle) * end) / np.sin(angle)


PREDICTIONS = (
    Prediction(
        "05.a",
        "Stride 2: which kernel size makes a checkerboard out of an even picture?",
        "Stamps of 3 at a distance of 2 overlap at every second place only; stamps of 4 overlap "
        "everywhere inside.",
        choices=("3", "4", "both", "neither"),
    ),
    Prediction(
        "05.b",
        "How near is a painted animal to its nearest training picture?",
        "Real pictures are the yardstick: many of them have a close relative too.",
        choices=("a copy", "as near as real ones", "far from all"),
    ),
    Prediction(
        "05.c",
        "Two latents of 64 numbers from N(0, 1) have a length of about 8. How long is the point "
        "half-way on the straight line between them?",
        "The variances of two independent halves add up to 1/4 + 1/4 = 1/2, so the length "
        "shrinks to 8 times the root of 1/2, 5.66.",
        tolerance=0.1,
    ),
)

QUESTIONS = (
    Question(
        "A transposed convolution takes 14 x 14 to what size, with kernel 4, stride 2, padding 1?",
        (
            Choice("28 x 28", True, "(14 - 1) * 2 + 4 - 2 = 28."),
            Choice("7 x 7", False, "That is the convolution with the same numbers: it halves."),
            Choice("30 x 30", False, "The padding is cut off at both ends: 30 - 2 = 28."),
            Choice("17 x 17", False, "This leaves out the stride, and the padding too."),
        ),
    ),
    Question(
        "What does a transposed convolution do to the result of a convolution?",
        (
            Choice(
                "It brings back the size, not the values",
                True,
                "Its matrix is the transpose of the convolution's, not the inverse.",
            ),
            Choice(
                "It undoes it exactly",
                False,
                "The name “deconvolution” suggests it, and the elephant above shows otherwise.",
            ),
            Choice(
                "It undoes it if the kernel is square",
                False,
                "The shape of the kernel does not turn a transpose into an inverse.",
            ),
        ),
    ),
    Question(
        "A generator paints one perfect elephant, over and over. Its precision and recall are",
        (
            Choice(
                "high precision, low recall",
                True,
                "Each fake is plausible; hardly any real picture is within its reach.",
            ),
            Choice(
                "low precision, high recall", False, "This would be noise that lands everywhere."
            ),
            Choice("both high", False, "Recall asks for every real picture, and most are missed."),
            Choice("both low", False, "The fakes are plausible, so precision is high."),
        ),
    ),
    Question(
        "A generator hands out training pictures. Which measure notices?",
        (
            Choice(
                "The distance to the nearest training picture",
                True,
                "It is 0. Look there whenever you fear that a model memorises.",
            ),
            Choice(
                "The Frechet distance",
                False,
                "It is best for exactly this generator: the two clouds are alike.",
            ),
            Choice("Precision", False, "Training pictures are as plausible as can be."),
            Choice("Recall", False, "Training pictures reach everything there is."),
        ),
    ),
    Question(
        "Only G is given the label, D is not. What happens?",
        (
            Choice(
                "G is free to ignore it",
                True,
                "No loss depends on it, so nothing teaches G to obey. Both must hear the name.",
            ),
            Choice(
                "G obeys, because its input holds the label",
                False,
                "An input can be ignored: weights of 0 do it, and D would never notice.",
            ),
            Choice(
                "G stops learning",
                False,
                "It learns to paint animals as before, only not the ones you ask for.",
            ),
        ),
    ),
)

TERMS = (
    Term(
        "convolution",
        "卷积",
        "one small kernel slides over the picture; a weighted sum at each place",
    ),
    Term("kernel", "卷积核", "the small array of weights that slides"),
    Term("stride", "步幅", "how many places the kernel moves at a time"),
    Term(
        "padding",
        "填充",
        "places added round the input, or cut off the output of a transposed convolution",
    ),
    Term(
        "transposed convolution",
        "转置卷积",
        "every input value stamps a scaled kernel onto the output",
    ),
    Term("upsampling", "上采样", "making a picture larger, for instance by repeating pixels"),
    Term("checkerboard artefact", "棋盘格伪影", "a regular pattern where stamps overlap unevenly"),
    Term(
        "feature map",
        "特征图",
        "one channel of a layer's output: where one kernel found its pattern",
    ),
    Term(
        "batch normalisation",
        "批归一化",
        "scales each channel by its mean and spread over the batch",
    ),
    Term("conditional GAN", "条件生成对抗网络", "a GAN whose two players are both told the class"),
    Term("embedding", "嵌入", "a learned vector for each class"),
    Term(
        "Frechet distance",
        "弗雷歇距离",
        "distance between two Gaussians fitted to two clouds of features",
    ),
    Term("precision", "精确率", "share of fakes that lie among the real pictures"),
    Term("density", "密度", "how many real neighbourhoods hold a fake, on average"),
    Term("recall", "召回率", "share of real pictures that the generator can reach"),
    Term("coverage", "覆盖率", "share of real pictures with a fake in their neighbourhood"),
    Term(
        "exponential moving average",
        "指数移动平均",
        "a running mean that forgets old values little by little",
    ),
    Term(
        "truncation trick",
        "截断技巧",
        "drawing latents near the centre: better pictures, fewer kinds",
    ),
    Term(
        "spherical interpolation",
        "球面插值",
        "walking along the sphere instead of the straight line",
    ),
    Term(
        "memorising",
        "记忆训练样本",
        "handing out training pictures instead of new ones",
    ),
)
