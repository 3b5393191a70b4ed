"""Writers that run on this machine: any causal language model of transformers."""

import contextlib
import json
import warnings
from pathlib import Path

from artlab import runtime
from artlab.gpt.writers import streams
from artlab.gpt.writers.base import NotHere, Writer, check, gather

TOKENIZERS = ("tokenizer.json", "vocab.json", "vocab.txt", "tokenizer.model", "spiece.model")
TOP_P = 0.95


class TransformersWriter(Writer):
    """Writes with a model of transformers.

    A model with a chat template answers; one without continues the prompt.

    Args:
        model: a causal language model.
        tokenizer: its tokenizer.
        name, about: see `Writer`.
        top_p: in (0, 1]: unlikely tokens beyond it are never drawn.
    """

    most_read = 2048  # tokens of a prompt: two cores read them in about ten seconds

    def __init__(self, model, tokenizer, name, about, top_p=TOP_P):
        super().__init__(name, about)
        self.model, self.tokenizer, self.top_p = model, tokenizer, top_p

    @classmethod
    def from_folder(cls, folder, name, about, **options):
        """The writer of a folder with weights in safetensors files."""
        return cls(*load_folder(folder, name), name, about, **options)

    @property
    def context(self):
        """How many tokens the model sees at once."""
        from artlab.gpt import reading

        return reading.context_of(self.model) or 2**20

    @property
    def chats(self):
        """Whether the model answers requests: it has a template for them."""
        return bool(self.tokenizer.chat_template)

    def continue_text(self, text, max_new_tokens=120, temperature=0.8, seed=0, stream=False):
        """Continues a text, as a model does that nobody taught to answer; see `write`.

        Returns:
            What follows the text, without the text itself.
        """
        pieces = self.continuing(text, max_new_tokens, temperature, seed)
        return gather(pieces, stream)

    def continuing(self, text, max_new_tokens=120, temperature=0.8, seed=0):
        """The continuation of a text, piece by piece; see `pieces`."""
        check(text, max_new_tokens, temperature, seed)
        return self._continue(text, max_new_tokens, float(temperature), int(seed))

    def _pieces(self, prompt, max_new_tokens, temperature, seed):
        if not self.chats:
            return self._continue(prompt, max_new_tokens, temperature, seed)
        ids = self._fitted(prompt, self.request_ids, max_new_tokens)
        return streams.answer(self._written(ids, max_new_tokens, temperature, seed, ()))

    def _continue(self, text, max_new_tokens, temperature, seed):
        ids = self._fitted(text, self.text_ids, max_new_tokens)
        pieces = self._written(ids, max_new_tokens, temperature, seed, ids[-streams.WINDOW :])
        return streams.answer(pieces) if text[-1:].isspace() else pieces

    def _written(self, ids, max_new_tokens, temperature, seed, before):
        tokens = self.tokens(ids, max_new_tokens, temperature, seed)
        return streams.text_pieces(tokens, self.decode, before)

    def text_ids(self, text):
        """Ids of a text that is to be continued: a list of int."""
        return self.tokenizer(text.rstrip(), verbose=False)["input_ids"]

    def request_ids(self, prompt):
        """Ids of a prompt in the model's own form of a request: a list of int."""
        asked = [{"role": "user", "content": prompt}]
        text = self.tokenizer.apply_chat_template(asked, add_generation_prompt=True, tokenize=False)
        return self.tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"]

    def decode(self, ids):
        """Text of ids, without special tokens."""
        return self.tokenizer.decode(
            ids, skip_special_tokens=True, clean_up_tokenization_spaces=False
        )

    def tokens(self, ids, max_new_tokens, temperature, seed):
        """Ids of what the model writes behind other ids, one by one."""
        from artlab.gpt.fast import token_stream
        from artlab.gpt.sampling import processors

        how = processors(temperature=temperature, top_p=self.top_p) if temperature else ()
        return token_stream(self.model, [ids], max_new_tokens, how, seed, self.stop_ids())

    def stop_ids(self):
        """Ids that end a text: a set."""
        ends = self.model.generation_config.eos_token_id
        ends = ends if isinstance(ends, list) else [ends]
        return {end for end in (*ends, self.tokenizer.eos_token_id) if end is not None}

    def _fitted(self, text, to_ids, max_new_tokens):
        """Ids of a text, or of its end where it is too long for the model."""
        room = min(max(self.context - max_new_tokens, self.context // 2), self.most_read)
        ids = to_ids(text)
        if len(ids) <= room:
            return ids
        total, kept = len(ids), text
        while len(ids) > room and kept:
            kept = self._without_start(kept, len(ids) - room)
            ids = to_ids(kept)
        warnings.warn(
            f"The prompt has {total} tokens; {self.name} reads the last {len(ids)}, "
            f"from {kept[:20]!r} on.",
            stacklevel=5,
        )
        return ids

    def _without_start(self, text, num_tokens):
        """A text without its first tokens."""
        found = self.tokenizer(
            text, add_special_tokens=False, return_offsets_mapping=True, verbose=False
        )
        starts = [start for start, _ in found["offset_mapping"]]
        cut = starts[num_tokens] if num_tokens < len(starts) else len(text)
        return text[max(cut, 1) :]


def load_folder(folder, name=None):
    """Model and tokenizer of a folder, without the network, in float32.

    Args:
        folder: a folder with `config.json` and weights in safetensors files.
        name: what errors call it; by default the folder.

    Raises:
        NotHere: if something is missing there, or transformers cannot read it.
    """
    folder = Path(folder).expanduser()
    if not has_weights(folder) or not has_tokenizer(folder):
        raise NotHere(
            f"`{name or folder}` must be a folder with config.json, model.safetensors and a "
            "tokenizer: what `save_pretrained` of a model and of its tokenizer write."
        )
    transformers = runtime.load("transformers")
    options = {"local_files_only": True, "trust_remote_code": False}
    try:
        with quiet_loading():
            tokenizer = transformers.AutoTokenizer.from_pretrained(folder, **options)
            model = transformers.AutoModelForCausalLM.from_pretrained(
                folder, use_safetensors=True, dtype="float32", **options
            )
    except (OSError, ValueError, KeyError) as error:
        why = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise NotHere(f"`{name or folder}` cannot be loaded as a writer: {why}") from error
    return model.eval(), tokenizer


def has_weights(folder):
    """Whether a folder has a configuration and all its weights in safetensors files."""
    listed = Path(folder) / "model.safetensors.index.json"
    names = {"model.safetensors"}
    if listed.is_file():
        names = set(json.loads(listed.read_text(encoding="utf-8"))["weight_map"].values())
    return all((Path(folder) / name).is_file() for name in {"config.json", *names})


def has_tokenizer(folder):
    """Whether a folder has a tokenizer; without one, transformers would make an empty one."""
    return any((Path(folder) / name).is_file() for name in TOKENIZERS)


@contextlib.contextmanager
def quiet_loading():
    """Without the bar that transformers shows for a second."""
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()
