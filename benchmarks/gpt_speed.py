"""Writing speed of the shipped writer and of SmolLM2, beside `model.generate` in float32.

python -m benchmarks.gpt_speed                # course, and smollm2 where it has been fetched

In one run, in turn: tokens a second (each side writes the same number of tokens from the same
prompt), perplexity of a text, time to the first streamed token, and the share of the memory's
speed: a token cannot be written in less time than its weights take to be read.
"""

from __future__ import annotations

import math
import re
import statistics
import time
from pathlib import Path

from artlab import runtime
from benchmarks import machine

ROUNDS = 5
TOKENS = {"course": 150, "smollm2": 64}  # tokens written each time
TEXT = 1000  # tokens of the text whose perplexity is taken
PROMPT = "paint a landscape with two mountains behind a lake"


def measure() -> dict:
    """Both sides for every writer that is here."""
    torch, _ = runtime.load("torch", "transformers")
    from artlab import gpt

    here = [status.name for status in gpt.available_writers() if status.here]
    speed = read_bytes_per_second(torch)
    return {
        "device": runtime.summary(),
        "torch": torch.__version__,
        "threads": torch.get_num_threads(),
        "memory_gigabytes_per_second": speed / 1e9,
        **{name: compare(name, speed) for name in TOKENS if name in here},
    }


def read_bytes_per_second(torch) -> float:
    """Bytes a second at which the sum of a 256 MB array reads it: the speed of the memory."""
    numbers = torch.ones(64 * 2**20)
    return numbers.nbytes / machine.best_seconds(numbers.sum, repeats=5)


def compare(name: str, bytes_per_second: float) -> dict:
    """One writer against `model.generate` of the same weights in float32."""
    import torch
    from transformers import AutoModelForCausalLM

    from artlab import gpt
    from artlab.gpt import fast

    writer = gpt.load_writer(name)
    plain = AutoModelForCausalLM.from_pretrained(writer.model.name_or_path, dtype=torch.float32)
    ids, num = prompt_ids(writer), TOKENS[name]
    sides = {
        "generate": lambda: plain.generate(
            ids, max_new_tokens=num, min_new_tokens=num, do_sample=False, pad_token_id=0
        ),
        "fast": lambda: list(fast.token_stream(writer.model, ids, num)),
    }
    times = {side: [] for side in sides}
    for _ in range(ROUNDS + 1):  # the first is a warm-up
        for side, write in sides.items():
            started = time.perf_counter()
            write()
            times[side].append((time.perf_counter() - started) / num)
    seconds = {side: statistics.median(found[1:]) for side, found in times.items()}
    decoder = fast.decoder_for(writer.model)
    size = writer.model.num_parameters() * torch.finfo(decoder.dtype).bits // 8
    return {
        "weights_megabytes": size / 1e6,
        "dtype": str(decoder.dtype),
        "tokens_per_second": {side: 1 / each for side, each in seconds.items()},
        "ratio": seconds["generate"] / seconds["fast"],
        "share_of_memory_limit": size / bytes_per_second / seconds["fast"],
        "perplexity": perplexities(writer, plain, decoder),
        "first_piece_seconds": first_piece(writer),
    }


def prompt_ids(writer):
    """Ids of the prompt as the writer's own template writes it."""
    import torch

    messages = [{"role": "user", "content": PROMPT}]
    ids = writer.tokenizer.apply_chat_template(messages, add_generation_prompt=True)
    return torch.tensor([list(getattr(ids, "input_ids", ids))])


def perplexities(writer, plain, decoder) -> dict:
    """Perplexity of texts on both sides, and by what share the fast one's is larger."""
    import torch

    losses, count = {"generate": 0.0, "fast": 0.0}, 0
    for ids in held_out_ids(writer):
        with torch.inference_mode():
            logits = {"generate": plain(ids[None]).logits[0]}
        logits["fast"] = decoder.read(ids, decoder.start(), num_logits=len(ids))
        count += len(ids) - 1
        for side, scores in logits.items():
            loss = torch.nn.functional.cross_entropy(scores[:-1], ids[1:], reduction="sum")
            losses[side] += loss.item()
    found = {side: math.exp(loss / count) for side, loss in losses.items()}
    return found | {"increase": found["fast"] / found["generate"] - 1}


def held_out_ids(writer) -> list:
    """Ids of texts of the writer's own kind that fit its context.

    Descriptions of scenes that the world draws with seeds of no training; for a general model the
    prose of this course.
    """
    import torch

    if writer.name == "course":
        from artlab.world import sample
        from artlab.world.prose import narrate

        texts = [str(narrate(sample(seed), seed=seed)) for seed in range(10**9, 10**9 + 30)]
    else:
        lesson = Path(__file__).parents[1] / "lessons" / "02_the_gan_game.py"
        texts = [" ".join(re.findall(r"^# (.+)", lesson.read_text(encoding="utf-8"), re.M))]
    return [torch.tensor(writer.tokenizer(text).input_ids[:TEXT]) for text in texts]


def first_piece(writer) -> float:
    """Seconds from the call to the first piece of text, warm: the median."""
    times = []
    for seed in range(ROUNDS + 1):
        started = time.perf_counter()
        pieces = writer.pieces(PROMPT, max_new_tokens=8, seed=seed)
        next(pieces)
        times.append(time.perf_counter() - started)
        pieces.close()
    return statistics.median(times[1:])


if __name__ == "__main__":
    machine.report("gpt_speed", measure())
