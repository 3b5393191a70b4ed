"""A student's own pictures: `datasets.folder`."""

import os
import warnings

import numpy as np
import pytest
from PIL import Image

from artlab import _reading, datasets, images
from artlab.datasets import own


def put(path, value=0, size=(12, 9), mode="L"):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new(mode, size, value).save(path)


@pytest.fixture(autouse=True)
def no_warning_is_missed():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.mark.parametrize(("color", "channels"), [("gray", 1), ("rgb", 3)])
def test_folder_of_any_size_and_mode_gives_the_shape(tmp_path, color, channels):
    for index, mode in enumerate(["1", "L", "LA", "P", "RGB", "RGBA", "I;16"]):
        put(tmp_path / f"{index}.png", size=(5 + index, 40 - index), mode=mode)
    put(tmp_path / "7.jpg", value=(0, 0, 0, 0), mode="CMYK")
    dataset = datasets.folder(tmp_path, size=16, color=color)
    assert (dataset.images.shape, dataset.images.dtype) == ((8, 16, 16, channels), np.float32)
    assert -1 <= dataset.images.min() <= dataset.images.max() <= 1


def test_folder_reads_the_pixels(tmp_path):
    for value in (0, 100, 255):
        put(tmp_path / f"{value:03}.png", value)
    found = images.to_uint8(datasets.folder(tmp_path).images)[:, 0, 0, 0]
    assert found.tolist() == [0, 100, 255]


def test_folder_without_sub_folders_is_one_class(tmp_path):
    put(tmp_path / "cats" / "a.png")
    assert datasets.folder(tmp_path / "cats").counts == {"cats": 1}


def test_sub_folders_become_classes(tmp_path):
    put(tmp_path / "dogs" / "a.png", 1)
    put(tmp_path / "cats" / "b.png", 2)
    put(tmp_path / "cats" / "old" / "c.png", 3)
    (tmp_path / "empty").mkdir()
    dataset = datasets.folder(tmp_path)
    assert dataset.class_names == ("cats", "dogs")
    assert dataset.labels.tolist() == [0, 0, 1]
    assert images.to_uint8(dataset.images)[:, 0, 0, 0].tolist() == [2, 3, 1]


def test_loose_pictures_beside_sub_folders_are_a_class_of_their_own(tmp_path):
    put(tmp_path / "mine" / "zebra.png")
    put(tmp_path / "mine" / "cats" / "a.png")
    assert datasets.folder(tmp_path / "mine").counts == {"mine": 1, "cats": 1}


def test_folder_order_does_not_depend_on_the_file_system(tmp_path, monkeypatch):
    for name in ("b/2.png", "b/1.png", "a/4.png", "a/3.png", "0.png", "10.png"):
        put(tmp_path / name, value=int(name.split("/")[-1][:-4]))
    walk, orders = os.walk, []
    for step in (1, -1):
        places = [(at, dirs, sorted(names)[::step]) for at, dirs, names in walk(tmp_path)][::step]
        monkeypatch.setattr(own.os, "walk", lambda root, places=places: places)
        orders.append(images.to_uint8(datasets.folder(tmp_path).images)[:, 0, 0, 0].tolist())
    assert orders == [[0, 10, 3, 4, 1, 2]] * 2


def test_folder_obeys_the_cameras_rotation(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 3  # stored upside down
    stored = np.zeros((8, 8), np.uint8)
    stored[:4] = 255
    Image.fromarray(stored).save(tmp_path / "a.png", exif=exif)
    shown = images.to_uint8(datasets.folder(tmp_path, size=8).images)[0, :, :, 0]
    np.testing.assert_array_equal(shown, stored[::-1])


def test_unreadable_files_are_named_and_left_out(tmp_path):
    put(tmp_path / "good.png")
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 and then nothing")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "notes.txt").write_text("no picture")
    with pytest.warns(UserWarning, match=r"2 files left out:\s+broken\.jpg: .*\s+deep/notes\.txt"):
        dataset = datasets.folder(tmp_path)
    assert len(dataset) == 1
    assert [name for name, _ in dataset.skipped] == ["broken.jpg", "deep/notes.txt"]


def test_warning_about_many_files_stays_short(tmp_path):
    put(tmp_path / "good.png")
    for index in range(30):
        (tmp_path / f"{index}.txt").write_text("")
    with pytest.warns(UserWarning, match="and 20 more"):
        dataset = datasets.folder(tmp_path)
    assert len(dataset.skipped) == 30


def test_parts_of_a_dataset_keep_the_list_of_skipped(tmp_path):
    put(tmp_path / "a.png")
    put(tmp_path / "b.png")
    (tmp_path / "c.txt").write_text("")
    with pytest.warns(UserWarning):
        train, _ = datasets.folder(tmp_path).split(0.5)
    assert [name for name, _ in train.skipped] == ["c.txt"]


def test_hidden_and_system_files_are_passed_over(tmp_path):
    put(tmp_path / "good.png")
    put(tmp_path / ".thumbnails" / "a.png")
    put(tmp_path / "__MACOSX" / "a.png")
    for name in (".DS_Store", "._good.png", "Thumbs.db", "desktop.ini"):
        (tmp_path / name).write_bytes(b"x")
    dataset = datasets.folder(tmp_path)
    assert (len(dataset), dataset.skipped) == (1, ())


def test_decompression_bomb_is_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(_reading, "MAX_PIXELS", 200)
    put(tmp_path / "bomb.png", size=(20, 20))
    put(tmp_path / "good.png")
    with pytest.warns(UserWarning, match=r"bomb\.png: 20 x 20 pixels; at most 200"):
        assert len(datasets.folder(tmp_path)) == 1


def test_empty_folder_says_what_was_looked_for(tmp_path):
    with pytest.raises(ValueError, match=r"`path` must hold pictures \(JPEG, PNG, .*no files"):
        datasets.folder(tmp_path)


def test_folder_of_unreadable_files_names_them(tmp_path):
    (tmp_path / "photo.heic").write_bytes(b"\0\0\0\x18ftypheic")
    with pytest.raises(ValueError, match=r"photo\.heic: not a picture format"):
        datasets.folder(tmp_path)


def test_absent_folder_says_so(tmp_path):
    with pytest.raises(FileNotFoundError, match="`path` must be a folder that exists"):
        datasets.folder(tmp_path / "absent")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"size": 0}, "`size` must be an int of 1 or more. Received: 0"),
        ({"size": (28, 28)}, "`size` must be an int"),
        ({"color": "grau"}, "`color` must be .*Received: 'grau'"),
    ],
)
def test_folder_with_a_bad_argument_names_it(tmp_path, arguments, message):
    put(tmp_path / "a.png")
    with pytest.raises(ValueError, match=message):
        datasets.folder(tmp_path, **arguments)


def test_warning_points_at_the_callers_line(tmp_path):
    put(tmp_path / "a.png")
    (tmp_path / "b.txt").write_text("")
    with pytest.warns(UserWarning) as caught:
        datasets.folder(tmp_path)
    assert caught[0].filename == __file__
