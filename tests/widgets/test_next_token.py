"""The next token as bars: what they show, what a click writes, what temperature changes."""

import numpy as np
import pytest
import torch
import transformers

from artlab import gpt, widgets
from artlab.classroom.lessons.lesson_06 import softmax
from artlab.studio.text import WEIGHTS
from artlab.widgets import next_token


@pytest.fixture(scope="module")
def writer():
    model = transformers.AutoModelForCausalLM.from_pretrained(WEIGHTS)
    return model, transformers.AutoTokenizer.from_pretrained(WEIGHTS)


@pytest.fixture
def panel(writer):
    return widgets.next_token_bars(*writer, "The mountains", num=8)


def press(panel, label):
    """Presses the button with that text, of an action or of a token."""
    found = [button for button in buttons(panel) if button.description == label]
    assert len(found) == 1, label
    found[0].click()


def buttons(widget):
    children = getattr(widget, "children", ())
    here = [widget] if hasattr(widget, "on_click") else []
    return here + [button for child in children for button in buttons(child)]


def shown(panel):
    """(token, number) of every bar."""
    rows = [(button.description, bar.value) for button, bar in panel.rows]
    return [(name, value.split("</span>")[0].rsplit(">", 1)[1]) for name, value in rows]


def test_bars_are_the_table_of_next_tokens(panel, writer):
    table = gpt.next_token_table(*writer, "The mountains", 8)
    assert shown(panel) == [(entry.token, f"{entry.probability:.3f}") for entry in table]


def test_temperature_reshapes_the_bars_and_keeps_their_order(panel, writer):
    logits = np.array([entry.logit for entry in gpt.next_token_table(*writer, "The mountains", 8)])
    names = [name for name, _ in shown(panel)]
    panel.heat.value = 2.0
    assert [name for name, _ in shown(panel)] == names
    hot = np.array([float(number) for _, number in shown(panel)])
    # ratios of softmax values do not depend on the tokens that are not shown
    assert hot / hot[0] == pytest.approx(softmax(logits / 2) / softmax(logits / 2)[0], abs=0.01)
    assert "dashed" in panel.rows[0][1].value  # as it was at temperature 1


def test_top_k_and_top_p_cut_the_tail(panel):
    panel.top_k.value = 3
    assert [number for _, number in shown(panel)][3:] == ["cut"] * 5
    panel.top_k.value, panel.top_p.value = 0, 0.8
    kept = [number for _, number in shown(panel) if number != "cut"]
    assert len(kept) == 2  # 0.783 does not reach 0.8, so the second one stays
    assert sum(map(float, kept)) == pytest.approx(1, abs=0.002)
    assert panel.rest.value.endswith("together: 0.000</div>")


def test_a_click_writes_the_token_and_asks_the_model_again(panel, writer):
    press(panel, "␣stand")
    assert panel.text == "the mountains stand"
    table = gpt.next_token_table(*writer, "The mountains stand", 8)
    assert [name for name, _ in shown(panel)] == [entry.token for entry in table]
    press(panel, table[1].token)
    assert panel.chosen == [writer[1].convert_tokens_to_ids("▁stand"), table[1].id]
    assert repr(panel).startswith(panel.text)


def test_odds_are_those_of_the_text(panel, writer):
    press(panel, "␣stand")
    press(panel, "Take the likeliest")
    scored = gpt.log_probability(*writer, panel.text)
    odds = np.exp(-sum(scored.log_probabilities[-2:]))
    assert f"once in {odds:,.1f} times" in panel.page.value


def test_undo_and_start_over(panel):
    before = shown(panel)
    press(panel, "Take the likeliest")
    press(panel, "Take the likeliest")
    press(panel, "Undo")
    assert panel.text == "the mountains and"
    press(panel, "Start over")
    assert (panel.text, panel.chosen, shown(panel)) == ("the mountains", [], before)
    press(panel, "Undo")  # nothing is left to take back
    assert panel.text == "the mountains"


def test_lots_are_drawn_from_the_bars_and_repeat_with_the_seed(writer):
    texts = set()
    for _ in range(2):
        panel = widgets.next_token_bars(*writer, "The mountains", seed=4)
        press(panel, "Draw ten")
        texts.add(panel.text)
    assert len(texts) == 1
    panel.top_k.value = 1
    press(panel, "Start over")
    press(panel, "Draw one by lot")
    assert panel.text == "the mountains and"  # nothing else was left to draw


def test_shares_of_many_draws_are_the_probabilities(writer):
    panel = widgets.next_token_bars(*writer, "The mountains", temperature=2.0)
    drawn = []
    for _ in range(300):
        panel._draw()
        drawn.append(panel.chosen[0])
        panel._undo()
    expected = panel._now()[panel.order[0]]
    assert np.mean(np.array(drawn) == panel.order[0]) == pytest.approx(expected, abs=0.09)


def test_text_ends_at_its_end_token(writer):
    panel = widgets.next_token_bars(*writer, "The mountains")
    for _ in range(30):
        press(panel, "Draw ten")
    assert panel.ended and "The text ends here" in panel.page.value
    assert all(button.disabled for button, _ in panel.rows)
    length = len(panel.chosen)
    press(panel, "Take the likeliest")
    assert len(panel.chosen) == length
    press(panel, "Undo")
    assert not panel.rows[0][0].disabled


def test_another_beginning_begins_anew(panel):
    press(panel, "Take the likeliest")
    panel.field.value = "山水"
    assert panel.text == "山水"
    assert panel.rows[0][0].description == "墨"
    panel.field.value = ""
    assert panel.text == "" and panel.prompt == [3]  # the token that begins texts


def test_text_that_is_longer_than_the_context_goes_on(writer):
    panel = widgets.next_token_bars(*writer, "a lake and " * 200)
    press(panel, "Take the likeliest")
    assert len(panel.chosen) == 1


def test_what_people_type_is_escaped(panel):
    panel.field.value = "<script>alert(1)</script>"
    assert "<script>" not in panel.page.value


def test_chances_are_those_of_the_processors():
    logits, ids = torch.tensor([2.0, 1.0, 0.0, -1.0]), [0, 1]
    expected = softmax(np.array([4.0, 2.0]))
    found = next_token.chances(logits, ids, temperature=0.5, top_k=2)
    assert found == pytest.approx([*expected, 0, 0])
    assert next_token.chances(logits, ids) == pytest.approx(softmax(logits.numpy()))
    assert logits.tolist() == [2.0, 1.0, 0.0, -1.0]  # not changed in place
