"""The sets that need no network: `animals` and `digits`."""

import hashlib
import io
import pathlib
import pickle
import re
import subprocess
import sys
import zipfile

import numpy as np
import pytest

from artlab import datasets, images

ROOT = pathlib.Path(__file__).parents[2]
DATA = ROOT / "artlab" / "datasets" / "data"
sys.path.insert(0, str(ROOT / "tools"))
import convert_animals  # noqa: E402


@pytest.fixture(scope="module")
def animals():
    return datasets.animals()


def test_animals_keep_the_contract(animals):
    assert (animals.images.shape, animals.images.dtype) == ((9716, 28, 28, 1), np.float32)
    assert (animals.images.min(), animals.images.max()) == (-1, 1)
    assert (animals.labels.shape, animals.labels.dtype) == ((9716,), np.int64)


def test_animals_have_no_two_equal_pictures(animals):
    assert len(np.unique(animals.images.reshape(len(animals), -1), axis=0)) == len(animals)


def test_animals_have_the_counts_of_their_card(animals):
    card = (DATA / "animals.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d) \| (\w+) \| ([\d,]+) \| (\d+) \|$", card, re.MULTILINE)
    assert {name: int(num.replace(",", "")) for _, name, num, _ in rows} == animals.counts
    assert all(int(num.replace(",", "")) + int(left) == 1000 for _, _, num, left in rows)
    assert sum(int(left) for *_, left in rows) == 284


def test_animals_card_names_this_file_and_its_licence():
    card = (DATA / "animals.md").read_text(encoding="utf-8")
    assert hashlib.sha256((DATA / "animals.npz").read_bytes()).hexdigest() in card
    assert "Permission is hereby granted, free of charge" in card


def test_animals_are_bright_on_dark(animals):
    frame = animals.images[:, [0, -1]]
    assert (frame == -1).mean() > 0.9
    assert animals.images[:, 10:18, 10:18].mean() > 0


def test_zebras_have_stripes_and_the_others_are_filled(animals):
    inside_grey = {}
    for name in animals.class_names:
        pixels = images.to_uint8(animals.of_class(name).images)
        inside_grey[name] = ((pixels > 40) & (pixels < 215)).mean()
    zebra = inside_grey.pop("zebra")
    assert zebra > 1.5 * max(inside_grey.values())


def test_a_linear_model_tells_animals_apart(animals):
    linear_model = pytest.importorskip("sklearn.linear_model")
    _, part = animals.split(0.7, seed=0)
    train, test = part.split(0.7, seed=1)
    model = linear_model.RidgeClassifier(alpha=1000.0).fit(
        train.images.reshape(len(train), -1), train.labels
    )
    score = model.score(test.images.reshape(len(test), -1), test.labels)
    assert score > 0.4  # chance is 0.1: labels and class order belong to the pictures


# the converter


def test_unpickler_reads_numpy_arrays():
    array = np.arange(6, dtype=np.uint8).reshape(2, 3)
    data = pickle.dumps(array, protocol=4).replace(b"numpy._core", b"numpy.core")
    length = data.index(b"numpy.core.multiarray") - 1  # the length byte before the name
    data = data[:length] + bytes((len("numpy.core.multiarray"),)) + data[length + 1 :]
    frame = int.from_bytes(data[3:11], "little") - 1
    data = data[:3] + frame.to_bytes(8, "little") + data[11:]
    np.testing.assert_array_equal(convert_animals.ArrayUnpickler(io.BytesIO(data)).load(), array)


class Evil:
    def __reduce__(self):
        return eval, ("open('owned', 'w')",)


@pytest.mark.parametrize("thing", [Evil(), np.array([Evil()], object), pathlib.PurePosixPath("/")])
def test_unpickler_refuses_everything_else(thing, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(pickle.UnpicklingError, match="Only numpy arrays are admitted"):
        convert_animals.ArrayUnpickler(io.BytesIO(pickle.dumps(thing))).load()
    assert not list(tmp_path.iterdir())


def test_first_of_each_keeps_the_earlier_of_equals():
    pictures = np.array([[1], [2], [1], [3], [2]], np.uint8)
    assert convert_animals.first_of_each(pictures, np.zeros(5)).tolist() == [0, 1, 3]


def test_first_of_each_refuses_one_picture_under_two_labels():
    with pytest.raises(ValueError, match="Pictures 0 and 1 are equal, their labels are not"):
        convert_animals.first_of_each(np.zeros((2, 1), np.uint8), np.array([0, 1]))


def test_another_wheel_is_refused(tmp_path):
    (tmp_path / "a.whl").write_bytes(b"something else")
    with pytest.raises(ValueError, match=r"a\.whl must have sha256 aeebf3d9"):
        convert_animals.main([str(tmp_path / "a.whl"), "--output", str(tmp_path / "a.npz")])
    assert not (tmp_path / "a.npz").exists()


def test_write_npz_gives_the_same_bytes_and_arrays(tmp_path):
    arrays = {"images": np.arange(12, dtype=np.uint8).reshape(3, 2, 2), "labels": np.arange(3)}
    for name in ("a.npz", "b.npz"):
        convert_animals.write_npz(tmp_path / name, arrays)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    with np.load(tmp_path / "a.npz", allow_pickle=False) as loaded:
        np.testing.assert_array_equal(loaded["images"], arrays["images"])


def test_shipped_file_holds_plain_arrays_without_time_stamps():
    with zipfile.ZipFile(DATA / "animals.npz") as archive:
        assert archive.namelist() == ["images.npy", "labels.npy"]
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_loading_animals_imports_no_framework():
    code = (
        "from artlab import datasets; import sys; datasets.animals(); "
        "print({'tensorflow', 'keras', 'torch', 'sklearn', 'matplotlib'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


# digits


def test_digits_at_their_own_size_are_scikit_learns():
    load_digits = pytest.importorskip("sklearn.datasets").load_digits
    digits, bunch = datasets.digits(size=8), load_digits()
    np.testing.assert_allclose((digits.images[..., 0] + 1) * 8, bunch.images, atol=1e-6)
    np.testing.assert_array_equal(digits.labels, bunch.target)


@pytest.mark.parametrize("size", [9, 28, 32])
def test_digits_of_any_size_keep_the_contract(size):
    pytest.importorskip("sklearn")
    digits = datasets.digits(size=size)
    assert (digits.images.shape, digits.images.dtype) == ((1797, size, size, 1), np.float32)
    assert -1 <= digits.images.min() < digits.images.max() <= 1


def test_digits_made_larger_shrink_back_to_the_original():
    pytest.importorskip("sklearn")
    small, large = datasets.digits(size=8), datasets.digits(size=32)
    means = large.images.reshape(-1, 8, 4, 8, 4).mean((2, 4))
    correlation = np.corrcoef(means.ravel(), small.images.ravel())[0, 1]
    assert correlation > 0.98


@pytest.mark.parametrize("size", [7, 0, 28.5, "28", True])
def test_digits_with_bad_size_are_refused(size):
    with pytest.raises(ValueError, match="`size` must be an int of 8 or more"):
        datasets.digits(size=size)


def test_digits_without_scikit_learn_name_the_way_out(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.datasets", None)
    with pytest.raises(ImportError, match=r"pip install scikit-learn.*animals\(\)"):
        datasets.digits()
