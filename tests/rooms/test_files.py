"""What is kept of a file: whole, once, without what a camera tells, and for nobody outside the county."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.files.actions import keep, keep_picture
from luoshi.files.models import Blob
from luoshi.files.queries import open_blob
from luoshi.files.rules import PICTURE_LIMIT, jpeg, picture
from luoshi.kernel.errors import Invalid, NotFound
from made.pictures import PLACE, chunk, exif, png, riff, segment, webp
from made.pictures import jpeg as made_jpeg
from rooms.cast import County, found_county

MADE = {"image/jpeg": made_jpeg(), "image/png": png(), "image/webp": webp()}
made = pytest.mark.parametrize(("media_type", "content"), MADE.items(), ids=MADE)


# --- pictures ---------------------------------------------------------------------------------------------------


@made
def test_a_picture_is_told_by_its_bytes(media_type: str, content: bytes) -> None:
    assert picture(content).media_type == media_type


@made
def test_nothing_is_kept_of_where_a_picture_was_taken(media_type: str, content: bytes) -> None:
    assert PLACE in content
    assert PLACE not in picture(content).content


@made
def test_a_stripped_picture_is_stripped_already(media_type: str, content: bytes) -> None:
    once = picture(content).content
    assert picture(once).content == once


@made
def test_a_picture_that_is_cut_off_is_refused(media_type: str, content: bytes) -> None:
    for length in range(16, len(content) - 1):
        with pytest.raises(Invalid) as caught:
            picture(content[:length])
        assert caught.value.code in {"picture-broken", "picture-kind"}


def test_what_draws_a_jpeg_is_kept_as_it_was() -> None:
    kept = picture(made_jpeg()).content
    assert b"ICC_PROFILE\x00\x01\x01colours" in kept
    assert b"\x12\xff\x00\x34\xff\xd0\x56" in kept
    assert b"Exif" not in kept


def test_a_picture_keeps_standing_upright() -> None:
    kept = picture(made_jpeg(upright=6)).content
    at = kept.index(b"Exif\x00\x00") + 6
    assert jpeg.orientation(kept[at:]) == 6
    assert PLACE not in kept


def test_what_follows_the_end_of_a_jpeg_is_left_out() -> None:
    assert picture(made_jpeg(tail=made_jpeg() + PLACE)).content == picture(made_jpeg()).content


@pytest.mark.parametrize(
    "tiff", [b"", b"II*\x00", b"II*\x00\xff\xff\xff\xff", exif(upright=9)[6:], b"MM\x00*" + b"\xff" * 40]
)
def test_exif_that_is_none_tells_no_side(tiff: bytes) -> None:
    assert jpeg.orientation(tiff) is None


def test_a_png_with_a_wrong_check_sum_is_refused() -> None:
    with pytest.raises(Invalid) as caught:
        picture(png()[:-1] + b"\x00")
    assert caught.value.code == "picture-broken"


def test_a_webp_that_moves_is_refused() -> None:
    with pytest.raises(Invalid) as caught:
        picture(webp(riff(b"ANIM", b"\x00" * 6)))
    assert caught.value.code == "picture-broken"


def test_a_webp_announces_no_metadata_any_more() -> None:
    kept = picture(webp()).content
    assert kept[kept.index(b"VP8X") + 8] == 0x20


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "picture-empty"),
        (b"GIF89a" + b"\x00" * 20, "picture-kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture-kind"),
        (b"%PDF-1.7", "picture-kind"),
        (b"\xff\xd8\xff" + b"\x00" * PICTURE_LIMIT, "picture-too-large"),
        (b"\xff\xd8" + segment(0xE0, b"JFIF\x00") + b"\xff\xd9", "picture-broken"),
        (b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b""), "picture-broken"),
    ],
)
def test_what_is_no_picture_is_refused_in_one_sentence(content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        picture(content)
    assert caught.value.code == code


@given(st.sampled_from(sorted(MADE)), st.data())
def test_no_damage_is_more_than_refused(kind: str, data: st.DataObject) -> None:
    content = bytearray(MADE[kind])
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=4)):
        content[at] = data.draw(st.integers(0, 255))
    with suppress(Invalid):
        picture(bytes(content))


# --- keeping ----------------------------------------------------------------------------------------------------


def test_bytes_are_kept_once_and_come_back_as_they_were(county: County, folder: Path) -> None:
    first = keep(actor=county.office, content=b"a paper", media_type="text/plain")
    assert keep(actor=county.office, content=b"a paper", media_type="text/plain") == first
    opened = open_blob(county.office, first)
    with opened.content as content:
        assert content.read() == b"a paper"
    assert (opened.media_type, opened.size) == ("text/plain", 7)
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [opened.sha256]


def test_another_county_does_not_see_them(county: County, folder: Path) -> None:
    blob = keep(actor=county.office, content=b"a paper", media_type="text/plain")
    with pytest.raises(NotFound):
        open_blob(found_county("邻县").office, blob)


def test_there_is_no_row_where_the_bytes_could_not_be_written(
    county: County, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / str(county.id)).write_text("a file where a folder must be")
    with pytest.raises(OSError):  # noqa: PT011 - which one is the system's business
        keep(actor=county.office, content=b"a paper", media_type="text/plain")
    assert not Blob.objects.exists()


def test_bytes_that_the_storage_lost_are_not_there(county: County, folder: Path) -> None:
    blob = keep_picture(actor=county.office, content=png())
    next(path for path in folder.rglob("*") if path.is_file()).unlink()
    with pytest.raises(NotFound):
        open_blob(county.office, blob)


def test_a_picture_is_kept_without_its_place(county: County, folder: Path) -> None:
    with open_blob(county.office, keep_picture(actor=county.office, content=made_jpeg())).content as content:
        assert PLACE not in content.read()
