"""A critique as HTML: advice, the picture with overlays, the measures among the paintings."""

import html
import itertools
import math

from artlab.gallery.analysis import composition, reference

PAGE = (
    '<section class="artlab-critique mathjax_ignore tex2jax_ignore"'
    ' style="background: #FBF8F1; color: #26221C; border: 1px solid'
    " #E4DDCE; border-radius: 6px; padding: 0.9em 1.1em 1.1em; max-width: 700px; margin: 0.4em 0;"
    " box-sizing: border-box; font-size: 14px; line-height: 1.5; overflow-wrap: anywhere;"
    " text-align: left"
    '">{}</section>'
)
HEAD = '<div style="font-weight: 600; font-size: 16px; margin-bottom: 0.3em">Critique{}</div>'
TITLE = '<span style="font-weight: 400; color: #6F685C"> · {}</span>'
ADVICE = (
    '<p style="text-align: left;'
    " margin: 0 0 0.2em; padding: 0.45em 0.8em; border-left: 5px solid #0069A4;"
    ' background: #F3EDE0; color: #26221C; font-size: 15px">{}</p>'
)
CELL = "padding: 3px 10px 3px 0; text-align: left; vertical-align: middle; border: none;"
NUMBER = CELL + " text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums;"
FAINT = " color: #6F685C; font-weight: 400;"
TABLE = (
    '<table style="border-collapse: collapse; table-layout: auto; width: 100%; color: #26221C;'
    ' font-size: 13px; margin: 0.6em 0 0">{}</table>'
)
ROW = '<tr style="background: none; border: none">{}</tr>'
GROUP = (
    '<tr style="background: none"><th colspan="5" scope="colgroup" style="text-align: left; color:'
    " #6F685C; font-weight: 600; padding: 9px 0 1px; border: none; border-bottom: 1px solid"
    ' #E4DDCE">{}</th></tr>'
)
TRACK = (
    '<div role="img" aria-label="{label}" style="position: relative; width: 190px; height: 20px">'
    '<div style="position: absolute; left: 0; right: 0; top: 9px; height: 1px; background:'
    ' #CFC6B4"></div>{parts}</div>'
)
BAND = (
    '<div style="position: absolute; left: {left:.1f}%; width: {width:.1f}%; top: {top}px; height:'
    ' 5px; border-radius: 2px; background: {color}"></div>'
)
DOT = (
    '<div style="position: absolute; left: {left:.1f}%; top: 2px; width: 4px; height: 16px;'
    " margin-left: -2px; border-radius: 2px; background: #26221C; box-shadow: 0 0 0 1.5px"
    ' #FBF8F1"></div>'
)
BANDS = {"met": ("the Met", 3, "#56B4E9"), "world": ("our world", 12, "#E69F00")}
SWATCH = (
    '<span style="background: {}; border-radius: 2px; padding: 0 0.5em; margin-right: 0.3em">'
    "</span>"
)
KEY = (
    '<p style="text-align: left;'
    ' margin: 0.7em 0 0; font-size: 12px; color: #6F685C">Bars: where the middle 80% of'
    " paintings lie, above {blue}{met} of the Met, below {orange}{world} rendered ones of our"
    " world. The upright mark is this picture; the numbers behind say how many of those paintings"
    " lie below it.</p>"
)
DETAILS = (
    '<details style="margin-top: 0.7em"><summary style="cursor: pointer; color: #0069A4">What each'
    " measure says, where it comes from, and where it fails</summary>{}</details>"
)
ABOUT = (
    '<p style="text-align: left;'
    ' margin: 0.55em 0 0; font-size: 13px"><b>{label}</b>, {low:g} to {high:g}. {about}'
    ' <i>Fails:</i> {fails} <span style="color: #6F685C">{source}</span></p>'
)

NOTE = '<p style="text-align: left; margin: 0.3em 0 0; font-size: 12px; color: #6F685C">{}</p>'


def critique(found):
    """The page of a `Critique`; every text that came from outside is escaped."""
    from artlab import plots

    evaluation = found.evaluation
    title = TITLE.format(html.escape(found.title)) if found.title else ""
    parts = [HEAD.format(title), ADVICE.format(html.escape(found.advice))]
    parts.append(plots.figure_html(found.figure(), found.alt))
    if evaluation.match is not None:
        parts.append(match_table(evaluation.match))
    parts += [measure_table(evaluation), _key(), DETAILS.format(_about(evaluation))]
    return PAGE.format("".join(parts))


def alt(found):
    """What the figure of a `Critique` shows, in words."""
    evaluation = found.evaluation
    x, y = composition.focal_point(evaluation.view)
    across, down = composition.weight_center(evaluation.view)
    horizon = evaluation["horizon"].value
    is_found = math.isfinite(horizon)
    told = f"horizon at {horizon:.0%} of the height" if is_found else "no sure horizon"
    colors = zip(evaluation.palette.names, evaluation.palette.shares, strict=True)
    return (
        f"{found.title or 'A picture'}, with overlays: focal point {x:.0%} from the left and "
        f"{y:.0%} from the top, centre of visual weight at {across:.0%} and {down:.0%}, {told}. "
        "Palette: " + ", ".join(f"{name} {share:.0%}" for name, share in colors) + "."
    )


def measure_table(evaluation):
    """One row per measure: value, place among the paintings."""
    heads = ("measure", "this picture", "among paintings", "the Met", "our world")
    rows = [_heads(heads, numbers=heads[1:2] + heads[3:])]
    for group, measures in itertools.groupby(evaluation.measures, lambda one: one.group):
        rows.append(GROUP.format(html.escape(group)))
        rows += map(_measure, measures)
    return TABLE.format("".join(rows))


def _heads(names, numbers):
    """The head of a table; `numbers` are the columns that stand at the right."""
    styles = [(NUMBER if name in numbers else CELL) + FAINT for name in names]
    cells = zip(names, styles, strict=True)
    return ROW.format("".join(f'<th scope="col" style="{how}">{name}</th>' for name, how in cells))


def _measure(measure):
    places = measure.places
    shares = [f"{places[who]:.0%}" if _known(places, who) else "" for who in BANDS]
    cells = [f'<th scope="row" style="{CELL} font-weight: 400">{html.escape(measure.label)}</th>']
    cells.append(f'<td style="{NUMBER} font-weight: 600">{html.escape(measure.text)}</td>')
    cells.append(f'<td style="{CELL}">{_track(measure) if measure.compared else ""}</td>')
    cells += [f'<td style="{NUMBER}">{share}</td>' for share in shares]
    return ROW.format("".join(cells))


def _known(places, who):
    return math.isfinite(places.get(who, math.nan))


def _track(measure):
    """The middle 80% of both kinds of paintings as bars, the value as an upright mark."""
    known = reference.load()
    middle = known.limits(measure.name)
    ends = known.limits(measure.name, (0, 1))
    low = min(float(values[0]) for values in ends.values())
    high = max(float(values[1]) for values in ends.values())
    if math.isfinite(measure.value):
        low, high = min(low, measure.value), max(high, measure.value)

    def across(value):
        return 100 * (float(value) - low) / max(high - low, 1e-9)

    parts, told = [], []
    for who, (name, top, color) in BANDS.items():
        left, right = map(across, middle[who])
        parts.append(BAND.format(left=left, width=max(right - left, 0.8), top=top, color=color))
        told.append(f"{name} {middle[who][0]:.2f} to {middle[who][1]:.2f}")
    if math.isfinite(measure.value):
        parts.append(DOT.format(left=across(measure.value)))
    label = f"{measure.label} {measure.text}; middle 80%: " + ", ".join(told)
    return TRACK.format(label=html.escape(label, quote=True), parts="".join(parts))


def match_table(match):
    """What was asked for, what is seen, how sure the reader is."""
    rows = [_heads(("asked for", "seen", "as asked", "probability"), ("probability",))]
    for one in match.items:
        mark, color = ("✓ yes", "#00724F") if one.agreed else ("✗ no", "#A84A00")
        cells = [f'<td style="{CELL}">{html.escape(text)}</td>' for text in (one.wish, one.seen)]
        cells.append(f'<td style="{CELL} color: {color}; font-weight: 600">{mark}</td>')
        cells.append(f'<td style="{NUMBER}">{one.probability:.0%}</td>')
        rows.append(ROW.format("".join(cells)))
    unread = f"Not read: {', '.join(match.unread)}." if match.unread else ""
    notes = [*match.notices, *([unread] if unread else [])]
    below = "".join(NOTE.format(html.escape(note)) for note in notes)
    return (TABLE.format("".join(rows)) if match.items else "") + below


def _key():
    known = reference.load()
    blue, orange = (SWATCH.format(color) for _, _, color in BANDS.values())
    return KEY.format(met=len(known.met), world=len(known.world), blue=blue, orange=orange)


def _about(evaluation):
    return "".join(
        ABOUT.format(
            label=html.escape(one.label), low=one.low, high=one.high,
            **{name: html.escape(getattr(one, name)) for name in ("about", "fails", "source")},
        )
        for one in evaluation.measures
    )  # fmt: skip
