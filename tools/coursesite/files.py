"""The pictures and sounds of the site: a file for each, named after what is in it."""

import base64
import hashlib
import io
from pathlib import Path

from PIL import Image

from artlab.runtime import atomic_write

ENDINGS = {"image/svg+xml": "svg", "audio/wav": "wav", "audio/mpeg": "mp3"}
STORE = ".cache/site"  # pictures that were converted before


class Files:
    """Gathers what pages show.

    Args:
        root: folder of the course, for its cache of converted pictures.
        folder: where the files go.
        address: what stands before a file's name in a page.
    """

    def __init__(self, root, folder, address):
        self.store, self.folder, self.address = Path(root) / STORE, Path(folder), address
        self.sizes = {}

    def seen_from(self, prefix):
        """The same files for pages from which `prefix` leads to the site's first folder."""
        return Files(self.store.parents[1], self.folder, prefix + self.address)

    def sketch(self, document):
        """Keeps an SVG document; returns its address."""
        return self._keep(document.encode(), "svg")

    def source(self, kind, code):
        """Keeps one picture or sound.

        Args:
            kind: its MIME type.
            code: its bytes in base64.

        Returns:
            Its address. Pictures become WebP without loss.
        """
        data = base64.b64decode(code)
        return self._keep(data, ENDINGS[kind]) if kind in ENDINGS else self.picture(data)

    def picture(self, data, quality=None):
        """Keeps a PNG or JPEG picture as WebP.

        Args:
            data: bytes of the file.
            quality: 0 to 100, for paintings; `None` for no loss.

        Returns:
            Its address; `sizes` has its (width, height) in pixels.
        """
        made = self._converted(data, quality)
        address = self._keep(made, "webp")
        if address not in self.sizes:
            with Image.open(io.BytesIO(made)) as opened:
                self.sizes[address] = opened.size
        return address

    def _converted(self, data, quality):
        key = hashlib.sha256(data + str(quality).encode()).hexdigest()[:24]
        path = self.store / f"{key}.webp"
        if not path.is_file():
            options = {"lossless": True, "method": 2} if quality is None else {"quality": quality}
            buffer = io.BytesIO()
            with Image.open(io.BytesIO(data)) as opened:
                opened.convert("RGB").save(buffer, "WEBP", **options)
            _write(path, buffer.getvalue())
        return path.read_bytes()

    def _keep(self, data, ending):
        name = f"{hashlib.sha256(data).hexdigest()[:20]}.{ending}"
        if not (self.folder / name).is_file():
            _write(self.folder / name, data)
        return f"{self.address}/{name}"


def _write(path, data):
    with atomic_write(path) as temporary:
        temporary.write_bytes(data)
