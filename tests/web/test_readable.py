"""What a page of reports says to whoever does not see it: names, labels, headings, errors tied to their field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from luoshi.reporting.models import EvidenceVersion, Request
from made.pictures import jpeg
from web.test_reports import asked, fields, page

NAMES = ("aria-label", "title", "alt")
PAGES = (
    "reports/",
    "reports/urging/",
    "offline/",
    "questions/",
    "questions/new/",
    "publicity/",
    "burden/",
)


def name(one: html.HtmlElement) -> str:
    """What a screen reader calls a thing that can be pressed."""
    said = [one.text_content(), *(one.get(key) or "" for key in NAMES)]
    return "".join((*said, *one.xpath(".//img/@alt | .//@aria-label"))).strip()


def labelled(one: html.HtmlElement, shown: html.HtmlElement) -> bool:
    tied = shown.xpath("//label[@for=$at]", at=one.get("id") or "-")
    return bool(tied or one.xpath("ancestor::label") or one.get("aria-label") or one.get("aria-labelledby"))


def complaints(shown: html.HtmlElement) -> list[str]:
    found = [
        f"no name: {html.tostring(one)[:120]!r}" for one in shown.xpath("//a | //button | //summary") if not name(one)
    ]
    kinds = "//input[not(@type='hidden')] | //select | //textarea"
    found += [f"no label: {one.get('name')}" for one in shown.xpath(kinds) if not labelled(one, shown)]
    ids = Counter(shown.xpath("//@id"))
    found += [f"an id that stands {n} times: {one}" for one, n in ids.items() if n > 1]
    for told in shown.xpath("//@aria-describedby | //@aria-labelledby"):
        found += [f"refers to nothing: {one}" for one in told.split() if one not in ids]
    levels = [int(one.tag[1]) for one in shown.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")]
    found += [f"h{one} to h{two}" for one, two in pairwise(levels) if two > one + 1]
    return found


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("海报.jpg", jpeg(), "image/jpeg")


@pytest.fixture
def township(sits: Callable[[str], Client]) -> Client:
    return sits("township")


def poster(township: Client, address: str) -> None:
    """A picture of what was published goes with the report that is written."""
    published = {"kind": "published", "channel": "poster", "title": "停车便民海报", "effective_on": "2026-11-20"}
    sent = {**fields(township, address), **published, "file": picture()}
    assert township.post(f"{address}evidence/", sent).status_code == 302
    assert EvidenceVersion.objects.get().kind == "published"


def test_a_picture_of_what_was_published_has_a_name(township: Client) -> None:
    address = asked(township)
    poster(township, address)
    assert page(township, address).xpath("//div[@class='proof']//img/@alt") == ["停车便民海报"]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_of_the_office_names_what_it_shows(office: Client, site: int, address: str) -> None:
    assert complaints(page(office, f"/programmes/{site}/{address}")) == []


def test_the_pages_of_a_unit_name_what_they_show(township: Client) -> None:
    address = asked(township)
    poster(township, address)
    evidence = f"/evidence/{EvidenceVersion.objects.get().evidence_id}/"
    for one in (address, f"{address}?proof=", "/inbox/", "/evidence/", evidence, "/accounts/mine/notices/"):
        assert (one, complaints(page(township, one))) == (one, [])


def test_the_page_of_a_report_that_is_judged_names_what_it_shows(township: Client, office: Client) -> None:
    address = asked(township)
    poster(township, address)
    township.post(f"{address}report/", {**fields(township, address), "text": "已完成。"})
    assert Request.objects.get(pk=int(address.split("/")[2])).state == "reported"
    shown = page(office, address)
    assert shown.xpath("//form[contains(@action, '/return/')]")
    assert complaints(shown) == []


def test_errors_of_a_report_are_tied_to_their_fields(township: Client) -> None:
    address = asked(township)
    response = township.post(f"{address}report/", {**fields(township, address), "text": "", "state": ""})
    shown = html.fromstring(response.content.decode())
    assert response.status_code == 422
    assert complaints(shown) == []
    told = shown.xpath("//fieldset[@data-wrong]/@aria-describedby | //*[@name='text']/@aria-describedby")
    errors = {one for ids in told for one in ids.split() if shown.xpath("//*[@id=$at]//p[@role='alert']", at=one)}
    assert errors
