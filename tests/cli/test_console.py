import io
import json
import os
import pty
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from api import console
from graph.identity import document_id
from graph.model import Decision, Document


def test_a_pipe_gets_tabs_and_no_headings(capsys: pytest.CaptureFixture[str]) -> None:
    console.show_table(("name", "#claims"), [("Ana Diaz", 3), ("Bo", None)])

    assert capsys.readouterr().out == "Ana Diaz\t3\nBo\t\n"


def test_a_cell_never_breaks_its_line_or_steers_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    console.show_table(("name",), [("Ana\tDiaz\nof\x1b[31m Lima\u202e",)])

    assert capsys.readouterr().out == "Ana Diaz of [31m Lima\n"


def test_messages_go_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    console.say("two\x07 lines\n")

    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "two  lines \n")


def test_json_keeps_letters_and_ends_with_a_line_break(capsys: pytest.CaptureFixture[str]) -> None:
    console.show_json({"b": "Ñandú", "a": (1, None)})

    assert capsys.readouterr().out == '{\n  "a": [\n    1,\n    null\n  ],\n  "b": "Ñandú"\n}\n'


def test_json_leaves_out_when_a_store_took_something() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    document = Document(id=document_id("Text."), text="Text.", ingested_at=now)
    decision = Decision(number=1, merged="person:a", into="person:b", decided_at=now)

    shown = json.loads(console.as_json([document, decision]))

    assert shown[0]["text"] == "Text."
    assert shown[1]["into"] == "person:b"
    assert not {"ingested_at", "decided_at"} & (shown[0].keys() | shown[1].keys())


def test_what_is_no_value_is_refused_as_json() -> None:
    with pytest.raises(TypeError, match="object can't be written as JSON"):
        console.as_json(object())


def test_a_terminal_gets_headings_and_never_reads_names_as_markup() -> None:
    drawn = on_a_terminal(
        "from api.console import show_table; show_table(('name', '#claims'), [('[red]Ana[/]', 3)])"
    )

    assert "name" in drawn
    assert "[red]Ana[/]" in drawn


QUOTE = (
    "from api.console import Quote, show_quotes\n"
    "show_quotes([Quote('A pays B', 'A [red]paid B.', [(0, 1)], 'in 2019', ('A', 2019))] * 2)"
)


def test_a_terminal_gets_sentences_below_what_they_are_evidence_for() -> None:
    lines = [line.strip() for line in on_a_terminal(QUOTE, NO_COLOR="1", TERM="dumb").splitlines()]

    assert lines == ["", "A pays B", *["A [red]paid B.", "in 2019"] * 2]


def test_a_pipe_gets_a_sentence_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    console.show_quotes([console.Quote("A pays B", "A\tpaid B.", [(0, 1)], "", ("A", 2019))])

    assert capsys.readouterr().out == "A\t2019\tA paid B.\n"


def test_no_color_is_honoured_on_a_terminal() -> None:
    code = "from api.console import show_table; show_table(('name',), [('Ana',)])"

    cyan = "36m"

    assert cyan in on_a_terminal(code, TERM="xterm-256color", NO_COLOR="")
    assert cyan not in on_a_terminal(code, TERM="xterm-256color", NO_COLOR="1")


def test_progress_is_shown_on_a_terminal_only(capsys: pytest.CaptureFixture[str]) -> None:
    code = "from api.console import progress\nwith progress('reading') as advance: advance(1, 2)\n"
    with console.progress("reading") as advance:
        advance(1, 2)

    assert capsys.readouterr().err == ""
    assert "reading" in on_a_terminal(code)


def on_a_terminal(code: str, **environment: str) -> str:
    """What a program writes where its output and its errors are a terminal."""
    ours, theirs = pty.openpty()
    subprocess.run(
        [sys.executable, "-c", code],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "COLUMNS": "80", **environment},
        check=True,
    )
    os.close(theirs)
    written = io.BytesIO()
    with os.fdopen(ours, "rb", buffering=0) as terminal:
        written.write(terminal.read(65536))
    return written.getvalue().decode()
