"""A lesson in a real JupyterLab in a real browser: open it, run it, touch it, look at it.

`LabServer` serves copies of notebooks from a temporary folder, with none of the user's
settings; `LabPage` drives one notebook there. Used by the browser tests and by
`tools/screenshot_lesson.py`.
"""

import contextlib
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

OFFLINE = Path(__file__).resolve().parents[1] / "offline"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_FLAGS = [
    "--no-sandbox",  # root has no sandbox, in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "docmanager-extension/plugin": {"autosave": False},
    # "none" keeps every cell in the page; else cells out of sight have no output to look at.
    "notebook-extension/tracker": {
        "windowingMode": "none",
        "recordTiming": True,
        "scrollPastEnd": False,
    },
}
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


class BrowserMissing(RuntimeError):
    """No Chromium on this machine."""


def find_browser():
    """Finds the browser: `$CHROMIUM`, or the first of `BROWSERS` on the path."""
    candidates = [os.environ.get("CHROMIUM"), *map(shutil.which, BROWSERS)]
    for path in filter(None, candidates):
        if os.access(path, os.X_OK):
            return path
    raise BrowserMissing(
        "No Chromium found. Install one (Debian: apt-get install chromium) or set $CHROMIUM to it."
    )


class LabServer:
    """JupyterLab on a free port of this machine, serving a temporary folder.

    Args:
        online: Whether Python on the server and in its kernels may use the network.
        theme: `"Light"` or `"Dark"`.
    """

    def __init__(self, online=False, theme="Light"):
        self.online, self.theme = online, theme
        self.token = secrets.token_hex(16)

    def __enter__(self):
        self.home = Path(tempfile.mkdtemp(prefix="lab-"))
        self.root = self.home / "notebooks"
        self.root.mkdir()
        self._write_settings()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.log = self.home / "lab.log"
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
        command += ["--ip=127.0.0.1", f"--port={self.port}", f"--ServerApp.root_dir={self.root}"]
        command += [f"--IdentityProvider.token={self.token}", "--expose-app-in-browser"]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command, env=self._environment(), stdout=log, stderr=subprocess.STDOUT
            )
        return self

    def __exit__(self, *error):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.home, ignore_errors=True)

    def wait(self, timeout=60):
        """Waits until the server answers."""
        end = time.monotonic() + timeout
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(self.url("api"), timeout=2)
                return
            time.sleep(0.1)
        raise RuntimeError("JupyterLab did not start:\n" + self.log.read_text())

    def url(self, path):
        """Address of a page of the server, with its token."""
        return f"http://127.0.0.1:{self.port}/{path}?token={self.token}"

    def add(self, name, text):
        """Puts a notebook on the server, cleared of outputs and execution counts."""
        notebook = json.loads(text)
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                cell.update(outputs=[], execution_count=None)
        (self.root / name).write_text(json.dumps(notebook), encoding="utf-8")
        return name

    def _write_settings(self):
        themes = {"apputils-extension/themes": {"theme": f"JupyterLab {self.theme}"}}
        for name, values in (SETTINGS | themes).items():
            path = self.home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(values))

    def _environment(self):
        home = self.home
        found = {key: value for key, value in os.environ.items() if key != "MPLBACKEND"}
        found.setdefault("ARTLAB_BUDGET", "class")
        if not self.online:
            found["PYTHONPATH"] = os.pathsep.join(
                filter(None, [str(OFFLINE), os.environ.get("PYTHONPATH")])
            )
        return found | {
            "IPYTHONDIR": f"{home}/ipython",
            "JUPYTER_CONFIG_DIR": f"{home}/config",
            "JUPYTER_DATA_DIR": f"{home}/data",
            "JUPYTER_RUNTIME_DIR": f"{home}/runtime",
            "JUPYTERLAB_SETTINGS_DIR": f"{home}/settings",
            "JUPYTERLAB_WORKSPACES_DIR": f"{home}/workspaces",
        }


@contextlib.contextmanager
def browser():
    """A headless browser, closed at the end of the block."""
    from playwright.sync_api import sync_playwright

    executable = find_browser()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=executable, args=BROWSER_FLAGS)
        try:
            yield opened
        finally:
            opened.close()


@dataclass(frozen=True)
class CellRun:
    """What one code cell did: its index in the notebook, first line, seconds and outputs."""

    index: int
    first_line: str
    has_run: bool
    seconds: float
    outputs: list

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

    def open(self, name, timeout=90):
        """Opens a notebook of the server and waits for its kernel."""
        self.page.goto(self.server.url(f"doc/tree/{name}") + "&reset")
        self.page.locator(".jp-Notebook").wait_for(timeout=timeout * 1000)
        # Run All before the kernel is there opens a dialog that asks for a kernel, and blocks.
        idle = self.page.get_by_role("button", name="Python 3 (ipykernel) | Idle")
        idle.wait_for(timeout=timeout * 1000)
        return self

    def run_all(self, timeout=300):
        """Chooses Run, Run All Cells in the menu, and waits until all ran or one failed."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
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

    def cell(self, containing):
        """Locator of the code cell whose source contains a text."""
        for found in self.page.evaluate(READ_CELLS):
            if containing in found["source"]:
                return self.page.locator(f'.jp-Cell[data-windowed-list-index="{found["index"]}"]')
        raise LookupError(f"`containing` must occur in a code cell. Received: {containing!r}")

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
                area.scroll_into_view_if_needed()
                area.screenshot(path=paths[-1])
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
    )


def _moment(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
