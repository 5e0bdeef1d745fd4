"""A feature that would watch people is refused: no table and no form has a place for what it would need.

What is tracked is what an office undertook and what paper shows it. A name, a post and an office's own contact are all
that is kept of anybody; where somebody is, what somebody believes, belongs to, clicks or looks at is kept nowhere.
"""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from inspect import getmembers, isclass

import pytest
from django import forms
from django.apps import apps

from luoshi import web

WATCHING = {
    "who somebody is": r"resident|ethnic|nationalit|religio|belief|faith|birth|gender|\bsex\b|marital|household|hukou"
    r"|id_?number|id_?card|passport|biometr|face_|fingerprint|photo_of|portrait",
    "where somebody is": r"\bgps\b|latitude|longitude|\blat\b|\blng\b|\blon\b|geo_?(point|location)|location"
    r"|position_of|track(ed|ing)_",
    "how somebody may be reached at home": r"mobile|cell_?phone|home_|wechat|weixin|\bqq\b",
    "how somebody works": r"last_login|login_count|sign_in_count|last_seen|last_active|online|keystroke|click"
    r"|view_count|read_count|duration|seconds_spent|time_spent|screen|attendance|check_in|productivity|ranking_of",
    "from which machine somebody came": r"\bip\b|ip_address|user_agent|device|browser|referer|referrer",
    "what is thought of somebody": r"risk_|suspicio|loyal|attitude|behaviou?r|petitioner|blacklist|watch_?list"
    r"|score_of",
}


def watched(name: str) -> str | None:
    """What a name would watch; None where it is harmless. Words in a name are parted by underscores."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    words = parted.replace("_", " ")
    return next((what for what, form in WATCHING.items() if re.search(form, parted) or re.search(form, words)), None)


def columns() -> Iterator[tuple[str, str]]:
    """Every column of every table of ours, and what it is called."""
    for model in apps.get_models():
        if model.__module__.startswith("luoshi."):
            for field in model._meta.local_fields:
                yield f"{model.__name__}.{field.name}", field.name


def fields() -> Iterator[tuple[str, str]]:
    """Every field of every form of the pages."""
    for module in pkgutil.walk_packages(web.__path__, "luoshi.web."):
        for _name, form in getmembers(import_module(module.name), isclass):
            if issubclass(form, forms.BaseForm) and form.__module__ == module.name:
                for name in form.base_fields:
                    yield f"{form.__module__}.{form.__name__}.{name}", name


# Django's own column of the last sign-in, which comes with its accounts
KNOWN = {"Account.last_login"}


def test_no_table_has_a_place_for_what_would_watch_people() -> None:
    assert {where: watched(name) for where, name in columns() if watched(name) and where not in KNOWN} == {}


def test_no_form_asks_for_what_would_watch_people() -> None:
    found = list(fields())
    assert len(found) > 20
    assert {where: watched(name) for where, name in found if watched(name)} == {}


@pytest.mark.parametrize(
    "name",
    [
        "resident",
        "ethnic_group",
        "religion",
        "id_number",
        "gps",
        "latitude",
        "login_count",
        "ip",
        "user_agent",
        "mobile",
    ],
)
def test_a_column_that_would_is_told(name: str) -> None:
    assert watched(name) is not None


@pytest.mark.parametrize("name", ["name", "description", "received_on", "place", "script", "order", "principle"])
def test_a_harmless_name_is_left_alone(name: str) -> None:
    assert watched(name) is None
