"""Ships the painters that `benchmarks.personalising` kept, as examples for a lesson.

python -m benchmarks.personalising_shipping    (writes artlab/weights/personal/jade-*)
"""

from __future__ import annotations

import json
from pathlib import Path

import artlab
from artlab.studio import PersonalPainter
from benchmarks import personalising
from benchmarks.personalising_figure import RESULT

SHIPPED, SEED = (1, 5, 20), 0


def main() -> None:
    """Writes weights and cards."""
    rows = json.loads(RESULT.read_text(encoding="utf-8"))["painter"]
    homes = Path(artlab.__file__).parent / "weights" / "personal"
    for num in SHIPPED:
        found = {"way": "personal", "pictures": num, "seed": SEED}
        (row,) = (one for one in rows if found.items() <= one.items())
        painter = PersonalPainter.load(personalising.KEPT / f"{num}_{SEED}")
        about = painter.about | {
            "source": f"`artlab.world.looks.jade_pictures({num})`; no picture by people",
            "command": "`python -m benchmarks.personalising painter`, then "
            "`python -m benchmarks.personalising_shipping`",
            "scores": f"on {personalising.NUM_HELD_OUT} held-out scenes: L1 {row['pixels']}, "
            f"features {row['features']}; one run",
            "licence": "MIT, like the code",
        }
        name = f"Jade, {num} picture{'s' * (num > 1)}"
        PersonalPainter(name, painter.weights, about).save(homes / f"jade-{num}")


if __name__ == "__main__":
    main()
