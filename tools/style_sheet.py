"""Paints the contact sheet of style transfer: six contents in six styles, searched and in one pass.

    python tools/style_sheet.py --work FOLDER        (writes docs/figures/style_transfer.jpg)

Under each picture stand its content and its style distance. Contents are three works of the
course's own studio and three paintings of the Met; the two styles with a star were never learned
from by the fast decoder. No picture was chosen, none was repeated. Searched pictures are kept in
`--work`, so that an interrupted run goes on; about 25 minutes on one core.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from artlab import gallery, images
from artlab.datasets import met_paintings
from artlab.runtime import atomic_write
from artlab.studio import Studio

ROOT = Path(__file__).resolve().parents[1]
PROMPTS = {
    "two mountains behind a lake in the mist": "ink",
    "willows by a pond, birds in the sky": "watercolour",
    "a temple under a tall mountain in the snow": "woodblock",
}
CONTENTS = (
    "Young Woman with a Water Pitcher",
    "Two Men Contemplating the Moon",
    "Piazza San Marco",
)
STYLES = {  # title -> whether the fast decoder has learned from it
    "Wheat Field with Cypresses": True,
    "Circus Sideshow (Parade de cirque)": True,
    "Mäda Primavesi (1903–2000)": True,
    "Landscapes with poems": True,
    "Whalers": False,
    "Jalais Hill, Pontoise": False,
}
SIZE, SHAPE = 256, (192, 256)  # longer side; height and width of all contents
CELL = (168, 126)  # width and height of a picture on the sheet
LEFT, TOP, GAP, LINE = 18, 34, 4, 15
PAPER, INK, SOFT = (251, 248, 241), (38, 34, 28), (111, 104, 93)


def met(title):
    """The Met's painting of that title."""
    return next(painting for painting in met_paintings() if painting.title == title)


def landscape(picture):
    """The middle of a picture, 4 to 3, at the size that is painted."""
    height, width = picture.shape[:2]
    across = min(width, round(height * 4 / 3))
    down = min(height, round(across * 3 / 4))
    top, left = (height - down) // 3, (width - across) // 2
    cut = np.ascontiguousarray(picture[top : top + down, left : left + across])
    return np.asarray(Image.fromarray(cut).resize(SHAPE[::-1], Image.Resampling.LANCZOS))


def contents():
    """Six pictures, in order."""
    own = [Studio(seed=0, style=style).paint(text).painting for text, style in PROMPTS.items()]
    return [landscape(picture) for picture in own + [met(title).painting for title in CONTENTS]]


def searched(content, style, place, folder):
    """What `transfer` finds: picture and distances, kept in a folder."""
    path = folder / f"{place}.png"
    if not path.exists():
        result = gallery.transfer(content, style, size=SIZE, steps=100)
        told = {"content": f"{result.content_loss:.4f}", "style": f"{result.style_loss:.5f}"}
        images.save_png(path, result.image, told)
    told = images.load_png_metadata(path)
    return images.read_image(path), float(told["content"]), float(told["style"])


def passed(content, style):
    """What one pass gives: picture and distances."""
    result = gallery.fast_transfer(content, style, size=SIZE, measure=True)
    return result.image, result.content_loss, result.style_loss


class Sheet:
    """A page with places for pictures, and lines of text."""

    def __init__(self, columns, rows):
        self.step = (CELL[0] + GAP, CELL[1] + GAP + LINE)
        size = (LEFT + columns * self.step[0] + GAP, TOP + rows * self.step[1] + GAP)
        self.page = Image.new("RGB", size, PAPER)
        self.pen = ImageDraw.Draw(self.page)

    def put(self, column, row, picture, text, color=SOFT):
        """A picture with a line of text under it."""
        left, top = LEFT + column * self.step[0], TOP + row * self.step[1]
        small = Image.fromarray(picture)
        small.thumbnail(CELL, Image.Resampling.LANCZOS)
        self.page.paste(small, (left + (CELL[0] - small.width) // 2, top))
        self.write((left + CELL[0] // 2, top + CELL[1] + 2), text, color)

    def write(self, place, text, color=INK, size=11):
        """A line of text, centred at a place."""
        font = ImageFont.load_default(size)
        self.pen.text(place, text, fill=color, font=font, anchor="ma")

    def aside(self, row, text):
        """A line of text that runs upward at the left of a row."""
        strip = Image.new("RGB", (CELL[1], LEFT - 4), PAPER)
        font = ImageFont.load_default(11)
        ImageDraw.Draw(strip).text((CELL[1] // 2, 0), text, fill=INK, font=font, anchor="ma")
        self.page.paste(strip.rotate(90, expand=True), (2, TOP + row * self.step[1]))


def sheet(folder):
    """The whole sheet, and the distances: an image and a list of dicts."""
    styles, rows = [met(title) for title in STYLES], []
    page = Sheet(1 + len(styles), 1 + 2 * (len(PROMPTS) + len(CONTENTS)))
    page.write((page.page.width // 2, 8), "Content from the left, style from the top", size=14)
    for column, (style, learned) in enumerate(zip(styles, STYLES.values(), strict=True), 1):
        page.put(column, 0, style.painting, style.artist.split("(")[0] + "*" * (not learned), INK)
    for number, content in enumerate(contents()):
        place = 1 + 2 * number
        page.put(0, place, content, "content", INK)
        page.aside(place, "searched, 100 steps")
        page.aside(place + 1, "one pass")
        for column, style in enumerate(styles, 1):
            kept = f"{number}-{column}"
            ways = {
                "searched": searched(content, style.painting, kept, folder),
                "one pass": passed(content, style.painting),
            }
            for row, (way, (picture, *distances)) in enumerate(ways.items()):
                text = "content {:.2f}, style {:.3f}".format(*distances)
                page.put(column, place + row, picture, text)
                told = {"content": number, "style": style.title, "way": way}
                rows.append(told | {"distances": distances})
                print(kept, way, text, flush=True)
    return page.page, rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, required=True, help="folder for searched pictures")
    parser.add_argument("--out", type=Path, default=ROOT / "docs/figures/style_transfer.jpg")
    args = parser.parse_args()
    page, rows = sheet(args.work)
    with atomic_write(args.out) as temporary:
        page.save(temporary, quality=88, optimize=True)
    for way in ("searched", "one pass"):
        near, manner = np.mean([row["distances"] for row in rows if row["way"] == way], axis=0)
        print(f"{way}: content {near:.3f}, style {manner:.4f} on average")
    with atomic_write(ROOT / "benchmarks/results/style_sheet.json") as temporary:
        text = json.dumps(rows, indent=1, ensure_ascii=False) + "\n"
        temporary.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
