"""The trainer of a small GPT: against formulas, against the library, and against an interrupt."""

import copy
import itertools
import math
import signal

import numpy as np
import pytest
import torch
import transformers
from torch.nn import functional

from artlab import gpt
from artlab.gpt import checkpoints, training

TINY = gpt.GPTConfig(vocab_size=29, num_positions=24, num_layers=2, num_heads=2, width=16)
QUICK = {"steps": 12, "batch_size": 3, "length": 10, "warmup": 2, "precision": "float32"}


class Letters:
    """A tokenizer of single letters, as much of one as a corpus needs."""

    bos_token_id, eos_token_id, unk_token_id = None, 1, 0

    def __call__(self, texts, verbose=True):
        one = isinstance(texts, str)
        ids = [[ord(c) - 94 for c in text] for text in ([texts] if one else texts)]
        return {"input_ids": ids[0] if one else ids}


def texts(num=30):
    """Texts in which a letter follows another one, always the same way."""
    return ["".join(chr(97 + (3 * i + 5 * k) % 26) for k in range(15)) for i in range(num)]


@pytest.fixture(scope="module")
def corpus():
    return gpt.Corpus(texts(), Letters(), held_out=4)


def tiny(seed=0, **options):
    return gpt.GPT(gpt.GPTConfig(**{**TINY.__dict__, **options}), seed)


def weights_of(model):
    return [p.detach().clone() for p in model.parameters()]


def weights(trainer):
    return weights_of(trainer.model)


def same(one, other):
    return all(map(torch.equal, weights(one), weights(other))) and one.losses == other.losses


# The loss ----------------------------------------------------------------------------------------


def test_loss_is_the_mean_of_minus_log_probabilities(corpus):
    model, ids = tiny(), torch.tensor([corpus.train[0][:9], corpus.train[1][:9]])
    found = gpt.next_token_loss(model, ids[:, :-1], ids[:, 1:])
    chances = model(ids[:, :-1]).detach().double().softmax(-1)
    rows = [[chances[b, t, ids[b, t + 1]] for t in range(8)] for b in range(2)]
    assert float(found.detach()) == pytest.approx(-float(torch.tensor(rows).log().mean()), abs=1e-6)


def test_loss_is_that_of_transformers_which_shifts_by_itself(corpus):
    sizes = {"vocab_size": 29, "n_positions": 24, "n_embd": 16, "n_layer": 2, "n_head": 2}
    model = transformers.GPT2LMHeadModel(transformers.GPT2Config(**sizes)).eval()
    ids = torch.tensor([corpus.train[0]])
    mine = gpt.next_token_loss(model, ids[:, :-1], ids[:, 1:])
    torch.testing.assert_close(mine, model(ids, labels=ids).loss)


def test_a_new_model_knows_as_much_as_a_die(corpus):
    assert gpt.held_out_loss(tiny(), corpus.held_out) == pytest.approx(math.log(29), abs=0.02)


def test_held_out_loss_is_the_logarithm_of_the_perplexity(corpus):
    model, text = tiny(seed=3), corpus.held_out_texts[0]
    ids = Letters()(text)["input_ids"]
    wanted = math.log(gpt.perplexity(model, Letters(), text))
    assert gpt.held_out_loss(model, [ids]) == pytest.approx(wanted, abs=1e-6)


@pytest.mark.parametrize("batch_size", [1, 2, 50])
def test_held_out_loss_counts_every_token_once(corpus, batch_size):
    model = tiny(seed=3)
    rows = [row[:length] for row, length in zip(corpus.train, (2, 16, 5, 9, 3), strict=False)]
    alone = [(len(row) - 1, gpt.held_out_loss(model, [row])) for row in rows]
    wanted = sum(num * loss for num, loss in alone) / sum(num for num, _ in alone)
    assert gpt.held_out_loss(model, rows, batch_size) == pytest.approx(wanted, abs=1e-6)


def test_held_out_loss_ends_at_the_context(corpus):
    model, row = tiny(num_positions=10), corpus.train[0]
    assert gpt.held_out_loss(model, [row]) == gpt.held_out_loss(model, [row[:11]])


# The steps ---------------------------------------------------------------------------------------


def test_rates_are_a_line_and_half_a_cosine():
    chosen = gpt.Settings(steps=110, warmup=10, rate=2.0, floor=0.25)
    assert [chosen.rate_at(step) for step in (0, 4, 9)] == pytest.approx([0.2, 1.0, 2.0])
    middle, end = chosen.rate_at(60), chosen.rate_at(110)
    assert middle == pytest.approx((2.0 + 0.5) / 2) and end == pytest.approx(0.5)
    rates = [chosen.rate_at(step) for step in range(10, 111)]
    assert all(one >= other for one, other in itertools.pairwise(rates))


def test_a_run_shorter_than_its_warmup_stays_below_the_rate():
    chosen = gpt.Settings(steps=5, warmup=10, rate=1.0)
    assert [chosen.rate_at(step) for step in range(5)] == pytest.approx([0.1, 0.2, 0.3, 0.4, 0.5])


def test_first_step_is_that_of_adam_by_hand(corpus):
    """At its first step AdamW moves each weight by the rate, against the sign of its gradient."""
    model, twin = tiny(), tiny()
    options = {"rate": 0.1, "warmup": 0, "weight_decay": 0.2, "clip": 1e9, "betas": (0.0, 0.0)}
    trainer = gpt.Trainer(model, corpus, **{**QUICK, **options})
    inputs, labels = map(torch.from_numpy, corpus.batch(0, 3, 10, seed=0))
    functional.cross_entropy(twin(inputs).flatten(0, 1), labels.flatten()).backward()
    trainer.fit(until=1)
    for moved, start in zip(model.parameters(), twin.parameters(), strict=True):
        kept = start * (1 - 0.1 * (0.2 if start.ndim >= 2 else 0.0))
        wanted = kept - 0.1 * start.grad / (start.grad.abs() + 1e-8)
        torch.testing.assert_close(moved.detach(), wanted.detach(), atol=2e-4, rtol=0)


def test_long_gradients_are_shortened(corpus):
    trainer = gpt.Trainer(tiny(), corpus, **{**QUICK, "clip": 1e-3})
    trainer.fit(until=1)
    squares = [float((p.grad**2).sum()) for p in trainer.model.parameters()]
    assert math.sqrt(sum(squares)) <= 1.001e-3


def test_training_learns_what_can_be_known(corpus):
    trainer = gpt.Trainer(
        tiny(width=32), corpus, steps=250, batch_size=8, length=15, rate=1e-2, precision="float32"
    )
    before = gpt.held_out_loss(trainer.model, corpus.held_out)
    losses = trainer.fit()
    assert before > 3.2 and gpt.held_out_loss(trainer.model, corpus.held_out) < 0.6
    assert losses.shape == (250,) and losses.dtype == np.float32
    assert losses[-20:].mean() < 0.8 < losses[:20].mean()


def test_sixteen_bits_learn_as_well(corpus):
    ends = {}
    for precision in ("float32", "bfloat16"):
        options = {"steps": 150, "batch_size": 8, "length": 15, "rate": 1e-2}
        trainer = gpt.Trainer(tiny(width=32), corpus, **options, precision=precision)
        trainer.fit()
        assert all(p.dtype == torch.float32 for p in trainer.model.parameters())
        ends[precision] = gpt.held_out_loss(trainer.model, corpus.held_out)
    assert abs(ends["bfloat16"] - ends["float32"]) < 0.1


def test_models_of_transformers_are_trained_too(corpus):
    sizes = {"vocab_size": 29, "n_positions": 24, "n_embd": 16, "n_layer": 2, "n_head": 2}
    model = transformers.GPT2LMHeadModel(transformers.GPT2Config(**sizes))
    losses = gpt.Trainer(model, corpus, **{**QUICK, "steps": 60, "rate": 1e-2}).fit()
    assert losses[-5:].mean() < losses[:5].mean() - 0.3


def test_precision_follows_the_processor(monkeypatch, corpus):
    def precision(asked):
        return gpt.Trainer(tiny(), corpus, **QUICK | {"precision": asked}).settings.precision

    names = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    for answers in itertools.product([True, False], repeat=2):
        for name, answer in zip(names, answers, strict=True):
            monkeypatch.setattr(torch.cpu, name, lambda answer=answer: answer, raising=False)
        wanted = "bfloat16" if any(answers) else "float32"
        assert precision("auto") == wanted
    for name in names:
        monkeypatch.delattr(torch.cpu, name)
    assert precision("auto") == "float32"
    assert precision("bfloat16") == "bfloat16"


# Interrupts and checkpoints ----------------------------------------------------------------------


class InterruptAt:
    """Presses Ctrl-C at a step."""

    def __init__(self, step):
        self.step = step

    def on_step(self, trainer):
        if trainer.step == self.step:
            signal.raise_signal(signal.SIGINT)


@pytest.fixture(scope="module")
def whole_run(corpus):
    trainer = gpt.Trainer(tiny(dropout=0.1), corpus, **QUICK)
    trainer.fit()
    return trainer


def test_a_seed_repeats_itself_and_another_does_not(corpus, whole_run):
    again, other = (gpt.Trainer(tiny(dropout=0.1), corpus, **QUICK, seed=seed) for seed in (0, 1))
    again.fit(), other.fit()
    assert same(again, whole_run) and not same(other, whole_run)


def test_an_interrupt_keeps_what_was_learned(corpus, whole_run, capsys):
    trainer = gpt.Trainer(tiny(dropout=0.1), corpus, **QUICK)
    trainer.fit(callbacks=[InterruptAt(5)])
    assert trainer.step == 5 and "Interrupted after step 5: all is kept" in capsys.readouterr().out
    trainer.fit()
    assert same(trainer, whole_run)


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_a_checkpoint_goes_on_bit_for_bit(corpus, tmp_path, precision):
    options = {**QUICK, "precision": precision}
    whole = gpt.Trainer(tiny(dropout=0.1), corpus, **options)
    whole.fit()
    path = tmp_path / "run.safetensors"
    gpt.Trainer(tiny(dropout=0.1), corpus, path, **options).fit(until=5)
    resumed = gpt.Trainer(tiny(seed=9, dropout=0.1), corpus, path, **options)
    resumed.fit()
    assert resumed.step == 12 and len(resumed.seconds) == 12
    assert same(resumed, whole)


def test_optimiser_remembers_after_a_checkpoint(corpus, tmp_path):
    path = tmp_path / "run.safetensors"
    first = gpt.Trainer(tiny(), corpus, path, **QUICK)
    first.fit(until=3)
    second = gpt.Trainer(tiny(seed=1), corpus, path, **QUICK)
    checkpoints.restore(second, path)
    for one, other in zip(first.model.parameters(), second.model.parameters(), strict=True):
        for key, value in first.optimizer.state[one].items():
            assert torch.equal(value, second.optimizer.state[other][key]), key


def test_resume_can_be_refused(corpus, tmp_path):
    path = tmp_path / "run.safetensors"
    gpt.Trainer(tiny(), corpus, path, **QUICK).fit(until=3)
    fresh = gpt.Trainer(tiny(), corpus, path, **QUICK)
    fresh.fit(until=2, resume=False)
    assert fresh.step == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rate": 1e-2}, "differs in rate 0.003, here 0.01"),
        ({"steps": 13}, "differs in steps 12, here 13"),
        ({"seed": 4}, "differs in seed 0, here 4"),
    ],
)
def test_a_checkpoint_of_other_settings_is_refused(corpus, tmp_path, change, said):
    path = tmp_path / "run.safetensors"
    gpt.Trainer(tiny(), corpus, path, **QUICK).fit(until=2)
    other = gpt.Trainer(tiny(), corpus, path, **{**QUICK, **change})
    before = weights(other)
    with pytest.raises(ValueError, match=said):
        other.fit()
    assert other.step == 0 and all(map(torch.equal, before, weights(other)))


def test_a_checkpoint_of_another_model_or_text_is_refused(corpus, tmp_path):
    path = tmp_path / "run.safetensors"
    gpt.Trainer(tiny(), corpus, path, **QUICK).fit(until=2)
    with pytest.raises(ValueError, match="differs in weights"):
        gpt.Trainer(tiny(width=32), corpus, path, **QUICK).fit()
    with pytest.raises(ValueError, match="differs in text"):
        gpt.Trainer(tiny(), corpus.part(5), path, **QUICK).fit()


def test_files_that_are_no_checkpoints_are_refused(corpus, tmp_path):
    from safetensors.torch import save_file

    broken, foreign = tmp_path / "broken.safetensors", tmp_path / "foreign.safetensors"
    broken.write_bytes(b"not a checkpoint")
    save_file({"weight": torch.ones(2)}, foreign)
    with pytest.raises(ValueError, match="which cannot be read"):
        gpt.Trainer(tiny(), corpus, broken, **QUICK).fit()
    with pytest.raises(ValueError, match="must be a file of format artlab-gpt-1"):
        gpt.Trainer(tiny(), corpus, foreign, **QUICK).fit()


# Bad input ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"steps": 0}, "`steps` must be an int of 1 or more. Received: 0"),
        ({"batch_size": 2.0}, "`batch_size` must be an int of 1 or more. Received: 2.0"),
        ({"length": -1}, "`length` must be an int of 1 or more. Received: -1"),
        ({"warmup": -1}, "`warmup` must be an int of 0 or more"),
        ({"seed": -1}, "`seed` must be an int of 0 or more"),
        ({"rate": 0}, "`rate` must be above 0. Received: 0"),
        ({"rate": math.nan}, "`rate` must be above 0. Received: nan"),
        ({"clip": -1.0}, "`clip` must be above 0"),
        ({"floor": 1.5}, r"`floor` must be in \[0, 1\]. Received: 1.5"),
        ({"precision": "half"}, '`precision` must be "auto", "float32" or "bfloat16"'),
        ({"length": 25}, "`length` must be at most 24, the model's context. Received: 25"),
    ],
)
def test_settings_out_of_range_are_named(corpus, change, said):
    with pytest.raises(ValueError, match=said):
        gpt.Trainer(tiny(), corpus, **{**QUICK, **change})


def test_a_run_that_diverges_stops_with_good_weights(corpus):
    trainer = gpt.Trainer(tiny(), corpus, **QUICK)
    trainer.fit(until=2)
    with torch.no_grad():
        next(trainer.model.parameters())[:] = math.inf
    with pytest.raises(training.TrainingDiverged, match="stopped at step 3: the loss is no longer"):
        trainer.fit()
    assert trainer.step == 2


# Watching ----------------------------------------------------------------------------------------


def test_watching_changes_nothing(corpus, whole_run):
    watched = gpt.Trainer(tiny(dropout=0.1), corpus, **QUICK)
    watched.fit(callbacks=[gpt.Watch(["ab"], steps=[3, 6], num_tokens=4)])
    assert same(watched, whole_run)


def test_watch_looks_at_its_steps_and_at_both_ends(corpus):
    watch = gpt.Watch(["ab", "c"], steps=[3, 6, 99], num_tokens=5)
    trainer = gpt.Trainer(tiny(), corpus, **QUICK)
    trainer.fit(until=6, callbacks=[watch])
    assert [found.step for found in watch.snapshots] == [0, 3, 6]
    trainer.fit(callbacks=[watch])
    assert [found.step for found in watch.snapshots] == [0, 3, 6, 12]
    last = watch.snapshots[-1]
    assert last.held_out == gpt.held_out_loss(trainer.model, corpus.held_out[:60])
    assert last.train == gpt.held_out_loss(trainer.model, corpus.train[:60])
    assert last.texts[0][:2] == Letters()("ab")["input_ids"]
    assert all(len(text) <= 7 for text in last.texts)


def test_watch_draws_the_same_lots_each_time(corpus):
    watch, model = gpt.Watch(num_tokens=8), tiny(seed=5)
    texts = [watch.write(model, Letters(), "ab") for _ in range(2)]
    other = gpt.Watch(num_tokens=8, seed=1).write(model, Letters(), "ab")
    assert texts[0] == texts[1] != other


# Fine-tuning the shipped writer ------------------------------------------------------------------


def test_the_shipped_writer_learns_the_diary_and_is_kept_as_a_folder(tmp_path):
    writer = gpt.load_writer("course")
    voice = gpt.Corpus(gpt.read_text(), writer.tokenizer, held_out=6)
    tuned = copy.deepcopy(writer.model)
    before = weights_of(writer.model)
    losses = [gpt.held_out_loss(tuned, voice.held_out)]
    options = {"steps": 25, "batch_size": 4, "length": 64, "rate": 2e-3, "warmup": 5}
    gpt.Trainer(tuned, voice, **options).fit()
    losses.append(gpt.held_out_loss(tuned, voice.held_out))
    assert (
        losses[0] > math.log(len(writer.tokenizer)) > 5.5 > losses[1]
    )  # worse than a die, then not
    assert all(map(torch.equal, before, weights_of(writer.model)))  # the shipped one is as it was

    tuned.save_pretrained(tmp_path)
    writer.tokenizer.save_pretrained(tmp_path)
    mine = gpt.load_writer(tmp_path)
    assert all(map(torch.equal, weights_of(tuned), weights_of(mine.model)))
    assert mine.continue_text("Snow.", max_new_tokens=8, seed=0)
