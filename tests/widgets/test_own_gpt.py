"""A GPT that learns in the notebook: what is marked as copied, live texts, the scrubber."""

import re

import ipywidgets
import pytest
import transformers

from artlab import gpt
from artlab.gpt.watching import Snapshot
from artlab.studio.text import WEIGHTS
from artlab.widgets import own_gpt

MARK = re.compile(r"<span title=\"(\d+) tokens, in training text (\d+)\"[^>]*>(.*?)</span>")


@pytest.fixture(scope="module")
def tokenizer():
    return transformers.AutoTokenizer.from_pretrained(WEIGHTS)


@pytest.fixture(scope="module")
def corpus(tokenizer):
    return gpt.Corpus(gpt.landscapes(30), tokenizer, held_out=10)


@pytest.fixture(scope="module")
def run(corpus):
    """A trainer that has trained a little, its watch, and the live view of it."""
    sizes = {"num_positions": 64, "num_layers": 1, "num_heads": 2, "width": 16}
    watch = gpt.Watch(["Two mountains"], steps=(0, 2, 4), num_tokens=8, documents=3)
    view = own_gpt.LiveWriting(watch)
    trainer = gpt.Trainer(gpt.GPT(gpt.GPTConfig(2000, **sizes)), corpus, steps=6, length=16)
    trainer.fit(callbacks=[watch, view])
    return trainer, watch, view


def ids_of(tokenizer, text):
    return tokenizer(text, add_special_tokens=False)["input_ids"]


def plain(markup):
    """What a reader reads."""
    return re.sub(r"<[^>]+>", "", markup)


def test_sentence_case_keeps_the_length():
    for text in ("noon. i wait, i paint! what now? 山水。 a", " so", "", "...and", "it is i"):
        assert len(own_gpt.sentence_case(text)) == len(text)
    assert own_gpt.sentence_case("noon. i wait in it! so") == "Noon. I wait in it! So"


def test_pieces_add_up_to_the_text(tokenizer):
    for text in (
        "Noon. The goat is in, and I paint.",
        "两座高山，一叶小船。",
        "3 boats (old)",
    ):
        pieces = own_gpt.pieces_of(ids_of(tokenizer, text), tokenizer)
        assert len(pieces) == len(ids_of(tokenizer, text))
        assert "".join(pieces).strip() == text


def test_special_tokens_have_no_text(tokenizer):
    ids = [tokenizer.bos_token_id, *ids_of(tokenizer, "a lake"), tokenizer.eos_token_id]
    pieces = own_gpt.pieces_of(ids, tokenizer)
    assert pieces[0] == pieces[-1] == "" and "".join(pieces).strip() == "A lake"


def test_copied_spans_are_marked_with_their_source(tokenizer):
    documents = ["the moon is in the lake again", "two boats drift by"]
    text = gpt.TrainingText([ids_of(tokenizer, document) for document in documents])
    ids = ids_of(tokenizer, "at night two boats drift on the moon is in the lake")
    markup = own_gpt.copied_html(ids, tokenizer, text, shortest=3)
    found = MARK.findall(markup)
    assert [(int(number), marked.strip()) for _, number, marked in found] == [
        (1, "two boats drift"),
        (0, "the moon is in the lake"),
    ]
    assert plain(markup) == "At night two boats drift on the moon is in the lake"
    marks = markup.split("</span>")[:-1]
    assert all("border-bottom" in mark and "color: #B3261E" in mark for mark in marks)
    assert not MARK.search(own_gpt.copied_html(ids, tokenizer, text, shortest=12))


def test_text_is_escaped(tokenizer):
    ids = ids_of(tokenizer, "<script>alert(1)</script> & so")
    for document in ([], ids):
        markup = own_gpt.copied_html(ids, tokenizer, gpt.TrainingText([document]), shortest=2)
        assert "<script" not in markup and "&lt;" in markup and "&amp;" in markup


def test_live_view_shows_loss_and_texts(run):
    _, watch, view = run
    assert [found.step for found in watch.snapshots] == [0, 2, 4, 6]
    assert "Loss after 6 steps: from 7.6" in view.curves.alt
    assert "<img" in view.curves.value and view.num_drawings >= 1
    page = repr(view.grid)
    assert all(f"step {step}" in page for step in (0, 2, 4, 6)) and "Two mountains" in page
    assert page.index("step 0") < page.index("step 6")


def test_live_view_keeps_the_first_and_the_newest_texts(run):
    _, watch, _ = run
    found = watch.snapshots[-1]
    many = [found._replace(step=step) for step in range(20)]
    page = own_gpt.Page(own_gpt.samples_html(many, tokenizer=run[0].corpus.tokenizer))
    steps = [int(step) for step in re.findall(r"step (\d+)", repr(page))]
    assert steps == [0, *range(20 - own_gpt.NUM_SHOWN + 1, 20)]


def controls(panel):
    """Sliders of a panel by name."""
    found, waiting = {}, list(panel.children)
    while waiting:
        child = waiting.pop()
        waiting += getattr(child, "children", ())
        if isinstance(child, ipywidgets.IntSlider):
            found[child.description] = child
    return found


def test_scrubber_shows_each_run_at_its_step(run, corpus):
    _, watch, _ = run
    short = gpt.Watch(["Two mountains"])
    short.snapshots = watch.snapshots[:2]
    panel = own_gpt.writing_scrubber({"long <run>": (watch, corpus), "short": (short, corpus)}, 3)
    page, slider = panel.children[-1], controls(panel)["snapshot"]
    assert isinstance(page, own_gpt.Page) and (slider.min, slider.max) == (0, 3)
    assert "long &lt;run&gt;, step 0: loss" in page.value and "short, step 0: loss" in page.value
    slider.value = 3
    assert "step 6 (its last): loss" in page.value and "short, step 2 (its last)" in page.value
    assert repr(page).count("Longest copied span: ") == 2


def test_scrubber_marks_from_as_many_tokens_as_asked(corpus):
    document = corpus.train[3]
    watch = gpt.Watch()
    watch.snapshots = [Snapshot(0, 1.0, 2.0, [document[1:-1]])]
    panel = own_gpt.writing_scrubber({"copy": (watch, corpus)}, shortest=2)
    page, least = panel.children[-1], controls(panel)["mark copied spans of at least (tokens)"]
    length = len(document) - 2
    assert MARK.findall(page.value)[0][:2] == (str(length), "3")
    assert f"Longest copied span: {length} of {length} tokens" in page.value
    least.value = least.max
    assert bool(MARK.search(page.value)) == (length >= least.max)


@pytest.mark.parametrize("runs", [{}, {"empty": (gpt.Watch(), None)}])
def test_scrubber_needs_snapshots(runs):
    with pytest.raises(ValueError, match="`runs` must hold one run or more"):
        own_gpt.writing_scrubber(runs)


def test_widgets_are_found_by_name():
    from artlab import widgets

    assert widgets.LiveWriting is own_gpt.LiveWriting
    assert widgets.writing_scrubber is own_gpt.writing_scrubber
