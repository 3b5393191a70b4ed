"""The writer's folder as `transformers` reads it: its settings beside weights and tokenizer."""

import json
import shutil
from pathlib import Path

from artlab.runtime import atomic_write
from artlab.studio import notes
from artlab.studio.text import SPECIAL, WEIGHTS
from artlab.studio.writer import TEMPERATURE, TOP_P

NAME = "model"  # transformers looks for model.safetensors
UNKNOWN, PAD, ASK, TELL, END = SPECIAL
# A request becomes `<ask> request<notes>`; of a conversation only the last request counts.
CHAT_TEMPLATE = (
    "{%- set asked = messages | selectattr('role', 'equalto', 'user') | list | last -%}"
    "{%- set said = asked.content if asked else '' -%}"
    "{%- if said is not string -%}"
    "{%- set said = said | map(attribute='text', default='') | join(' ') -%}"
    "{%- endif -%}"
    f"{ASK}{{{{ ' ' if said | trim }}}}{{{{ said | trim }}}}"
    f"{{%- if add_generation_prompt %}}{notes.TOKENS[0]}{{% endif -%}}"
)


def token_names(start, vocabulary=notes.VOCABULARY_SIZE):
    """Names of the ids behind the tokenizer's own: id -> name, notes in angle brackets.

    Args:
        start: number of ids that the tokenizer has.
        vocabulary: number of ids that the model has.
    """
    names = {token: f"<unused{token}>" for token in range(start, vocabulary)}
    return names | {token: f"<{name.strip('<>')}>" for name, token in notes.IDS.items()}


def tokenizer_config(core, positions):
    """What `tokenizer_config.json` says; a dict.

    Args:
        core: a `tokenizers.Tokenizer`.
        positions: longest sequence of the model.
    """
    known = {token: name for token, name in enumerate(SPECIAL)}
    known |= token_names(core.get_vocab_size())
    flags = dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized"), False)
    return {
        "added_tokens_decoder": {
            str(token): {"content": name, **flags, "special": True} for token, name in known.items()
        },
        "unk_token": UNKNOWN,
        "pad_token": PAD,
        "bos_token": TELL,
        "eos_token": END,
        "chat_template": CHAT_TEMPLATE,
        "clean_up_tokenization_spaces": False,
        "model_max_length": positions,
        "tokenizer_class": "PreTrainedTokenizerFast",
    }


def model_config(config):
    """What `config.json` says of a `transformers.GPT2Config`; a dict."""
    from artlab.studio.training.export_gpt import config_of

    return {
        **config_of(config),
        "architectures": ["GPT2LMHeadModel"],
        "model_type": "gpt2",
        "bos_token_id": notes.TELL,
        "dtype": "float32",  # the file keeps half of the bits; a CPU computes with all of them
        **dict.fromkeys(("resid_pdrop", "embd_pdrop", "attn_pdrop"), 0.0),
    }


def generation_config():
    """What `generation_config.json` says: how the writer draws its words; a dict."""
    ids = {"bos_token_id": notes.TELL, "eos_token_id": notes.END, "pad_token_id": notes.PAD}
    how = {"do_sample": True, "temperature": TEMPERATURE, "top_p": TOP_P, "top_k": 0}
    return ids | how | {"max_new_tokens": 160}


def write_folder(folder, config, tokenizer=None):
    """Writes what a folder of weights lacks for `from_pretrained`.

    Args:
        folder: the folder, with `model.safetensors` in it.
        config: the model's `transformers.GPT2Config`.
        tokenizer: its `tokenizer.json`; by default the shipped one.
    """
    import tokenizers

    folder = Path(folder)
    tokenizer = Path(tokenizer or WEIGHTS / "tokenizer.json")
    if tokenizer.resolve() != (folder / "tokenizer.json").resolve():
        with atomic_write(folder / "tokenizer.json") as temporary:
            shutil.copyfile(tokenizer, temporary)
    core = tokenizers.Tokenizer.from_file(str(tokenizer))
    files = {
        "config.json": model_config(config),
        "generation_config.json": generation_config(),
        "tokenizer_config.json": tokenizer_config(core, config.n_positions),
    }
    for name, told in files.items():
        with atomic_write(folder / name) as temporary:
            temporary.write_text(json.dumps(told, indent=1, sort_keys=True) + "\n", "utf-8")
