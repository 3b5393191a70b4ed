"""`progress`: the map of the course with all that the learner did, and how well each skill sits."""

import sys

from artlab.classroom import course, diary, path, skills
from artlab.classroom.cards import Feedback
from artlab.classroom.checking import never_raises
from artlab.classroom.lesson import EXERCISES, lesson_numbers, load
from artlab.classroom.mastery import is_mastered, mastery

# One or two words for each station.
NAMES = dict(
    zip(
        course.LESSONS,
        ("start", "basics", "the game", "training", "losses", "convolution", "GPT writes",
         "own GPT", "drawing", "painting", "the pipeline", "style", "reading", "beyond"),
        strict=True,
    )
)  # fmt: skip
COLAB = (
    "Colab deletes it with the runtime. Run `from artlab.classroom import keep_on_drive` and "
    "`keep_on_drive()`, and your Drive keeps it."
)
SIGNS = {"right": "●", "tried": "◐", "open": "○"}


class Progress:
    """The map: a figure in a notebook, lines of text elsewhere.

    Attributes:
        stations: one dict per lesson: `number`, `name`, `topic`, `there`, `exercises` (name ->
            "right", "tried" or "open"), `quiz` and `guesses` as (done, all), `quiz_right`.
        known: dict from skill to the chance that it is known.
        tried: names of the skills about which there is evidence.
        step: what comes next.
    """

    def __init__(self, record, where=None, notices=()):
        self.stations = [_station(number, record) for number in course.LESSONS]
        self.known = mastery(record)
        self.tried = _with_evidence(record)
        self.step = path.next_step(record, path.chosen_route(record))
        self.where, self.notices = where, tuple(notices)

    def counts(self):
        """The whole in one line."""
        states = [state for station in self.stations for state in station["exercises"].values()]
        mastered = sum(is_mastered(chance) for chance in self.known.values())
        questions = [station["quiz"] for station in self.stations]
        guesses = [station["guesses"] for station in self.stations]
        return (
            f"{states.count('right')} of {len(states)} exercises solved · "
            f"{sum(done for done, _ in questions)} of {sum(num for _, num in questions)} quiz "
            f"questions answered · {sum(done for done, _ in guesses)} of "
            f"{sum(num for _, num in guesses)} predictions · {mastered} of {len(self.known)} "
            "skills mastered"
        )

    def notes(self):
        """Where the record is kept, and what happened to it."""
        kept = f"kept in {self.where}. The file is yours: copy it, or delete it."
        if self.where is None:
            kept = "kept for this session only."
        colab = (COLAB,) if "google.colab" in sys.modules and self.where else ()
        return (f"Your progress is {kept}", *colab, *self.notices)

    def figure(self):
        """The map as a `matplotlib.figure.Figure`."""
        from artlab.plots.progress import course_progress

        bars = [
            (skill.title, self.known[name], name in self.tried)
            for name, skill in skills.SKILLS.items()
        ]
        return course_progress(self.stations, bars, self.counts(), self.step.task[:2])

    def __repr__(self):
        lines = ["Your map of the course", self.counts(), ""]
        lines += [_line(station) for station in self.stations if station["there"]]
        lines += ["", "Skills (chance that you know each)"]
        for name, skill in skills.SKILLS.items():
            full = round(10 * self.known[name])
            shown = "█" * full + "░" * (10 - full)
            seen = "" if name in self.tried else "  (a guess, nothing tried yet)"
            lines.append(f"  {shown} {int(100 * self.known[name]):3d}%  {skill.title}{seen}")
        return "\n".join([*lines, "", *self.notes(), "`what_next()` says where to go on, and why."])

    def _repr_html_(self):
        lines = (*self.notes(), "`what_next()` says where to go on, and why.")
        card = Feedback("list", "Your record", lines)._repr_html_()
        try:
            return self._map_html() + card
        except Exception:  # a machine that cannot draw still tells
            return Feedback("list", code=repr(self))._repr_html_()

    def _map_html(self):
        from artlab.plots import figure_html

        marks = [_line(station).strip() for station in self.stations if station["there"]]
        alt = f"Map of the course. {self.counts()}. " + "; ".join(marks)
        return figure_html(self.figure(), alt)


def _station(number, record):
    topic = course.LESSONS[number][1]
    there = number in lesson_numbers()
    module = load(number) if there else None
    names = sorted(name for name in EXERCISES if name.startswith(f"{number}."))
    asked = [f"{number}.q{place}" for place, _ in enumerate(getattr(module, "QUESTIONS", ()), 1)]
    guesses = [item.name for item in getattr(module, "PREDICTIONS", ())]
    answered = [name for name in asked if name in record["questions"]]
    return {
        "number": number,
        "name": NAMES[number],
        "topic": topic,
        "there": there,
        "exercises": {name: _state(record["exercises"].get(name)) for name in names},
        "quiz": (len(answered), len(asked)),
        "quiz_right": sum(record["questions"][name] for name in answered),
        "guesses": (sum(name in record["guesses"] for name in guesses), len(guesses)),
    }


def _state(exercise):
    if exercise is None or not exercise["attempts"]:
        return "open"
    return "right" if exercise["right"] else "tried"


def _with_evidence(record):
    items = [entry["item"] for entry in record["evidence"]]
    found = {name for item in items for name in skills.of(item)}
    return found.union(*(skills.DIAGNOSTIC.get(n, ()) for n in record["diagnostic"]))


def _line(station):
    marks = "".join(SIGNS[state] for state in station["exercises"].values())
    quiz, guesses = station["quiz"], station["guesses"]
    return (
        f"  {station['number']} {marks:<5} quiz {quiz[0]}/{quiz[1]}  "
        f"guesses {guesses[0]}/{guesses[1]}  {station['topic']}"
    )


@never_raises
def _progress(_):
    store = diary.current()
    record = store.read()
    return Progress(record, store.path, store.notices)


def progress():
    """The map of the course: what you did in each lesson, and how well each skill sits.

    Returns:
        `Progress`: a figure in a notebook, text elsewhere. Nothing is ever raised.
    """
    return _progress(None)
