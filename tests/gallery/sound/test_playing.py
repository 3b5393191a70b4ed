"""Instruments sound at the pitch that is asked for; files are what other programs read."""

import io
import wave

import numpy as np
import pytest

from artlab import gallery
from artlab.gallery.analysis.horizons import Horizon
from artlab.gallery.sound import instruments, notes

RATE = instruments.RATE


@pytest.fixture(autouse=True)
def known_horizon(monkeypatch):
    monkeypatch.setattr(notes, "horizon", lambda seen: Horizon(0.5, 0.9))


def loudest_frequency(samples):
    """Hertz of the strongest line of the spectrum, refined between its neighbours."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 8 * len(samples)))
    return spectrum.argmax() * RATE / (8 * len(samples))


@pytest.mark.parametrize("pitch", [40, 57, 69, 81])
def test_a_string_sounds_within_a_tenth_of_a_semitone(pitch):
    frequency = 440 * 2 ** ((pitch - 69) / 12)
    wave_ = instruments.plucked(frequency, 1.0, np.random.default_rng(0))
    ratio = loudest_frequency(wave_) / frequency
    ratio /= max(1, round(ratio))  # an overtone may be louder
    assert abs(12 * np.log2(ratio)) < 0.1


@pytest.mark.parametrize("name", ["bass", "bell"])
def test_other_instruments_sound_at_their_pitch(name):
    sound = instruments.INSTRUMENTS[name](220.0, 1.0, np.random.default_rng(0))
    assert loudest_frequency(sound) == pytest.approx(220, rel=0.01)
    assert np.abs(sound).max() <= 1


def test_a_string_dies_away():
    sound = instruments.plucked(220.0, 1.0, np.random.default_rng(0))
    early, late = (np.abs(part).max() for part in (sound[: RATE // 4], sound[-RATE // 4 :]))
    assert late < 0.05 * early


def test_music_is_as_long_as_its_beats_and_stays_in_range(stripes):
    sound = gallery.sonify(stripes, beats=8)
    assert sound.seconds == pytest.approx(sound.score.seconds + instruments.RINGING, abs=0.01)
    assert np.abs(sound.samples).max() == pytest.approx(0.89, abs=0.01)
    assert sound.samples.dtype == np.float32


def test_the_same_seed_plays_the_same_samples(stripes):
    first, again, other = (gallery.sonify(stripes, 8, seed).samples for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_a_note_sounds_when_it_is_due():
    note = notes.Note(4, 1, 69, 1.0, "melody", (0, 0))
    score = notes.Score((note,), 8, 60.0, 0, "major", None)
    samples = instruments.play(score)
    assert np.abs(samples[: 4 * RATE - 10]).max() < 1e-6
    assert np.abs(samples[4 * RATE : 4 * RATE + 2000]).max() > 0.2


def test_the_file_is_a_wav_that_holds_the_samples(stripes, tmp_path):
    sound = gallery.sonify(stripes, 8)
    path = sound.save(tmp_path / "new" / "stripes.wav")
    with wave.open(io.BytesIO(path.read_bytes())) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        read = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32767
    assert np.abs(read - sound.samples).max() < 1e-4
    with pytest.raises(ValueError, match=r"`path` must end in \.wav"):
        sound.save(tmp_path / "stripes.mp3")


def test_a_notebook_gets_a_player_with_words(stripes):
    sound = gallery.sonify(stripes, 8)
    shown = sound._repr_html_()
    assert "<audio controls" in shown
    assert sound.alt in shown
    assert "beats a minute" in repr(sound)


@pytest.mark.parametrize("seed", [-1, 0.5, None])
def test_other_seeds_are_refused(stripes, seed):
    with pytest.raises(ValueError, match="`seed` must be"):
        gallery.sonify(stripes, 8, seed)
