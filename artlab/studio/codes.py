"""How an artwork was asked for, as settings, and as a short code that one can paste in a chat."""

import base64
import binascii
import dataclasses
import json
import zlib

from artlab.world.scene import STYLES

VERSION = 1
PREFIX = "art"
MAX_BYTES = 100_000  # a code that unpacks to more was not made by a person's prompt
SMALLEST, LARGEST, USUAL = 64, 1024, 256  # longer side of a painting, in pixels
MAX_SEED = 2**31 - 1
SHORT = {
    "p": "prompt",
    "s": "seed",
    "y": "style",
    "z": "size",
    "f": "finish",
    "r": "revisions",
    "o": "own",
}


@dataclasses.dataclass(frozen=True)
class Settings:
    """All that decides a painting, next to the models.

    Args:
        prompt: what was asked for; a str.
        seed: an int from 0 to 2**31 - 1.
        style: one of `world.scene.STYLES`, or None: as the text says.
        size: longer side in pixels; 64 to 1024.
        finish: whether paper, grain, snow and seal are laid over the painting.
        revisions: descriptions that were put in the place of the writer's, in turn.
        own: weights of a student's own that it needs, such as "painter 0123456789ab Maples":
            stage, fingerprint and name. They are not in the code.

    Example:

    >>> settings = Settings("a lake", seed=3)
    >>> Settings.from_code(settings.code) == settings
    True
    """

    prompt: str
    seed: int = 0
    style: str | None = None
    size: int = USUAL
    finish: bool = True
    revisions: tuple[str, ...] = ()
    own: tuple[str, ...] = ()

    def __post_init__(self):
        if not isinstance(self.prompt, str):
            raise ValueError(f"`prompt` must be a text. Received: {self.prompt!r}")
        check_seed(self.seed)
        check_style(self.style)
        check_size(self.size)
        if not isinstance(self.finish, bool):
            raise ValueError(f"`finish` must be True or False. Received: {self.finish!r}")
        for name in ("revisions", "own"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
            for text in getattr(self, name):
                if not isinstance(text, str):
                    raise ValueError(f"`{name}` must be texts. Received: {text!r}")

    @property
    def code(self):
        """The settings as letters, digits, "-" and "_"; a str that starts with "art1."."""
        usual = {field.name: field.default for field in dataclasses.fields(self)}
        told = {short: getattr(self, name) for short, name in SHORT.items()}
        told = {short: value for short, value in told.items() if value != usual[SHORT[short]]}
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        packed = zlib.compress(text.encode("utf-8"), 9, wbits=-15)
        letters = base64.urlsafe_b64encode(packed).decode("ascii").rstrip("=")
        return f"{PREFIX}{VERSION}.{letters}"

    @classmethod
    def from_code(cls, code):
        """The settings that `code` was made of.

        Raises:
            ValueError: it is no such code, was cut, or belongs to another version.
        """
        head, _, letters = str(code).strip().partition(".")
        if head != f"{PREFIX}{VERSION}":
            raise ValueError(
                f"`code` must start with {PREFIX}{VERSION}. and come from `artwork.code`. "
                f"Received: {str(code)[:40]!r}"
            )
        try:
            packed = base64.b64decode(letters + "=" * (-len(letters) % 4), "-_", validate=True)
            opened = zlib.decompressobj(wbits=-15)
            text = opened.decompress(packed, MAX_BYTES)
            if not opened.eof:
                raise ValueError("cut or too long")
            fields = json.loads(text)
            return cls(**{"prompt": "", **{SHORT[name]: fields[name] for name in fields}})
        except (binascii.Error, zlib.error, ValueError, KeyError, TypeError) as error:
            raise ValueError(
                f"`code` must be a whole code from `artwork.code` ({error}). "
                f"Received: {str(code)[:40]!r}"
            ) from error

    def to_dict(self):
        """The settings as JSON types."""
        told = {**dataclasses.asdict(self), "revisions": list(self.revisions)}
        own = list(told.pop("own"))
        return {**told, "own": own} if own else told


def check_seed(seed):
    """The seed, if it is one."""
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed <= MAX_SEED:
        raise ValueError(f"`seed` must be an int from 0 to {MAX_SEED}. Received: {seed!r}")
    return seed


def check_style(style):
    """The style, if it is one, or None."""
    if style is not None and style not in STYLES:
        raise ValueError(f"`style` must be one of: {', '.join(STYLES)}. Received: {style!r}")
    return style


def check_size(size):
    """The size, if it is one."""
    if isinstance(size, bool) or not isinstance(size, int) or not SMALLEST <= size <= LARGEST:
        raise ValueError(f"`size` must be an int from {SMALLEST} to {LARGEST}. Received: {size!r}")
    return size
