"""Compiles every template and refuses what the content security policy would: run by ``make check``."""

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
}


def complaints(path: Path) -> list[str]:
    """What is wrong with one template, in words."""
    text = path.read_text("utf-8")
    shown = COMMENT.sub("", text)
    found = [f"holds {what}" for what, pattern in FORBIDDEN.items() if pattern.search(shown)]
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
