"""Walls that import contracts cannot see: relations between tables, names in strings, the clock, the environment."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Field, ManyToManyField, Model

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "src" / "luoshi"


def ranks() -> dict[str, int]:
    """For each room, how high it stands: the lowest layer is 0."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return {room: rank for rank, layer in enumerate(reversed(layers)) for room in re.findall(r"\w+", layer)}


def room(model: type) -> str | None:
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "luoshi" else None


def relations() -> list[tuple[str, str, Field]]:
    found = []
    for model in apps.get_models():
        own = room(model)
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            target = room(field.related_model) if isinstance(field.related_model, type) else None
            if own and target:
                found.append((own, target, field))
    return found


def test_no_relation_points_up_the_flow() -> None:
    rank = ranks()
    assert [f"{field}" for own, target, field in relations() if rank[target] > rank[own]] == []


def test_rooms_on_one_line_do_not_point_at_each_other() -> None:
    rank = ranks()
    assert [str(f) for own, target, f in relations() if own != target and rank[target] == rank[own]] == []


def test_no_table_joins_two_others_without_a_name_of_its_own() -> None:
    many = [field for _own, _target, field in relations() if isinstance(field, ManyToManyField)]
    assert [str(f) for f in many if f.remote_field.through._meta.auto_created] == []


def test_no_relation_is_generic() -> None:
    generic = re.compile(r"GenericForeignKey|contenttypes")
    assert [
        str(path.relative_to(HOUSE)) for path in HOUSE.rglob("models*.py") if generic.search(path.read_text("utf-8"))
    ] == []


OWN = [model for model in apps.get_models() if model.__module__.startswith("luoshi.")]


@pytest.mark.parametrize("model", OWN, ids=lambda model: model.__name__)
def test_every_table_has_a_jurisdiction(model: type[Model]) -> None:
    fields = {field.name for field in model._meta.get_fields()}
    assert model.__name__ == "Jurisdiction" or "jurisdiction" in fields


@pytest.mark.parametrize("model", OWN, ids=lambda model: model.__name__)
def test_no_table_keeps_anything_about_a_person_but_name_post_and_contact(model: type[Model]) -> None:
    forbidden = re.compile(r"birth|gender|sex|ethnic|religio|nation|phone|mobile|id_card|resident|address")
    assert [field.name for field in model._meta.get_fields() if forbidden.search(field.name)] == []


def sources() -> list[Path]:
    return sorted(path for path in HOUSE.rglob("*.py") if "migrations" not in path.parts)


def saying(pattern: str) -> set[str]:
    """The modules whose text holds a form."""
    form = re.compile(pattern)
    return {path.relative_to(HOUSE).as_posix() for path in sources() if form.search(path.read_text("utf-8"))}


def test_models_are_not_looked_up_by_name_outside_migrations() -> None:
    assert saying(r"\bget_model\(") == set()


def test_only_the_settings_read_the_environment() -> None:
    assert saying(r"os\.environ\.get\(|os\.getenv\(|os\.environ\[[^\]]+\](?!\s*=)") == {"config/settings.py"}


def test_only_the_faces_ask_what_day_it_is() -> None:
    asking = saying(r"\blocaldate\(|\bdate\.today\(|\bdatetime\.now\(|\bcalendar_day\(")
    assert {name for name in asking if not name.startswith(("web/", "cli/"))} == {"tenancy/queries.py"}


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
