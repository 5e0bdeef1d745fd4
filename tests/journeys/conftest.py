"""A browser, and a demonstration that it opens. Skipped with a word where Chromium is not installed."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import transaction
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from luoshi.demonstration.actions import create_demonstration
from made.laid import laid_again

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
TODAY = date(2026, 11, 23)
expect.set_options(timeout=20_000)  # what is shown at last is right, on a slow machine too


def _to_the_end(click: Callable[..., None]) -> Callable[..., None]:
    """A click that is over when the page to which it led is whole and its scripts run, as a person waits for it; the
    driver of the browser returns at the first bytes of that page, and what is read or typed then comes too early.
    """

    @wraps(click)
    def clicked(where: Locator | Page, *what: Any, **how: Any) -> None:
        click(where, *what, **how)
        (where if isinstance(where, Page) else where.page).wait_for_load_state("domcontentloaded")

    return clicked


Locator.click, Page.click = _to_the_end(Locator.click), _to_the_end(Page.click)  # type: ignore[method-assign]
SHARED = Path(__file__).resolve().parents[3] / "shared" / "plans"


class OneAtATime(ThreadedWSGIServer):
    """Answers one request after the other: the threads of this server share the one connection of a database in memory,
    on which no transaction can begin while another thread is in one. A site has a connection for each of its threads.
    """

    def set_app(self, application: Callable[..., Iterable[bytes]] | None) -> None:
        turn = threading.Lock()

        def answered(*asked: Any) -> Iterable[bytes]:
            with turn:
                assert application is not None
                return application(*asked)

        super().set_app(answered)


LiveServerThread.server_class = OneAtATime


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; its driver runs a loop, so Django must be told that the tests wait for it."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(browser: Browser, transactional_db: None, live_server: LiveServer, settings: Settings) -> str:
    """The address of a demonstration."""
    settings.DEMONSTRATION = True
    with transaction.atomic():
        laid_again("demonstration", lambda: create_demonstration(today=TODAY, lived=False))
    return str(live_server.url)


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """The start page; whatever the browser complains about fails the test."""
    context = browser.new_context(base_url=site, viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.goto("/")
    yield opened
    context.close()
    assert complaints == []


@pytest.fixture
def seed_plan() -> Path:
    """The real plan beside the project."""
    path = SHARED / "00-seed.txt"
    if not path.is_file():
        pytest.skip("../shared/plans/00-seed.txt is not here")
    return path


@pytest.fixture
def own_plan(tmp_path: Path) -> Path:
    """A plan of our own wording as a file."""
    path = tmp_path / "停车方案.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


PLAN = """临湖县停车便民行动实施方案
为方便群众停车，制定本方案。
一、重点任务
（一）增加停车泊位。新建公共停车场6个。利用边角地块设置临时泊位。〔责任单位：县住建局、县交通局，各乡镇（街道）〕
（二）规范停车秩序。清理占道杂物。每季度公布巡查结果。〔责任单位：县公安局、县城管局〕
（三）加强宣传引导。用好各类媒体，讲清停车规则。
"""
