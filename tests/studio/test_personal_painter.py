"""The personal painter: its network, its files, its training, and works made with it."""

import hashlib
import os
import signal

import numpy as np
import pytest
import torch

from artlab import world
from artlab.studio import Artwork, Painter, PersonalPainter, Studio, conditions, provenance, wall
from artlab.studio.codes import Settings
from artlab.studio.personal import keeping
from artlab.studio.sessions import open_session
from artlab.studio.training import personal_network, personal_painter, personal_pictures
from artlab.studio.training.personal_run import fit
from artlab.world import looks
from artlab.world.scene import STYLES, Scene

GRAPH = provenance.WEIGHTS / "painter" / "painter.onnx"


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def drawn():
    plan = world.sample(5, format="square", time="dusk")
    return plan, world.draw(plan, 1)


@pytest.fixture(scope="module")
def rosy():
    """A painter whose last layer adds red."""
    bias = personal_network.shipped_arrays()["colors/bias"] + np.array([1, 0, 0], np.float16)
    return PersonalPainter("Rosy", {"colors/bias": bias}, {"base": "ink", "num_pictures": 3})


def wide(color):
    return np.full((64, 96, 3), color, np.uint8)


# The network


@pytest.mark.parametrize("style", STYLES)
def test_generator_paints_as_the_shipped_graph(style, drawn):
    plan, sketch = drawn
    channels = conditions.channels(sketch, plan, 64)
    vector = conditions.style_vector(Scene(style=style))
    graph = Painter.load().run([channels], [vector])[0]
    network = personal_network.Generator(personal_network.shipped_arrays())
    with torch.no_grad():
        planes = torch.from_numpy(channels).permute(2, 0, 1)[None]
        found = network(planes, torch.from_numpy(vector.copy())[None])[0]
    np.testing.assert_allclose(found.permute(1, 2, 0).numpy(), graph, atol=2e-5)


def test_exchanged_bias_moves_what_goes_into_tanh_by_as_much(drawn, rosy):
    plan, sketch = drawn
    inputs = [conditions.channels(sketch, plan, 64)], [conditions.style_vector(plan)]
    before, after = (np.arctanh(one.run(*inputs)[0].clip(-0.99, 0.99)) for one in
                     (Painter.load(), rosy))  # fmt: skip
    inside = (np.abs(before) < 1.5) & (np.abs(after) < 1.5)
    moved = np.where(inside, after - before, np.nan)
    assert np.nanmax(np.abs(moved[..., 0] - 1)) < 1e-2
    assert np.nanmax(np.abs(moved[..., 1:])) < 1e-3


def test_exchanged_weights_must_be_float16():
    with pytest.raises(ValueError, match="`colors/bias` must be float16"):
        open_session(GRAPH, 1, {"colors/bias": np.zeros(3, np.float32)})


def test_painter_without_changes_paints_as_the_shipped_one(drawn):
    plan, sketch = drawn
    same = PersonalPainter("Same", {}, {"base": "woodblock"})
    seen = same.seen(plan)
    assert (same.paint(sketch, plan) == Painter.load().paint(sketch, seen)).all()


def test_style_and_palette_give_way_and_time_stays(rosy, drawn):
    seen = rosy.seen(drawn[0])
    assert (seen.style, seen.palette, seen.time, seen.weather) == (
        "ink", 0, "dusk", drawn[0].weather,
    )  # fmt: skip


# Files


def test_saved_painter_paints_the_same(tmp_path, rosy, drawn):
    plan, sketch = drawn
    loaded = PersonalPainter.load(rosy.save(tmp_path / "mine"))
    assert (loaded.name, loaded.fingerprint, loaded.base) == ("Rosy", rosy.fingerprint, "ink")
    assert (loaded.paint(sketch, plan) == rosy.paint(sketch, plan)).all()


def test_card_tells_the_hash_and_keeps_tables_whole(tmp_path, rosy):
    odd = PersonalPainter("Odd", rosy.weights, {"base": "ink", "source": "a | b\nc"})
    odd.save(tmp_path)
    card = (tmp_path / "README.md").read_text(encoding="utf-8")
    file = (tmp_path / "personal_painter.safetensors").read_bytes()
    assert hashlib.sha256(file).hexdigest() in card
    assert "a \\| b c" in card


def test_weights_of_another_painter_are_refused(tmp_path, rosy):
    about = {"name": "Rosy", "base": "ink", "needs": "0" * 64}
    card = {"title": "A", "summary": "B", "rows": {}, "limits": "C"}
    keeping.save(tmp_path, "personal_painter.safetensors", rosy.weights, about, card)
    with pytest.raises(ValueError, match="must belong to the shipped painter"):
        PersonalPainter.load(tmp_path)


def test_missing_painter_names_what_is_shipped(tmp_path):
    with pytest.raises(FileNotFoundError, match="or one of the shipped"):
        PersonalPainter.load(tmp_path)


def test_fingerprint_changes_with_one_number(rosy):
    other = {"colors/bias": rosy.weights["colors/bias"].copy()}
    assert keeping.fingerprint(other) == rosy.fingerprint
    other["colors/bias"][2] += np.float16(0.01)
    assert keeping.fingerprint(other) != rosy.fingerprint


@pytest.mark.parametrize("where", PersonalPainter.shipped())
def test_shipped_painters_paint_and_are_small(where, drawn):
    painter = PersonalPainter.load(where)
    assert painter.paint(drawn[1], drawn[0], 128).shape == (128, 128, 3)
    file = keeping.home(where, "personal_painter.safetensors") / "personal_painter.safetensors"
    assert file.stat().st_size < 2_000_000


# What it learns from


def test_lines_of_a_black_square_lie_on_its_rim():
    picture = np.full((256, 256, 3), 235, np.uint8)
    picture[64:192, 64:192] = 20
    points = np.concatenate(
        [stroke.points for stroke in personal_pictures.lines_of(picture).strokes]
    )
    away = np.abs(np.abs(points - 0.5).max(axis=1) - 0.25)
    assert np.quantile(away, 0.9) < 0.03
    assert np.ptp(points, axis=0).min() > 0.4


def test_lines_of_an_even_picture_are_none():
    assert personal_pictures.lines_of(wide((120, 90, 60))).strokes == ()


def test_folder_and_list_give_centred_squares(tmp_path):
    from artlab import images

    picture = wide((0, 0, 0))
    picture[:, 16:80] = (200, 100, 50)
    images.save_png(tmp_path / "one.png", picture)
    (from_list,), (from_folder,) = (
        personal_pictures.read(given) for given in ([picture], tmp_path)
    )
    assert from_list.shape == from_folder.shape == (256, 256, 3)
    assert (from_list[64:192, 64:192] == (200, 100, 50)).all()
    assert np.abs(from_folder[64:192, 64:192].astype(int) - (200, 100, 50)).max() <= 1


def test_crops_keep_lines_on_their_pictures():
    picture = np.zeros((256, 256, 3), np.uint8)
    picture[:, 128:] = 255
    examples = personal_pictures.Examples([picture])
    examples.lines[:] = (examples.pictures[:, :1] + 1) / 2  # any plane that goes with the picture
    for seed in range(4):
        channels, crops = examples.batch(np.random.default_rng(seed), 2, 64)
        lines = channels[:, conditions.PLAIN]
        assert torch.allclose(lines, (crops[:, 0] + 1) / 2, atol=1e-5)


@pytest.mark.parametrize("style", ["ink", "woodblock"])
def test_nearest_style_of_the_worlds_own_pictures_is_theirs(style):
    plans = [world.sample(seed, style=style, time="day", format="square") for seed in (71, 72, 73)]
    pictures = [world.render(plan, world.draw(plan, 1), 256) for plan in plans]
    assert personal_painter.nearest_style(personal_pictures.Examples(pictures)) == style


def test_jade_changes_colors_and_leaves_the_world_as_it_was():
    from artlab.world import palettes

    before = dict(palettes.BASES["watercolour"])
    (picture,) = looks.jade_pictures(1)
    assert palettes.BASES["watercolour"] == before
    ((plan, sketch),) = looks.jade_scenes(1)
    plain = world.render(plan, sketch, 256, 0, finish=False)
    sky, plain_sky = (one[:20].reshape(-1, 3).mean(axis=0) for one in (picture, plain))
    assert np.argmax(plain_sky) == 2  # blue
    assert np.argmax(sky) == 1  # jade


# Training


def small_run(steps=4, path=None):
    examples = personal_pictures.Examples(personal_pictures.read([wide((30, 160, 150))]))
    settings = personal_painter.Settings(steps=steps, side=64, batch_size=1)
    return personal_painter.Run(examples, "ink", settings, path)


def test_resumed_run_equals_an_uninterrupted_one(tmp_path):
    whole, first, second = small_run(), small_run(path=tmp_path / "run.safetensors"), None
    for _ in range(4):
        whole.advance()
    for _ in range(2):
        first.advance()
    first.save()
    second = small_run(path=tmp_path / "run.safetensors")
    second.restore()
    while second.step < 4:
        second.advance()
    pairs = zip(whole.weights().values(), second.weights().values(), strict=True)
    assert all((one == other).all() for one, other in pairs)


def test_interrupt_ends_after_the_step_and_the_run_goes_on(tmp_path, capsys):
    def stop(step, steps, losses):
        if step == 2:
            os.kill(os.getpid(), signal.SIGINT)

    run = small_run(path=tmp_path / "run.safetensors")
    fit(run, "one", stop, personal_painter.NAMES)
    assert run.step == 2
    assert "Interrupted after step 2" in capsys.readouterr().out
    again = small_run(path=tmp_path / "run.safetensors")
    fit(again, "one", None, personal_painter.NAMES)
    assert again.step == 4


def test_run_of_other_pictures_is_refused(tmp_path):
    fit(small_run(1, tmp_path / "run.safetensors"), "one", None, personal_painter.NAMES)
    with pytest.raises(ValueError, match="`folder` must hold a run of the same material"):
        fit(small_run(1, tmp_path / "run.safetensors"), "two", None, personal_painter.NAMES)


def test_only_biases_and_the_way_back_change():
    run = small_run(2)
    before = {name: weight.detach().clone() for name, weight in run.model.weights.items()}
    for _ in range(2):
        run.advance()
    changed = {n for n, weight in run.model.weights.items() if not torch.equal(weight, before[n])}
    assert {"colors/kernel", "up_0/kernel", "down_4_film/bias"} <= changed
    assert not changed & {"style_1/bias", "down_0/kernel", "bottom_1/kernel", "up_0_film/kernel"}


def test_painter_learns_the_color_of_its_pictures(tmp_path, drawn):
    plan, sketch = drawn
    color = (30, 160, 150)
    painter = personal_painter.personalise_painter(
        [wide(color)], name="Teal", base="watercolour", steps=12, folder=tmp_path
    )
    before = Painter.load().paint(sketch, painter.seen(plan)).mean(axis=(0, 1))
    after = painter.paint(sketch, plan).mean(axis=(0, 1))
    assert np.abs(after - color).sum() < 0.8 * np.abs(before - color).sum()
    assert PersonalPainter.load(tmp_path).fingerprint == painter.fingerprint


@pytest.mark.nightly
def test_personal_painter_comes_nearer_than_matched_colors():
    from artlab.gallery import match_colors
    from benchmarks import personalising

    pairs = personalising.scenes(personalising.FIRST_HELD_OUT + 100, 6)
    plans, sketches = zip(*pairs, strict=True)
    with looks.jade():
        truth = personalising.rendered(pairs)
    learned = looks.jade_pictures(5, 9)
    painter = personal_painter.personalise_painter(learned, name="Jade", steps=80, seed=9)
    plain = Painter.load().paint_many(sketches, plans)
    pool = np.concatenate(learned, axis=1)
    matched = personalising.distances([match_colors(one, pool) for one in plain], truth)
    own = personalising.distances(painter.paint_many(sketches, plans), truth)
    assert own["pixels"] < matched["pixels"]
    assert own["features"] < matched["features"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"name": ""}, "`name` must be one line"),
        ({"name": "a", "steps": 0}, "`steps` must be an int of 1 or more"),
        ({"name": "a", "seed": -1}, "`seed` must be an int of 0 or more"),
        ({"name": "a", "base": "oil"}, "`style` must be one of"),
        ({"name": "a", "pictures": []}, "`pictures` must be 1 to 200 pictures. Received: 0"),
        ({"name": "a", "pictures": 3}, "`pictures` must be a folder or a list"),
        ({"name": "a", "pictures": ["none.png"]}, "none.png"),
    ],
)
def test_errors_name_the_argument(given, message):
    pictures = given.pop("pictures", [wide((1, 2, 3))])
    with pytest.raises((ValueError, OSError), match=message):
        personal_painter.personalise_painter(pictures, **given)


# Works


@pytest.fixture(scope="module")
def work(rosy):
    return Studio(seed=2, painter=rosy).paint("a lake at dusk")


def test_provenance_names_the_personal_painter(work, rosy):
    told = work.provenance["models"]["painter"]
    assert (told["name"], told["fingerprint"], told["shipped"]) == ("Rosy", rosy.fingerprint, False)


def test_code_needs_the_weights_that_it_does_not_hold(work, rosy):
    with pytest.raises(ValueError, match=f"personal painter 'Rosy' .{rosy.fingerprint}"):
        Artwork.from_code(work.code)
    again = Artwork.from_code(work.code, Studio(painter=rosy))
    assert (again.painting == work.painting).all()


def test_code_is_refused_by_another_personal_painter(work):
    other = PersonalPainter("Rosy", {}, {"base": "ink"})
    with pytest.raises(ValueError, match="`studio` must have the personal painter"):
        Artwork.from_code(work.code, Studio(painter=other))


def test_saved_work_still_names_its_painter(work, tmp_path):
    loaded = Artwork.load(work.save(tmp_path / "work.png"))
    assert loaded.code == work.code
    assert loaded.settings.own == work.settings.own


def test_codes_of_the_shipped_models_do_not_tell_of_weights():
    settings = Studio(seed=3).settings("a lake", 3)
    assert settings == Settings("a lake", seed=3)
    assert "own" not in settings.to_dict()


def test_wall_passes_over_codes_of_personal_painters(work, rosy):
    entries = wall.read_codes(work.code)
    assert [painted for _, painted in wall.paint_entries(entries)] == [None]
    ((_, painted),) = wall.paint_entries(entries, studio=Studio(painter=rosy))
    assert (painted.painting == work.painting).all()
