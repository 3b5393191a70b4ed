"""The network block of the test suite bites: here, in a subprocess and in a notebook kernel."""

import importlib.util
import json
import os
import socket
import subprocess
import sys

import pytest

FAR = "192.0.2.1"  # reserved for documentation (RFC 5737): no machine has it
TRY_TO_LEAVE = f"import socket; socket.create_connection(({FAR!r}, 80), timeout=2)"

blocked = pytest.mark.skipif(
    not os.environ.get("PYTHONPATH", "").split(os.pathsep)[0].endswith("offline"),
    reason="the block is set by tools/run_tests.py (make test)",
)


@pytest.fixture
def hook(root):
    """The block's module, loaded without installing its hook."""
    path = root / "tests" / "offline" / "sitecustomize.py"
    spec = importlib.util.spec_from_file_location("offline_block", path)
    module = importlib.util.module_from_spec(spec)
    source = path.read_text().replace("sys.addaudithook(refuse)", "")
    exec(compile(source, str(path), "exec"), module.__dict__)
    return module


@blocked
def test_connecting_out_is_refused():
    with socket.socket() as sock, pytest.raises(ConnectionError, match=r"blocked.*192\.0\.2\.1"):
        sock.connect((FAR, 80))


@blocked
@pytest.mark.parametrize(
    "look_up", [socket.gethostbyname, lambda name: socket.getaddrinfo(name, 80)]
)
def test_looking_up_a_name_is_refused(look_up):
    with pytest.raises(ConnectionError, match=r"blocked.*example\.org"):
        look_up("example.org")


@blocked
def test_sending_a_datagram_out_is_refused():
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock,
        pytest.raises(ConnectionError, match="blocked"),
    ):
        sock.sendto(b"hello", (FAR, 53))


@blocked
def test_subprocess_is_refused():
    done = subprocess.run([sys.executable, "-c", TRY_TO_LEAVE], capture_output=True, text=True)
    assert done.returncode != 0
    assert "network blocked" in done.stderr


@blocked
def test_notebook_kernel_is_refused(tmp_path):
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError
    from nbformat.v4 import new_code_cell, new_notebook

    notebook = new_notebook(cells=[new_code_cell(TRY_TO_LEAVE)])
    with pytest.raises(CellExecutionError, match="network blocked"):
        NotebookClient(notebook, timeout=60, kernel_name="python3").execute(cwd=str(tmp_path))


@blocked
def test_loopback_stays_open():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        socket.create_connection(("localhost", port), timeout=5).close()


@pytest.mark.parametrize(
    "address",
    [
        "localhost",
        ("127.0.0.1", 80),
        ("::1", 80, 0, 0),
        "127.8.9.1",
        b"localhost",
        None,
        "0.0.0.0",
        "/run/socket",
        b"\0abstract",
        "::1%lo",
    ],
)
def test_is_local_accepts_this_machine(hook, address):
    assert hook.is_local(address)


@pytest.mark.parametrize(
    "address",
    ["example.org", ("10.0.0.1", 80), ("2001:db8::1", 80, 0, 0), "localhost.example.org", b"a.b"],
)
def test_is_local_refuses_other_machines(hook, address):
    assert not hook.is_local(address)


def test_environment_of_the_suite_carries_the_block(root):
    script = "import json, run_tests; print(json.dumps(run_tests.environment('all', '/x')))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=root / "tools",
        capture_output=True,
        text=True,
        check=True,
    )
    made = json.loads(done.stdout)
    assert made["PYTHONPATH"].split(os.pathsep)[0] == str(root / "tests" / "offline")
    assert made["ARTLAB_BUDGET"] == "class"
    assert made["JUPYTER_CONFIG_DIR"].startswith("/x/")
