"""MNIST and Fashion-MNIST with the network off, and from files on this machine."""

import gzip
import importlib.util
import pathlib

import numpy as np
import pytest

from artlab import datasets, images, runtime
from artlab.datasets import online

NUM = {"train": 60_000, "test": 10_000}
PREFIX = {"train": "train", "test": "t10k"}
LOADERS = {"mnist": datasets.mnist, "fashion_mnist": datasets.fashion_mnist}


@pytest.fixture(scope="module")
def arrays():
    """Sparse pictures of the real sizes: quick to pack, each part told from the other."""
    made = {}
    for part, num in NUM.items():
        pictures = np.zeros((num, 28, 28), np.uint8)
        pictures[:, 0, 0] = np.arange(num) % 256
        pictures[:, 1, 1] = 1 if part == "train" else 2
        made |= {f"x_{part}": pictures, f"y_{part}": (np.arange(num) % 10).astype(np.uint8)}
    return made


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An empty Keras home, and a network that must not be asked."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setattr(online, "DEBIAN", tmp_path / "debian")
    monkeypatch.setattr(runtime, "is_online", lambda *arguments: pytest.fail("asked the network"))
    (tmp_path / "keras" / "datasets").mkdir(parents=True)
    return tmp_path / "keras" / "datasets"


def write_idx(folder, arrays, packed):
    folder.mkdir(parents=True, exist_ok=True)
    for part, prefix in PREFIX.items():
        for array, kind in (
            (arrays[f"x_{part}"], "images-idx3"),
            (arrays[f"y_{part}"], "labels-idx1"),
        ):
            head = bytes((0, 0, 8, array.ndim)) + b"".join(
                n.to_bytes(4, "big") for n in array.shape
            )
            data = head + array.tobytes()
            name = f"{prefix}-{kind}-ubyte" + (".gz" if packed else "")
            (folder / name).write_bytes(gzip.compress(data, 1) if packed else data)


def same(dataset, arrays, part):
    np.testing.assert_array_equal(images.to_uint8(dataset.images[..., 0]), arrays[f"x_{part}"])
    np.testing.assert_array_equal(dataset.labels, arrays[f"y_{part}"])
    return True


@pytest.mark.parametrize("part", ["train", "test"])
def test_mnist_in_keras_cache_needs_no_network(home, arrays, part):
    np.savez(home / "mnist.npz", **arrays)
    assert same(datasets.mnist(part), arrays, part)


@pytest.mark.parametrize(
    ("place", "packed"), [("cache", True), ("debian", True), ("debian", False)]
)
def test_fashion_mnist_on_this_machine_needs_no_network(home, arrays, place, packed):
    folder = home if place == "cache" else home.parents[1] / "debian"
    write_idx(folder / "fashion-mnist", arrays, packed)
    assert same(datasets.fashion_mnist("test"), arrays, "test")


@pytest.mark.parametrize("name", LOADERS)
def test_mnist_in_a_folder_of_yours_is_read(home, tmp_path, arrays, name):
    write_idx(tmp_path / "mine", arrays, packed=False)
    assert same(LOADERS[name]("test", path=tmp_path / "mine"), arrays, "test")


def test_mnist_in_an_npz_of_yours_is_read(home, tmp_path, arrays):
    np.savez(tmp_path / "any.npz", **arrays)
    assert same(datasets.mnist("test", path=tmp_path / "any.npz"), arrays, "test")


def test_mnist_with_a_path_without_it_says_what_was_looked_for(home, tmp_path):
    with pytest.raises(ValueError, match=r"`path` must hold mnist\.npz or the four idx files"):
        datasets.mnist(path=tmp_path)


@pytest.mark.parametrize("name", LOADERS)
def test_mnist_out_of_reach_names_the_offline_sets(home, monkeypatch, name):
    monkeypatch.setattr(runtime, "is_online", lambda *arguments: False)
    with pytest.raises(ConnectionError, match=r"animals\(\), datasets\.digits\(\)"):
        LOADERS[name]()


def test_mnist_asks_for_four_seconds_before_any_framework(home, monkeypatch):
    asked = []
    monkeypatch.setattr(runtime, "is_online", lambda *arguments: bool(asked.append(arguments)))
    monkeypatch.setattr(runtime, "load", lambda *names: pytest.fail("imported a framework"))
    with pytest.raises(ConnectionError):
        datasets.mnist()
    assert asked == [(4.0, runtime.PROBE_URL)]


def keras_that(bring):
    """Stands in for Keras: `bring(path)` writes a file, or raises as a cut download does."""

    class Keras:
        class utils:
            @staticmethod
            def get_file(name, url, cache_dir, cache_subdir, file_hash):
                assert url == online.SERVER + name
                path = pathlib.Path(cache_dir, cache_subdir, name)
                bring(path)
                return str(path)

    return Keras


def test_mnist_that_breaks_off_names_the_offline_sets_and_leaves_nothing(home, monkeypatch):
    def cut(path):
        path.write_bytes(b"half of it")
        raise Exception("URL fetch failure")

    monkeypatch.setattr(runtime, "is_online", lambda *arguments: True)
    monkeypatch.setattr(runtime, "load", lambda name: keras_that(cut))
    with pytest.raises(ConnectionError, match=r"URL fetch failure.*animals\(\)"):
        datasets.mnist()
    assert [path.name for path in home.iterdir() if path.suffix != ".lock"] == []


def test_mnist_from_keras_is_kept_in_its_cache(home, monkeypatch, arrays):
    keras = keras_that(lambda path: np.savez(path, **arrays))
    monkeypatch.setattr(runtime, "is_online", lambda *arguments: True)
    monkeypatch.setattr(runtime, "load", lambda name: keras)
    assert same(datasets.mnist("test"), arrays, "test")
    monkeypatch.setattr(runtime, "is_online", lambda *arguments: pytest.fail("asked again"))
    assert same(datasets.mnist("test"), arrays, "test")


def test_files_and_hashes_are_those_of_keras():
    keras = importlib.util.find_spec("keras")
    if keras is None:
        pytest.skip("keras is not installed")
    folder = pathlib.Path(keras.origin).parent / "src" / "datasets"
    for name, files in online.FILES.items():
        text = (folder / f"{name}.py").read_text(encoding="utf-8")
        assert [file for file in files if file not in text] == []
        assert [file for file in files if online.HASHES.get(file, "") not in text] == []


def test_truncated_cache_names_the_file_to_delete(home, arrays):
    np.savez(home / "mnist.npz", x_test=arrays["x_test"])
    whole = (home / "mnist.npz").read_bytes()
    (home / "mnist.npz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ValueError, match=r"mnist\.npz cannot be read .* Delete it"):
        datasets.mnist("test")


def test_pickled_cache_is_not_unpickled(home):
    np.savez(home / "mnist.npz", x_test=np.array([{}], object), y_test=np.zeros(1))
    with pytest.raises(ValueError, match="allow_pickle=False"):
        datasets.mnist("test")


def test_cache_of_another_shape_says_what_it_must_hold(home):
    np.savez(home / "mnist.npz", x_test=np.zeros((3, 8, 8), np.uint8), y_test=np.zeros(3, np.uint8))
    with pytest.raises(ValueError, match=r"10000 uint8 pictures of 28x28.*\(3, 8, 8\)"):
        datasets.mnist("test")


def test_idx_file_of_another_kind_is_refused(home, arrays):
    write_idx(home / "fashion-mnist", arrays, packed=False)
    (home / "fashion-mnist" / "t10k-images-idx3-ubyte").write_bytes(b"\0\0\x0d\x03" + bytes(100))
    with pytest.raises(ValueError, match="is no idx file of uint8 with 3 axes"):
        datasets.fashion_mnist("test")


def test_unknown_part_is_refused():
    with pytest.raises(ValueError, match='`part` must be "train" or "test"'):
        datasets.mnist("validation")
