"""Paints the contact sheet of the studio: 24 prompts, six in each style, one seed.

    python tools/contact_sheet.py           (writes docs/figures/studio.png)

Every picture comes from a prompt alone, through writer, drawer, painter and finishing, with seed 0:
none was chosen, none was repeated.
"""

import argparse
from pathlib import Path

import cv2
import numpy as np

from artlab.runtime import atomic_write
from artlab.studio import Studio

ROOT = Path(__file__).resolve().parents[1]
PROMPTS = {
    "ink": (
        "paint a landscape",
        "画一幅山水画",
        "two mountains behind a lake in the mist",
        "bamboo by a river, a boat, no birds",
        "孤舟，雪山，冬夜",
        "a high peak and a small pavilion",
    ),
    "blue-green": (
        "a wide river between green mountains at dawn",
        "青绿山水，一座亭子，三只鸟",
        "five peaks above the sea, clouds",
        "pines on a cliff and the evening sun",
        "湖边柳树，清晨",
        "moonlight over a mountain lake",
    ),
    "watercolour": (
        "sunset at sea with two boats",
        "a misty valley with a river",
        "水彩：湖，远山，日落",
        "snow on three mountains at dawn",
        "willows by a pond, birds in the sky",
        "a quiet bay at night under the moon",
    ),
    "woodblock": (
        "the sea, a red sun and one boat",
        "a temple under a tall mountain in the snow",
        "浮世绘：大海，飞鸟，远山",
        "pine trees by a lake at dusk",
        "a river in winter, a moon",
        "two hills, a hut, and a flock of birds",
    ),
}
GAP, PAPER = 10, 248  # pixels between pictures, and their grey


def paint(style, prompt, size):
    """One picture of `size` pixels square, on its paper."""
    work = Studio(seed=0, style=style, size=size).paint(prompt)
    page = np.full((size, size, 3), PAPER, np.uint8)
    height, width = work.painting.shape[:2]
    top, left = (size - height) // 2, (size - width) // 2
    page[top : top + height, left : left + width] = work.painting
    return page


def sheet(size=256):
    """The whole sheet: one style a row, six prompts in each; uint8 (height, width, 3)."""
    rows = []
    for style, prompts in PROMPTS.items():
        pictures = [_framed(paint(style, prompt, size), after=True) for prompt in prompts]
        rows.append(np.concatenate(pictures, axis=1))
    return _framed(np.concatenate(rows), after=False)


def _framed(pixels, after):
    """Adds paper after (right and below) or before (left and above) a picture."""
    side = (0, GAP) if after else (GAP, 0)
    return np.pad(pixels, (side, side, (0, 0)), constant_values=PAPER)


def main():
    """Writes docs/figures/studio.png, or `--out`."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "figures" / "studio.png")
    target = parser.parse_args().out
    done, data = cv2.imencode(".png", sheet()[..., ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 9])
    assert done
    with atomic_write(target) as temporary:
        Path(temporary).write_bytes(data.tobytes())
    print(f"wrote {target}")


if __name__ == "__main__":
    main()
