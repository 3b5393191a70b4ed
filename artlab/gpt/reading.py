"""What a model reads: texts as ids, ids as text that can be seen, scores of the next token."""

import contextlib
import inspect

import torch

from artlab import _arguments
from artlab.gpt import checks


def encode(tokenizer, text, name="text"):
    """Ids of a text, int64 (1, length), as the tokenizer gives them.

    Args:
        tokenizer: a tokenizer of transformers.
        text: a str. One without any token, such as "", becomes the token that begins texts.
        name: of the argument, for the error.

    Raises:
        ValueError: if it is no text, or it has no token and the tokenizer knows no beginning.
    """
    _arguments.text(name, text)
    ids = tokenizer(text, verbose=False)["input_ids"]
    if not ids and tokenizer.bos_token_id is None:
        raise ValueError(
            f"`{name}` must have at least one token: this tokenizer has none that begins a text. "
            f"Received: {text!r}"
        )
    return torch.tensor([ids or [tokenizer.bos_token_id]])


def visible_tokens(tokenizer, input_ids):
    """Tokens as they can be seen: spaces as ␣, lone bytes of a character as Python writes them.

    Args:
        tokenizer: a tokenizer of transformers.
        input_ids: int (length,): a tensor or a list.

    Returns:
        One str for each id.

    References:
        Radford et al., *Language models are unsupervised multitask learners* (2019), section 2.2:
        tokens of bytes.
    """
    return [_visible(_text_of(tokenizer, int(token))) for token in input_ids]


def _text_of(tokenizer, token):
    """Text of one token; bytes that are no character alone are written as \\x.."""
    piece = tokenizer.convert_ids_to_tokens(token)
    if piece is None:
        return f"<{token}>"
    text = tokenizer.decode([token], clean_up_tokenization_spaces=False)
    if "\ufffd" in text and all(sign in BYTES for sign in piece):
        return bytes(BYTES[sign] for sign in piece).decode(errors="backslashreplace")
    if not text or "\ufffd" in text:
        return piece.replace("▁", " ")
    # The first word of a decoded text loses the space that its token begins with.
    return f" {text}" if piece.startswith("▁") and not text.startswith(" ") else text


def _byte_signs():
    """The signs that GPT-2 writes bytes with: sign -> byte; blank bytes lie past 255."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in shown]
    return {chr(byte): byte for byte in shown} | {
        chr(256 + place): byte for place, byte in enumerate(hidden)
    }


BYTES = _byte_signs()


def _visible(text):
    signs = (sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)
    return "".join(signs).replace(" ", "␣")


def context_of(model):
    """How many tokens a model reads at once, or `None` if nothing limits it."""
    config = model.config
    names = ("num_positions", "max_position_embeddings")
    return next((getattr(config, name) for name in names if getattr(config, name, None)), None)


def keep_tail(ids, model, num_tokens=0, name="input_ids"):
    """The last tokens of a prompt that fit the context together with those to come.

    Args:
        ids: int (1, length).
        model: a causal language model.
        num_tokens: how many tokens will follow.
        name: of the argument, for the warning.

    Returns:
        int (1, length) or shorter; a `UserWarning` says so.

    Raises:
        ValueError: if the context has no room for so many tokens and one of the prompt.
    """
    context = context_of(model)
    if context is None or ids.shape[1] + num_tokens <= context:
        return ids
    room = context - num_tokens
    if room < 1:
        raise ValueError(
            f"`num_tokens` must be at most {context - 1}, one less than the model's context. "
            f"Received: {num_tokens}"
        )
    checks.warn(
        f"`{name}` has {ids.shape[1]} tokens, more than fit the context of {context}: "
        f"the model reads the last {room}."
    )
    return ids[:, -room:]


@contextlib.contextmanager
def evaluating(model):
    """Without dropout and without gradients; afterwards the model is as it was."""
    training = [part for part in model.modules() if part.training]
    model.eval()
    try:
        with torch.inference_mode():
            yield
    finally:
        for part in training:
            part.training = True


def logits_of(model, ids, **options):
    """Logits of a model, float32 (batch, length, vocabulary) on the CPU, and all it gave.

    Args:
        model: a causal language model of transformers, or an `artlab.gpt.GPT`.
        ids: int (batch, length).
        **options: for the model.

    Raises:
        ValueError: if an id is not in the vocabulary, or a logit is NaN.
    """
    checks.vocabulary(ids, getattr(model.config, "vocab_size", None))
    device = next(model.parameters()).device
    out = model(ids.to(device), **options)
    logits = getattr(out, "logits", out).float().cpu()
    if logits.isnan().any():
        raise ValueError("`model` must give numbers as logits. Received: NaN")
    return logits, out


class NextScores:
    """Scores of the next token, again and again for a text that grows.

    With a cache only the new tokens are read: keys and values of the earlier ones are kept.

    Args:
        model: a causal language model of transformers, or an `artlab.gpt.GPT`.
        use_cache: keeps keys and values; an `artlab.gpt.GPT` keeps none.
    """

    def __init__(self, model, use_cache=True):
        self.model, self.past, self.length = model, None, 0
        takes = inspect.signature(model.forward).parameters
        self.use_cache = use_cache and "past_key_values" in takes
        self.options = {"use_cache": self.use_cache} if "use_cache" in takes else {}
        if "logits_to_keep" in takes:
            self.options["logits_to_keep"] = 1  # those behind the last token

    def __call__(self, ids):
        """float32 (batch, vocabulary) behind ids (batch, length) that begin as those before."""
        if not self.use_cache:
            return logits_of(self.model, ids, **self.options)[0][:, -1]
        fresh = ids[:, self.length :]
        logits, out = logits_of(self.model, fresh, past_key_values=self.past, **self.options)
        self.past, self.length = out.past_key_values, ids.shape[1]
        return logits[:, -1]

    def keep(self, rows):
        """Goes on with these rows of the batch, in this order; int (new batch,)."""
        if self.past is not None:
            self.past.reorder_cache(rows.to(next(self.model.parameters()).device))
