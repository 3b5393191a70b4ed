"""`artlab preflight`: the student's code, the trials, and what is printed."""

import datetime
import json
import os
import signal
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artlab import cli
from artlab.doctor import Check
from artlab.preflight import codes, report, trials

states = st.fixed_dictionaries({name: st.sampled_from(codes.STATES) for name in codes.GROUPS})
reports = st.builds(
    codes.Report,
    states,
    memory_gb=st.integers(0, 127),
    seconds=st.integers(0, 63),
    day=st.dates(codes.FIRST_DAY, codes.FIRST_DAY + datetime.timedelta(days=4095)),
    python=st.integers(0, 31),
    system=st.sampled_from(codes.SYSTEMS),
    edition=st.integers(0, 4095),
)


# The code ---------------------------------------------------------------------------------------


@given(reports)
def test_a_code_says_what_went_in(given_report):
    assert codes.decode(codes.encode(given_report)) == given_report


@given(reports)
def test_a_code_survives_a_telephone(given_report):
    code = codes.encode(given_report).lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert codes.decode(code) == given_report


def test_a_code_has_three_groups_of_five():
    code = codes.encode(codes.Report({}))
    assert [len(group) for group in code.split("-")] == [5, 5, 5]


def test_every_single_mistyping_is_noticed():
    # The checksum is linear in the bits, so what holds for one code holds for all.
    code = codes.encode(codes.Report({"painting": "ok"}, 8, 2)).replace("-", "")
    for place in range(len(code)):
        for letter in codes.ALPHABET.replace(code[place], ""):
            with pytest.raises(ValueError, match="`code` does not add up"):
                codes.decode(code[:place] + letter + code[place + 1 :])


def test_neighbours_in_the_wrong_order_are_noticed():
    code = codes.encode(codes.Report({"painting": "ok", "files": "broken"}, 8, 2)).replace("-", "")
    for place in range(len(code) - 1):
        if code[place] != code[place + 1]:
            turned = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            with pytest.raises(ValueError, match="`code`"):
                codes.decode(turned)


@pytest.mark.parametrize("code", ["", "hello", "AAAAA-AAAAA", "AAAAA-AAAAA-AAAAU", None, 12])
def test_what_is_no_code_is_refused(code):
    with pytest.raises(ValueError, match="`code` must be 15 letters and digits"):
        codes.decode(code)


def test_too_large_numbers_are_cut_not_spilled():
    found = codes.decode(codes.encode(codes.Report({}, memory_gb=4096, seconds=900)))
    assert (found.memory_gb, found.seconds) == (127, 63)


def test_a_machine_is_ready_when_all_was_looked_at_and_nothing_is_broken():
    fine = dict.fromkeys(codes.GROUPS, "ok") | {"port": "note"}
    assert codes.decode(codes.encode(codes.Report(fine))).is_ready
    assert not codes.decode(codes.encode(codes.Report(fine | {"data": "broken"}))).is_ready
    assert not codes.decode(codes.encode(codes.Report({"data": "ok"}))).is_ready


# The trials -------------------------------------------------------------------------------------


def test_a_trial_gives_the_last_printed_line():
    fine, last, seconds = trials.run("print('one'); print('two')")
    assert (fine, last) == (True, "two") and seconds > 0


def test_a_trial_that_raises_gives_the_error():
    assert trials.run("import no_such_module")[:2] == (
        False,
        "ModuleNotFoundError: No module named 'no_such_module'",
    )


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_trial_that_dies_gives_its_signal():
    assert trials.run("import os; os.abort()")[:2] == (
        False,
        f"the process was killed by signal {signal.SIGABRT.value}",
    )


def test_a_trial_that_hangs_is_stopped():
    assert trials.run("import time; time.sleep(60)", seconds=1)[:2] == (False, "no end within 1 s")


def test_a_broken_trial_names_the_way_out():
    assert trials.trial("it", "1 / 0", "mend it") == Check(
        "it", "broken", "ZeroDivisionError: division by zero", "mend it"
    )


def write_notebook(folder, source, name="01_look.ipynb"):
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": "# Look"},
        {"cell_type": "code", "metadata": {"tags": ["setup"]}, "source": source},
    ]
    (folder / name).write_text(json.dumps({"cells": cells}))


def test_the_setup_cell_of_each_notebook_is_run(tmp_path):
    write_notebook(tmp_path, "if False:\n    %pip install -q x\nprint('ready')")
    write_notebook(tmp_path, "import no_such_module", "02_draw.ipynb")
    assert [(c.name, c.status) for c in trials.notebooks(tmp_path)] == [
        ("set-up 01", "ok"),
        ("set-up 02", "broken"),
    ]


def test_no_notebooks_are_a_note():
    assert [check.status for check in trials.notebooks(None)] == ["note"]


def test_a_free_port_is_well_and_a_busy_one_a_note():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        assert [check.status for check in trials.port(number)] == ["note"]
    assert [check.status for check in trials.port(number)] == ["ok"]


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ({"data": {"image/png": "…"}}, True),
        ({"data": {"text/html": ['<img src="data:image/png;base64,…">']}}, True),
        ({"data": {"application/vnd.jupyter.widget-view+json": {}}}, True),
        ({"data": {"text/html": "<p>words</p>"}}, False),
        ({"name": "stdout", "text": "words"}, False),
    ],
)
def test_a_picture_is_told_from_words(output, expected):
    assert trials.shows_picture({"outputs": [output]}) is expected


def test_a_notebook_is_run_up_to_its_first_picture(tmp_path):
    import nbformat.v4 as nbformat

    picture = (
        "from IPython.display import HTML, display\ndisplay(HTML('<img src=\"data:image/png\">'))"
    )
    cells = [nbformat.new_code_cell(source) for source in ("a = 1", picture, "1 / 0")]
    blank = [nbformat.new_code_cell("print('no picture')")]
    for name, listed in (("01_look", cells), ("02_dull", blank), ("03_broken", cells[2:])):
        made = nbformat.new_notebook(cells=listed)
        (tmp_path / f"{name}.ipynb").write_text(json.dumps(made))
    found = list(trials.first_pictures(tmp_path))
    assert [check.status for check in found] == ["ok", "broken", "broken"]
    assert "ZeroDivisionError" in found[2].text


# What is printed --------------------------------------------------------------------------------

FOUND = [
    ("packages", Check("numpy", "ok", "2.1")),
    ("machine", Check("memory", "note", "4 GB", "close programs")),
    ("painting", Check("first painting", "ok", "256 pixels in 2.4 s, 3.0 s in all")),
    ("files", Check("weights", "broken", "damaged", "git checkout -- artlab")),
]


@pytest.fixture
def found(monkeypatch):
    listed = list(FOUND)
    monkeypatch.setattr(report, "_everything", lambda pictures: iter(listed))
    return listed


def test_red_names_what_is_broken_and_the_way_out(found, capsys):
    assert cli.main(["preflight"]) == 1
    shown = capsys.readouterr().out
    assert "BROKEN  weights: damaged\n        -> git checkout -- artlab" in shown
    assert shown.endswith("RED: 1 thing is broken; the arrows name what to do.\n")


def test_green_when_nothing_is_broken(found, capsys):
    del found[-1]
    assert cli.main(["preflight"]) == 0
    assert capsys.readouterr().out.endswith("GREEN: this machine is ready.\n")


def test_long_lists_are_counted_when_all_is_well(found, capsys):
    cli.main(["preflight"])
    shown = capsys.readouterr().out
    assert "numpy" not in shown
    assert "ok      packages: 1 are as they should be" in shown


def test_a_students_code_tells_the_worst_of_each_group(found, capsys):
    found.append(("machine", Check("disk", "broken", "full")))
    assert cli.main(["preflight", "--student"]) == 1
    code = next(
        line.split()[-1] for line in capsys.readouterr().out.splitlines() if "Your code" in line
    )
    told = codes.decode(code)
    assert told.states["machine"] == "broken" and told.states["painting"] == "ok"
    assert told.states["notebooks"] == "not looked at"
    assert told.seconds == 2 and told.edition == codes.edition()


def test_the_instructor_reads_codes(capsys):
    fine = codes.encode(
        codes.Report(dict.fromkeys(codes.GROUPS, "ok"), 8, 2, edition=codes.edition())
    )
    ill = codes.encode(codes.Report(dict.fromkeys(codes.GROUPS, "ok") | {"files": "broken"}, 8, 2))
    assert cli.main(["preflight", "--check", fine]) == 0
    assert cli.main(["preflight", "--check", fine, ill, "nonsense"]) == 1
    good, first, second, third = capsys.readouterr().out.splitlines()
    assert good == first and good.startswith(f"GREEN  {fine}: 01 Jan 2026") and "all well" in good
    assert second.startswith("RED    ") and "files broken" in second
    assert "another version of the course" in second
    assert third.startswith("RED    `code` must be")


def test_colours_are_for_terminals_only(capsys):
    check = Check("disk", "broken", "full")
    assert report.line(check) == "BROKEN  disk: full"
    assert report.line(check, colour=True).startswith("\033[31mBROKEN\033[0m")
