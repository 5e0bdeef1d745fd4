"""The language of a page, and the catalogue that holds its words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.test import Client
from django.utils.translation.template import templatize

import luoshi

PACKAGE = Path(luoshi.__file__).parent
CATALOGUE = PACKAGE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
# what Django makes of {% translate %} and {% blocktranslate %} before gettext reads it
IN_TEMPLATE = re.compile(r"""n?gettext\(u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")
PLACES = re.compile(r"\{(\w+)(?::\w+)?\}|%\((\w+)\)")


def marked() -> Iterator[tuple[str, str | None, str]]:
    """File, context and message of every marked word of the package."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for _line, message, _comments, context in extract("python", BytesIO(path.read_bytes()), KEYWORDS):
            yield path.name, context, message[0] if isinstance(message, tuple) else message
    for path in sorted(PACKAGE.rglob("templates/**/*.html")):
        for literal in IN_TEMPLATE.findall(templatize(path.read_text(encoding="utf-8"))):
            yield path.name, None, ast.literal_eval(literal)


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file)


def told(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else [text for text in message.string if text]


def test_every_marked_word_is_said_in_chinese(catalogue: Catalog) -> None:
    missing = []
    for place, context, text in marked():
        found = catalogue.get(text, context)
        if text and (found is None or not any(told(found))):
            missing.append(f"{place}: {text}")
    assert missing == [], "run make messages and translate these"


def test_nothing_in_the_catalogue_is_a_guess(catalogue: Catalog) -> None:
    assert [message.id for message in catalogue if message.id and "fuzzy" in message.flags] == []
    assert list(catalogue.obsolete) == []


def test_every_translation_keeps_the_places_of_its_message(catalogue: Catalog) -> None:
    for message in catalogue:
        if message.id:
            source = message.id[-1] if isinstance(message.id, tuple) else message.id
            for text in told(message):
                assert set(PLACES.findall(text)) == set(PLACES.findall(source)), source


def test_no_word_shouts_or_praises(catalogue: Catalog) -> None:
    for message in catalogue:
        if message.id:
            assert [text for text in told(message) if "！" in text or "恭喜" in text] == []


def test_a_page_speaks_chinese_whatever_the_browser_asks_for(db: None) -> None:
    response = Client(headers={"Accept-Language": "en-US,en;q=0.9"}).get("/")
    assert response["Content-Language"] == "zh-hans"
    assert "登录" in response.content.decode()


def test_one_click_makes_it_english_and_another_takes_it_back(db: None) -> None:
    client = Client()
    assert client.post("/language/", {"language": "en", "next": "/sign-in/"})["Location"] == "/sign-in/"
    assert "Sign in" in client.get("/").content.decode()
    client.post("/language/", {"language": "zh-hans"})
    assert "登录" in client.get("/").content.decode()


def test_an_unknown_language_changes_nothing(db: None) -> None:
    client = Client()
    client.post("/language/", {"language": "tlh"})
    assert client.get("/")["Content-Language"] == "zh-hans"


def test_a_switch_never_leads_off_the_site(db: None) -> None:
    response = Client().post("/language/", {"language": "en", "next": "//elsewhere.example/"})
    assert response["Location"] == "/"


@pytest.mark.parametrize(("name", "value"), [("theme", "night"), ("theme", "contrast"), ("density", "compact")])
def test_paper_and_spacing_are_remembered(name: str, value: str, db: None) -> None:
    client = Client()
    client.post("/appearance/", {name: value})
    assert f'data-{name}="{value}"' in client.get("/").content.decode()


def test_an_unknown_paper_changes_nothing(db: None) -> None:
    client = Client()
    client.post("/appearance/", {"theme": '"><script>'})
    assert "data-theme" not in client.get("/").content.decode()
