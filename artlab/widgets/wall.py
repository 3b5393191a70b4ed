"""The class wall in a notebook: codes are pasted, paintings appear one by one."""

import html

import ipywidgets as widgets

from artlab.studio import paint_entries, read_codes, wall_html
from artlab.widgets import base

FRAME = (
    '<iframe sandbox title="The class wall" srcdoc="{page}" style="width: 100%; height: 640px;'
    ' border: 0; border-radius: 6px; background: #17150F"></iframe>'
)


def class_wall(codes="", title="Our wall", studio=None):
    """A field to paste codes into, a button, and the wall that grows as they are painted.

    Args:
        codes: what stands in the field first; one code a line, a name before it if you like.
        title: name of the wall.
        studio: a `Studio`; the shipped models by default.

    Returns:
        A widget; its `painted` holds `(entry, artwork)` so far.
    """
    return _Wall(codes, title, studio)


class _Wall(widgets.VBox):
    """Its repr tells the wall in words."""

    def __init__(self, codes, title, studio):
        self.title, self.studio, self.painted = title, studio, []
        self.field = widgets.Textarea(
            value=codes,
            placeholder="Ada: art1....   one code a line, from artwork.code",
            description="codes",
            layout={"width": "96%", "height": "7em"},
        )
        self.button = widgets.Button(description="Hang them", button_style="primary")
        self.bar = widgets.IntProgress(min=0, max=1, description="painted")
        self.said, self.page = widgets.HTML(), widgets.HTML()
        self.button.on_click(lambda _: self.hang())
        row = widgets.HBox([self.button, self.bar])
        super().__init__(base.panel(self.field, row, self.said, self.page).children)

    def __repr__(self):
        works = [work for _, work in self.painted if work is not None]
        return f"A wall of {len(works)} paintings: " + "; ".join(work.prompt for work in works)

    def hang(self):
        """Paints what stands in the field, and shows the wall after each."""
        try:
            entries = read_codes(self.field.value)
        except ValueError as error:
            self.said.value = f"<p>{html.escape(str(error))}</p>"
            return
        self.painted, self.said.value, self.bar.max = [], "", len(entries)
        self.bar.value, self.button.disabled = 0, True
        try:
            for pair in paint_entries(entries, studio=self.studio):
                self.painted.append(pair)
                self.bar.value = len(self.painted)
                if pair[1] is not None:
                    self._show()
            self._finish()
        finally:
            self.button.disabled = False

    def _show(self):
        page = wall_html(self.painted, self.title)
        self.page.value = FRAME.format(page=html.escape(page, quote=True))

    def _finish(self):
        bad = [entry for entry, work in self.painted if work is None]
        lines = ", ".join(str(entry.line) for entry in bad)
        if bad:
            self.said.value = f"<p>No code in line {lines}.</p>"
        if len(bad) < len(self.painted):
            self._show()
