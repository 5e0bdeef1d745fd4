"""The walls between the rooms where import contracts cannot see: relations, names in strings, the clock."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

import luoshi

PACKAGE = Path(luoshi.__file__).parent
# from the top down, as in the import contract of pyproject.toml
FLOW = (
    "publishing",
    "dossier",
    "coordination",
    "inspection",
    "assessment",
    "reporting",
    "programme",
    "plans",
    "units",
    "notices",
    "search",
    "files",
    "audit",
    "tenancy",
)
OWN = [model for model in apps.get_models() if model.__module__.startswith("luoshi.")]
RELATIONS = [
    (model, field)
    for model in OWN
    for field in model._meta.get_fields(include_hidden=True)
    if field.is_relation and not field.auto_created
]


def height(model: type[models.Model]) -> int:
    return len(FLOW) - FLOW.index(model._meta.app_label)


@pytest.mark.parametrize(("model", "field"), RELATIONS, ids=lambda it: getattr(it, "name", getattr(it, "__name__", "")))
def test_a_relation_points_down_the_flow_or_stays_in_its_room(
    model: type[models.Model], field: models.Field[object, object]
) -> None:
    target = field.related_model
    assert isinstance(target, type)
    assert height(target) <= height(model)


def test_there_is_no_automatic_many_to_many_and_no_generic_relation() -> None:
    kinds = {type(field).__name__ for _model, field in RELATIONS}
    assert kinds <= {"ForeignKey", "OneToOneField"}


@pytest.mark.parametrize("model", OWN, ids=lambda model: model.__name__)
def test_every_table_has_a_jurisdiction(model: type[models.Model]) -> None:
    fields = {field.name for field in model._meta.get_fields()}
    assert model.__name__ == "Jurisdiction" or "jurisdiction" in fields


@pytest.mark.parametrize("model", OWN, ids=lambda model: model.__name__)
def test_no_table_keeps_anything_about_a_person_but_name_post_and_contact(model: type[models.Model]) -> None:
    fields = {field.name for field in model._meta.get_fields()}
    forbidden = r"birth|gender|sex|ethnic|religio|nation|phone|mobile|id_card|resident|address"
    assert not [name for name in fields if re.search(forbidden, name)]


def sources(pattern: str = "**/*.py") -> list[Path]:
    return sorted(path for path in PACKAGE.glob(pattern) if "migrations" not in path.parts)


def test_no_module_reaches_a_model_by_its_name_in_a_string() -> None:
    assert [path.name for path in sources() if re.search(r"\bget_model\(", path.read_text("utf-8"))] == []


def test_only_the_settings_read_the_environment() -> None:
    reads = re.compile(r"os\.environ\.get\(|os\.getenv\(|os\.environ\[[^\]]+\](?!\s*=)")
    found = {path.relative_to(PACKAGE).as_posix() for path in sources() if reads.search(path.read_text("utf-8"))}
    assert found == {"config/settings.py"}


def test_only_the_faces_ask_what_day_it_is() -> None:
    asks = re.compile(r"\blocaldate\(|\bdate\.today\(|\bdatetime\.now\(|\bcalendar_day\(")
    found = {path.relative_to(PACKAGE).as_posix() for path in sources() if asks.search(path.read_text("utf-8"))}
    assert {name for name in found if not name.startswith(("web/", "cli/"))} == {"tenancy/queries.py"}


@pytest.mark.parametrize("room", ["tenancy", "units", "plans", "programme", "outline", "render", "kernel"])
def test_rules_and_the_rooms_beneath_never_see_django(room: str) -> None:
    folder = PACKAGE / room
    pure = sources(f"{room}/**/*.py") if room in {"outline", "render", "kernel"} else []
    pure += [path for path in sources(f"{room}/**/*.py") if "rules" in path.relative_to(folder).with_suffix("").parts]
    for path in pure:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(name.split(".")[0] == "django" for name in names), path


ORDER = {"rules": 0, "models": 1, "policy": 2, "queries": 3, "drafting": 4, "actions": 5}


@pytest.mark.parametrize("room", ["tenancy", "audit", "units", "plans", "programme", "demonstration"])
def test_within_a_room_actions_see_queries_see_policy_see_models_see_rules(room: str) -> None:
    folder = PACKAGE / room
    for path in sources(f"{room}/**/*.py"):
        own = ORDER.get(path.relative_to(folder).parts[0].removesuffix(".py"))
        if own is None:
            continue
        for seen in re.findall(rf"from luoshi\.{room}\.(\w+)", path.read_text("utf-8")):
            assert ORDER.get(seen, 0) <= own, f"{path}: {seen}"


@pytest.mark.parametrize("face", ["web", "api", "cli"])
def test_a_face_never_sees_models(face: str) -> None:
    for path in sources(f"{face}/**/*.py"):
        assert not re.search(r"luoshi\.\w+\.models\b|luoshi\.\w+ import models\b", path.read_text("utf-8")), path


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
