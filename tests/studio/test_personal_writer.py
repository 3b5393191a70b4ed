"""The personal writer: what it learns from, its training, its files, and works made with it."""

import numpy as np
import pytest
import torch

from artlab.studio import Artwork, PersonalWriter, Studio, Writer, notes
from artlab.studio.personal import keeping
from artlab.studio.text import CJK
from artlab.studio.training import personal_lines, personal_writer

LINES = (
    "The lake sleeps at dusk, and two pines lean over it to listen.",
    "The moon waits for the boat, and the river sings low.",
    "Snow wears the mountain like a coat.",
)


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def lines():
    return personal_lines.Lines(LINES, Writer.load())


@pytest.fixture(scope="module")
def learned(lines):
    """A run of 16 steps, and its losses of own lines."""
    run = personal_writer.Run(lines, personal_writer.Settings(steps=16, own=4, rehearsed=2))
    return run, [run.advance()[0] for _ in range(16)]


@pytest.fixture(scope="module")
def writer(learned):
    return PersonalWriter("Snow coat", learned[0].weights(), {"num_lines": len(LINES)})


# What it learns from


def test_sequence_is_request_notes_and_line(lines):
    ids, start = lines.item(0)
    assert ids[0] == notes.ASK
    assert ids[1] == notes.NOTES
    assert ids[start - 1] == notes.TELL
    assert ids[start:] == [*lines.encode(LINES[0]), notes.END]


def test_notes_are_what_the_writer_reads_in_the_line(lines):
    ids, start = lines.item(1)
    noted = notes.decode(ids[1 : start - 1])
    assert noted == Writer.load().notes(LINES[1])
    assert {"moon", "boat", "river"} <= set(noted)


def test_folder_gives_every_line_of_its_texts(tmp_path):
    (tmp_path / "b.txt").write_text("third\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("\ufefffirst \n\n  second\n", encoding="utf-8")
    (tmp_path / "c.md").write_text("not read", encoding="utf-8")
    assert personal_lines.read(tmp_path) == ["first", "second", "third"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([], "`texts` must hold 1 to 2000 lines. Received: 0"),
        (["", "  "], "`texts` must hold 1 to 2000 lines. Received: 0"),
        ([3], "`texts` must be a str. Received: int"),
        (7, "`texts` must be a folder or a list of str"),
    ],
)
def test_what_is_no_text_is_refused(given, message):
    with pytest.raises(ValueError, match=message):
        personal_lines.read(given)


def test_missing_folder_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="`texts` must be a folder that exists"):
        personal_lines.read(tmp_path / "none")


def test_letters_that_the_writer_lacks_are_refused():
    with pytest.raises(ValueError, match="that the writer can spell"):
        personal_lines.Lines(["Гора стоит над озером"], Writer.load())


# Training


def test_loss_of_a_model_without_knowledge_is_that_of_an_even_choice(lines):
    run = personal_writer.Run(lines, personal_writer.Settings(steps=1))
    with torch.no_grad():
        for weight in run.model.parameters():
            weight.zero_()
        loss = personal_writer.loss_of(run.model, [lines.item(0)])
    assert float(loss) == pytest.approx(np.log(notes.VOCABULARY_SIZE), rel=1e-5)


def test_own_lines_become_likelier(learned):
    losses = learned[1]
    assert np.mean(losses[-3:]) < 0.6 * np.mean(losses[:2])


def test_only_embeddings_and_the_last_block_learn(learned):
    names = set(learned[0].weights())
    assert "transformer.wte.weight" in names
    assert not any(name.startswith(("transformer.h.0", "transformer.wpe")) for name in names)
    assert sum(array.nbytes for array in learned[0].weights().values()) < 2_000_000


def test_resumed_run_equals_an_uninterrupted_one(tmp_path, lines):
    settings = personal_writer.Settings(steps=4, own=2, rehearsed=1)
    whole = personal_writer.Run(lines, settings)
    first = personal_writer.Run(lines, settings, tmp_path / "run.safetensors")
    for run, steps in ((whole, 4), (first, 2)):
        for _ in range(steps):
            run.advance()
    first.save()
    second = personal_writer.Run(lines, settings, tmp_path / "run.safetensors")
    second.restore()
    for _ in range(2):
        second.advance()
    pairs = zip(whole.weights().values(), second.weights().values(), strict=True)
    assert all((one == other).all() for one, other in pairs)


# The writer


def test_writer_scores_tokens_as_the_model_that_was_trained(learned, writer, lines):
    ids, _ = lines.item(0)
    with torch.no_grad():
        wanted = learned[0].model(torch.tensor([ids])).logits[0, -1].numpy()
    writer.model.start(1)
    found = writer.model.step([ids], np.array([len(ids)]))[0]
    np.testing.assert_allclose(found, wanted[: len(found)], atol=0.05)
    assert np.abs(wanted).max() > 1


def test_grammar_stays_the_languages_do_not_mix(writer):
    assert not CJK.search(writer.write("a lake at dusk", seed=1))
    chinese = writer.write("湖上的月亮", seed=1)
    assert not any("a" <= letter <= "z" for letter in chinese.lower())


def test_saved_writer_writes_the_same(tmp_path, writer):
    loaded = PersonalWriter.load(writer.save(tmp_path))
    assert loaded.fingerprint == writer.fingerprint
    assert loaded.write("a lake", seed=5) == writer.write("a lake", seed=5)
    assert writer.fingerprint in (tmp_path / "README.md").read_text(encoding="utf-8")


def test_shipped_writers_belong_to_the_shipped_model():
    for name in PersonalWriter.shipped():
        assert PersonalWriter.load(name).write("a lake", seed=1)


def test_personalise_writer_keeps_what_it_made(tmp_path):
    told = []
    made = personal_writer.personalise_writer(
        LINES, name="Kept", folder=tmp_path, steps=2, on_step=lambda *step: told.append(step)
    )
    assert [step[:2] for step in told] == [(1, 2), (2, 2)]
    assert set(told[0][2]) == {"own", "rehearsed"}
    assert PersonalWriter.load(tmp_path).fingerprint == made.fingerprint
    with pytest.raises(ValueError, match="`folder` must hold a run of the same material"):
        personal_writer.personalise_writer(LINES[:1], name="Kept", folder=tmp_path, steps=2)


def test_code_needs_the_writer(writer):
    studio = Studio(seed=2, writer=writer)
    settings = studio.settings("a lake", 2)
    assert settings.own == (f"writer {writer.fingerprint} Snow coat",)
    with pytest.raises(ValueError, match="personal writer 'Snow coat'"):
        Artwork.from_code(settings.code)


# The benchmark's grammar: an oracle for what the writer is measured against


def test_lines_of_the_benchmark_are_of_its_grammar():
    from benchmarks import personalising_words as words

    lines = [words.line(seed) for seed in range(50)]
    assert all(words.is_of_the_grammar(line) for line in lines)
    assert not words.is_of_the_grammar(lines[0].replace(" like ", " as "))
    assert not words.is_of_the_grammar(lines[0] + " And more.")
    assert len(set(lines)) == 50


def test_entropy_of_the_grammar_counts_its_lines():
    from benchmarks import personalising_words as words

    assert np.exp(words.entropy()) == pytest.approx(15 * 10 * 6 * 10 * 14 * 10)


def test_fingerprints_tell_texts_apart():
    prints = {keeping.fingerprint({"lines": np.array(one)}) for one in (["a"], ["b"], ["a", "b"])}
    assert len(prints) == 3
