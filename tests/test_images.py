"""Value ranges, grids, PNG files, words for pictures: `artlab.images`."""

import base64
import html.parser
import io
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image

from artlab import _reading, images

shapes = hnp.array_shapes(min_dims=1, max_dims=4, max_side=6)


def decode(data):
    return np.asarray(Image.open(io.BytesIO(data)))


def save(path, array, **options):
    Image.fromarray(array).save(path, **options)
    return path


# to_uint8, to_float


def test_round_trip_of_every_value_is_exact():
    values = np.arange(256, dtype=np.uint8)
    np.testing.assert_array_equal(images.to_uint8(images.to_float(values)), values)


@given(hnp.arrays(np.uint8, shapes))
def test_round_trip_of_any_array_is_exact(values):
    floats = images.to_float(values)
    assert floats.dtype == np.float32
    np.testing.assert_array_equal(images.to_uint8(floats), values)


def test_to_float_is_linear_from_minus_one_to_one():
    values = np.arange(256, dtype=np.uint8)
    np.testing.assert_allclose(images.to_float(values), np.linspace(-1, 1, 256), atol=1e-6)


@given(hnp.arrays(np.float32, shapes, elements=st.floats(-5, 5, width=32)))
def test_to_uint8_rounds_to_the_nearest_step(values):
    exact = (np.clip(values.astype(np.float64), -1, 1) + 1) * 127.5
    assert np.abs(images.to_uint8(values) - exact).max() <= 0.5 + 1e-4


def test_to_uint8_of_half_precision_keeps_every_value():
    values = np.arange(256, dtype=np.uint8)
    half = images.to_float(values).astype(np.float16)
    np.testing.assert_array_equal(images.to_uint8(half), values)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_to_uint8_of_a_value_that_is_no_number_is_refused(bad):
    with pytest.raises(ValueError, match=r"`images` must be finite. Received: 1 values"):
        images.to_uint8(np.array([0.0, bad]))


def test_to_uint8_of_other_integers_is_refused():
    with pytest.raises(ValueError, match=r"`images` must be float .* Received: int64"):
        images.to_uint8(np.array([0, 255]))


def test_to_float_of_floats_is_refused():
    with pytest.raises(ValueError, match=r"`images` must be uint8. Received: float64"):
        images.to_float(np.zeros(3))


# tile


@settings(max_examples=50)
@given(
    num=st.integers(1, 10),
    columns=st.integers(1, 5),
    gap=st.integers(0, 3),
    channels=st.sampled_from([1, 3]),
    seed=st.integers(0, 100),
)
def test_tile_puts_every_picture_in_its_place(num, columns, gap, channels, seed):
    height, width, background = 4, 3, 7
    batch = np.random.default_rng(seed).integers(
        0, 256, (num, height, width, channels), dtype=np.uint8
    )
    grid = images.tile(batch, columns=columns, gap=gap, background=background)
    rows = -(-num // columns)
    assert grid.shape == (rows * (height + gap) + gap, columns * (width + gap) + gap, 3)
    left = np.ones(grid.shape[:2], bool)  # pixels that belong to no picture
    for index in range(num):
        top = gap + (index // columns) * (height + gap)
        side = gap + (index % columns) * (width + gap)
        cell = (slice(top, top + height), slice(side, side + width))
        np.testing.assert_array_equal(grid[cell], np.broadcast_to(batch[index], (height, width, 3)))
        left[cell] = False
    assert (grid[left] == background).all()


@pytest.mark.parametrize(("num", "columns"), [(1, 1), (4, 2), (5, 3), (64, 8), (10, 4)])
def test_tile_without_columns_is_nearly_square(num, columns):
    assert images.tile(np.zeros((num, 2, 2)), gap=0).shape[1] == 2 * columns


def test_tile_of_floats_equals_tile_of_bytes():
    batch = np.random.default_rng(0).integers(0, 256, (3, 5, 5, 1), dtype=np.uint8)
    np.testing.assert_array_equal(images.tile(images.to_float(batch)), images.tile(batch))


def test_tile_lays_transparency_on_white():
    clear = np.zeros((1, 2, 2, 4), np.uint8)
    assert (images.tile(clear, gap=0) == 255).all()


def test_tile_with_a_coloured_background_shows_it():
    grid = images.tile(np.zeros((1, 2, 2, 1)), gap=1, background=(1, 2, 3))
    assert grid[0, 0].tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"columns": 0}, "`columns` must be an int of 1 or more. Received: 0"),
        ({"gap": -1}, "`gap` must be an int of 0 or more. Received: -1"),
        ({"background": 256}, "`background` must be .* Received: 256"),
        ({"background": (1, 2)}, r"`background` must be .* Received: \(1, 2\)"),
        ({"background": 0.5}, "`background` must be .* Received: 0.5"),
    ],
)
def test_tile_with_a_bad_argument_names_it(arguments, message):
    with pytest.raises(ValueError, match=message):
        images.tile(np.zeros((1, 2, 2, 1)), **arguments)


@pytest.mark.parametrize("shape", [(2, 2), (0, 2, 2, 1), (1, 2, 2, 2), (1, 0, 2, 1)])
def test_tile_of_a_bad_shape_names_the_rule(shape):
    with pytest.raises(ValueError, match="`images` must have shape"):
        images.tile(np.zeros(shape))


# enlarge


@pytest.mark.parametrize("shape", [(2, 3), (2, 3, 3)])
def test_enlarge_repeats_every_pixel(shape):
    image = np.arange(np.prod(shape)).reshape(shape)
    factor = 3
    large = images.enlarge(image, factor)
    expected = np.kron(image, np.ones((factor, factor) + (1,) * (len(shape) - 2), int))
    np.testing.assert_array_equal(large, expected)


def test_enlarge_by_a_fraction_is_refused():
    with pytest.raises(ValueError, match="`factor` must be an int of 1 or more"):
        images.enlarge(np.zeros((2, 2)), 1.5)


# PNG


@pytest.mark.parametrize("shape", [(4, 5), (4, 5, 1), (4, 5, 3), (4, 5, 4)])
def test_png_bytes_decode_to_the_same_pixels(shape):
    image = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    expected = image[..., 0] if shape[-1] == 1 else image
    np.testing.assert_array_equal(decode(images.png_bytes(image)), expected)


def test_png_bytes_of_floats_uses_the_whole_range():
    assert decode(images.png_bytes(np.array([[-1.0, 1.0]]))).tolist() == [[0, 255]]


def test_png_bytes_of_a_batch_is_refused():
    with pytest.raises(ValueError, match=r"`image` must have shape.*Received: \(2, 4, 4, 1\)"):
        images.png_bytes(np.zeros((2, 4, 4, 1)))


keys = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=79)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@settings(max_examples=50)
@given(st.dictionaries(keys, texts, max_size=4))
def test_png_metadata_in_any_language_comes_back(tmp_path_factory, metadata):
    path = tmp_path_factory.mktemp("png") / "a.png"
    images.save_png(path, np.zeros((2, 2)), metadata)
    assert images.load_png_metadata(path) == metadata


def test_png_metadata_with_chinese_and_emoji_comes_back(tmp_path):
    metadata = {"prompt": "山水畫 — ein Bär 🐻\n第二行", "seed": "7"}
    images.save_png(tmp_path / "a.png", np.zeros((2, 2)), metadata)
    assert images.load_png_metadata(tmp_path / "a.png") == metadata


@pytest.mark.parametrize(
    "metadata", [{"": "a"}, {"k" * 80: "a"}, {"鑰": "a"}, {"key": 7}, {"key": None}]
)
def test_png_metadata_that_the_format_cannot_hold_is_refused(metadata):
    with pytest.raises(ValueError, match="`metadata`"):
        images.png_bytes(np.zeros((2, 2)), metadata)


def test_png_bytes_are_the_same_every_time():
    image = np.zeros((4, 4))
    assert images.png_bytes(image, {"a": "b"}) == images.png_bytes(image, {"a": "b"})


def test_save_png_of_a_bad_picture_keeps_the_old_file(tmp_path):
    images.save_png(tmp_path / "a.png", np.zeros((2, 2)), {"a": "old"})
    with pytest.raises(ValueError, match="finite"):
        images.save_png(tmp_path / "a.png", np.full((2, 2), np.nan))
    assert [file.name for file in tmp_path.iterdir()] == ["a.png"]
    assert images.load_png_metadata(tmp_path / "a.png") == {"a": "old"}


def test_load_png_metadata_of_another_format_is_refused(tmp_path):
    path = save(tmp_path / "a.jpg", np.zeros((2, 2), np.uint8))
    with pytest.raises(ValueError, match="`path` must be a readable PNG"):
        images.load_png_metadata(path)


def test_load_png_metadata_of_a_text_bomb_is_refused(tmp_path):
    def chunk(name, body):
        check = zlib.crc32(name + body).to_bytes(4, "big")
        return len(body).to_bytes(4, "big") + name + body + check

    data = images.png_bytes(np.zeros((2, 2)))
    bomb = chunk(b"zTXt", b"a\0\0" + zlib.compress(b"x" * 70_000_000, 9))
    (tmp_path / "a.png").write_bytes(data[:33] + bomb + data[33:])  # behind signature and header
    with pytest.raises(ValueError, match="`path` must be a readable PNG"):
        images.load_png_metadata(tmp_path / "a.png")


# html


class OneTag(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.data = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.data += data


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")))
def test_html_escapes_any_alt_text(alt):
    parsed = OneTag(images.html(np.zeros((2, 2)), alt))
    ((tag, attributes),) = parsed.tags
    assert (tag, attributes["alt"], parsed.data) == ("img", alt, "")


def test_html_of_a_script_stays_text():
    parsed = OneTag(images.html(np.zeros((2, 2)), '"><script>alert(1)</script>'))
    assert [tag for tag, _ in parsed.tags] == ["img"]


def test_html_carries_the_picture():
    image = np.random.default_rng(0).integers(0, 256, (3, 4, 3), dtype=np.uint8)
    ((_, attributes),) = OneTag(images.html(image, "noise", width=80)).tags
    head, _, code = attributes["src"].partition(",")
    assert (head, attributes["width"]) == ("data:image/png;base64", "80")
    np.testing.assert_array_equal(decode(base64.b64decode(code)), image)


def test_html_with_a_bad_width_is_refused():
    with pytest.raises(ValueError, match="`width` must be an int"):
        images.html(np.zeros((2, 2)), "a", width='1" onload="x')


# describe


def with_square(top, left, ground=-1.0, ink=1.0, side=30, size=10):
    image = np.full((side, side), ground)
    image[top : top + size, left : left + size] = ink
    return image


@pytest.mark.parametrize(
    ("top", "left", "place"),
    [
        (0, 0, "the top left"),
        (10, 10, "the middle"),
        (20, 20, "the bottom right"),
        (10, 20, "the middle right"),
        (0, 10, "the top centre"),
    ],
)
def test_describe_says_where_the_shape_is(top, left, place):
    assert images.describe(with_square(top, left)).endswith(f"around {place}.")


def test_describe_says_how_much_the_shape_covers():
    assert "light shape covering 11% around" in images.describe(with_square(10, 10))


def test_describe_tells_dark_ink_on_light_paper():
    words = images.describe(with_square(10, 10, ground=1.0, ink=-1.0))
    assert "very light ground, dark shape" in words


@pytest.mark.parametrize(
    ("colour", "word"),
    [((200, 30, 30), "red"), ((30, 160, 60), "green"), ((40, 60, 200), "blue")],
)
def test_describe_names_the_main_colour(colour, word):
    picture = np.random.default_rng(0).normal(colour, 12, (20, 20, 3)).clip(0, 255)
    assert images.describe(picture.astype(np.uint8)).endswith(f"mostly {word}.")


def test_describe_of_a_batch_counts_pictures_and_collapse():
    collapsed = np.repeat(with_square(0, 0)[None], 64, axis=0)
    words = images.describe(collapsed, what="Fakes")
    assert words.startswith("Fakes: 64 pictures, 30 by 30 pixels each, on average very dark")
    assert words.endswith("all the same.")


def test_describe_of_a_batch_counts_the_different_ones():
    batch = np.stack([with_square(0, 0), with_square(0, 0), with_square(5, 5)])
    assert images.describe(batch).endswith("2 different.")


def test_describe_of_a_plain_picture_says_so():
    assert "one even mid-toned tone" in images.describe(np.zeros((8, 8, 3)))


@settings(max_examples=50)
@given(hnp.arrays(np.uint8, st.tuples(*[st.integers(1, 9)] * 2, st.sampled_from([1, 3, 4]))))
def test_describe_of_any_picture_is_one_sentence(image):
    words = images.describe(image)
    assert words.startswith("1 picture, ")
    assert words.count(".") == 1 and words.endswith(".") and "nan" not in words


# read_image

MODES = ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "HSV", "LAB", "I", "F", "I;16"]
SUFFIX = {"CMYK": "jpg", "YCbCr": "jpg", "LAB": "tif", "F": "tif", "I": "tif", "I;16": "png"}


@pytest.mark.parametrize("mode", [mode for mode in MODES if mode != "HSV"])
@pytest.mark.parametrize(("color", "channels"), [("rgb", 3), ("gray", 1)])
def test_read_image_of_every_mode_gives_the_shape(tmp_path, mode, color, channels):
    path = tmp_path / f"a.{SUFFIX.get(mode, 'png')}"
    Image.new(mode, (31, 17)).save(path)
    pixels = images.read_image(path, size=8, color=color)
    assert (pixels.shape, pixels.dtype) == ((8, 8, channels), np.uint8)


@pytest.mark.parametrize("mode", ["L", "I;16", "I", "F"])
def test_read_image_of_deep_greys_uses_the_whole_range(tmp_path, mode):
    full = {"L": 255, "I;16": 65535, "I": 65535, "F": 1.0}[mode]
    dtype = {"L": np.uint8, "I;16": np.uint16, "I": np.int32, "F": np.float32}[mode]
    ramp = (np.linspace(0, 1, 256)[None] * full).astype(dtype)
    path = save(tmp_path / f"a.{SUFFIX.get(mode, 'png')}", ramp)
    grey = images.read_image(path, color="gray")[0, :, 0]
    np.testing.assert_allclose(grey, np.arange(256), atol=1)


def test_read_image_of_a_dim_16_bit_picture_stays_dim(tmp_path):
    path = save(tmp_path / "a.png", np.full((2, 2), 200, np.uint16))
    assert images.read_image(path, color="gray").max() == 1


def test_read_image_obeys_the_cameras_rotation(tmp_path):
    upright = np.zeros((20, 10, 3), np.uint8)
    upright[:5] = 255
    exif = Image.Exif()
    exif[0x0112] = 6  # stored turned: show it rotated by 90 degrees clockwise
    stored = Image.fromarray(np.rot90(upright).copy())
    stored.save(tmp_path / "a.png", exif=exif)
    np.testing.assert_array_equal(images.read_image(tmp_path / "a.png"), upright)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_read_image_lays_transparency_on_white(tmp_path, mode):
    if mode == "P":
        Image.new("P", (4, 4)).save(tmp_path / "a.png", transparency=0)
    else:
        Image.new(mode, (4, 4)).save(tmp_path / "a.png")
    assert (images.read_image(tmp_path / "a.png") == 255).all()


def test_read_image_with_size_keeps_the_centre(tmp_path):
    wide = np.zeros((10, 30), np.uint8)
    wide[:, 10:20] = 255
    path = save(tmp_path / "a.png", wide)
    assert (images.read_image(path, size=10) == 255).all()


@pytest.mark.parametrize("shape", [(1, 1), (1, 400), (400, 1), (7, 3)])
def test_read_image_of_odd_sizes_gives_a_square(tmp_path, shape):
    path = save(tmp_path / "a.png", np.zeros(shape, np.uint8))
    assert images.read_image(path, size=28, color="gray").shape == (28, 28, 1)


def test_read_image_of_a_bomb_is_refused_before_it_unpacks(tmp_path, recwarn):
    # 300 million pixels in a file of 40 bytes: only the header is there to be read.
    header = (20_000).to_bytes(4, "big") + (15_000).to_bytes(4, "big") + b"\x08\0\0\0\0"
    chunk = b"IHDR" + header
    data = b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4, "big") + chunk
    data += zlib.crc32(chunk).to_bytes(4, "big") + b"\0\0\0\0IDAT"
    (tmp_path / "a.png").write_bytes(data)
    with pytest.raises(ValueError, match=r"pixels|decompression bomb"):
        images.read_image(tmp_path / "a.png")
    assert not recwarn


def test_read_image_over_the_limit_of_pixels_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(_reading, "MAX_PIXELS", 99)
    path = save(tmp_path / "a.png", np.zeros((10, 10), np.uint8))
    with pytest.raises(ValueError, match="10 x 10 pixels; at most 99"):
        images.read_image(path)


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"\x89PNG\r\n\x1a\n", b"%!PS-Adobe-3.0 EPSF-3.0\n"]
)
def test_read_image_of_no_picture_names_the_file(tmp_path, content):
    (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(ValueError, match=r"`path` must be a readable picture. Received: .*a\.png"):
        images.read_image(tmp_path / "a.png")


def test_read_image_of_a_truncated_picture_is_refused(tmp_path):
    noise = np.random.default_rng(0).integers(0, 256, (50, 50, 3), dtype=np.uint8)
    whole = images.png_bytes(noise)
    (tmp_path / "a.png").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ValueError, match="`path` must be a readable picture"):
        images.read_image(tmp_path / "a.png")


def test_read_image_of_an_absent_file_says_so(tmp_path):
    with pytest.raises(FileNotFoundError):
        images.read_image(tmp_path / "absent.png")


@pytest.mark.parametrize("arguments", [{"size": 0}, {"size": 2.5}, {"color": "colour"}])
def test_read_image_with_a_bad_argument_names_it(tmp_path, arguments):
    with pytest.raises(ValueError, match=f"`{next(iter(arguments))}` must be"):
        images.read_image(tmp_path / "a.png", **arguments)
