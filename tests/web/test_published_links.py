"""A link to what is published stands beside the file, and is in the publicity ledger without being told twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from luoshi.reporting.models import EvidenceVersion
from web.test_reports import asked, fields, page

LINK = {"address": "https://lake.example/n/1", "title": "停车场开工"}


@pytest.fixture
def township(sits: Callable[[str], Client]) -> Client:
    return sits("township")


def report(client: Client, **given: str) -> EvidenceVersion:
    """Report with a link; its latest version."""
    address = asked(client)
    assert client.post(f"{address}evidence/", {**fields(client, address), **LINK, **given}).status_code == 302
    assert client.post(f"{address}report/", {**fields(client, address), "text": "已公开。"}).status_code == 302
    return EvidenceVersion.objects.order_by("-number")[0]


def test_the_link_and_its_channel_stand_beside_the_file_and_are_not_folded_away(township: Client) -> None:
    (ways,) = page(township, asked(township)).xpath("//div[@class='proof-ways']")
    assert ways.xpath(".//input[@name='file' or @name='address']/@name | .//select/@name") == [
        "file",
        "address",
        "channel",
    ]
    assert not ways.xpath("ancestor::details")


def test_a_link_of_which_no_channel_is_said_is_published_on_the_web_and_in_the_ledger(
    township: Client, office: Client, site: int
) -> None:
    version = report(township)
    assert (version.kind, version.channel) == ("published", "web")
    assert "停车场开工" in office.get(f"/programmes/{site}/publicity/").content.decode()


def test_another_channel_of_a_link_is_kept_as_it_is_said(township: Client) -> None:
    assert report(township, channel="newspaper").channel == "newspaper"


def test_a_link_that_is_called_a_document_is_one(township: Client) -> None:
    version = report(township, kind="document")
    assert (version.kind, version.channel) == ("document", "")


def test_a_link_that_is_given_again_keeps_the_channel_that_was_said(township: Client) -> None:
    address = asked(township)
    for more in ({"channel": "newspaper"}, {"title": "停车场开工了"}):
        township.post(f"{address}evidence/", {**fields(township, address), **LINK, **more})
    latest = EvidenceVersion.objects.order_by("-number")[0]
    assert (latest.number, latest.title, latest.channel) == (2, "停车场开工了", "newspaper")


def test_a_document_that_turns_out_to_be_published_has_a_channel(township: Client) -> None:
    address = asked(township)
    for kind in ("document", "published"):
        township.post(f"{address}evidence/", {**fields(township, address), **LINK, "kind": kind})
    latest = EvidenceVersion.objects.order_by("-number")[0]
    assert (latest.number, latest.kind, latest.channel) == (2, "published", "web")
