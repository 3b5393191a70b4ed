"""What each style is painted on: the tooth of paper, silk, wood, laid over a finished painting."""

import numpy as np

SHIFT = 0.5  # misregistration of a woodblock print, in pixels of a 128-pixel painting


def lay(style, canvas, noise, unit):
    """Lays a style's ground over a canvas.

    Args:
        style: one of `scene.STYLES`.
        canvas: a `Canvas`.
        noise: function from the name of a noise to a field of the canvas's shape.
        unit: pixels of the canvas to one of a 128-pixel painting.
    """
    GROUNDS[style](canvas, noise, unit)


def rice_paper(canvas, noise, unit):
    """Xuan paper: a fine tooth, and places that took the water differently."""
    canvas.shade(0.010 * noise("grain") + 0.006 * noise("cloud"))


def silk(canvas, noise, unit):
    """Silk: a weave, and the brown of age in patches."""
    canvas.shade(0.012 * noise("grain") + 0.016 * noise("cloud"))


def cold_pressed(canvas, noise, unit):
    """Cold-pressed paper: a tooth in which pigment settles."""
    canvas.shade(0.008 * noise("grain"))


def wood(canvas, noise, unit):
    """The wood's grain in the flats, and one block a pixel out of register."""
    shift = max(1, round(SHIFT * unit))
    red = canvas.planes[0]
    red[:, shift:] = 0.72 * red[:, shift:] + 0.28 * red[:, :-shift]
    canvas.shade(noise("wood") * np.float32(0.016) + 0.006 * noise("grain"))


GROUNDS = {
    "ink": rice_paper,
    "blue-green": silk,
    "watercolour": cold_pressed,
    "woodblock": wood,
}
