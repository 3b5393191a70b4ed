"""Exercises that explain, hints, predictions, quizzes and glossaries, and a path of one's own.

In a lesson: `check("03.1", answer)`, `hint("03.1")`, `solution("03.1")`, `predict("03.a", 0.5)`,
`outcome("03.a", measured)`, `recap("03")`, `quiz("03")`, `glossary("03")`, and `course_map()`.
In any lesson: `diagnostic()` asks what you know already, `progress()` shows where you stand,
`what_next()` names the next exercise and says why, and `keep_on_drive()` keeps it all when Colab
would not. None of them ever raises. What they say about a lesson is written in
`artlab/classroom/lessons/lesson_NN.py`.
"""

from artlab.classroom.checking import check, hint, solution
from artlab.classroom.course import course_map
from artlab.classroom.diagnostic import diagnostic
from artlab.classroom.drive import keep_on_drive
from artlab.classroom.overview import progress
from artlab.classroom.path import what_next
from artlab.classroom.predicting import outcome, predict, recap
from artlab.classroom.quizzes import quiz
from artlab.classroom.terms import glossary

__all__ = [
    "check",
    "course_map",
    "diagnostic",
    "glossary",
    "hint",
    "keep_on_drive",
    "outcome",
    "predict",
    "progress",
    "quiz",
    "recap",
    "solution",
    "what_next",
]
