"""The map of the course with a learner's progress on it."""

import itertools

from matplotlib.patches import Circle, Wedge

from artlab.plots.style import (
    BLUE,
    FAINT,
    GREEN,
    GRID,
    INK,
    ORANGE,
    PAPER,
    PURPLE,
    SIDE,
    TEXT_COLOURS,
    VERMILION,
    figure,
    fonts,
    readable,
)

RADIUS, TRACK = 0.27, 1.25  # of a station, and height of the upper track, in columns
# Lesson -> (column, track): words above, pixels below; they meet where a sketch becomes a painting.
PLACES = {
    "00": (0, 0),
    "01": (1, 0),
    "06": (2, 1),
    "07": (3, 1),
    "08": (4, 1),
    "02": (2, -1),
    "03": (3, -1),
    "04": (4, -1),
    "05": (5, -1),
    "09": (6, 0),
    "10": (7, 0),
    "11": (8, 0),
    "12": (9, 0),
    "13": (10, 0),
}
LINES = (
    ("the start", FAINT, ("00", "01")),
    ("words and strokes", BLUE, ("01", "06", "07", "08", "09")),
    ("pixels", VERMILION, ("01", "02", "03", "04", "05", "09")),
    ("the whole, and beyond", GREEN, ("09", "10", "11", "12", "13")),
)
# Where the names of the two tracks stand, clear of stations and of what is written at them.
NAMES = {"words and strokes": (5.45, TRACK), "pixels": (5.45, -TRACK)}
WIDTH, HEIGHT, MAP_TOP, MAP_HEIGHT = 11.0, 8.4, 0.9, 3.9  # inches
COLUMNS = 2
BAR, LENGTH = 63, 28  # where bars begin and how long they can be, in percent of a column
CRITERION = 0.95


def course_progress(stations, skills, subtitle, following=""):
    """Lessons as stations, and a bar for each skill.

    Args:
        stations: dicts with `number`, `name`, `there`, `exercises` (name -> "right", "tried" or
            "open"), `quiz` and `guesses` as (done, all).
        skills: `(title, chance, tried)` of each skill; chance in [0, 1].
        subtitle: the whole in one line.
        following: number of the lesson that comes next, or "".

    Returns:
        `Figure`.
    """
    canvas, axis = figure(WIDTH, HEIGHT, "Your map of the course", subtitle)
    axis.set_position(
        [SIDE / WIDTH, 1 - (MAP_TOP + MAP_HEIGHT) / HEIGHT, 1 - 2 * SIDE / WIDTH,
         MAP_HEIGHT / HEIGHT]
    )  # fmt: skip
    axis.set_axis_off()
    inch = 10.9 / (WIDTH - 2 * SIDE)  # columns per inch, the same in both directions
    axis.set(xlim=(-0.45, 10.45), ylim=(-MAP_HEIGHT / 2 * inch, MAP_HEIGHT / 2 * inch))
    for name, colour, numbers in LINES:
        _line(axis, name, colour, numbers)
    colours = {number: colour for _, colour, numbers in LINES for number in numbers}
    colours |= {"01": FAINT, "09": GREEN}
    for station in stations:
        _station(axis, station, colours[station["number"]], station["number"] == following)
    _skills(canvas, skills)
    return canvas


def _point(number):
    column, track = PLACES[number]
    return column, track * TRACK


def _line(axis, name, colour, numbers):
    """A track that leaves and joins others in slanting pieces."""
    across, up = [], []
    for start, end in itertools.pairwise(numbers):
        (left, low), (right, high) = _point(start), _point(end)
        bend = [left + 0.3, left + 0.8] if low == 0 else [right - 0.8, right - 0.3]
        across += [left, *(bend if low != high else ()), right]
        up += [low, *((low, high) if low != high else ()), high]
    axis.plot(across, up, color=colour, linewidth=7, alpha=0.35, solid_joinstyle="round",
              solid_capstyle="round", zorder=1)  # fmt: skip
    if name in NAMES:
        _text(axis, *NAMES[name], name, TEXT_COLOURS[colour], ha="left", weight="bold")


def _station(axis, station, colour, is_next):
    """A ring that fills with the solved exercises, its exercises and counts below."""
    x, y = _point(station["number"])
    states = list(station["exercises"].values())
    there = station["there"]
    axis.add_patch(Circle((x, y), RADIUS, facecolor=PAPER, edgecolor=GRID, linewidth=5, zorder=2))
    share = states.count("right") / len(states) if states else 0
    if share:
        turn = 90 - 360 * share
        ring = Wedge((x, y), RADIUS + 0.035, turn, 90, width=0.09, facecolor=colour, zorder=3)
        axis.add_patch(ring)
    number_colour = INK if there else FAINT
    _text(
        axis, x, y, station["number"], number_colour, size=12, weight="bold" if there else "normal"
    )
    _text(axis, x, y + 0.42, station["name"], INK if there else FAINT, size=9.5)
    if not there:
        _text(axis, x, y - 0.47, "to come", FAINT)
        return
    for place, state in enumerate(states):
        _mark(axis, x + 0.15 * (place - (len(states) - 1) / 2), y - 0.44, state)
    (answered, asked), (guessed, wanted) = station["quiz"], station["guesses"]
    _text(axis, x, y - 0.64, f"quiz {answered}/{asked}", FAINT, size=9)
    _text(axis, x, y - 0.82, f"guess {guessed}/{wanted}", FAINT, size=9)
    if is_next:
        _text(axis, x, y + 0.62, "next ▼", TEXT_COLOURS[PURPLE], weight="bold")


def _mark(axis, x, y, state):
    """A small circle: full for a solved exercise, half full for one that was tried."""
    if state != "open":
        start, end = (90, 270) if state == "tried" else (0, 360)
        axis.add_patch(Wedge((x, y), 0.052, start, end, facecolor=INK, zorder=3))
    axis.add_patch(Circle((x, y), 0.052, facecolor="none", edgecolor=INK, linewidth=0.9, zorder=3))


def _skills(canvas, skills):
    """Bars in two columns; a hollow bar is a guess, nothing having been tried yet."""
    top = (HEIGHT - MAP_TOP - MAP_HEIGHT - 0.3) / HEIGHT
    rows = -(-len(skills) // COLUMNS)
    for column in range(COLUMNS):
        left = (SIDE + column * (WIDTH - 2 * SIDE + 0.3) / COLUMNS) / WIDTH
        wide = (WIDTH - 2 * SIDE - 0.3) / COLUMNS / WIDTH
        axis = canvas.add_axes([left, 0.55 / HEIGHT, wide, top - 0.55 / HEIGHT])
        axis.set_axis_off()
        axis.set(xlim=(0, 100), ylim=(rows - 0.4, -0.9))
        axis.axvline(BAR + LENGTH * CRITERION, color=FAINT, linewidth=0.8, linestyle=(0, (2, 2)),
                     ymax=0.96)  # fmt: skip
        for row, bar in enumerate(skills[column * rows : (column + 1) * rows]):
            _bar(axis, row, *bar)
    legend = "● solved   ◐ tried   ○ open      bars: chance that you know it; "
    legend += "dashed line: mastered (95%); hollow: nothing tried yet"
    canvas.text(SIDE / WIDTH, 0.2 / HEIGHT, readable(legend), fontsize=10, color=FAINT,
                family=fonts(), va="center")  # fmt: skip


def _bar(axis, row, title, chance, tried):
    mastered = chance >= CRITERION
    _text(axis, BAR - 1.5, row, title, INK, size=10.5, ha="right")
    axis.barh(row, LENGTH, left=BAR, height=0.52, color="#EFE9DB", zorder=1)
    style = {"color": GREEN if mastered else ORANGE} if tried else {
        "facecolor": "none", "edgecolor": FAINT, "linewidth": 0.8}  # fmt: skip
    axis.barh(row, LENGTH * chance, left=BAR, height=0.52, zorder=2, **style)
    sign = "✓" if mastered else f"{int(100 * chance)}%"
    _text(axis, 100, row, sign, INK if tried else FAINT, size=10.5, ha="right",
          weight="bold" if mastered else "normal")  # fmt: skip


def _text(axis, x, y, text, color, size=10, ha="center", weight="normal"):
    axis.text(x, y, readable(text), color=color, fontsize=size, ha=ha, va="center", weight=weight,
              family=fonts(), zorder=4)  # fmt: skip
