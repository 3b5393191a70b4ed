"""The run sheet as one page for a browser: no script, no network, prints on paper."""

import html
import re

from artlab.classroom.teaching.runsheet import clock, total

STYLE = """
:root { color-scheme: light dark; --ink: #1f2933; --paper: #fbfaf7; --rule: #c9c4b8;
  --blue: #0b5a8a; --warn: #9a4a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e3dc; --paper: #1c1f22; --rule: #4b4f54;
  --blue: #7fc1ec; --warn: #f0b070; } }
body { margin: 2rem auto; max-width: 58rem; padding: 0 1rem; background: var(--paper);
  color: var(--ink); font: 16px/1.45 system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 1.6rem; margin: 0; } header p { margin: .2rem 0 1.5rem; }
table { border-collapse: collapse; width: 100%; }
td { vertical-align: top; border-top: 1px solid var(--rule); padding: .7rem .6rem; }
td.clock { font-size: 1.5rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.minutes { white-space: nowrap; } td.minutes small { display: block; color: var(--blue); }
h2 { font-size: 1.1rem; margin: 0 0 .3rem; } h2 small { font-weight: normal; color: var(--blue); }
p.hang { margin: .25rem 0; display: grid; grid-template-columns: 4.2rem 1fr; }
p.hang b { color: var(--blue); }
p.late, p.late b { color: var(--warn); }
code { font-size: .92em; } tr { break-inside: avoid; }
@media print { body { margin: 0; max-width: none; font-size: 11pt; } }
"""


def as_html(plan, found, start=None):
    """The run sheet as a page.

    Args:
        plan: a `Plan`.
        found: its `rows`.
        start: minutes since midnight, or `None`.

    Returns:
        A whole HTML document; every text in it is escaped.
    """
    title = html.escape(f"{plan.number} {plan.title}")
    end = clock(total(found), start)
    body = "\n".join(_row(row, start) for row in found)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n<title>{title}</title>\n'
        f'<meta name="viewport" content="width=device-width">\n<style>{STYLE}</style></head>\n'
        f"<body><header><h1>{title}</h1>\n<p>{total(found)} minutes, ends at {end}</p></header>\n"
        f'<table>\n{body}\n<tr><td class="clock">{end}</td><td></td><td>End</td></tr>\n'
        "</table></body></html>\n"
    )


def _row(row, start):
    section, note = row.section, row.section.note
    tasks = [f"exercise {name}" for name in section.exercises]
    tasks += [f"predict {name}" for name in section.predictions]
    small = f" <small>{html.escape(', '.join(tasks))}</small>" if tasks else ""
    lines = [_line("Say", note.say), *(_line("Ask", text) for text in note.asks)]
    lines += [_line("Wrong", text) for text in note.pitfalls]
    if note.late:
        lines.append(_line("Late?", f"{note.late} Saves up to {row.saves} min.", "late"))
    return (
        f'<tr><td class="clock">{clock(row.start, start)}</td>'
        f'<td class="minutes">{note.minutes} min<small>{section.part.upper()}</small></td>'
        f"<td><h2>{inline(section.title)}{small}</h2>{''.join(lines)}</td></tr>"
    )


def _line(label, text, kind=""):
    return f'<p class="hang {kind}"><b>{label}</b><span>{inline(text)}</span></p>'


def inline(text):
    """Escapes one line of Markdown and sets its code, bold and italics.

    Example:

    >>> inline("`a<b` is *not* **safe**")
    '<code>a&lt;b</code> is <em>not</em> <strong>safe</strong>'
    """
    text = html.escape(text, quote=False)
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", text)
    text = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", text)
    text = re.sub(r"(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])", r"<em>\1</em>", text)
    return text.replace("$", "")
