"""The class wall: codes that people pasted become one page of paintings for the projector.

The page loads nothing and runs nothing: a click, or the Enter key, shows a painting large.
"""

import base64
import dataclasses
import hashlib
import html
import pathlib

import artlab
from artlab import _arguments, images, runtime
from artlab.studio import checks, vetted
from artlab.studio.artwork import Artwork
from artlab.studio.codes import PREFIX, VERSION, Settings
from artlab.studio.documents import document
from artlab.studio.text import language_of

MOST = 200  # codes of a wall
LONGEST_NAME = 60
STYLE = """
:root { color-scheme: dark }
* { box-sizing: border-box }
body { margin: 0; padding: 2.2vw; background: #17150F; color: #EFE9DC;
  font: 18px/1.45 Georgia, "Songti SC", "Noto Serif CJK SC", serif; overflow-wrap: anywhere }
h1 { font-weight: normal; font-size: 2.2em; margin: 0 0 0.7em; text-align: center }
main { display: grid; gap: 2vw; grid-template-columns: repeat(auto-fit, minmax(15em, 1fr)) }
figure { margin: 0 }
a { color: inherit; text-decoration: none; display: block }
a:focus-visible { outline: 3px solid #F2B84B; outline-offset: 4px }
img { display: block; width: 100%; height: auto; box-shadow: 0 2px 14px #000A }
.frame { aspect-ratio: 1; display: flex; align-items: center; justify-content: center }
.frame img { max-height: 100%; width: auto; max-width: 100%; min-height: 60% }
figcaption { padding-top: 0.5em; text-align: center }
.name { color: #F2B84B }
.large { display: none; position: fixed; inset: 0; padding: 2vh 2vw; background: #17150F;
  flex-direction: column; align-items: center; justify-content: center; text-align: center }
.large:target { display: flex }
.large img { width: auto; height: 80vh; max-width: 96vw; object-fit: contain; box-shadow: none }
nav { display: flex; gap: 2em; margin-top: 0.6em } nav a { text-decoration: underline }
.left { margin-top: 2.5em; color: #C9BFAB; font-size: 0.85em }
"""
BODY = """<h1 id="wall">{title}</h1>
<main>
{thumbnails}
</main>
{problems}{large}
<footer class="left">{count} painted from codes by artlab {version}.</footer>
"""
NOT_PAINTED = "These lines hold no code, or one of a personal painter or writer:"
THUMBNAIL = (
    '<figure><a href="#work{number}"><div class="frame"><img src="{picture}" alt="{alt}"></div>'
    "<figcaption>{caption}</figcaption></a></figure>"
)
LARGE = (
    '<section class="large" id="work{number}"><img src="{picture}" alt="{alt}"><div>{caption}</div>'
    '<nav><a href="#work{before}">before</a><a href="#wall">all</a><a href="#work{after}">next</a>'
    "</nav></section>"
)


@dataclasses.dataclass(frozen=True)
class Entry:
    """One line of what was pasted.

    Args:
        line: its number, from 1.
        name: who pasted it, or "".
        code: the code, as pasted.
        settings: the `Settings` of the code, or None where it is no code.
        problem: why it is none, or "".
    """

    line: int
    name: str
    code: str
    settings: Settings | None
    problem: str = ""

    @property
    def key(self):
        """A file name that this code alone has in this version of the course."""
        told = f"{artlab.__version__} {self.code}"
        return hashlib.sha256(told.encode("utf-8")).hexdigest()[:24]


def read_codes(text):
    """The codes in a text, one a line; empty lines and lines that start with "#" are left out.

    Args:
        text: lines such as "art1.q1YqSy0q..." or "Ada: art1.q1YqSy0q...". What stands before
            a code is the name of who pasted it.

    Returns:
        A list of `Entry`, one for each code; a code that came twice is kept once.

    Raises:
        ValueError: `text` is no text, holds no line, or more than `MOST`.

    Example:

    >>> (entry,) = read_codes("Ada: " + Settings("a lake", seed=3).code)
    >>> entry.name, entry.settings.prompt
    ('Ada', 'a lake')
    """
    if not isinstance(text, str):
        raise ValueError(f"`text` must be lines of codes. Received: {type(text).__name__}")
    _arguments.text("text", text)
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
    lines = [(number, line) for number, line in lines if line and not line.startswith("#")]
    if not 1 <= len(lines) <= MOST:
        raise ValueError(f"`text` must have 1 to {MOST} lines of codes. Received: {len(lines)}")
    entries = {}
    for number, line in lines:
        entry = _entry(number, line)
        entries.setdefault(entry.code or number, entry)
    return list(entries.values())


def _entry(number, line):
    before, mark, after = line.rpartition(f"{PREFIX}{VERSION}.")
    code = mark + (after.split() or [""])[0] if mark else line
    name = before.strip().rstrip(":,;-\u2013\uff1a").strip()[:LONGEST_NAME]
    try:
        return Entry(number, name, code, Settings.from_code(code))
    except ValueError as error:
        return Entry(number, name, code, None, str(error))


def paint_entries(entries, folder=None, studio=None):
    """Paints codes one after another.

    Args:
        entries: list of `Entry`.
        folder: where finished paintings are kept, so that an interrupted wall goes on where it
            was; None keeps none.
        studio: a `Studio`; the shipped models by default.

    Yields:
        `(entry, artwork)`; the artwork is None where the line held no code, or one that needs
        weights of a student's own.
    """
    for entry in entries:
        path = pathlib.Path(folder) / f"{entry.key}.png" if folder is not None else None
        yield entry, _work(entry, path, studio) if _can_paint(entry, studio) else None


def _can_paint(entry, studio):
    """Whether a line holds a code, and the studio the weights that it needs."""
    if entry.settings is None:
        return False
    there = () if studio is None else studio.own_weights
    try:
        checks.has_weights(entry.settings.own, there)
    except ValueError:
        return False
    return True


def _work(entry, path, studio):
    if path is not None and path.exists():
        try:
            return Artwork.load(path)
        except ValueError:
            path.unlink()  # not what we wrote: paint it again
    work = Artwork.from_code(entry.code, studio)
    if path is not None:
        work.save(path)
    return work


def wall_html(painted, title="Our wall"):
    """The page; every text of it is escaped.

    Args:
        painted: list of `(entry, artwork)`, as `paint_entries` yields them.
        title: its name, not empty.

    Returns:
        A str, a whole HTML document.

    Raises:
        ValueError: nothing was painted, or `title` is empty.
    """
    if not isinstance(title, str) or not title.strip():
        raise ValueError(f"`title` must be a text, not empty. Received: {title!r}")
    _arguments.text("title", title)
    works = [(entry, work) for entry, work in painted if work is not None]
    if not works:
        raise ValueError("`painted` must hold one or more paintings. Received: none")
    cards = [_card(number, *pair, len(works)) for number, pair in enumerate(works, 1)]
    body = BODY.format(
        title=html.escape(title.strip()),
        thumbnails="\n".join(THUMBNAIL.format(**card) for card in cards),
        large="\n".join(LARGE.format(**card) for card in cards),
        problems=_problems([entry for entry, work in painted if work is None]),
        count=f"{len(works)} work{'s' * (len(works) > 1)}",
        version=html.escape(artlab.__version__),
    )
    return document(title.strip(), body, STYLE)


def _card(number, entry, work, total):
    """What a painting fills into the page."""
    asked = work.prompt.strip() or "the studio's own choice"
    name = f'<span class="name">{html.escape(entry.name)}</span><br>' if entry.name else ""
    code = base64.b64encode(images.png_bytes(work.painting)).decode("ascii")
    return {
        "number": number,
        "before": number - 1 or total,
        "after": number % total + 1,
        "picture": f"data:image/png;base64,{code}",
        "alt": html.escape(work.alt, quote=True),
        "caption": f'{name}<span lang="{language_of(asked)}">{html.escape(asked)}</span>',
    }


def _problems(entries):
    lines = "".join(
        f"<li>Line {entry.line}: {html.escape(entry.name or entry.code[:40])}</li>"
        for entry in entries
    )
    return f'<div class="left">{NOT_PAINTED}<ul>{lines}</ul></div>\n' if lines else ""


def main(path=None, out="wall.html", title="Our wall", report=print):
    """`artlab wall`: codes in a file become a page beside it.

    Args:
        path: a text file, one code a line; None hangs the course's own `vetted` works.
        out: the HTML file. Paintings are kept in the course's cache folder meanwhile.
        title: the page's name.
        report: called with lines of text.

    Returns:
        The path written, a `pathlib.Path`.

    Raises:
        ValueError: the file holds no codes, or `out` does not end in .html.
        OSError: a file cannot be read or written.
    """
    out = pathlib.Path(out).expanduser()
    if out.suffix.lower() not in (".html", ".htm"):
        raise ValueError(f"`--out` must end in .html. Received: {out}")
    if path is None:
        text = "\n".join(settings.code for settings in vetted.vetted())
    else:
        text = pathlib.Path(path).read_text(encoding="utf-8-sig")
    entries = read_codes(text)
    painted = []
    for entry, work in paint_entries(entries, runtime.cache_dir() / "wall"):
        painted.append((entry, work))
        told = " ".join((work.prompt if work else entry.problem).split())
        report(f"{len(painted)} of {len(entries)}  {entry.name:16} {told[:90]}")
    page = wall_html(painted, title)
    with runtime.atomic_write(out) as temporary:
        temporary.write_text(page, encoding="utf-8")
    return out
