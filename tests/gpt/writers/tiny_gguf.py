"""Writes a GGUF file of a tiny random Llama: the format once more, from the other side."""

import struct

import numpy as np

TEMPLATE = "{% for m in messages %}<|im_start|>{{ m.content }}<|im_end|>{% endfor %}<|im_start|>"
WIDTH, HEADS, KEY_HEADS, HIDDEN, LAYERS, VOCABULARY = 64, 4, 2, 96, 2, 288


def text(value):
    data = value.encode()
    return struct.pack("<Q", len(data)) + data


def setting(name, value):
    """A setting: a number, a text, or a list of texts or of ints."""
    if isinstance(value, list):
        kind = 8 if isinstance(value[0], str) else 5
        body = b"".join(text(one) if kind == 8 else struct.pack("<i", one) for one in value)
        return text(name) + struct.pack("<IIQ", 9, kind, len(value)) + body
    if isinstance(value, str):
        return text(name) + struct.pack("<I", 8) + text(value)
    kind, code = (6, "f") if isinstance(value, float) else (4, "I")
    return text(name) + struct.pack("<I", kind) + struct.pack(f"<{code}", value)


def pack_q4_1(array):
    """Bytes of an array in Q4_1, and the array as it comes back."""
    rows = array.reshape(-1, 32)
    least = rows.min(1, keepdims=True).astype(np.float16)
    scale = ((rows.max(1, keepdims=True) - least) / 15).astype(np.float16)
    numbers = np.clip(np.rint((rows - least) / scale), 0, 15).astype(np.uint8)
    data = b"".join(
        s.tobytes() + m.tobytes() + bytes(n[place] | n[place + 16] << 4 for place in range(16))
        for s, m, n in zip(scale, least, numbers, strict=True)
    )
    back = numbers * scale.astype(np.float32) + least.astype(np.float32)
    return data, back.astype(np.float32).reshape(array.shape)


def pack_q8_0(array):
    """Bytes of an array in Q8_0, and the array as it comes back."""
    rows = array.reshape(-1, 32)
    scale = (np.abs(rows).max(1, keepdims=True) / 127).astype(np.float16)
    numbers = np.rint(rows / scale.astype(np.float32)).astype(np.int8)
    data = b"".join(s.tobytes() + n.tobytes() for s, n in zip(scale, numbers, strict=True))
    return data, (numbers * scale.astype(np.float32)).reshape(array.shape)


def pack_f32(array):
    """Bytes of an array in F32, and the array."""
    return array.astype("<f4").tobytes(), array


KINDS = {"F32": (0, pack_f32), "Q4_1": (3, pack_q4_1), "Q8_0": (8, pack_q8_0)}


def shapes():
    """Name -> (kind, shape) of all tensors."""
    made = {"token_embd.weight": ("Q8_0", (VOCABULARY, WIDTH))}
    made["output_norm.weight"] = ("F32", (WIDTH,))
    keys = KEY_HEADS * WIDTH // HEADS
    for layer in range(LAYERS):
        block = {"attn_norm": (WIDTH,), "ffn_norm": (WIDTH,), "attn_q": (WIDTH, WIDTH)}
        block |= {"attn_k": (keys, WIDTH), "attn_v": (keys, WIDTH), "attn_output": (WIDTH, WIDTH)}
        block |= {"ffn_gate": (HIDDEN, WIDTH), "ffn_up": (HIDDEN, WIDTH)}
        block |= {"ffn_down": (WIDTH, HIDDEN)}
        for name, shape in block.items():
            kind = "F32" if len(shape) == 1 else "Q4_1"
            made[f"blk.{layer}.{name}.weight"] = (kind, shape)
    return made


def settings():
    """Settings of the model and of a tokenizer whose tokens are bytes."""
    from tokenizers import pre_tokenizers

    special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    tokens = [*special, *sorted(pre_tokenizers.ByteLevel.alphabet()), "in", "Ġin", "Ġ1"]
    tokens += [f"[{place}]" for place in range(len(tokens), VOCABULARY)]
    return {
        "general.architecture": "llama",
        "llama.block_count": LAYERS,
        "llama.context_length": 128,
        "llama.embedding_length": WIDTH,
        "llama.feed_forward_length": HIDDEN,
        "llama.attention.head_count": HEADS,
        "llama.attention.head_count_kv": KEY_HEADS,
        "llama.rope.freq_base": 10000.0,
        "llama.attention.layer_norm_rms_epsilon": 1e-5,
        "llama.vocab_size": VOCABULARY,
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "smollm",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.token_type": [3] * len(special) + [1] * (VOCABULARY - len(special)),
        "tokenizer.ggml.merges": ["i n", "Ġ in", "Ġ 1"],
        "tokenizer.ggml.bos_token_id": 1,
        "tokenizer.ggml.eos_token_id": 2,
        "tokenizer.ggml.unknown_token_id": 0,
        "tokenizer.ggml.padding_token_id": 2,
        "tokenizer.chat_template": TEMPLATE,
    }


def build(seed=0):
    """Bytes of the file, and the arrays that it holds."""
    generator = np.random.default_rng(seed)
    arrays, infos, body = {}, b"", b""
    for name, (kind, shape) in shapes().items():
        number, pack = KINDS[kind]
        array = generator.normal(0, 0.2, shape).astype(np.float32) + (len(shape) == 1)
        data, arrays[name] = pack(array)
        infos += text(name) + struct.pack("<I", len(shape))
        infos += struct.pack(f"<{len(shape)}QIQ", *shape[::-1], number, len(body))
        body += data + b"\0" * (-len(data) % 32)
    told = [setting(*pair) for pair in settings().items()]
    head = b"GGUF" + struct.pack("<IQQ", 3, len(arrays), len(told)) + b"".join(told) + infos
    return head + b"\0" * (-len(head) % 32) + body, arrays
