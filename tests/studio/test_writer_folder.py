"""The shipped writer's folder is a normal folder of `transformers`, and weights are in it once."""

import json

import numpy as np
import pytest

from artlab import cli
from artlab.studio import notes
from artlab.studio.text import WEIGHTS, Tokenizer
from artlab.studio.training.tokenizer import texts

transformers = pytest.importorskip("transformers")
torch = pytest.importorskip("torch")

ODD = [
    "A Lake’s edge　wide",
    "🎨🎨",
    "湖上有一只船 boat",
    "雪山，没有水",
    "x\ty\nz",
    "3-4 (or 5)/6",
    "a",
]
MESSAGES = [
    {"role": "system", "content": "You paint."},
    {"role": "user", "content": "a forest"},
    {"role": "assistant", "content": "Pines."},
    {"role": "user", "content": [{"type": "text", "text": " two peaks "}]},
]


@pytest.fixture(scope="module")
def loaded():
    model = transformers.AutoModelForCausalLM.from_pretrained(WEIGHTS, local_files_only=True)
    return model, transformers.AutoTokenizer.from_pretrained(WEIGHTS, local_files_only=True)


def test_the_folder_is_small_and_names_no_weight_twice():
    sizes = {path.name: path.stat().st_size for path in WEIGHTS.iterdir()}
    assert sum(sizes.values()) <= 12_000_000
    assert sorted(name for name, size in sizes.items() if size > 1_000_000) == ["model.safetensors"]


def test_the_loaded_model_is_the_studios_in_float32(loaded):
    from artlab.studio.onnx_gpt import OnnxGPT

    model, _ = loaded
    assert model.dtype == torch.float32 and not model.training
    ids = np.random.default_rng(0).integers(0, notes.VOCABULARY_SIZE, (1, 40))
    graph = OnnxGPT(WEIGHTS / "model.onnx")
    graph.start(1)
    with torch.no_grad():
        expected = model(torch.from_numpy(ids)).logits[0, -1].numpy()
    assert np.abs(graph.step(ids)[0] - expected).max() < 1e-4


def test_its_tokenizer_cuts_every_text_as_the_studio_does(loaded):
    _, tokenizer = loaded
    studio = Tokenizer.load()
    assert len(studio) == 2000 and len(tokenizer) == notes.VOCABULARY_SIZE
    for text in [*texts(60, seed=5_000), *ODD]:
        ids = studio.encode(text)
        assert tokenizer(text.strip(), add_special_tokens=False).input_ids == ids
        assert tokenizer(text.strip()).input_ids == [notes.TELL, *ids]
        asked = [{"role": "user", "content": text}]
        chat = tokenizer.apply_chat_template(asked, add_generation_prompt=True, return_dict=False)
        assert chat == [notes.ASK, *ids, notes.NOTES]


def test_decoding_undoes_it_but_for_capitals(loaded):
    _, tokenizer = loaded
    for text in [t for t in texts(20, seed=7_000) if "’" not in t]:
        ids = tokenizer(text).input_ids
        assert tokenizer.decode(ids, skip_special_tokens=True) == text.lower()


def test_notes_are_special_tokens_with_the_studios_ids(loaded):
    _, tokenizer = loaded
    assert tokenizer.convert_tokens_to_ids("<mountain=2>") == notes.IDS["mountain=2"]
    ids = [notes.NOTES, notes.IDS["lake=1"], notes.TELL]
    assert tokenizer.decode(ids) == "<notes><lake=1><tell>"
    assert tokenizer.decode(ids, skip_special_tokens=True) == ""
    assert tokenizer("mountain=2").input_ids[1] < 2000  # a text cannot note by chance


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        (MESSAGES, "<ask> two peaks<notes>"),
        (MESSAGES[:1], "<ask><notes>"),
        ([{"role": "user", "content": "  "}], "<ask><notes>"),
    ],
)
def test_the_last_request_of_a_conversation_counts(loaded, messages, expected):
    made = loaded[1].apply_chat_template(messages, add_generation_prompt=True, tokenize=False)
    assert made == expected


def test_generate_answers_a_request(loaded):
    model, tokenizer = loaded
    asked = [{"role": "user", "content": "three birds over the sea"}]
    ids = tokenizer.apply_chat_template(
        asked, add_generation_prompt=True, return_tensors="pt", return_dict=True
    )
    out = model.generate(**ids, do_sample=False)[0, ids["input_ids"].shape[1] :]
    assert {notes.IDS["bird=3"], notes.IDS["sea=1"], notes.TELL} <= set(out.tolist())
    text = tokenizer.decode(out, skip_special_tokens=True)
    assert "bird" in text and "sea" in text and "<" not in text


def test_export_makes_the_shipped_folder_again(tmp_path, capsys):
    from safetensors import safe_open

    pytest.importorskip("onnx")
    assert cli.main(["export", "writer", "--out", str(tmp_path)]) == 0
    shipped = {path.name for path in WEIGHTS.iterdir()} - {"README.md"}
    assert {path.name for path in tmp_path.iterdir()} == shipped
    for name in shipped - {"model.safetensors"}:  # metadata there come in any order
        assert (tmp_path / name).read_bytes() == (WEIGHTS / name).read_bytes(), name
    files = [safe_open(f / "model.safetensors", framework="numpy") for f in (tmp_path, WEIGHTS)]
    old, new = ({key: file.get_tensor(key) for key in file.keys()} for file in files)  # noqa: SIM118
    assert files[0].metadata() == files[1].metadata() and files[0].metadata()["format"] == "pt"
    assert old.keys() == new.keys() and all(np.array_equal(old[k], new[k]) for k in old)


def test_the_card_tells_the_hashes_of_the_files():
    import hashlib

    card = (WEIGHTS / "README.md").read_text(encoding="utf-8")
    for name in ("model.safetensors", "model.onnx"):
        digest = hashlib.sha256((WEIGHTS / name).read_bytes()).hexdigest()
        assert f"`{name}` has sha256 `{digest}`" in card


def test_a_trained_tokenizer_is_as_the_shipped_one(tmp_path):
    from artlab.studio.training.tokenizer import train_tokenizer

    made = json.loads(train_tokenizer(400, tmp_path, num_scenes=5).read_text(encoding="utf-8"))
    shipped = json.loads((WEIGHTS / "tokenizer.json").read_text(encoding="utf-8"))
    for part in ("normalizer", "pre_tokenizer", "post_processor", "decoder"):
        assert made[part] == shipped[part]
