"""A slide deck as one HTML file: reveal.js, pictures and formulas are inside, nothing is loaded.

reveal.js (MIT) is taken from the wheel of sphinx-revealjs (Apache-2.0), which ships its built
files; nothing of it is in this repository. Its licence line stays at the head of its code.
"""

import functools
import html
import importlib.util
from pathlib import Path

from artlab.editions.markup import to_html
from artlab.lessons import LessonError

PACKAGE, FILES = "sphinx_revealjs", "_static/revealjs"
WIDTH, HEIGHT = 1280, 720
MEND = 'pip install -e ".[teach]" (in the course\'s folder)'
OPTIONS = (
    f"{{width: {WIDTH}, height: {HEIGHT}, margin: 0.03, hash: true, center: false, "
    "transition: 'none', slideNumber: 'c/t', controls: false, plugins: [RevealNotes]}"
)


def slide(body, kind="", notes=""):
    """One slide.

    Args:
        body: HTML.
        kind: classes that lay it out.
        notes: Markdown for the speaker's view.

    Returns:
        A `<section>` element.

    Example:

    >>> slide("<h2>Two tapes</h2>", "takeaway")
    '<section class="takeaway"><h2>Two tapes</h2></section>'
    """
    aside = f'<aside class="notes">{to_html(notes)}</aside>' if notes else ""
    opening = f'<section class="{kind}">' if kind else "<section>"
    return f"{opening}{body}{aside}</section>"


def deck(title, sections):
    """The whole file.

    Args:
        title: of the deck.
        sections: list of `<section>` elements.

    Returns:
        An HTML document.

    Raises:
        LessonError: reveal.js is not installed.
    """
    css = "\n".join(map(_file, ("dist/reset.css", "dist/reveal.css")))
    scripts = "\n".join(f"<script>{_script(_file(name))}</script>" for name in SCRIPTS)
    slides = "\n".join(sections)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
        f"<title>{html.escape(title)}</title>\n"
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>{css}\n{THEME}</style></head>\n"
        f'<body><div class="reveal"><div class="slides">\n{slides}\n</div></div>\n'
        f"{scripts}\n<script>Reveal.initialize({OPTIONS});</script></body></html>\n"
    )


SCRIPTS = ("dist/reveal.js", "plugin/notes/notes.js")


@functools.cache
def _file(name):
    found = importlib.util.find_spec(PACKAGE)  # finds it without importing Sphinx
    if found is None or not found.submodule_search_locations:
        raise LessonError(f"slides need reveal.js, which comes with sphinx-revealjs: {MEND}")
    path = Path(found.submodule_search_locations[0]) / FILES / name
    return path.read_text(encoding="utf-8")


def _script(code):
    return code.replace("</script", "<\\/script")


THEME = (Path(__file__).parent / "theme.css").read_text(encoding="utf-8")
