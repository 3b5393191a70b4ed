"""JupyterLab and a browser for it, with none of the user's settings.

`LabServer` serves copies of notebooks from a temporary folder. Used by the browser tests and by
`tools/screenshot_lesson.py`.
"""

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
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
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                self._command(), env=self._environment(), stdout=log, stderr=subprocess.STDOUT
            )
        return self

    def _command(self):
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
        command += ["--ip=127.0.0.1", f"--port={self.port}", f"--ServerApp.root_dir={self.root}"]
        return [*command, f"--IdentityProvider.token={self.token}", "--expose-app-in-browser"]

    def __exit__(self, *error):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.home, ignore_errors=True)

    def wait(self, timeout=180):
        """Waits until the server answers."""
        end = time.monotonic() + timeout
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(self.url("api"), timeout=2)
                return
            time.sleep(0.1)
        raise RuntimeError("The server did not start:\n" + self.log.read_text())

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
