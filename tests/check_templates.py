"""Compiles every template; refuses what the content security policy would, and what leaves a thing without a name for
whoever does not see it or reads it on a phone: run by ``make check``.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import django
from django.conf import settings
from django.template import TemplateSyntaxError, engines

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "src" / "luoshi"
MOST_LINES = 150
COMMENT = re.compile(r"{#.*?#}|{% comment.*?endcomment %}|<!--.*?-->", re.DOTALL)
FORBIDDEN = {
    "an inline style": re.compile(r"<style\b|<[^>]*\sstyle\s*="),
    "an inline script": re.compile(r"<script(?![^>]*\s(?:src=|type=\"application/json\"))"),
    "an inline handler": re.compile(r"<[a-z][^>]*\s(?:on[a-z]+|hx-on[\w:-]*)\s*=", re.IGNORECASE),
    "a script address": re.compile(r"[\"']\s*javascript:", re.IGNORECASE),
    "a picture without words": re.compile(r"<img\b(?![^>]*\salt=\"[^\"]+\")"),
    "an error that is tied to no field": re.compile(
        r"(?<!error\">){% for \w+ in (?!\S*non_field_errors)\S*errors %}<p class=\"field-error\"(?! id=)"
    ),
}
MARKUP = re.compile(r"<[^>]*>")
CARDS = re.compile(r"<table class=\"(?P<names>[^\"]*\bcards\b[^\"]*)\".*?</table>", re.DOTALL)
CELL = re.compile(r"<td\b[^>]*>")
BARE = re.compile(r"data-label=|colspan=|class=\"(?:tick|joint-change)\b")
"""Cells that need no word on a phone: they have one, are one alone, or hold a button that says what it does."""
PRESSED = re.compile(r"<(?P<kind>button|a|summary)\b(?P<more>[^>]*)>(?P<words>.*?)</(?P=kind)>", re.DOTALL)
CONTROL = re.compile(r"<(?:input|select|textarea)\b(?P<more>(?:{{.*?}}|{%.*?%}|[^>])*)>", re.DOTALL)
UNSEEN = re.compile(r"type=\"(?:hidden|submit)\"")
NAMED = re.compile(r"\saria-label(?:ledby)?=\"[^\"]+")
OWN_ID = re.compile(r"\sid=\"([^\"]+)\"")


def unlabelled(text: str) -> list[str]:
    """Cells that stand on a phone without their heading, by their tags. Short facts in lines need none."""
    tables = (table for table in CARDS.finditer(text) if "lines" not in table["names"].split())
    return [cell for table in tables for cell in CELL.findall(table[0]) if not BARE.search(cell)]


def unnamed(text: str) -> list[str]:
    """What can be pressed or filled in and has no name, by its tag."""
    found = []
    for one in PRESSED.finditer(text):
        words = MARKUP.sub(lambda tag: "picture" if "alt=" in tag[0] else "", one["words"])
        if not words.strip() and not NAMED.search(one["more"]):
            found.append(one[0])
    for one in CONTROL.finditer(text):
        own = OWN_ID.search(one["more"])
        tied = own is not None and f'for="{own[1]}"' in text
        within = text.rfind("<label", 0, one.start()) > text.rfind("</label", 0, one.start())
        if not (UNSEEN.search(one["more"]) or NAMED.search(one["more"]) or tied or within):
            found.append(one[0])
    return found


def complaints(path: Path) -> list[str]:
    """What is wrong with one template, in words."""
    text = path.read_text("utf-8")
    shown = COMMENT.sub("", text)
    found = [f"holds {what}" for what, pattern in FORBIDDEN.items() if pattern.search(shown)]
    found += [f"has a cell that stands on a phone without its heading: {cell}" for cell in unlabelled(shown)]
    found += [f"has something without a name: {tag[:160]}" for tag in unnamed(shown)]
    if text.count("\n") > MOST_LINES:
        found.append(f"has {text.count(chr(10))} lines; {MOST_LINES} are the most")
    if settings.TEMPLATES:
        try:
            engines["django"].from_string(text)
        except TemplateSyntaxError as error:
            found.append(f"does not compile: {error}")
    return [f"{path.relative_to(ROOT)} {complaint}" for complaint in found]


def templates() -> list[Path]:
    """Every template of the house."""
    folders = [folder for folder in HOUSE.rglob("templates") if folder.is_dir()]
    return sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in {".html", ".txt"})


def main() -> int:
    """Print every complaint; 1 where there is one."""
    django.setup()
    paths = templates()
    found = [complaint for path in paths for complaint in complaints(path)]
    sys.stdout.write("".join(f"{complaint}\n" for complaint in found) or f"{len(paths)} templates are in order.\n")
    return 1 if found else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.config.settings")
    sys.exit(main())
