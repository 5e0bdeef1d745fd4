"""Sending a file by itself: what the page is told, who may ask, and that nothing in a file runs."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from pytest_django import Settings

from made.pictures import jpeg as made_jpeg

KEY = "0123456789abcdef"
HERE = f"/uploads/{KEY}/"
PAPER = "关于成立停车便民工作领导小组的通知\n各乡镇：现将有关事项通知如下。\n".encode()
PERSONAL = "联系人手机：13812345678\n".encode()
Sits = Callable[[str], Client]


@pytest.fixture(autouse=True)
def quarantine(tmp_path: Path, folder: Path, settings: Settings) -> Path:
    """The quarantine of this test alone."""
    settings.QUARANTINE = tmp_path / "quarantine"
    return tmp_path / "quarantine"


@pytest.fixture
def liaison(sits: Sits) -> Client:
    return sits("township")


def put(
    client: Client, content: bytes = PAPER, name: str = "%E9%80%9A%E7%9F%A5.txt", **headers: str
) -> tuple[int, dict]:
    answer = client.put(
        HERE, content, content_type="application/octet-stream", headers={"X-File-Name": name, **headers}
    )
    return answer.status_code, json.loads(answer.content)


def test_a_streamed_file_is_acknowledged_with_its_digest(liaison: Client) -> None:
    status, told = put(liaison)
    assert status == 201
    assert (told["state"], told["name"], told["size"]) == ("kept", "通知.txt", len(PAPER))
    assert told["sha256"] == sha256(PAPER).hexdigest()
    assert liaison.get(HERE).json()["id"] == told["id"]


def test_a_finding_is_told_with_its_place_and_never_whole(liaison: Client) -> None:
    told = put(liaison, PERSONAL)[1]
    assert (told["state"], told["findings"][0]["code"], told["kept"]) == ("quarantined", "mobile", False)
    assert told["findings"][0]["words"]
    assert "13812345678" not in json.dumps(told)


def test_a_file_that_waits_is_masked_from_the_page(liaison: Client) -> None:
    put(liaison, PERSONAL)
    assert liaison.post(f"{HERE}mask/").json()["state"] == "masked"
    with closing(liaison.get(f"{HERE}file/")) as answer:
        assert b"13812345678" not in b"".join(answer)


def test_a_file_that_waits_is_withdrawn_from_the_page(liaison: Client) -> None:
    put(liaison, PERSONAL)
    assert liaison.post(f"{HERE}withdraw/").json()["state"] == "withdrawn"
    assert liaison.post(f"{HERE}withdraw/").status_code == 409


def test_what_was_wrong_is_told_on_the_page_from_which_a_form_came(liaison: Client) -> None:
    put(liaison, PERSONAL)
    liaison.post(f"{HERE}withdraw/")
    answer = liaison.post(f"{HERE}mask/", {"next": "/inbox/"})
    assert (answer.status_code, answer["Location"]) == (302, "/inbox/")
    assert list(get_messages(answer.wsgi_request))


def test_nothing_that_waits_can_be_opened(liaison: Client) -> None:
    put(liaison, PERSONAL)
    assert liaison.get(f"{HERE}file/").status_code == 404
    assert liaison.get(f"{HERE}preview/").status_code == 404


def test_a_form_without_script_does_the_same(liaison: Client) -> None:
    file = SimpleUploadedFile("通知.txt", PAPER)
    assert liaison.post(HERE, {"file": file, "next": "/inbox/"})["Location"] == "/inbox/"
    assert liaison.get(HERE).json()["state"] == "kept"


def test_a_form_leads_to_no_other_site(liaison: Client) -> None:
    file = SimpleUploadedFile("通知.txt", PAPER)
    assert liaison.post(HERE, {"file": file, "next": "https://elsewhere.example/"}).json()["state"] == "kept"


def test_a_form_without_a_file_is_told_so(liaison: Client) -> None:
    answer = liaison.post(HERE)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "upload-none")


def test_a_wrong_digest_is_refused(liaison: Client) -> None:
    status, told = put(liaison, **{"X-Content-SHA256": "0" * 64})
    assert (status, told["error"]["code"]) == (422, "upload-digest")
    assert liaison.get(HERE).status_code == 404


def test_a_stranger_is_told_to_sign_in_and_nothing_is_taken(site: int, quarantine: Path) -> None:
    status, told = put(Client())
    assert (status, told["error"]["code"]) == (401, "signed-out")
    assert not quarantine.exists()


def test_a_colleague_does_not_see_it(liaison: Client, sits: Sits) -> None:
    put(liaison)
    other = sits("department")
    assert [other.get(place).status_code for place in (HERE, f"{HERE}file/", f"{HERE}preview/")] == [404] * 3
    assert other.post(f"{HERE}withdraw/").status_code == 404


def test_a_put_needs_the_token_of_the_page(site: int) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.put(HERE, PAPER, content_type="application/octet-stream").status_code == 403


@pytest.mark.parametrize("part", ["file", "preview"])
def test_nothing_in_a_file_runs(liaison: Client, part: str) -> None:
    put(liaison, b"In this paper is written: <script>alert(1)</script>\n")
    with closing(liaison.get(f"{HERE}{part}/")) as answer:
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["Content-Type"] in ("application/octet-stream", "text/plain; charset=utf-8")


def test_a_file_is_saved_under_its_name(liaison: Client) -> None:
    put(liaison)
    with closing(liaison.get(f"{HERE}file/")) as answer:
        assert answer["Content-Disposition"].startswith("attachment")
        assert b"".join(answer) == PAPER


def test_a_picture_is_shown(liaison: Client) -> None:
    put(liaison, made_jpeg(), "photo.jpg")
    with closing(liaison.get(f"{HERE}preview/")) as answer:
        assert answer["Content-Type"] == "image/jpeg"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a setting of SQLite")
def test_the_connection_that_answers_brings_every_commit_to_the_disk(liaison: Client) -> None:
    seen = set()

    def look(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        seen.update(context["connection"].connection.execute("PRAGMA synchronous").fetchone())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        put(liaison)
    assert seen == {2}  # FULL


def test_a_look_into_an_archive_lists_its_files_in_words(liaison: Client) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("通报.txt", PAPER)
    put(liaison, held.getvalue(), "a.zip")
    shown = liaison.get(f"{HERE}preview/")
    assert shown["Content-Type"] == "text/plain; charset=utf-8"
    note, blank, line = shown.content.decode().splitlines()
    assert ("共 1 个文件" in note, blank) == (True, "")
    assert line.startswith("通报.txt　")


def test_a_look_into_a_long_text_says_that_there_is_more(liaison: Client) -> None:
    put(liaison, "停车泊位\n".encode() * 2001)
    lines = liaison.get(f"{HERE}preview/").content.decode().splitlines()
    assert "只显示开头" in lines[0]
    assert lines[-1] == "……"
