"""Style transfer: its distances against hand examples, its promises against small pictures."""

import numpy as np
import pytest
import torch
from safetensors import safe_open

from artlab import gallery
from artlab.gallery import features, losses


@pytest.fixture(autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def picture(seed, height=40, width=48):
    rng = np.random.default_rng(seed)
    coarse = rng.uniform(0, 255, (4, 4, 3))
    return np.kron(coarse, np.ones((height // 4, width // 4, 1))).astype(np.uint8)


def test_gram_matrix_forgets_where_things_are():
    found = torch.randn(5, 6, 7, generator=torch.Generator().manual_seed(0))
    order = torch.randperm(42, generator=torch.Generator().manual_seed(1))
    moved = found.flatten(1)[:, order].view(5, 6, 7)
    torch.testing.assert_close(losses.gram_matrix(moved), losses.gram_matrix(found))


def test_gram_matrix_is_a_mean_over_positions():
    found = torch.randn(5, 6, 7, generator=torch.Generator().manual_seed(0))
    tiled = found.repeat(1, 2, 3)
    torch.testing.assert_close(losses.gram_matrix(tiled), losses.gram_matrix(found))


@pytest.mark.parametrize("shape", [(3,), (2, 3), (3, 0, 4), (1, 2, 3, 4, 5)])
def test_gram_matrix_names_a_wrong_shape(shape):
    with pytest.raises(ValueError, match="`features` must have shape"):
        losses.gram_matrix(torch.zeros(shape))


def test_total_variation_of_an_even_picture_is_0_and_of_a_step_its_square():
    even = torch.full((1, 3, 4, 4), 0.3)
    assert losses.total_variation(even) == 0
    step = torch.zeros(1, 1, 2, 2)
    step[..., 1] = 1.0
    assert losses.total_variation(step) == 1.0


@pytest.mark.parametrize("optimizer", ["lbfgs", "adam"])
def test_the_picture_comes_nearer_to_the_style(optimizer):
    seen = []
    options = {"size": 48, "steps": 12, "scales": 1, "optimizer": optimizer}
    result = gallery.transfer(picture(0), picture(1), on_step=seen.append, **options)
    assert result.image.shape == (40, 48, 3)
    assert result.image.dtype == np.uint8
    assert result.style_loss < seen[0].style_loss
    assert all(np.isfinite(step.loss) for step in seen)
    assert [step.step for step in seen] == list(range(1, result.steps + 1))


def test_the_same_seed_gives_the_same_texture_and_another_seed_another():
    first, again, other = (
        gallery.synthesise(picture(1), size=32, steps=4, scales=1, seed=seed).image
        for seed in (1, 1, 2)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_a_picture_has_no_distance_from_itself():
    result = gallery.transfer(picture(0), picture(0), size=48, steps=1, scales=1)
    assert result.content_loss < 1e-3
    assert result.style_loss < 1e-2


def test_an_interrupt_keeps_the_best_so_far():
    import signal

    def stop(step):
        if step.step == 3:
            signal.raise_signal(signal.SIGINT)

    result = gallery.transfer(picture(0), picture(1), size=48, steps=50, scales=1, on_step=stop)
    assert result.interrupted
    assert result.steps < 50
    assert result.image.shape == (40, 48, 3)


def test_inputs_are_left_as_they_are():
    content, style = picture(0), picture(1)
    copies = content.copy(), style.copy()
    gallery.transfer(content, style, size=32, steps=1, scales=1, preserve_color="histogram")
    assert np.array_equal(content, copies[0])
    assert np.array_equal(style, copies[1])


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"size": 10}, "size"),
        ({"size": 4000}, "size"),
        ({"steps": 0}, "steps"),
        ({"style_weight": -1.0}, "style_weight"),
        ({"style_weight": float("nan")}, "style_weight"),
        ({"optimizer": "sgd"}, "optimizer"),
        ({"preserve_color": "green"}, "preserve_color"),
        ({"layers": ("conv9_9",)}, "conv9_9"),
        ({"scales": 0}, "scales"),
        ({"start": "middle"}, "start"),
        ({"content": np.zeros((4,))}, "content"),
        ({"content": np.zeros((0, 4, 3))}, "content"),
    ],
)
def test_bad_input_is_named(change, name):
    options = {"content": picture(0), "style": picture(1), "steps": 1} | change
    with pytest.raises(ValueError, match=name):
        gallery.transfer(**options)


def test_the_network_is_a_vgg16_up_to_conv4_1_and_its_weights_are_numbers():
    network = features.hed_vgg16()
    assert network.layers == (
        "conv1_1", "conv1_2", "conv2_1", "conv2_2", "conv3_1", "conv3_2", "conv3_3", "conv4_1",
    )  # fmt: skip
    found = network(features.as_tensor(picture(0, 64, 64)))
    shapes = {name: tuple(part.shape[1:]) for name, part in found.items()}
    assert shapes["conv1_1"] == (64, 64, 64)
    assert shapes["conv4_1"] == (512, 8, 8)
    assert all(part.isfinite().all() and part.min() >= 0 for part in found.values())


def test_its_card_tells_the_hash():
    import hashlib
    import importlib.resources

    folder = importlib.resources.files("artlab") / "weights" / "hed_vgg16"
    file = folder / "hed_vgg16.safetensors"
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert hashlib.sha256(file.read_bytes()).hexdigest() in card
    with safe_open(str(file), framework="np") as weights:
        assert "conv4_1.weight" in weights.keys()  # noqa: SIM118
