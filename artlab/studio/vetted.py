"""Prompts and seeds for the projector: each painting was looked at before it was put here.

    artlab wall --vetted        (hangs them all)

They hold for the weights that this version ships; `tests/studio/test_vetted.py` asks whether each
still shows the things that it is asked for.
"""

from artlab.studio.codes import Settings

PROMPTS = (  # prompt, style, seed
    ("paint a landscape", None, 3),
    ("画一幅山水画", "ink", 1),
    ("two mountains behind a lake in the mist", "ink", 0),
    ("孤舟，雪山，冬夜", "ink", 3),
    ("a pavilion under tall pines", "ink", 4),
    ("willows by a river in the morning mist", "ink", 4),
    ("a wide river between green mountains at dawn", "blue-green", 3),
    ("青绿山水，一座亭子，三只鸟", "blue-green", 1),
    ("five peaks above the sea", "blue-green", 2),
    ("moonlight over a mountain lake", "blue-green", 2),
    ("湖边柳树，清晨", "blue-green", 0),
    ("a boat below a high peak", "blue-green", 1),
    ("sunset at sea with two boats", "watercolour", 1),
    ("a misty valley with a river", "watercolour", 1),
    ("水彩：湖，远山，日落", "watercolour", 3),
    ("snow on three mountains at dawn", "watercolour", 2),
    ("a quiet bay at night under the moon", "watercolour", 2),
    ("birds over a lake at dusk", "watercolour", 4),
    ("the sea, a red sun and one boat", "woodblock", 3),
    ("a temple under a tall mountain in the snow", "woodblock", 0),
    ("浮世绘：大海，飞鸟，远山", "woodblock", 4),
    ("pine trees by a lake at dusk", "woodblock", 0),
    ("a river in winter, a moon", "woodblock", 0),
    ("two hills, a hut, and a flock of birds", "woodblock", 1),
)


def vetted():
    """Settings of works that may be shown to a class unseen: a list of `Settings`.

    Example:
        Studio(style="ink").paint(vetted()[2].prompt, vetted()[2].seed)
    """
    return [Settings(text, seed, style) for text, style, seed in PROMPTS]
