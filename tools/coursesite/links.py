"""Links of the repository's texts, turned into links of the site."""

import posixpath
import re
from pathlib import Path

PICTURES = {".png", ".jpg", ".jpeg", ".svg"}
_LINK = re.compile(r"\]\((?P<target>[^()\s]+)\)")
_NOTEBOOK = re.compile(r'href="(?:[^"/]*/)*(\d\d_[a-z0-9_]+)\.ipynb"')
_FENCE = re.compile(r"(?ms)^(`{3,}|~{3,}).*?^\1`*\s*?$")


class Links:
    """Knows which file of the repository is which page.

    Args:
        root: folder of the course.
        repository: `"owner/name"` on GitHub, where files without a page are shown.
        pages: dict from a file's path in the repository to the name of its page.
        keep: called with the path of a picture; returns its address on the site.
    """

    def __init__(self, root, repository, pages, keep):
        self.root, self.repository, self.pages, self.keep = Path(root), repository, pages, keep
        self.broken = []  # lines about links that lead to no file

    def rewrite(self, text, source):
        """Markdown whose links hold on the site.

        Args:
            text: Markdown; fenced code is left alone.
            source: path of its file in the repository, from which links are relative.

        Returns:
            Markdown. Links to files that are not there are told in `broken`.
        """
        parts, end = [], 0
        for fence in _FENCE.finditer(text):
            parts += [self._plain(text[end : fence.start()], source), fence[0]]
            end = fence.end()
        return "".join([*parts, self._plain(text[end:], source)])

    def _plain(self, text, source):
        return _LINK.sub(lambda match: f"]({self._target(match['target'], source)})", text)

    def _target(self, target, source):
        if re.match(r"[a-z]+:|#|/", target):
            return target
        name, _, anchor = target.partition("#")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source), name))
        anchor = f"#{anchor}" if anchor else ""
        if path in self.pages:
            return f"/{self.pages[path]}.md{anchor}"
        if not (self.root / path).exists():
            self.broken.append(f"{source}: leads nowhere: {target}")
        elif Path(path).suffix in PICTURES:
            return self.keep(path)
        return self.on_github(path) + anchor

    def between_lessons(self, markup):
        """HTML on a lesson's page whose links to notebooks lead to their pages."""
        return _NOTEBOOK.sub(lambda match: f'href="{self._lesson(match[1])}"', markup)

    def _lesson(self, name):
        path = f"notebooks/{name}.ipynb"
        return f"{name}.html" if path in self.pages else self.on_github(path)

    def on_github(self, path):
        """Address of a file or folder of the repository."""
        kind = "tree" if (self.root / path).is_dir() else "blob"
        return f"https://github.com/{self.repository}/{kind}/main/{path}"
