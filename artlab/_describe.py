"""Words for pictures, for whoever listens instead of looking."""

import numpy as np

WHERE_ROWS = ("top", "middle", "bottom")
WHERE_COLUMNS = ("left", "centre", "right")
PLAIN = 0.02  # spread of brightness (0 to 1) under which a picture is one even tone


def count(number, singular):
    """`count(2, "picture")` gives "2 pictures"."""
    return f"{number:,} {singular}{'' if number == 1 else 's'}"


def brightness(pixels):
    """Perceived brightness (0 black, 1 white) of uint8 RGB; ITU-R BT.601 luma weights."""
    return pixels.astype(np.float64) @ (0.299, 0.587, 0.114) / 255


def tone(value):
    """A word for a mean brightness in [0, 1]."""
    steps = ((0.15, "very dark"), (0.4, "dark"), (0.6, "mid-toned"), (0.85, "light"))
    return next((word for limit, word in steps if value < limit), "very light")


def place(weights):
    """Where in the frame the weight lies, as "the top left" or "the middle".

    Args:
        weights: (height, width), 0 or more, not all zero.
    """
    height, width = weights.shape
    total = weights.sum()
    row = (weights.sum(1) @ (np.arange(height) + 0.5)) / total / height  # 0 top, 1 bottom
    column = (weights.sum(0) @ (np.arange(width) + 0.5)) / total / width
    vertical, horizontal = WHERE_ROWS[min(int(row * 3), 2)], WHERE_COLUMNS[min(int(column * 3), 2)]
    if (vertical, horizontal) == ("middle", "centre"):
        return "the middle"
    return f"the {vertical} {horizontal}"


def colour_word(pixels):
    """The main colour of uint8 RGB pixels (num, 3) in one word, or "grey"."""
    red, green, blue = pixels.reshape(-1, 3).astype(np.float64).mean(0) / 255
    high, low = max(red, green, blue), min(red, green, blue)
    if high - low < 0.08:
        return "grey"
    if high == red:
        hue = (60 * (green - blue) / (high - low)) % 360
    elif high == green:
        hue = 60 * (blue - red) / (high - low) + 120
    else:
        hue = 60 * (red - green) / (high - low) + 240
    limits = ((15, "red"), (45, "orange"), (70, "yellow"), (165, "green"), (200, "cyan"))
    limits += ((260, "blue"), (330, "violet"), (361, "red"))
    return next(word for limit, word in limits if hue < limit)


def one(pixels):
    """Describes one picture, uint8 RGB (height, width, 3): tone, then where the mark is."""
    light = brightness(pixels)
    if light.std() < PLAIN:
        return f"one even {tone(light.mean())} tone"
    edge = np.concatenate([light[0], light[-1], light[:, 0], light[:, -1]])
    ground = float(np.median(edge))
    contrast = np.abs(light - ground)
    mark = contrast > 0.5 * contrast.max()
    ink = "light" if light[mark].mean() > ground else "dark"
    words = f"{tone(ground)} ground, {ink} shape covering {share(mark.mean())} around "
    words += place(mark.astype(np.float64))
    colour = colour_word(pixels)
    return words if colour == "grey" else f"{words}, mostly {colour}"


def share(fraction):
    """`share(0.31)` gives "31%"; what is there but tiny is "under 1%"."""
    return "under 1%" if fraction < 0.01 else f"{fraction:.0%}"


def many(pixels):
    """Describes several pictures, uint8 RGB (num, height, width, 3)."""
    light = brightness(pixels)
    words = f"on average {tone(light.mean())} ({light.mean():.0%} of white)"
    num_plain = int((light.std(axis=(1, 2)) < PLAIN).sum())
    if num_plain:
        words += f", {num_plain} of them one even tone"
    num_different = len(np.unique(pixels.reshape(len(pixels), -1), axis=0))
    if num_different == 1:
        return words + ", all the same"
    return words + ("" if num_different == len(pixels) else f", {num_different} different")
