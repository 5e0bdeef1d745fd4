"""The command as a user meets it: exit status and one sentence."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli.running import luoshi, sentences


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",), ("help",)])
def test_the_command_alone_tells_which_commands_there_are(arguments: tuple[str, ...]) -> None:
    run = luoshi(*arguments)
    assert run.returncode == 0
    assert all(f"luoshi {name}" in run.stdout.decode() for name in ("read", "demo", "serve", "manage"))


def test_the_version_is_the_one_of_the_package() -> None:
    from_package = subprocess.run(
        [sys.executable, "-c", "import luoshi; print('luoshi', luoshi.__version__)"], capture_output=True, check=True
    )
    assert luoshi("--version").stdout == from_package.stdout


def test_an_unknown_command_is_one_sentence_and_status_2() -> None:
    run = luoshi("raed")
    assert (run.returncode, run.stdout, len(sentences(run))) == (2, b"", 1)
    assert "raed" in sentences(run)[0]


@pytest.mark.parametrize("arguments", [("read",), ("read", "a", "--format", "odt"), ("read", "a", "--colour")])
def test_a_misuse_is_one_sentence_and_status_2(arguments: tuple[str, ...]) -> None:
    run = luoshi(*arguments)
    assert (run.returncode, run.stdout, len(sentences(run))) == (2, b"", 1)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"PK\x03\x04broken", b"\x00" * 400])
def test_a_file_that_cannot_be_read_is_one_sentence_and_status_1(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "plan").write_bytes(content)
    run = luoshi("read", tmp_path / "plan")
    assert (run.returncode, run.stdout, len(sentences(run))) == (1, b"", 1)


@pytest.mark.parametrize("name", ["missing.txt", ".", ""])
def test_a_path_without_a_file_is_one_sentence_and_status_1(tmp_path: Path, name: str) -> None:
    run = luoshi("read", tmp_path / name)
    assert (run.returncode, run.stdout, len(sentences(run))) == (1, b"", 1)


def test_an_output_that_cannot_be_written_is_one_sentence_and_leaves_nothing(tmp_path: Path, plan: Path) -> None:
    run = luoshi("read", plan, "--format", "json", "-o", tmp_path / "nowhere" / "a.json")
    assert (run.returncode, len(sentences(run))) == (1, 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == [plan.name]


def test_a_reader_that_has_gone_ends_the_command_without_a_word(plan: Path) -> None:
    code = "import sys; from luoshi.cli.main import main; sys.argv = ['luoshi', 'read', sys.argv[1]]; sys.exit(main())"
    read, write = os.pipe()
    os.close(read)
    run = subprocess.run(
        [sys.executable, "-c", code, str(plan)], stdout=write, stderr=subprocess.PIPE, timeout=60, check=False
    )
    os.close(write)
    assert (run.returncode, run.stderr) == (141, b"")


def test_an_interruption_ends_the_command_without_a_word() -> None:
    code = (
        # who starts tests in the background may have told them to pass over interruptions
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "from luoshi.cli import read; from luoshi.cli.main import main;"
        "print('loaded', flush=True); sys.argv = ['luoshi', 'read', '-']; sys.exit(main())"
    )
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen([sys.executable, "-c", code], **pipes) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == b"loaded\n"
        time.sleep(1.5)  # by then it waits for its input
        run.send_signal(signal.SIGINT)
        assert (run.wait(30), run.stderr.read() if run.stderr else None) == (130, b"")


def test_reading_imports_neither_django_nor_a_library_of_another_format(plan: Path) -> None:
    code = (
        "import sys; from luoshi.cli.read import run; run([sys.argv[1], '--format', 'json', '-o', sys.argv[2]]);"
        "print(*{name.split('.')[0] for name in sys.modules} & {'django', 'docx', 'xlsxwriter', 'rich'})"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(plan), os.devnull], capture_output=True, check=True, timeout=60
    )
    assert run.stdout.strip() == b""


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_refusal_is_said_in_the_language_that_was_asked_for(tmp_path: Path, language: str) -> None:
    run = luoshi("read", tmp_path / "missing.txt", "--language", language)
    assert run.returncode == 1
    assert language == "zh-hans" or run.stderr.decode().isascii() or "“" in run.stderr.decode()
