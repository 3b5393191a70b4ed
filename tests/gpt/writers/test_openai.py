"""Servers of chat completions: a small one that misbehaves, and `transformers serve` itself."""

import contextlib
import itertools
import json
import os
import socket
import subprocess
import sys
import time
import traceback
import types

import pytest

pytest.importorskip("openai")

from artlab import _reach
from artlab.gpt import load_writer
from artlab.gpt.writers import base, openai_api
from tests.gpt.writers import servers

SECRET = "sk-test-0123456789abcdef"
WORDS = ["Zwei ", "Berge", ", 山水", " 🎨."]


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    """A key, no address; proxies would stand between the test and its server."""
    for name in ("OPENAI_BASE_URL", "OPENAI_MODEL", "http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)


def chunk(text=None, end=None, **delta):
    delta = ({"content": text} if text is not None else {}) | delta
    choice = {"index": 0, "delta": delta, "finish_reason": end}
    return {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"} | {
        "choices": [choice]
    }


def stream(request, chunks, last=b"data: [DONE]\n\n"):
    """Sends chunks as they are drawn, and then the end."""
    request.send_response(200)
    request.send_header("Content-Type", "text/event-stream")
    request.send_header("Connection", "close")
    request.end_headers()
    for one in chunks:
        request.wfile.write(b"data: " + json.dumps(one).encode() + b"\n\n")
        request.wfile.flush()
    request.wfile.write(last)
    request.close_connection = True


def error(request, status, message="no", code=None, param=None, **headers):
    told = {"error": {"message": message, "type": "x", "code": code, "param": param}}
    request.send(json.dumps(told).encode(), status, Content_Type="application/json", **headers)


class Chat:
    """A server; `answers` are functions of (request, body), one for each request."""

    def __init__(self, *answers, models=("small", "large")):
        self.answers, self.models, self.bodies = list(answers), models, []

    def __call__(self, request):
        if request.command == "HEAD":
            return request.send(b"", 404)
        if request.path == "/v1/models":
            if self.models is None:
                return error(request, 404, "no list")
            rows = [{"id": name, "object": "model"} for name in self.models]
            body = json.dumps({"object": "list", "data": rows}).encode()
            return request.send(body, Content_Type="application/json")
        body = json.loads(request.rfile.read(int(request.headers["Content-Length"])))
        self.bodies.append(body)
        answer = self.answers.pop(0) if self.answers else say
        return answer(request, body)


def say(request, body):
    """The good answer."""
    stream(request, [*map(chunk, WORDS), chunk(end="stop")])


def fail(*arguments, **options):
    return lambda request, body: error(request, *arguments, **options)


@contextlib.contextmanager
def writer_of(chat, **options):
    with servers.serve(chat) as server:
        options = {"model": "small", "timeout": 5} | options
        yield load_writer("openai", base_url=f"{server.url}/v1", **options)


@pytest.fixture
def no_pauses(monkeypatch):
    """Pauses are noted, not made."""
    pauses = []
    monkeypatch.setattr(openai_api, "time", types.SimpleNamespace(sleep=pauses.append))
    return pauses


# Good answers


def test_the_answer_streams_in_pieces_and_is_what_was_sent():
    chat, seen = Chat(), []
    with writer_of(chat) as writer:
        text = writer.write("two peaks", 50, temperature=0.5, seed=7, stream=seen.append)
    assert text == "".join(WORDS) and seen == WORDS
    body = chat.bodies[0]
    assert body["messages"] == [{"role": "user", "content": "two peaks"}]
    assert (body["max_tokens"], body["temperature"], body["seed"]) == (50, 0.5, 7)
    assert body["model"] == "small" and body["stream"] is True


def test_the_first_piece_comes_before_the_last_is_written():
    gate = []

    def wait_between(request, body):
        def chunks():
            yield chunk("first")
            while not gate:
                time.sleep(0.01)
            yield chunk(" last", "stop")

        stream(request, chunks())

    with writer_of(Chat(wait_between)) as writer:
        pieces = writer.pieces("a lake")
        assert next(pieces) == "first"
        gate.append(True)
        assert list(pieces) == [" last"]


def test_closing_stops_the_server():
    sent = []

    def endless(request, body):
        def chunks():
            for number in itertools.count():
                sent.append(number)
                yield chunk("x" * 10_000)

        stream(request, chunks())

    with writer_of(Chat(endless)) as writer:
        pieces = writer.pieces("a lake")
        next(pieces)
        pieces.close()
        for _ in range(100):
            before = len(sent)
            time.sleep(0.1)
            if len(sent) == before:
                break
        else:
            pytest.fail("the server still writes")


def test_the_address_comes_from_the_environment(monkeypatch):
    with servers.serve(Chat(models=["only"])) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        assert openai_api.status().here
        writer = load_writer("openai")
        assert writer.model == "only" and writer.write("a lake") == "".join(WORDS)
        monkeypatch.setenv("OPENAI_MODEL", "another")
        assert load_writer("openai").model == "another"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("max_tokens", "Unsupported parameter: 'max_tokens' is not supported with this model."),
        ("seed", "Unexpected fields in the request: {'seed'}"),
        ("temperature", "Unsupported value: 'temperature' does not support 0.8 with this model."),
    ],
)
def test_what_a_server_does_not_know_is_said_otherwise(name, told):
    chat = Chat(fail(400, told, "unsupported", name if name != "seed" else None))
    with writer_of(chat) as writer, contextlib.ExitStack() as stack:
        if name != "max_tokens":
            stack.enter_context(pytest.warns(UserWarning, match=f"`{name}`: it is left out"))
        assert writer.write("a lake", 33) == "".join(WORDS)
    assert name not in chat.bodies[1]
    assert chat.bodies[1].get("max_completion_tokens") == (33 if name == "max_tokens" else None)


# Trouble


def test_a_busy_server_is_asked_again_after_a_growing_pause(no_pauses):
    chat = Chat(fail(429, "slow down"), fail(500), fail(503))
    with writer_of(chat) as writer:
        assert writer.write("a lake") == "".join(WORDS)
    assert no_pauses == [0.5, 1.0, 2.0] and len(chat.bodies) == 4


def test_a_server_says_how_long_to_wait(no_pauses):
    chat = Chat(fail(429, Retry_After="3"))
    with writer_of(chat) as writer:
        writer.write("a lake")
    assert no_pauses == [3.0]


@pytest.mark.parametrize(
    ("failing", "message", "requests"),
    [
        (fail(429, "slow down"), "too many requests, again and again: slow down", 5),
        (fail(429, "later", Retry_After="3600"), r"later Try again in 3600 s\.", 1),
        (fail(429, "You pay", "insufficient_quota"), "nothing left to spend: You pay", 1),
        (fail(500, "oh"), r"has trouble, again and again \(HTTP 500\): oh", 5),
        (fail(502), r"\(HTTP 502\)", 5),
    ],
)
def test_a_server_that_stays_busy_is_told(no_pauses, failing, message, requests):
    chat = Chat(*[failing] * 9)
    with writer_of(chat) as writer, pytest.raises(base.Busy, match=message):
        writer.write("a lake")
    assert len(chat.bodies) == requests


@pytest.mark.parametrize(
    ("failing", "kind", "message"),
    [
        (fail(401, "who?"), base.WrongKey, r"does not accept the key \(HTTP 401\): who\?"),
        (fail(403, "not you"), base.WrongKey, r"\(HTTP 403\): not you"),
        (fail(404, "none"), base.NoSuchModel, "does not know 'smal': none Did you mean \"small\"?"),
        (fail(400, "bad", "content_policy_violation"), base.Refused, "declines: bad"),
        (fail(400, "too long"), base.WriterError, "refuses the request: too long"),
        (
            fail(400, "temperature must be at most 2", None, "temperature"),
            base.WriterError,
            "most 2",
        ),
        (
            lambda request, body: stream(request, [chunk(refusal="I "), chunk(refusal="won't")]),
            base.Refused,
            "The model declines: I won't",
        ),
        (
            lambda request, body: stream(request, [chunk("a"), chunk(end="content_filter")]),
            base.Refused,
            "a filter of the server stopped it",
        ),
        (
            lambda request, body: stream(request, [chunk(""), chunk(end="length")]),
            base.WriterError,
            r"without a word \(it ended with length; a larger `max_new_tokens` may help\)",
        ),
        (
            lambda request, body: stream(request, [{"error": {"message": "burnt"}}]),
            base.WriterError,
            "refuses the request: burnt",
        ),
        (lambda request, body: request.send(b"<html>", 418), base.WriterError, "<html>"),
    ],
)
def test_each_refusal_is_a_clear_error(failing, kind, message):
    chat = Chat(failing)
    with writer_of(chat, model="smal") as writer, pytest.raises(kind, match=message) as caught:
        writer.write("a lake")
    assert type(caught.value) is kind and len(chat.bodies) == 1


def test_a_server_that_falls_silent_times_out():
    def pause(request, body):
        time.sleep(3)

    with writer_of(Chat(pause), timeout=0.5) as writer:
        start = time.perf_counter()
        with pytest.raises(base.TimedOut, match=r"took too long\. A larger `timeout`"):
            writer.write("a lake")
        assert time.perf_counter() - start < 2.5  # it is not asked again


def test_silence_in_the_middle_times_out_and_keeps_what_came():
    def half(request, body):
        def chunks():
            yield chunk("half")
            time.sleep(3)

        stream(request, chunks())

    seen = []
    with writer_of(Chat(half), timeout=0.5) as writer, pytest.raises(base.TimedOut):
        writer.write("a lake", stream=seen.append)
    assert seen == ["half"]


def test_a_connection_that_breaks_is_told():
    def cut(request, body):
        request.send_response(200)
        request.send_header("Content-Type", "text/event-stream")
        request.send_header("Content-Length", "10000")
        request.end_headers()
        request.wfile.write(b"data: " + json.dumps(chunk("half")).encode() + b"\n\n")
        request.close_connection = True

    with writer_of(Chat(cut)) as writer, pytest.raises(base.Unreachable, match="or was cut off"):
        writer.write("a lake")


def test_a_server_that_has_gone_is_told():
    with writer_of(Chat()) as writer:
        pass
    with pytest.raises(base.Unreachable, match="cannot be reached"):
        writer.write("a lake")


def test_nobody_there_is_told_when_loading():
    with pytest.raises(base.Unreachable, match="cannot be reached: nobody listens there"):
        load_writer("openai", base_url=servers.refusing(), model="m")
    with servers.silent() as address:
        start = time.perf_counter()
        with pytest.raises(base.Unreachable, match="it does not answer"):
            load_writer("openai", base_url=address, model="m")
        assert time.perf_counter() - start < 5


# Arguments


@pytest.mark.parametrize("address", ["example.org", "ftp://x", "http://", 3])
def test_an_address_must_be_one(address):
    with pytest.raises(ValueError, match="`base_url` must be an http or https address"):
        load_writer("openai", base_url=address, model="m")


@pytest.mark.parametrize("timeout", [0, -1, None, "long", float("nan"), float("inf"), True])
def test_a_timeout_must_be_seconds(timeout):
    with pytest.raises(ValueError, match="`timeout` must be a number of seconds above 0"):
        load_writer("openai", base_url="http://127.0.0.1:1/v1", timeout=timeout)


@pytest.mark.parametrize(
    ("models", "message"),
    [(("small", "large"), "models: small, large"), ((), "see what http"), (None, "see what http")],
)
def test_one_of_several_models_must_be_named(models, message):
    expected = f"`model` must be the name of one.*{message}"
    with servers.serve(Chat(models=models)) as server, pytest.raises(ValueError, match=expected):
        load_writer("openai", base_url=f"{server.url}/v1")


def test_without_the_extra_the_line_that_brings_it_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(base.NotHere, match=r'pip install -e "\.\[api\]"'):
        load_writer("openai")


# The key


def key_sent(server):
    asked = [{name.lower(): value for name, value in headers.items()} for _, headers in server.seen]
    return [headers["authorization"] for headers in asked if "authorization" in headers]


def test_the_key_goes_to_the_server_and_nowhere_else(capfd):
    echo = fail(401, f"Incorrect API key provided: {SECRET}. sk-test-****cdef")
    with servers.serve(Chat(echo)) as server:
        writer = load_writer("openai", base_url=f"{server.url}/v1", model="m")
        with pytest.raises(base.WrongKey) as caught:
            writer.write("a lake")
        assert key_sent(server) == [f"Bearer {SECRET}"]
    shown = capfd.readouterr()
    told = "".join(traceback.format_exception(caught.value))
    for text in (repr(writer), str(vars(writer)), writer.about, told, shown.out, shown.err):
        assert SECRET not in text and "sk-test" not in text
    assert "Incorrect API key provided: ***. ***" in str(caught.value)
    assert caught.value.__suppress_context__


def test_a_server_of_ones_own_needs_no_key(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY")
    with servers.serve(Chat()) as server:
        writer = load_writer("openai", base_url=f"{server.url}/v1", model="m")
        assert writer.write("a lake") == "".join(WORDS)
        assert key_sent(server) == ["Bearer none"]


def test_without_key_and_address_the_error_says_what_to_do(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "  ")
    assert not openai_api.status().here
    with pytest.raises(base.WrongKey, match=r"No key: set OPENAI_API_KEY.*Colab.*base_url"):
        load_writer("openai")


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("http://127.0.0.1:8000/v1", True),
        ("http://localhost:8000/v1", True),
        ("http://[::1]:8000/v1", True),
        ("https://far.example/v1", True),
        ("http://far.example/v1", False),
        ("http://192.0.2.1/v1", False),
    ],
)
def test_the_key_is_not_sent_in_the_clear_to_another_machine(address, sent):
    assert openai_api._key(address) == (SECRET if sent else "none")


def test_colabs_secrets_are_asked(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY")
    kinds = [
        type(name, (Exception,), {}) for name in ("SecretNotFoundError", "NotebookAccessError")
    ]

    def get(name):
        if not secrets:
            raise kinds[0]
        return secrets[name]

    secrets = {"OPENAI_API_KEY": f" {SECRET}\n"}
    userdata = types.SimpleNamespace(
        get=get, SecretNotFoundError=kinds[0], NotebookAccessError=kinds[1]
    )
    colab = types.ModuleType("google.colab")
    colab.userdata = userdata
    monkeypatch.setitem(sys.modules, "google", types.ModuleType("google"))
    monkeypatch.setitem(sys.modules, "google.colab", colab)
    assert openai_api._key(None) == SECRET
    secrets.clear()
    with pytest.raises(base.WrongKey, match="No key"):
        openai_api._key(None)


# A real server


@pytest.fixture(scope="module")
def served():
    """`transformers serve` with the shipped writer, as lesson 06 starts it."""
    for name in ("fastapi", "uvicorn", "torch", "transformers"):
        pytest.importorskip(name)
    from artlab.gpt.writers.course import FOLDER

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "transformers.cli.transformers", "serve", str(FOLDER)]
    command += ["--host", "127.0.0.1", "--port", str(port), "--device", "cpu"]
    quiet = {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(
        command, env=os.environ | quiet, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    address = f"http://127.0.0.1:{port}/v1"
    try:
        for _ in range(240):
            if _reach.why_not(address, 2) is None:
                break
            if process.poll() is not None:
                pytest.fail(f"transformers serve ended: {process.stdout.read()[-2000:]}")
            time.sleep(0.5)
        yield address, str(FOLDER)
    finally:
        process.kill()
        process.communicate()


def test_transformers_serve_answers_streams_and_is_deterministic(served):
    address, folder = served
    writer, seen = load_writer("openai", base_url=address, model=folder, timeout=60), []
    text = writer.write("three birds over the sea", temperature=0, stream=seen.append)
    assert "birds" in text and "sea" in text and "<" not in text
    assert len(seen) > 20 and "".join(seen) == text
    assert writer.write("three birds over the sea", temperature=0) == text
    assert "鸟" in writer.write("三只鸟", seed=1)
    assert len(writer.write("a lake", max_new_tokens=12).split()) <= 12


def test_transformers_serve_is_understood_when_it_refuses(served):
    address, _ = served
    writer = load_writer("openai", base_url=address, model="no/model", timeout=60)
    with pytest.raises(base.WriterError, match=r"refuses the request: .*requested 'no/model'"):
        writer.write("a lake")
