"""What a phone waits for: the bytes of a first view as a served site sends them, with every style, script and font that
the page names.
"""

from __future__ import annotations

import gzip
import http.client
import re
import signal
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from lxml import html
from pytest_django import DjangoDbBlocker

from crash.conftest import Founded, Site, Visitor
from crash.county import LOAD, found, laden

pytestmark = pytest.mark.django_db  # the county is made in the database of the tests
BOUND = 100_000  # bytes, pictures apart
NAMED = "//link[@rel='stylesheet']/@href | //link[@rel='icon']/@href | //script/@src | //link[@rel='preload']/@href"


def sent(port: int, path: str, cookie: str) -> tuple[bytes, int]:
    """A page or a part of one as a browser asks for it: what it says, and how many bytes its head and body are."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        line.request("GET", path, headers={"Accept-Encoding": "gzip, deflate, br, zstd", "Cookie": cookie})
        answer = line.getresponse()
        body = answer.read()
        assert answer.status == 200, path
        head = sum(len(name) + len(value) + 4 for name, value in answer.getheaders()) + 20
        packed = answer.getheader("Content-Encoding") == "gzip"
        return gzip.decompress(body) if packed else body, head + len(body)
    finally:
        line.close()


def first_view(port: int, path: str, cookie: str) -> dict[str, int]:
    """The bytes of a page and of all that it and its styles name, by address."""
    said, size = sent(port, path, cookie)
    sizes, wanted = {path: size}, [urljoin(path, one) for one in html.fromstring(said.decode()).xpath(NAMED)]
    while wanted:
        one = wanted.pop()
        if one not in sizes and not one.startswith("data:"):
            said, sizes[one] = sent(port, one, cookie)
            if one.endswith(".css"):
                wanted += [urljoin(one, found) for found in re.findall(r'url\(["\']?([^"\')]+)', said.decode())]
    assert len(sizes) > 4, sizes
    return sizes


def test_the_inbox_of_a_liaison_with_a_full_month_is_light(served: Site) -> None:
    visitor = Visitor(served.port)
    visitor.sit("township")
    page = visitor.ask("GET", "/inbox/")[1].decode()
    assert page.count('class="inbox-line"') >= 5
    assert sum(first_view(served.port, "/inbox/", visitor.cookie).values()) <= BOUND


def test_so_is_the_page_of_a_report_with_its_scripts(served: Site) -> None:
    visitor = Visitor(served.port)
    visitor.sit("township")
    report = html.fromstring(visitor.ask("GET", "/inbox/")[1].decode()).xpath(
        "//a[@class='inbox-line'][starts-with(@href, '/reports/')]"
    )
    sizes = first_view(served.port, report[0].get("href"), visitor.cookie)
    assert any("report" in one and one.endswith(".js") for one in sizes)
    assert sum(sizes.values()) <= BOUND


def test_a_page_is_not_sent_compressed_to_who_does_not_take_it(served: Site) -> None:
    visitor = Visitor(served.port)
    assert visitor.ask("GET", "/")[1].startswith(b"<!DOCTYPE html>")


@pytest.fixture(scope="module")
def loaded(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[Site, str]]:
    """A served county one unit of which has very many duties, and the cookie of its liaison."""
    folder = tmp_path_factory.mktemp("laden")
    with django_db_blocker.unblock():
        county = Founded(folder, found(folder, laden))
    site = county.site(tmp_path_factory.mktemp("served") / "site")
    site.start()
    yield site, county.desks[0].cookie
    site.end(signal.SIGKILL)


def test_two_hundred_duties_of_a_month_do_not_make_it_heavy(loaded: tuple[Site, str]) -> None:
    site, cookie = loaded
    page = sent(site.port, "/inbox/", cookie)[0].decode()
    assert page.count('class="inbox-line"') >= LOAD
    assert sum(first_view(site.port, "/inbox/", cookie).values()) <= BOUND
