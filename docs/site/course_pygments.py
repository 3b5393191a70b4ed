"""Code on paper and code at night: the course's colours, each at least 4.5 to 1 on its ground."""

from pygments.style import Style
from pygments.token import (
    Comment,
    Error,
    Generic,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Text,
)


def _rules(ink, grey, blue, green, rust, plum):
    return {
        Text: ink,
        Name: ink,
        Operator: ink,
        Punctuation: ink,
        Literal: green,
        Keyword: f"bold {blue}",
        Operator.Word: f"bold {blue}",
        Name.Builtin: blue,
        Name.Class: f"bold {plum}",
        Name.Decorator: plum,
        Name.Exception: plum,
        Name.Function: f"bold {plum}",
        String: green,
        Number: rust,
        Comment: f"italic {grey}",
        Generic.Prompt: grey,
        Generic.Output: ink,
        Generic.Error: rust,
        Generic.Heading: f"bold {ink}",
        Generic.Strong: "bold",
        Generic.Emph: "italic",
        Error: rust,
    }


class Paper(Style):
    """For the light theme."""

    background_color = "#f4efe3"
    styles = _rules("#26221c", "#665f54", "#0063a0", "#006a49", "#9c4500", "#7a3560")


class Night(Style):
    """For the dark theme."""

    background_color = "#23201b"
    styles = _rules("#e9e2d4", "#a89f8f", "#8cc4e8", "#7fcfae", "#e8a06b", "#d9a6c8")
