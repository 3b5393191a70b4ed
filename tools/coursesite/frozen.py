"""Widgets without a kernel: what they showed at the end of the run, and a line on where they move.

A notebook that was executed carries the state of each of its widgets. Pictures and words come
from there; a control becomes its name and its value. Nothing of the widgets' own code is loaded.
"""

import html

NOTE = "Interactive in the notebook; here it stands still."
CHOICES = {"RadioButtonsModel", "DropdownModel", "SelectModel", "ToggleButtonsModel"}
BOXES = {"BoxModel", "GridBoxModel", "HBoxModel", "VBoxModel"}
TITLED = {"AccordionModel", "TabModel"}
SILENT = {"PlayModel", "OutputModel", "ButtonModel"}  # they say nothing while they stand still
LONG = 24  # characters of an option; longer ones stand below each other


def widget_html(identity, states, plain, show):
    """A widget as it stood when the lesson had run.

    Args:
        identity: id of its model.
        states: dict from id to model, as a notebook's metadata hold them.
        plain: its text, which stands in where nothing else is known.
        show: function that makes HTML safe and moves its pictures into files.

    Returns:
        HTML; empty for a progress bar.
    """
    if _names(identity, states) & {"FloatProgressModel", "IntProgressModel"}:
        return ""
    body = "".join(_walk(identity, states, show))
    if not body.strip():
        words = "" if plain.startswith(("VBox(", "HBox(", "<", "Box(")) else plain
        body = f'<p class="words">{html.escape(words)}</p>' if words else ""
    return f'<div class="frozen"><p class="note">{NOTE}</p>{body}</div>'


def _model(reference, states):
    return states.get(reference.removeprefix("IPY_MODEL_"), {})


def _names(reference, states):
    """The kinds of models in a tree."""
    model = _model(reference, states)
    children = model.get("state", {}).get("children", [])
    return {model.get("model_name")}.union(*(_names(child, states) for child in children))


def _walk(reference, states, show):
    model = _model(reference, states)
    name, state = model.get("model_name", ""), model.get("state", {})
    if name in BOXES or name in TITLED:
        inside = [part for child in state["children"] for part in _walk(child, states, show)]
        row = "row" if name == "HBoxModel" else "stack"
        yield f'<div class="{row}">{"".join(inside)}</div>' if any(inside) else ""
    elif name in ("HTMLModel", "LabelModel", "HTMLMathModel"):
        value = state.get("value", "")
        yield show(value if name == "HTMLModel" else html.escape(value))
    elif name in CHOICES:
        yield _choice(state)
    elif name not in SILENT and state.get("description"):
        yield _control(state)


def _choice(state):
    options, chosen = state.get("_options_labels", []), state.get("index")
    if any(len(option) > LONG for option in options) or not state.get("description"):
        return f"<ul>{''.join(f'<li>{html.escape(option)}</li>' for option in options)}</ul>"
    value = options[chosen] if isinstance(chosen, int) and chosen < len(options) else "…"
    return _control({"description": state["description"], "value": value})


def _control(state):
    value = state.get("value", "")
    shown = {True: "on", False: "off"}.get(value, value) if isinstance(value, bool) else value
    shown = f"{shown:.4g}" if isinstance(shown, float) else str(shown)
    return (
        f'<span class="control"><b>{html.escape(state["description"])}</b> '
        f"{html.escape(shown)}</span>"
    )
