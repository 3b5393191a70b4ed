"""Every public function against what nobody should hand to it: documented errors, by name."""

import contextlib
import functools
import io
import os
import warnings

import calling
import hostile
import hypothesis
import numpy as np
import pytest
import valid
from hypothesis import strategies as st

# The rooms whose functions check all their arguments; docs/faults.md tells of the others.
CHECKED = ("runtime", "images", "datasets", "world")
FEW, MANY = 4, 300  # examples of a function in `make test`, and at night


def complaints(dotted, thing, examples):
    """What is wrong with a function: the smallest example that Hypothesis finds, or None."""
    fits = calling.fitting(dotted, thing)
    names = [*calling.parameters(thing)]
    if not names:
        return None
    found = {}

    @hypothesis.settings(max_examples=examples, database=None, report_multiple_bugs=False)
    @hypothesis.given(st.data())
    def holds(data):
        wrong = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True))
        given = calling.copied(fits) | {n: data.draw(hostile.values(n)) for n in wrong}
        told = calling.complaint(dotted, thing, given, wrong)
        if told:
            shown = {name: repr(given[name])[:80] for name in wrong}
            found["last"] = f"{dotted}({shown}): {told[:200]}"
        assert not told

    with quiet(), contextlib.suppress(AssertionError):
        holds()
    return found.get("last")


@contextlib.contextmanager
def quiet():
    """Within the block nothing is printed, warned of, or written into the folder of the tests."""
    home = os.getcwd()
    valid.FOLDER.mkdir(exist_ok=True)
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        os.chdir(valid.FOLDER)
        try:
            yield
        finally:
            os.chdir(home)


@functools.cache
def public(room):
    return calling.everything([room])


@pytest.mark.parametrize("room", CHECKED)
def test_what_fits_is_taken_read_only(room):
    """Pictures and arrays of the table cannot be written to: who would change them fails here."""
    with quiet():
        for dotted, thing in public(room).items():
            thing(**calling.fitting(dotted, thing))


@pytest.mark.parametrize("room", CHECKED)
def test_wrong_arguments_are_refused_by_name(room):
    wrong = [complaints(dotted, thing, FEW) for dotted, thing in public(room).items()]
    assert [line for line in wrong if line] == []


@pytest.mark.nightly
@pytest.mark.timeout(14_400)
@pytest.mark.parametrize("room", CHECKED)
def test_thousands_of_wrong_arguments_are_refused_by_name(room):
    wrong = [complaints(dotted, thing, MANY) for dotted, thing in public(room).items()]
    assert [line for line in wrong if line] == []


@pytest.mark.nightly
def test_at_night_there_are_ten_thousand_examples():
    told = [thing for room in CHECKED for thing in public(room).values()]
    assert MANY * sum(bool(calling.parameters(thing)) for thing in told) >= 10_000
