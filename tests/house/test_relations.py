"""Tables point down the flow: the hole that imports cannot close, since a relation may name its target as text."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from django.apps import apps
from django.db.models import Field, ManyToManyField

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


def test_models_are_not_looked_up_by_name_outside_migrations() -> None:
    modules = [path for path in HOUSE.rglob("*.py") if "migrations" not in path.parts]
    assert [str(path) for path in modules if "get_model(" in path.read_text("utf-8")] == []


def test_faces_do_not_touch_tables() -> None:
    imports = re.compile(
        r"^\s*(?:from luoshi\.\w+(?:\.\w+)*\.models import|from luoshi\.\w+ import .*\bmodels\b)", re.M
    )
    faces = [path for face in ("web", "api", "cli") for path in (HOUSE / face).rglob("*.py")]
    assert [str(path.relative_to(HOUSE)) for path in faces if imports.search(path.read_text("utf-8"))] == []
