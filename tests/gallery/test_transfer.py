"""Style transfer: what it promises, on small pictures."""

import dataclasses
import signal
import threading

import numpy as np
import pytest

from artlab import gallery, images
from artlab.gallery import features, style
from artlab.gallery.colors import YIQ

QUICK = {"size": 48, "steps": 8, "scales": 1}


def picture(seed, height=40, width=48):
    """A patchwork of 16 colours, uint8."""
    rng = np.random.default_rng(seed)
    coarse = rng.uniform(0, 255, (4, 4, 3))
    return np.kron(coarse, np.ones((height // 4, width // 4, 1))).astype(np.uint8)


@pytest.mark.parametrize("optimizer", ["lbfgs", "adam"])
def test_picture_comes_nearer_to_what_is_asked(optimizer):
    seen = []
    options = {"size": 48, "steps": 20, "scales": 1, "optimizer": optimizer}
    result = gallery.transfer(picture(0), picture(1), on_step=seen.append, **options)
    assert result.image.shape == (40, 48, 3)
    assert result.image.dtype == np.uint8
    assert result.style_loss < 0.5 * seen[0].style_loss
    assert all(np.isfinite(step.loss) for step in seen)
    assert [step.step for step in seen] == list(range(1, result.steps + 1)) == list(range(1, 21))
    assert min(step.loss for step in seen[10:]) < min(step.loss for step in seen[:10])


def test_best_picture_is_returned_not_the_last():
    seen = []
    result = gallery.transfer(picture(0), picture(1), on_step=seen.append, **QUICK)
    best = min(seen, key=lambda step: step.loss)
    np.testing.assert_array_equal(result.image, best.picture)


def test_reported_losses_are_those_of_the_image():
    result = gallery.transfer(picture(0), picture(1), **QUICK)
    network = features.hed_vgg16()
    seen, wanted = (
        network(features.as_tensor(pixels), "conv4_1")["conv4_1"]
        for pixels in (result.image, picture(0))
    )
    assert result.content_loss == pytest.approx(
        float(gallery.relative_distance(seen, wanted)), rel=1e-4
    )


def test_more_content_weight_keeps_more_content():
    plain, faithful = (
        gallery.transfer(picture(0), picture(1), content_weight=weight, **QUICK)
        for weight in (1.0, 300.0)
    )
    assert faithful.content_loss < plain.content_loss
    assert faithful.style_loss > plain.style_loss


def test_same_seed_gives_the_same_bits_and_another_seed_another_texture():
    first, again, other = (
        gallery.synthesise(picture(1), size=32, steps=4, scales=1, seed=seed).image
        for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_transfer_twice_gives_the_same_bits():
    results = [gallery.transfer(picture(0), picture(1), **QUICK).image for _ in range(2)]
    np.testing.assert_array_equal(*results)


def test_texture_takes_the_style_without_any_content(stripes):
    steps = []
    result = gallery.synthesise(stripes, size=64, steps=40, scales=1, on_step=steps.append)
    assert result.image.shape == (64, 64, 3) and result.content_loss == 0
    assert result.style_loss < 0.1 * steps[0].style_loss
    red, _, blue = result.image.reshape(-1, 3).T.astype(float)
    assert np.corrcoef(red, blue)[0, 1] < -0.3  # yellow and blue, as the stripes


def test_picture_has_no_distance_from_itself():
    result = gallery.transfer(picture(0), picture(0), size=48, steps=1, scales=1)
    assert result.content_loss < 1e-3
    assert result.style_loss < 1e-2


def test_interrupt_keeps_the_best_so_far():
    seen = []

    def stop(step):
        seen.append(step)
        if step.step == 3:
            signal.raise_signal(signal.SIGINT)

    result = gallery.transfer(picture(0), picture(1), size=48, steps=50, scales=1, on_step=stop)
    assert result.interrupted and "interrupted" in repr(result)
    assert result.steps == len(seen) == 3
    np.testing.assert_array_equal(result.image, min(seen, key=lambda step: step.loss).picture)


def test_interrupt_while_it_is_small_gives_the_full_size():
    def stop(step):
        signal.raise_signal(signal.SIGINT)

    result = gallery.transfer(picture(0), picture(1), size=96, steps=50, scales=2, on_step=stop)
    assert result.interrupted and result.image.shape == (80, 96, 3)
    assert np.isfinite([result.content_loss, result.style_loss]).all()


def test_step_that_returns_true_ends_the_work():
    seen = []

    def stop(step):
        seen.append(step)
        return step.step == 3

    for options in (QUICK, QUICK | {"scales": 2, "size": 96}):
        seen.clear()
        result = gallery.transfer(picture(0), picture(1), on_step=stop, **options)
        assert len(seen) == result.steps == 3 and result.interrupted
        assert max(result.image.shape) == options["size"]


def test_second_interrupt_interrupts():
    def stop(step):
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        gallery.transfer(picture(0), picture(1), on_step=stop, **QUICK)


def test_transfer_works_outside_the_main_thread():
    results = []
    work = threading.Thread(
        target=lambda: results.append(gallery.transfer(picture(0), picture(1), **QUICK))
    )
    work.start()
    work.join()
    assert len(results) == 1


def test_sizes_double_and_the_small_ones_have_more_steps():
    seen = []
    options = {"size": 160, "steps": 9, "scales": 2, "optimizer": "adam"}
    gallery.transfer(picture(0, 120, 160), picture(1), on_step=seen.append, **options)
    shapes = [tuple(step.tensor.shape[2:]) for step in seen]
    assert shapes == [(60, 80)] * 5 + [(120, 160)] * 4


@pytest.mark.parametrize("steps", [1, 2, 7, 100])
@pytest.mark.parametrize("num", [1, 2, 3])
def test_shares_add_up(steps, num):
    shares = style._shares(steps, num)
    assert sum(shares) == steps and len(shares) == num and min(shares) >= 0


def test_long_pictures_are_not_painted_smaller_than_the_network_can_see():
    result = gallery.transfer(picture(0, 20, 400), picture(1), size=64, steps=2, scales=5)
    assert min(result.image.shape[:2]) == style.LEAST_SIDE


def test_luminance_keeps_the_colours():
    content = np.full((48, 48, 3), (190, 140, 110), np.uint8)
    content[12:36, 12:36] = (80, 60, 50)
    steps = []
    options = {"preserve_color": "luminance", "on_step": steps.append, **QUICK}
    result = gallery.transfer(content, picture(1), **options)
    free = gallery.transfer(content, picture(1), **QUICK)

    def hue_gap(pixels):
        """Distance of the colours, brightness aside."""
        return np.abs((pixels - content.astype(float)) @ YIQ[1:].T).mean()

    assert hue_gap(result.image) < 0.3 * hue_gap(free.image)
    assert result.style_loss < 0.7 * steps[0].style_loss  # and yet it is painted anew


def test_histogram_gives_the_style_the_colours_of_the_content():
    free, kept = (
        gallery.transfer(picture(0), picture(1), preserve_color=mode, **QUICK).image
        for mode in (False, "histogram")
    )
    gaps = [np.abs(i.mean((0, 1)) - picture(0).mean((0, 1))).max() for i in (free, kept)]
    assert gaps[1] < 0.5 * gaps[0]


def test_inputs_are_left_as_they_are():
    content, other = picture(0), picture(1)
    copies = content.copy(), other.copy()
    gallery.transfer(content, other, size=32, steps=1, scales=1, preserve_color="histogram")
    np.testing.assert_array_equal(content, copies[0])
    np.testing.assert_array_equal(other, copies[1])


@dataclasses.dataclass
class Work:
    painting: np.ndarray


def test_any_form_of_one_picture_gives_one_result(tmp_path):
    images.save_png(tmp_path / "one.png", picture(0))
    forms = [picture(0), images.to_float(picture(0)), tmp_path / "one.png", Work(picture(0))]
    results = [gallery.transfer(form, picture(1), **QUICK).image for form in forms]
    for result in results[1:]:
        np.testing.assert_array_equal(result, results[0])


@pytest.mark.parametrize("shape", [(40, 48), (40, 48, 1), (40, 48, 4)])
def test_grey_and_transparent_pictures_are_taken(shape):
    values = np.random.default_rng(0).integers(0, 255, shape).astype(np.uint8)
    assert gallery.transfer(values, values, **QUICK).image.shape == (40, 48, 3)


@pytest.mark.parametrize("value", [0, 255])
def test_one_even_tone_is_no_obstacle(value):
    even = np.full((40, 40, 3), value, np.uint8)
    for content, other in ((even, picture(0)), (picture(0), even), (even, even)):
        result = gallery.transfer(content, other, **QUICK)
        assert np.isfinite([result.content_loss, result.style_loss]).all()


def test_layers_may_have_weights():
    one, same, other = (
        gallery.transfer(picture(0), picture(1), layers=layers, **QUICK).image
        for layers in (["conv1_2"], {"conv1_2": 3.0}, {"conv1_2": 1.0, "conv3_1": 1.0})
    )
    np.testing.assert_array_equal(one, same)
    assert not np.array_equal(one, other)


def test_another_network_is_used():
    network = features.hed_vgg16(pooling="max", padding="zeros")
    results = [
        gallery.transfer(picture(0), picture(1), network=n, **QUICK) for n in (None, network)
    ]
    assert not np.array_equal(results[0].image, results[1].image)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"size": 10}, "size"),
        ({"size": 4000}, "size"),
        ({"size": 64.5}, "size"),
        ({"steps": 0}, "steps"),
        ({"steps": True}, "steps"),
        ({"style_weight": -1.0}, "style_weight"),
        ({"style_weight": float("nan")}, "style_weight"),
        ({"style_weight": "much"}, "style_weight"),
        ({"content_weight": 0, "style_weight": 0}, "content_weight"),
        ({"tv_weight": float("inf")}, "tv_weight"),
        ({"optimizer": "sgd"}, "optimizer"),
        ({"preserve_color": "green"}, "preserve_color"),
        ({"layers": ("conv9_9",)}, "conv9_9"),
        ({"layers": {"conv1_2": 0.0}}, "layers"),
        ({"layers": {"conv1_2": -1.0}}, "layers"),
        ({"content_layer": "pool"}, "pool"),
        ({"scales": 0}, "scales"),
        ({"style_scale": 100}, "style_scale"),
        ({"start": "middle"}, "start"),
        ({"content": np.zeros((4,))}, "content"),
        ({"content": np.zeros((0, 4, 3))}, "content"),
        ({"content": np.full((8, 8, 3), 255.0)}, "content"),
        ({"content": np.full((8, 8, 3), np.nan)}, "content"),
        ({"style": "no/such/file.png"}, "no/such/file.png"),
        ({"style": None}, "style"),
    ],
)
def test_bad_input_is_named(change, name):
    options = {"content": picture(0), "style": picture(1), "steps": 1} | change
    with pytest.raises((ValueError, FileNotFoundError), match=name):
        gallery.transfer(**options)
