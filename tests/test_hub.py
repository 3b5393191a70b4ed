"""The hub of a class: its real hub and its real proxy on 127.0.0.1 (make test-teaching).

`deploy/jupyterhub/make_hub.py` makes its environment. The deployment's own configuration is
loaded, and two things are changed for the test: users are made up instead of users of this machine,
and their homes lie in a temporary folder. So what one student's kernel can read of another's home,
which the system's users settle, is not tested here; what the hub and the servers give is.
"""

import asyncio
import json
import os
import socket
import subprocess
import time
import urllib.parse
import uuid
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[1]
HUB = ROOT / ".venv-hub"
LESSON = "00_start_here.ipynb"
PASSWORD = "a password for the test"
CONFIG = """
c = get_config()
load_subconfig({config!r})
c.JupyterHub.authenticator_class = "shared-password"
c.SharedPasswordAuthenticator.user_password = {password!r}
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = {homes!r} + "/{{username}}"
c.Spawner.args = ["--allow-root"]
c.Spawner.start_timeout = c.Spawner.http_timeout = 600  # the machine may do other things as well
c.JupyterHub.hub_port = {hub_port}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy_port}"
c.JupyterHub.log_level = "INFO"
"""

pytestmark = [pytest.mark.teaching, pytest.mark.timeout(1500)]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class Student:
    """A browser of one student: cookies, and a token for the server's API."""

    def __init__(self, url, name):
        import requests

        self.url, self.name = url, name
        self.session = requests.Session()

    def log_in(self, password=PASSWORD):
        self.session.get(f"{self.url}/hub/login", timeout=60)
        form = {"username": self.name, "password": password, "_xsrf": self.session.cookies["_xsrf"]}
        answer = self.session.post(f"{self.url}/hub/login", data=form, timeout=120)
        return answer.status_code

    def ask(self, path, method="GET", **options):
        """A call of the hub's or a server's API, as this student."""
        headers = {"Authorization": f"token {self.token}"}
        return self.session_free(method, f"{self.url}{path}", headers=headers, **options)

    @staticmethod
    def session_free(method, url, **options):
        import requests

        return requests.request(method, url, timeout=120, **options)

    def start(self):
        """Starts the student's server, and waits for it."""
        page = f"{self.url}/hub/api/users/{self.name}/tokens"
        xsrf = next(one.value for one in self.session.cookies if one.name == "_xsrf")
        headers = {"X-XSRFToken": xsrf, "Referer": f"{self.url}/hub/token"}
        made = self.session.post(page, headers=headers, json={"note": "test"}, timeout=60)
        assert made.status_code == 201, made.text
        self.token = made.json()["token"]
        self.ask(f"/hub/api/users/{self.name}/server", "POST")
        end = time.monotonic() + 600
        while time.monotonic() < end:
            if self.ask(f"/hub/api/users/{self.name}").json()["server"]:
                return
            time.sleep(1)
        raise AssertionError("the server did not start")

    def files(self):
        found = self.ask(f"/user/{self.name}/api/contents/")
        return {one["name"] for one in found.json()["content"]}

    def run(self, cells):
        """Runs cells in a kernel of the student's server; returns what they printed."""
        started = self.ask(f"/user/{self.name}/api/kernels", "POST", json={"name": "python3"})
        socket_url = self.url.replace("http", "ws", 1)
        socket_url += f"/user/{self.name}/api/kernels/{started.json()['id']}/channels"
        return asyncio.run(run_cells(socket_url, {"Authorization": f"token {self.token}"}, cells))


async def run_cells(url, headers, cells):
    from tornado.httpclient import HTTPRequest
    from tornado.websocket import websocket_connect

    asked = HTTPRequest(url, headers=headers)
    connection = await websocket_connect(asked, max_message_size=2**28)
    printed = []
    for source in cells:
        message = request(source)
        await connection.write_message(json.dumps(message))
        idle = False
        while not idle:
            text = await asyncio.wait_for(connection.read_message(), 600)
            answer = json.loads(text)
            if answer["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                continue
            content = answer["content"]
            assert answer["msg_type"] != "error", content
            printed.append(content.get("text", "") if answer["msg_type"] == "stream" else "")
            idle = answer["msg_type"] == "status" and content["execution_state"] == "idle"
    connection.close()
    return "".join(printed)


def request(source):
    header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "username": "", "date": ""}
    header |= {"session": "test", "version": "5.3"}
    content = {"code": source, "silent": False, "store_history": True, "user_expressions": {}}
    content |= {"allow_stdin": False, "stop_on_error": True}
    told = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
    return told | {"channel": "shell", "buffers": []}


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """Address of a running hub, and the folder with the students' homes."""
    if not (HUB / "bin" / "jupyterhub").exists():
        pytest.fail("the hub is not in .venv-hub: python deploy/jupyterhub/make_hub.py")
    folder = tmp_path_factory.mktemp("hub")
    (folder / "homes").mkdir()
    url = f"http://127.0.0.1:{free_port()}"
    config = str(ROOT / "deploy" / "jupyterhub" / "jupyterhub_config.py")
    told = {"config": config, "password": PASSWORD, "homes": str(folder / "homes")}
    told |= {"hub_port": free_port(), "proxy_port": free_port()}
    (folder / "config.py").write_text(CONFIG.format(**told))
    here = {name: value for name, value in os.environ.items() if "PYTHONPATH" not in name}
    here = {name: value for name, value in here.items() if not name.startswith("JUPYTER")}
    here |= {"ARTLAB_HUB_URL": url, "ARTLAB_HUB_SHARED": str(folder / "shared")}
    command = [HUB / "bin" / "python", "-m", "jupyterhub", "-f", folder / "config.py"]
    with open(folder / "log", "w") as log:
        process = subprocess.Popen(command, cwd=folder, env=here, stdout=log, stderr=log)
    try:
        wait_for(url, process, folder / "log")
        yield url, folder
    finally:
        process.terminate()
        process.wait(60)


def wait_for(url, process, log):
    import requests

    end = time.monotonic() + 240
    while time.monotonic() < end and process.poll() is None:
        try:
            if requests.get(f"{url}/hub/health", timeout=5).status_code == 200:
                return
        except requests.ConnectionError:
            pass
        time.sleep(0.5)
    raise AssertionError(log.read_text()[-3000:])


@pytest.fixture(scope="module")
def students(hub):
    url, _ = hub
    found = [Student(url, name) for name in ("ada", "bert")]
    for student in found:
        assert student.log_in() == 200
        student.start()
    return found


def test_a_wrong_password_is_refused(hub):
    assert Student(hub[0], "carl").log_in("wrong") == 403


def test_every_student_finds_the_lessons(students):
    lessons = {path.name for path in (ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb")}
    assert [student.files() >= lessons for student in students] == [True, True]


def test_jupyterlab_is_served(students):
    page = students[0].ask("/user/ada/lab")
    assert page.status_code == 200
    assert "jupyter-config-data" in page.text


def test_a_student_runs_a_lesson(students):
    found = students[0].ask(f"/user/ada/api/contents/{LESSON}").json()["content"]
    cells = [cell.source for cell in nbformat.from_dict(found).cells if cell.cell_type == "code"]
    assert "artlab" in students[0].run(cells)


def test_students_see_their_own_files_and_nobody_elses(students):
    ada, bert = students
    body = {"type": "file", "format": "text", "content": "mine"}
    assert ada.ask("/user/ada/api/contents/mine.txt", "PUT", json=body).status_code == 201
    assert ("mine.txt" in ada.files(), "mine.txt" in bert.files()) == (True, False)
    for path in ("contents/mine.txt", "contents/", "kernels"):
        assert bert.ask(f"/user/ada/api/{path}").status_code in (403, 404)
    outside = urllib.parse.quote("../../ada/lessons/mine.txt", safe="")
    assert bert.ask(f"/user/bert/api/contents/{outside}").status_code in (400, 403, 404)


def test_kernels_know_the_shared_cache_and_a_home_of_their_own(students, hub):
    line = "import os, artlab; print(os.environ['ARTLAB_SHARED'], os.path.expanduser('~'))"
    homes = [student.run([line]).split() for student in students]
    shared = str(hub[1] / "shared")
    assert homes == [[shared, str(hub[1] / "homes" / name)] for name in ("ada", "bert")]


def test_a_notebook_of_the_students_is_not_copied_over(tmp_path):
    import importlib.util

    path = ROOT / "deploy" / "jupyterhub" / "start_student.py"
    spec = importlib.util.spec_from_file_location("start_student", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / LESSON).write_text("mine")
    copied = module.copy_missing(ROOT / "notebooks", tmp_path)
    assert LESSON not in copied
    assert len(copied) >= 12
    assert (tmp_path / LESSON).read_text() == "mine"
