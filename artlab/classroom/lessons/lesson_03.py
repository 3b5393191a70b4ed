"""Lesson 03, training a GAN: exercises, predictions, quiz and glossary."""

import numpy as np

from artlab.classroom.answers import as_array, as_function, as_number, close, describe
from artlab.classroom.lesson import Choice, Open, Prediction, Question, Right, Term, Wrong, exercise

PIXELS = np.array([[0, 51, 255]], "uint8")
RANGES = {"tanh": np.array([[-1.0, -0.6, 1.0]]), "sigmoid": np.array([[0.0, 0.2, 1.0]])}


@exercise(
    "03.1",
    "Pictures that the generator can reach",
    hints=(
        "Files hold 0 to 255. Find the lowest and the highest value that each activation can "
        "give, and map 0 and 255 onto them.",
        "`pixels / 255` runs from 0 to 1. That is the range of one of the two. Stretch it by 2 "
        "and move it down by 1 for the other.",
        "sigmoid: `pixels / 255`. tanh: `pixels / 127.5 - 1`.",
    ),
    solution="""
def prepare(pixels, activation):
    shares = pixels / 255  # 0 to 1: what a sigmoid reaches
    return shares if activation == "sigmoid" else 2 * shares - 1
""",
)
def image_range(answer):
    """`prepare(pixels, activation)`: uint8 pixels in the range of the generator's last layer."""
    prepare = as_function(answer, "prepare")
    returned = {name: prepare(PIXELS.copy(), name) for name in RANGES}
    whole = [getattr(picture, "dtype", None) == np.uint8 for picture in returned.values()]
    if any(whole) and not np.array_equal(returned["tanh"], PIXELS):
        raise Wrong(
            "uint8 holds whole numbers from 0 to 255 and nothing else: .2 becomes 0, and -1 "
            "becomes 255. Leave the numbers floats."
        )
    found = {
        name: as_array(picture, shape=PIXELS.shape, what=f"the {name} picture")
        for name, picture in returned.items()
    }
    good = {name: close(found[name], RANGES[name], 1e-3) for name in RANGES}
    if all(good.values()):
        _judge_dark(prepare)
        return Right("Black, grey and white each lie where the last layer can paint them.")
    swapped = RANGES["sigmoid"], RANGES["tanh"]
    if close(found["tanh"], swapped[0]) and close(found["sigmoid"], swapped[1]):
        raise Wrong("The two are exchanged: tanh is the one that reaches below 0.")
    squashed = np.tanh(PIXELS / 1.0), 1 / (1 + np.exp(-PIXELS / 1.0))
    if close(found["tanh"], squashed[0], 1e-3) and close(found["sigmoid"], squashed[1], 1e-3):
        raise Wrong(
            "You apply tanh or the sigmoid itself to the pixels. The network does that, in its "
            "last layer; the pictures only need the range that it reaches, scaled evenly."
        )
    done = "".join(f"The range for {name} is right. " for name in RANGES if good[name]).strip()
    name = "sigmoid" if good["tanh"] else "tanh"
    raise Wrong(_range_fault(name, found[name]), done)


def _judge_dark(prepare):
    """A picture without white must come out without white."""
    dark = as_array(prepare(np.array([[51, 102]], "uint8"), "sigmoid"), (1, 2), "a dark picture")
    if not close(dark, [[0.2, 0.4]], 1e-3):
        raise Wrong(
            "You stretch each picture from its own darkest to its own lightest pixel, so a dark "
            "picture loses its darkness. Divide by 255, whatever the picture holds.",
            "A picture with black and white in it comes out well.",
        )


def _range_fault(name, found):
    """Why these pixels for 0, 51 and 255 do not suit an activation."""
    low, middle, high = found[0]
    if close(found, PIXELS // 255 * (high - low) + low):
        return (
            "Only black and white are left: `//` cuts the decimals off, so the pixel 51 became "
            "black. Divide with `/`."
        )
    if high > 1.5:
        return f"White came out as {high:g}, but {name} never gives more than 1: scale the pixels."
    if close(middle, high) or close(middle, low):
        return (
            "Clipping is not scaling: it pushes every value outside onto the edge, so greys turn "
            "black or white. Here the pixel 51 is lost."
        )
    if low > middle > high:
        return (
            "Black and white have changed places: 255 is the lightest, and should get the highest."
        )
    if not low <= middle <= high:
        return (
            "Darker pixels came out brighter than lighter ones: uint8 arithmetic wraps around "
            "below 0. Divide first (that makes floats), then subtract."
        )
    if name == "tanh" and close(found, RANGES["sigmoid"]):
        return (
            "Dividing by 255 ends in [0, 1]. The ground of every picture is then 0, a mid-grey for "
            "tanh, and half of its range stays unused."
        )
    if name == "sigmoid" and close(found, RANGES["tanh"]):
        return (
            "A sigmoid never gives a number below 0, so it cannot paint your -1: the discriminator "
            "tells real from fake by the sign alone."
        )
    return (
        f"For {name}, 0 and 255 should become {'-1' if name == 'tanh' else '0'} and 1. Yours "
        f"become {low:.4g} and {high:.4g}."
    )


class _Bench:
    """Two small players and one batch, on which a step of the student is watched."""

    def __init__(self):
        from artlab import runtime

        tensorflow, keras = runtime.load("tensorflow", "keras")
        self.ops, self.tape = keras.ops, tensorflow.GradientTape
        layers, start = keras.layers, keras.initializers.GlorotUniform
        self.generator = keras.Sequential(
            [
                keras.Input((3,)),
                layers.Dense(4, "tanh", kernel_initializer=start(seed=1)),
                layers.Dense(4, "tanh", kernel_initializer=start(seed=2)),
                layers.Reshape((2, 2, 1)),
            ]
        )
        self.discriminator = keras.Sequential(
            [
                keras.Input((2, 2, 1)),
                layers.Flatten(),
                layers.Dense(5, "tanh", kernel_initializer=start(seed=3)),
                layers.Dense(1, kernel_initializer=start(seed=4)),
            ]
        )
        self.optimizer = keras.optimizers.SGD(0.1)
        rng = np.random.default_rng(5)
        self.latents = tensorflow.constant(rng.standard_normal((6, 3)), "float32")
        self.real_images = tensorflow.constant(rng.uniform(-1, 1, (6, 2, 2, 1)), "float32")

    def gradients(self, label):
        """Value and gradients of the cross-entropy of the fakes against a label."""
        with self.tape() as tape:
            logits = self.discriminator(self.generator(self.latents))
            loss = self.ops.mean(self.ops.softplus(-logits if label else logits))
        slopes = tape.gradient(loss, self.generator.trainable_variables)
        return float(loss), [slope.numpy() for slope in slopes]

    def real_loss(self):
        """The cross-entropy of the real pictures against 1."""
        return float(self.ops.mean(self.ops.softplus(-self.discriminator(self.real_images))))


@exercise(
    "03.2",
    "The generator's step",
    hints=(
        "Three things happen under the tape: G paints, D judges, and the loss asks how far D is "
        "from saying 1 to the fakes. `real_images` is a trap: G never sees a real picture.",
        "The loss is the mean of `-log sigmoid(logit)`, which is `softplus(-logit)`. The gradient "
        "is taken by `generator.trainable_variables`, and by nothing else.",
        "`slopes = tape.gradient(loss, generator.trainable_variables)`, then "
        "`optimizer.apply(slopes, generator.trainable_variables)`, and return the loss.",
    ),
    solution="""
def generator_step(generator, discriminator, optimizer, real_images, latents):
    with tf.GradientTape() as tape:
        fake_logits = discriminator(generator(latents, training=True), training=True)
        loss = keras.ops.mean(keras.ops.softplus(-fake_logits))  # label 1
    slopes = tape.gradient(loss, generator.trainable_variables)
    optimizer.apply(slopes, generator.trainable_variables)
    return loss
""",
    seconds=10.0,
)
def generator_step(answer):
    """Move G, and G alone, one step towards fakes that D calls real; return the loss."""
    step, bench = as_function(answer, "generator_step"), _Bench()
    wanted, slopes = bench.gradients(label=1)
    before = [bench.generator.get_weights(), bench.discriminator.get_weights()]
    labels_zero, real = bench.gradients(label=0)[0], bench.real_loss()
    loss = _run_step(step, bench)
    moved = [new - old for new, old in zip(bench.generator.get_weights(), before[0], strict=True)]
    touched = _num_changed(bench.discriminator.get_weights(), before[1])
    _judge_loss(loss, wanted, labels_zero, real)
    good = "The loss is right."
    if touched:
        raise Wrong(
            f"G's step also moved {touched} of D's weight arrays: D was pushed to call fakes real, "
            "and so unlearns its own work. Take the gradient by G's variables only.",
            good,
        )
    if not any(np.abs(move).max() > 0 for move in moved):
        raise Wrong("G did not move: the gradients were not applied to its variables.", good)
    _judge_moves(moved, slopes, good)
    if not bench.discriminator.trainable:
        raise Wrong(
            "D stays frozen behind your step, so it learns nothing in its own one. Leave its flag "
            "alone: that the gradient is taken by G's variables is enough.",
            "The loss is right, and G moves.",
        )
    return Right("All of G moved, nothing of D did, and nothing had to be frozen.")


def _judge_moves(moved, slopes, good):
    """Raises `Wrong` unless every array of G went one step against its slope."""
    still = sum(np.abs(move).max() == 0 for move in moved)
    if still:
        raise Wrong(
            f"{still} of G's {len(moved)} weight arrays did not move. Take the gradient by all of "
            "`generator.trainable_variables`.",
            good,
        )
    if all(close(move, 0.1 * slope) for move, slope in zip(moved, slopes, strict=True)):
        raise Wrong("G walked up the slope. An optimiser minimises: hand it the gradient as it is.")
    if all(close(move, -0.2 * slope) for move, slope in zip(moved, slopes, strict=True)):
        raise Wrong("G took the same step twice: apply the gradients once.", good)
    if not all(close(move, -0.1 * slope) for move, slope in zip(moved, slopes, strict=True)):
        raise Wrong("G moved, but not against the slope of this loss.", good)


def _run_step(step, bench):
    arguments = bench.generator, bench.discriminator, bench.optimizer
    try:
        return step(*arguments, bench.real_images, bench.latents)
    except Exception as error:  # TensorFlow and Keras complain in many ways
        _explain_complaint(str(error))
        if "No gradients provided" not in str(error):
            raise
        raise Wrong(
            "No gradient arrives at G: the loss does not contain it. Either the fakes were painted "
            "outside the tape, or the loss looks at real pictures, in which G has no part."
        ) from error


def _explain_complaint(text):
    """Raises `Wrong` for what TensorFlow says of a slip, in words of the lesson."""
    if "Cannot update variable" in text:
        raise Wrong(
            "The slopes do not belong to the variables that they are applied to. Both come from "
            "the same list, `generator.trainable_variables`."
        )
    if "'_unique_id'" in text:
        raise Wrong("Slopes and variables are mixed up: `apply(slopes, variables)`.")
    if "numpy." in text and "'_id'" in text:
        raise Wrong(
            "NumPy works outside the tape, so the tape does not know where the loss came from. Use "
            "`keras.ops`: it has `mean`, `exp`, `log` and `softplus` too."
        )


def _judge_loss(loss, wanted, labels_zero, real):
    if loss is None:
        raise Wrong("The step should return its loss, so that it can be watched.")
    if isinstance(loss, tuple | list):
        raise Wrong("Return the loss alone, one number.")
    if np.size(loss) == 6:
        raise Wrong("One loss per picture came back. The loss is their mean, one number.")
    loss = as_number(loss, "the loss")
    if close(loss, wanted):
        return
    if close(loss, 6 * wanted):
        raise Wrong("This is the sum over the batch. Take the mean, or the step grows with it.")
    if close(loss, -labels_zero):
        raise Wrong(
            "This is the loss of the minimax game, the mean of log(1 - D(G(z))). It pulls the same "
            "way, but has hardly a slope while D is sure (lesson 04). Ask for label 1 instead: "
            "`softplus(-fake_logits)`."
        )
    if close(loss, -wanted):
        raise Wrong(
            "The minus is missing: this is the mean of log D(G(z)), which G wants large. An "
            "optimiser makes it small, so G learns to be found out."
        )
    if close(loss, labels_zero) or close(loss, labels_zero / 2):
        raise Wrong(
            "Labels 0: that is D's wish for the fakes. Minimising it teaches G to be recognised. "
            "G asks for label 1."
        )
    if close(loss, labels_zero + real) or close(loss, (labels_zero + real) / 2):
        raise Wrong(
            "This is D's own loss. G would help D to win. G's loss holds the fakes alone, label 1."
        )
    if close(loss, real):
        raise Wrong("This is D's loss on real pictures: there is no G in it.")
    raise Wrong(f"The loss should be {wanted:.4f} on this batch. Yours is {loss:.4f}.")


def _num_changed(after, before):
    return sum(not np.array_equal(new, old) for new, old in zip(after, before, strict=True))


RUNS = {"A": "healthy", "B": "untrained", "C": "collapsed"}


@exercise(
    "03.3",
    "Three runs, three diagnoses",
    hints=(
        "Look at variety first: it tells whether the 64 latents still give 64 pictures.",
        "C has variety 0.00. For A and B ask: may D be trusted? A D that has learnt nothing says "
        "the same to everything.",
        'A is "healthy", B is "untrained", C is "collapsed".',
    ),
    solution='diagnoses = {"A": "healthy", "B": "untrained", "C": "collapsed"}',
)
def diagnoses(answer):
    """A dict from "A", "B", "C" to "healthy", "untrained" or "collapsed"."""
    if isinstance(answer, list | tuple) and len(answer) == len(RUNS):
        answer = dict(zip(RUNS, answer, strict=True))
    named = {str(key).strip().upper()[:20]: word for key, word in dict_of(answer).items()}
    if any(word is ... or (isinstance(word, str) and word == "…") for word in named.values()):
        raise Open
    if set(named) != set(RUNS):
        raise Wrong(
            'Give a dict with the keys "A", "B" and "C". ' + f"You gave {describe(answer)}."
        )
    words = {name: _word(word) for name, word in named.items()}
    unknown = [word for word in words.values() if word not in RUNS.values()]
    if unknown:
        raise Wrong(
            f"The words are healthy, untrained, collapsed. You gave {describe(unknown[0])}."
        )
    if words["C"] == "healthy":
        raise Wrong(
            "C: a small loss of D is no success. D is sure because all fakes are one picture."
        )
    if words["C"] != "collapsed":
        raise Wrong("C: its 64 latents give one picture (variety 0.00). There is a word for that.")
    if words["B"] == "healthy" and words["A"] != "collapsed":
        raise Wrong(
            "B: D says the same to both kinds. A perfect G gets that from the best D, but anything "
            "gets it from a D that knows nothing. B is at step 1; its variety is that of noise.",
            "C is right.",
        )
    for name, variety in (("A", "0.72"), ("B", "0.62")):
        if words[name] == "collapsed":
            raise Wrong(
                f"{name}: its variety is {variety}, so its 64 latents give different pictures. "
                "Collapsed means variety near 0, as in C.",
                "C is right.",
            )
    if words != RUNS:
        raise Wrong("A and B remain: which of the two D has learnt something?", "C is right.")
    return Right("Losses alone do not tell these runs apart; pictures and variety do.")


def dict_of(answer):
    """The answer, if it is a dict; else an empty one."""
    return answer if isinstance(answer, dict) else {}


def _word(answer):
    """The word of the lesson that an answer says: "mode collapse" is "collapsed"."""
    text = str(answer).strip().lower()[:60]
    return "collapsed" if "collaps" in text else text


class _Watched:
    """The popular listing with small players; it notes what each call of Keras moves."""

    def __init__(self):
        from artlab import runtime

        keras = runtime.load("keras")
        bench = _Bench()
        self.generator = bench.generator
        self.discriminator = keras.Sequential(
            [bench.discriminator, keras.layers.Activation("sigmoid")]
        )
        options = {"loss": "binary_crossentropy", "run_eagerly": True}  # flags count at every call
        self.discriminator.compile(optimizer=keras.optimizers.SGD(0.1), **options)
        self.discriminator.trainable = False
        latents = keras.Input((3,))
        self.stack = keras.Model(latents, self.discriminator(self.generator(latents)))
        self.stack.compile(optimizer=keras.optimizers.SGD(0.1), **options)
        self.real_images, self.latents = bench.real_images.numpy(), bench.latents.numpy()
        self.calls, self.optimizer = [], self.discriminator.optimizer
        self._watch("discriminator", self.discriminator)
        self._watch("stack", self.stack)

    def _watch(self, name, model):
        original = model.train_on_batch

        def train_on_batch(inputs, labels, *rest, **options):
            before = self.discriminator.get_weights(), self.generator.get_weights()
            result = original(inputs, labels, *rest, **options)
            after = self.discriminator.get_weights(), self.generator.get_weights()
            moved = [_num_changed(*pair) for pair in zip(after, before, strict=True)]
            is_real = np.array_equal(np.asarray(inputs), self.real_images)
            self.calls.append((name, is_real, float(np.mean(np.asarray(labels))), *moved))
            return result

        model.train_on_batch = train_on_batch


@exercise(
    "03.4",
    "Mend the popular loop",
    hints=(
        "Whether a weight trains is a flag of the model, `discriminator.trainable`, and Keras 3 "
        "reads it when a model trains for the first time, not when it is compiled.",
        "D has to be thawed before its own two calls and frozen before the stack's. G is never "
        "frozen.",
        "`discriminator.trainable = True`, D's two calls, `discriminator.trainable = False`, the "
        "stack's call.",
    ),
    solution="""
def mended_turn(generator, discriminator, stack, real_images, latents):
    ones, zeros = np.ones((len(latents), 1)), np.zeros((len(latents), 1))
    painted = generator(latents, training=True)
    discriminator.trainable = True
    discriminator.train_on_batch(real_images, ones)
    discriminator.train_on_batch(painted, zeros)
    discriminator.trainable = False
    stack.train_on_batch(latents, ones)
""",
    seconds=20.0,
)
def mended_turn(answer):
    """One turn in which D's two calls move D alone, and the stack's call moves G alone."""
    turn, watched = as_function(answer, "mended_turn"), _Watched()
    turn(
        watched.generator,
        watched.discriminator,
        watched.stack,
        watched.real_images,
        watched.latents,
    )
    own = [call for call in watched.calls if call[0] == "discriminator"]
    stacked = [call for call in watched.calls if call[0] == "stack"]
    if not stacked or not {call[1] for call in own} >= {True, False}:
        raise Wrong(
            "A turn has three calls of `train_on_batch`: D on real pictures, D on fakes, the stack "
            f"on latents. Yours: {len(own)} of D and {len(stacked)} of the stack."
        )
    _judge_flags(own, stacked)
    if watched.discriminator.optimizer is not watched.optimizer:
        raise Wrong(
            "You compile D anew in every turn. Then its optimiser forgets each time what it knew "
            "of the steps before. In Keras 3 the flag alone is enough.",
            "D's calls move D, the stack's call moves G.",
        )
    return Right("D's calls move D, the stack's call moves G. A tape says the same in one line.")


def _judge_flags(own, stacked):
    learns = all(call[3] for call in own)
    spoiled, painter = any(call[3] for call in stacked), all(call[4] for call in stacked)
    if not learns and not painter:
        raise Wrong("Both are frozen: neither D nor G moved in its own call, so nothing trains.")
    if not learns and spoiled:
        raise Wrong("The flags are exchanged: D rests in its own calls and moves in the stack's.")
    if not learns:
        raise Wrong(
            "D never learns: it is still frozen when it trains itself. Keras 3 warns that there "
            "are no trainable weights and carries on.",
            "G moves in the stack.",
        )
    good = "D learns in its own calls."
    if not painter:
        raise Wrong("G is frozen: the stack's call is the only one that could move it.", good)
    if spoiled:
        raise Wrong(
            "D is not frozen in the stack: G's step trains 16 weight arrays in the lesson, D's 8 "
            "among them, and pushes D to call fakes real.",
            good,
        )
    real, fake = ([call[2] for call in own if call[1] is kind] for kind in (True, False))
    if min(real) < 0.5 or max(fake) > 0.5:
        raise Wrong("D's labels are exchanged: real is 1, fake is 0.", good)
    if min(call[2] for call in stacked) < 0.5:
        raise Wrong("The stack trains with labels 0: G would learn to be recognised.", good)


PREDICTIONS = (
    Prediction(
        "03.a",
        "Nothing is frozen. How many of D's 8 weight arrays does G's step move?",
        "Each player's gradients are applied to its own list of variables. Gradients flow through "
        "D to reach G; flowing through is not moving.",
        tolerance=0.0,
        unit="arrays",
    ),
    Prediction(
        "03.b",
        "Where does G's loss go while the pictures get better?",
        "A loss of a GAN measures the distance to a moving opponent. It says who is ahead, not "
        "how good the pictures are.",
        choices=("it falls to 0", "it swings and stays well above 0"),
    ),
    Prediction(
        "03.c",
        "How varied are 64 pictures after the collapse (0 one picture, 1 as the real ones)?",
        "64 different latents, one picture. G has found something that worked for a moment and "
        "paints it for everybody.",
        tolerance=0.5,
    ),
    Prediction(
        "03.d",
        "How many times as fast as the popular loop is one program for the whole step?",
        "The networks are the same. The rest is Python, four separate programs, work done twice, "
        "and pictures copied out of TensorFlow and in again.",
        tolerance=0.3,
        unit="times",
    ),
)

QUESTIONS = (
    Question(
        "Why may both tapes watch D and G at once, with nothing frozen?",
        (
            Choice(
                "Each gradient is applied to the variables of one player only.",
                True,
                "A tape only measures slopes. Moving happens in `apply`, and there you say what.",
            ),
            Choice(
                "A tape moves only what was built inside it.",
                False,
                "A tape moves nothing at all: it notes what was computed, to find slopes.",
            ),
            Choice(
                "D's gradient is zero while G trains.",
                False,
                "It is not zero. It is simply not asked for in G's step.",
            ),
        ),
    ),
    Question(
        "D(real) and D(fake) are both near 1/2. What do you know?",
        (
            Choice(
                "Only that this D does not tell them apart; look at pictures and variety.",
                True,
                "The theorem needs the best D. A weak or untrained one says 1/2 to anything.",
            ),
            Choice(
                "The pictures are perfect: training may stop.",
                False,
                "That holds for the best possible D alone. At step 0 it is 1/2 as well, amid fog.",
            ),
            Choice(
                "G has collapsed.",
                False,
                "Collapse shows in variety. D's answers can be anything while it happens.",
            ),
        ),
    ),
    Question(
        "Which number shows mode collapse?",
        (
            Choice(
                "The variety of the pictures, and how many classes they cover.",
                True,
                "Collapse means that many latents give one picture, so measure just that.",
            ),
            Choice(
                "G's loss.",
                False,
                "It may be low while G's one picture still fools D, and high when D has learnt it.",
            ),
            Choice(
                "The number of steps per second.",
                False,
                "Speed does not depend on what is painted.",
            ),
        ),
    ),
    Question(
        "A run is killed at step 45; its checkpoint is of step 30. What does resuming give?",
        (
            Choice(
                "The run that was never killed, bit for bit, on this machine.",
                True,
                "Noise and batches depend on seed and step alone, so steps 31 to 45 repeat.",
            ),
            Choice(
                "A similar run: randomness cannot be repeated.",
                False,
                "It can: stateless noise is a function of seed and step.",
            ),
            Choice(
                "The same weights as at step 45.",
                False,
                "The file holds step 30. The fifteen lost steps are computed again.",
            ),
        ),
    ),
    Question(
        "D is compiled, then `D.trainable = False`, then the stack is compiled. In Keras 3?",
        (
            Choice(
                "D never trains, unless it is thawed before its own calls.",
                True,
                "Keras 3 reads the flag when training starts, and by then D is frozen.",
            ),
            Choice(
                "D trains alone and rests in the stack: compile() has stored the flag.",
                False,
                "So it was in Keras 2, and so tutorials still say. You saw 0 of 8 arrays move.",
            ),
            Choice(
                "D trains in both.",
                False,
                "That is the listing without any freeze: then 16 arrays train in the stack.",
            ),
        ),
    ),
)

TERMS = (
    Term("latents", "潜变量（隐变量）", "the random numbers from which G paints one picture"),
    Term("generator", "生成器", "G: the network that turns latents into pictures"),
    Term("discriminator", "判别器", "D: the network that tells real pictures from fakes"),
    Term("logit", "对数几率", "D's raw output; its sigmoid is the probability of “real”"),
    Term("cross-entropy", "交叉熵", "minus the log of the probability given to the true label"),
    Term("training step", "训练步", "one batch, one move of each player"),
    Term("gradient tape", "梯度带", "notes what is computed, to find slopes afterwards"),
    Term("stateless noise", "无状态随机数", "random numbers that are a function of a seed alone"),
    Term("mode collapse", "模式崩溃", "many latents, few different pictures"),
    Term("variety", "多样性", "here: pixel variance of the fakes over that of the real pictures"),
    Term("learning rate", "学习率", "how far an optimiser moves along the slope"),
    Term("checkpoint", "检查点", "a file that holds a whole run, to go on from"),
    Term("freeze", "冻结", "to mark weights as not trainable"),
    Term("dropout", "随机失活", "switching features off at random while training"),
    Term("batch normalisation", "批归一化", "scaling features by the mean and spread of a batch"),
)
