"""Models of the hub: from a cache, from a mirror on 127.0.0.1, and what happens without any."""

import hashlib
import json
import subprocess
import sys
import time
import urllib.parse

import pytest

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")
constants = pytest.importorskip("huggingface_hub").constants

from artlab import _reach  # noqa: E402
from artlab.gpt import load_writer  # noqa: E402
from artlab.gpt.writers import base, hub  # noqa: E402
from tests.gpt.writers import servers  # noqa: E402
from tests.gpt.writers.test_local import byte_tokenizer  # noqa: E402

COMMIT = "0123456789abcdef0123456789abcdef01234567"
OFFLINE = r'Without it: load_writer\("course"\), load_writer\("smollm2"\).*HF_ENDPOINT'
CARD = b"---\nlanguage: en\nlicense: mit\n---\n# Tiny\n"


class Hub:
    """A hub with one model; `files` are its bytes by name."""

    def __init__(self, files, repo="tiny/gpt"):
        self.files, self.repo = files, repo

    def __call__(self, request):
        path = urllib.parse.urlsplit(request.path).path
        if path in ("", "/"):
            return request.send(b"hub")
        about, resolve = f"/api/models/{self.repo}", f"/{self.repo}/resolve/"
        if path.startswith(about):
            return self.about(request, "/tree/" in path)
        name = path[len(resolve) :].partition("/")[2] if path.startswith(resolve) else None
        if name not in self.files:
            missing = "EntryNotFound" if name else "RepoNotFound"
            return request.send(b"{}", 404, X_Error_Code=missing)
        etag = '"' + hashlib.sha1(self.files[name]).hexdigest() + '"'
        return request.send(self.files[name], ETag=etag, X_Repo_Commit=COMMIT)

    def about(self, request, as_tree):
        """What there is."""
        rows = [{"rfilename": name, "size": len(data)} for name, data in self.files.items()]
        tree = [
            {"type": "file", "path": name, "size": len(data), "oid": COMMIT}
            for name, data in self.files.items()
        ]
        told = tree if as_tree else {"id": self.repo, "sha": COMMIT, "siblings": rows}
        return request.send(json.dumps(told).encode(), Content_Type="application/json")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Files of a tiny random GPT-2, and some that nobody needs."""
    folder = tmp_path_factory.mktemp("tiny")
    torch.manual_seed(0)
    sizes = {"n_positions": 64, "n_embd": 32, "n_layer": 2, "n_head": 2, "vocab_size": 257}
    config = transformers.GPT2Config(**sizes, bos_token_id=None, eos_token_id=256)
    transformers.GPT2LMHeadModel(config).save_pretrained(folder)
    byte_tokenizer().save_pretrained(folder)
    made = {path.name: path.read_bytes() for path in folder.iterdir()}
    return made | {"README.md": CARD, "pytorch_model.bin": b"pickle", "onnx/config.json": b"{}"}


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """An empty cache; no mirror, not offline."""
    for name in ("HF_HOME", "HF_ENDPOINT", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    return tmp_path / "hub"


# A hub that answers


def test_a_mirror_is_asked_once_and_the_cache_ever_after(files, cache, monkeypatch):
    with servers.serve(Hub(files)) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        writer = load_writer("tiny/gpt")
        asked = [path for path, _ in server.seen if "/resolve/" in path]
    assert writer.name == "tiny/gpt" and writer.about.endswith("licence mit")
    assert not any("pytorch_model.bin" in path or "onnx" in path for path in asked)
    again = load_writer("tiny/gpt")  # the server is gone
    assert again.write("a lake", 20, seed=1) == writer.write("a lake", 20, seed=1)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert load_writer("tiny/gpt").write("a lake", 20, seed=1) == again.write("a lake", 20, seed=1)


@pytest.mark.parametrize("repo", ["openai-community/gpt2", "gpt2"])
def test_gpt2_is_found_in_the_cache_by_its_new_and_its_old_name(files, cache, monkeypatch, repo):
    snapshot = cache / f"models--{repo.replace('/', '--')}" / "snapshots" / COMMIT
    snapshot.mkdir(parents=True)
    (snapshot.parents[1] / "refs").mkdir()
    (snapshot.parents[1] / "refs" / "main").write_text(COMMIT)
    assert not hub.status().here
    for name, data in files.items():
        if "/" not in name:
            (snapshot / name).write_bytes(data)
    assert hub.status().here
    writer = load_writer("gpt2")
    assert writer.name == "gpt2" and "MIT" in writer.about
    assert len(writer.write("a lake", 9, seed=0)) > 0


def test_a_cache_that_lacks_a_file_is_completed(files, cache, monkeypatch):
    with servers.serve(Hub(files)) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        load_writer("tiny/gpt")
        (weights,) = cache.rglob("model.safetensors")
        weights.resolve().unlink()
        weights.unlink(missing_ok=True)
        load_writer("tiny/gpt")


def test_an_unknown_model_is_told(files, monkeypatch):
    with servers.serve(Hub(files)) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        with pytest.raises(base.NoSuchModel, match="does not give `tiny/other`: no such model"):
            load_writer("tiny/other")


def test_pickled_weights_are_not_loaded(files, monkeypatch):
    pickled = {name: data for name, data in files.items() if name != "model.safetensors"}
    with servers.serve(Hub(pickled)) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        with pytest.raises(base.NotHere, match="has no weights in safetensors files"):
            load_writer("tiny/gpt")


def test_a_model_of_another_kind_is_told(files, monkeypatch):
    other = files | {"config.json": b'{"model_type": "of_the_future"}'}
    with servers.serve(Hub(other)) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        with pytest.raises(base.NotHere, match="`tiny/gpt` cannot be loaded as a writer"):
            load_writer("tiny/gpt")


# A hub that does not


def expect_within_5_seconds(monkeypatch, endpoint, message):
    monkeypatch.setenv("HF_ENDPOINT", endpoint)
    start = time.perf_counter()
    with pytest.raises(base.Unreachable, match=rf"(?s){message}.*{OFFLINE}"):
        load_writer("gpt2")
    assert time.perf_counter() - start < 5


def test_a_refusing_hub_fails_at_once(monkeypatch):
    expect_within_5_seconds(monkeypatch, servers.refusing(), "nobody listens there")


def test_a_silent_hub_fails_in_time(monkeypatch):
    with servers.silent() as address:
        expect_within_5_seconds(monkeypatch, address, r"does not answer( within 3\.5 s)?")


def test_an_unknown_name_fails_in_time(monkeypatch):
    """Under `make test` the block refuses the look-up; elsewhere the name does not exist."""
    expect_within_5_seconds(monkeypatch, "http://hub.invalid", "cannot be reached: ")


def test_a_silent_name_server_is_left_in_time(monkeypatch):
    """The look-up hangs, as it does where the DNS server is silent."""
    hanging = "import time, socket\nsocket.getaddrinfo = lambda *_, **__: time.sleep(60)\n"
    monkeypatch.setattr(_reach, "_ASK", hanging + _reach._ASK)
    expect_within_5_seconds(monkeypatch, "http://hub.invalid", r"does not answer within 3\.5 s")


def test_failing_in_time_counts_from_a_new_process():
    """Nothing heavy is imported before the hub has answered."""
    script = (
        "import sys, time; start = time.perf_counter()\nfrom artlab.gpt import load_writer\n"
        "try: load_writer('tiny/other')\nexcept RuntimeError as error: print(error)\n"
        "assert 'transformers' not in sys.modules; print(time.perf_counter() - start)"
    )
    with servers.silent() as address:
        done = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            env=__import__("os").environ | {"HF_ENDPOINT": address},
        )
    assert done.returncode == 0, done.stderr
    assert "does not answer" in done.stdout and float(done.stdout.split()[-1]) < 5


@pytest.mark.parametrize("name", ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"])
def test_offline_means_that_nobody_is_asked(files, monkeypatch, name):
    with servers.serve(Hub(files)) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        monkeypatch.setenv(name, "1")
        with pytest.raises(base.NotHere, match=rf"HF_HUB_OFFLINE forbids the hub\. {OFFLINE}"):
            load_writer("tiny/gpt")
        assert server.seen == []


def test_passwords_of_a_mirror_are_not_shown(monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", servers.refusing().replace("//", "//kees:secret@"))
    with pytest.raises(base.Unreachable) as caught:
        load_writer("gpt2")
    assert "secret" not in str(caught.value) and "kees" not in str(caught.value)


def test_no_mirror_is_used_by_default():
    assert hub._endpoint() == constants.ENDPOINT


# Reaching


@pytest.mark.parametrize("status", [200, 302, 401, 404, 500])
def test_any_answer_is_an_answer(status):
    away = {"Location": servers.refusing()} if status == 302 else {}
    with servers.serve(lambda request: request.send(b"", status, **away)) as server:
        assert _reach.why_not(server.url) is None
        assert len(server.seen) == 1


def test_other_servers_are_told():
    assert _reach.why_not(servers.refusing()) == "nobody listens there"
    with servers.silent() as address:
        start = time.perf_counter()
        assert _reach.why_not(address, seconds=1) in (
            "it does not answer",
            "it does not answer within 1 s",
        )
        assert time.perf_counter() - start < 2
    with servers.serve(lambda request: None) as server:  # closes at once, without a word
        assert "the connection fails" in _reach.why_not(server.url)
