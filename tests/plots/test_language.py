"""Chances of tokens and attention maps: what they are made of, and that no text is cut off."""

import io
import warnings

import numpy as np
import pytest
from PIL import Image

from artlab import plots
from artlab.plots import language, style

ENGLISH = ["<tell>", "▁two", "▁mountains", "▁rise"]
CHINESE = list("山水彩画，一叶小舟")


def weights(num, seed=0):
    found = np.tril(np.exp(np.random.default_rng(seed).normal(size=(num, num))))
    return found / found.sum(axis=1, keepdims=True)


def maps(tokens, num=1):
    return {f"head {index}" * (num > 1): weights(len(tokens), index) for index in range(num)}


KINDS = {
    "one map": lambda: plots.attention_maps(maps(ENGLISH), ENGLISH, "Four tokens", "Rows look"),
    "three maps": lambda: plots.attention_maps(maps(CHINESE, 3), CHINESE, "Chinese"),
    "seven maps": lambda: plots.attention_maps(maps(ENGLISH * 4, 7), ENGLISH * 4, "t", "a\nb"),
    "bars": lambda: plots.token_bars(ENGLISH, {"T = 1": [0.6, 0.3, 0.1, 0]}, "t", "s"),
    "Chinese bars": lambda: plots.token_bars(CHINESE, {k: np.ones(9) / 9 for k in "abc"}, "t"),
}


def texts(axis):
    return [text.get_text() for text in axis.texts]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_it_is_drawn_without_warning_and_no_text_leaves_the_figure(kind):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = KINDS[kind]()
        pixels = np.asarray(Image.open(io.BytesIO(plots.png_bytes(figure))).convert("RGB"))
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 20
    width, height = figure.get_size_inches()
    box = figure.get_tightbbox()
    assert box.x0 >= -0.02 and box.y0 >= -0.02
    assert box.x1 <= width + 0.02 and box.y1 <= height + 0.02


def test_what_is_masked_is_not_drawn_as_weight_zero():
    axis = plots.attention_maps(maps(ENGLISH), ENGLISH, "t").axes[0]
    shown = axis.images[0].get_array()
    assert np.ma.getmaskarray(np.ma.masked_invalid(shown)).sum() == 6  # 3 + 2 + 1 later places
    assert len(axis.patches) == 1 and axis.patches[0].get_hatch()
    open_map = plots.attention_maps(maps(ENGLISH), ENGLISH, "t", causal=False).axes[0]
    assert np.isfinite(open_map.images[0].get_array()).all() and not open_map.patches


def test_weights_stand_in_the_cells_of_a_small_map_only():
    table = weights(4)
    axis = plots.attention_maps({"": table}, ENGLISH, "t").axes[0]
    assert texts(axis) == [f"{table[i, j]:.2f}" for i in range(4) for j in range(i + 1)]
    assert texts(plots.attention_maps(maps(CHINESE), CHINESE, "t").axes[0]) == []


def test_every_token_is_named_at_the_left_and_below():
    axis = plots.attention_maps(maps(ENGLISH), ENGLISH, "t").axes[0]
    assert [text.get_text() for text in axis.get_yticklabels()] == ENGLISH
    assert [text.get_text() for text in axis.get_xticklabels()] == ENGLISH


def test_bars_have_one_scale_and_say_what_is_cut():
    chances = {"T = 1": [0.6, 0.3, 0.1, 0], "T = 2": [0.4, 0.3, 0.2, 0.1]}
    figure = plots.token_bars(ENGLISH, chances, "t")
    first, second = figure.axes
    assert first.get_xlim() == second.get_xlim()
    assert texts(first) == ["0.600", "0.300", "0.100", "cut"]
    assert [bar.get_width() for bar in second.patches] == chances["T = 2"]


def test_token_without_a_glyph_is_told_by_its_code_point(monkeypatch):
    monkeypatch.setattr(style, "fonts", lambda: ("DejaVu Sans",))
    assert language.token_label("▁the") == "▁the"
    assert language.token_label("山水") == "U+5C71 U+6C34"


def test_wrong_sizes_are_named():
    with pytest.raises(ValueError, match=r"`maps\['a'\]` .* per token \(4\).* \(3, 3\)"):
        plots.attention_maps({"a": weights(3)}, ENGLISH, "t")
    with pytest.raises(ValueError, match=r"`chances\['b'\]` .*\(4\)\. Received: shape \(2,\)"):
        plots.token_bars(ENGLISH, {"b": [0.5, 0.5]}, "t")
