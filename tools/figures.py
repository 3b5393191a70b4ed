"""Runs the lessons, and keeps their pictures: one of each for README, all of them for the slides.

    python tools/figures.py [NAMES...]          (make figures)

A lesson tags the cell whose figure stands for it with "cover". The notebook runs in full;
the first picture in that cell's output becomes docs/figures/NN_topic.png. All pictures go into
.cache/figures/ (artlab/editions/pictures.py) and the run into .cache/executed/, for the site; git
ignores both.
"""

import argparse
import base64
import re
import sys
from pathlib import Path

from coursesite import running

ROOT = Path(__file__).resolve().parents[1]
COVER = "cover"
PICTURE = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=]+)")


def main():
    """Makes the covers of the lessons that are named, or of all."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("names", nargs="*", help="numbers of lessons, such as 03; all by default")
    wanted = parser.parse_args().names
    for path in sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb")):
        if not wanted or path.name[:2] in wanted:
            target = ROOT / "docs" / "figures" / f"{path.stem}.png"
            notebook, num_kept = running.run(ROOT, path)
            write(target, cover(path, notebook))
            print(f"wrote {target.relative_to(ROOT)}, and {num_kept} pictures for slides and site")


def cover(path, notebook):
    """The bytes of the PNG that the cover cell of an executed notebook shows."""
    cells = [cell for cell in notebook.cells if COVER in cell.metadata.get("tags", [])]
    if len(cells) != 1:
        sys.exit(f"{path.name} must have one cell tagged {COVER!r}. It has {len(cells)}.")
    for output in cells[0].outputs:
        found = PICTURE.search(output.get("data", {}).get("text/html", ""))
        if found:
            return base64.b64decode(found[1])
    sys.exit(f"The cover cell of {path.name} shows no picture: use artlab.plots.show.")


def write(target, data):
    """Writes a file, whole or not at all."""
    from artlab.runtime import atomic_write

    target.parent.mkdir(parents=True, exist_ok=True)
    with atomic_write(target) as temporary:
        Path(temporary).write_bytes(data)


if __name__ == "__main__":
    main()
