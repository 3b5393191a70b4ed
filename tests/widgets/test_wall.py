"""The class wall as a widget: what is pasted appears, what is wrong is told."""

from artlab import widgets
from artlab.studio.codes import Settings
from tests.studio import parts_by_rule as rules

CODES = "\n".join(Settings(text, size=64).code for text in ("a lake", "two hills"))


def wall(codes):
    return widgets.class_wall(codes, studio=rules.studio(seed=0, size=64))


def test_a_click_hangs_every_code():
    shown = wall(CODES)
    shown.button.click()
    assert [work.prompt for _, work in shown.painted] == ["a lake", "two hills"]
    assert (shown.bar.value, shown.bar.max) == (2, 2)
    assert "A wall of 2 paintings: a lake; two hills" in repr(shown)
    assert "sandbox" in shown.page.value


def test_what_holds_no_code_is_told_by_its_line():
    shown = wall(f"{CODES}\n<b>nothing</b>")
    shown.button.click()
    assert "No code in line 3" in shown.said.value
    assert len(shown.painted) == 3


def test_an_empty_field_says_what_is_wanted():
    shown = wall("")
    shown.button.click()
    assert "must have 1 to" in shown.said.value
    assert not shown.button.disabled
