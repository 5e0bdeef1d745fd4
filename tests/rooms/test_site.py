"""A site: its settings, its health, and what a page may do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from luoshi.config.database import database, truth


def test_an_address_of_a_postgresql_is_read_in_full() -> None:
    found = database("postgresql://clerk:p%40ss@db.example:6432/luoshi?sslmode=require", Path())
    assert (found["HOST"], found["PORT"], found["NAME"], found["USER"], found["PASSWORD"], found["OPTIONS"]) == (
        "db.example",
        "6432",
        "luoshi",
        "clerk",
        "p@ss",
        {"sslmode": "require"},
    )


def test_what_an_address_leaves_out_is_left_to_the_client_library() -> None:
    found = database("postgres:///luoshi", Path())
    assert (found["HOST"], found["PORT"], found["USER"]) == ("", "", "")


def test_without_an_address_the_rows_are_a_file_in_the_folder_of_the_site(tmp_path: Path) -> None:
    found = database("", tmp_path)
    assert found["NAME"] == tmp_path / "luoshi.sqlite3"
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize("address", ["mysql://x/y", "postgresql://host/", "luoshi"])
def test_any_other_address_is_refused_in_words(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="postgresql://"):
        database(address, Path())


@pytest.mark.parametrize(("word", "yes"), [("1", True), (" Yes ", True), ("0", False), ("", False), ("no", False)])
def test_a_setting_says_yes_or_no(word: str, yes: bool) -> None:
    assert truth(word) is yes


@pytest.mark.django_db
def test_a_site_tells_that_it_is_well_without_signing_in(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.mark.django_db
def test_a_page_may_load_nothing_from_elsewhere_and_run_nothing_inline(client: Client) -> None:
    policy = client.get("/healthz").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_a_page_that_is_not_opened_to_everybody_asks_to_sign_in(client: Client) -> None:
    answer = client.get("/plans/")
    assert answer.status_code == 302


def test_an_https_site_keeps_its_cookies_to_https() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "from luoshi.config import settings as s; print(s.SESSION_COOKIE_SECURE, s.HTTPS)"],
        env={**os.environ, "LUOSHI_HTTPS": "yes"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["True", "True"]


def test_two_sites_never_share_a_secret() -> None:
    code = "from luoshi.config import settings as s; print(s.SECRET_KEY)"
    told = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    }
    assert len(told) == 2
