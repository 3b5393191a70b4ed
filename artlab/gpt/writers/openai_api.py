"""Any server that speaks OpenAI's chat completions: a hosted one, or one on this machine.

    transformers serve FOLDER --port 8000
    load_writer("openai", base_url="http://127.0.0.1:8000/v1", model="FOLDER")

The key comes from `OPENAI_API_KEY` or from Colab's secrets. It is in no message, no repr and no
argument, and it is not sent in the clear to another machine.
"""

import contextlib
import ipaddress
import itertools
import os
import re
import sys
import time
import urllib.parse
import warnings

from artlab import _arguments, _reach, runtime
from artlab.gpt.writers import openai_errors, streams
from artlab.gpt.writers.base import NotHere, Status, Unreachable, Writer, WriterError, WrongKey

KEY, ADDRESS, MODEL = "OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL"
ABOUT = "a hosted model, or a server of your own: any that speaks OpenAI's chat completions"
NO_KEY = "none"  # for servers that ask for none
CONNECT = 5.0  # seconds
PAUSES = (0.5, 1.0, 2.0, 4.0)  # seconds between tries, when the server is busy
LONGEST_PAUSE = 20.0  # what a server may ask for
# Names that some servers refuse, and what they call it instead.
RENAMED = {"max_tokens": "max_completion_tokens"}
OPTIONAL = ("seed", "temperature")
UNKNOWN = re.compile(r"(?i)unsupported|not support|unknown|unrecogni|unexpected|not permitted")


class OpenAIWriter(Writer):
    """Writes with a model behind a server.

    Args:
        client: an `openai.OpenAI`.
        model: the model's name there.
        where: the server's address, as it may be shown.
    """

    def __init__(self, client, model, where):
        super().__init__("openai", f"{model} at {where}")
        self._client, self.model, self.where = client, model, where

    def _pieces(self, prompt, max_new_tokens, temperature, seed):
        asked = {
            "model": self.model,
            "messages": [{"role": "user", "content": prompt}],
            "max_tokens": max_new_tokens,
            "temperature": temperature,
            "seed": seed,
        }
        return streams.answer(self._answer(asked))

    def _answer(self, asked):
        """Pieces of the answer; closing them closes the connection."""
        with (
            openai_errors.translated(self._client, self.model, self.where),
            contextlib.closing(self._start(asked)) as stream,
        ):
            yield from openai_errors.texts(stream)

    def _start(self, asked):
        """The stream of the answer; waits where the server is busy."""
        import openai

        for number in itertools.count():
            try:
                return self._client.chat.completions.create(**asked, stream=True)
            except (openai.RateLimitError, openai.InternalServerError) as error:
                time.sleep(_pause(error, number))
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                asked = _other_words(asked, error)
        return None


def _pause(error, number):
    """Seconds to wait before another try; raises the error when no other try helps."""
    if number >= len(PAUSES) or error.code == "insufficient_quota":
        raise error
    asked = error.response.headers.get("retry-after", "")
    wait = float(asked) if asked.replace(".", "", 1).isdigit() else PAUSES[number]
    if wait > LONGEST_PAUSE:
        raise error
    return wait


def _other_words(asked, error):
    """The same request without what the server does not know; raises the error if that is all."""
    told = openai_errors.said_in(error).replace('"', "'")
    for name in (*RENAMED, *OPTIONAL):
        named = name in asked and (error.param == name or f"'{name}'" in told)
        if not named or not UNKNOWN.search(told):
            continue
        rest = {other: value for other, value in asked.items() if other != name}
        if name in RENAMED:
            return rest | {RENAMED[name]: asked[name]}
        warnings.warn(f"The server does not take `{name}`: it is left out.", stacklevel=2)
        return rest
    raise error


def load(base_url=None, model=None, timeout=30.0):
    """The writer of a server.

    Args:
        base_url: such as "http://127.0.0.1:8000/v1"; by default `OPENAI_BASE_URL`, else OpenAI's.
        model: its name there; by default `OPENAI_MODEL`, else the only one that the server has.
        timeout: seconds to wait for the first word, and for each one after it.

    Raises:
        ValueError: an argument is out of its range, or `model` is missing.
        WriterError: nobody answers there, or the key is missing.
    """
    rule = "a number of seconds above 0"
    _arguments.number("timeout", timeout, rule, lambda seconds: seconds > 0)
    try:
        import httpx
        import openai
    except ImportError:
        raise NotHere(
            'openai is not installed. In the course\'s folder: pip install -e ".[api]"'
        ) from None
    base_url = _checked(base_url or os.environ.get(ADDRESS) or None)
    client = openai.OpenAI(
        api_key=_key(base_url),
        base_url=base_url,
        max_retries=0,  # the writer waits itself, and not after a time-out
        timeout=httpx.Timeout(timeout, connect=min(CONNECT, timeout)),
    )
    where = _reach.without_secrets(str(client.base_url)).rstrip("/")
    why = _reach.why_not(str(client.base_url))
    if why:
        raise Unreachable(f"The server at {where} cannot be reached: {why}.")
    return OpenAIWriter(client, model or os.environ.get(MODEL) or _only_model(client, where), where)


def status():
    """What is known of it, as a `Status`; no server is asked."""
    if not runtime.version("openai"):
        return Status("openai", False, ABOUT, 'pip install -e ".[api]" in the course\'s folder')
    here = any(os.environ.get(name, "").strip() for name in (KEY, ADDRESS))
    how = f'load_writer("openai", model=...), with {KEY} in the environment or in Colab\'s secrets'
    return Status("openai", here, ABOUT, f"{how}; or with base_url=..., a server of your own")


def _checked(base_url):
    if base_url is None:
        return None
    parts = urllib.parse.urlsplit(base_url) if isinstance(base_url, str) else None
    if not parts or parts.scheme not in ("http", "https") or not parts.hostname:
        shown = _reach.without_secrets(base_url) if parts else base_url
        raise ValueError(f"`base_url` must be an http or https address. Received: {shown!r}")
    return base_url


def _key(base_url):
    """The key for a server; `NO_KEY` where none is known, or where it would travel in the clear."""
    if base_url is not None and base_url.startswith("http://") and not _is_here(base_url):
        return NO_KEY
    key = os.environ.get(KEY, "").strip() or _colab_key()
    if key or base_url is not None:
        return key or NO_KEY
    raise WrongKey(
        f"No key: set {KEY} in the environment, or in Colab's secrets. Or pass base_url=..., a "
        "server of your own that needs none."
    )


def _is_here(base_url):
    host = urllib.parse.urlsplit(base_url).hostname
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def _colab_key():
    if "google.colab" not in sys.modules:
        return ""
    from google.colab import userdata

    with contextlib.suppress(userdata.SecretNotFoundError, userdata.NotebookAccessError):
        return (userdata.get(KEY) or "").strip()
    return ""


def _only_model(client, where):
    """The name of the model of a server that has one."""
    try:
        with openai_errors.translated(client, "", where):
            names = [one.id for one in client.models.list().data]
    except WrongKey:
        raise
    except WriterError:  # some servers have no list
        names = []
    if len(names) == 1:
        return names[0]
    few = ", ".join(names[:8]) or f"see what {where} offers"
    raise ValueError(f"`model` must be the name of one of the server's models: {few}.")
