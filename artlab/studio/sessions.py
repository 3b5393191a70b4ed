"""Opening an exported model on ONNX Runtime."""

from pathlib import Path


def open_session(path, threads):
    """An `onnxruntime.InferenceSession` on the CPU.

    Args:
        path: the graph; its weights lie beside it, in a safetensors file of the same name.
        threads: threads of ONNX Runtime; 0 for one per core.

    Raises:
        FileNotFoundError: if the graph or its weights are not there.
    """
    import onnxruntime

    path = Path(path)
    for file in (path, path.with_suffix(".safetensors")):
        if not file.exists():
            raise FileNotFoundError(f"`path` must lead to a model. Missing: {file.name}")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.log_severity_level = 3
    providers = ["CPUExecutionProvider"]
    return onnxruntime.InferenceSession(str(path), options, providers=providers)
