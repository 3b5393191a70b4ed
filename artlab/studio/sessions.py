"""Opening an exported model on ONNX Runtime."""

from pathlib import Path

import numpy as np


def open_session(path, threads, exchanged=None):
    """An `onnxruntime.InferenceSession` on the CPU.

    Args:
        path: the graph; its weights lie beside it, in a safetensors file of the same name.
        threads: threads of ONNX Runtime; 0 for one per core.
        exchanged: dict from the name of a weight to the float16 array that takes its place, or
            None. The session reads these arrays as long as it lives, so they must not change.

    Raises:
        FileNotFoundError: if the graph or its weights are not there.
        ValueError: an array is not float16.
    """
    import onnxruntime

    path = Path(path)
    for file in (path, path.with_suffix(".safetensors")):
        if not file.exists():
            raise FileNotFoundError(f"`path` must lead to a model. Missing: {file.name}")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.log_severity_level = 3
    if exchanged:
        _exchange(options, exchanged)
    providers = ["CPUExecutionProvider"]
    return onnxruntime.InferenceSession(str(path), options, providers=providers)


def _exchange(options, arrays):
    """Has weights of a graph read from arrays instead of its file."""
    from onnxruntime import OrtValue

    for name, array in arrays.items():
        if array.dtype != np.float16:
            raise ValueError(f"`{name}` must be float16. Received: {array.dtype}")
    values = [OrtValue.ortvalue_from_numpy(np.ascontiguousarray(a)) for a in arrays.values()]
    options.add_external_initializers(list(arrays), values)
