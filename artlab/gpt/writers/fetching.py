"""A download that shows a bar and goes on after a cut."""

import base64
import contextlib
import http.client
import os
import re
import ssl
import time
import urllib.error
import urllib.request

from artlab.gpt.writers.base import NotHere, Unreachable

SILENCE = 20  # seconds without a byte: cut
TRIES = 4  # in a row without a byte
CHUNK = 1 << 18
RANGE = re.compile(r"bytes (\d+)-\d+/(?:\d+|\*)")
CUT = (OSError, http.client.HTTPException)


def fetch(link, target, name, shown=True):
    """Downloads a file, or the rest of it.

    What has come lies in `TARGET.part`; the file takes its name when it is complete.

    Args:
        link: with `url`, `user`, `verify` and `proxies` as in `wheels.Link`.
        target: `pathlib.Path` of the file to make.
        name: what the bar and the errors call it.
        shown: whether there is a bar.

    Raises:
        NotHere: the server says that it has no such file.
        Unreachable: the download was cut, again and again.
    """
    part = target.with_name(target.name + ".part")
    part.touch()
    failures = 0
    while failures < TRIES:
        before = part.stat().st_size
        try:
            if _append(link, part, name, shown):
                os.replace(part, target)
                return
            why = "the connection was closed"
        except urllib.error.HTTPError as error:
            _give_up(error, name)
            why = f"HTTP {error.code}"
        except CUT as error:
            why = _reason(error)
        failures = 0 if part.stat().st_size > before else failures + 1
        time.sleep(min(2**failures - 1, 8) / 4)
    done = part.stat().st_size / 1e6
    raise Unreachable(
        f"The download of {name} was cut at {done:.0f} MB ({why}). What has come is kept: the "
        "same call goes on from there."
    )


def _give_up(error, name):
    """Raises for answers that another try does not change."""
    if error.code in (408, 416, 429) or error.code >= 500:
        return
    hint = "a wrong password? " if error.code in (401, 403) else ""
    raise NotHere(f"The server does not give {name}: HTTP {error.code}, {hint}{error.reason}")


def _reason(error):
    cause = getattr(error, "reason", error)
    if not isinstance(cause, Exception):
        return str(cause)
    return getattr(cause, "strerror", None) or type(cause).__name__


def _append(link, part, name, shown):
    """Adds what is missing to the part; whether it is complete now."""
    from tqdm.auto import tqdm

    start = part.stat().st_size
    try:
        answer = _open(link, start)
    except urllib.error.HTTPError as error:
        if error.code != 416:
            raise
        if error.headers.get("Content-Range", "").endswith(f"/{start}"):
            return True  # all of it is here
        part.write_bytes(b"")  # of another file
        raise
    with contextlib.closing(answer), open(part, "r+b") as file:
        start = _where(answer, start)
        file.seek(start)
        file.truncate()
        size = answer.headers.get("Content-Length")
        total = start + int(size) if size else None
        bar = tqdm(
            total=total, initial=start, desc=name, unit="B", unit_scale=True, disable=not shown
        )
        with bar:
            while chunk := answer.read(CHUNK):
                file.write(chunk)
                bar.update(len(chunk))
        return total is None or file.tell() == total


def _where(answer, asked):
    """Where the bytes of an answer belong: behind those that are here, or at the start."""
    if answer.status != 206:
        return 0
    found = RANGE.match(answer.headers.get("Content-Range", ""))
    if not found or int(found[1]) > asked:
        raise http.client.HTTPException("the server sent another part than the one asked for")
    return int(found[1])


def _open(link, start):
    request = urllib.request.Request(link.url, headers={"Accept-Encoding": "identity"})
    if start:
        request.add_header("Range", f"bytes={start}-")
    if link.user:
        both = ":".join(part or "" for part in link.user)
        coded = base64.b64encode(both.encode()).decode()
        request.add_unredirected_header("Authorization", f"Basic {coded}")  # for this host alone
    handlers = [urllib.request.HTTPSHandler(context=_certificates(link.verify))]
    if link.proxies:
        handlers.append(urllib.request.ProxyHandler(link.proxies))
    return urllib.request.build_opener(*handlers).open(request, timeout=SILENCE)


def _certificates(verify):
    if verify is False:  # pip's trusted-host
        return ssl._create_unverified_context()
    return ssl.create_default_context(cafile=verify if isinstance(verify, str) else None)
