"""Gathers the sources of the site in one folder: Markdown for Sphinx, pictures, notebooks."""

import re
import shutil
import tomllib
from pathlib import Path

from artlab.runtime import atomic_write
from coursesite import lesson_page, pages, paintings, reference, running
from coursesite.files import Files
from coursesite.links import Links

EXTRA, SHOWN = "extra", "shown"  # what Sphinx copies as it is, and the pictures in it
PAGES = {"CONTRIBUTING.md": "contributing", "CHANGELOG.md": "changelog", "README.md": "start"}
LARGE = {
    "studio.png": "24 prompts in four styles, through writer, drawer and painter",
    "style_transfer.jpg": "Six contents in six styles, searched for and painted in one pass",
    "world.png": "24 landscapes that the rules painted; the studio learned from nothing else",
}


class Sources:
    """The sources of one site.

    Args:
        root: folder of the course.
        folder: where the sources go; it is emptied first.
        lessons: numbers of the lessons to show; all by default.
        rooms: rooms of the reference, as in `reference.ROOMS`; all by default.
        works: how many paintings hang in the gallery; all by default.
    """

    def __init__(self, root, folder, lessons=None, rooms=None, works=None):
        self.root, self.folder = Path(root), Path(folder)
        self.wanted, self.rooms, self.num_works = lessons, rooms, works
        settings = tomllib.loads((self.root / "pyproject.toml").read_text(encoding="utf-8"))
        self.repository = settings["tool"]["artlab"]["repository"]
        self.files = Files(self.root, self.folder / EXTRA / SHOWN, SHOWN)
        self.links = Links(self.root, self.repository, self._pages(), self._large)

    def write(self):
        """Writes everything; returns names of the lessons whose present text has not been run."""
        shutil.rmtree(self.folder, ignore_errors=True)
        lessons, stale = self._lessons()
        covers = {lesson.name: self._cover(lesson.name) for lesson in lessons}
        self._lists(lessons, {name: path for name, path in covers.items() if path})
        self._texts()
        self._reference()
        return stale

    def _notebooks(self):
        found = sorted((self.root / "notebooks").glob("[0-9][0-9]_*.ipynb"))
        return [path for path in found if not self.wanted or path.name[:2] in self.wanted]

    def _pages(self):
        """From a file of the repository to its page."""
        known = dict(PAGES)
        for path in self._notebooks():
            for source in (f"notebooks/{path.name}", f"lessons/{path.stem}.py"):
                known[source] = f"lessons/{path.stem}"
        for folder in ("decisions", "teaching"):
            for path in (self.root / "docs" / folder).glob("*.md"):
                known[f"docs/{folder}/{path.name}"] = f"{folder}/{path.stem}"
        return known

    def _lessons(self):
        lessons, stale = [], []
        for path in self._notebooks():
            notebook, is_whole = running.kept(self.root, path)
            if not is_whole:
                stale.append(path.stem)
            lesson = lesson_page.read(path.stem, notebook.cells)
            files = self.files.seen_from("../")
            made = lesson_page.page(lesson, notebook, files, self.links, self.repository)
            self._put(f"lessons/{path.stem}.md", made)
            target = self.folder / EXTRA / "notebooks" / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            lessons.append(lesson)
        return lessons, stale

    def _cover(self, name):
        path = self.root / "docs" / "figures" / f"{name}.png"
        return self.files.picture(path.read_bytes(), paintings.QUALITY) if path.is_file() else None

    def _large(self, path):
        address = self.files.picture((self.root / path).read_bytes(), paintings.QUALITY)
        return f"/{EXTRA}/{address}"

    def _lists(self, lessons, covers):
        works = paintings.vetted(self.root, self.num_works)
        first_of_each = {work.style: work for work in reversed(works)}
        styles = [first_of_each[style] for style in dict.fromkeys(work.style for work in works)]
        hero = paintings.hero(self.root)
        for lesson in lessons:  # lesson 00 paints this very work
            covers.setdefault(lesson.name, self.files.picture(hero.painting, paintings.QUALITY))
        opening = pages.first(lessons, covers, hero, styles, self.files, self.repository)
        self._put("index.md", opening + pages.navigation())
        self._put("lessons/index.md", pages.lesson_list(lessons, covers))
        self._put("gallery.md", pages.gallery(works, self.files, self._figures()))

    def _figures(self):
        parts = []
        for name, said in LARGE.items():
            parts += [f"## {said}", f"![{said}]({self._large(f'docs/figures/{name}')})"]
        return "\n\n".join(parts)

    def _texts(self):
        for source, page in self.links.pages.items():
            if source.endswith(".md") and source != "README.md":
                self._put(f"{page}.md", self._read(source))
        readme = self._read("README.md")
        self._put("start.md", "# Start\n\n" + section(readme, "Two commands"))
        self._put("measured.md", "# What was measured\n\n" + section(readme, "Measured"))
        decisions = sorted(path.stem for path in (self.root / "docs" / "decisions").glob("*.md"))
        lead = "Why things are as they are: one page for each question, with what was rejected."
        self._put("decisions/index.md", pages.listing("Decisions", lead, decisions))
        teaching = sorted(path.stem for path in (self.root / "docs" / "teaching").glob("*.md"))
        self._put("teaching/index.md", pages.listing("For instructors", FOR_TEACHERS, teaching))

    def _read(self, source):
        return self.links.rewrite((self.root / source).read_text(encoding="utf-8"), source)

    def _reference(self):
        found = reference.rooms(self.root, self.rooms)
        for room in found:
            self._put(f"reference/{room.path}.md", reference.page(room, self.links))
        lead = "The package behind the lessons, room by room. `import artlab` loads no framework."
        names = [room.path for room in found]
        self._put("reference/index.md", pages.listing("Reference", lead, names))

    def _put(self, name, text):
        path = self.folder / name
        with atomic_write(path) as temporary:
            temporary.write_text(text, encoding="utf-8", newline="\n")


FOR_TEACHERS = (
    "Every lesson carries notes for whoever teaches it. `artlab build --all` makes slides that "
    "need no network, run sheets, solved notebooks and assignments for nbgrader; `artlab teach 03 "
    "--start 14:00` prints a run sheet; `artlab preflight` checks the room's machine."
)


def section(text, heading):
    """What stands below a heading of the second level, up to the next one.

    Example:

    >>> section("# A\\n\\n## B\\n\\nthis\\n\\n## C\\n\\nnot this", "B")
    'this\\n'
    """
    found = re.search(rf"(?ms)^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text)
    if found is None:
        raise ValueError(f"`heading` must be one of the text's. Received: {heading}")
    return found[1].strip() + "\n"
