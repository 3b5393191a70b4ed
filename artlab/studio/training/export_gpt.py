"""GPT-2 as an ONNX graph whose weights stay in the safetensors file beside it.

The graph reads ids and a cache of keys and values, and gives the scores of the next token. Its
initialisers are *external data*: offset and length of each tensor inside the safetensors file,
so every weight is on disk once, in half precision; a `Cast` that ONNX Runtime folds when it
loads makes them float32.

References:
    Radford et al., *Language models are unsupervised multitask learners* (2019).
"""

import json
from pathlib import Path

import numpy as np

from artlab.runtime import atomic_write

OPSET, CONTRIB = 20, "com.microsoft"


def export_gpt(model, folder, name, num_logits=None, about=None):
    """Writes `<name>.safetensors` (float16) and `<name>.onnx` into a folder.

    Args:
        model: a `transformers.GPT2LMHeadModel` with a tanh GELU and tied embeddings.
        folder: where the two files go.
        name: their name, such as "drawer".
        num_logits: how many of the first tokens can come next; by default all of them.
        about: dict for JSON, kept in the safetensors file beside the configuration.

    Returns:
        `pathlib.Path` of the graph.

    Raises:
        ValueError: if the model has another activation.
    """
    from safetensors.numpy import save

    config = model.config
    if config.activation_function not in ("gelu_new", "gelu_pytorch_tanh"):
        raise ValueError(
            f"`model` must have a tanh GELU as activation. Received: {config.activation_function!r}"
        )
    folder = Path(folder)
    arrays = {
        key: value.detach().to("cpu").float().numpy().astype(np.float16)
        for key, value in model.named_parameters()
    }
    header = {
        "format": "pt",
        "config": json.dumps(config_of(config)),
        "about": json.dumps(about or {}),
    }
    with atomic_write(folder / f"{name}.safetensors") as temporary:
        temporary.write_bytes(save(arrays, metadata=header))
    graph = _Graph(config, folder / f"{name}.safetensors", num_logits or config.vocab_size)
    with atomic_write(folder / f"{name}.onnx") as temporary:
        temporary.write_bytes(graph.build().SerializeToString())
    return folder / f"{name}.onnx"


def config_of(config):
    """What is needed to build the model again: a dict for `transformers.GPT2Config`."""
    names = ("vocab_size", "n_positions", "n_embd", "n_layer", "n_head", "activation_function",
             "layer_norm_epsilon", "bos_token_id", "eos_token_id", "pad_token_id")  # fmt: skip
    return {name: getattr(config, name) for name in names}


def about_of(path):
    """What the safetensors file says of the run that made it: a dict."""
    from safetensors import safe_open

    with safe_open(path, framework="numpy") as file:
        return json.loads((file.metadata() or {}).get("about", "{}"))


def load_gpt(path):
    """The PyTorch model of a safetensors file that `export_gpt` wrote, in float32, for evaluation.

    Args:
        path: the safetensors file.

    Returns:
        A `transformers.GPT2LMHeadModel`.
    """
    import torch
    from safetensors import safe_open
    from transformers import GPT2Config, GPT2LMHeadModel

    with safe_open(path, framework="pt") as file:
        config = json.loads(file.metadata()["config"])
        state = {key: file.get_tensor(key).float() for key in file.keys()}  # noqa: SIM118
    names = ("resid_pdrop", "embd_pdrop", "attn_pdrop")
    model = GPT2LMHeadModel(GPT2Config(**config, **dict.fromkeys(names, 0.0)))
    with torch.no_grad():
        for key, parameter in model.named_parameters():
            parameter.copy_(state[key])
    return model.eval()


def places(path):
    """Where each tensor lies in a safetensors file: name -> (shape, offset, length in bytes)."""
    with open(path, "rb") as file:
        size = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(size))
    header.pop("__metadata__", None)
    found = {}
    for key, entry in header.items():
        start, end = entry["data_offsets"]
        found[key] = (entry["shape"], 8 + size + start, end - start)
    return found


class _Graph:
    """Builds the graph, node by node."""

    def __init__(self, config, weights, num_logits):
        self.config, self.weights, self.num_logits = config, weights, num_logits
        self.places = places(weights)
        self.nodes, self.initializers, self.loaded = [], [], {}
        self.outputs = ["logits"]

    def build(self):
        """The whole model, an `onnx.ModelProto`."""
        from onnx import helper

        self._constants()
        hidden = self._embeddings()
        for layer in range(self.config.n_layer):
            hidden = self._block(hidden, layer)
        self._head(hidden)
        graph = helper.make_graph(
            self.nodes, "gpt2", self._inputs(), self._outputs(), self.initializers
        )
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=9)
        helper.set_model_props(model, {"config": json.dumps(config_of(self.config))})
        return model

    def _node(self, kind, inputs, output, domain="", **attributes):
        from onnx import helper

        outputs = [output] if isinstance(output, str) else output
        self.nodes.append(helper.make_node(kind, inputs, outputs, domain=domain, **attributes))
        return outputs[0]

    def _weight(self, key):
        """Name of a weight as float32; it stays in the safetensors file."""
        from onnx import TensorProto

        key = f"transformer.{key}"
        if key not in self.loaded:
            shape, offset, length = self.places[key]
            tensor = TensorProto(name=key, dims=shape, data_type=TensorProto.FLOAT16)
            tensor.data_location = TensorProto.EXTERNAL
            where = {"location": self.weights.name, "offset": offset, "length": length}
            for name, value in where.items():
                tensor.external_data.add(key=name, value=str(value))
            self.initializers.append(tensor)
            self.loaded[key] = self._node("Cast", [key], f"{key}.float", to=TensorProto.FLOAT)
        return self.loaded[key]

    def _constants(self):
        from onnx import numpy_helper

        values = {"zero": [0], "many": [self.num_logits], "one": [1]}
        for name, value in values.items():
            self.initializers.append(numpy_helper.from_array(np.array(value, np.int64), name))

    def _embeddings(self):
        words = self._node("Gather", [self._weight("wte.weight"), "ids"], "words")
        places = self._node("Gather", [self._weight("wpe.weight"), "positions"], "places")
        return self._node("Add", [words, places], "hidden")

    def _norm(self, hidden, key):
        inputs = [hidden, self._weight(f"{key}.weight"), self._weight(f"{key}.bias")]
        epsilon = self.config.layer_norm_epsilon
        return self._node("LayerNormalization", inputs, f"{key}.out", axis=-1, epsilon=epsilon)

    def _linear(self, hidden, key):
        product = self._node("MatMul", [hidden, self._weight(f"{key}.weight")], f"{key}.product")
        return self._node("Add", [product, self._weight(f"{key}.bias")], f"{key}.out")

    def _block(self, hidden, layer):
        name = f"h.{layer}"
        mixed = self._linear(self._norm(hidden, f"{name}.ln_1"), f"{name}.attn.c_attn")
        parts = [f"{name}.{part}" for part in ("query", "key", "value")]
        self._node("Split", [mixed], parts, axis=-1, num_outputs=3)
        present = [f"present.{layer}.key", f"present.{layer}.value"]
        past = [f"past.{layer}.key", f"past.{layer}.value"]
        self._node(
            "GroupQueryAttention",
            [*parts, *past, "seqlens", "total"],
            [f"{name}.seen", *present],
            domain=CONTRIB,
            num_heads=self.config.n_head,
            kv_num_heads=self.config.n_head,
        )
        seen = self._linear(f"{name}.seen", f"{name}.attn.c_proj")
        hidden = self._node("Add", [hidden, seen], f"{name}.middle")
        wide = self._linear(self._norm(hidden, f"{name}.ln_2"), f"{name}.mlp.c_fc")
        wide = self._node("Gelu", [wide], f"{name}.gelu", approximate="tanh")
        return self._node("Add", [hidden, self._linear(wide, f"{name}.mlp.c_proj")], f"{name}.out")

    def _head(self, hidden):
        """Scores after the last token of each row, of the tokens that can come next."""
        last = self._node("GatherND", [hidden, "last"], "ending", batch_dims=1)
        last = self._norm(last, "ln_f")
        table = [self._weight("wte.weight"), "zero", "many", "zero", "one"]
        table = self._node("Slice", table, "head.rows")
        table = self._node("Transpose", [table], "head", perm=[1, 0])
        self._node("MatMul", [last, table], "logits")

    def _inputs(self):
        from onnx import TensorProto, helper

        made = [
            helper.make_tensor_value_info("ids", TensorProto.INT64, ["batch", "new"]),
            helper.make_tensor_value_info("positions", TensorProto.INT64, ["batch", "new"]),
            helper.make_tensor_value_info("last", TensorProto.INT64, ["batch", 1]),
            helper.make_tensor_value_info("seqlens", TensorProto.INT32, ["batch"]),
            helper.make_tensor_value_info("total", TensorProto.INT32, []),
        ]
        return made + self._cache("past")

    def _outputs(self):
        from onnx import TensorProto, helper

        shape = ["batch", self.num_logits]
        logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, shape)
        return [logits, *self._cache("present")]

    def _cache(self, when):
        from onnx import TensorProto, helper

        size = self.config.n_embd // self.config.n_head
        shape = ["batch", self.config.n_head, "time", size]
        names = [
            f"{when}.{layer}.{part}"
            for layer in range(self.config.n_layer)
            for part in ("key", "value")
        ]
        return [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in names]
