"""What becomes of a file that is sent: acknowledged and there, or refused and gone; nothing unmasked is ever kept."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.storage import storages
from pytest_django import Settings

from luoshi.audit.models import Entry
from luoshi.files import actions, quarantine, queries
from luoshi.files.models import Blob, Upload
from luoshi.files.rules import large
from luoshi.files.rules.uploads import UploadState
from luoshi.kernel.errors import Conflict, Invalid, LuoshiError, NotAllowed, NotFound
from luoshi.tenancy.models import Account
from luoshi.tenancy.rules import Actor, Role, seated, site_actor
from made.pictures import PLACE
from made.pictures import jpeg as made_jpeg
from rooms.cast import County, found_county

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
KEY = "0123456789abcdef"
PAPER = "关于成立停车便民工作领导小组的通知\n各乡镇：现将有关事项通知如下。\n".encode()
MOBILE = "13812345678"
PERSONAL = f"联系人手机：{MOBILE}\n".encode()
ASKED = "本季度开展了内部审计工作。\n第二段：机密文件管理培训已开展。\n".encode()


@pytest.fixture
def quarantined(tmp_path: Path, folder: Path, settings: Settings) -> Path:
    """The quarantine and the store of this test alone."""
    settings.QUARANTINE = tmp_path / "quarantine"
    backend = {"BACKEND": "luoshi.files.storage.FolderStorage", "OPTIONS": {"location": tmp_path / "store"}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    return tmp_path / "quarantine"


def somebody(county: County, name: str = "liaison") -> Actor:
    account = Account.objects.create(jurisdiction_id=county.id, sign_in_name=f"{name}-{county.id}", name=name)
    return seated(account.pk, county.id, name, [(Role.LIAISON, 1)])


def send(actor: Actor, content: bytes = PAPER, name: str = "通知.txt", key: str = KEY) -> queries.UploadSheet:
    pieces = (content[at : at + 1000] for at in range(0, len(content), 1000))
    return actions.receive(actor=actor, sent=actions.Sent(key, name, len(content)), pieces=pieces, now=NOW)


def stored() -> list[str]:
    place = Path(storages["default"].path("."))
    return sorted(path.name for path in place.rglob("*") if path.is_file())


def waiting(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != quarantine.MARK)


def test_a_clean_file_is_kept_with_one_line_in_the_journal(county: County, quarantined: Path) -> None:
    before = Entry.objects.count()
    sheet = send(somebody(county))
    assert (sheet.state, sheet.sha256) == (UploadState.KEPT, sha256(PAPER).hexdigest())
    assert stored() == [sheet.sha256]
    assert waiting(quarantined) == []
    assert Entry.objects.count() == before + 1


def test_what_is_sent_twice_is_one_upload(county: County, quarantined: Path) -> None:
    actor = somebody(county)
    assert send(actor).id == send(actor).id
    assert (Upload.objects.count(), Blob.objects.count(), waiting(quarantined)) == (1, 1, [])


def test_two_tabs_with_the_same_file_keep_its_bytes_once(county: County, quarantined: Path) -> None:
    actor = somebody(county)
    first, second = send(actor), send(actor, key="fedcba9876543210")
    assert first.id != second.id
    assert first.blob_id == second.blob_id
    assert len(stored()) == 1


def test_a_tab_that_was_overtaken_is_given_the_upload_of_the_other(county: County, quarantined: Path) -> None:
    actor = somebody(county)
    made: list[queries.UploadSheet] = []

    def pieces() -> Iterator[bytes]:
        yield PAPER
        made.append(send(actor))

    sheet = actions.receive(actor=actor, sent=actions.Sent(KEY, "通知.txt"), pieces=pieces(), now=NOW)
    assert sheet.id == made[0].id
    assert waiting(quarantined) == []


def test_a_key_does_not_name_other_bytes(county: County, quarantined: Path) -> None:
    actor = somebody(county)
    send(actor)
    with pytest.raises(Conflict) as caught:
        send(actor, b"another paper")
    assert caught.value.code == "upload-key-used"
    assert stored() == [sha256(PAPER).hexdigest()]


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (actions.Sent(KEY, "a.txt", len(PAPER) + 1), "upload-cut"),
        (actions.Sent(KEY, "a.txt", len(PAPER), "0" * 64), "upload-digest"),
        (actions.Sent(KEY, "a.txt", 10**12), "upload-too-large"),
        (actions.Sent("short", "a.txt"), "upload-key"),
        (actions.Sent(KEY, " "), "upload-name"),
    ],
)
def test_what_did_not_come_whole_leaves_no_trace(
    county: County, quarantined: Path, sent: actions.Sent, code: str
) -> None:
    with pytest.raises(Invalid) as caught:
        actions.receive(actor=somebody(county), sent=sent, pieces=iter([PAPER]), now=NOW)
    assert caught.value.code == code
    assert not Upload.objects.exists()
    assert not quarantined.exists() or waiting(quarantined) == []


def test_more_than_the_limit_is_dropped_while_it_comes(county: County, quarantined: Path, settings: Settings) -> None:
    settings.STREAM_LIMIT = 10
    with pytest.raises(Invalid) as caught:
        actions.receive(actor=somebody(county), sent=actions.Sent(KEY, "a.txt"), pieces=iter([PAPER]), now=NOW)
    assert caught.value.code == "upload-too-large"
    assert waiting(quarantined) == []


def test_a_number_of_a_person_keeps_a_file_in_quarantine(county: County, quarantined: Path) -> None:
    sheet = send(somebody(county), PERSONAL)
    assert (sheet.state, [one.code for one in sheet.looked.findings]) == (UploadState.QUARANTINED, ["mobile"])
    assert stored() == []
    assert len(waiting(quarantined)) == 1


def test_no_row_and_no_line_holds_the_number(county: County, quarantined: Path) -> None:
    actor = somebody(county)
    send(actor, PERSONAL, f"名单{MOBILE}.txt")
    row = Upload.objects.get()
    line = Entry.objects.order_by("-sequence").first()
    assert line is not None
    assert MOBILE not in f"{row.name}{row.said}{line.new}{line.old}"
    assert MOBILE[3:7] not in f"{row.name}{row.said}{line.new}"


def test_a_masked_file_is_kept_and_its_unmasked_bytes_are_gone(county: County, quarantined: Path) -> None:
    actor = somebody(county)
    send(actor, PERSONAL)
    sheet = actions.mask_upload(actor=actor, key=KEY)
    opened = queries.open_upload(actor, KEY)[1]
    with opened.content as content:
        assert MOBILE.encode() not in content.read()
    assert sheet.state is UploadState.MASKED
    assert (len(stored()), waiting(quarantined)) == (1, [])


def test_a_withdrawn_file_leaves_no_bytes(county: County, quarantined: Path) -> None:
    actor = somebody(county)
    send(actor, PERSONAL)
    assert actions.withdraw_upload(actor=actor, key=KEY).state is UploadState.WITHDRAWN
    assert (stored(), waiting(quarantined)) == ([], [])


def test_what_is_settled_is_not_settled_again(county: County, quarantined: Path) -> None:
    actor = somebody(county)
    send(actor, PERSONAL)
    actions.withdraw_upload(actor=actor, key=KEY)
    for verb in (actions.mask_upload, actions.withdraw_upload, actions.vouch_for_upload):
        with pytest.raises(Conflict) as caught:
            verb(actor=actor, key=KEY)
        assert caught.value.code == "upload-settled"


def test_a_question_is_answered_before_a_file_is_kept(county: County, quarantined: Path) -> None:
    actor = somebody(county)
    assert send(actor, ASKED).state is UploadState.QUARANTINED
    assert actions.vouch_for_upload(actor=actor, key=KEY).state is UploadState.KEPT
    assert (stored(), waiting(quarantined)) == ([sha256(ASKED).hexdigest()], [])


def test_nobody_vouches_for_numbers_of_persons(county: County, quarantined: Path) -> None:
    actor = somebody(county)
    send(actor, PERSONAL)
    with pytest.raises(Invalid) as caught:
        actions.vouch_for_upload(actor=actor, key=KEY)
    assert caught.value.code == "personal-data"
    assert stored() == []


def test_a_refused_file_leaves_a_row_that_says_why_and_no_bytes(county: County, quarantined: Path) -> None:
    actor = somebody(county)
    send(actor, b"MZ\x00\x01" * 50, "报表.exe")
    sheet = queries.upload(actor, KEY)
    assert (sheet.state, sheet.looked.faults[0].code) == (UploadState.REFUSED, "wrong-kind")
    assert (stored(), waiting(quarantined)) == ([], [])


def test_a_picture_is_kept_without_its_place(county: County, quarantined: Path) -> None:
    actor = somebody(county)
    send(actor, made_jpeg(), "照片.jpg")
    with queries.open_upload(actor, KEY)[1].content as content:
        assert PLACE not in content.read()
    assert (len(stored()), waiting(quarantined)) == (1, [])


def test_an_upload_is_its_senders_alone(county: County, quarantined: Path) -> None:
    send(somebody(county))
    for other in (somebody(county, "colleague"), somebody(found_county("邻县"), "neighbour"), site_actor(county.id)):
        with pytest.raises(NotFound):
            queries.upload(other, KEY)


def test_the_site_itself_sends_nothing(county: County, quarantined: Path) -> None:
    with pytest.raises(NotAllowed):
        send(site_actor(county.id))


def test_a_sweep_takes_what_a_killed_process_left(county: County, quarantined: Path) -> None:
    actor = somebody(county)
    send(actor, PERSONAL)
    digest = "ab" * 32
    (quarantined / ("0" * 32 + ".part")).write_bytes(b"half")
    (quarantined / ("1" * 32)).write_bytes(b"whole, but no row tells of it")
    (quarantined / f"{county.id}-{digest}-{'2' * 32}.part").write_bytes(b"was about to be kept")
    storages["default"].save(f"{county.id}/ab/{digest}", io.BytesIO(b"was about to be kept"))
    assert actions.sweep(now=NOW) == 3
    assert (stored(), waiting(quarantined)) == ([], [Upload.objects.get().token])


def test_a_sweep_leaves_what_a_row_tells_of(county: County, quarantined: Path) -> None:
    sheet = send(somebody(county))
    (quarantined / f"{county.id}-{sheet.sha256}-{'2' * 32}.part").write_bytes(PAPER)
    actions.sweep(now=NOW)
    assert stored() == [sheet.sha256]


def test_a_sweep_leaves_what_is_arriving(county: County, quarantined: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield PAPER[:10]
        assert actions.sweep(now=NOW) == 0
        yield PAPER[10:]

    sheet = actions.receive(
        actor=somebody(county), sent=actions.Sent(KEY, "a.txt", len(PAPER)), pieces=pieces(), now=NOW
    )
    assert sheet.state is UploadState.KEPT


def test_what_waited_too_long_is_removed_and_the_row_tells(county: County, quarantined: Path) -> None:
    actor = somebody(county)
    send(actor, PERSONAL)
    actions.sweep(now=NOW + timedelta(days=15))
    assert queries.upload(actor, KEY).state is UploadState.EXPIRED
    assert waiting(quarantined) == []


def test_a_store_that_fails_leaves_no_trace(county: County, quarantined: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "link", full)
    with pytest.raises(LuoshiError) as caught:
        send(somebody(county))
    assert caught.value.code == "disk-full"
    assert not Upload.objects.exists()
    assert (stored(), waiting(quarantined)) == ([], [])


FULL_DISK = """
import errno, resource, sys
import django
django.setup()
from luoshi.files import quarantine
from luoshi.kernel.errors import LuoshiError
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    with quarantine.coming() as file:
        file.take((b"x" * 30_001 for _ in range(20)), limit=10**9)
except LuoshiError as error:
    print(error.code, [path.name for path in quarantine.folder().iterdir() if path.name != quarantine.MARK])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the limit is one of POSIX systems")
def test_a_disk_that_fills_up_on_the_way_is_told_and_left_as_it_was(tmp_path: Path) -> None:
    site = {**os.environ, "LUOSHI_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "luoshi.config.settings"}
    done = subprocess.run([sys.executable, "-c", FULL_DISK], env=site, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "disk-full []"


# --- large files ------------------------------------------------------------------------------------------------------


def zipped(**members: bytes) -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return made


@pytest.fixture
def small_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything above 2,000 bytes is large."""
    monkeypatch.setattr(large, "LOOK", 2000)


def test_a_large_archive_is_looked_at_file_by_file(small_memory: None) -> None:
    made = zipped(photo__jpg=made_jpeg() + b"\x00" * 4000, list__txt=PERSONAL)
    found = large.screen_file(made, len(made.getvalue()), "月报.zip")
    assert [one.kind for one in found.findings] == ["mobile"]
    assert found.faults == ()


def test_a_large_file_in_a_large_archive_is_refused_in_words(small_memory: None) -> None:
    made = zipped(list__txt=PAPER * 100)
    found = large.screen_file(made, len(made.getvalue()), "月报.zip")
    assert [one.code for one in found.faults] == ["too-large"]


def test_a_large_text_is_refused_in_words(small_memory: None) -> None:
    found = large.screen_file(io.BytesIO(PAPER * 100), len(PAPER) * 100, "月报.txt")
    assert [one.code for one in found.faults] == ["too-large"]


@pytest.mark.parametrize("content", [b"PK\x03\x04" + b"x" * 4000, b"\x00" * 4000, b"%PDF-1.7" + b"x" * 4000])
def test_a_large_file_that_is_none_is_refused_in_words(tmp_path: Path, small_memory: None, content: bytes) -> None:
    place = tmp_path / "file"
    place.write_bytes(content)
    with place.open("rb") as file:
        assert large.screen_file(file, len(content), "月报.pdf").faults


# --- previews ---------------------------------------------------------------------------------------------------------


def test_a_preview_is_the_text_of_a_file(county: County, quarantined: Path) -> None:
    actor = somebody(county)
    blob = send(actor).blob_id or 0
    assert queries.preview(actor, blob, "通知.txt").lines[0] == PAPER.decode().splitlines()[0]


def test_a_preview_of_a_picture_is_the_picture(county: County, quarantined: Path) -> None:
    actor = somebody(county)
    blob = send(actor, made_jpeg(), "照片.jpg").blob_id or 0
    assert queries.preview(actor, blob).picture
