"""``luoshi remind`` and ``luoshi manage holidays`` as processes: beside each other, with a mail server."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from rooms.posting import SITE, Postbox, free_port, mail_server
from rooms.test_commands import BUDGET, command, environment

FOUND = """
from datetime import date
from luoshi.cli import ready
from luoshi.cli.site import prepare
from luoshi.demonstration.actions import create_demonstration
from luoshi.demonstration.queries import account
from luoshi.notices.actions import set_mail
from luoshi.units.queries import seat
prepare(lambda *words, **params: None)
create_demonstration(today=date(2026, 11, 27), lived=False)
set_mail(actor=seat(account("township")).actor, wanted=True, mailbox="fengxi@county.example")
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration that stands on a Friday, the working day before the self-check."""
    found = tmp_path_factory.mktemp("site")
    subprocess.run([sys.executable, "-c", FOUND], env=environment(found), check=True, timeout=2 * BUDGET)
    return found


def mailing(folder: Path, port: int) -> dict[str, str]:
    return {
        **environment(folder),
        "LUOSHI_SMTP_HOST": "127.0.0.1",
        "LUOSHI_SMTP_PORT": str(port),
        "LUOSHI_SMTP_TLS": "none",
        "LUOSHI_MAIL_FROM": "luoshi@county.example",
        "LUOSHI_SITE_URL": SITE + "/",
    }


def test_two_processes_at_once_make_one_digest_and_send_one_mail(folder: Path) -> None:
    port, postbox = free_port(), Postbox()
    line = [sys.executable, "-m", "luoshi.cli.main", "remind", "--now", "--language", "en"]
    with mail_server(postbox, port):
        both = [
            subprocess.Popen(line, env=mailing(folder, port), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            for _process in range(2)
        ]
        told = [process.communicate(timeout=2 * BUDGET) for process in both]
    assert [process.returncode for process in both] == [0, 0], told
    assert [str(mail["To"]) for mail in postbox.mails] == ["fengxi@county.example"]
    assert f"{SITE}/inbox/" in postbox.mails[0].get_content()
    assert sorted(out.splitlines()[0][:13] for out, _err in told) == ["Digests made:", "Digests made:"]
    with sqlite3.connect(folder / "luoshi.sqlite3") as rows:
        assert rows.execute("SELECT count(*) FROM notices_round").fetchone() == (1,)
        assert rows.execute("SELECT state FROM notices_delivery WHERE channel = 'mail'").fetchall() == [("delivered",)]


def test_without_a_mail_server_it_says_so_and_is_done(folder: Path) -> None:
    done = command(folder, "remind", "--now", "--language", "en")
    assert done.returncode == 0
    assert "No mail is sent" in done.stdout


def test_a_list_of_days_is_loaded_and_one_that_cannot_be_read_is_one_sentence(folder: Path, tmp_path: Path) -> None:
    days = tmp_path / "days.csv"
    days.write_text("日期,安排,说明\n2027-01-01,休,元旦\n", encoding="utf-8-sig")
    done = command(folder, "manage", "holidays", "--file", str(days), "--language", "en")
    assert (done.returncode, "1 days are kept" in done.stdout) == (0, True), done.stderr
    assert "2027: these are not all public holidays of the year" in done.stdout
    days.write_text("2027-01-01,perhaps\n", encoding="utf-8")
    refused = command(folder, "manage", "holidays", "--file", str(days), "--language", "en")
    assert refused.returncode == 1
    assert refused.stderr.splitlines() == [
        "luoshi: Line 1 of the list of days cannot be read. Write a day once, as: 2027-01-01,off,New Year."
    ]
