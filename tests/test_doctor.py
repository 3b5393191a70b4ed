"""What `artlab doctor` finds, says and returns."""

import hashlib
import json
import pathlib
import sys

import pytest

from artlab import _requirements, doctor, runtime


@pytest.fixture(autouse=True)
def offline(monkeypatch):
    monkeypatch.setattr(runtime, "is_online", lambda *arguments: False)


@pytest.fixture
def package(tmp_path, monkeypatch):
    """An installed package with one data file and its card."""
    data = tmp_path / "datasets" / "data"
    data.mkdir(parents=True)
    (data / "animals.npz").write_bytes(b"pictures")
    sha256 = hashlib.sha256(b"pictures").hexdigest()
    (data / "animals.md").write_text(f"| This file | sha256 `{sha256}` |\n")
    monkeypatch.setattr(doctor, "PACKAGE", tmp_path)
    return tmp_path


def found(name):
    return [check for check in doctor.checks() if check.name == name]


def replace_checks(monkeypatch, *statuses):
    made = [doctor.Check(f"thing {s}", s, "found", "mend it") for s in statuses]
    monkeypatch.setattr(doctor, "checks", lambda: made)


# the findings


def test_every_finding_is_complete_and_what_is_broken_has_a_line_that_mends_it():
    findings = doctor.checks()
    assert {check.status for check in findings} <= {"ok", "note", "broken"}
    assert all(check.name and check.text for check in findings)
    assert all(check.mend for check in findings if check.status == "broken")


def test_checks_look_at_all_that_was_promised():
    names = {check.name for check in doctor.checks()}
    promised = {"python", "device", "budget", "memory", "disk", "data", "numpy", "tensorflow"}
    assert promised | {"network: keras.datasets", "network: Hugging Face"} <= names


def test_shipped_data_agrees_with_its_card():
    (animals,) = [check for check in found("data") if check.text.startswith("animals.npz")]
    assert (animals.status, animals.text.endswith("sha256 as its card says")) == ("ok", True)


def test_damaged_data_is_broken(package):
    (package / "datasets" / "data" / "animals.npz").write_bytes(b"pixtures")
    (check,) = found("data")
    assert check.status == "broken"
    assert "animals.npz: damaged" in check.text


def test_data_without_a_card_is_broken(package):
    (package / "datasets" / "data" / "animals.md").unlink()
    assert "no card" in found("data")[0].text


def test_absent_data_is_broken(package):
    (package / "datasets" / "data" / "animals.npz").unlink()
    assert found("data")[0].text == "the data files are missing"


def test_weights_are_listed_with_their_card(package):
    weights = package / "weights" / "silhouettes"
    weights.mkdir(parents=True)
    (weights / "model.safetensors").write_bytes(b"weights")
    (weights / "card.md").write_text("Trained on the animals.\n")
    (check,) = found("weights")
    assert check.status == "ok"
    assert check.text.startswith("silhouettes/model.safetensors: 0.0 MB, card.md")


def test_weights_other_than_their_card_says_are_broken(package):
    weights = package / "weights" / "silhouettes"
    weights.mkdir(parents=True)
    (weights / "model.safetensors").write_bytes(b"weights")
    (weights / "card.md").write_text(f"- `model.safetensors`: sha256 {'0' * 64}\n")
    assert found("weights")[0].status == "broken"


def test_wrong_budget_is_broken_and_names_the_line(monkeypatch):
    monkeypatch.setenv("ARTLAB_BUDGET", "fast")
    (check,) = found("budget")
    assert (check.status, check.mend.split()[1]) == ("broken", "ARTLAB_BUDGET=class")


def test_little_memory_is_a_note(monkeypatch):
    monkeypatch.setattr(runtime, "device", lambda: runtime.Device("cpu", "A name", 2, 1.9))
    (check,) = found("memory")
    assert (check.status, check.text) == ("note", "1.9 GB; a lesson wants 4")


def test_full_disk_is_a_note(monkeypatch):
    usage = type("Usage", (), {"free": 2**29})
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda path: usage)
    (check,) = found("disk")
    assert (check.status, check.text) == ("note", "0.5 GB free")


def test_cache_that_cannot_be_made_is_broken(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ARTLAB_CACHE", str(tmp_path / "file" / "cache"))
    (check,) = found("cache")
    assert (check.status, "ARTLAB_CACHE=" in check.mend) == ("broken", True)


def test_check_that_fails_is_a_finding(monkeypatch):
    def fails():
        raise RuntimeError("no idea")

    monkeypatch.setattr(runtime, "device", fails)
    (check,) = found("device")
    assert (check.status, check.text) == ("broken", "this check failed: RuntimeError: no idea")


def test_strangers_artlab_is_broken(monkeypatch):
    monkeypatch.setattr(_requirements, "installed", lambda name: "1.0")
    (check,) = found("artlab on PyPI")
    assert check.mend.startswith("pip uninstall artlab")


@pytest.mark.parametrize(
    ("extra", "status"), [(None, "broken"), ("tensorflow", "note"), ("text", "note")]
)
def test_absent_package_breaks_only_the_base(monkeypatch, extra, status):
    monkeypatch.setattr(_requirements, "wanted", lambda: [("nothing_at_all", ">=1", extra)])
    (check,) = found("nothing_at_all")
    assert check.status == status
    assert 'pip install "nothing_at_all>=1"' in check.mend


def test_old_package_is_broken(monkeypatch):
    monkeypatch.setattr(_requirements, "wanted", lambda: [("numpy", ">=999", None)])
    (check,) = found("numpy")
    assert (check.status, check.mend) == ("broken", 'pip install "numpy>=999"')


def test_gpu_without_its_libraries_names_the_extra(monkeypatch):
    device = runtime.Device("gpu", "A name", 2, 24.0, 16.0)
    monkeypatch.setattr(runtime, "device", lambda: device)
    monkeypatch.setattr(doctor.sys, "platform", "linux")
    monkeypatch.setattr(_requirements, "installed", lambda name: None)
    (check,) = found("gpu libraries")
    assert check.mend == 'pip install -e ".[gpu]"'


def test_network_is_asked_with_a_limit_under_two_seconds(monkeypatch):
    asked = []
    monkeypatch.setenv("HF_ENDPOINT", "https://mirror.example")
    monkeypatch.setattr(runtime, "is_online", lambda *a: asked.append(a) or True)
    findings = [check for check in doctor.checks() if check.name.startswith("network")]
    assert sorted(asked) == [(1.5, "https://mirror.example"), (1.5, runtime.PROBE_URL)]
    assert {check.status for check in findings} == {"ok"}


def test_network_that_does_not_answer_is_a_note():
    findings = [check for check in doctor.checks() if check.name.startswith("network")]
    assert [check.status for check in findings] == ["note", "note"]


# requirements


@pytest.mark.parametrize(
    ("line", "parsed"),
    [
        ("numpy>=2.1", ("numpy", ">=2.1", None)),
        ("ipywidgets<9,>=7.7.1", ("ipywidgets", "<9,>=7.7.1", None)),
        ('keras>=3.13; extra == "tensorflow"', ("keras", ">=3.13", "tensorflow")),
        (
            'a-b.c[x]==2.20.*; sys_platform == "linux" and extra == "gpu"',
            ("a-b.c", "==2.20.*", "gpu"),
        ),
        ("bare", ("bare", "", None)),
    ],
)
def test_parse_reads_a_requirement(line, parsed):
    assert _requirements.parse(line) == parsed


VERSIONS = ["7.7", "7.7.1", "7.7.10", "8.1.9", "8", "9", "9.0.1", "10.0", "2.20.0", "2.20.3", "2.3"]
VERSIONS += ["2.10.0+cpu"]
LIMITS = [">=7.7.1,<9", "<9,>=7.7.1", "==2.20.*", ">=2.10", "<=8", ">8", "==9.0.1", ""]


@pytest.mark.parametrize("limits", LIMITS)
@pytest.mark.parametrize("version", VERSIONS)
def test_within_agrees_with_packaging(version, limits):
    specifiers = pytest.importorskip("packaging.specifiers")
    expected = version in specifiers.SpecifierSet(limits)
    assert _requirements.within(version, limits) == expected


def test_wanted_is_what_pyproject_asks_for():
    tomllib = pytest.importorskip("tomllib")
    root = pathlib.Path(__file__).parents[1]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {_requirements.parse(line)[0] for line in project["dependencies"]}
    for extra in _requirements.EXTRAS:
        asked |= {_requirements.parse(line)[0] for line in project["optional-dependencies"][extra]}
    assert {name for name, _, _ in _requirements.wanted()} == asked


# the command


@pytest.mark.parametrize(
    ("statuses", "code", "last"),
    [
        (("ok", "note"), 0, "Nothing is broken."),
        (("ok", "broken"), 1, "1 thing is broken; the arrow names the line to run."),
        (("broken", "broken"), 1, "2 things are broken; the arrows name what to run."),
    ],
)
def test_main_returns_one_when_something_is_broken(monkeypatch, capsys, statuses, code, last):
    replace_checks(monkeypatch, *statuses)
    assert doctor.main([]) == code
    assert capsys.readouterr().out.rstrip().endswith(last)


def test_main_prints_the_one_line_form_first_and_each_mending_line(monkeypatch, capsys):
    replace_checks(monkeypatch, "broken")
    doctor.main([])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == runtime.summary()
    assert "-> mend it" in lines[3]


def test_main_with_json_prints_one_document(monkeypatch, capsys):
    replace_checks(monkeypatch, "ok", "broken")
    assert doctor.main(["--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert (document["ok"], document["summary"]) == (False, runtime.summary())
    assert document["checks"][1] == {
        "name": "thing broken",
        "status": "broken",
        "text": "found",
        "mend": "mend it",
    }


def test_main_survives_a_wrong_budget(monkeypatch, capsys):
    monkeypatch.setenv("ARTLAB_BUDGET", "fast")
    assert doctor.main([]) == 1
    assert "`ARTLAB_BUDGET` must be" in capsys.readouterr().out


def test_main_without_arguments_ignores_the_command_line(monkeypatch):
    replace_checks(monkeypatch, "ok")
    monkeypatch.setattr(sys, "argv", ["artlab", "doctor"])
    assert doctor.main() == 0
