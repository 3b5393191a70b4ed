"""A lesson in the classic notebook with ipywidgets 7, the widgets that Colab has.

Colab's own front end is closed. What can be driven is Jupyter's classic notebook (6.5) with the
same widgets and the same kernel, from `.venv-colab`, where Colab's versions are.
"""

import time
from pathlib import Path

from lab_server import LabServer
from widget_area import Area

PYTHON = Path(__file__).resolve().parents[2] / ".venv-colab" / "bin" / "python"
READ = """() => Jupyter.notebook.get_cells().map((cell, index) => ({ index, cell }))
  .filter(e => e.cell.cell_type === 'code')
  .map(({ index, cell }) => ({ index, source: cell.get_text(), count: cell.input_prompt_number,
    errors: cell.output_area.outputs.filter(o => o.output_type === 'error')
      .map(o => o.traceback.join('\\n')) }))"""
READY = "() => window.Jupyter && Jupyter.notebook && Jupyter.notebook.kernel" + (
    " && Jupyter.notebook.kernel.is_connected() && Jupyter.notebook._fully_loaded"
)
IDLE = "() => !!document.querySelector('#kernel_indicator_icon.kernel_idle_icon')"


class ClassicServer(LabServer):
    """The classic notebook on a free port, from the environment with Colab's versions."""

    def __enter__(self):
        if not PYTHON.exists():
            raise RuntimeError("No .venv-colab. `python tools/setup_env.py --kind colab` makes it.")
        return super().__enter__()

    def _command(self):
        command = [str(PYTHON), "-m", "notebook", "--no-browser", "--allow-root"]
        command += ["--ip=127.0.0.1", f"--port={self.port}", f"--notebook-dir={self.root}"]
        return [*command, f"--NotebookApp.token={self.token}"]


class ClassicPage:
    """One notebook in the classic front end; the methods are those of `LabPage`."""

    def __init__(self, browser, server, width=1280, height=900):
        self.server, self.refused = server, []
        self.page = browser.new_page(viewport={"width": width, "height": height})
        self.page.route("**/*", self._only_this_machine)

    def _only_this_machine(self, route):
        url = route.request.url
        if url.startswith((f"http://127.0.0.1:{self.server.port}/", "data:", "blob:")):
            route.continue_()
        else:
            self.refused.append(url)
            route.abort()

    def open(self, name, timeout=240):
        """Opens a notebook of the server and waits for its kernel."""
        self.page.goto(self.server.url(f"notebooks/{name}"))
        self.page.wait_for_function(READY, timeout=timeout * 1000)
        self.page.wait_for_function(IDLE, timeout=timeout * 1000)
        return self

    def run_all(self, timeout=300):
        """Chooses Cell, Run All in the menu, and waits until all ran or one failed."""
        self.page.get_by_role("link", name="Cell", exact=True).click()
        self.page.locator("#run_all_cells a").click()
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if (self.errors() or not self.waiting()) and self.page.evaluate(IDLE):
                self.page.wait_for_timeout(1000)  # widgets draw after the kernel has answered
                return
            self.page.wait_for_timeout(300)
        raise TimeoutError(f"Not finished after {timeout} s. Next cell: {self.waiting()[:1]}")

    def waiting(self):
        """Sources of the cells that have not run."""
        cells = self.page.evaluate(READ)
        return [c["source"] for c in cells if not isinstance(c["count"], int) and c["source"]]

    def errors(self):
        """Tracebacks in the notebook."""
        return [error for cell in self.page.evaluate(READ) for error in cell["errors"]]

    def outputs(self, containing):
        """Locators of the outputs of all code cells whose source contains a text."""
        cells = [c["index"] for c in self.page.evaluate(READ) if containing in c["source"]]
        return [self.page.locator(".cell").nth(index).locator(".output_wrapper") for index in cells]

    def area(self, containing):
        """The `Area` of the first of them."""
        return Area(self.page, self.outputs(containing)[0])

    def photograph(self, area, path):
        """Photographs an area."""
        area.scroll_into_view_if_needed()
        area.screenshot(path=path)

    def widgets_version(self):
        """Version of the widgets' front end that drew what is here."""
        return self.page.evaluate(
            "() => new Promise(found => require(['nbextensions/jupyter-js-widgets/extension'],"
            " () => found(require('@jupyter-widgets/controls').JUPYTER_CONTROLS_VERSION)))"
        )

    def close(self):
        """Shuts the notebook's kernel down and closes the page."""
        self.page.evaluate("() => Jupyter.notebook.session.delete()")
        self.page.wait_for_timeout(500)
        self.page.close()
