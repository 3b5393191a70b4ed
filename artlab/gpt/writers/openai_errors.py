"""What a server of chat completions says, as text or as a clear error; never with a key in it."""

import contextlib
import difflib
import re

from artlab.gpt.writers.base import (
    Busy,
    NoSuchModel,
    Refused,
    TimedOut,
    Unreachable,
    WriterError,
    WrongKey,
)

MOST = 300  # characters of what a server says
KEYS = re.compile(r"\b(sk|key|hf|gsk)[-_][\w*-]{4,}")  # also those that a server half hides


def texts(stream):
    """The text in the chunks of an answer.

    Args:
        stream: iterator of chat completion chunks.

    Yields:
        Non-empty str.

    Raises:
        Refused: the model declines, or a filter stops it.
        WriterError: there is no text at all.
    """
    refusal, ended, wrote = "", None, False
    for chunk in stream:
        for choice in chunk.choices[:1]:
            ended = choice.finish_reason or ended
            refusal += getattr(choice.delta, "refusal", None) or ""
            if choice.delta.content:
                wrote = True
                yield choice.delta.content
    if refusal or ended == "content_filter":
        raise Refused(f"The model declines: {refusal or 'a filter of the server stopped it'}")
    if not wrote:
        hint = "; a larger `max_new_tokens` may help" if ended == "length" else ""
        raise WriterError(f"The server answered without a word (it ended with {ended}{hint}).")


@contextlib.contextmanager
def translated(client, model, where):
    """Turns errors of the client into a `WriterError`, without their own text's secrets.

    Args:
        client: the `openai.OpenAI`; its key is taken out of every message.
        model: the model that was asked for.
        where: the server's address, as it may be shown.
    """
    import httpx
    import openai

    try:
        yield
    except (openai.OpenAIError, httpx.HTTPError) as error:
        made = _told(error, client, model, where)
    else:
        return
    raise made from None  # the first error holds the request, with the key in it


def _told(error, client, model, where):
    import httpx
    import openai

    said = hide(said_in(error), client.api_key)
    status = getattr(error, "status_code", None)
    server = f"The server at {where}"
    if isinstance(error, openai.APITimeoutError | httpx.TimeoutException):
        return TimedOut(f"{server} took too long. A larger `timeout` may help.")
    if isinstance(error, openai.APIConnectionError | httpx.HTTPError):
        return Unreachable(f"{server} cannot be reached, or was cut off.")
    if status in (401, 403):
        return WrongKey(f"{server} does not accept the key (HTTP {status}): {said}{_clear(where)}")
    if status == 404:
        return NoSuchModel(f"{server} does not know {model!r}: {said}{_near(client, model)}")
    if getattr(error, "code", None) in ("content_filter", "content_policy_violation"):
        return Refused(f"{server} declines: {said}")
    if getattr(error, "code", None) == "insufficient_quota":
        return Busy(f"The account at {where} has nothing left to spend: {said}")
    if status == 429:
        return Busy(f"{server} has had too many requests, again and again: {said}{_later(error)}")
    if status is not None and status >= 500:
        return Busy(f"{server} has trouble, again and again (HTTP {status}): {said}")
    return WriterError(f"{server} refuses the request: {said}")


def said_in(error):
    """What the server itself says in an error: a str of one line."""
    body = getattr(error, "body", None)
    parts = body if isinstance(body, dict) else {}
    found = [parts.get(name) for name in ("message", "detail", "error")]
    found += [body if isinstance(body, str) else None, error]
    text = next(str(part) for part in found if part)
    return " ".join(text.split())[:MOST]


def _clear(where):
    if where.startswith("https"):
        return ""
    return " (A key is sent in the clear to this machine alone: other servers need https.)"


def _later(error):
    seconds = error.response.headers.get("retry-after")
    return f" Try again in {seconds} s." if seconds else ""


def _near(client, model):
    """A hint at a model that the server has, or at the address."""
    import openai

    try:
        names = [one.id for one in client.models.list().data]
    except openai.OpenAIError:
        return " Does the address end in /v1?"
    near = difflib.get_close_matches(model, names, n=1, cutoff=0.0)
    return f' Did you mean "{near[0]}"?' if near else ""


def hide(text, key):
    """A text without a key, and without whatever looks like one.

    Example:

    >>> hide("Incorrect API key provided: sk-ab***yz.", "sk-abcdefxyz")
    'Incorrect API key provided: ***.'
    """
    text = text.replace(key, "***") if len(key) > 7 else text
    return KEYS.sub("***", text)
