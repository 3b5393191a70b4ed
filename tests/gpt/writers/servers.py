"""Small servers on 127.0.0.1 for the tests: files that get cut, and servers that misbehave."""

import base64
import contextlib
import http.server
import socket
import threading


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers with `self.server.answer(self)`; remembers who asked for what."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.seen.append((self.path, dict(self.headers)))
        with contextlib.suppress(ConnectionError):
            self.server.answer(self)

    do_POST = do_HEAD = do_GET

    def log_message(self, *_):
        pass

    def send(self, body=b"", status=200, **headers):
        """One whole answer; `_` in the name of a header stands for `-`."""
        self.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


@contextlib.contextmanager
def serve(answer):
    """A server with `url` and `seen`; `answer` is called with the `Handler` of each request."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.answer, server.seen = answer, []
    server.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def silent():
    """The address of a server that accepts, and never says anything."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def refusing():
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return f"http://127.0.0.1:{listening.getsockname()[1]}"


class Index:
    """A package index with one wheel.

    Args:
        name: file name of the wheel.
        data: its bytes.
        sha256: what the index says of it.
        cut: the connection breaks after so many bytes of each download, or `None`.
        ranges: whether it can begin in the middle.
        user: "name:password" that it asks for, or `None`.
        status: of a download that begins at 0, such as 503, or `None`.
    """

    def __init__(self, name, data, sha256, cut=None, ranges=True, user=None, status=None):
        self.name, self.data, self.sha256 = name, data, sha256
        self.cut, self.ranges, self.user, self.status = cut, ranges, user, status

    def __call__(self, request):
        expected = "Basic " + base64.b64encode((self.user or "").encode()).decode()
        if self.user and request.headers.get("Authorization") != expected:
            return request.send(b"who?", 401, WWW_Authenticate='Basic realm="x"')
        if request.path.endswith("/"):
            page = f'<a href="/files/{self.name}#sha256={self.sha256}">{self.name}</a>'
            page = f"<html><body>{page}</body></html>".encode()
            return request.send(page, Content_Type="text/html")
        if not request.path.startswith("/files/") or request.path.endswith(".metadata"):
            return request.send(b"no", 404)
        return self.file(request)

    def file(self, request):
        """The wheel, or the rest of it."""
        asked = request.headers.get("Range") if self.ranges else None
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        if self.status and not start:
            return request.send(b"trouble", self.status)
        if start >= len(self.data):
            return request.send(b"", 416, Content_Range=f"bytes */{len(self.data)}")
        body = self.data[start:]
        where = f"bytes {start}-{len(self.data) - 1}/{len(self.data)}"
        if self.cut is None or len(body) <= self.cut:
            status, headers = (206, {"Content_Range": where}) if asked else (200, {})
            return request.send(body, status, **headers)
        request.send_response(206 if asked else 200)
        request.send_header("Content-Length", str(len(body)))
        if asked:
            request.send_header("Content-Range", where)
        request.end_headers()
        request.wfile.write(body[: self.cut])
        request.close_connection = True
        return None
