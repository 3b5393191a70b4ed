"""Questions to the Met, and leaks that are made on purpose."""

import numpy as np
import pytest

from artlab.gallery import framed, leak, met_question, picture_features, rim_features
from artlab.gallery.analysis import masters


@pytest.mark.parametrize("what", ["period", "culture"])
def test_question_has_three_classes_of_twenty_or_more(what):
    found = met_question(what)
    names, sizes = np.unique(found.labels, return_counts=True)
    assert len(names) == 3 and sizes.min() >= 20
    assert len(found.paintings) == len(found.labels) == len(found.groups)


def test_periods_part_where_they_say():
    found = met_question("period")
    for painting, label in zip(found.paintings, found.labels, strict=True):
        first, end = masters.PERIODS[label]
        assert first <= (painting.begin + painting.end) / 2 < end


def test_cultures_are_those_that_the_met_gives():
    found = met_question("culture")
    for painting, label in zip(found.paintings, found.labels, strict=True):
        assert painting.culture in masters.CULTURES[label]


def test_works_without_a_name_are_no_common_hand():
    found = met_question("period")
    nameless = [p for p in found.paintings if p.artist == masters.UNIDENTIFIED]
    assert len(nameless) > 1
    assert len({masters.artist_of(painting) for painting in nameless}) == len(nameless)


def test_other_questions_are_refused():
    with pytest.raises(ValueError, match=r"`what` must be .*Received: 'beauty'"):
        met_question("beauty")


def test_quarters_put_together_are_the_picture(stripes):
    one, two, three, four = masters.quarters(stripes)
    whole = np.concatenate([np.concatenate([one, two], 1), np.concatenate([three, four], 1)])
    np.testing.assert_array_equal(whole, stripes)


def test_parts_leak_and_whole_paintings_do_not():
    """Every picture has a colour of its own, and a label by lot: nothing can be learned."""
    generator = np.random.default_rng(0)
    pictures = [
        np.full((32, 32, 3), color, np.uint8) for color in generator.integers(0, 256, (60, 3))
    ]
    labels = generator.permutation(np.repeat(["a", "b"], 30))
    found = leak(pictures, labels, np.arange(60) // 2, repeats=2)
    assert list(found) == list(masters.SPLITS)
    assert found["by part"].interval[0] > 0.6
    assert found["by painting"].interval[0] < 0.5 and found["by artist"].interval[0] < 0.5


def test_frame_covers_the_rim_and_nothing_else(stripes):
    found = framed(stripes, (10, 200, 30), 0.1)
    assert (found[:6] == (10, 200, 30)).all() and (found[:, -8:] == (10, 200, 30)).all()
    np.testing.assert_array_equal(found[6:-6, 8:-8], stripes[6:-6, 8:-8])


def test_rim_of_a_framed_picture_is_its_frame(stripes):
    color = (120, 90, 40)
    large = np.kron(stripes, np.ones((4, 4, 1), np.uint8))
    found = rim_features([framed(large, color, 0.2)], "color", 0.1)
    wanted = picture_features([np.full((160, 160, 3), color, np.uint8)], "color")
    np.testing.assert_allclose(found, wanted, atol=0.02)


@pytest.mark.parametrize("share", [0, 0.5])
def test_rims_must_leave_something_inside(stripes, share):
    with pytest.raises(ValueError, match=r"`share` must be in \(0, 0.5\)"):
        framed(stripes, share=share)
