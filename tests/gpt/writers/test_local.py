"""Writers of this machine: the shipped one, and small random models of transformers."""

import time
import warnings

import pytest

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from artlab.gpt import load_writer  # noqa: E402
from artlab.gpt.writers import course  # noqa: E402
from artlab.gpt.writers.base import NotHere  # noqa: E402
from artlab.gpt.writers.local import TransformersWriter  # noqa: E402

LAKE = "two mountains behind a lake at dusk"
TEXT = "A lake lies between two mountains; 山水画, 🎨 and a boat. " * 3


@pytest.fixture(scope="module")
def writer():
    return load_writer()


def byte_tokenizer(**options):
    """A tokenizer of GPT-2's kind whose tokens are single bytes, and `<end>`."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    names = {sign: place for place, sign in enumerate(pre_tokenizers.ByteLevel.alphabet())}
    core = Tokenizer(models.BPE(vocab=names | {"<end>": 256}, merges=[]))
    core.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    core.decoder = decoders.ByteLevel()
    return transformers.PreTrainedTokenizerFast(tokenizer_object=core, eos_token="<end>", **options)


@pytest.fixture(scope="module")
def random_writer():
    torch.manual_seed(0)
    sizes = {"n_positions": 64, "n_embd": 32, "n_layer": 2, "n_head": 2, "vocab_size": 257}
    config = transformers.GPT2Config(**sizes, bos_token_id=None, eos_token_id=256)
    model = transformers.GPT2LMHeadModel(config).eval()
    return TransformersWriter(model, byte_tokenizer(), "random", "for the tests")


# The course's


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        (LAKE, {"mountain", "lake", "dusk"}),
        ("three birds over the sea", {"three birds", "sea"}),
        ("两座山，一条河，一只小船", {"山", "河", "船"}),
    ],
)
def test_the_course_writer_describes_what_is_asked(writer, prompt, words):
    text = writer.write(prompt)
    assert all(word in text.lower() for word in words)
    assert text[0] == text[0].upper() and "<" not in text and text[-1] in ".。"


def test_it_notes_what_the_studio_notes(writer):
    from artlab.studio import notes
    from artlab.studio.writer import Writer

    studio = Writer.load()
    for prompt in (
        LAKE,
        "雪山，没有水",
        "three pines, no boats, in ink",
        "🎨",
        "no lake, two boats",
    ):
        expected = [notes.TOKENS[i - notes.START] for i in notes.encode(studio.notes(prompt))[1:]]
        assert writer.notes(prompt) == expected


@pytest.mark.parametrize("prompt", ["🎨🏔️", "湖 and a boat 🚣", "<end>", "x" * 50, "0", "ÀÉ ß Ω ж"])
def test_odd_prompts_get_a_description(writer, prompt):
    text = writer.write(prompt, max_new_tokens=60)
    assert len(text) > 20 and "\ufffd" not in text and "<" not in text


def test_a_seed_decides_and_temperature_0_needs_none(writer):
    first = writer.write(LAKE, seed=1)
    assert writer.write(LAKE, seed=1) == first != writer.write(LAKE, seed=2)
    greedy = writer.write(LAKE, temperature=0, seed=1)
    assert greedy == writer.write(LAKE, temperature=0, seed=2) != first


def test_streaming_gives_the_same_text(writer):
    seen = []
    assert writer.write(LAKE, stream=seen.append) == "".join(seen)
    assert len(seen) > 20


def test_it_continues_a_description_from_where_it_stops(writer):
    text = "Two mountains rise above"
    more = writer.continue_text(text, temperature=0)
    assert more.startswith(" ") and more == " " + writer.continue_text(f"{text} ", temperature=0)
    assert more.endswith(".") and len(more.split()) > 10
    assert writer.continue_text("A lake.", temperature=0).strip()[0].isupper()
    assert not writer.continue_text("右边立着", temperature=0).startswith(" ")


def test_no_more_tokens_than_asked(writer):
    assert len(writer.tokenizer(writer.write(LAKE, max_new_tokens=5))["input_ids"]) == 6  # <tell>


def test_a_description_may_fill_the_context(writer):
    assert writer.write(LAKE, max_new_tokens=10_000).endswith(".")


def test_a_prompt_that_is_too_long_keeps_its_end_and_says_so(writer):
    long = "a lake, " * 300 + "three birds"
    with pytest.warns(UserWarning, match=r"has 90\d tokens; course reads the last 1[56]"):
        ids = writer._fitted(long, writer.request_ids, 120)
    assert writer.decode(ids).endswith("a lake, three birds") and len(ids) <= 160
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        writer.write("a lake, " * 10)


def test_a_warm_writer_begins_at_once(writer):
    next(writer.pieces(LAKE))
    start = time.perf_counter()
    next(writer.pieces(LAKE))
    assert time.perf_counter() - start < 5  # the figure itself is in benchmarks/


def test_writers_say_what_they_are(writer):
    assert repr(writer) == f"<CourseWriter course: {course.ABOUT}>"
    assert "MIT" in writer.about and writer.name == "course"


# Any model


def test_a_model_without_a_template_continues(random_writer):
    asked = {"max_new_tokens": 20, "seed": 3}
    assert not random_writer.chats
    assert random_writer.write("a lake", **asked) == random_writer.continue_text("a lake", **asked)


def test_greedy_text_is_what_generate_writes(random_writer):
    ids = random_writer.tokenizer("A lake", return_tensors="pt").input_ids
    out = random_writer.model.generate(ids, max_new_tokens=24, do_sample=False, pad_token_id=256)
    expected = random_writer.decode(out[0, ids.shape[1] :].tolist()).replace("\ufffd", "")
    assert random_writer.write("A lake", max_new_tokens=24, temperature=0) == expected


@pytest.mark.parametrize("seed", range(5))
def test_random_bytes_never_show_as_broken_characters(random_writer, seed):
    """A random model writes bytes that are no characters, and some by chance that are."""
    pieces = list(random_writer.pieces("山🎨", 50, temperature=2.0, seed=seed))
    assert pieces and not any("\ufffd" in piece or piece == "" for piece in pieces)


def test_long_prompts_of_any_script_keep_their_end(random_writer):
    with pytest.warns(UserWarning, match=r"random reads the last (4[0-4]|3\d), from"):
        pieces = random_writer.write(TEXT, max_new_tokens=20, temperature=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ids = random_writer._fitted(TEXT, random_writer.text_ids, 20)
    assert TEXT.rstrip().endswith(random_writer.decode(ids)) and 38 <= len(ids) <= 44
    assert isinstance(pieces, str)


def test_closing_early_leaves_the_writer_usable(random_writer):
    pieces = random_writer.pieces("a lake", 40, seed=1)
    next(pieces)
    pieces.close()
    again = list(random_writer.pieces("a lake", 40, seed=1))
    assert again == list(random_writer.pieces("a lake", 40, seed=1))


def test_a_template_makes_the_model_answer(random_writer):
    template = "{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}:"
    tokenizer = byte_tokenizer(chat_template=template)
    chatting = TransformersWriter(random_writer.model, tokenizer, "chatting", "for the tests")
    assert chatting.decode(chatting.request_ids("山")) == "[user]山:"
    assert chatting.write("山", 20, seed=1) != chatting.continue_text("山", 20, seed=1)


# Folders


def test_a_local_folder_is_a_writer(random_writer, tmp_path):
    folder = tmp_path / "mine"
    random_writer.model.save_pretrained(folder)
    random_writer.tokenizer.save_pretrained(folder)
    for name in (folder, str(folder)):
        loaded = load_writer(name)
        assert loaded.name == "mine" and str(folder) in loaded.about
        assert loaded.write("a lake", 20) == random_writer.write("a lake", 20)


def test_a_child_of_the_courses_writer_notes_and_writes_as_it_does(writer, tmp_path):
    writer.model.save_pretrained(tmp_path)
    writer.tokenizer.save_pretrained(tmp_path)
    child = load_writer(tmp_path)
    assert child.write(LAKE, seed=3) == writer.write(LAKE, seed=3)
    assert child.notes(LAKE) == writer.notes(LAKE)


def test_a_folder_without_a_tokenizer_is_refused(random_writer, tmp_path):
    random_writer.model.save_pretrained(tmp_path)
    with pytest.raises(NotHere, match=r"must be a folder with .* and a tokenizer"):
        load_writer(tmp_path)


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(NotHere, match=r"must be a folder with config\.json, model\.safetensors"):
        load_writer(tmp_path)


def test_pickled_weights_are_refused(random_writer, tmp_path):
    random_writer.model.config.save_pretrained(tmp_path)
    torch.save(random_writer.model.state_dict(), tmp_path / "pytorch_model.bin")
    with pytest.raises(NotHere, match=r"model\.safetensors"):
        load_writer(tmp_path)


def test_loading_is_quiet(capfd):
    load_writer("course")
    shown = capfd.readouterr()
    assert shown.out == "" and "Loading" not in shown.err
