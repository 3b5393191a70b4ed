"""Exercises that explain, hints, predictions, quizzes and glossaries.

In a lesson: `check("03.1", answer)`, `hint("03.1")`, `solution("03.1")`, `predict("03.a", 0.5)`,
`outcome("03.a", measured)`, `recap("03")`, `quiz("03")`, `glossary("03")`, and `course_map()`.
None of them ever raises. What they say about a lesson is written in
`artlab/classroom/lessons/lesson_NN.py`.
"""

from artlab.classroom.checking import check, hint, solution
from artlab.classroom.course import course_map
from artlab.classroom.predicting import outcome, predict, recap
from artlab.classroom.quizzes import quiz
from artlab.classroom.terms import glossary

__all__ = [
    "check",
    "course_map",
    "glossary",
    "hint",
    "outcome",
    "predict",
    "quiz",
    "recap",
    "solution",
]
