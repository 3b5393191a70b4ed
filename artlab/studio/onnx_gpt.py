"""A GPT-2 on ONNX Runtime: tokens in, scores of the next token out, with a cache of what it saw."""

import json

import numpy as np

from artlab.studio.sessions import open_session


class OnnxGPT:
    """One language model; several sequences at once.

    Keys and values of every layer lie in arrays that ONNX Runtime writes in place, so a step
    copies nothing.

    Args:
        path: the graph that `export_gpt` wrote; its weights lie beside it.
        threads: threads of ONNX Runtime.
        exchanged: weights that take the place of the file's; see `open_session`.

    Raises:
        FileNotFoundError: if the graph or its weights are not there.

    Example:
        model = OnnxGPT(path)
        model.start(batch=2)
        scores = model.step([[5, 9], [5, 7]])  # (2, vocabulary)
        scores = model.step([[3], [4]])
    """

    def __init__(self, path, threads=1, exchanged=None):
        self._session = open_session(path, threads, exchanged)
        properties = self._session.get_modelmeta().custom_metadata_map
        self.config = json.loads(properties["config"])
        self.num_logits = self._session.get_outputs()[0].shape[1]
        self.batch = 0

    @property
    def positions(self):
        """Longest sequence, in tokens."""
        return self.config["n_positions"]

    def start(self, batch=1, most=None):
        """Forgets everything, and makes room.

        Args:
            batch: number of sequences.
            most: longest sequence that will be seen; by default the longest there can be.
        """
        most = min(most or self.positions, self.positions)
        heads, layers = self.config["n_head"], self.config["n_layer"]
        shape = (batch, heads, most, self.config["n_embd"] // heads)
        if getattr(self, "_shape", None) != shape:
            self._shape, self.batch = shape, batch
            self._make_room(shape, layers)
        self.lengths = np.zeros(batch, np.int64)

    def _make_room(self, shape, layers):
        from onnxruntime import OrtValue

        def value(array):
            return OrtValue.ortvalue_from_numpy(array)

        batch = shape[0]
        self._cache = [value(np.zeros(shape, np.float32)) for _ in range(2 * layers)]
        self._arrays = {
            "ids": np.zeros((batch, 1), np.int64),
            "positions": np.zeros((batch, 1), np.int64),
            "last": np.zeros((batch, 1), np.int64),
            "seqlens": np.zeros(batch, np.int32),
            "total": np.zeros((), np.int32),
        }
        self._logits = np.zeros((batch, self.num_logits), np.float32)
        self._binding = self._bind(self._arrays)

    def _bind(self, arrays):
        """Ties arrays, the cache and the scores to the graph's inputs and outputs."""
        from onnxruntime import OrtValue

        binding = self._session.io_binding()
        for name, array in arrays.items():
            kept = OrtValue.ortvalue_from_numpy(array)
            binding.bind_ortvalue_input(name, kept)
        names = [f"{n // 2}.{('key', 'value')[n % 2]}" for n in range(len(self._cache))]
        for name, cache in zip(names, self._cache, strict=True):
            binding.bind_ortvalue_input(f"past.{name}", cache)
            binding.bind_ortvalue_output(f"present.{name}", cache)
        binding.bind_ortvalue_output("logits", OrtValue.ortvalue_from_numpy(self._logits))
        return binding

    def step(self, ids, counts=None):
        """Reads new tokens.

        Args:
            ids: ints of shape (batch, n). With several sequences n is 1, save in the first step.
            counts: how many of the n tokens of each sequence count, from the first; by default
                all. The others are padding.

        Returns:
            float32 array of shape (batch, vocabulary): scores of the token after the last one
            of each sequence. The next step writes into the same array.

        Raises:
            ValueError: if there is no room for the tokens, or `ids` has another shape.
        """
        ids = np.asarray(ids, np.int64)
        if ids.ndim != 2 or len(ids) != self.batch:
            raise ValueError(f"`ids` must have shape ({self.batch}, n). Received: {ids.shape}")
        number = ids.shape[1]
        if number > 1 and self.batch > 1 and self.lengths.any():
            raise ValueError(f"`ids` must have one column after the first step. Received: {number}")
        counts = np.full(self.batch, number) if counts is None else np.asarray(counts)
        total = int(self.lengths.max()) + number
        if total > self._shape[2]:
            raise ValueError(f"`ids` must leave room: {self._shape[2]} tokens. Received: {total}")
        if number == 1:
            arrays, binding = self._arrays, self._binding
        else:
            arrays = {
                "ids": np.empty((self.batch, number), np.int64),
                "positions": np.empty((self.batch, number), np.int64),
                "last": np.empty((self.batch, 1), np.int64),
                "seqlens": np.empty(self.batch, np.int32),
                "total": np.zeros((), np.int32),
            }
            binding = self._bind(arrays)
        arrays["ids"][...] = ids
        arrays["positions"][...] = self.lengths[:, None] + np.arange(number)
        arrays["last"][:, 0] = counts - 1
        first = number > 1 and not self.lengths.any()
        arrays["seqlens"][...] = (counts if first else self.lengths + number) - 1
        arrays["total"][...] = total
        self._session.run_with_iobinding(binding)
        self.lengths += counts
        return self._logits

    def close(self):
        """Lets go of the model and its cache."""
        self._session = self._binding = None
        self._cache = []
        self.batch = 0
