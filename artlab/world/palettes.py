"""Six palettes for each style and time of day, in OKLCH: lightness, chroma, hue in degrees."""

import numpy as np

from artlab.world.colour import oklch, oklch_to_oklab, ramp
from artlab.world.scene import NUM_PALETTES

HUE_JITTER, CHROMA_JITTER = 4.0, 0.07  # what the seed changes on top of the palette
GROUPS = {  # roles whose hues a mood turns together
    "air": ("sky_top", "sky_mid", "sky_low", "water_far", "water", "cloud"),
    "hills": ("far", "near", "foot"),
    "earth": ("land_far", "land", "leaf", "leaf_dark"),
}
# (turn of air, of hills, of earth, in degrees; chroma; lightness of the sky)
MOODS = (
    (0, 0, 0, 1.0, 0.0),
    (-10, 14, -10, 1.1, -0.012),
    (12, -10, 12, 0.88, 0.012),
    (-18, 26, 6, 0.95, 0.0),
    (8, 16, -18, 1.15, -0.02),
    (20, -18, 20, 0.8, 0.015),
)

INK = {
    "sky_top": (0.935, 0.014, 88), "sky_mid": (0.942, 0.014, 88), "sky_low": (0.946, 0.014, 88),
    "far": (0.76, 0.008, 250), "near": (0.24, 0.006, 260), "foot": (0.92, 0.012, 90),
    "water_far": (0.935, 0.014, 90), "water": (0.86, 0.010, 200),
    "land_far": (0.88, 0.012, 90), "land": (0.62, 0.010, 90),
    "leaf": (0.30, 0.010, 170), "leaf_dark": (0.20, 0.008, 200), "wood": (0.20, 0.008, 60),
    "line": (0.15, 0.006, 260), "accent": (0.53, 0.19, 31), "roof": (0.26, 0.008, 60),
    "wall": (0.88, 0.014, 85), "light": (0.55, 0.19, 32), "cloud": (0.95, 0.012, 88),
    "sail": (0.90, 0.012, 85), "hull": (0.17, 0.006, 60), "snow": (0.965, 0.008, 90),
}  # fmt: skip
BLUE_GREEN = {
    "sky_top": (0.76, 0.070, 80), "sky_mid": (0.81, 0.066, 83), "sky_low": (0.90, 0.048, 88),
    "far": (0.43, 0.120, 256), "near": (0.29, 0.120, 262), "body": (0.55, 0.108, 168),
    "foot": (0.70, 0.090, 75),
    "water_far": (0.80, 0.045, 120), "water": (0.60, 0.070, 185),
    "land_far": (0.76, 0.075, 95), "land": (0.46, 0.095, 148),
    "leaf": (0.42, 0.105, 155), "leaf_dark": (0.29, 0.070, 170), "wood": (0.32, 0.055, 50),
    "line": (0.22, 0.035, 60), "accent": (0.58, 0.20, 32), "roof": (0.42, 0.13, 30),
    "wall": (0.90, 0.035, 85), "light": (0.60, 0.20, 33), "cloud": (0.93, 0.025, 88),
    "sail": (0.92, 0.03, 85), "hull": (0.28, 0.05, 45), "snow": (0.95, 0.012, 95),
    "gold": (0.80, 0.125, 85),
}  # fmt: skip
WATERCOLOUR = {
    "sky_top": (0.66, 0.110, 248), "sky_mid": (0.83, 0.065, 235), "sky_low": (0.965, 0.016, 85),
    "far": (0.74, 0.065, 258), "near": (0.33, 0.095, 264), "foot": (0.82, 0.075, 150),
    "water_far": (0.90, 0.035, 220), "water": (0.52, 0.095, 236),
    "land_far": (0.86, 0.085, 115), "land": (0.50, 0.105, 134),
    "leaf": (0.44, 0.100, 140), "leaf_dark": (0.30, 0.065, 158), "wood": (0.31, 0.050, 50),
    "line": (0.23, 0.035, 260), "accent": (0.62, 0.195, 36), "roof": (0.47, 0.140, 33),
    "wall": (0.92, 0.035, 80), "light": (0.87, 0.155, 82), "cloud": (0.985, 0.006, 90),
    "sail": (0.97, 0.012, 85), "hull": (0.30, 0.055, 40), "snow": (0.975, 0.008, 250),
}  # fmt: skip
WOODBLOCK = {
    "sky_top": (0.50, 0.115, 252), "sky_mid": (0.885, 0.035, 92), "sky_low": (0.915, 0.035, 92),
    "far": (0.70, 0.070, 238), "near": (0.44, 0.100, 250), "foot": (0.80, 0.055, 120),
    "water_far": (0.80, 0.055, 225), "water": (0.46, 0.115, 250),
    "land_far": (0.80, 0.085, 105), "land": (0.58, 0.105, 135),
    "leaf": (0.48, 0.095, 145), "leaf_dark": (0.33, 0.070, 165), "wood": (0.38, 0.065, 50),
    "line": (0.23, 0.065, 262), "accent": (0.58, 0.195, 33), "roof": (0.55, 0.180, 34),
    "wall": (0.92, 0.035, 90), "light": (0.60, 0.20, 33), "cloud": (0.94, 0.022, 90),
    "sail": (0.95, 0.022, 90), "hull": (0.38, 0.08, 45), "snow": (0.95, 0.012, 95),
}  # fmt: skip
BASES = {"ink": INK, "blue-green": BLUE_GREEN, "watercolour": WATERCOLOUR, "woodblock": WOODBLOCK}

# What a time of day changes.
TIMES = {
    ("ink", "dawn"): {
        "sky_top": (0.925, 0.018, 70), "sky_mid": (0.935, 0.018, 68), "sky_low": (0.945, 0.019, 66),
        "near": (0.30, 0.006, 260), "far": (0.80, 0.008, 250),
    },
    ("ink", "dusk"): {
        "sky_top": (0.80, 0.018, 72), "sky_mid": (0.865, 0.018, 72), "sky_low": (0.915, 0.019, 72),
        "water_far": (0.89, 0.018, 72), "water": (0.72, 0.012, 90), "foot": (0.88, 0.018, 72),
        "near": (0.20, 0.006, 260), "far": (0.66, 0.008, 250), "land": (0.50, 0.01, 80),
    },
    ("ink", "night"): {
        "sky_top": (0.40, 0.012, 258), "sky_mid": (0.58, 0.012, 250), "sky_low": (0.84, 0.013, 200),
        "water_far": (0.87, 0.012, 200), "water": (0.50, 0.012, 250), "foot": (0.76, 0.012, 210),
        "far": (0.46, 0.008, 255), "near": (0.18, 0.006, 260), "land": (0.34, 0.008, 250),
        "land_far": (0.60, 0.01, 240), "cloud": (0.80, 0.012, 230), "light": (0.955, 0.018, 95),
        "leaf": (0.18, 0.008, 200), "leaf_dark": (0.13, 0.008, 200),
    },
    ("blue-green", "dawn"): {
        "sky_top": (0.78, 0.055, 60), "sky_mid": (0.83, 0.06, 62), "sky_low": (0.89, 0.055, 70),
        "water_far": (0.84, 0.045, 70), "water": (0.64, 0.055, 190), "far": (0.54, 0.09, 262),
    },
    ("blue-green", "dusk"): {
        "sky_top": (0.62, 0.085, 45), "sky_mid": (0.72, 0.10, 55), "sky_low": (0.83, 0.095, 72),
        "water_far": (0.76, 0.085, 70), "water": (0.46, 0.065, 210), "near": (0.29, 0.10, 268),
        "far": (0.42, 0.10, 270), "body": (0.48, 0.085, 175), "foot": (0.62, 0.095, 60),
        "land": (0.42, 0.075, 130),
    },
    ("blue-green", "night"): {
        "sky_top": (0.47, 0.050, 240), "sky_mid": (0.58, 0.045, 225), "sky_low": (0.78, 0.045, 165),
        "water_far": (0.78, 0.045, 170), "water": (0.46, 0.070, 215), "near": (0.22, 0.090, 265),
        "far": (0.42, 0.09, 262), "body": (0.47, 0.08, 185), "foot": (0.60, 0.055, 130),
        "land": (0.33, 0.06, 175), "land_far": (0.60, 0.05, 150), "light": (0.955, 0.045, 95),
        "leaf": (0.38, 0.075, 170), "leaf_dark": (0.24, 0.055, 190), "cloud": (0.82, 0.025, 180),
        "line": (0.17, 0.03, 250),
    },
    ("watercolour", "dawn"): {
        "sky_top": (0.74, 0.075, 292), "sky_mid": (0.86, 0.075, 20), "sky_low": (0.955, 0.05, 78),
        "far": (0.75, 0.06, 310), "near": (0.42, 0.085, 288), "foot": (0.86, 0.05, 50),
        "water_far": (0.93, 0.05, 60), "water": (0.56, 0.075, 288), "land_far": (0.84, 0.06, 95),
        "land": (0.54, 0.075, 120), "light": (0.80, 0.15, 55), "cloud": (0.975, 0.02, 50),
    },
    ("watercolour", "dusk"): {
        "sky_top": (0.44, 0.115, 285), "sky_mid": (0.70, 0.135, 22), "sky_low": (0.925, 0.115, 82),
        "far": (0.62, 0.085, 330), "near": (0.31, 0.085, 292), "foot": (0.74, 0.10, 45),
        "water_far": (0.88, 0.11, 68), "water": (0.38, 0.095, 290), "land_far": (0.60, 0.075, 70),
        "land": (0.33, 0.055, 110), "leaf": (0.30, 0.055, 150), "leaf_dark": (0.20, 0.045, 220),
        "light": (0.74, 0.185, 48), "cloud": (0.90, 0.06, 50), "line": (0.19, 0.045, 285),
    },
    ("watercolour", "night"): {
        "sky_top": (0.21, 0.075, 272), "sky_mid": (0.40, 0.085, 262), "sky_low": (0.83, 0.055, 225),
        "far": (0.50, 0.07, 258), "near": (0.20, 0.055, 270), "foot": (0.56, 0.06, 240),
        "water_far": (0.80, 0.055, 228), "water": (0.22, 0.07, 266), "land_far": (0.42, 0.05, 210),
        "land": (0.20, 0.04, 200), "leaf": (0.20, 0.045, 180), "leaf_dark": (0.13, 0.03, 230),
        "light": (0.97, 0.035, 98), "cloud": (0.66, 0.04, 250), "line": (0.12, 0.03, 270),
        "wood": (0.16, 0.03, 50), "roof": (0.30, 0.09, 33), "wall": (0.84, 0.12, 80),
    },
    ("woodblock", "dawn"): {
        "sky_top": (0.68, 0.085, 345), "sky_mid": (0.90, 0.04, 75), "sky_low": (0.90, 0.065, 62),
        "far": (0.72, 0.05, 300), "near": (0.46, 0.08, 275), "water": (0.50, 0.09, 258),
        "water_far": (0.84, 0.045, 50),
    },
    ("woodblock", "dusk"): {
        "sky_top": (0.40, 0.115, 275), "sky_mid": (0.78, 0.105, 62), "sky_low": (0.70, 0.155, 42),
        "far": (0.56, 0.085, 305), "near": (0.33, 0.10, 275), "water_far": (0.74, 0.11, 55),
        "water": (0.36, 0.105, 268), "land": (0.42, 0.08, 140), "land_far": (0.60, 0.075, 95),
        "foot": (0.66, 0.09, 40), "leaf": (0.36, 0.07, 155), "leaf_dark": (0.26, 0.055, 185),
    },
    ("woodblock", "night"): {
        "sky_top": (0.21, 0.085, 268), "sky_mid": (0.44, 0.085, 250), "sky_low": (0.76, 0.060, 215),
        "far": (0.48, 0.075, 252), "near": (0.25, 0.085, 262), "water_far": (0.74, 0.060, 220),
        "water": (0.26, 0.09, 262), "land": (0.30, 0.06, 190), "land_far": (0.44, 0.05, 200),
        "foot": (0.52, 0.05, 220), "leaf": (0.28, 0.055, 175), "leaf_dark": (0.19, 0.045, 210),
        "light": (0.95, 0.045, 95), "cloud": (0.72, 0.03, 235), "line": (0.14, 0.06, 268),
        "wall": (0.88, 0.105, 85), "roof": (0.45, 0.15, 33),
    },
}  # fmt: skip

# Darkest and lightest grey (sRGB) that a finished painting reaches for.
RANGES = {
    "ink": {"day": (0.13, 0.94), "dawn": (0.14, 0.93), "dusk": (0.09, 0.90), "night": (0.06, 0.85)},
    "blue-green": {
        "day": (0.14, 0.92), "dawn": (0.15, 0.92), "dusk": (0.10, 0.88), "night": (0.11, 0.84),
    },
    "watercolour": {
        "day": (0.13, 0.97), "dawn": (0.14, 0.97), "dusk": (0.09, 0.93), "night": (0.04, 0.80),
    },
    "woodblock": {
        "day": (0.11, 0.93), "dawn": (0.12, 0.93), "dusk": (0.08, 0.88), "night": (0.05, 0.78),
    },
}  # fmt: skip


class Palette:
    """The colours of one painting, by role.

    Args:
        style: one of `scene.STYLES`.
        time: one of `scene.TIMES`.
        number: which of the six moods; 0 to 5.
        generator: shifts hue and chroma a little.
    """

    def __init__(self, style, time, number, generator):
        if not 0 <= number < NUM_PALETTES:
            raise ValueError(f"`number` must be from 0 to {NUM_PALETTES - 1}. Received: {number!r}")
        self.lch = {**BASES[style], **TIMES.get((style, time), {})}
        air, hills, earth, chroma, lift = MOODS[number]
        chroma *= 1 + CHROMA_JITTER * generator.uniform(-1, 1)
        turns = dict(zip(GROUPS, (air, hills, earth), strict=True))
        for group, roles in GROUPS.items():
            turn = turns[group] * (0.4 if style == "blue-green" else 1)
            turn += HUE_JITTER * generator.uniform(-1, 1)
            for role in roles:
                light, strength, hue = self.lch[role]
                light += lift if role.startswith("sky") else 0
                self.lch[role] = (light, strength * chroma, hue + turn)
        self._srgb = {}

    def __getitem__(self, role):
        """sRGB of a role; float32 array of shape (3,)."""
        if role not in self._srgb:
            self._srgb[role] = oklch(*self.lch[role])
        return self._srgb[role]

    def between(self, first, second, share):
        """The colour at `share` of the way from one role to another, as OKLab would have it."""
        table = self.ramp((first, second), steps=17)
        return table[:, round(16 * float(np.clip(share, 0, 1)))]

    def ramp(self, roles, places=None, steps=128):
        """A gradient through roles; float32 array of shape (3, steps). See `colour.ramp`."""
        key = (roles, places, steps)
        if key not in self._srgb:
            self._srgb[key] = ramp([self.lch[role] for role in roles], places, steps)
        return self._srgb[key]

    def lab(self, role):
        """OKLab of a role."""
        return oklch_to_oklab(self.lch[role])
