"""The sheet of a patient: its curves, its pictures, and nothing that names an illness."""

from types import SimpleNamespace

import numpy as np
import pytest

from artlab import images
from artlab.plots import patient_sheet
from artlab.plots.patients import GROUND

STEPS = np.arange(4, 41, 4)
CURVES = {
    "discriminator_loss": np.linspace(1.4, 0.2, 10),
    "generator_loss": np.linspace(0.7, 3.0, 10),
    "real_probability": np.linspace(0.5, 0.9, 10),
    "fake_probability": np.linspace(0.5, 0.1, 10),
}
FRAMES = np.random.default_rng(0).integers(0, 256, (6, 16, 28, 28, 1)).astype("uint8")


@pytest.fixture(scope="module")
def sheet():
    few = np.array([0, 2, 5, 10, 20, 40])
    patient = SimpleNamespace(
        steps=STEPS,
        curves=CURVES,
        variety_steps=few,
        variety=np.linspace(0.5, 0.6, 6),
        snapshot_steps=few,
        snapshots=FRAMES,
    )
    return patient_sheet(patient, "Patient X")


def test_lines_are_the_curves(sheet):
    upper, lower = sheet.axes[:2]
    drawn = [line.get_ydata() for axis in (upper, lower) for line in axis.lines]
    for values, line in zip([*CURVES.values(), np.linspace(0.5, 0.6, 6)], drawn, strict=True):
        np.testing.assert_allclose(line, values)


def test_pictures_stand_in_the_order_of_their_steps(sheet):
    strip = sheet.axes[2]
    assert [text.get_text() for text in strip.texts] == [f"step {n}" for n in (0, 2, 5, 10, 20, 40)]
    for frame, drawn in zip(FRAMES, strip.images, strict=True):
        np.testing.assert_array_equal(drawn.get_array(), images.tile(frame, 4, background=GROUND))


def test_every_line_carries_its_name_and_no_illness_is_named(sheet):
    texts = [text.get_text() for text in sheet.texts]
    texts += [text.get_text() for axis in sheet.axes[:2] for text in axis.texts]
    assert texts == ["Patient X", "D", "G", "D(real)", "D(fake)", "variety"]


def test_whole_sheet_is_inside_its_paper(sheet):
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    renderer = FigureCanvasAgg(sheet).get_renderer()
    width, height = sheet.canvas.get_width_height(physical=True)
    boxes = [axis.get_tightbbox(renderer) for axis in sheet.axes]
    assert min(min(box.x0, box.y0) for box in boxes) >= 0
    assert max(box.x1 for box in boxes) <= width and max(box.y1 for box in boxes) <= height
