"""From a picture to notes, by rules that one can read: nothing here was learned.

The picture is read from left to right, as a scroll is.

| in the picture | in the music |
|---|---|
| skyline of a column: its strongest edge from light to dark | pitch of the melody |
| contrast at that edge | loudness of the note |
| mean hue | root of the scale, once round the circle of hues |
| warm or cold on average | major or minor pentatonic scale |
| texture: share of pixels on an edge | tempo and notes: 60 to 132 beats a minute |
| horizon | pitch of the bass, low horizon, low bass |
| the most colourful spot | a bell, where it stands |
"""

import dataclasses

import numpy as np

from artlab import _arguments
from artlab.gallery.analysis import texture
from artlab.gallery.analysis.horizons import horizon
from artlab.gallery.analysis.viewing import view

MAJOR, MINOR = (0, 2, 4, 7, 9), (0, 3, 5, 7, 10)  # pentatonic: semitones above the root
LOWEST_MELODY, OCTAVES = 52, 3.0  # MIDI pitch of the foot of the picture; its height in octaves
BASS, BASS_RANGE = 31, 12
SLOWEST, FASTEST = 60.0, 132.0  # beats a minute
BUSY = 0.35  # share of edge pixels at which the music is quickest
STIFFNESS = 0.5  # contrast that a skyline gives up rather than jump a whole picture height
FAINT = 0.02  # difference of lightness below which a column has no skyline: a rest
BELL_CHROMA = 0.08  # below, no spot is colourful enough for a bell


@dataclasses.dataclass(frozen=True)
class Note:
    """One note.

    Attributes:
        start, length: in beats, from 0.
        pitch: MIDI number; 69 is A4, 440 Hz, and each semitone is 1.
        loudness: in [0, 1].
        voice: `"melody"`, `"bass"` or `"bell"`.
        place: `(x, y)` in the picture that it was read from, in [0, 1], y down.
    """

    start: float
    length: float
    pitch: int
    loudness: float
    voice: str
    place: tuple

    @property
    def frequency(self):
        """Hertz, in equal temperament.

        >>> Note(0, 1, 69, 1, "bell", (0, 0)).frequency
        440.0
        """
        return 440.0 * 2 ** ((self.pitch - 69) / 12)


@dataclasses.dataclass(frozen=True)
class Score:
    """All notes of a picture, and what they were set by.

    Attributes:
        notes: a tuple of `Note`, in order of their starts.
        beats: length in beats.
        tempo: beats a minute.
        root: pitch class of the scale, 0 (C) to 11 (B).
        scale: `"major"` or `"minor"` pentatonic.
        horizon: its height in [0, 1], y down; None where none was found.
    """

    notes: tuple
    beats: int
    tempo: float
    root: int
    scale: str
    horizon: float | None

    @property
    def seconds(self):
        """Length in seconds, without what rings on."""
        return self.beats * 60 / self.tempo

    def voice(self, name):
        """The notes of one voice."""
        return tuple(note for note in self.notes if note.voice == name)


def read_score(picture, beats=32):
    """Reads a picture from left to right as notes.

    Args:
        picture: as in `viewing.View`.
        beats: columns that it is cut into, one a beat; 8 to 128.

    Returns:
        A `Score`.

    Raises:
        ValueError: `beats` is none of these, or `picture` is no picture.
    """
    beats = _arguments.whole("beats", beats, 8, 128)
    seen = view(picture)
    warmth, root = _color(seen)
    scale = "major" if warmth >= 0 else "minor"
    found = horizon(seen)
    line = found.height if found.found else None
    pitches = scale_pitches(root, MAJOR if scale == "major" else MINOR)
    busy = min(1.0, texture.edge_density(seen) / BUSY)
    notes = [*_melody(seen, beats, pitches), *_bass(seen, beats, root, line), *_bell(seen, beats)]
    return Score(
        notes=tuple(sorted(notes, key=lambda note: (note.start, note.pitch))),
        beats=beats,
        tempo=SLOWEST + (FASTEST - SLOWEST) * busy,
        root=root,
        scale=scale,
        horizon=line,
    )


def scale_pitches(root, steps):
    """All MIDI pitches of a scale, rising.

    Args:
        root: pitch class, 0 to 11.
        steps: semitones above the root, from 0.

    >>> scale_pitches(0, MAJOR)[25:31]
    (60, 62, 64, 67, 69, 72)
    """
    return tuple(
        octave + root + step for octave in range(0, 120, 12) for step in steps
    )  # fmt: skip


def _color(seen):
    """How warm a picture is on average, and the pitch class of its hue."""
    _, reds, yellows = seen.lab.reshape(-1, 3).mean(0)
    hue = np.rad2deg(np.arctan2(yellows, reds)) % 360
    return float(reds + yellows), int(hue // 30) % 12


def _melody(seen, beats, pitches):
    """One note for each column that has a skyline."""
    heights, contrasts = skyline(seen.lightness, beats)
    loudest = max(contrasts.max(), 1e-9)
    pitches = np.array(pitches)
    for beat, (height, contrast) in enumerate(zip(heights, contrasts, strict=True)):
        if contrast < FAINT:
            continue
        wanted = LOWEST_MELODY + 12 * OCTAVES * (1 - height)
        pitch = int(pitches[np.abs(pitches - wanted).argmin()])
        loudness = float(0.35 + 0.65 * contrast / loudest)
        yield Note(beat, 1.0, pitch, loudness, "melody", ((beat + 0.5) / beats, float(height)))


def skyline(lightness, columns):
    """Where a picture turns from light to dark, looking down from the sky: one line across it.

    Of all lines from left to right it is the one with the most contrast, less `STIFFNESS` for
    every picture height that it climbs or falls between columns.

    Args:
        lightness: (height, width) in [0, 1].
        columns: how many columns; 1 to width.

    Returns:
        Heights (columns,) in [0, 1], y down, and the difference of lightness there (columns,),
        0 or more.

    References:
        Bellman 1957, Dynamic Programming: the best way is made of best ways.
    """
    middles, falls = _falls(lightness, columns)
    places = middles / len(lightness)
    climbs = STIFFNESS * np.abs(places[:, None] - places)  # (to, from)
    best, steps = falls[:, 0], []
    for fall in falls.T[1:]:
        ways = best - climbs
        steps.append(ways.argmax(1))
        best = ways.max(1) + fall
    line = [int(best.argmax())]
    for step in reversed(steps):
        line.append(int(step[line[-1]]))
    line = np.array(line[::-1])
    return places[line], np.maximum(falls[line, np.arange(columns)], 0)


def _falls(lightness, columns):
    """Rows, and how much darker each column is below a row than above it: (rows, columns)."""
    strips = np.array_split(lightness, columns, axis=1)
    rows = np.stack([strip.mean(1) for strip in strips], axis=1)
    reach = max(1, len(rows) // 24)
    sums = np.concatenate([np.zeros((1, columns)), rows.cumsum(0)])
    middles = np.arange(reach, len(rows) - reach + 1)
    above = (sums[middles] - sums[middles - reach]) / reach
    below = (sums[middles + reach] - sums[middles]) / reach
    return middles, above - below


def _bass(seen, beats, root, line):
    """Long notes below: the root, every other time its fifth."""
    height = 0.5 if line is None else line
    lowest = BASS + BASS_RANGE * (1 - height)
    pitch = min((p for p in range(24, 60) if p % 12 == root), key=lambda p: abs(p - lowest))
    dark = float(1 - seen.lightness[int(height * seen.shape[0]) :].mean())
    for number, beat in enumerate(range(0, beats, 4)):
        length = min(4, beats - beat)
        fifth = 7 * (number % 2)
        place = ((beat + length / 2) / beats, height)
        yield Note(beat, length, pitch + fifth, 0.3 + 0.5 * dark, "bass", place)


def _bell(seen, beats):
    """One clear note where the picture is most colourful: a sun, a roof, a robe."""
    step = max(1, min(seen.shape) // 24)
    height, width = (side - side % step for side in seen.shape)
    blocks = seen.chroma[:height, :width].reshape(height // step, step, width // step, step)
    blocks = blocks.mean((1, 3))
    if blocks.max() < BELL_CHROMA or blocks.max() < 1.5 * np.median(blocks):
        return
    row, column = np.unravel_index(blocks.argmax(), blocks.shape)
    x, y = (column + 0.5) / blocks.shape[1], (row + 0.5) / blocks.shape[0]
    hue = seen.hue[:height][row * step : (row + 1) * step, column * step : (column + 1) * step]
    pitch = 84 + int(np.median(hue) // 30) % 12
    yield Note(float(int(x * beats)), 2.0, pitch, 0.8, "bell", (float(x), float(y)))
