"""GPT-2 and Llama for one sequence at a time: few calls, fused matrices, one block of memory.

Writing a token reads every weight once, so the bytes of the weights set the pace. They are kept
in bfloat16 where the processor multiplies it; what is added up (the residual stream, the norms,
the softmax) stays float32.

References:
    Pope et al., *Efficiently scaling transformer inference* (2022), section 2.
    Radford et al., *Language models are unsupervised multitask learners* (2019).
    Su et al., *RoFormer: enhanced transformer with rotary position embedding* (2021), eq. 34.
    Touvron et al., *LLaMA: open and efficient foundation language models* (2023), section 2.2.
"""

import dataclasses

import torch
from torch.nn import functional

CHUNK = 256  # places by which the cache grows


@dataclasses.dataclass
class Cache:
    """Keys and values of the tokens read so far.

    Args:
        keys, values: float (layers, key heads, places, head width).
        length: how many places are filled.
    """

    keys: torch.Tensor
    values: torch.Tensor
    length: int = 0

    def make_room(self, num_tokens):
        """Enlarges the block so that `num_tokens` more fit."""
        missing = self.length + num_tokens - self.keys.shape[2]
        if missing > 0:
            grow = (0, 0, 0, -(-missing // CHUNK) * CHUNK)
            self.keys = functional.pad(self.keys, grow)
            self.values = functional.pad(self.values, grow)


class Decoder:
    """A decoder-only transformer that reads one sequence, a piece at a time.

    Args:
        dtype: of the weights: `torch.float32` or `torch.bfloat16`.

    Attributes:
        heads, key_heads, head_width: shape of the attention.
        positions: how many tokens the context holds.
        layers: the weights, one entry a layer.
    """

    def __init__(self, dtype):
        self.dtype, self.layers = dtype, []
        self.heads = self.key_heads = self.head_width = self.positions = 0

    def start(self):
        """An empty `Cache`."""
        shape = (len(self.layers), self.key_heads, 0, self.head_width)
        return Cache(torch.zeros(shape), torch.zeros(shape))

    @torch.inference_mode()
    def read(self, input_ids, cache, num_logits=1):
        """Reads the next tokens.

        Args:
            input_ids: int (length,), behind those that the cache holds.
            cache: a `Cache`; it is extended.
            num_logits: for how many of the last tokens logits are wanted.

        Returns:
            Logits, float32 (num_logits, vocabulary).
        """
        cache.make_room(len(input_ids))
        stream = self.embed(input_ids, cache.length)  # (length, width)
        for index in range(len(self.layers)):
            self.layer(stream, index, cache)
        cache.length += len(input_ids)
        return self.logits(stream[-num_logits:])

    def linear(self, inputs, weight, bias=None):
        """A matrix product in the dtype of the weights, float32 outside."""
        return functional.linear(inputs.to(self.dtype), weight, bias).float()

    def attend(self, queries, keys, values, index, cache):
        """Attention of the new tokens to all tokens so far; (length, heads * head width).

        Args:
            queries: (length, heads, head width).
            keys, values: (length, key heads, head width).
            index: number of the layer.
            cache: the `Cache`.
        """
        length, start = len(queries), cache.length
        end = start + length
        cache.keys[index, :, start:end] = keys.transpose(0, 1)
        cache.values[index, :, start:end] = values.transpose(0, 1)
        group = self.heads // self.key_heads
        # Heads that share a key stand together: (key heads, group * length, head width).
        asked = queries.view(length, self.key_heads, group, -1).permute(1, 2, 0, 3)
        asked = asked.reshape(self.key_heads, group * length, -1)
        scores = asked @ cache.keys[index, :, :end].transpose(1, 2) * self.head_width**-0.5
        if length > 1:
            later = torch.ones(length, end, dtype=torch.bool).triu(start + 1)
            scores.view(self.key_heads, group, length, end).masked_fill_(later, -torch.inf)
        mixed = scores.softmax(-1) @ cache.values[index, :, :end]
        mixed = mixed.view(self.key_heads, group, length, -1).permute(2, 0, 1, 3)
        return mixed.reshape(length, -1)


class FusedGPT2(Decoder):
    """GPT-2; see `Decoder`."""

    def __init__(self, model, dtype):
        super().__init__(dtype)
        config, body = model.config, model.transformer
        self.heads = self.key_heads = config.n_head
        self.head_width, self.positions = config.n_embd // config.n_head, config.n_positions
        self.tokens, self.places = body.wte.weight.detach(), body.wpe.weight.detach()
        self.head, self.final = model.lm_head.weight.detach().to(dtype), body.ln_f
        for block in body.h:
            parts = (block.attn.c_attn, block.attn.c_proj, block.mlp.c_fc, block.mlp.c_proj)
            self.layers.append((block, [self._matrix(part) for part in parts]))

    @staticmethod
    def fits(config):
        """Whether a configuration is the published one in all that is computed here."""
        scaled = config.scale_attn_weights and not config.scale_attn_by_inverse_layer_idx
        return scaled and not config.add_cross_attention

    def _matrix(self, part):
        """Weight (outputs, inputs) and bias of a matrix that GPT-2 keeps transposed."""
        weight = part.weight.detach().t().contiguous()
        return weight.to(self.dtype), part.bias.detach().to(self.dtype)

    def embed(self, input_ids, start):
        return self.tokens[input_ids] + self.places[start : start + len(input_ids)]

    def layer(self, stream, index, cache):
        block, (fused, out, up, down) = self.layers[index]
        mixed = self.linear(block.ln_1(stream), *fused).view(len(stream), 3, self.heads, -1)
        stream += self.linear(self.attend(*mixed.unbind(1), index, cache), *out)
        hidden = block.mlp.act(self.linear(block.ln_2(stream), *up))
        stream += self.linear(hidden, *down)

    def logits(self, stream):
        return self.linear(self.final(stream), self.head)


class FusedLlama(Decoder):
    """Llama: rotary positions, keys shared by several heads, gated units; see `Decoder`."""

    def __init__(self, model, dtype):
        super().__init__(dtype)
        config, body = model.config, model.model
        self.heads, self.key_heads = config.num_attention_heads, config.num_key_value_heads
        self.head_width, self.positions = config.head_dim, config.max_position_embeddings
        self.epsilon, self.act = config.rms_norm_eps, body.layers[0].mlp.act_fn
        self.tokens, self.rotary = body.embed_tokens.weight.detach(), body.rotary_emb
        self.head = model.lm_head.weight.detach().to(dtype)
        self.final = body.norm.weight.detach().float()
        for block in body.layers:
            attn, mlp = block.self_attn, block.mlp
            norms = (block.input_layernorm, block.post_attention_layernorm)
            matrices = (
                self._matrix(attn.q_proj, attn.k_proj, attn.v_proj),
                self._matrix(attn.o_proj),
                self._matrix(mlp.gate_proj, mlp.up_proj),
                self._matrix(mlp.down_proj),
            )
            self.layers.append(([norm.weight.detach().float() for norm in norms], matrices))

    @staticmethod
    def fits(config):
        """Whether a configuration is the published one in all that is computed here."""
        kind = (config.rope_parameters or {}).get("rope_type", "default")
        biased = config.attention_bias or config.mlp_bias
        return not biased and kind in ("default", "linear", "llama3")

    def _matrix(self, *parts):
        return torch.cat([part.weight.detach() for part in parts]).to(self.dtype)

    def embed(self, input_ids, start):
        stream = self.tokens[input_ids].float()
        cos, sin = self.rotary(stream[None], torch.arange(start, start + len(input_ids))[None])
        self.turn = cos[0, :, None], sin[0, :, None]  # (length, 1, head width)
        return stream

    def layer(self, stream, index, cache):
        (before, after), (fused, out, wide, down) = self.layers[index]
        parts = (self.heads, self.key_heads, self.key_heads)
        mixed = self.linear(self._norm(stream, before), fused)
        heads = mixed.view(len(stream), sum(parts), self.head_width)
        queries, keys, values = heads.split(parts, dim=1)
        mixed = self.attend(self._rotate(queries), self._rotate(keys), values, index, cache)
        stream += self.linear(mixed, out)
        gate, up = self.linear(self._norm(stream, after), wide).chunk(2, dim=-1)
        stream += self.linear(self.act(gate) * up, down)

    def logits(self, stream):
        return self.linear(self._norm(stream, self.final), self.head)

    def _norm(self, stream, weight):
        return functional.rms_norm(stream, weight.shape, weight, self.epsilon)

    def _rotate(self, heads):
        """Turns pairs of numbers by an angle that grows with the place (Su et al., 2021)."""
        cos, sin = self.turn
        left, right = heads.chunk(2, dim=-1)
        return heads * cos + torch.cat([-right, left], dim=-1) * sin
