"""`sonify`: a picture as a `Sound` that a notebook plays."""

import base64
import dataclasses
import html
import io
import pathlib
import wave

import numpy as np

from artlab import _arguments, runtime
from artlab.gallery.sound import instruments, notes

NAMES = ("C", "C sharp", "D", "D sharp", "E", "F", "F sharp", "G", "G sharp", "A", "A sharp", "B")
PLAYER = (
    '<figure style="margin: 0.4em 0"><audio controls aria-label="{alt}" style="width: 420px"'
    ' src="data:audio/wav;base64,{code}"></audio>'
    '<figcaption style="font-size: 13px">{alt}</figcaption></figure>'
)


@dataclasses.dataclass(frozen=True, eq=False)
class Sound:
    """Music that was read from a picture; a notebook shows a player.

    Attributes:
        score: the `Score`.
        samples: float32 (num_samples,) in [-1, 1].
        rate: samples a second.
    """

    score: notes.Score
    samples: np.ndarray
    rate: int = instruments.RATE

    @property
    def seconds(self):
        """Length in seconds."""
        return len(self.samples) / self.rate

    @property
    def alt(self):
        """The music in words, for who cannot hear it."""
        score = self.score
        melody = [note.pitch for note in score.voice("melody")]
        told = "no melody"
        if melody:
            told = f"{len(melody)} notes of melody over {max(melody) - min(melody)} semitones"
        bell = ", a bell" if score.voice("bell") else ""
        return (
            f"{self.seconds:.0f} seconds in {NAMES[score.root]} {score.scale} pentatonic, "
            f"{score.tempo:.0f} beats a minute: {told}{bell}, a bass"
        )

    def __repr__(self):
        return f"Sound({self.alt})"

    def wav(self):
        """The music as bytes of a WAV file: mono, 16 bits."""
        buffer = io.BytesIO()
        with wave.open(buffer, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(self.rate)
            file.writeframes(np.rint(self.samples * 32767).astype("<i2").tobytes())
        return buffer.getvalue()

    def save(self, path):
        """Writes a WAV file, completely or not at all.

        Args:
            path: the file; it must end in .wav.

        Returns:
            The path, a `pathlib.Path`.

        Raises:
            ValueError: the name ends in something else.
            OSError: the file cannot be written; then nothing is left behind.
        """
        path = pathlib.Path(path)
        if path.suffix.lower() != ".wav":
            raise ValueError(f"`path` must end in .wav. Received: {path}")
        with runtime.atomic_write(path) as temporary:
            temporary.write_bytes(self.wav())
        return path

    def _repr_html_(self):
        code = base64.b64encode(self.wav()).decode("ascii")
        return PLAYER.format(alt=html.escape(self.alt, quote=True), code=code)


def sonify(picture, beats=32, seed=0):
    """Plays a picture: its skyline is the melody, its colours the scale, its texture the tempo.

    The rules stand in `sound.notes`; none was learned, and another set of rules would be as
    good. A learned model would need many pictures that people have set to music.

    Args:
        picture: as in `transfer`.
        beats: columns that are read, one a beat; 8 to 128.
        seed: of the noise that strings are plucked with; an int of 0 or more.

    Returns:
        A `Sound`.

    Raises:
        ValueError: an argument is none of these.

    Example:
        sonify(artwork).save("lake.wav")
    """
    seed = _arguments.whole("seed", seed, 0)
    score = notes.read_score(picture, beats)
    return Sound(score, instruments.play(score, seed))
