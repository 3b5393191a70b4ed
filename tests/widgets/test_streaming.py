"""Streaming text: it grows, it stops, and what goes wrong is said."""

import threading

import pytest

from artlab import widgets
from artlab.widgets import streaming
from artlab.widgets.streaming import writing

PATIENCE = 20  # seconds


class Writer:
    """Writes numbered words; waits for `go` before each when it is told to."""

    def __init__(self, num=5, name="slow", gate=None):
        self.num, self.name, self.gate = num, name, gate
        self.closed, self.reached = threading.Event(), threading.Event()
        self.asked = []

    def pieces(self, prompt, max_new_tokens, temperature, seed):
        self.asked.append((prompt, max_new_tokens, temperature, seed))
        try:
            for index in range(min(self.num, max_new_tokens)):
                if index == 2:
                    self.reached.set()
                if self.gate is not None:
                    assert self.gate.acquire(timeout=PATIENCE)
                yield f"{self.name}{index} "
        finally:
            self.closed.set()


class Refusing:
    name = "refusing"

    def pieces(self, *arguments):
        raise ValueError("`prompt` must hold <b>words</b>. Received: ''")


def test_text_is_written_at_once_with_all_that_was_asked():
    writer = Writer(3, "word")
    panel = writing(writer, "a lake", max_new_tokens=40, temperature=0.5, seed=2)
    assert panel.wait(PATIENCE)
    assert panel.text == "word0 word1 word2 "
    assert writer.asked == [("a lake", 40, 0.5, 2)]
    assert repr(panel) == "Asked: a lake Written: word0 word1 word2 "
    assert "3 pieces, the first after" in panel.page.value


def test_stop_ends_the_writing_and_keeps_what_is_there():
    gate = threading.Semaphore(0)
    writer = Writer(1000, gate=gate)
    panel = writing(writer, "go on")
    gate.release(2)
    assert writer.reached.wait(PATIENCE)
    assert not panel.stop_button.disabled
    panel.stop_button.click()
    gate.release(1)  # the piece that is being written
    assert panel.wait(PATIENCE)
    assert writer.closed.is_set()
    assert panel.text == "slow0 slow1 slow2 "
    assert "stopped" in panel.page.value and panel.stop_button.disabled


def test_a_new_line_stops_the_old_writing():
    gate = threading.Semaphore(1)
    old = Writer(1000, "old", gate)
    panel = writing({"old": old, "new": Writer(2, "new")}, "first")
    panel.which.value = "new"
    panel.field.value = "second"
    assert panel.wait(PATIENCE)
    gate.release(2)  # only now does the old one come to its next piece
    assert old.closed.wait(PATIENCE)
    assert panel.text == "new0 new1 "
    assert panel.asked == "second"


def test_write_button_writes_anew():
    writer = Writer(2, "word")
    panel = writing(writer, "a lake")
    panel.wait(PATIENCE)
    panel.seed.value = 7
    panel.go.click()
    assert panel.wait(PATIENCE)
    assert [asked[-1] for asked in writer.asked] == [0, 7]
    assert panel.text == "word0 word1 "


def test_what_a_writer_refuses_is_said_and_escaped():
    panel = writing(Refusing(), "")
    assert panel.wait(PATIENCE)
    assert "ValueError: `prompt` must hold &lt;b&gt;words" in panel.page.value
    assert panel.text == ""


def test_text_of_people_and_models_is_escaped():
    panel = writing(Writer(1, "<script>"), "<img src=x>")
    assert panel.wait(PATIENCE)
    assert "<script>" not in panel.page.value and "<img" not in panel.page.value
    assert "&lt;script&gt;" in panel.page.value


def test_silent_writer_is_reported():
    panel = writing(Writer(0), "a lake")
    assert panel.wait(PATIENCE)
    assert "nothing was written" in panel.page.value


def test_pages_are_not_sent_more_often_than_a_reader_sees(monkeypatch):
    monkeypatch.setattr(streaming, "EVERY", 1000.0)
    panel = writing(Writer(0), "a lake")
    panel.wait(PATIENCE)
    seen = []
    panel.page.observe(lambda change: seen.append(change.new), names="value")
    panel.writers = {"slow": Writer(200, "w")}
    panel.go.click()
    assert panel.wait(PATIENCE)
    assert len(seen) == 2  # "reading", and the whole text


def test_widget_can_be_asked_for_twice():
    assert widgets.writing is writing and widgets.writing is writing  # no module of that name


def test_no_writer_is_refused():
    with pytest.raises(ValueError, match="`writers` must hold one writer or more"):
        writing({})


def test_texts_stand_beside_each_other_and_are_escaped():
    shown = widgets.side_by_side({"<b>": "a <i>lake</i>", "zh": "一片湖"})
    page = shown._repr_html_()
    assert "<i>" not in page and "&lt;i&gt;lake" in page and "&lt;b&gt;" in page
    assert 'lang="zh"' in page
    assert repr(shown) == "<b>: a <i>lake</i>\nzh: 一片湖"
