"""Texts become token ids; what is held out is never trained on; files of students are read."""

import numpy as np
import pytest

from artlab.gpt import corpus
from artlab.gpt.corpus import Corpus, landscapes, paragraphs, plain, read_text


class Letters:
    """A tokenizer of single letters, as much of one as a corpus needs."""

    unk_token_id, eos_token_id = 0, 1

    def __call__(self, texts):
        ids = [[ord(c) - 95 if "a" <= c <= "z" else 0 for c in text] for text in texts]
        return {"input_ids": ids}


@pytest.fixture
def texts():
    return ["".join(chr(97 + (i * k) % 26) for k in range(1, 12)) for i in range(1, 21)]


def test_landscapes_are_the_same_for_the_same_number():
    texts = landscapes(6, first=10)
    assert texts[2:] == landscapes(4, first=12) and len(set(texts)) == 6


def test_landscapes_keep_to_their_languages():
    for text in landscapes(8, languages=("en",)):
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in text), text
    for text in landscapes(8, languages=("zh",)):
        assert any("\u4e00" <= sign <= "\u9fff" for sign in text), text


def test_no_document_stands_on_both_sides(texts):
    made = Corpus([*texts, *texts], Letters(), held_out=5)
    assert len(made.held_out_texts) == 5 and len(made.train_texts) == 15
    assert sorted(made.held_out_texts + made.train_texts) == sorted(texts)


def test_ids_are_those_of_the_tokenizer_with_an_end_behind(texts):
    made = Corpus(texts, Letters(), held_out=2)
    wanted = [[*ids, 1] for ids in Letters()(made.train_texts)["input_ids"]]
    assert made.train == wanted and made.ids.tolist() == [i for ids in wanted for i in ids]


def test_seed_decides_what_is_held_out(texts):
    chosen = [Corpus(texts, Letters(), 4, seed=seed).held_out_texts for seed in (0, 0, 1)]
    assert chosen[0] == chosen[1] != chosen[2]


def test_labels_are_the_tokens_behind(texts):
    made = Corpus(texts, Letters(), held_out=2)
    inputs, labels = made.batch(3, batch_size=50, length=7)
    assert inputs.shape == labels.shape == (50, 7)
    windows = {tuple(made.ids[i : i + 8]) for i in range(len(made.ids) - 7)}
    for row, following in zip(inputs, labels, strict=True):
        assert (*row, following[-1]) in windows and following[:-1].tolist() == row[1:].tolist()


def test_windows_reach_both_ends_of_the_text():
    made = Corpus(["abcdef", "ghijkl"], Letters(), held_out=1)
    inputs, labels = made.batch(0, batch_size=200, length=5)
    assert set(inputs[:, 0]) == set(made.ids[:2]) and set(labels[:, -1]) == set(made.ids[-2:])


def test_batches_follow_from_step_and_seed(texts):
    made = Corpus(texts, Letters())
    batches = [made.batch(step, 4, 6, seed)[0] for step, seed in ((5, 0), (5, 0), (6, 0), (5, 1))]
    assert np.array_equal(batches[0], batches[1])
    assert not np.array_equal(batches[0], batches[2])
    assert not np.array_equal(batches[0], batches[3])


def test_windows_longer_than_the_text_are_refused():
    with pytest.raises(ValueError, match="`length` must be less than the training text, 4 tokens"):
        Corpus(["abc", "def"], Letters()).batch(0, 1, length=4)


@pytest.mark.parametrize("held_out", [0, 20, 0.99])
def test_both_sides_need_a_document(texts, held_out):
    with pytest.raises(ValueError, match="`held_out` must leave at least one document"):
        Corpus(texts, Letters(), held_out)


def test_letters_that_the_tokenizer_does_not_know_are_refused():
    with pytest.raises(ValueError, match="letters that the tokenizer knows"):
        Corpus(["привет", "мир"], Letters())


def test_checksum_tells_texts_apart(texts):
    sums = {Corpus(texts, Letters(), seed=seed).checksum for seed in (0, 0, 1)}
    assert len(sums) == 2


# Files -------------------------------------------------------------------------------------------


def test_the_diary_has_a_voice():
    entries = read_text()
    assert len(entries) == 65 and all(entry.endswith("No more today.") for entry in entries)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_files_in_unicode_are_read(tmp_path, encoding):
    path = tmp_path / "mine.txt"
    path.write_text("The river is wide.\n\n大江东去，浪淘尽。\n\n" * 40, encoding=encoding)
    documents = read_text(path)
    assert documents[:2] == ["The river is wide.", "大江东去，浪淘尽。"] and len(documents) == 80


def test_another_encoding_can_be_named(tmp_path):
    path = tmp_path / "mine.txt"
    path.write_bytes(("落霞与孤鹜齐飞。\n\n" * 150).encode("gb18030"))
    with pytest.raises(ValueError, match=r"`encoding` must be .* fails at byte 0.*gb18030"):
        read_text(path)
    assert read_text(path, encoding="gb18030")[0] == "落霞与孤鹜齐飞。"


@pytest.mark.parametrize("head", [b"PK\x03\x04", b"%PDF-1.7 ", b"\x7fELF\0\0"])
def test_files_that_are_no_text_are_refused(tmp_path, head):
    path = tmp_path / "mine.docx"
    path.write_bytes(head + b"x" * 5000)
    with pytest.raises(ValueError, match=r"`path` must be plain text\. Received: mine\.docx"):
        read_text(path)


@pytest.mark.parametrize("text", ["", "A short note.", " \n" * 3000])
def test_tiny_files_are_refused(tmp_path, text):
    path = tmp_path / "mine.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="`path` must hold 1,000 to 2,000,000 characters"):
        read_text(path)


def test_huge_files_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(corpus, "MOST", 2000)
    path = tmp_path / "mine.txt"
    path.write_text("word " * 500, encoding="utf-8")
    with pytest.raises(ValueError, match=r"Received: 2,499 in mine\.txt"):
        read_text(path)


def test_a_missing_file_names_those_that_are_there(tmp_path, monkeypatch):
    (tmp_path / "diary.txt").write_text("x", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match=r"'dairy.txt'. Text files here: diary.txt"):
        read_text("dairy.txt")


def test_one_long_paragraph_becomes_several_documents(tmp_path):
    path = tmp_path / "mine.txt"
    path.write_text("The lake was still. " * 60, encoding="utf-8")
    documents = read_text(path)
    assert len(documents) >= corpus.PIECES
    assert all(len(document) <= corpus.LONGEST for document in documents)
    assert " ".join(documents) == ("The lake was still. " * 60).strip()


def test_wrapped_lines_are_joined():
    assert paragraphs("The lake\nwas still.\r\n\r\nNight.") == ["The lake was still.", "Night."]
    assert paragraphs("大江东去，\n浪淘尽。") == ["大江东去，浪淘尽。"]


def test_a_sentence_without_an_end_stays_whole():
    assert paragraphs("word " * 30, longest=50) == [("word " * 30).strip()]


def test_accents_are_taken_off_and_chinese_is_kept():
    assert plain("Élan, naïve – “so” 山水") == "Elan, naive — “so” 山水"
