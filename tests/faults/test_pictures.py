"""Pictures from strangers, through every door: read as they are meant, or refused with a line."""

import functools
import json
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pictures
import pytest

from artlab import cli, datasets, images
from artlab.world import Sketch

READABLE, REFUSED = pictures.readable(), pictures.refused()
MEMORY_MB = 400  # what refusing all of them may add; the least of the bombs unpacks to 900 MB


def laid(folder, name, data):
    path = folder / name
    path.write_bytes(data)
    return path


def one_line(error):
    told = str(error.value)
    return "\n" not in told and len(told) < 500 and "`" in told


@pytest.mark.parametrize("name", READABLE)
def test_read_image_reads(name, tmp_path):
    data, size = READABLE[name]
    found = images.read_image(laid(tmp_path, name, data))
    assert (found.dtype, found.shape) == (np.uint8, (*size, 3))


def test_read_image_obeys_the_camera(tmp_path):
    data, _ = READABLE["turned.jpg"]
    found = images.read_image(laid(tmp_path, "turned.jpg", data))
    top, bottom = found[:24].mean((0, 1)), found[-24:].mean((0, 1))
    assert top[0] > 150 > top[2] and bottom[2] > 150 > bottom[0]


def test_read_image_reads_inks_as_colours(tmp_path):
    data, _ = READABLE["cmyk.jpg"]
    left = images.read_image(laid(tmp_path, "cmyk.jpg", data))[4, 1]
    assert left[0] > 150 and left[2] < 80


def test_read_image_keeps_the_order_of_sixteen_bits(tmp_path):
    greys = images.read_image(laid(tmp_path, "deep.png", READABLE["deep.png"][0]))[..., 0].ravel()
    np.testing.assert_array_equal(greys, np.rint(np.linspace(0, 255, 96)).astype(np.uint8))


@pytest.mark.parametrize("name", REFUSED)
def test_read_image_refuses_in_a_line(name, tmp_path):
    path = laid(tmp_path, name, REFUSED[name])
    with pytest.raises(ValueError) as error:
        images.read_image(path)
    assert one_line(error)


@pytest.mark.parametrize("door", [images.read_image, images.load_png_metadata, Sketch.from_image])
def test_a_folder_is_no_picture(door, tmp_path):
    with pytest.raises((ValueError, OSError)) as error:
        door(tmp_path)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", [name for name in REFUSED if name != "half bomb.bmp"])
def test_metadata_are_refused_in_a_line(name, tmp_path):
    path = laid(tmp_path, name, REFUSED[name])
    with pytest.raises(ValueError) as error:
        images.load_png_metadata(path)
    assert one_line(error)


@pytest.mark.parametrize("name", REFUSED)
def test_a_sketch_of_what_is_no_picture_is_refused_in_a_line(name, tmp_path):
    with pytest.raises(ValueError) as error:
        Sketch.from_image(laid(tmp_path, name, REFUSED[name]))
    assert one_line(error)


@pytest.mark.parametrize("name", READABLE)
def test_a_sketch_is_traced_or_refused_in_a_line(name, tmp_path):
    path = laid(tmp_path, name, READABLE[name][0])
    try:
        assert isinstance(Sketch.from_image(path), Sketch)
    except ValueError as error:
        assert "`image`" in str(error)


def test_a_folder_of_strangers_is_loaded_without_what_cannot_be_read(tmp_path):
    for name, data in REFUSED.items():
        laid(tmp_path, name, data)
    for name, (data, _) in READABLE.items():
        laid(tmp_path, name, data)
    with warnings.catch_warnings(record=True):
        warnings.simplefilter("always")
        found = datasets.folder(tmp_path, size=16, color="rgb")
    assert {name for name, _ in found.skipped} == set(REFUSED)
    assert found.images.shape == (len(READABLE), 16, 16, 3)


@pytest.mark.parametrize("name", REFUSED)
def test_an_artwork_is_refused_in_a_line(name, tmp_path):
    from artlab.studio import Artwork

    with pytest.raises(ValueError) as error:
        Artwork.load(laid(tmp_path, name, REFUSED[name]))
    assert one_line(error)


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("line", [["wall", "{}"], ["paint", "--prompts", "{}", "--out", "{}-out"]])
def test_the_command_line_refuses_a_picture_in_a_line(name, line, tmp_path, capsys, monkeypatch):
    if REFUSED[name].isascii() and REFUSED[name].strip():
        pytest.skip("it is a text")
    monkeypatch.chdir(tmp_path)
    path = laid(tmp_path, name, REFUSED[name])
    assert cli.main([word.format(path) for word in line]) == 1
    told = capsys.readouterr().err
    assert told.startswith("artlab") and told.count("\n") == 1


@functools.cache
def memory_of(paths):
    """Megabytes that a process of its own takes more after it was handed some files."""
    code = (
        "import json, resource, sys\nfrom artlab import images\nfrom artlab.world import Sketch\n"
        "most = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024\n"
        "before = most()\n"
        "for path in sys.argv[1:]:\n"
        "    for door in (images.read_image, images.load_png_metadata, Sketch.from_image):\n"
        "        try: door(path)\n"
        "        except ValueError: pass\n"
        "print(json.dumps(most() - before))"
    )
    line = [sys.executable, "-c", code, *paths]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no getrusage")
def test_what_is_refused_is_not_unpacked(tmp_path):
    paths = tuple(str(laid(tmp_path, name, data)) for name, data in REFUSED.items())
    assert memory_of(paths) < MEMORY_MB


def test_the_bombs_are_bombs():
    assert all(len(REFUSED[name]) < 200_000 for name in ("bomb.png", "text bomb.png"))
    assert Path(pictures.__file__).stat().st_size < 10_000
