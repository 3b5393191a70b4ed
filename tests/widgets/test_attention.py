"""The reader of attention maps: which row it shows, what it shades, what it escapes."""

import re

import numpy as np
import pytest
import torch

from artlab import widgets
from artlab.widgets import attention

TOKENS = ["<tell>", "␣two", "␣boats", "␣drift"]


def maps(layers=2, heads=3, num=4):
    scores = torch.randn(layers, heads, num, num, generator=torch.Generator().manual_seed(0))
    return scores.masked_fill(~torch.ones(num, num).tril().bool(), -torch.inf).softmax(-1)


def numbers(panel):
    """The weights under the tokens."""
    return re.findall(r'font-size: 11px">([^<]*)<', panel.children[-1].value)


def test_last_token_is_read_first_and_sliders_choose_the_row():
    table = maps()
    panel = widgets.attention_reader(table, TOKENS)
    layer, head, token = panel.children[0].children
    assert numbers(panel) == [f"{weight:.2f}" for weight in table[0, 0, 3]]
    layer.value, head.value, token.value = 2, 3, 2
    assert numbers(panel) == [*(f"{weight:.2f}" for weight in table[1, 2, 1, :2]), "–", "–"]


def test_words_tell_where_it_looks_most():
    weights = np.array([[1, 0, 0], [0.4, 0.6, 0], [0.05, 0.9, 0.05]])
    _, alt = attention.reader_html(weights, ["a", "b", "c"], 2)
    assert alt.startswith("“c” (token 3) looks at b 0.90, ")


def test_map_has_no_cell_above_the_diagonal():
    picture = attention.map_svg(np.tril(np.ones((4, 4))), 1)
    assert picture.count("<rect") == 10 + 1  # 1 + 2 + 3 + 4 cells, and the frame


def test_darker_is_more():
    shades = [int(attention.colour(weight)[1:3], 16) for weight in (0, 0.1, 0.5, 1)]
    assert shades == sorted(shades, reverse=True) and len(set(shades)) == 4


def test_tokens_are_escaped():
    page, _ = attention.reader_html(np.eye(2), ["<b>", "&"], 0)
    assert "&lt;b&gt;" in page and "<b>" not in page


def test_wrong_shape_is_named():
    with pytest.raises(ValueError, match=r"`maps` must have shape \(layers, heads, 3, 3\)"):
        widgets.attention_reader(maps(), TOKENS[:3])
