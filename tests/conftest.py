"""What holds for every test: hypothesis without a stop-watch, and no silent skips where everything is installed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import settings as hypothesis_settings
from pytest_django import Settings

NOTHING_SKIPPED = os.environ.get("LUOSHI_NOTHING_SKIPPED") == "1"
ONLY_EXCUSE = "../shared"  # the real plans are not part of the project; whatever else is missing, CI installs

hypothesis_settings.register_profile("house", deadline=None, derandomize=NOTHING_SKIPPED)
hypothesis_settings.load_profile("house")


# What takes a worker longest is begun first, so that none still works at it when the others have nothing left to do.
LONGEST = (
    "rooms/test_screening_measured", "rooms/test_postgresql", "journeys/", "crash/", "rooms/test_commands",
    "cli/test_generate", "rooms/test_demonstration",
)  # fmt: skip


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, in the order of ``LONGEST``; within a file nothing changes."""
    tests = Path(__file__).parent
    names = {item.path: item.path.relative_to(tests).as_posix() for item in items}
    rank = {
        path: next((at for at, long in enumerate(LONGEST) if name.startswith(long)), len(LONGEST))
        for path, name in names.items()
    }
    items.sort(key=lambda item: rank[item.path])


def _excused(reason: str, markers: set[str]) -> bool:
    return "shared" in markers or ONLY_EXCUSE in reason


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Where ``LUOSHI_NOTHING_SKIPPED=1``, a test that is skipped has failed."""
    report = yield
    if NOTHING_SKIPPED and report.skipped and not hasattr(report, "wasxfail"):
        reason = str(report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr)
        if not _excused(reason, {marker.name for marker in item.iter_markers()}):
            report.outcome = "failed"
            report.longrepr = f"skipped where nothing may be skipped: {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """The same for a whole module that skips itself."""
    report = yield
    if NOTHING_SKIPPED and report.skipped and ONLY_EXCUSE not in str(report.longrepr):
        report.outcome = "failed"
    return report


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The tests' tables are made from the models, as those of a new site are; test_made_tables walks the migrations."""
    connection.settings_dict["TEST"]["MIGRATE"] = False


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """The storage of files: a folder of this test alone."""
    backend = {"BACKEND": "luoshi.files.storage.FolderStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    return tmp_path
