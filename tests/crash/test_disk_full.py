"""A served site whose disk takes nothing more: the person is told, nothing is half there, later it succeeds."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import pytest
from lxml import html

from crash.conftest import Founded, Site
from crash.county import Desk, Told, at_once, get, post
from crash.rows import told_twice_or_half, whole

if sys.platform != "win32":
    import resource

pytestmark = pytest.mark.django_db  # the county is made in the database of the tests
TEXT = "已按要求完成，台账已建，相关材料已存档。" * 20
SIZE = 24  # megabytes of a disk of its own
Full = Callable[[], AbstractContextManager[None]]
Seen = Callable[[], Path]
MOUNTED = 'mount -t tmpfs -o size="$0"m tmpfs "$1" && cp -a "$2"/. "$1" && shift 2 && exec "$@"'


def may_mount() -> bool:
    """Whether this system lets a process have mounts of its own; where it does not, the limit alone tells it."""
    with suppress(OSError):
        tried = ["unshare", "-Urm", "sh", "-c", "mount -t tmpfs tmpfs /mnt"]
        return subprocess.run(tried, capture_output=True, check=False).returncode == 0
    return False


def proc(site: Site) -> Path:
    """The root of the files that the server sees."""
    assert site.server is not None
    return Path(f"/proc/{site.server.pid}/root")


@pytest.fixture(params=["limit", *(["disk"] if may_mount() else [])])
def served(request: pytest.FixtureRequest, founded: Founded, tmp_path: Path) -> Iterator[tuple[Site, Full, Seen]]:
    """A site, how its disk becomes full, and a folder in which its rows can be seen."""
    made = tmp_path / "site"
    if request.param == "limit":
        site = founded.site(made)
        site.start()
        yield site, lambda: limited(site), lambda: made
    else:
        site = founded.site(made)
        (tmp_path / "disk").mkdir()
        site.folder = tmp_path / "disk"
        site.within = ("unshare", "-Urm", "sh", "-c", MOUNTED, str(SIZE), str(site.folder), str(made))
        site.start()
        disk = proc(site) / site.folder.relative_to("/")
        yield site, lambda: filled(disk), lambda: copied(disk, tmp_path / "seen")
    site.end(signal.SIGKILL)


def copied(disk: Path, place: Path) -> Path:
    """The rows as they are on a disk that SQLite itself cannot be led to from outside, while nobody writes."""
    place.mkdir(exist_ok=True)
    for path in place.iterdir():
        path.unlink()
    for path in disk.glob("luoshi.sqlite3*"):
        if not path.name.endswith("-shm"):  # that is made anew
            (place / path.name).write_bytes(path.read_bytes())
    return place


@contextmanager
def limited(site: Site) -> Iterator[None]:
    """No process of the server may write a sign into a file: as with a quota that is used up."""
    before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in site.workers()}
    for pid, (_soft, hard) in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, hard))
    try:
        yield
    finally:
        for pid, limits in before.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """The disk is full to the last sign."""
    file = folder / "filler"
    with file.open("wb", buffering=0) as filler:
        for size in (65536, 4096, 1):
            with suppress(OSError):
                while True:
                    filler.write(b"x" * size)
    try:
        yield
    finally:
        file.unlink()


def refused(site: Site, desks: Iterator[Desk]) -> tuple[Desk, Told]:
    """The first report that finds no room: what lies open already takes a few."""
    for desk in desks:
        (told,) = at_once(site.port, [desk.bytes(TEXT)])
        if told.status != 302:
            return desk, told
    pytest.fail("the disk takes every report")


def test_a_report_on_a_full_disk_is_told_leaves_nothing_and_succeeds_when_there_is_room(
    served: tuple[Site, Full, Seen], founded: Founded
) -> None:
    site, full, seen = served
    desks = iter(founded.desks)
    with full():
        desk, told = refused(site, desks)
        assert told.status == 507
        shown = html.fromstring(told.words)
        assert "磁盘" in shown.xpath("string(//form[@data-draft]//*[@role='alert'])")
        assert shown.xpath("string(//textarea[@name='text'])").strip() == TEXT
        (draft,) = at_once(site.port, [desk.bytes(TEXT, "draft")])
        assert (draft.status, "磁盘" in json.loads(draft.words)["error"]) == (507, True)
        (page,) = at_once(site.port, [get(f"/reports/{desk.request_id}/", desk.cookie)])
        assert page.status == 200
    kept = whole(seen())
    assert desk.request_id not in kept
    assert told_twice_or_half(seen()) == []
    (again,) = shown.xpath("//form[@data-draft]")
    form = {name: value for name, value in again.fields.items() if value is not None and name not in ("file", "use")}
    (told,) = at_once(site.port, [post(again.action, form, desk.cookie)])
    assert (told.status, told.place) == (302, "/inbox/")
    assert whole(seen()) == {**kept, desk.request_id: TEXT}
    assert told_twice_or_half(seen()) == []
