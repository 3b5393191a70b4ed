"""A lesson in a real JupyterLab in a real browser: open it, run it, touch it, look at it.

`LabPage` drives one notebook of a `LabServer`. Used by the browser tests and by
`tools/screenshot_lesson.py`.
"""

import re
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lab_server import BrowserMissing, LabServer, browser, find_browser

__all__ = ["BrowserMissing", "CellRun", "LabPage", "LabServer", "browser", "find_browser"]

# What the front end knows about each code cell, in the order of the notebook.
READ_CELLS = """() => {
  const widgets = window.jupyterapp.shell.currentWidget.content.widgets;
  return widgets.map((cell, index) => ({ index, cell })).filter(e => e.cell.model.type === 'code')
    .map(({ index, cell }) => ({
      index, count: cell.model.executionCount, state: cell.model.executionState,
      source: cell.model.sharedModel.getSource(),
      timing: cell.model.sharedModel.getMetadata('execution') || {},
      outputs: cell.model.outputs.toJSON().map(o => o.output_type === 'error' ? o : {
        output_type: o.output_type, name: o.name, text: o.text, mime: Object.keys(o.data || {}) }),
    }));
}"""
# Some cell waits or runs.
UNDER_WAY = """() => window.jupyterapp.shell.currentWidget.content.widgets
  .some(cell => cell.model.type === 'code' && !cell.model.executionCount)"""


@dataclass(frozen=True)
class CellRun:
    """What one code cell did: its index in the notebook, first line, seconds and outputs.

    `count` is its number in the order of the runs, or None.
    """

    index: int
    first_line: str
    has_run: bool
    seconds: float
    outputs: list
    count: int | None = None

    @property
    def error(self):
        """Traceback as plain text, or an empty string."""
        for output in self.outputs:
            if output["output_type"] == "error":
                trace = "\n".join(output["traceback"])
                return re.sub(r"\x1b\[[0-9;]*m", "", trace)
        return ""


class LabPage:
    """One notebook, open in the browser.

    Args:
        browser: A playwright browser.
        server: A running `LabServer`.
        width, height: Size of the window in pixels.
    """

    def __init__(self, browser, server, width=1280, height=900):
        self.server = server
        self.page = browser.new_page(viewport={"width": width, "height": height})
        self.page.route("**/*", self._only_this_machine)
        self.refused = []

    def _only_this_machine(self, route):
        url = route.request.url
        if url.startswith((f"http://127.0.0.1:{self.server.port}/", "data:", "blob:")):
            route.continue_()
        else:
            self.refused.append(url)
            route.abort()

    def open(self, name, timeout=240):
        """Opens a notebook of the server and waits for its kernel."""
        self.page.goto(self.server.url(f"doc/tree/{name}") + "&reset")
        self.page.locator(".jp-Notebook").wait_for(timeout=timeout * 1000)
        # Run All before the kernel is there opens a dialog that asks for a kernel, and blocks.
        idle = self.page.get_by_role("button", name="Python 3 (ipykernel) | Idle")
        idle.wait_for(timeout=timeout * 1000)
        return self

    def run_all(self, timeout=300):
        """Chooses Run, Run All Cells in the menu, and waits until all ran or one failed."""
        self.start_all()
        return self.wait_for_all(timeout)

    def start_all(self):
        """Chooses Run, Run All Cells in the menu."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()

    def restart_and_run_all(self, timeout=300):
        """Chooses Kernel, Restart Kernel and Run All Cells, and waits as `run_all` does."""
        self.page.get_by_role("menuitem", name="Kernel", exact=True).click()
        self.page.get_by_role("menuitem", name="Restart Kernel and Run All Cells").click()
        self.page.get_by_role("button", name="Confirm Kernel Restart").click()
        self.page.wait_for_function(UNDER_WAY, timeout=60_000)
        return self.wait_for_all(timeout)

    def wait_for_all(self, timeout=300):
        """Waits until all cells ran or one failed: a list of `CellRun`."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            runs = self.runs()
            failed = any(run.error for run in runs)
            if (failed or all(run.has_run for run in runs)) and self.is_idle():
                self.page.wait_for_timeout(500)  # widgets draw after the kernel has answered
                return self.runs()
            time.sleep(0.2)
        waiting = [run.first_line for run in self.runs() if not run.has_run]
        raise TimeoutError(f"Not finished after {timeout} s. Next cell: {waiting[:1]}")

    def is_idle(self):
        """Tells whether the kernel waits for work."""
        return self.page.get_by_role("button", name="Python 3 (ipykernel) | Idle").is_visible()

    def runs(self):
        """What each code cell did so far: a list of `CellRun`."""
        return [_cell_run(found) for found in self.page.evaluate(READ_CELLS)]

    def errors(self):
        """Tracebacks in the notebook, as text."""
        return [run.error for run in self.runs() if run.error]

    def words(self):
        """All that can be read in the notebook's outputs."""
        return "\n".join(self.page.locator(".jp-Cell-outputArea").all_inner_texts())

    def cell(self, containing):
        """Locator of the code cell whose source contains a text."""
        for found in self.page.evaluate(READ_CELLS):
            if containing in found["source"]:
                return self.page.locator(f'.jp-Cell[data-windowed-list-index="{found["index"]}"]')
        raise LookupError(f"`containing` must occur in a code cell. Received: {containing!r}")

    def source(self, containing):
        """Source of the first code cell that contains a text."""
        return next(
            c["source"] for c in self.page.evaluate(READ_CELLS) if containing in c["source"]
        )

    def output(self, containing):
        """Locator of the output area of the code cell whose source contains a text."""
        return self.cell(containing).locator(".jp-Cell-outputArea")

    def outputs(self, containing):
        """Locators of the output areas of all code cells whose source contains a text."""
        cells = [c["index"] for c in self.page.evaluate(READ_CELLS) if containing in c["source"]]
        places = [f'.jp-Cell[data-windowed-list-index="{index}"]' for index in cells]
        return [self.page.locator(place).locator(".jp-Cell-outputArea") for place in places]

    def slider(self, description):
        """The slider with this description."""
        return Slider(self._widget(".widget-slider", description), self.page)

    def dropdown(self, description):
        """Locator of the `<select>` with this description."""
        return self._widget(".widget-dropdown", description).locator("select")

    def text(self, description):
        """Locator of the text field with this description."""
        return self._widget(".widget-text, .widget-textarea", description).locator(
            "input, textarea"
        )

    def button(self, label):
        """Locator of the widget button with this label."""
        buttons = self.page.locator(".jp-Notebook button.jupyter-button")
        return buttons.filter(has_text=label).first

    def _widget(self, kind, description):
        label = self.page.locator(".widget-label", has_text=description)
        return self.page.locator(f".jp-Notebook :is({kind})").filter(has=label).first

    def screenshot_pages(self, folder, overlap=60):
        """Photographs the notebook from top to bottom, one window at a time.

        Returns:
            List of paths, `page_01.png` and so on.
        """
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        area = self.page.locator(".jp-Notebook .jp-WindowedPanel-outer, .jp-WindowedPanel-outer")
        area = area.first
        area.evaluate("node => node.scrollTo(0, 0)")
        paths = []
        while True:
            self.page.wait_for_timeout(120)  # pictures decode, editors draw
            paths.append(folder / f"page_{len(paths) + 1:02}.png")
            area.screenshot(path=paths[-1])
            moved = area.evaluate(
                "(node, overlap) => { const before = node.scrollTop;"
                " node.scrollBy(0, node.clientHeight - overlap); return node.scrollTop - before }",
                overlap,
            )
            if moved < 1:
                return paths

    def photograph(self, area, path):
        """Photographs an area whole, in a window that is tall enough for it."""
        size, box = self.page.viewport_size, area.bounding_box()
        tall = max(size["height"], round(box["height"]) + 200)
        self.page.set_viewport_size({"width": size["width"], "height": tall})
        area.scroll_into_view_if_needed()
        area.screenshot(path=path)
        self.page.set_viewport_size(size)

    def screenshot_outputs(self, folder):
        """Photographs the output of every code cell that has one: a list of paths."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        paths = []
        for run in self.runs():
            area = self.page.locator(f'.jp-Cell[data-windowed-list-index="{run.index}"]')
            area = area.locator(".jp-Cell-outputArea")
            box = area.bounding_box() if run.outputs else None
            if box and box["height"] > 1:
                paths.append(folder / f"cell_{run.index:02}.png")
                self.photograph(area, paths[-1])
        return paths

    def close(self):
        """Shuts the notebook's kernel down and closes the page."""
        self.page.evaluate("() => window.jupyterapp.serviceManager.sessions.shutdownAll()")
        self.page.close()


class Slider:
    """An ipywidgets slider in the page."""

    def __init__(self, locator, page):
        self.locator, self.page = locator, page
        self.handle = locator.locator(".noUi-handle").first

    @property
    def value(self):
        """What the slider shows beside itself, as text."""
        return self.locator.locator(".widget-readout").inner_text()

    def press(self, key, times=1):
        """Presses a key on the slider's handle, such as `"ArrowRight"` or `"End"`."""
        self.handle.scroll_into_view_if_needed()
        self.handle.focus()
        for _ in range(times):
            self.handle.press(key)

    def drag(self, fraction):
        """Drags the handle with the mouse to a fraction (0 to 1) of the slider's length."""
        self.handle.scroll_into_view_if_needed()
        start = self.handle.bounding_box()
        track = self.locator.locator(".noUi-target").bounding_box()
        height = start["y"] + start["height"] / 2
        self.page.mouse.move(start["x"] + start["width"] / 2, height)
        self.page.mouse.down()
        self.page.mouse.move(track["x"] + fraction * track["width"], height, steps=8)
        self.page.mouse.up()


def _cell_run(found):
    timing = found["timing"]
    started, ended = timing.get("iopub.execute_input"), timing.get("shell.execute_reply")
    seconds = (_moment(ended) - _moment(started)).total_seconds() if started and ended else 0.0
    lines = found["source"].strip().splitlines() or [""]
    return CellRun(
        index=found["index"],
        first_line=lines[0],
        has_run=bool(found["count"]) or not found["source"].strip(),
        seconds=seconds,
        outputs=found["outputs"],
        count=found["count"],
    )


def _moment(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
