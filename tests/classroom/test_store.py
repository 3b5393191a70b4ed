"""The file of a learner: whole, shared, mended, and never in the way."""

import json
import os
import subprocess
import sys
import textwrap
import threading

import pytest

from artlab.classroom import schema, store
from artlab.classroom.store import Store

SESSION = {  # what the classroom kept in memory before it had a file
    "hints": {"03.2": 2},
    "checks": {"01.1": True, "03.2": False},
    "guesses": {"03.a": ["0.5", 0.5]},
    "outcomes": {"03.a": ["0.25", 0.25]},
}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "artlab-progress.json"


def note(number):
    return lambda record: record["questions"].update({f"00.q{number}": True})


def answers(path):
    return json.loads(path.read_text(encoding="utf-8"))["questions"]


def test_what_was_changed_is_there_in_the_next_session(path):
    Store(path).change(note(1))
    assert Store(path).read()["questions"] == {"00.q1": True}


def test_the_file_is_plain_json_with_a_version_and_chinese_as_it_is(path):
    Store(path).change(lambda record: record["guesses"].update(x=["山水", "山水"]))
    text = path.read_text(encoding="utf-8")
    assert "山水" in text and json.loads(text)["version"] == schema.VERSION


def test_half_a_character_does_no_harm(path):
    made = Store(path)
    made.change(lambda record: record["guesses"].update(x=["\ud800", None]))
    made.change(note(1))
    assert Store(path).read()["questions"] == {"00.q1": True} and made.notices == []


def test_nothing_is_written_by_reading(path):
    Store(path).read()
    assert not path.exists()


def test_no_other_file_is_left_in_sight(path):
    Store(path).change(note(1))
    assert [name for name in os.listdir(path.parent) if not name.startswith(".")] == [path.name]


BROKEN = {
    "nothing": "",
    "half a file": '{"course": "artlab", "version": 1, "exer',
    "no json": "progress: good",
    "no record": "[1, 2]",
    "unknown fields": '{"a": 1}',
    "version": '{"version": "one"}',
    "exercise": json.dumps(schema.empty() | {"exercises": {"01.1": {"attempts": 1}}}),
    "count": json.dumps(
        schema.empty() | {"exercises": {"01.1": schema.new_exercise() | {"hints": -1}}}
    ),
    "evidence": json.dumps(schema.empty() | {"evidence": [{"item": "01.1", "right": 1}]}),
    "help": json.dumps(schema.empty() | {"evidence": [{"item": "01.1", "right": True, "help": 2}]}),
    "not a number": '{"version": 1, "evidence": [{"item": "a", "right": true, "help": NaN}]}',
    "guess": json.dumps(schema.empty() | {"guesses": {"03.a": 5}}),
    "answers": json.dumps(schema.empty() | {"questions": [1]}),
    "deep": "[" * 100_000,
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_is_kept_aside_and_named(path, kind):
    path.write_text(BROKEN[kind], encoding="utf-8")
    made = Store(path)
    made.change(note(1))
    aside = path.with_name("artlab-progress.broken-1.json")
    assert aside.read_text(encoding="utf-8") == BROKEN[kind]
    assert answers(path) == {"00.q1": True}
    assert len(made.notices) == 1 and aside.name in made.notices[0]


def test_bytes_that_are_no_text_are_kept_aside(path):
    path.write_bytes(b"\xff\xfe\x00")
    assert Store(path).read() == schema.empty()
    assert path.with_name("artlab-progress.broken-1.json").read_bytes() == b"\xff\xfe\x00"


def test_a_second_broken_file_gets_the_next_number(path):
    for text in ("first", "second"):
        path.write_text(text, encoding="utf-8")
        Store(path).read()
    kept = path.with_name("artlab-progress.broken-2.json")
    assert kept.read_text(encoding="utf-8") == "second"


def test_a_file_of_a_newer_course_is_left_as_it_is(path):
    text = json.dumps(schema.empty() | {"version": schema.VERSION + 1})
    path.write_text(text, encoding="utf-8")
    made = Store(path)
    made.change(note(1))
    assert path.read_text(encoding="utf-8") == text
    assert made.read()["questions"] == {"00.q1": True}  # in memory
    assert "version" in made.notices[0]


def test_fields_that_are_not_known_survive(path):
    path.write_text(json.dumps(schema.empty() | {"mine": [1]}), encoding="utf-8")
    Store(path).change(note(1))
    assert Store(path).read()["mine"] == [1]


def test_the_memories_of_a_session_become_a_record(path):
    path.write_text(json.dumps(SESSION), encoding="utf-8")
    record = Store(path).read()
    assert record["version"] == 1 and record["evidence"] == []
    assert record["exercises"]["01.1"]["right"] and not record["exercises"]["01.1"]["open"]
    assert record["exercises"]["03.2"]["hints"] == 2 and record["exercises"]["03.2"]["open"]
    assert record["guesses"] == {"03.a": ["0.5", 0.5]}


def test_every_version_below_this_one_has_a_migration():
    assert sorted(schema.MIGRATIONS) == list(range(schema.VERSION))


def test_a_folder_in_place_of_the_file_does_no_harm(path):
    path.mkdir()
    made = Store(path)
    made.change(note(1))
    assert made.read()["questions"] == {"00.q1": True} and len(made.notices) == 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_a_folder_that_nobody_may_write_to_does_no_harm(path):
    path.parent.chmod(0o500)
    made = Store(path)
    made.change(note(1))
    path.parent.chmod(0o700)
    assert made.read()["questions"] == {"00.q1": True}


def test_what_could_not_be_written_is_written_with_the_next_change(path, monkeypatch):
    made = Store(path)

    def full(_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(store, "atomic_write", full)
        made.change(note(1))
    assert made.read()["questions"] == {"00.q1": True} and not path.exists()
    made.change(note(2))
    assert answers(path) == {"00.q1": True, "00.q2": True}


def test_a_locked_file_is_waited_for_and_then_left_alone(path, monkeypatch):
    from filelock import FileLock

    monkeypatch.setattr(store, "PATIENCE", 0.05)
    made = Store(path)
    with FileLock(path.with_name(".artlab-progress.lock")):
        made.change(note(1))
        assert not path.exists() and made.read()["questions"] == {"00.q1": True}
    made.change(note(2))
    assert answers(path) == {"00.q1": True, "00.q2": True}


def test_an_edit_with_a_mistake_is_not_tried_again(path):
    made = Store(path)
    with pytest.raises(KeyError):
        made.change(lambda record: record["nothing"])
    made.change(note(1))
    assert answers(path) == {"00.q1": True}


def test_a_link_stays_a_link(path, tmp_path, monkeypatch):
    target = tmp_path / "drive" / "mine.json"
    target.parent.mkdir()
    path.symlink_to(target)
    monkeypatch.setenv("ARTLAB_PROGRESS", str(path))
    Store(store.place()).change(note(1))
    assert path.is_symlink() and answers(target) == {"00.q1": True}


@pytest.mark.parametrize("word", ["off", "OFF", " no "])
def test_off_keeps_nothing_on_disk(word, monkeypatch):
    monkeypatch.setenv("ARTLAB_PROGRESS", word)
    assert store.place() is None


def test_the_file_lies_in_the_home_folder(monkeypatch, tmp_path):
    monkeypatch.delenv("ARTLAB_PROGRESS")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert store.place() == (tmp_path / "artlab-progress.json").resolve()


def test_memory_remembers_for_the_session():
    made = Store(None)
    made.change(note(1))
    assert made.read()["questions"] == {"00.q1": True} and made.notices == []


def test_threads_lose_nothing(path):
    def work(first):
        made = Store(path)
        for number in range(first, first + 10):
            made.change(note(number))

    threads = [threading.Thread(target=work, args=(first,)) for first in (0, 10, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers(path)) == 30


def test_two_notebooks_at_once_lose_nothing(path):
    script = textwrap.dedent("""
        import sys
        from pathlib import Path
        from artlab.classroom.store import Store
        made = Store(Path(sys.argv[1]))
        for number in range(25):
            name = f"{sys.argv[2]}.q{number}"
            made.change(lambda record: record["questions"].update({name: True}))
    """)
    running = [
        subprocess.Popen([sys.executable, "-c", script, str(path), number])
        for number in ("01", "02")
    ]
    assert [process.wait(timeout=120) for process in running] == [0, 0]
    assert len(answers(path)) == 50
