"""The longest copied span, against difflib and against a search by hand."""

import difflib
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artlab.gpt.memorising import Span, TrainingText, longest_copied_span, suffix_array

IDS = st.lists(st.integers(0, 3), max_size=20)
DOCUMENTS = st.lists(IDS, max_size=4)


def stands_in(run, documents):
    """Whether a run of tokens stands in one of the documents."""
    return any(
        run == document[at : at + len(run)]
        for document in documents
        for at in range(len(document) - len(run) + 1)
    )


@given(IDS, DOCUMENTS)
@settings(max_examples=200, deadline=None)
def test_longest_equals_difflib(ids, documents):
    blocks = (
        difflib.SequenceMatcher(None, ids, document, autojunk=False).find_longest_match().size
        for document in documents
    )
    assert longest_copied_span(ids, documents) == max(blocks, default=0)


@given(st.lists(st.integers(0, 2), max_size=30))
@settings(max_examples=200, deadline=None)
def test_suffix_array_sorts_the_suffixes(ids):
    wanted = sorted(range(len(ids)), key=lambda place: ids[place:])
    assert suffix_array(np.array(ids, np.int64)).tolist() == wanted


@given(IDS, DOCUMENTS)
@settings(max_examples=200, deadline=None)
def test_runs_are_copied_and_cannot_be_longer(ids, documents):
    text = TrainingText(documents)
    for start, run in enumerate(text.runs(ids)):
        assert run.start == start
        there = documents[run.document] if documents else []
        assert ids[start : run.stop] == there[run.place : run.place + run.length]
        if run.stop < len(ids):
            assert not stands_in(ids[start : run.stop + 1], documents)


@given(IDS, DOCUMENTS, st.integers(1, 4))
@settings(max_examples=200, deadline=None)
def test_spans_are_copied_apart_and_hold_the_longest(ids, documents, shortest):
    text = TrainingText(documents)
    spans = text.spans(ids, shortest)
    for span in spans:
        there = documents[span.document][span.place : span.place + span.length]
        assert ids[span.start : span.stop] == there and span.length >= shortest
    assert all(one.stop <= other.start for one, other in itertools.pairwise(spans))
    longest = text.longest(ids).length
    assert max((span.length for span in spans), default=0) == (
        longest if longest >= shortest else 0
    )


def test_runs_do_not_cross_documents():
    assert longest_copied_span([1, 2, 3, 4], [[1, 2], [3, 4]]) == 2


def test_span_names_its_document_and_place():
    text = TrainingText([[9, 9], [1, 2, 3, 4]])
    assert text.longest([7, 2, 3, 4, 7]) == Span(1, 4, 1, 1)


def test_an_unread_text_shares_nothing():
    assert TrainingText([]).longest([1, 2]).length == 0
    assert TrainingText([[1]]).longest([]) == Span(0, 0, 0, 0)
    assert TrainingText([[]]).spans([1, 2]) == []


@pytest.mark.parametrize("shortest", [0, -1, 1.5, True, "3"])
def test_shortest_must_count_tokens(shortest):
    with pytest.raises(ValueError, match="`shortest` must be an int of 1 or more"):
        TrainingText([[1]]).spans([1], shortest)


def test_negative_ids_are_refused():
    with pytest.raises(ValueError, match="`documents` must hold token ids of 0 or more"):
        TrainingText([[1, -1]])
