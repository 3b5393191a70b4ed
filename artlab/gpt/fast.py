"""Writing token by token: what `model.generate` does, with less around it.

For one new token every weight of the network is read once and used once, so a processor waits
for its memory, not for its arithmetic. GPT-2 and Llama models on a CPU are rebuilt from their own
weights (`artlab.gpt.fused`); any other one, and every one on a GPU, runs as it is.
"""

import weakref

import torch

from artlab import _arguments
from artlab._precision import multiplies_bfloat16
from artlab.gpt import checks, reading
from artlab.gpt.fused import FusedGPT2, FusedLlama

FUSED = {"GPT2LMHeadModel": FusedGPT2, "LlamaForCausalLM": FusedLlama}
# Below this many weights a model stays in the processor's cache: bytes cost nothing there, and
# converting does (benchmarks/gpt_speed.py).
LARGE = 20_000_000
PIECE = 256  # tokens of a prompt that are read at once

_DECODERS = weakref.WeakKeyDictionary()


def token_stream(model, input_ids, max_new_tokens, processors=(), seed=0, stop_ids=()):
    """Writes tokens one by one, as they are asked for.

    Args:
        model: a causal language model of transformers, or an `artlab.gpt.GPT`.
        input_ids: ids of the prompt, int (1, length) or (length,); `length` of 1 or more.
        max_new_tokens: the most tokens to write, 0 or more. The model's context also ends the text.
        processors: logits processors of transformers, applied in turn before each draw. Without
            any, the likeliest token is taken.
        seed: an int of 0 or more; decides the draws.
        stop_ids: ids that end the text; they are not given back.

    Yields:
        Token ids, as int. Closing the iterator ends the writing.

    Raises:
        ValueError: if an argument is out of its range, or the prompt does not fit the context.
    """
    prompt = checks.input_ids(input_ids)
    _arguments.whole("max_new_tokens", max_new_tokens, 0)
    _arguments.whole("seed", seed, 0)
    decoder = decoder_for(model)
    room = decoder.positions - prompt.shape[1]
    if room < 0:
        raise ValueError(
            f"`input_ids` must have at most {decoder.positions} tokens, the model's context. "
            f"Received: {prompt.shape[1]}"
        )
    return _stream(decoder, prompt, min(max_new_tokens, room), processors, seed, set(stop_ids))


@torch.inference_mode()
def _choose(scores, written, processors, draws):
    """One token id, drawn from the probabilities that the processors leave."""
    scores = scores[None]  # (1, vocabulary)
    if not processors:
        return int(scores.argmax())
    for processor in processors:
        scores = processor(written, scores)
    chances = torch.softmax(scores.float().cpu(), dim=-1)
    return int(torch.multinomial(chances, 1, generator=draws))


def _stream(decoder, written, most, processors, seed, stop_ids):
    draws = torch.Generator().manual_seed(seed)
    *before, fresh = written[0].split(PIECE)  # a table of scores holds one piece by all before it
    cache = decoder.start()
    for piece in before if most else ():
        decoder.read(piece, cache)
    for _ in range(most):
        token = _choose(decoder.read(fresh, cache)[-1], written, processors, draws)
        if token in stop_ids:
            return
        fresh = torch.tensor([token])
        written = torch.cat([written, fresh[None]], dim=1)
        yield token


def decoder_for(model):
    """What reads and writes with a model; made once, and again when its weights have changed.

    Args:
        model: as in `token_stream`.

    Returns:
        A `FusedGPT2`, `FusedLlama` or `PlainDecoder`.
    """
    changes = sum(weights._version for weights in model.parameters())  # counts writes in place
    found = _DECODERS.get(model)
    if found is None or found[0] != changes:
        found = _DECODERS[model] = (changes, _new_decoder(model))
    return found[1]


def _new_decoder(model):
    fused = FUSED.get(type(model).__name__)
    on_cpu = next(model.parameters()).device.type == "cpu"
    if fused and on_cpu and fused.fits(model.config):
        return fused(model, best_dtype(model))
    return PlainDecoder(model)


def best_dtype(model):
    """The dtype in which a CPU writes fastest with a model: bfloat16 or float32.

    It is read from the processor and the size of the model, so that the same machine always gives
    the same bits.
    """
    large = model.num_parameters() > LARGE
    return torch.bfloat16 if large and multiplies_bfloat16(model.device) else torch.float32


class PlainDecoder:
    """Any model, called as it is; one of transformers keeps its own cache.

    Args:
        model: a causal language model of transformers, or an `artlab.gpt.GPT`.
    """

    def __init__(self, model):
        self.model = weakref.proxy(model)
        self.positions = reading.context_of(model) or 2**20

    def start(self):
        """What has been read so far: nothing."""
        return {
            "ids": torch.empty((1, 0), dtype=torch.long),
            "next": reading.NextScores(self.model),
        }

    def read(self, input_ids, cache):
        """Logits behind the last of some tokens, float32 (1, vocabulary); the cache is extended."""
        cache["ids"] = torch.cat([cache["ids"], input_ids[None]], dim=1)
        with reading.evaluating(self.model):
            return cache["next"](cache["ids"])
