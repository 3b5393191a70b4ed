"""The studio's models in the libraries that they were trained with: what `studio_speed` compares.

    python -m benchmarks.studio_peer "two mountains behind a lake" --rounds 5

PyTorch and transformers write, plan and draw with `generate` (a cache of keys and values; the
drawer under `GrammarProcessor`), Keras on TensorFlow paints, the same finishing is laid over it.
The last line printed is JSON: seconds of a warm painting, and of its stages.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time

import numpy as np

from artlab import runtime


class Peer:
    """Loads the originals and paints with them."""

    def __init__(self):
        runtime.load("transformers")
        runtime.load("tensorflow")
        from artlab.studio.text import WEIGHTS as WRITER
        from artlab.studio.training import drawer, export_gpt, export_painter, painter

        self.writer = export_gpt.load_gpt(WRITER / "model.safetensors")
        self.drawer, self.tokenizer = drawer.load_original()
        self.painter = export_painter.load_original(painter.WEIGHTS / "painter.safetensors")

    def write(self, prompt, seed):
        """A description."""
        import torch

        from artlab.studio import notes

        ids = [*notes.sequence(self.tokenizer.encode(prompt)), notes.NOTES]
        torch.manual_seed(seed)
        told = self._generate(self.writer, ids, notes.END, temperature=0.8, top_p=0.92)
        told = told[len(ids) :]
        told = told[told.index(notes.TELL) + 1 :] if notes.TELL in told else told
        return self.tokenizer.decode([i for i in told if i < notes.START])

    def draw(self, description, seed):
        """A plan and its sketch."""
        import torch
        from transformers import LogitsProcessorList

        from artlab.studio import tokens
        from artlab.studio.training.logits_processor import GrammarProcessor

        ids = [*tokens.encode_text(self.tokenizer.encode(description)[:220]), tokens.PLAN]
        torch.manual_seed(seed)
        processors = LogitsProcessorList([GrammarProcessor()])
        ids = self._generate(self.drawer, ids, tokens.END, top_p=0.97, logits_processor=processors)
        plan = tokens.decode_plan(ids)
        return plan, tokens.decode_sketch(ids, plan.format)

    @staticmethod
    def _generate(model, ids, end, **how):
        import torch

        with torch.no_grad():
            found = model.generate(
                torch.tensor([ids]),
                attention_mask=torch.ones(1, len(ids), dtype=torch.long),
                max_length=model.config.n_positions,
                do_sample=True,
                top_k=0,
                eos_token_id=end,
                **how,
            )
        return found[0].tolist()

    def paint(self, sketch, plan):
        """A finished painting of 256 pixels."""
        from artlab.studio import conditions, finishing

        channels = conditions.channels(sketch, plan, 256)[None]
        style = conditions.style_vector(plan)[None]
        picture = np.asarray(self.painter([channels, style], training=False))[0]
        pixels = np.clip(np.round((picture + 1) * 127.5), 0, 255).astype(np.uint8)
        return finishing.finish(pixels, plan, 0)

    def whole(self, prompt, seed):
        """Seconds of the stages of one painting."""
        marks = [time.perf_counter()]
        text = self.write(prompt, seed)
        marks.append(time.perf_counter())
        plan, sketch = self.draw(text or prompt, seed)
        marks.append(time.perf_counter())
        self.paint(sketch, plan)
        marks.append(time.perf_counter())
        return np.diff(marks).tolist()


def main() -> None:
    """Paint once, cold, and then as often as asked."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("prompt")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    peer = Peer()
    peer.whole(options.prompt, 0)
    rows = [peer.whole(options.prompt, 1 + number) for number in range(options.rounds)]
    if rows:
        stages = [statistics.median(column) for column in zip(*rows, strict=True)]
        warm = statistics.median(sum(row) for row in rows)
        names = ("describe", "plan and draw", "paint and finish")
        print(json.dumps({"warm": warm, "stages": dict(zip(names, stages, strict=True))}))


if __name__ == "__main__":
    main()
