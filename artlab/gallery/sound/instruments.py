"""From notes to samples: a plucked string, a soft bass, a bell, and the room round them."""

import numpy as np

RATE = 22_050  # samples a second
RINGING = 2.5  # seconds that sound on behind the last beat
VOLUMES = {"melody": 0.55, "bass": 0.5, "bell": 0.3}
BELL_PARTIALS = ((1.0, 1.0), (2.0, 0.5), (2.76, 0.35), (5.4, 0.2))  # of a bar: ratio, share


def play(score, seed=0):
    """Plays a `Score`.

    Args:
        score: a `Score`.
        seed: what the strings are plucked with, and the room's echo; an int of 0 or more.

    Returns:
        float32 array (num_samples,) in [-1, 1], `RATE` samples a second.
    """
    rng = np.random.default_rng(seed)
    beat = 60 / score.tempo
    samples = np.zeros(round((score.seconds + RINGING) * RATE))
    for note in score.notes:
        sound = INSTRUMENTS[note.voice](note.frequency, note.length * beat, rng)
        start = round(note.start * beat * RATE)
        sound = sound[: len(samples) - start]
        samples[start : start + len(sound)] += VOLUMES[note.voice] * note.loudness * sound
    samples = in_room(samples, rng)
    return (0.89 * samples / max(np.abs(samples).max(), 1e-9)).astype(np.float32)


def plucked(frequency, seconds, rng):
    """A plucked string: noise that goes round in a loop and loses its edges.

    Args:
        frequency: Hertz, below `RATE` / 4.
        seconds: until it is damped; it rings on for a second.
        rng: a numpy `Generator`.

    Returns:
        float64 array in [-1, 1].

    References:
        Karplus & Strong 1983, Digital Synthesis of Plucked-String and Drum Timbres, equation 1;
        tuned as in Jaffe & Smith 1983, section 3 (the average delays by half a sample).
    """
    delay = RATE / frequency - 0.5
    period = int(delay)
    total = round((seconds + 1) * RATE)
    rounds = -(-total // period) + 1
    burst = rng.uniform(-1, 1, period)
    burst = (burst + np.roll(burst, 1)) / 2  # a softer finger
    loop = burst - burst.mean()
    waves = np.empty((rounds, period))
    for number in range(rounds):
        waves[number] = loop
        loop = 0.996 * 0.5 * (loop + np.roll(loop, 1))
    wave = np.interp(np.arange(total) * period / delay, np.arange(waves.size), waves.ravel())
    return wave / max(np.abs(wave).max(), 1e-9) * _damped(total, seconds)


def soft(frequency, seconds, rng):
    """A low, soft tone: three sines that swell and go.

    Args:
        frequency, seconds, rng: as in `plucked`; nothing is drawn.

    Returns:
        float64 array in [-1, 1].
    """
    total = round((seconds + 0.6) * RATE)
    times = np.arange(total) / RATE
    tone = sum(
        share * np.sin(2 * np.pi * frequency * ratio * times)
        for ratio, share in ((1, 0.7), (2, 0.22), (3, 0.08))
    )
    swell = np.minimum(times / 0.25, 1)
    fall = np.clip((total / RATE - times) / 0.6, 0, 1)
    return tone * swell * fall


def bell(frequency, seconds, rng):
    """A struck bar: partials that are no multiples, the high ones die first.

    Args:
        frequency, seconds, rng: as in `plucked`; nothing is drawn.

    Returns:
        float64 array in [-1, 1].

    References:
        Fletcher & Rossing 1998, The Physics of Musical Instruments, section 19.1 (ratios of a
        free bar: 1 to 2.76 to 5.4; the octave is added).
    """
    times = np.arange(round((seconds + 2) * RATE)) / RATE
    total = sum(share for _, share in BELL_PARTIALS)
    tone = sum(
        share * np.sin(2 * np.pi * frequency * ratio * times) * np.exp(-times * 1.6 * ratio)
        for ratio, share in BELL_PARTIALS
        if frequency * ratio < RATE / 2
    )
    return tone / total


INSTRUMENTS = {"melody": plucked, "bass": soft, "bell": bell}


def in_room(samples, rng, seconds=1.4, wet=0.22):
    """A dry recording in a room: an echo of noise that dies away.

    Args:
        samples: (num_samples,).
        rng: a numpy `Generator`.
        seconds: until the echo has fallen by 60 decibels.
        wet: how loud the echo is.

    Returns:
        float64 array (num_samples,).

    References:
        Moorer 1979, About This Reverberation Business, section "Future work" (noise with an
        exponential envelope).
    """
    times = np.arange(round(seconds * RATE)) / RATE
    echo = rng.standard_normal(len(times)) * 10 ** (-3 * times / seconds)
    echo /= np.sqrt((echo**2).sum())
    size = 1 << (len(samples) + len(echo)).bit_length()
    spectrum = np.fft.rfft(samples, size) * np.fft.rfft(echo, size)
    return samples + wet * np.fft.irfft(spectrum, size)[: len(samples)]


def _damped(total, seconds):
    """Full until a note ends, then down within a second."""
    times = np.arange(total) / RATE
    return np.exp(-6 * np.clip(times - seconds, 0, None))
