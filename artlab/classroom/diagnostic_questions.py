"""The ten questions of the diagnostic: what a newcomer may know already."""

from artlab.classroom.lesson import Choice, Question

UNKNOWN = "I do not know yet"


def _ask(prompt, right, why, *wrong):
    """A question whose last choice is `UNKNOWN`, explained by what is right."""
    return Question(
        prompt,
        (
            Choice(right, True, why),
            *(Choice(text, False, reason) for text, reason in wrong),
            Choice(UNKNOWN, False, f"The answer: {right}. {why}"),
        ),
    )


# The order is that of `skills.DIAGNOSTIC`.
QUESTIONS = (
    _ask(
        "You want to know what salt does to a soup. You cook two pots. What differs?",
        "the salt alone",
        "One change, so that what differs comes from it. Every experiment here works like this.",
        ("salt, and the pot", "Then the pot may be the reason. You could not tell."),
        ("nothing: you taste one of them twice", "Without a difference you learn how sure you are "
         "of your taste, and nothing about salt."),
    ),
    _ask(
        "X has 32 rows and 784 columns, W has 784 rows and 10 columns. What is the shape of X @ W?",
        "(32, 10)",
        "The inner numbers, 784 and 784, meet and vanish; the outer ones stay.",
        ("(784, 784)", "These are the numbers that meet. They are summed over, so they vanish."),
        ("none: the shapes do not fit", "They fit: columns of the first are rows of the second."),
    ),
    _ask(
        "A pixel is 255 of 0 to 255. You scale the picture to -1 to 1. What is the pixel now?",
        "1",
        "The top of one range becomes the top of the other: 255 / 127.5 - 1 = 1.",
        ("2", "255 / 127.5 is 2, but then 1 is still taken away."),
        ("255 / 256", "That divides by the number of levels, and leaves the range 0 to 1."),
    ),
    _ask(
        "At your place the loss has the slope +3 along a weight. To lower the loss, you …",
        "make the weight smaller",
        "The slope is positive: the loss grows with the weight. Downhill is the other way.",
        ("make the weight larger", "That walks up the slope, and the loss grows."),
        ("set the weight to 0", "Nobody says that the lowest place is at 0. A step goes downhill "
         "from where you stand."),
    ),
    _ask(
        "Your steps downhill get too large. What does the loss do?",
        "it jumps about, or grows",
        "A large step lands on the other side of the valley, perhaps higher than before.",
        ("it falls faster, and ends in the same place", "Up to a point larger steps are faster. "
         "Beyond it they overshoot the valley."),
        ("nothing changes: only the slope counts", "The step is rate times slope, so the rate "
         "counts as well."),
    ),
    _ask(
        "Three scores, 2, 2 and 2, become chances by softmax. What are they?",
        "one third each",
        "Equal scores, equal chances, and together they are 1.",
        ("2, 2 and 2", "Chances add up to 1. These add up to 6."),
        ("1, 0 and 0", "Softmax prefers the highest score, and here none is higher."),
    ),
    _ask(
        "A model gives the true answer the chance p. Its loss is -log p. When is it largest?",
        "when p is near 0",
        "What one holds for impossible and yet sees is the greatest surprise.",
        ("when p is near 1", "At p = 1 the loss is 0: no surprise at all."),
        ("when p is one half", "log 2 = 0.69 is a middling surprise. It grows as p shrinks."),
    ),
    _ask(
        "A network is right on all pictures that it was trained on. What do you know?",
        "that it fits these pictures",
        "How it does on others only others can show: it may have learned these by heart.",
        ("that it knows the subject", "It may have learned the pictures by heart. Held-out ones "
         "tell the two apart."),
        ("that it is broken", "It may be, or not. Being right on training pictures is common."),
    ),
    _ask(
        "In a GAN, what does the generator learn from?",
        "from how the discriminator judges its pictures",
        "The slope of that judgement tells it how to change every pixel.",
        ("from copying real pictures, pixel by pixel", "It never sees a real picture. Only the "
         "discriminator does."),
        ("from people who rate its pictures", "Nobody rates. The judge is a second network."),
    ),
    _ask(
        "A language model has chances for the next token. How does it write one?",
        "it draws a token by lot, or takes the likeliest",
        "Both happen. Drawing gives variety; always the likeliest soon repeats itself.",
        ("it looks the sentence up in its training text", "It has no text inside, only weights. "
         "They give a chance to every token."),
        ("it writes the whole sentence at once", "One token, then chances anew with this token "
         "behind it, and so on."),
    ),
)  # fmt: skip
