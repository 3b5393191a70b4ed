"""The painter as an ONNX graph whose weights stay in the safetensors file beside it.

See `export_gpt` for how. Convolutions keep their kernels in ONNX's order (out, in, height,
width); `load_original` turns them back and gives the Keras model.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from artlab.gan import checkpoints
from artlab.runtime import atomic_write
from artlab.studio import conditions
from artlab.studio.training.export_gpt import OPSET, places

SLOPE = 0.2  # of the leaky rectifiers
TO_ONNX, TO_KERAS = (3, 2, 0, 1), (2, 3, 1, 0)


def export_painter(model, folder, about=None):
    """Writes `painter.safetensors` (float16) and `painter.onnx` into a folder.

    Args:
        model: a generator of `painter_networks.build_generator`.
        folder: where the two files go.
        about: dict for JSON, kept in the safetensors file.

    Returns:
        `pathlib.Path` of the graph.
    """
    folder = Path(folder)
    arrays = {}
    for layer in model.layers:
        for variable in layer.weights:
            value = np.asarray(variable.numpy(), np.float32)
            value = value.transpose(TO_ONNX) if value.ndim == 4 else value
            arrays[f"{layer.name}/{variable.name}"] = value.astype(np.float16)
    weights = folder / "painter.safetensors"
    checkpoints.save(weights, arrays, about or {})
    with atomic_write(folder / "painter.onnx") as temporary:
        temporary.write_bytes(_Graph(weights).build().SerializeToString())
    return folder / "painter.onnx"


def load_original(path):
    """The Keras generator of a safetensors file that `export_painter` wrote, in float32.

    Args:
        path: the safetensors file.

    Returns:
        A `keras.Model`; see `painter_networks.build_generator`.
    """
    from artlab.studio.training import painter_networks

    arrays, _ = checkpoints.load(path)
    model = painter_networks.build_generator()
    for layer in model.layers:
        for variable in layer.weights:
            value = arrays[f"{layer.name}/{variable.name}"].astype(np.float32)
            variable.assign(value.transpose(TO_KERAS) if value.ndim == 4 else value)
    return model


class _Graph:
    """Builds the graph of `painter_networks.build_generator`, node by node."""

    def __init__(self, weights):
        self.weights = weights
        self.places = places(weights)
        self.nodes, self.initializers, self.loaded = [], [], {}
        levels = [name for name in self.places if name.startswith("down_")]
        self.depth = len({name.split("/")[0] for name in levels if "_film" not in name})

    def build(self):
        """The whole model, an `onnx.ModelProto`."""
        from onnx import TensorProto, helper

        self._constants()
        style = "style"
        for number in (1, 2):
            style = self._rectified(self._dense(style, f"style_{number}"))
        self.film = style
        self._paint(self._node("Transpose", ["channels"], "drawing", perm=[0, 3, 1, 2]))
        float32, tensor = TensorProto.FLOAT, helper.make_tensor_value_info
        sides = ["batch", "height", "width"]
        inputs = [
            tensor("channels", float32, [*sides, conditions.NUM_CHANNELS]),
            tensor("style", float32, ["batch", conditions.NUM_STYLE]),
        ]
        outputs = [tensor("paintings", float32, [*sides, 3])]
        graph = helper.make_graph(self.nodes, "painter", inputs, outputs, self.initializers)
        opsets = [helper.make_opsetid("", OPSET)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=9)
        helper.set_model_props(model, {"names": json.dumps(conditions.NAMES)})
        return model

    def _paint(self, drawing):
        fine = self._convolve(drawing, "fine")
        hidden, skips = drawing, []
        for level in range(self.depth):
            hidden = self._convolve(hidden, f"down_{level}", strides=2)
            if f"stay_{level}/kernel" in self.places:
                hidden = self._convolve(hidden, f"stay_{level}")
            skips.append(hidden)
        for number in (1, 2):
            hidden = self._convolve(hidden, f"bottom_{number}")
        for level in range(self.depth - 2, -1, -1):
            hidden = self._enlarged(self._convolve(hidden, f"narrow_{level}"), skips[level], level)
            hidden = self._convolve(hidden, f"up_{level}")
        hidden = self._enlarged(self._convolve(hidden, "narrow_fine"), fine, "fine")
        hidden = self._convolve(hidden, "head")
        colors = self._convolve(hidden, "colors", rectified=False)
        colors = self._node("Tanh", [colors], "tanh")
        self._node("Transpose", [colors], "paintings", perm=[0, 2, 3, 1])

    def _constants(self):
        from onnx import numpy_helper

        values = {
            "one": np.ones(1, np.float32),
            "twice": np.array([1, 1, 2, 2], np.float32),
            "as_planes": np.array([0, -1, 1, 1], np.int64),
        }
        for name, value in values.items():
            self.initializers.append(numpy_helper.from_array(value, name))

    def _node(self, kind, inputs, outputs, **attributes):
        from onnx import helper

        names = [outputs] if isinstance(outputs, str) else outputs
        self.nodes.append(helper.make_node(kind, inputs, names, **attributes))
        return names[0]

    def _weight(self, key):
        """Name of a weight as float32; it stays in the safetensors file."""
        from onnx import TensorProto

        shape, offset, length = self.places[key]
        tensor = TensorProto(name=key, dims=shape, data_type=TensorProto.FLOAT16)
        tensor.data_location = TensorProto.EXTERNAL
        where = {"location": self.weights.name, "offset": offset, "length": length}
        for name, value in where.items():
            tensor.external_data.add(key=name, value=str(value))
        self.initializers.append(tensor)
        return self._node("Cast", [key], f"{key}.float", to=TensorProto.FLOAT)

    def _rectified(self, hidden):
        return self._node("LeakyRelu", [hidden], f"{hidden}.rectified", alpha=SLOPE)

    def _dense(self, hidden, name):
        inputs = [hidden, self._weight(f"{name}/kernel"), self._weight(f"{name}/bias")]
        return self._node("Gemm", inputs, f"{name}.out")

    def _convolve(self, hidden, name, strides=1, rectified=True):
        size = self.places[f"{name}/kernel"][0][-1]
        before = 0 if strides == 2 or size == 1 else 1  # where Keras pads "same"
        after = 0 if size == 1 else 1
        inputs = [hidden, self._weight(f"{name}/kernel"), self._weight(f"{name}/bias")]
        hidden = self._node(
            "Conv",
            inputs,
            f"{name}.out",
            strides=[strides, strides],
            pads=[before, before, after, after],
        )
        if f"{name}_film/kernel" in self.places:
            both = self._dense(self.film, f"{name}_film")
            both = self._node("Reshape", [both, "as_planes"], f"{name}.both")
            parts = [f"{name}.scale", f"{name}.shift"]
            self._node("Split", [both], parts, axis=1, num_outputs=2)
            scale = self._node("Add", [parts[0], "one"], f"{name}.factor")
            hidden = self._node("Mul", [hidden, scale], f"{name}.scaled")
            hidden = self._node("Add", [hidden, parts[1]], f"{name}.steered")
        return self._rectified(hidden) if rectified else hidden

    def _enlarged(self, hidden, skip, level):
        """Every pixel four times, beside what the way down saw at that size."""
        hidden = self._node(
            "Resize",
            [hidden, "", "twice"],
            f"enlarged_{level}",
            mode="nearest",
            coordinate_transformation_mode="asymmetric",
            nearest_mode="floor",
        )
        return self._node("Concat", [hidden, skip], f"joined_{level}", axis=1)
