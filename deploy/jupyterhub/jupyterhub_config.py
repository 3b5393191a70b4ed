"""JupyterHub for a class: one environment, one shared read-only cache, a folder for each student.

    .venv-hub/bin/jupyterhub -f deploy/jupyterhub/jupyterhub_config.py

Students are users of this machine and log in with its passwords (PAM). README.md says how to set it
up. These variables change what differs from room to room:

    ARTLAB_HUB_URL      where the hub listens; http://:8000 by default
    ARTLAB_HUB_SHARED   the shared cache; /srv/artlab by default
    ARTLAB_HUB_ADMINS   names of instructors, separated by commas
    ARTLAB_HUB_THREADS  threads of each kernel; 2 by default
"""

import os
import sys
from pathlib import Path

c = get_config()  # noqa: F821  JupyterHub gives it to this file

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
COURSE, HUB = ROOT / ".venv", Path(sys.prefix)
SHARED = Path(os.environ.get("ARTLAB_HUB_SHARED", "/srv/artlab"))

# The hub and its proxy ---------------------------------------------------------------------------
c.JupyterHub.bind_url = os.environ.get("ARTLAB_HUB_URL", "http://:8000")
c.ConfigurableHTTPProxy.command = [
    "node",
    str(HUB / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"),
]
c.JupyterHub.cleanup_servers = True  # when the hub stops, so do the servers of the students

# Who may log in ----------------------------------------------------------------------------------
c.JupyterHub.authenticator_class = "pam"
c.Authenticator.allow_all = True  # everybody with a password on this machine
c.Authenticator.admin_users = set(filter(None, os.environ.get("ARTLAB_HUB_ADMINS", "").split(",")))

# What a student gets -----------------------------------------------------------------------------
c.Spawner.cmd = [sys.executable, str(HERE / "start_student.py")]
c.Spawner.notebook_dir = "~/lessons"
c.Spawner.default_url = "/lab/tree/00_start_here.ipynb"
c.Spawner.start_timeout = 120  # forty servers start at once at the beginning of a class
c.Spawner.http_timeout = 120
c.Spawner.environment = {
    # JupyterLab and its extensions are the course's.
    "JUPYTER_CONFIG_PATH": str(COURSE / "etc" / "jupyter"),
    "JUPYTER_PATH": str(COURSE / "share" / "jupyter"),
    "JUPYTERLAB_DIR": str(COURSE / "share" / "jupyter" / "lab"),
    # Read by all, written by none of the students.
    "ARTLAB_SHARED": str(SHARED),
    "HF_HUB_CACHE": str(SHARED / "hub"),
    "KERAS_HOME": str(SHARED / "keras"),
    # Each kernel with as many threads as there are cores would slow down the whole class.
    "OMP_NUM_THREADS": os.environ.get("ARTLAB_HUB_THREADS", "2"),
}
