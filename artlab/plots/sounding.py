"""A picture with the notes that were read from it."""

from matplotlib import patheffects

from artlab.plots.style import INK, ORANGE, SKY, VERMILION, axis_labels, figure, label, light_grid

# voice -> colour, mark on the picture, its name in the figure
VOICES = {
    "bass": (SKY, "s", "bass"),
    "melody": (ORANGE, "o", "melody"),
    "bell": (VERMILION, "D", "bell"),
}
CASING = [patheffects.withStroke(linewidth=3.4, foreground=INK)]
WIDEST, TALLEST = 7.0, 4.4  # inches of the picture
LEAST = 6.4  # inches of the whole figure, which its title needs
NOTES, HEAD, MARGIN = 2.7, 0.85, 0.95  # inches: the notes with their axis, titles, sides


def score_sheet(picture, notes, beats, title="", subtitle=None):
    """The picture above, with the places that the notes come from; the notes below, as played.

    Args:
        picture: uint8 (height, width, 3).
        notes: objects with `start`, `length`, `pitch`, `loudness`, `voice` and `place`.
        beats: length in beats.
        title, subtitle: above everything.

    Returns:
        `Figure`.
    """
    height, width = picture.shape[:2]
    across = min(WIDEST, TALLEST * width / height)
    tall = across * height / width
    whole = (max(across + 2 * MARGIN, LEAST), tall + NOTES + HEAD)
    canvas, below = figure(*whole, title, subtitle)
    place = (
        MARGIN / whole[0], 0.62 / whole[1], across / whole[0], (NOTES - 0.75) / whole[1]
    )  # fmt: skip
    below.set_position(place)
    above = canvas.add_axes((place[0], NOTES / whole[1], place[2], tall / whole[1]))
    above.imshow(picture, extent=(0, 1, 1, 0), aspect="auto")
    above.set(xlim=(0, 1), ylim=(1, 0))
    above.set_axis_off()
    light_grid(below)
    below.set_xlim(0, beats)
    axis_labels(below, "beat", "pitch (MIDI number)")
    for voice, drawn in VOICES.items():
        chosen = [note for note in notes if note.voice == voice]
        if chosen:
            _voice(above, below, chosen, beats, *drawn)
    return canvas


def _voice(above, below, notes, beats, color, mark, name):
    """One voice: marks on the picture, bars below, its name behind its last bar."""
    places = [note.place for note in notes]
    sizes = [18 + 60 * note.loudness for note in notes]
    if mark == "o":
        above.plot(*zip(*places, strict=True), color=color, lw=1.6, path_effects=CASING)
    style = {"color": color, "edgecolors": INK, "linewidths": 0.8}
    above.scatter(*zip(*places, strict=True), s=sizes, marker=mark, zorder=3, **style)
    edge = {"facecolor": color, "edgecolor": INK, "linewidth": 0.5}
    for note in notes:
        below.broken_barh([(note.start, note.length)], (note.pitch - 0.5, 1), **edge)
    middle = sum(note.pitch for note in notes) / len(notes)
    label(below, beats, middle, name, color, ha="left", va="center", xytext=(6, 0))
