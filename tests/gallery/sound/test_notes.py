"""From pictures whose music is known to notes."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from artlab.gallery.analysis.horizons import Horizon
from artlab.gallery.sound import notes


@pytest.fixture(autouse=True)
def known_horizon(monkeypatch):
    """A horizon three quarters down, whatever the picture."""
    monkeypatch.setattr(notes, "horizon", lambda seen: Horizon(0.75, 0.9))


def hill(height=96, width=128, sky=(230, 235, 240), land=(60, 80, 50)):
    """A hill that rises from the left foot to the right top."""
    pixels = np.empty((height, width, 3), np.uint8)
    line = np.linspace(0.85, 0.2, width) * height
    pixels[:] = sky
    pixels[np.arange(height)[:, None] > line] = land
    return pixels


def test_a_rising_hill_is_a_rising_melody():
    melody = notes.read_score(hill(), 16).voice("melody")
    pitches = [note.pitch for note in melody]
    assert len(pitches) == 16
    assert pitches == sorted(pitches)
    assert pitches[-1] - pitches[0] > 12


def test_the_mirrored_hill_is_the_melody_backwards():
    there, back = (notes.read_score(p, 16).voice("melody") for p in (hill(), hill()[:, ::-1]))
    assert [note.pitch for note in there] == [note.pitch for note in back][::-1]


def test_every_note_of_the_melody_is_in_the_scale():
    score = notes.read_score(hill(), 32)
    steps = notes.MAJOR if score.scale == "major" else notes.MINOR
    allowed = {(score.root + step) % 12 for step in steps}
    assert {note.pitch % 12 for note in score.voice("melody")} <= allowed


def test_a_picture_without_edges_rests_and_only_the_bass_plays():
    score = notes.read_score(np.full((64, 64, 3), 128, np.uint8), 8)
    assert {note.voice for note in score.notes} == {"bass"}
    assert score.tempo == notes.SLOWEST


def test_warm_pictures_are_in_major_and_cold_ones_in_minor():
    warm, cold = hill(sky=(250, 200, 120)), hill(sky=(120, 160, 240), land=(20, 40, 90))
    assert [notes.read_score(p, 8).scale for p in (warm, cold)] == ["major", "minor"]


def test_a_red_sun_is_a_bell_where_it_stands():
    picture = hill()
    picture[8:24, 92:108] = (230, 40, 20)
    (bell,) = notes.read_score(picture, 16).voice("bell")
    assert bell.place == pytest.approx((100 / 128, 16 / 96), abs=0.06)
    assert bell.start == 12


def test_texture_sets_the_tempo():
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    assert notes.read_score(noise, 8).tempo > notes.read_score(hill(), 8).tempo


def test_a_lower_horizon_is_a_lower_bass(monkeypatch):
    lowest = []
    for height in (0.25, 0.9):
        monkeypatch.setattr(notes, "horizon", lambda seen, h=height: Horizon(h, 0.9))
        lowest.append(min(n.pitch for n in notes.read_score(hill(), 8).voice("bass")))
    assert lowest[1] < lowest[0]


def test_an_unsure_horizon_is_none(monkeypatch):
    monkeypatch.setattr(notes, "horizon", lambda seen: Horizon(0.5, 0.1))
    assert notes.read_score(hill(), 8).horizon is None


def test_the_skyline_is_the_edge_of_a_step():
    light = np.ones((48, 40))
    light[30:] = 0.2
    heights, contrasts = notes.skyline(light, 10)
    assert heights == pytest.approx(30 / 48)
    assert contrasts == pytest.approx(0.8)


@given(st.integers(0, 1000))
def test_the_skyline_is_the_best_of_all_lines(seed):
    light = np.random.default_rng(seed).random((6, 3))
    middles, falls = notes._falls(light, 3)
    places = middles / 6

    def worth(line):
        climbs = sum(abs(places[a] - places[b]) for a, b in itertools.pairwise(line))
        return sum(falls[row, column] for column, row in enumerate(line)) - notes.STIFFNESS * climbs

    every = [
        (a, b, c)
        for a in range(len(middles))
        for b in range(len(middles))
        for c in range(len(middles))
    ]
    heights, _ = notes.skyline(light, 3)
    found = [int(np.abs(places - height).argmin()) for height in heights]
    assert worth(found) == pytest.approx(max(worth(line) for line in every))


@pytest.mark.parametrize("beats", [7, 129, 2.5, True])
def test_other_beats_are_refused(beats):
    with pytest.raises(ValueError, match="`beats` must be"):
        notes.read_score(hill(), beats)


def test_the_picture_stays_as_it_is():
    picture = hill()
    picture.flags.writeable = False
    notes.read_score(picture, 8)
